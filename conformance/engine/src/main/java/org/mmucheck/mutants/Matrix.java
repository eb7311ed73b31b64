package org.mmucheck.mutants;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of mutants, one row a module and kind.
 *
 * @param rows in the order in which the modules were tried
 * @param stale reasons that are for no survivor
 */
public record Matrix(List<Row> rows, List<String> stale) {
  public Matrix {
    rows = List.copyOf(rows);
    stale = List.copyOf(stale);
  }

  /** Kinds of mutants. */
  public enum Kind {
    /** A wrong spec: some layer must notice. */
    SPEC("spec"),
    /** A spec that means the same: no layer may notice. */
    COSMETIC("cosmetic");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** How reports write it. */
    public String word() {
      return word;
    }
  }

  /**
   * Something that nothing noticed, or a count alone.
   *
   * @param why it is no fault; empty if nobody said
   */
  public record Survivor(Tried tried, String why) {}

  /**
   * A module's mutants of one kind.
   *
   * @param total those that are specs at all
   * @param killers how many each layer was the first to notice; a count only where nothing else did
   * @param survivors those that nothing but a count noticed
   * @param noticed what was noticed of a cosmetic change
   */
  public record Row(
      Kind kind,
      String module,
      int total,
      int stillborn,
      Map<Layer, Integer> killers,
      List<Survivor> survivors,
      List<Tried> noticed) {

    /** Those that something but a count noticed. */
    public int killed() {
      return killers.entrySet().stream()
          .filter(entry -> entry.getKey() != Layer.COUNT)
          .mapToInt(Map.Entry::getValue)
          .sum();
    }

    /** The same as a row of the whole matrix. */
    public KindRow asKindRow() {
      boolean isCosmetic = kind == Kind.COSMETIC;
      return new KindRow(
          isCosmetic ? KindRow.Kind.COSMETIC : KindRow.Kind.SPEC,
          module,
          total,
          killers,
          survivors.stream()
              .map(each -> new KindRow.Left(each.tried().mutant().line(), each.why()))
              .toList(),
          noticed.stream()
              .map(
                  each ->
                      each.mutant().line()
                          + each.killer().map(kill -> ": " + kill.says()).orElse(""))
              .toList());
    }

    /** Survivors of which nobody says why they are no fault. */
    public List<Survivor> unexplained() {
      return kind == Kind.COSMETIC
          ? List.of()
          : survivors.stream().filter(survivor -> survivor.why().isEmpty()).toList();
    }
  }

  /**
   * Whether each wrong spec is noticed or explained, and no change that means nothing is noticed.
   */
  public boolean isAsWanted() {
    return stale.isEmpty()
        && rows.stream()
            .allMatch(
                row ->
                    row.unexplained().isEmpty()
                        && (row.kind() != Kind.COSMETIC || row.killers().isEmpty()));
  }

  /** The rows of a module. */
  public static List<Row> rows(String module, List<Tried> tried, Reasons reasons) {
    Map<Kind, List<Tried>> kinds = new LinkedHashMap<>();
    for (Tried each : tried) {
      boolean isCosmetic = each.mutant().change() == Change.COSMETIC;
      kinds
          .computeIfAbsent(isCosmetic ? Kind.COSMETIC : Kind.SPEC, kind -> new ArrayList<>())
          .add(each);
    }
    List<Row> rows = new ArrayList<>();
    kinds.forEach((kind, all) -> rows.add(row(kind, module, all, reasons)));
    return rows;
  }

  private static Row row(Kind kind, String module, List<Tried> tried, Reasons reasons) {
    Map<Layer, Integer> killers = new EnumMap<>(Layer.class);
    List<Survivor> survivors = new ArrayList<>();
    List<Tried> noticed = new ArrayList<>();
    int stillborn = 0;
    for (Tried each : tried) {
      if (each.stillborn() != null) {
        stillborn++;
        continue;
      }
      each.killer().ifPresent(kill -> killers.merge(kill.layer(), 1, Integer::sum));
      if (!each.isKilled()) {
        survivors.add(new Survivor(each, reasons.why(each.mutant()).orElse("")));
      } else if (kind == Kind.COSMETIC) {
        noticed.add(each);
      }
    }
    return new Row(kind, module, tried.size() - stillborn, stillborn, killers, survivors, noticed);
  }
}
