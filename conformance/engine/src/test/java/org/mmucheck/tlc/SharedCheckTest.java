package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;

class SharedCheckTest {
  private static final String LOOP =
      "SPECIFICATION Spec CONSTANTS Limit = 3 Wrap = TRUE Fair = TRUE";
  private static final String END =
      "SPECIFICATION Spec CONSTANTS Limit = 3 Wrap = FALSE Fair = TRUE";
  private static final String RIGHT =
      "SPECIFICATION Spec CONSTANTS Vcpu = {v0, v1} PutAfterZap = TRUE CHECK_DEADLOCK FALSE";
  private static final String BUG =
      "SPECIFICATION Spec CONSTANTS Vcpu = {v0, v1} PutAfterZap = FALSE CHECK_DEADLOCK FALSE";

  @Test
  void shouldFindInOneRunWhatRunsOfOneModelFind() throws InterruptedException {
    List<Model> models =
        List.of(
            breaking("TdpRoot", BUG, "ZapSeesLiveRoot"),
            breaking("TdpRoot", BUG, "ReachHeldWhileInvalid"),
            holding("TdpRoot", BUG, "RefcountHasOwners"));

    assertThat(SharedRun.of(models)).hasSize(1);
    List<CheckResult> together = asAlone(models);

    assertThat(together).allMatch(CheckResult::asExpected);
    assertThat(together.subList(0, 2))
        .as("a run that goes on has no error trace")
        .allMatch(result -> result.actual().errorTrace() == null);
  }

  /** A folder that cannot be written to is no fault of ours, and of no one model. */
  @Test
  void shouldNameTheFileThatCannotBeWritten(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "");
    CheckOptions options = new CheckOptions(1, file, (model, progress) -> {}, null);
    Model alone = breaking("TdpRoot", BUG, "ZapSeesLiveRoot");
    List<Model> both = List.of(alone, breaking("TdpRoot", BUG, "ReachHeldWhileInvalid"));
    for (List<Model> models : List.of(List.of(alone), both)) {
      assertThatThrownBy(() -> Checker.check(models, options))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(file + "/ZapSeesLiveRoot.itf.json: cannot be written");
    }
  }

  @Test
  void shouldStopWhereEachPredicateHasBroken() throws InterruptedException {
    Model model = model("TdpRoot", RIGHT, "Right", Result.SUCCESS, null);
    try (TlcSession session = TlcSessions.open(model)) {
      Watched watched =
          session.watch(List.of("ReachHeldWhileInvalid"), false, TlcOptions.oneWorker());

      assertThat(watched.isWhole()).isFalse();
      assertThat(watched.result().distinctStates()).isLessThan(16);
      assertThat(watched.broken().get("ReachHeldWhileInvalid").states().cardinality())
          .as("one for each vCPU")
          .isEqualTo(2);
      assertThatThrownBy(watched::graph).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void shouldGoOnToTheEndWhereTheWholeIsWanted() throws InterruptedException {
    Model model = model("TdpRoot", RIGHT, "Right", Result.SUCCESS, null);
    try (TlcSession session = TlcSessions.open(model)) {
      Watched watched =
          session.watch(List.of("ReachHeldWhileInvalid"), true, TlcOptions.oneWorker());

      assertThat(watched.graph().size()).isEqualTo(16);
      assertThat(watched.broken()).containsOnlyKeys("ReachHeldWhileInvalid");
    }
  }

  @Test
  void shouldRefuseToWatchWithSeveralWorkers() {
    try (TlcSession session =
        TlcSessions.open(model("TdpRoot", RIGHT, "Right", Result.SUCCESS, null))) {
      assertThatThrownBy(
              () -> session.watch(List.of(), true, TlcOptions.oneWorker().withWorkers(2)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldLeaveToTlcWhatCannotBeEvaluatedOrBreaksAtOnce() throws InterruptedException {
    List<CheckResult> results =
        asAlone(
            List.of(
                breaking("Counter", LOOP, "Broken"),
                breaking("Counter", LOOP, "Below"),
                breaking("Counter", LOOP, "StartsAtOne"),
                holding("Counter", LOOP, "NotNegative")));

    assertThat(results.get(0).failure()).isNotNull();
    assertThat(results.subList(1, 4)).allMatch(CheckResult::asExpected);
  }

  @Test
  void shouldReportPredicateThatShouldBreakAndDoesNot() throws InterruptedException {
    List<CheckResult> results =
        asAlone(
            List.of(
                breaking("TdpRoot", RIGHT, "ZapSeesLiveRoot"),
                breaking("TdpRoot", RIGHT, "ReachHeldWhileInvalid")));

    assertThat(results.get(0).differences())
        .containsExactly("ZapSeesLiveRoot should break ZapSeesLiveRoot, but TLC found no error");
    assertThat(results.get(0).exitCode()).isEqualTo(21);
    assertThat(results.get(1).asExpected()).isTrue();
  }

  @Test
  void shouldNotLetAModelThatFailsSpoilTheOthers() throws InterruptedException {
    List<CheckResult> results =
        asAlone(
            List.of(
                holding("TdpRoot", BUG, "ZapSeesLiveRoot"),
                holding("TdpRoot", BUG, "TypeOK"),
                breaking("TdpRoot", BUG, "ReachHeldWhileInvalid")));

    assertThat(results).extracting(CheckResult::asExpected).containsExactly(false, true, true);
  }

  @Test
  void shouldReportDeadlockOfTheModelThatMustHold() throws InterruptedException {
    List<CheckResult> results =
        asAlone(List.of(holding("Counter", END, "NotNegative"), breaking("Counter", END, "Below")));

    assertThat(results.get(0).differences())
        .containsExactly("NotNegative should succeed, but TLC found a deadlock");
    assertThat(results.get(1).asExpected()).isTrue();
  }

  @Test
  void shouldKeepApartModelsThatTreatDeadlockDifferently() {
    Model checks = holding("Counter", END, "NotNegative");
    Model ignores = breaking("Counter", END + " CHECK_DEADLOCK FALSE", "Below");

    assertThat(SharedRun.of(List.of(checks, ignores))).hasSize(2);
  }

  /** The results of one check, which are those of a check of each model. */
  private static List<CheckResult> asAlone(List<Model> models) throws InterruptedException {
    List<CheckResult> together = check(models);
    for (int i = 0; i < models.size(); i++) {
      CheckResult alone = check(List.of(models.get(i))).get(0);
      assertThat(words(together.get(i))).isEqualTo(words(alone));
      assertThat(together.get(i).counterexample()).isEqualTo(alone.counterexample());
    }
    return together;
  }

  private static List<CheckResult> check(List<Model> models) throws InterruptedException {
    return Checker.check(models, new CheckOptions(1, null, (model, progress) -> {}, null));
  }

  /** All but the time, and TLC's own error trace, which a shared run does not have. */
  private static String words(CheckResult result) {
    TlcResult actual = result.actual();
    String verdict =
        actual == null
            ? String.valueOf(result.failure())
            : "%s of %s: %d states, %d generated, depth %d, code %d, %d steps"
                .formatted(
                    actual.result(),
                    actual.property(),
                    actual.distinctStates(),
                    actual.generatedStates(),
                    actual.depth(),
                    actual.exitCode(),
                    actual.errorTraceLength());
    return verdict + " " + result.differences() + " " + result.exitCode();
  }

  private static Model holding(String module, String config, String invariant) {
    return model(module, config + "\nINVARIANT " + invariant, invariant, Result.SUCCESS, null);
  }

  private static Model breaking(String module, String config, String invariant) {
    String text = config + "\nINVARIANT " + invariant;
    return model(module, text, invariant, Result.SAFETY_FAILURE, invariant);
  }

  private static Model model(
      String module, String config, String name, Result result, @Nullable String property) {
    return TestSpecs.model(module, module.equals("Counter") ? "CounterGood" : module)
        .with(name, config)
        .expected(result, property)
        .build();
  }
}
