package org.mmucheck.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mmucheck.mutants.Kill;
import org.mmucheck.mutants.KindRow;
import org.mmucheck.mutants.Layer;
import org.mmucheck.mutants.Tried;

/** The kill matrix as text. */
final class MutantsText {
  private final Session session;

  MutantsText(Session session) {
    this.session = session;
  }

  void print(KillMatrix matrix, double seconds) {
    PrintWriter out = session.console.out();
    List<String> heads = new ArrayList<>(List.of("KIND", "MODULE", "CHANGES", "KILLED", "%"));
    for (Layer layer : Layer.values()) {
      String head = layer.word().replace('-', ' ').toUpperCase(Locale.ROOT);
      heads.add(layer == Layer.COUNT ? "COUNT ONLY" : head);
    }
    heads.addAll(List.of("EXPLAINED", "LEFT"));
    Table table = new Table(heads.toArray(String[]::new));
    matrix.rows().forEach(row -> add(table, row));
    matrix.totals().forEach(row -> add(table, row));
    session.print(table);
    matrix.rows().stream()
        .filter(row -> row.kind() == KindRow.Kind.JAVA)
        .flatMap(row -> row.left().stream())
        .forEach(left -> out.println("left  " + left.change()));
    for (Tried tried : matrix.details()) {
      out.println(tried.mutant().line());
      for (Kill kill : tried.kills()) {
        out.println("  " + kill.layer().word() + "  " + kill.says());
      }
    }
    out.printf(Locale.ROOT, "%.0f s%n", seconds);
  }

  private static void add(Table table, KindRow row) {
    List<String> cells = new ArrayList<>();
    cells.add(row.kind().word());
    cells.add(row.module());
    cells.add(String.valueOf(row.total()));
    cells.add(String.valueOf(row.killed()));
    cells.add(String.valueOf(row.killed() * 100 / row.total()));
    for (Layer layer : Layer.values()) {
      cells.add(String.valueOf(row.killers().getOrDefault(layer, 0)));
    }
    int open = row.unexplained().size();
    int explained = row.left().size() - open + row.unjudged().size();
    explained -= row.unexplainedUnjudged().size();
    cells.add(String.valueOf(row.kind().isCosmetic() ? 0 : explained));
    cells.add(String.valueOf(open));
    table.row(cells.toArray(String[]::new));
  }
}
