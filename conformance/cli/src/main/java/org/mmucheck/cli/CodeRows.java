package org.mmucheck.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmucheck.mutants.KindRow;
import org.mmucheck.mutants.Layer;
import org.mmucheck.mutants.code.CodeReasons;
import org.mmucheck.mutants.code.CodeTried;

/** What became of mutants of code, as rows of the kill matrix: one a package. */
final class CodeRows {
  private CodeRows() {}

  static List<KindRow> of(List<CodeTried> tried, CodeReasons reasons) {
    Map<String, List<CodeTried>> packages = new TreeMap<>();
    for (CodeTried each : tried) {
      String name = each.mutant().className();
      packages
          .computeIfAbsent(name.substring(0, name.lastIndexOf('.')), key -> new ArrayList<>())
          .add(each);
    }
    List<KindRow> rows = new ArrayList<>();
    packages.forEach((name, all) -> rows.add(row(name, all, reasons)));
    return rows;
  }

  private static KindRow row(String name, List<CodeTried> tried, CodeReasons reasons) {
    Map<Layer, Integer> killers = new EnumMap<>(Layer.class);
    List<KindRow.Left> left = new ArrayList<>();
    List<KindRow.Left> unjudged = new ArrayList<>();
    for (CodeTried each : tried) {
      each.kill().ifPresent(kill -> killers.merge(kill.layer(), 1, Integer::sum));
      String why = reasons.why(each.mutant()).orElse("");
      if (each.kill().isEmpty()) {
        left.add(new KindRow.Left(each.mutant().told(), why));
      } else if (!each.kill().get().layer().kills()) {
        String told = each.mutant().told() + ": " + each.kill().get().says();
        unjudged.add(new KindRow.Left(told, why));
      }
    }
    return new KindRow(KindRow.Kind.JAVA, name, tried.size(), killers, left, unjudged, List.of());
  }
}
