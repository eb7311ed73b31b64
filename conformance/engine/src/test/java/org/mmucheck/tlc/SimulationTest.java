package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.catalog.Source;
import org.mmucheck.trace.Trace;

/** Behaviours drawn from a spec that has no last state. */
class SimulationTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeModule() throws IOException {
    Files.writeString(
        folder.resolve("Endless.tla"),
        """
        ---- MODULE Endless ----
        EXTENDS Naturals
        VARIABLES n, up
        vars == <<n, up>>
        Init == n \\in {0, 1} /\\ up \\in {0, 1}
        Up == n' = n + 1 /\\ up' = 1
        Down == n > 0 /\\ n' = n - 1 /\\ up' = 0
        Leap == n = 1000000 /\\ n' = 0 /\\ up' = 0
        Next == Up \\/ Down \\/ Leap
        Stop == n < 3 /\\ Up
        Counts == n \\in Nat
        ReachFive == n # 5
        ReachDown == [][n' > n]_vars
        FromOne == n = 1
        Returns == []<>(n = 0)
        ====
        """);
  }

  private CheckResult draw(String config, Limits limits, Simulating simulating)
      throws InterruptedException {
    Model model =
        Model.of("Endless", new Source(folder, "Endless", "INIT Init\n" + config)).build();
    return Checker.verdict(model, CheckOptions.quiet().within(limits).simulated(simulating));
  }

  private CheckResult draw(String config) throws InterruptedException {
    return draw("NEXT Next\n" + config, Limits.NONE, new Simulating(50, 20, 1));
  }

  private static Trace counterexample(CheckResult result, Result how, int exitCode) {
    TlcResult actual = Objects.requireNonNull(result.actual());
    assertThat(actual.result()).isEqualTo(how);
    assertThat(actual.exitCode()).isEqualTo(exitCode);
    return Objects.requireNonNull(result.counterexample());
  }

  private static String last(Trace trace) {
    return trace.steps().getLast().state().value("n").toString();
  }

  @Test
  void shouldTellWhatWasCoveredAndNotPass() throws Exception {
    CheckResult result = draw("INVARIANT Counts\nPROPERTY Returns\n");
    assertThat(result.actual()).isNull();
    assertThat(result.exitCode()).isEqualTo(24);
    assertThat(result.failure())
        .isInstanceOf(UnfinishedException.class)
        .hasMessageMatching(
            "not finished, simulated: 50 traces of up to 20 steps, 1,050 states, \\d+ of them"
                + " different; 2 of 3 actions taken, never Leap; not looked at: Returns, which only"
                + " infinite ones break; nothing wrong found so far");
  }

  @Test
  void shouldDrawTheSameWithTheSameSeed() throws Exception {
    assertThat(seeded(1)).isEqualTo(seeded(1));
    assertThat(LongStream.range(1, 9).mapToObj(this::seeded).distinct()).hasSizeGreaterThan(1);
  }

  private Trace seeded(long seed) {
    try {
      String config = "NEXT Next\nINVARIANT Counts ReachFive\n";
      CheckResult result = draw(config, Limits.NONE, new Simulating(50, 20, seed));
      return counterexample(result, Result.SAFETY_FAILURE, 12);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String message(CheckResult result) {
    return Objects.requireNonNull(result.failure()).getMessage();
  }

  @Test
  void shouldShowTheStepsToWhatABehaviourBreaks() throws Exception {
    Trace trace = counterexample(draw("INVARIANT Counts ReachFive\n"), Result.SAFETY_FAILURE, 12);
    assertThat(trace.meta().property()).isEqualTo("ReachFive");
    assertThat(last(trace)).isEqualTo("5");
    List<Trace.Step> steps = trace.steps();
    assertThat(Objects.requireNonNull(steps.getLast().action()).action()).isEqualTo("Up");
  }

  @Test
  void shouldLookAtSteps() throws Exception {
    Trace trace = counterexample(draw("PROPERTY ReachDown\n"), Result.SAFETY_FAILURE, 12);
    List<Trace.Step> steps = trace.steps();
    assertThat(Objects.requireNonNull(steps.getLast().action()).action()).isEqualTo("Down");
  }

  @Test
  void shouldLookAtInitialStates() throws Exception {
    Trace trace = counterexample(draw("PROPERTY FromOne\n"), Result.SAFETY_FAILURE, 12);
    assertThat(trace.steps()).hasSize(1);
    assertThat(last(trace)).isEqualTo("0");
  }

  @Test
  void shouldStopWhereNothingIsEnabled() throws Exception {
    Simulating some = new Simulating(50, 20, 1);
    Trace trace = counterexample(draw("NEXT Stop\n", Limits.NONE, some), Result.DEADLOCK, 11);
    assertThat(last(trace)).isEqualTo("3");
    CheckResult allowed = draw("NEXT Stop\nCHECK_DEADLOCK FALSE\n", Limits.NONE, some);
    assertThat(message(allowed)).contains("50 traces of up to 3 steps");
  }

  @Test
  void shouldObeyTheLimits() throws Exception {
    Simulating forEver = new Simulating(Long.MAX_VALUE, Integer.MAX_VALUE, 1);
    String config = "NEXT Next\nINVARIANT Counts\n";
    assertThat(draw(config, Limits.of(Duration.ofMillis(100), null), forEver).exitCode())
        .isEqualTo(24);
    assertThat(message(draw(config, Limits.of(null, 10L), forEver))).contains("11 of them");
  }

  @Test
  void shouldRefuseWhatChangesTheGraph() throws Exception {
    CheckResult result = draw("INVARIANT Counts\nCONSTRAINT ReachFive\n");
    assertThat(result.failure()).isInstanceOf(NotSteppableException.class);
  }
}
