package org.mmucheck.ablation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mmucheck.catalog.Catalog;

/** A spec folder whose module counts up: a guard stops it, at a limit that shows it or does not. */
public final class LatchSpec {
  private static final String MODULE =
      """
      ---- MODULE Latch ----
      EXTENDS Integers
      CONSTANTS Limit, Guard, Spare, May, Fixed
      ASSUME Fixed
      VARIABLE x
      Init == x = 0
      Up(n) == x < Limit /\\ (Guard => x < 2) /\\ x' = x + n
      Down(n) == May /\\ x = 2 /\\ IF x > 5 THEN x' = x + 7 ELSE x' = x - n
      Never(n) == x < 0 /\\ x' = n
      Next == \\E n \\in {1} : Up(n) \\/ Down(n) \\/ Never(n)
      Spec == Init /\\ [][Next]_x
      Small == x <= 2
      ====
      """;

  private LatchSpec() {}

  /** The catalogue of a folder with the models small, large and down, and these designs. */
  public static Catalog in(Path folder, String designs) throws IOException {
    Files.writeString(folder.resolve("Latch.tla"), MODULE);
    StringBuilder rows = new StringBuilder();
    for (String[] model :
        new String[][] {{"small", "2", "FALSE"}, {"large", "4", "FALSE"}, {"down", "2", "TRUE"}}) {
      Files.writeString(
          folder.resolve("Latch_" + model[0] + ".cfg"),
          """
          \\* Guard = FALSE in a comment counts for nothing.
          SPECIFICATION Spec
          CONSTANTS Limit = %s  Guard = TRUE
            Spare = TRUE
            May = %s  Fixed = TRUE
          INVARIANT Small
          CHECK_DEADLOCK FALSE
          """
              .formatted(model[1], model[2]));
      rows.append(rows.isEmpty() ? "" : ",")
          .append(
              """
              {"name": "Latch_%1$s", "id": null, "module": "Latch", "config": "Latch_%1$s.cfg",
               "expected": {"result": "success", "property": null, "distinctStates": 3, "depth": 3},
               "kernel": null, "summary": "Counts.", "tier": "quick"}
              """
                  .formatted(model[0]));
    }
    Files.writeString(
        folder.resolve("models.json"),
        "{\"models\": [" + rows + "], \"designs\": [" + designs + "]}");
    return Catalog.load(folder);
  }
}
