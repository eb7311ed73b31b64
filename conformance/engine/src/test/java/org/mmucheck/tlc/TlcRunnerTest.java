package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.spec.State;

class TlcRunnerTest {
  @Test
  void shouldCountStatesAndDepthOfRightDesign() throws InterruptedException {
    TlcResult result = TestSpecs.run("TdpRoot", "TdpRoot");

    assertThat(result.result()).isEqualTo(Result.SUCCESS);
    assertThat(result.property()).isNull();
    assertThat(result.distinctStates()).isEqualTo(16);
    assertThat(result.generatedStates()).isEqualTo(33);
    assertThat(result.depth()).isEqualTo(6);
    assertThat(result.exitCode()).isZero();
    assertThat(result.errorTrace()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "TdpRoot, TdpRoot_b, SAFETY_FAILURE, ZapSeesLiveRoot, 12, 3, -1",
    "TdpRoot, TdpRoot_Reach, SAFETY_FAILURE, ReachHeldWhileInvalid, 12, 3, -1",
    "Counter, CounterBelow, SAFETY_FAILURE, Below, 12, 4, -1",
    "Counter, CounterAlways, SAFETY_FAILURE, AlwaysBelow, 12, 4, -1",
    "Counter, CounterDeadlock, DEADLOCK, , 11, 3, -1",
    "Counter, CounterForward, LIVENESS_FAILURE, Forward, 13, 4, -1",
    "Counter, CounterStart, LIVENESS_FAILURE, StartsAtOne, 13, 1, -1",
    "Counter, CounterStutters, LIVENESS_FAILURE, ReachesLimit, 13, 2, 1",
    "Counter, CounterCycles, LIVENESS_FAILURE, SettlesAtLimit, 13, 4, 1",
    "Counter, CounterTwoProperties, LIVENESS_FAILURE, SettlesAtLimit, 13, 4, 1",
    "Refining, RefiningLeaps, LIVENESS_FAILURE, RefinesByB, 13, 4, -1",
    "Refining, RefiningStarts, LIVENESS_FAILURE, RefinesByA, 13, 1, -1",
    "Refining, RefiningSmall, SAFETY_FAILURE, AlwaysSmall, 12, 3, -1",
  })
  void shouldSayWhatBrokeAndHow(
      String module,
      String config,
      Result result,
      String property,
      int exitCode,
      int length,
      int loop)
      throws InterruptedException {
    TlcResult actual = TestSpecs.run(module, config);

    assertThat(actual.result()).isEqualTo(result);
    assertThat(actual.property()).isEqualTo(property);
    assertThat(actual.exitCode()).isEqualTo(exitCode);
    assertThat(actual.errorTraceLength()).isEqualTo(length);
    assertThat(actual.errorTrace().states()).hasSize(length);
    assertThat(actual.errorTrace().loop().orElse(-1)).isEqualTo(loop);
  }

  @Test
  void shouldHandOutErrorTraceAsValues() throws InterruptedException {
    TlcResult result = TestSpecs.run("TdpRoot", "TdpRoot_b");

    assertThat(result.errorTrace().states())
        .extracting(State::toString)
        .last()
        .isEqualTo("/\\ refcount = 0\n/\\ invalid = TRUE\n/\\ loaded = {}\n/\\ zapper = <<zap>>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Counter|CounterBroken|75|Counter.tla: line 20, column 11: The second argument of < should"
            + " be an integer, but instead it is: \"five\"",
        "Counter|CounterAssert|14|Counter.tla: Evaluating invariant Asserted failed. The first"
            + " argument of Assert evaluated to FALSE; the second argument was: \"two is too"
            + " much\"",
        "Counter|CounterAssumption|10|Counter.tla: Assumption line 5, col 19 to line 5, col 27 of"
            + " module Counter is false.",
        "Wild|WildPartial|75|Wild.tla: Successor state is not completely specified by action"
            + " Forget of the next-state relation. The following variable is not assigned: last.",
        "Counter|CounterMistyped|151|CounterMistyped.cfg: the module Counter has no constant"
            + " 'Limt'; did you mean Limit?",
        "Once|OnceView|151|OnceView.cfg: with SYMMETRY or VIEW TLC may miss what breaks a temporal"
            + " property; check that property in a configuration without them",
        "SyntaxError|SyntaxError|150|SyntaxError.tla: line 4, column 1: Encountered \"Beginning of"
            + " definition\" at line 4, column 1 and token \"+\""
      })
  void shouldReportThatThereIsNoVerdict(
      String module, String config, int exitCode, String message) {
    assertThatThrownBy(() -> TestSpecs.run(module, config))
        .isInstanceOf(TlcException.class)
        .hasMessage(message)
        .satisfies(e -> assertThat(((TlcException) e).exitCode()).isEqualTo(exitCode));
  }

  /** TLC 2.18 passes it in every second run or so with two workers. */
  @RepeatedTest(10)
  void shouldBreakTemporalPropertyWithTwoWorkers() throws InterruptedException {
    Model model = TestSpecs.model("Once", "Once");
    TlcResult result = TlcRunner.run(model, TlcOptions.oneWorker().withWorkers(2));
    assertThat(result.result()).isEqualTo(Result.LIVENESS_FAILURE);
  }

  @Test
  void shouldRunTwoModelsAtTheSameTime() throws Exception {
    List<Callable<TlcResult>> runs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      runs.add(() -> TestSpecs.run("TdpRoot", "TdpRoot"));
      runs.add(() -> TestSpecs.run("Counter", "CounterCycles"));
    }
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      List<Future<TlcResult>> results = two.invokeAll(runs);
      for (int i = 0; i < results.size(); i += 2) {
        assertThat(results.get(i).get().distinctStates()).isEqualTo(16);
        assertThat(results.get(i + 1).get().distinctStates()).isEqualTo(4);
      }
    }
  }

  @Test
  void shouldGiveSameVerdictWithTwoWorkers() throws InterruptedException {
    Model model = TestSpecs.model("TdpRoot", "TdpRoot");

    TlcResult result = TlcRunner.run(model, TlcOptions.oneWorker().withWorkers(2));

    assertThat(result.result()).isEqualTo(Result.SUCCESS);
    assertThat(result.distinctStates()).isEqualTo(16);
    assertThat(result.generatedStates()).isEqualTo(33);
  }

  @Test
  void shouldGiveSameLassoInEveryRun() throws InterruptedException {
    TlcResult first = TestSpecs.run("Counter", "CounterTwoProperties");
    TlcResult second = TestSpecs.run("Counter", "CounterTwoProperties");

    assertThat(second.errorTrace()).isEqualTo(first.errorTrace());
  }

  @Test
  void shouldPrintNothing() throws InterruptedException {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true));
    System.setErr(new PrintStream(printed, true));
    try {
      TestSpecs.run("Counter", "CounterCycles");
      TestSpecs.run("Counter", "CounterStart");
      TestSpecs.run("TdpRoot", "TdpRoot_b");
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat(printed.toString()).isEmpty();
  }

  @Test
  void shouldReportProgressAndStopWhenInterrupted() {
    List<TlcProgress> seen = new ArrayList<>();
    TlcOptions options =
        new TlcOptions(
            1,
            progress -> {
              seen.add(progress);
              Thread.currentThread().interrupt();
            });

    assertThatThrownBy(() -> TlcRunner.run(TestSpecs.model("Counter", "CounterEndless"), options))
        .isInstanceOf(InterruptedException.class);

    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).seconds()).isPositive();
    assertThat(Thread.getAllStackTraces().keySet())
        .as("TLC's worker has ended")
        .noneMatch(thread -> thread.getName().startsWith("TLCWorkerThread"));
  }
}
