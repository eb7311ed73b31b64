package org.mmucheck.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.replay.Divergence;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.replay.Replayer;
import org.mmucheck.replay.Target;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

/**
 * One changed value anywhere in a trace is found: replay ends at that state and names that
 * variable. Every committed trace, every state, every variable.
 */
@Tag("slow")
class ChangedTraceTest {
  static Stream<Path> files() {
    return Committed.files().stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldNameStepAndVariableOfEveryChangedValue(Path file) throws Exception {
    Trace trace = TraceFiles.read(file);
    Scheduler.run(
        () -> changeEverything(trace, RecordedAdapter.of(Committed.target(trace), trace)));
  }

  /** The same on the code itself: slower, so one trace of each module. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "RootLifetime_b_NoPageUAF",
        "RootLifetime_d-w5_RootFreed",
        "NotifierFault_V2_NoStaleInsert",
        "GuestMap_map-put-normal_MapSoundWeak"
      })
  void shouldNameThemWhenTheCodeRunsEachTime(String model) throws Exception {
    Trace trace = Committed.trace(model);
    Scheduler.run(() -> changeEverything(trace, Committed.target(trace)));
  }

  private static int changeEverything(Trace trace, Target target) {
    assertThat(replay(trace, target, trace.steps().size() - 1).divergence()).isNull();
    int changes = 0;
    for (int step = 0; step < trace.steps().size(); step++) {
      for (String variable : trace.vars()) {
        shouldBeFound(trace, target, step, variable);
        changes++;
      }
    }
    assertThat(changes).isEqualTo(trace.steps().size() * trace.vars().size()).isPositive();
    return changes;
  }

  private static void shouldBeFound(Trace trace, Target target, int step, String variable) {
    State state = trace.steps().get(step).state();
    Value changed = changed(state.value(variable), step);
    Trace tampered = endingIn(trace, step, state.with(variable, changed));
    Divergence found = replay(tampered, target, step).divergence();
    assertThat(found).as("%s = %s in state %s", variable, changed, step).isNotNull();
    assertThat(found.kind()).isEqualTo(Divergence.Kind.STATE);
    assertThat(found.step()).isEqualTo(step);
    assertThat(found.action()).isEqualTo(trace.steps().get(step).action());
    assertThat(found.variable()).isEqualTo(variable);
    assertThat(found.spec()).isEqualTo(changed.toString());
    assertThat(found.code()).isEqualTo(state.value(variable).toString());
    assertThat(found.differences())
        .isNotEmpty()
        .allMatch(change -> change.path().startsWith(variable));
  }

  private static ReplayReport replay(Trace trace, Target target, int stopAfter) {
    return Replayer.replay("changed", trace, target, stopAfter);
  }

  /** The trace up to {@code step}, with that state: what follows it does not matter. */
  private static Trace endingIn(Trace trace, int step, State state) {
    List<Trace.Step> steps = new ArrayList<>(trace.steps().subList(0, step));
    steps.add(new Trace.Step(trace.steps().get(step).action(), state));
    return new Trace(trace.meta(), trace.vars(), steps, OptionalInt.empty());
  }

  /**
   * A value of the same type that differs in one place.
   *
   * @param turn which entry of a function or record to change: states take turns
   */
  static Value changed(Value value, int turn) {
    return switch (value) {
      case Value.Bool bool -> Value.of(!bool.value());
      case Value.Int number -> Value.of(number.value() + 1);
      case Value.Text text -> Value.of(text.value() + "'");
      case Value.Seq seq -> {
        List<Value> longer = new ArrayList<>(seq.elements());
        longer.add(
            longer.isEmpty() ? Value.of("added") : changed(longer.get(longer.size() - 1), turn));
        yield new Value.Seq(longer);
      }
      case Value.SetOf set -> {
        SortedSet<Value> larger = new TreeSet<>(set.elements());
        Value added = Value.of("added");
        for (Value element : set.elements()) {
          added = changed(element, turn);
          while (larger.contains(added)) {
            added = changed(added, turn);
          }
        }
        larger.add(added);
        yield new Value.SetOf(larger);
      }
      case Value.Rec rec -> {
        SortedMap<String, Value> fields = new TreeMap<>(rec.fields());
        String field = pick(List.copyOf(fields.keySet()), turn);
        fields.put(field, changed(Objects.requireNonNull(fields.get(field)), turn));
        yield new Value.Rec(fields);
      }
      case Value.Fcn fcn -> {
        SortedMap<Value, Value> entries = new TreeMap<>(fcn.entries());
        if (entries.isEmpty()) {
          entries.put(Value.of("added"), Value.of(1));
        } else {
          Value key = pick(List.copyOf(entries.keySet()), turn);
          entries.put(key, changed(Objects.requireNonNull(entries.get(key)), turn));
        }
        yield Value.fcn(entries);
      }
    };
  }

  private static <T> T pick(List<T> from, int turn) {
    return from.get(turn % from.size());
  }

  @Test
  void shouldChangeValueOfEveryKindInOnePlace() {
    assertThat(changed(Value.of(true), 0)).isEqualTo(Value.of(false));
    assertThat(changed(Value.of(1), 0)).isEqualTo(Value.of(2));
    assertThat(changed(Value.of("n0"), 0)).isEqualTo(Value.of("n0'"));
    assertThat(changed(Value.seq(Value.of(3)), 0)).isEqualTo(Value.seq(Value.of(3), Value.of(4)));
    assertThat(changed(Value.set(Value.of(0), Value.of(1)), 0))
        .isEqualTo(Value.set(Value.of(0), Value.of(1), Value.of(2)));
    assertThat(changed(Value.rec(Map.of("a", Value.of(0), "b", Value.of(0))), 1))
        .isEqualTo(Value.rec(Map.of("a", Value.of(0), "b", Value.of(1))));
    assertThat(changed(Value.fcn(Map.of(Value.of("v0"), Value.of(0))), 7))
        .isEqualTo(Value.fcn(Map.of(Value.of("v0"), Value.of(1))));
  }
}
