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

  /** The catalogue of a folder with the rows small, large and down, and this ablation of small. */
  public static Catalog in(Path folder, String ablation) throws IOException {
    Files.writeString(folder.resolve("Latch.tla"), MODULE);
    Files.writeString(
        folder.resolve("models.json"),
        """
        {"checkDeadlock": false, "models": [
          {"name": "small", "says": "Counts.", "holds": ["Small"], "states": 3, "depth": 3,
           "with": {"Limit": 2, "Guard": true, "Spare": true, "May": false, "Fixed": true}%s},
          {"name": "large", "like": "small", "with": {"Limit": 4}, "holds": ["Small"]},
          {"name": "down", "like": "small", "with": {"May": true}, "holds": ["Small"]}
        ]}
        """
            .formatted(ablation.isEmpty() ? "" : ", \"ablation\": " + ablation));
    return Catalog.load(folder);
  }
}
