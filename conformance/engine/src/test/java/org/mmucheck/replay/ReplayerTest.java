package org.mmucheck.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mmucheck.toy.TdpRootTraces.action;
import static org.mmucheck.toy.TdpRootTraces.target;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mmucheck.diff.Change;
import org.mmucheck.input.InputException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.toy.TdpRootAdapter;
import org.mmucheck.toy.TdpRootTraces;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

class ReplayerTest {
  private static final int ALL = Integer.MAX_VALUE;
  private static final String FILE = "traces/T.itf.json";
  private static final Target RIGHT = target(TdpRootAdapter.right(), true);
  private static final Target WRONG = target(TdpRootAdapter.right(), false);

  private static Target mistaken(String mistake) {
    return target(TdpRootAdapter.with(mistake), true);
  }

  private static Divergence divergence(Trace trace, Target target) {
    ReplayReport report = Replayer.replay(FILE, trace, target, ALL);
    assertThat(report.verdict()).isEqualTo("diverges");
    return Objects.requireNonNull(report.divergence());
  }

  private static String message(Divergence divergence, @Nullable String as) {
    String again =
        "mmucheck replay "
            + FILE
            + (as == null ? "" : " --as " + as)
            + " --stop-after "
            + divergence.step();
    return String.join(
        "\n", DivergenceText.lines(divergence, FILE, "TdpRootBugPutBeforeZap", as, again));
  }

  private static Trace edit(Trace trace, int state, UnaryOperator<Trace.Step> edit) {
    List<Trace.Step> steps = new ArrayList<>(trace.steps());
    steps.set(state, edit.apply(steps.get(state)));
    return new Trace(trace.meta(), trace.vars(), steps, trace.loop());
  }

  private static Trace withAction(Trace trace, int state, @Nullable ActionInstance action) {
    return edit(trace, state, step -> new Trace.Step(action, step.state()));
  }

  private static Trace withState(Trace trace, int index, State state) {
    return edit(trace, index, step -> new Trace.Step(step.action(), state));
  }

  @Test
  void shouldFollowTracesOfTheCodesOwnDesign() {
    assertThat(Replayer.replay(FILE, TdpRootTraces.right(), RIGHT, ALL))
        .isEqualTo(new ReplayReport(7, null));
    assertThat(Replayer.replay(FILE, TdpRootTraces.bug(), WRONG, ALL))
        .isEqualTo(new ReplayReport(4, null));
    assertThat(Replayer.replay(FILE, TdpRootTraces.bug(), WRONG, ALL).verdict())
        .isEqualTo("conforms");
  }

  @Test
  void shouldFindEveryChangedValueAtItsStateAndVariable() {
    Trace trace = TdpRootTraces.right();
    for (int i = 0; i < trace.steps().size(); i++) {
      for (String variable : trace.vars()) {
        State changed = trace.steps().get(i).state().with(variable, Value.of("changed"));
        Divergence found = divergence(withState(trace, i, changed), RIGHT);
        assertThat(found.step()).isEqualTo(i);
        assertThat(found.variable()).isEqualTo(variable);
        assertThat(found.spec()).isEqualTo("changed");
        assertThat(found.code()).isEqualTo(trace.steps().get(i).state().value(variable).toString());
      }
    }
  }

  @Test
  void shouldFindEveryChangedValueOfALasso() {
    Trace trace = TdpRootTraces.lasso();
    for (int i = 0; i < trace.steps().size(); i++) {
      for (String variable : trace.vars()) {
        State changed = trace.steps().get(i).state().with(variable, Value.of("changed"));
        Divergence found = divergence(withState(trace, i, changed), RIGHT);
        assertThat(found.step()).isEqualTo(i);
        assertThat(found.variable()).isEqualTo(variable);
      }
    }
  }

  @Test
  void shouldNameTheFirstVariableInTheOrderOfDeclaration() {
    Trace trace = TdpRootTraces.right();
    State changed =
        trace.steps().get(2).state().with("zapper", Value.of(1)).with("invalid", Value.of(1));
    Divergence found = divergence(withState(trace, 2, changed), RIGHT);
    assertThat(found.variable()).isEqualTo("invalid");
    assertThat(found.differences()).hasSize(2);
  }

  @Test
  void shouldFindCodeThatStartsInAnotherState() {
    Divergence found = divergence(TdpRootTraces.right(), mistaken("INITIAL_COUNT"));
    assertThat(found.step()).isZero();
    assertThat(message(found, null))
        .isEqualTo(
            """
            mmucheck: code and spec disagree in the initial state
              trace     traces/T.itf.json
              refcount  spec 1   code 2
              again     mmucheck replay traces/T.itf.json --stop-after 0\
            """);
  }

  @Test
  void shouldFindCodeThatDoesAnotherThing() {
    Divergence found = divergence(TdpRootTraces.right(), mistaken("GET_DOES_NOT_COUNT"));
    assertThat(message(found, null))
        .isEqualTo(
            """
            mmucheck: code and spec disagree after step 1 of 7, GetRoot(v1)
              trace     traces/T.itf.json
              refcount  spec 2   code 1
              schedule  v1: GetRoot
              again     mmucheck replay traces/T.itf.json --stop-after 1\
            """);
  }

  @Test
  void shouldFindCodeThatRefusesAStep() {
    Divergence found = divergence(TdpRootTraces.right(), mistaken("PUT_REFUSED"));
    assertThat(found.kind()).isEqualTo(Divergence.Kind.REFUSED);
    assertThat(message(found, null))
        .isEqualTo(
            """
            mmucheck: the code refuses step 6 of 7, PutMmuRef
              trace     traces/T.itf.json
              enabled   spec TRUE   code FALSE
              schedule  v1: GetRoot
                        v0: GetRoot
                        zapper: InvalidateRoot
                        v1: PutRoot
                        zapper: ZapRoot, PutMmuRef
              again     mmucheck replay traces/T.itf.json --stop-after 6\
            """);
  }

  @Test
  void shouldTellRightCodeFromCodeThatAcceptsAnIllegalStep() {
    Trace illegal = illegalGet();
    Divergence refused = divergence(illegal, RIGHT);
    assertThat(refused.step()).isEqualTo(2);
    assertThat(refused.variable()).isEqualTo("enabled");
    assertThat(Replayer.replay(FILE, illegal, mistaken("GET_OF_INVALID"), ALL).conforms()).isTrue();
  }

  /** A get of an invalid root, which no design allows. */
  private static Trace illegalGet() {
    Trace trace = TdpRootTraces.right();
    return new Trace(
        trace.meta(),
        trace.vars(),
        List.of(
            trace.steps().getFirst(),
            new Trace.Step(
                action("InvalidateRoot"), TdpRootTraces.state(1, true, Set.of(), "zap", "put")),
            new Trace.Step(
                action("GetRoot", "v0"), TdpRootTraces.state(2, true, Set.of("v0"), "zap", "put"))),
        OptionalInt.empty());
  }

  @Test
  void shouldReportCodeThatFails() {
    Divergence found = divergence(TdpRootTraces.right(), mistaken("PUT_THROWS"));
    assertThat(found.kind()).isEqualTo(Divergence.Kind.FAILED);
    assertThat(found.step()).isEqualTo(4);
    assertThat(found.variable()).isEqualTo("failure");
    assertThat(found.code())
        .isEqualTo("java.lang.IllegalStateException: put of a root nobody holds: refcount=3");
  }

  @Test
  void shouldReportCodeThatBlocksBetweenTwoPoints() {
    Divergence found = divergence(TdpRootTraces.right(), target(new BlockingAdapter(), true));
    assertThat(found.kind()).isEqualTo(Divergence.Kind.FAILED);
    assertThat(found.step()).isEqualTo(1);
    assertThat(found.code()).startsWith("v1 neither parked nor ended within 0 s");
  }

  @Test
  void shouldSayWhereTwoDesignsPart() {
    Divergence found = divergence(TdpRootTraces.bug(), RIGHT);
    assertThat(message(found, "TdpRootSmall"))
        .isEqualTo(
            """
            mmucheck: code and spec disagree after step 2 of 4, InvalidateRoot; \
            there TdpRootSmall parts from TdpRootBugPutBeforeZap
              trace      traces/T.itf.json
              zapper[1]  spec put   code zap
              zapper[2]  spec zap   code put
              schedule   v0: GetRoot
                         zapper: InvalidateRoot
              again      mmucheck replay traces/T.itf.json --as TdpRootSmall --stop-after 2\
            """);
  }

  @Test
  void shouldStopWhereItIsTold() {
    Trace trace = withState(TdpRootTraces.right(), 3, TdpRootTraces.state(9, true, Set.of()));
    assertThat(Replayer.replay(FILE, trace, RIGHT, 2)).isEqualTo(new ReplayReport(2, null));
    assertThat(Replayer.replay(FILE, trace, RIGHT, 3).conforms()).isFalse();
  }

  @Test
  void shouldGoRoundACycleTwice() {
    assertThat(Replayer.replay(FILE, TdpRootTraces.lasso(), RIGHT, ALL))
        .isEqualTo(new ReplayReport(4, null));
    assertThat(Replayer.replay(FILE, TdpRootTraces.lasso(), RIGHT, 3))
        .isEqualTo(new ReplayReport(3, null));

    Divergence hidden = divergence(TdpRootTraces.lasso(), mistaken("SECOND_GET_DOES_NOT_COUNT"));
    assertThat(hidden.step()).isEqualTo(3);
    assertThat(hidden.of()).isEqualTo(4);
    assertThat(hidden.variable()).isEqualTo("refcount");
  }

  @Test
  void shouldTakeALoopToTheLastStateAsStuttering() {
    Trace trace = TdpRootTraces.right();
    Trace stutters = new Trace(trace.meta(), trace.vars(), trace.steps(), OptionalInt.of(7));
    assertThat(Replayer.replay(FILE, stutters, RIGHT, ALL)).isEqualTo(new ReplayReport(7, null));
  }

  @Test
  void shouldReplayATraceOfOneState() {
    Trace trace = TdpRootTraces.right();
    Trace single =
        new Trace(trace.meta(), trace.vars(), trace.steps().subList(0, 1), OptionalInt.empty());
    assertThat(Replayer.replay(FILE, single, RIGHT, ALL)).isEqualTo(new ReplayReport(0, null));
  }

  private static void shouldReject(Trace trace, String message) {
    assertThatThrownBy(() -> Replayer.replay(FILE, trace, RIGHT, ALL))
        .isInstanceOf(InputException.class)
        .hasMessage(FILE + ": " + message);
  }

  @Test
  void shouldRejectTracesThatAreNotOfTheModule() {
    Trace trace = TdpRootTraces.right();
    shouldReject(
        withAction(trace, 1, action("GetRot", "v0")),
        "states[1].#meta.action: module TdpRoot has no action 'GetRot'");
    shouldReject(
        withAction(trace, 1, action("GetRoot")),
        "states[1].#meta.action: the model has no action instance GetRoot; its arguments are {}");
    shouldReject(
        withAction(trace, 2, action("GetRoot", "v7")),
        "states[2].#meta.action: the model has no action instance GetRoot(v7);"
            + " its arguments are {v=v7}");
    shouldReject(
        withAction(trace, 1, null),
        "states[1].#meta.action: missing; it must name the action of this step");
    shouldReject(
        withAction(trace, 0, action("ZapRoot")),
        "states[0].#meta.action: the initial state is not the outcome of an action");
    shouldReject(
        new Trace(trace.meta(), trace.vars(), List.of(), OptionalInt.empty()),
        "states: no state; a trace has at least its initial state");
  }

  @Test
  void shouldRejectTracesWithOtherVariables() {
    Trace trace = TdpRootTraces.right();
    List<String> more = List.of("refcount", "invalid", "loaded", "zapper", "color");
    shouldReject(
        new Trace(trace.meta(), more, trace.steps(), OptionalInt.empty()),
        "vars: module TdpRoot has no variable 'color'; without it the trace has them all");
    shouldReject(
        new Trace(trace.meta(), List.of("refcount"), trace.steps(), OptionalInt.empty()),
        "vars: variable 'invalid' of module TdpRoot is missing; each state must have a value for"
            + " it");
    shouldReject(
        new Trace(
            trace.meta(),
            List.of("refcnt", "invalid", "loaded", "zapper"),
            trace.steps(),
            OptionalInt.empty()),
        "vars: module TdpRoot has no variable 'refcnt'; did you mean refcount?");
    shouldReject(
        withState(trace, 2, new State(List.of("refcount"), Value.of(1))),
        "states[2]: variable 'invalid' of module TdpRoot is missing; each state must have a value"
            + " for it");
  }

  @Test
  void shouldRejectLoopsThatNoActionCloses() {
    Trace trace = TdpRootTraces.right();
    shouldReject(
        new Trace(trace.meta(), trace.vars(), trace.steps(), OptionalInt.of(8)),
        "loop: no state 8 to go back to");
    shouldReject(
        new Trace(trace.meta(), trace.vars(), trace.steps(), OptionalInt.of(0)),
        "loop: a cycle cannot begin at the initial state, which no action leads to");
    shouldReject(
        new Trace(trace.meta(), trace.vars(), trace.steps(), OptionalInt.of(3)),
        "loop: the last state must repeat state 2, from which state 3 follows");
  }

  @Test
  void shouldCompareStatesWhateverTheOrderOfTheTracesVariables() {
    Trace trace = TdpRootTraces.right();
    List<String> reversed = trace.vars().reversed();
    List<Trace.Step> steps =
        trace.steps().stream()
            .map(
                step ->
                    new Trace.Step(
                        step.action(),
                        new State(
                            reversed,
                            reversed.stream().map(step.state()::value).toArray(Value[]::new))))
            .toList();
    assertThat(
            Replayer.replay(
                FILE, new Trace(trace.meta(), reversed, steps, OptionalInt.empty()), RIGHT, ALL))
        .isEqualTo(new ReplayReport(7, null));
  }

  @Test
  void shouldGroupTheScheduleByTask() {
    Map<String, Value> args = new LinkedHashMap<>();
    args.put("v", Value.of("v1"));
    args.put("g", Value.of("g0"));
    List<ActionInstance> actions =
        List.of(
            action("GetRoot", "v0"),
            action("PutRoot", "v0"),
            new ActionInstance("GetRoot", args),
            action("ZapRoot"));
    assertThat(Schedule.of(TdpRootAdapter.right(), actions).toString())
        .isEqualTo("v0: GetRoot, PutRoot; v1: GetRoot(g0); zapper: ZapRoot");
  }

  @Test
  void shouldKeepLongMessagesReadable() {
    List<Change> differences = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      differences.add(new Change("count[r" + i + "]", Value.of(1), null));
    }
    List<String> names = Collections.nCopies(9, "KvmTdpMmuPutRoot");
    Divergence wide =
        new Divergence(
            Divergence.Kind.STATE,
            9,
            9,
            action("ZapRoot"),
            "count",
            "1",
            "0",
            differences,
            null,
            new Schedule(List.of(new Schedule.Turn("v0", names))));
    assertThat(message(wide, null))
        .isEqualTo(
            """
            mmucheck: code and spec disagree after step 9 of 9, ZapRoot
              trace      traces/T.itf.json
              count[r0]  spec 1   code none
              count[r1]  spec 1   code none
              count[r2]  spec 1   code none
              count[r3]  spec 1   code none
              count[r4]  spec 1   code none
              count[r5]  spec 1   code none
              count[r6]  spec 1   code none
              count[r7]  spec 1   code none
                         and 2 more
              schedule   v0: KvmTdpMmuPutRoot, KvmTdpMmuPutRoot, KvmTdpMmuPutRoot, KvmTdpMmuPutRoot,
                         KvmTdpMmuPutRoot, KvmTdpMmuPutRoot, KvmTdpMmuPutRoot, KvmTdpMmuPutRoot,
                         KvmTdpMmuPutRoot
              again      mmucheck replay traces/T.itf.json --stop-after 9\
            """);
  }
}
