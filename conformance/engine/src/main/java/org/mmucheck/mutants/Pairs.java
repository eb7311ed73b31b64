package org.mmucheck.mutants;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmucheck.ablation.Ablated;

/**
 * Rules that spec and code break together: no comparison of the two can tell, so a property must.
 * Each is an ordering of a right design, switched off in both.
 */
public final class Pairs {
  private Pairs() {}

  /** A row a module, in the order in which the orderings come. */
  public static List<KindRow> rows(List<Ablated> ablated) {
    Map<String, List<Ablated>> modules = new LinkedHashMap<>();
    for (Ablated each : ablated) {
      modules
          .computeIfAbsent(each.design().model().module(), module -> new ArrayList<>())
          .add(each);
    }
    List<KindRow> rows = new ArrayList<>();
    modules.forEach((module, all) -> rows.add(row(module, all)));
    return rows;
  }

  private static KindRow row(String module, List<Ablated> ablated) {
    Map<Layer, Integer> killers = new EnumMap<>(Layer.class);
    List<KindRow.Left> left = new ArrayList<>();
    for (Ablated each : ablated) {
      if (each.breaks() != null && each.problems().isEmpty()) {
        killers.merge(Layer.CHECK, 1, Integer::sum);
      } else {
        String why = each.problems().isEmpty() && each.why() != null ? each.why() : "";
        left.add(new KindRow.Left(told(each), why));
      }
    }
    return new KindRow(
        KindRow.Kind.PAIR, module, ablated.size(), killers, left, List.of(), List.of());
  }

  private static String told(Ablated each) {
    String change = each.design().model().name() + " without " + each.constant();
    return each.problems().isEmpty() ? change : change + ": " + String.join("; ", each.problems());
  }
}
