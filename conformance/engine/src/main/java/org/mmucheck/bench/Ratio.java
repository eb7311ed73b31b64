package org.mmucheck.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Ours beside a reference, measured in turn, round by round.
 *
 * @param name what is compared
 * @param unit of both measurements
 * @param ours one for each round
 * @param reference as many
 */
public record Ratio(String name, String unit, List<Double> ours, List<Double> reference) {
  /** One side of a comparison; returns what it measured, in the ratio's unit. */
  @FunctionalInterface
  public interface Measurement {
    double measure() throws Exception;
  }

  public Ratio {
    ours = List.copyOf(ours);
    reference = List.copyOf(reference);
    if (ours.isEmpty() || ours.size() != reference.size()) {
      throw new IllegalArgumentException(ours.size() + " rounds beside " + reference.size());
    }
  }

  /**
   * Measures both sides in turn, so that what disturbs one disturbs the other.
   *
   * @param warmups rounds before the first that counts
   */
  public static Ratio measure(
      String name, String unit, int warmups, int rounds, Measurement ours, Measurement reference)
      throws Exception {
    List<Double> mine = new ArrayList<>();
    List<Double> others = new ArrayList<>();
    for (int round = -warmups; round < rounds; round++) {
      double other = reference.measure();
      double one = ours.measure();
      if (round >= 0) {
        others.add(other);
        mine.add(one);
      }
    }
    return new Ratio(name, unit, mine, others);
  }

  /** The median of our rounds. */
  public double ourMedian() {
    return median(ours);
  }

  /** The median of the reference's rounds. */
  public double referenceMedian() {
    return median(reference);
  }

  /** The median of the rounds' ratios. */
  public double ratio() {
    return median(ratios());
  }

  /** The smallest ratio of a round. */
  public double lowest() {
    return ratios().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** The largest ratio of a round. */
  public double highest() {
    return ratios().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  private List<Double> ratios() {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(ours.get(i) / reference.get(i));
    }
    return ratios;
  }

  private static double median(List<Double> of) {
    List<Double> sorted = of.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
