package org.mmucheck.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;
import org.mmucheck.conform.ConformReport;
import org.mmucheck.conform.Conformer;
import org.mmucheck.fuzz.FuzzReport;
import org.mmucheck.fuzz.FuzzTarget;
import org.mmucheck.fuzz.Fuzzer;
import org.mmucheck.graph.StateGraph;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.replay.Replayer;
import org.mmucheck.replay.Target;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Fault;
import org.mmucheck.subject.LeftThread;
import org.mmucheck.tlc.Specs;
import org.mmucheck.toy.SwitchAdapter;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

/** Code under test that breaks down, led in each way that there is. */
class FaultOfTheCodeTest {
  private static final Path SPECS = Path.of("src/test/resources/specs");

  private static final Model MODEL =
      Model.of("Switch", Source.read(SPECS.resolve("Switch.tla"), SPECS.resolve("Switch.cfg")))
          .build();

  private static Spec spec;
  private static StateGraph graph;

  @BeforeAll
  static void open() {
    spec = Specs.open(MODEL);
    graph = StateGraph.of(spec);
  }

  @AfterAll
  static void close() {
    spec.close();
  }

  @BeforeEach
  void beImpatient() {
    System.setProperty(Scheduler.PATIENCE_PROPERTY, "2");
    SwitchAdapter.release(false);
  }

  @AfterEach
  void bePatient() {
    SwitchAdapter.release(true);
    System.clearProperty(Scheduler.PATIENCE_PROPERTY);
  }

  @Test
  void shouldConformWhereNothingBreaksDown() throws Exception {
    assertThat(Conformer.conform(spec, graph, SwitchAdapter.of("NONE")).conforms()).isTrue();
  }

  @Test
  void shouldNotConformToASpecWhoseNextLeavesOutWhatTheCodeDoes() throws Exception {
    Path config = SPECS.resolve("SwitchSteady.cfg");
    Model model = Model.of("Steady", Source.read(SPECS.resolve("Switch.tla"), config)).build();
    try (Spec steady = Specs.open(model)) {
      ConformReport report =
          Conformer.conform(steady, StateGraph.of(steady), SwitchAdapter.of("NONE"));
      var divergence = Objects.requireNonNull(report.divergence());
      assertThat(divergence.kind()).isEqualTo(org.mmucheck.conform.Divergence.Kind.LEFT_OUT);
      assertThat(divergence.spec()).isEqualTo("has no Blink");
    }
  }

  private static void requireFault(
      @Nullable Fault fault, String party, String what, String firstFrame) {
    assertThat(fault).isNotNull();
    assertThat(fault.party().toString()).isEqualTo(party);
    assertThat(fault.what()).contains(what);
    if (firstFrame.isEmpty()) {
      assertThat(fault.stack()).isEmpty();
    } else {
      assertThat(fault.stack().getFirst()).startsWith("org.mmucheck.toy." + firstFrame + "(");
      assertThat(fault.stack())
          .hasSizeLessThan(9)
          .allMatch(frame -> frame.startsWith("org.mmucheck.toy."));
    }
  }

  private static void requireFaultInConform(
      String mistake, String party, String what, String firstFrame, int step) throws Exception {
    ConformReport report = Conformer.conform(spec, graph, SwitchAdapter.of(mistake));
    assertThat(report.verdict()).isEqualTo("diverges");
    var divergence = Objects.requireNonNull(report.divergence());
    assertThat(divergence.kind()).isEqualTo(org.mmucheck.conform.Divergence.Kind.FAILED);
    assertThat(divergence.step()).as("%s", divergence).isEqualTo(step);
    requireFault(divergence.fault(), party, what, firstFrame);
  }

  private static void requireFaultInReplay(
      String mistake, String party, String what, String firstFrame, int step) {
    Adapter adapter = SwitchAdapter.of(mistake);
    ReplayReport report =
        Replayer.replay("t.itf.json", onAndBlink(), Target.of(adapter, spec), Integer.MAX_VALUE);
    var divergence = Objects.requireNonNull(report.divergence());
    assertThat(divergence.kind()).isEqualTo(org.mmucheck.replay.Divergence.Kind.FAILED);
    assertThat(divergence.step()).as("%s", divergence).isEqualTo(step);
    requireFault(divergence.fault(), party, what, firstFrame);
  }

  private static void requireFaultInFuzz(
      String mistake, String party, String what, String firstFrame) {
    Adapter adapter = SwitchAdapter.of(mistake);
    Trace.Meta meta = new Trace.Meta("Switch", "Switch", "", "", "", "");
    FuzzReport report = Fuzzer.fuzz(FuzzTarget.of(MODEL, spec, adapter, meta), 20, 1);
    assertThat(report.verdict()).isEqualTo(FuzzReport.Verdict.FAILED);
    assertThat(report.diverges()).isTrue();
    requireFault(report.fault(), party, what, firstFrame);
  }

  private static Trace onAndBlink() {
    List<String> vars = List.of("on");
    State on = new State(vars, Value.of(true));
    return new Trace(
        new Trace.Meta("Switch", "Switch", "", "", "", ""),
        vars,
        List.of(
            new Trace.Step(null, new State(vars, Value.of(false))),
            new Trace.Step(new ActionInstance("Turn", Map.of("u", Value.of("u0"))), on),
            new Trace.Step(new ActionInstance("Blink", Map.of()), on)),
        OptionalInt.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "THROWS, the code, java.lang.IllegalStateException: the bulb is broken, Switch.breakDown, 1",
    "ASSERTS, the code, java.lang.AssertionError: a bulb, Switch.breakDown, 1",
    "RECURS, the code, java.lang.StackOverflowError, Switch.recur, 1",
    "FAILS_TO_START, the code, no power, Switch.<init>, 0",
    "FAILS_TO_SHOW, the code, dark, Switch.isOn, 1",
    "BINDING_FAILS, the binding, not bound yet, SwitchAdapter.turn, 1",
    "BINDING_FAILS_TO_SHOW, the binding, variable on is a java.lang.Object, '', 1",
    "BINDING_FAILS_TO_SET, the binding, the model has no constant Bulbs, SwitchAdapter.set, 0",
    "BINDING_LACKS_VARIABLE, the binding, does not say what the spec's variable on is, '', 0",
    "BINDING_LACKS_ACTION, the binding, is an action of no task, '', -1",
  })
  void shouldTellWhatBrokeDownWhereAndWhose(
      String mistake, String party, String what, String frame, int step) throws Exception {
    requireFaultInConform(mistake, party, what, frame, Math.max(step, 0));
    requireFaultInReplay(mistake, party, what, frame, Math.abs(step));
    requireFaultInFuzz(mistake, party, what, frame);
  }

  /** From the fifth on, HotSpot's errors for lack of memory have no stack trace. */
  @ParameterizedTest
  @CsvSource({"ASKS_TOO_MUCH, exceeds VM limit", "ASKS_FOR_HEAP, Java heap space"})
  void shouldTellOfCodeThatAsksForMoreThanThereIs(String mistake, String what) throws Exception {
    ConformReport report = Conformer.conform(spec, graph, SwitchAdapter.of(mistake));
    var divergence = Objects.requireNonNull(report.divergence());
    assertThat(divergence.kind()).isEqualTo(org.mmucheck.conform.Divergence.Kind.FAILED);
    assertThat(divergence.step()).isEqualTo(1);
    Fault fault = Objects.requireNonNull(divergence.fault());
    assertThat(fault.party()).isEqualTo(Fault.Party.CODE);
    assertThat(fault.what()).contains("OutOfMemoryError", what);
  }

  @ParameterizedTest
  @CsvSource({"FAILS_IN_ENVIRONMENT, the code, short circuit, Switch.isIntact, 2"})
  void shouldTellOfAnActionOfTheEnvironmentThatFails(
      String mistake, String party, String what, String frame, int step) throws Exception {
    // The spec disables it at first, which is asked of the code, too.
    requireFaultInConform(mistake, party, what, frame, 0);
    requireFaultInReplay(mistake, party, what, frame, step);
    requireFaultInFuzz(mistake, party, what, frame);
  }

  @Test
  void shouldTellOfThreadsThatTheCodeLeavesBehind() throws Exception {
    Adapter leaving = SwitchAdapter.of("LEAVES_THREAD");
    ConformReport conformed = Conformer.conform(spec, graph, leaving);
    assertThat(conformed.conforms()).isTrue();
    requireBulb(conformed.left());

    ReplayReport replayed =
        Replayer.replay("t.itf.json", onAndBlink(), Target.of(leaving, spec), Integer.MAX_VALUE);
    assertThat(replayed.conforms()).isTrue();
    assertThat(replayed.left()).hasSize(1);
    requireBulb(replayed.left());

    Trace.Meta meta = new Trace.Meta("Switch", "Switch", "", "", "", "");
    FuzzReport fuzzed = Fuzzer.fuzz(FuzzTarget.of(MODEL, spec, leaving, meta), 20, 1);
    assertThat(fuzzed.verdict()).isEqualTo(FuzzReport.Verdict.PASSED);
    requireBulb(fuzzed.left());
  }

  private static void requireBulb(List<LeftThread> left) {
    assertThat(left)
        .isNotEmpty()
        .allSatisfy(
            thread -> {
              assertThat(thread.name()).isEqualTo("bulb");
              assertThat(thread.task()).isIn("u0", "u1");
              assertThat(thread.line())
                  .startsWith("the code leaves a thread behind: bulb, started by u")
                  .contains("has not ended; it is in org.mmucheck.toy.Switch.glow(", "WAITING");
              assertThat(thread.stack().getFirst()).startsWith("org.mmucheck.toy.Switch.glow(");
            });
  }

  @Test
  void shouldTellOfNoThreadWhereNoneIsLeft() throws Exception {
    assertThat(Conformer.conform(spec, graph, SwitchAdapter.of("NONE")).left()).isEmpty();
    Target target = Target.of(SwitchAdapter.of("THROWS"), spec);
    ReplayReport replayed = Replayer.replay("t.itf.json", onAndBlink(), target, Integer.MAX_VALUE);
    assertThat(replayed.divergence()).isNotNull();
    assertThat(replayed.left()).isEmpty();
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "SPINS, neither parked nor ended within 2 s, Switch.spin, 1",
    "SPINS_THROUGH_POINTS, neither parked nor ended within 2 s, Switch.breakDown, 1",
    "SLEEPS, which is no point, Switch.breakDown, 1",
    "SPINS_TO_START, not come back within 2 s, Switch.spin, 0",
  })
  void shouldTellOfCodeThatDoesNotComeToAnEnd(String mistake, String what, String frame, int step)
      throws Exception {
    requireFaultInConform(mistake, "the code", what, frame, step);
    if (mistake.equals("SPINS")) {
      requireFaultInReplay(mistake, "the code", what, frame, step);
      requireFaultInFuzz(mistake, "the code", what, frame);
    }
  }

  /** Two walk at a time: who comes first to a state that does not show has come by either step. */
  @Tag("slow")
  @Test
  void shouldTellOfCodeThatDoesNotComeToAnEndWhereItIsLookedAt() throws Exception {
    ConformReport report = Conformer.conform(spec, graph, SwitchAdapter.of("SPINS_TO_SHOW"));
    var divergence = Objects.requireNonNull(report.divergence());
    assertThat(divergence.kind()).isEqualTo(org.mmucheck.conform.Divergence.Kind.FAILED);
    assertThat(divergence.step()).as("%s", divergence).isIn(1, 2);
    assertThat(divergence.path().getLast().state().value("on")).isEqualTo(Value.of(true));
    requireFault(divergence.fault(), "the code", "not come back within 2 s", "Switch.spin");
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"KEEPS_JDK_LOCK, which is no point, Switch.turn"})
  void shouldTellOfALockThatIsNeverReleased(String mistake, String what, String frame)
      throws Exception {
    requireFaultInConform(mistake, "the code", what, frame, 2);
  }
}
