package org.mmucheck.mutants;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmucheck.mutants.KindRow.Kind;

/**
 * What became of a module's mutants, as rows of the kill matrix: wrong specs, and cosmetic ones.
 */
public final class SpecRows {
  private SpecRows() {}

  /**
   * The rows of a module. Mutants that are no spec at all count for nothing.
   *
   * @param reasons why survivors are no fault
   */
  public static List<KindRow> of(String module, List<Tried> tried, Reasons reasons) {
    Map<Kind, List<Tried>> kinds = new LinkedHashMap<>();
    for (Tried each : tried) {
      if (each.stillborn() == null) {
        boolean isCosmetic = each.mutant().change() == Change.COSMETIC;
        kinds
            .computeIfAbsent(isCosmetic ? Kind.COSMETIC : Kind.SPEC, kind -> new ArrayList<>())
            .add(each);
      }
    }
    List<KindRow> rows = new ArrayList<>();
    kinds.forEach((kind, all) -> rows.add(row(kind, module, all, reasons)));
    return rows;
  }

  private static KindRow row(Kind kind, String module, List<Tried> tried, Reasons reasons) {
    Map<Layer, Integer> killers = new EnumMap<>(Layer.class);
    List<KindRow.Left> left = new ArrayList<>();
    List<KindRow.Left> unjudged = new ArrayList<>();
    List<String> noticed = new ArrayList<>();
    for (Tried each : tried) {
      each.killer().ifPresent(kill -> killers.merge(kill.layer(), 1, Integer::sum));
      String line = each.mutant().line();
      String why = reasons.why(each.mutant()).orElse("");
      if (each.isUnjudged()) {
        String says = each.killer().map(Kill::says).orElse("");
        unjudged.add(new KindRow.Left(line + ": " + says, why));
      } else if (!each.isKilled()) {
        left.add(new KindRow.Left(line, why));
      } else if (kind.isCosmetic()) {
        noticed.add(line + each.killer().map(kill -> ": " + kill.says()).orElse(""));
      }
    }
    return new KindRow(kind, module, tried.size(), killers, left, unjudged, noticed);
  }
}
