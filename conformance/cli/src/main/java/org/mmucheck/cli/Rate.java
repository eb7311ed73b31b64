package org.mmucheck.cli;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Row;

/**
 * How often free runs of a design give it away.
 *
 * <p>Concurrency: filled and read by one thread.
 */
final class Rate {
  final Row design;
  final Model against;
  private final Map<String, Integer> first = new TreeMap<>();
  private int runs;
  private int invalid;
  private int reported;
  private int either;
  private int open;

  /**
   * @param against the right design that its logs are held against
   */
  Rate(Row design, Model against) {
    this.design = design;
    this.against = against;
  }

  /**
   * One more run.
   *
   * @param reports whether the code's own checks said something, or a task did not end
   * @param parted the action at which the log is no behaviour any more; empty if it is one
   */
  void add(boolean reports, String parted) {
    runs++;
    reported += reports ? 1 : 0;
    invalid += parted.isEmpty() ? 0 : 1;
    either += reports || !parted.isEmpty() ? 1 : 0;
    if (!parted.isEmpty()) {
      first.merge(parted, 1, Integer::sum);
    }
  }

  /** One more run, whose log needed more states than were allowed. */
  void addWithoutVerdict(boolean reports) {
    add(reports, "");
    open++;
  }

  int runs() {
    return runs;
  }

  /** Runs whose log is no behaviour of the right design. */
  int invalid() {
    return invalid;
  }

  /** Runs in which the code's own checks said something, or a task did not end. */
  int reported() {
    return reported;
  }

  /** Runs of which at least one of the two holds. */
  int either() {
    return either;
  }

  /** Runs without a verdict on their log. */
  int open() {
    return open;
  }

  /** The action at which most invalid logs part from the right design; empty if there are none. */
  String mostOften() {
    return first.entrySet().stream()
        .max(Comparator.comparingInt(Map.Entry::getValue))
        .map(Map.Entry::getKey)
        .orElse("");
  }
}
