package org.mmucheck.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.fuzz.CounterAdapter.Flaw;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Subject;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

class FuzzerTest {
  private static final int TRIES = 300;

  @Test
  void shouldPassRightDesign() {
    CounterAdapter code = new CounterAdapter(Flaw.NONE);
    FuzzReport report =
        Fuzzer.fuzz(target(success(), new CounterSpec(true, "CountsStores"), code), TRIES, 1);

    assertThat(report.verdict()).isEqualTo(FuzzReport.Verdict.PASSED);
    assertThat(report.model()).isEqualTo("Counter");
    assertThat(report.tries()).isEqualTo(TRIES);
    assertThat(report.steps()).isEqualTo(code.attempts).isGreaterThan(TRIES);
    assertThat(report.failure()).isNull();
    assertThat(report.shrunk()).isNull();
    assertThat(report.detail()).isEqualTo("code and spec agree and nothing breaks");
    assertThat(code.closed).as("every implementation is closed").isEqualTo(code.started);
  }

  @Test
  void shouldTellHowFarSchedulesHaveCome() {
    FuzzReport report =
        Fuzzer.fuzz(
            target(success(), new CounterSpec(true, "CountsStores"), new CounterAdapter(Flaw.NONE)),
            TRIES,
            1);

    assertThat(report.reach()).hasSizeGreaterThan(1);
    assertThat(report.reach().getFirst().steps()).isBetween(100L, 999L);
    Reach last = report.reach().getLast();
    assertThat(last.steps()).isEqualTo(report.steps());
    assertThat(report.reach()).isSortedAccordingTo(Comparator.comparingLong(Reach::pairs));
    assertThat(last.states()).isBetween(2L, last.pairs() + 1);
    assertThat(last.pairs()).as("each step counts once").isLessThan(last.steps());
  }

  @Test
  void shouldFindBrokenPropertyOfWrongDesignAndShrinkItToTheShortestSchedule() {
    FuzzReport report =
        Fuzzer.fuzz(
            target(
                mustBreak("CountsStores"),
                new CounterSpec(false, "CountIsSmall", "CountsStores"),
                new CounterAdapter(Flaw.NONE)),
            TRIES,
            1);

    assertThat(report.verdict()).isEqualTo(FuzzReport.Verdict.FOUND);
    assertThat(report.broken()).isEqualTo("CountsStores");
    assertThat(report.diverges()).isFalse();
    assertThat(report.tries()).isLessThan(TRIES);
    Trace shrunk = report.shrunk();
    assertThat(shrunk.steps()).hasSize(5);
    assertThat(names(shrunk)).containsExactly("Load", "Load", "Store", "Store");
    assertThat(shrunk.steps().getLast().state().value("count")).isEqualTo(Value.of(1));
    assertThat(shrunk.meta())
        .isEqualTo(
            new Trace.Meta(
                "Counter",
                "Counter",
                "CountsStores",
                "0".repeat(64),
                "1".repeat(64),
                "Shrunk from a random schedule, seed 1: CountsStores breaks after "
                    + shrunk.steps().getLast().action()
                    + "."));
    assertThat(report.detail())
        .startsWith("CountsStores breaks after Store(")
        .contains(" (schedule: Load(")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "ADDS_TWO, WRONG_STATE, true, 6, 'code and spec disagree after Store(*): count spec 3 code 4'",
    "REFUSES, REFUSED, true, 3, 'the code refuses Load(c)'",
    "IGNORES_LOCK, ACCEPTED, true, 2, 'the code takes Load(c), which the spec disables'",
    "CHANGES_IN_REFUSAL, CHANGED_IN_REFUSAL, true, 2, 'the code refuses Load(*) but changes: seen"
        + " spec'",
    "THROWS, THROWN, true, 4, 'the code fails in Store(b): java.lang.IllegalStateException: count"
        + " is gone'",
    "THROWS, THROWN, false, 3, 'the code fails in Store(b): java.lang.IllegalStateException: count"
        + " is gone'",
    "STARTS_AT_ONE, WRONG_INITIAL_STATE, true, 0, 'the code does not start as the spec'",
  })
  void shouldCatchEveryWayInWhichCodeDiverges(
      Flaw flaw, Failure failure, boolean locked, int steps, String detail) {
    CounterAdapter code = new CounterAdapter(flaw);
    Spec spec = new CounterSpec(locked, "CountIsSmall");
    FuzzReport report = Fuzzer.fuzz(target(success(), spec, code), TRIES, 1);

    assertThat(report.verdict()).isEqualTo(FuzzReport.Verdict.FAILED);
    assertThat(report.failure()).isEqualTo(failure);
    assertThat(report.diverges()).isTrue();
    assertThat(report.broken()).isNull();
    assertThat(
            report
                .detail()
                .replaceAll("(?<=disagree after Store|refuses Load)\\([a-c]\\)(?=:| but)", "(*)"))
        .startsWith(detail);
    assertThat(report.shrunk().steps()).hasSize(steps + 1);
    assertThat(replays(report.shrunk(), code, spec)).as("the shrunk trace replays").isFalse();
    assertThat(replays(report.shrunk(), new CounterAdapter(Flaw.NONE), spec))
        .as("the right code follows it, but for a last step that must be refused")
        .isEqualTo(failure != Failure.ACCEPTED && failure != Failure.CHANGED_IN_REFUSAL);
    assertThat(code.closed).isEqualTo(code.started);
  }

  @Test
  void shouldFailIfExpectedPropertyDoesNotBreak() {
    FuzzReport report =
        Fuzzer.fuzz(
            target(
                mustBreak("CountsStores"),
                new CounterSpec(true, "CountsStores"),
                new CounterAdapter(Flaw.NONE)),
            TRIES,
            1);
    assertThat(report.verdict()).isEqualTo(FuzzReport.Verdict.FAILED);
    assertThat(report.failure()).isNull();
    assertThat(report.detail()).isEqualTo("CountsStores should break, but no schedule did that");
  }

  @Test
  void shouldFailIfPropertyOfRightDesignBreaks() {
    FuzzReport report = fuzz(success(), new CounterSpec(true, "NotAllDone"));
    assertThat(report.verdict()).isEqualTo(FuzzReport.Verdict.FAILED);
    assertThat(report.broken()).isEqualTo("NotAllDone");
    assertThat(report.shrunk().steps()).hasSize(7);
  }

  @Test
  void shouldFailIfAnotherPropertyBreaksThanExpected() {
    FuzzReport report = fuzz(mustBreak("CountsStores"), new CounterSpec(true, "NotAllDone"));
    assertThat(report.verdict()).isEqualTo(FuzzReport.Verdict.FAILED);
  }

  @Test
  void shouldFindPropertyThatBreaksAtOnce() {
    FuzzReport report = fuzz(mustBreak("False"), new CounterSpec(true, "False"));
    assertThat(report.verdict()).isEqualTo(FuzzReport.Verdict.FOUND);
    assertThat(report.shrunk().steps()).hasSize(1);
    assertThat(report.detail()).isEqualTo("False breaks in the initial state");
  }

  @Test
  void shouldFindDeadlock() {
    Model model = model(Model.Result.DEADLOCK, null);
    FuzzReport report = fuzz(model, new CounterSpec(true, "CountsStores"));
    assertThat(report.verdict()).isEqualTo(FuzzReport.Verdict.FOUND);
    assertThat(report.broken()).isEqualTo(FuzzReport.DEADLOCK);
    assertThat(report.shrunk().steps()).hasSize(7);
    assertThat(report.detail()).startsWith("nothing can happen after Store(");
  }

  @Test
  void shouldPassModelOfLivenessFailureWhoseStepsAgree() {
    FuzzReport report =
        fuzz(model(Model.Result.LIVENESS_FAILURE, "Ends"), new CounterSpec(true, "CountsStores"));
    assertThat(report.verdict()).isEqualTo(FuzzReport.Verdict.PASSED);
  }

  @ParameterizedTest
  @EnumSource(names = {"SAFETY_FAILURE", "LIVENESS_FAILURE"})
  void shouldFindStepThatPropertyForbids(Model.Result result) {
    CounterSpec spec = new CounterSpec(false);
    FuzzTarget.StepTruth neverBack =
        (property, from, to) -> from.value("count").compareTo(to.value("count")) <= 0;
    FuzzTarget target =
        new FuzzTarget(
            model(result, "NeverBack"),
            spec,
            new CounterAdapter(Flaw.NONE),
            meta(),
            List.of(),
            List.of("NeverBack"),
            neverBack,
            false);
    FuzzReport report = Fuzzer.fuzz(target, TRIES, 1);
    assertThat(report.verdict()).isEqualTo(FuzzReport.Verdict.FOUND);
    assertThat(report.broken()).isEqualTo("NeverBack");
    assertThat(names(report.shrunk()))
        .containsExactly("Load", "Load", "Store", "Load", "Store", "Store");
  }

  @Test
  void shouldRefuseSpecWhoseActionIsNotDeterministic() {
    CounterSpec spec = new CounterSpec(true);
    State start = spec.initialStates().getFirst();
    spec.answering((state, action) -> List.of(start, start.with("count", Value.of(7))));
    assertThatThrownBy(() -> fuzz(success(), spec))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Load(a) leads to 2 states; its parameters must determine the one");
  }

  @Test
  void shouldPassOnWhatTheSpecThrows() {
    CounterSpec spec =
        new CounterSpec(true)
            .answering(
                (state, action) -> {
                  throw new ArithmeticException("spec");
                });
    assertThatThrownBy(() -> fuzz(success(), spec))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("spec");
  }

  @Test
  void shouldRefuseNoTries() {
    assertThatThrownBy(
            () ->
                Fuzzer.fuzz(
                    target(success(), new CounterSpec(true), new CounterAdapter(Flaw.NONE)), 0, 1))
        .hasMessage("tries must be at least 1, not 0");
  }

  @Test
  void shouldGiveTheSameReportForTheSameSeedAndAnotherForAnother() {
    Model model = mustBreak("NotAllDone");
    FuzzReport first = fuzz(model, new CounterSpec(false, "NotAllDone"), 7);
    FuzzReport second = fuzz(model, new CounterSpec(false, "NotAllDone"), 7);
    FuzzReport other = fuzz(model, new CounterSpec(false, "NotAllDone"), 8);
    assertThat(second).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void shouldEvaluateTheSpecOnceForEachState() {
    CounterSpec spec = new CounterSpec(true, "CountsStores");
    fuzz(success(), spec);
    int states = 16 + 15; // orders of at most three adders; the last adder may lack its store
    assertThat(spec.evaluations).isEqualTo(states * spec.actions().size());
  }

  @Test
  void shouldPrintNothingAndLeaveNoFile() {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(System.out);
    try {
      fuzz(success(), new CounterSpec(true, "NotAllDone"));
      fuzz(success(), new CounterSpec(true, "CountsStores"));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(Path.of(".jqwik-database")).doesNotExist();
  }

  @Test
  void shouldWriteShrunkTraceUnderTheModelsName(@TempDir Path folder) {
    FuzzReport found = fuzz(mustBreak("NotAllDone"), new CounterSpec(true, "NotAllDone"));
    assertThat(found.write(folder)).isEqualTo(folder.resolve("Counter.fuzz.itf.json"));
    assertThat(TraceFiles.read(folder.resolve("Counter.fuzz.itf.json"))).isEqualTo(found.shrunk());

    FuzzReport passed = fuzz(success(), new CounterSpec(true, "CountsStores"));
    assertThat(passed.write(folder.resolve("none"))).isNull();
    assertThat(Files.exists(folder.resolve("none"))).isFalse();
  }

  private static boolean replays(Trace trace, CounterAdapter code, Spec spec) {
    try (Subject subject = code.bind(spec.vars(), spec.constants(), Set.of()).start()) {
      for (Trace.Step step : trace.steps()) {
        if (step.action() != null && !subject.tryStep(step.action())) {
          return false;
        }
        if (!subject.state().equals(step.state())) {
          return false;
        }
      }
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static List<String> names(Trace trace) {
    return trace.steps().stream().skip(1).map(step -> step.action().action()).toList();
  }

  private static FuzzReport fuzz(Model model, Spec spec) {
    return fuzz(model, spec, 1);
  }

  private static FuzzReport fuzz(Model model, Spec spec, long seed) {
    return Fuzzer.fuzz(target(model, spec, new CounterAdapter(Flaw.NONE)), TRIES, seed);
  }

  private static FuzzTarget target(Model model, Spec spec, CounterAdapter code) {
    return FuzzTarget.of(model, spec, code, meta());
  }

  private static Trace.Meta meta() {
    return new Trace.Meta("Counter", "Counter", "", "0".repeat(64), "1".repeat(64), "replaced");
  }

  private static Model success() {
    return model(Model.Result.SUCCESS, null);
  }

  private static Model mustBreak(String property) {
    return model(Model.Result.SAFETY_FAILURE, property);
  }

  private static Model model(Model.Result result, @Nullable String property) {
    return CounterSpec.model(result, property);
  }
}
