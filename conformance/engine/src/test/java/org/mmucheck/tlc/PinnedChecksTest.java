package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Checks;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.catalog.Pins;
import org.mmucheck.catalog.Source;

/** What is lost between the manifest and TLC makes the check of a model fail. */
class PinnedChecksTest {
  private static final String LOOP =
      "CONSTANTS Limit = 3 Wrap = TRUE Fair = TRUE INVARIANT NotNegative";
  private static final Checks PINNED =
      new Checks("Spec", List.of("NotNegative"), List.of("ReachesLimit"), true);

  @TempDir Path folder;

  @Test
  void shouldBeAsExpectedWhereTlcHasAllThatThePinsSay() throws InterruptedException {
    assertThat(differences(LOOP + " SPECIFICATION Spec PROPERTY ReachesLimit", PINNED)).isEmpty();
  }

  @Test
  void shouldTellThatPropertyIsLost() throws InterruptedException {
    assertThat(differences(LOOP + " SPECIFICATION Spec", PINNED))
        .containsExactly("Counter should check ReachesLimit, but TLC was not given it");
  }

  @Test
  void shouldTellThatInvariantIsLost() throws InterruptedException {
    String config = LOOP.replace("INVARIANT NotNegative", "");
    assertThat(differences(config + " SPECIFICATION Spec PROPERTY ReachesLimit", PINNED))
        .containsExactly("Counter should check NotNegative, but TLC was not given it");
  }

  @Test
  void shouldTellThatSpecificationIsAnother() throws InterruptedException {
    assertThat(differences(LOOP + " INIT Init NEXT Next", without(PINNED)))
        .containsExactly("Counter should explore Spec, but TLC was given no specification");
  }

  @Test
  void shouldTellThatDeadlockIsNotChecked() throws InterruptedException {
    assertThat(
            differences(
                LOOP + " SPECIFICATION Spec PROPERTY ReachesLimit CHECK_DEADLOCK FALSE", PINNED))
        .containsExactly("Counter should check for deadlock, but TLC does not");
  }

  @Test
  void shouldTellWhatIsCheckedBeyondThePins() throws InterruptedException {
    assertThat(differences(LOOP + " SPECIFICATION Spec PROPERTY ReachesLimit", without(PINNED)))
        .containsExactly("Counter should not check ReachesLimit, but TLC has it as property");
  }

  @Test
  void shouldTellOfFormulaThatNoModelChecksAndNothingUses() throws Exception {
    Files.writeString(
        folder.resolve("Lone.tla"),
        """
        ---- MODULE Lone ----
        EXTENDS Naturals
        VARIABLE x
        Helper == x + 1
        Init == x = 0
        Next == x' = (Helper % 2)
        Spec == Init /\\ [][Next]_x
        Used == x < 2
        Lost == Used /\\ x >= 0
        Eventually == <>(x = 1)
        Constant == 1 + 1
        Of(y) == x = y
        ====
        """);
    Model model =
        model(
            new Source(folder, "Lone", "SPECIFICATION Spec INVARIANT Lost"),
            new Pins(new Checks("Spec", List.of("Lost"), List.of(), true), Set.of("Spec", "Lost")));

    assertThat(check(model))
        .containsExactly(
            "Lone.tla: nothing uses Eventually and the manifest does not name it; if it is a"
                + " property, say which models check it");
  }

  @Test
  void shouldTellOfAllModelsOfOneRun() throws InterruptedException {
    Source source = new Source(TestSpecs.DIR, "Counter", LOOP + " SPECIFICATION Spec");
    Model one = model(source, new Pins(without(PINNED), Set.of()));
    Model other =
        Model.of("Other", source)
            .expected(Result.SUCCESS, null)
            .pins(new Pins(PINNED, Set.of()))
            .build();

    List<CheckResult> results = Checker.check(List.of(one, other), CheckOptions.quiet());

    assertThat(results.get(0).differences()).isEmpty();
    assertThat(results.get(1).differences())
        .containsExactly("Other should check ReachesLimit, but TLC was not given it");
    assertThat(results.get(1).exitCode()).isEqualTo(21);
  }

  private static Checks without(Checks checks) {
    return new Checks(checks.specification(), checks.invariants(), Set.of(), checks.deadlock());
  }

  private static List<String> differences(String config, Checks pinned)
      throws InterruptedException {
    return check(model(new Source(TestSpecs.DIR, "Counter", config), new Pins(pinned, Set.of())));
  }

  private static Model model(Source source, Pins pins) {
    return Model.of(source.module(), source).expected(Result.SUCCESS, null).pins(pins).build();
  }

  private static List<String> check(Model model) throws InterruptedException {
    return Checker.check(List.of(model), CheckOptions.quiet()).getFirst().differences();
  }
}
