package org.mmucheck.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;

/**
 * An action is called as TLC calls it: by the last of the definitions that stand for each other, in
 * local definitions, instances and under constant quantifiers as well. The digest of the steps has
 * the names.
 */
class ActionNamesTest {
  private static final String NAMES =
      """
      ---- MODULE Names ----
      EXTENDS Integers
      VARIABLE x
      Init == x = 0
      Gather == x >= 0 /\\ x' = 1 - x
      Next == Gather
      G2(a) == x >= 0 /\\ x' = a
      Next3 == G2(1)
      Next4 == Next
      Next5 == LET z == 1 IN G2(z)
      Next6 == \\E a \\in {0, 1} : G2(a)
      A(v) == G2(v)
      Next7 == \\E v \\in {0, 1} : A(v)
      B(v) == LET y == v IN G2(y)
      Next8 == \\E v \\in {0, 1} : B(v)
      C == G2(0)
      Next9 == C \\/ A(1)
      D(v) == G2(v) \\/ Gather
      Next10 == D(1)
      E(v) == x = 0 /\\ G2(v)
      Next11 == E(1) \\/ Gather
      F(v) == IF v = 1 THEN G2(1) ELSE Gather
      Next12 == F(0) \\/ F(1)
      H(v) == \\E w \\in {v} : G2(w)
      Next13 == H(0) \\/ H(1)
      R == G2(x)
      Next14 == R
      Next15 == G2(1 - x)
      I == INSTANCE Named WITH y <- x
      Next16 == I!MNext
      Next17 == I!Down \\/ I!Up(1)
      Next18 == I!Alias \\/ Gather
      J(z) == INSTANCE Named WITH y <- z
      Next19 == J(x)!MNext
      Next20 == LET q == 1 r == 0 IN G2(q) \\/ G2(r)
      K(v) == LET u == v + x IN x' = u % 2
      Next21 == \\E v \\in {0, 1} : K(v)
      Next22 == LET k == x IN G2(1 - k)
      N1(v) == LET u == v + x IN G2(u % 2)
      Next23 == \\E v \\in {0, 1} : N1(v)
      ====
      """;

  private static final String NAMED =
      """
      ---- MODULE Named ----
      EXTENDS Integers
      VARIABLE y
      Up(v) == y = 0 /\\ y' = v
      Down == y = 1 /\\ y' = 0
      MNext == Down \\/ \\E v \\in {1} : Up(v)
      Alias == Down
      ====
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Gather", "Next", "Next3", "Next4", "Next5", "Next6", "Next7", "Next8", "Next9", "Next10",
        "Next11", "Next12", "Next13", "Next14", "Next15", "Next16", "Next17", "Next18", "Next19",
        "Next20", "Next21", "Next22", "Next23"
      })
  void shouldNameStepsAsTlcDoes(String next) throws InterruptedException, IOException {
    Path module = Files.writeString(folder.resolve("Names.tla"), NAMES);
    Files.writeString(folder.resolve("Named.tla"), NAMED);
    String config = "INIT Init\nNEXT " + next + "\nCHECK_DEADLOCK FALSE\n";
    Path file = Files.writeString(folder.resolve("Names.cfg"), config);
    Comparison comparison = Comparison.of(Model.of("Names", Source.read(module, file)).build(), 1);
    assertThat(comparison.refusal()).isNull();
    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.compiled().distinct()).isPositive();
  }
}
