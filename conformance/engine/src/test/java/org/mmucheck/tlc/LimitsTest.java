package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.catalog.Source;

/** Runs that end by the user's limits: the spec has no last state. */
class LimitsTest {
  private static final long STATES = 1_000;
  private static final Duration SOON = Duration.ofMillis(100);

  @TempDir private Path folder;

  @BeforeEach
  void writeModule() throws IOException {
    Files.writeString(
        folder.resolve("Endless.tla"),
        """
        ---- MODULE Endless ----
        EXTENDS Naturals
        VARIABLE n
        Init == n = 0
        Step == n' = n + 1
        Next == Step
        Counts == n \\in Nat
        ReachFive == n # 5
        ====
        """);
  }

  private Model model(String config, Model.@Nullable Expected expected) {
    Model.Expected success = new Model.Expected(Result.SUCCESS, null, null, null);
    return Model.of(
            config.replaceAll("\\W+", "_"),
            new Source(folder, "Endless", "INIT Init\nNEXT Next\n" + config))
        .expected(expected == null ? success : expected)
        .summary("It counts.")
        .build();
  }

  private Model endless() {
    return model("INVARIANT Counts\n", null);
  }

  private static CheckOptions within(Limits limits) {
    return CheckOptions.quiet().within(limits);
  }

  private static UnfinishedException unfinished(CheckResult result) {
    assertThat(result.actual()).isNull();
    assertThat(result.asExpected()).isFalse();
    assertThat(result.exitCode()).isEqualTo(24);
    return (UnfinishedException) Objects.requireNonNull(result.failure());
  }

  @Test
  void shouldEndAtTheLimitOfStatesAndSayWhatIsLeft() throws Exception {
    UnfinishedException ended =
        unfinished(Checker.verdict(endless(), within(Limits.of(null, STATES))));
    assertThat(ended.progress().distinctStates()).isGreaterThan(STATES);
    assertThat(ended.progress().queuedStates()).isPositive();
    assertThat(ended)
        .hasMessageMatching(
            "not finished: [\\d,]+ states, [\\d,]+ left; nothing wrong found so far");
  }

  @Test
  void shouldEndAtTheLimitOfTime() throws Exception {
    unfinished(Checker.verdict(endless(), within(Limits.of(SOON, null))));
  }

  @Test
  void shouldNotBeginWithoutTime() throws Exception {
    Limits over = new Limits(System.nanoTime(), Long.MAX_VALUE);
    List<CheckResult> results =
        Checker.check(List.of(endless(), model("INVARIANT Counts \n", null)), within(over));
    assertThat(results)
        .hasSize(2)
        .allSatisfy(
            result -> assertThat(unfinished(result)).hasMessage("not begun: no time was left"));
  }

  @Test
  void shouldTellWhatBrokeBeforeTheLimit() throws Exception {
    Model reaches =
        model(
            "INVARIANT ReachFive\n",
            new Model.Expected(Result.SAFETY_FAILURE, "ReachFive", null, null));
    List<CheckResult> results =
        Checker.check(List.of(endless(), reaches), within(Limits.of(null, STATES)));
    unfinished(results.getFirst());
    assertThat(results.getLast().asExpected()).isTrue();
    assertThat(Objects.requireNonNull(results.getLast().counterexample()).steps()).hasSize(6);
  }

  @Test
  void shouldKeepTheVerdictOfARunThatEndedByItself() throws Exception {
    Model bounded = model("INVARIANT Counts\nCONSTRAINT ReachFive\nCHECK_DEADLOCK FALSE\n", null);
    CheckResult result = Checker.verdict(bounded, within(Limits.of(Duration.ofDays(1), 1L)));
    assertThat(result.asExpected()).isTrue();
  }

  @Test
  void shouldEndAnotherTlc() throws Exception {
    CheckOptions options =
        new CheckOptions(1, null, (model, progress) -> {}, TlcJar.path())
            .within(Limits.of(SOON, null));
    unfinished(Checker.verdict(endless(), options));
  }
}
