package org.mmucheck.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mmucheck.validate.RecordedRuns.action;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.tlc.Specs;
import org.mmucheck.tlc.TestSpecs;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

class ValidatorTest {
  private static final int ANY = 100_000;
  private static final Set<String> ALL =
      Set.of("GetRoot", "PutRoot", "InvalidateRoot", "ZapRoot", "PutMmuRef");

  @Test
  void shouldExplainStepsInTheOrderOfTheirMarks() {
    Verdict verdict =
        validate(
            ALL,
            event(1, "v0", 0, 1, action("GetRoot", "v0"), 2),
            event(2, "z", 2, 3, action("InvalidateRoot"), 2),
            event(3, "v0", 4, 5, action("PutRoot", "v0"), 1),
            event(4, "z", 6, 7, action("ZapRoot"), 1),
            event(5, "z", 8, 9, action("PutMmuRef"), 0));

    assertThat(verdict.valid()).isTrue();
    assertThat(verdict.explained()).isEqualTo(5);
    assertThat(verdict.hiddenSteps()).isZero();
    assertThat(verdict.unobserved()).isEmpty();
  }

  @Test
  void shouldFindTheOneOrderOfOverlappingSteps() {
    LogEvent first = event(1, "v0", 0, 9, action("GetRoot", "v0"), 3);
    LogEvent second = event(2, "v1", 2, 8, action("GetRoot", "v1"), 2);

    assertThat(validate(ALL, first, second).valid()).as("v1 was first, by the counts").isTrue();
    assertThat(validate(ALL, event(1, "v0", 0, 1, action("GetRoot", "v0"), 3), second).valid())
        .as("... unless v0 had ended before v1 began")
        .isFalse();
  }

  @Test
  void shouldRefuseStepThatTheSpecDisables() {
    Verdict verdict =
        validate(
            ALL,
            event(1, "z", 0, 1, action("InvalidateRoot"), 1),
            event(2, "v0", 2, 3, action("GetRoot", "v0"), 2));

    assertThat(verdict.valid()).isFalse();
    assertThat(verdict.explained()).isEqualTo(1);
    assertThat(verdict.unexplained()).isNotNull();
    Unexplained unexplained = verdict.unexplained();
    assertThat(unexplained.event().line()).isEqualTo(2);
    assertThat(unexplained.nearest())
        .containsExactly(
            "GetRoot(v0) is disabled in the only state that the log up to here allows");
    assertThat(unexplained.lastSteps())
        .extracting(Trace.Step::action)
        .containsExactly(null, action("InvalidateRoot"));
  }

  @Test
  void shouldSayWhatTheSpecWouldHaveLeft() {
    Verdict verdict =
        validate(
            ALL,
            event(1, "v0", 0, 1, action("GetRoot", "v0"), 2),
            event(2, "v1", 2, 3, action("GetRoot", "v1"), 4));

    assertThat(verdict.unexplained()).isNotNull();
    assertThat(verdict.unexplained().nearest())
        .containsExactly("GetRoot(v1) leaves refcount = 3 in the spec, 4 in the log");
    assertThat(verdict.unexplained().allowed()).containsExactly("GetRoot(v1)");
  }

  @Test
  void shouldCloseOverHiddenSteps() {
    Set<String> observed = new TreeSet<>(ALL);
    observed.removeAll(Set.of("InvalidateRoot", "ZapRoot"));

    Verdict verdict = validate(observed, event(1, "z", 0, 1, action("PutMmuRef"), 0));

    assertThat(verdict.valid()).isTrue();
    assertThat(verdict.hiddenSteps()).isEqualTo(2);
    assertThat(verdict.unobserved()).containsExactly("GetRoot", "PutRoot");
  }

  @Test
  void shouldNotTakeHiddenStepThatTheLogWouldShow() {
    assertThat(validate(ALL, event(1, "z", 0, 1, action("PutMmuRef"), 0)).valid()).isFalse();
  }

  @Test
  void shouldGiveNoVerdictIfTheSetIsTooLarge() {
    try (Spec spec = spec()) {
      EventLog log =
          new EventLog(
              "run", Set.of("PutMmuRef"), List.of(event(7, "z", 0, 1, action("PutMmuRef"), 0)));

      assertThatThrownBy(() -> Validator.validate(spec, log, 3))
          .isInstanceOf(SetTooLargeException.class)
          .hasMessageContaining("more than 3 states")
          .hasMessageContaining("line 7");
    }
  }

  @Test
  void shouldAgreeWithTryingEveryOrder() {
    int valid = 0;
    int invalid = 0;
    try (Spec spec = spec()) {
      RecordedRuns runs = new RecordedRuns(spec, 1);
      List<Set<String>> hidden =
          List.of(Set.of(), Set.of("ZapRoot"), Set.of("GetRoot"), Set.of("PutRoot", "ZapRoot"));
      for (int i = 0; i < 400; i++) {
        EventLog right = runs.run(7, 1 + i % 3, hidden.get(i % hidden.size()));
        List<EventLog> logs = new ArrayList<>(List.of(right));
        if (!right.events().isEmpty()) {
          logs.add(runs.withWrongValue(right));
          logs.add(runs.withoutOne(right));
        }
        for (EventLog log : logs) {
          boolean expected = new EveryOrder(spec, log).allows();
          assertThat(Validator.validate(spec, log, ANY).valid()).as("%s", log).isEqualTo(expected);
          valid += expected ? 1 : 0;
          invalid += expected ? 0 : 1;
        }
        assertThat(Validator.validate(spec, right, ANY).valid()).as("%s", right).isTrue();
      }
    }
    assertThat(valid).isGreaterThan(400);
    assertThat(invalid).isGreaterThan(300);
  }

  @Test
  void shouldRefuseEventThatEndsBeforeItBegins() {
    assertThatThrownBy(() -> event(1, "z", 2, 1, action("ZapRoot"), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("before it begins");
  }

  @Test
  void shouldNeedAsFewHiddenStepsAsPossibleToSay() {
    Set<String> observed = new HashSet<>(ALL);
    observed.remove("GetRoot");

    Verdict verdict = validate(observed, event(1, "v0", 0, 1, action("PutRoot", "v0"), 1));

    assertThat(verdict.hiddenSteps()).isEqualTo(1);
  }

  private static Verdict validate(Set<String> observed, LogEvent... events) {
    try (Spec spec = spec()) {
      return Validator.validate(spec, new EventLog("run", observed, List.of(events)), ANY);
    }
  }

  private static Spec spec() {
    return Specs.open(TestSpecs.model("TdpRoot", "TdpRoot"));
  }

  private static LogEvent event(
      int line, String task, long begin, long end, ActionInstance step, int refcount) {
    return new LogEvent(
        line,
        task,
        begin,
        end,
        step.toString(),
        List.of(step),
        List.of(new Fact("refcount", List.of(), Value.of(refcount))));
  }
}
