package org.mmucheck.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.mmucheck.mutants.Kill;
import org.mmucheck.mutants.Layer;
import org.mmucheck.mutants.Matrix;
import org.mmucheck.mutants.Tried;

/** The kill matrix as text. */
final class MutantsText {
  private final PrintWriter out;

  MutantsText(PrintWriter out) {
    this.out = out;
  }

  /**
   * @param details mutants to tell all killers of
   */
  void print(Matrix matrix, List<Tried> details, double seconds) {
    Table table =
        new Table(
            "KIND",
            "MODULE",
            "CHANGES",
            "KILLED",
            "CHECK",
            "REPLAY",
            "CONFORM",
            "COUNT ONLY",
            "EXPLAINED",
            "LEFT",
            "NO SPEC");
    for (Matrix.Row row : matrix.rows()) {
      int left = row.kind() == Matrix.Kind.COSMETIC ? 0 : row.unexplained().size();
      table.row(
          row.kind().word(),
          row.module(),
          String.valueOf(row.total()),
          String.valueOf(row.killed()),
          count(row, Layer.CHECK),
          count(row, Layer.REPLAY),
          count(row, Layer.CONFORM),
          count(row, Layer.COUNT),
          String.valueOf(row.kind() == Matrix.Kind.COSMETIC ? 0 : row.survivors().size() - left),
          String.valueOf(left),
          String.valueOf(row.stillborn()));
    }
    table.print(out);
    for (Tried tried : details) {
      out.println(tried.mutant().line());
      for (Kill kill : tried.kills()) {
        out.println("  " + kill.layer().word() + "  " + kill.says());
      }
    }
    out.printf(Locale.ROOT, "%.0f s%n", seconds);
  }

  private static String count(Matrix.Row row, Layer layer) {
    return String.valueOf(row.killers().getOrDefault(layer, 0));
  }
}
