package org.mmucheck.mutants;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What became of the changes of one kind, in one module: a row of the whole kill matrix.
 *
 * @param kind what was changed
 * @param module of the spec; of Java code the package
 * @param total changes that make sense at all
 * @param killers how many each layer was the first to notice
 * @param left those that only a count noticed, or nothing did
 * @param unjudged those that nothing noticed, while a layer came to no verdict
 * @param noticed changes that mean nothing and were noticed, one line each
 */
public record KindRow(
    Kind kind,
    String module,
    int total,
    Map<Layer, Integer> killers,
    List<Left> left,
    List<Left> unjudged,
    List<String> noticed) {

  /** What is changed. */
  public enum Kind {
    /** A module of TLA+, in one place. */
    SPEC,
    /** A module of TLA+, in a way that means nothing: no layer may notice. */
    COSMETIC,
    /** A rule of spec and code alike. */
    PAIR,
    /** A counterexample, in one place. */
    TRACE,
    /** A counterexample, in a way that means nothing. */
    TRACE_COSMETIC,
    /** A class of Java code, in one place. */
    JAVA;

    /** How reports write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether nobody may notice it. */
    public boolean isCosmetic() {
      return this == COSMETIC || this == TRACE_COSMETIC;
    }
  }

  /**
   * A change that nothing but a count noticed.
   *
   * @param change one line: where, and from what to what; and what kept a verdict from coming
   * @param why it is no fault; empty if nobody said
   */
  public record Left(String change, String why) {}

  public KindRow {
    killers = Map.copyOf(killers);
    left = List.copyOf(left);
    unjudged = List.copyOf(unjudged);
    noticed = List.copyOf(noticed);
  }

  /** Those that something but a count noticed. */
  public int killed() {
    return killers.entrySet().stream()
        .filter(entry -> entry.getKey().kills())
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Of {@link #left} those of which nobody says why they are no fault. */
  public List<Left> unexplained() {
    return kind.isCosmetic() ? List.of() : unexplained(left);
  }

  /** Of {@link #unjudged} those of which nobody says why they are no fault. */
  public List<Left> unexplainedUnjudged() {
    return unexplained(unjudged);
  }

  private static List<Left> unexplained(List<Left> all) {
    return all.stream().filter(each -> each.why().isEmpty()).toList();
  }

  /** Whether all is noticed or explained that must be, and nothing that must not. */
  public boolean isAsWanted() {
    return unexplained().isEmpty() && unexplainedUnjudged().isEmpty() && noticed.isEmpty();
  }

  /** The sum of rows of one kind. */
  public static KindRow sum(Kind kind, List<KindRow> rows) {
    Map<Layer, Integer> killers = new EnumMap<>(Layer.class);
    rows.forEach(row -> row.killers().forEach((layer, n) -> killers.merge(layer, n, Integer::sum)));
    return new KindRow(
        kind,
        "all",
        rows.stream().mapToInt(KindRow::total).sum(),
        killers,
        all(rows, KindRow::left),
        all(rows, KindRow::unjudged),
        rows.stream().flatMap(row -> row.noticed().stream()).toList());
  }

  private static List<Left> all(List<KindRow> rows, Function<KindRow, List<Left>> list) {
    return rows.stream()
        .flatMap(row -> list.apply(row).stream())
        .sorted(Comparator.comparing(Left::change))
        .toList();
  }
}
