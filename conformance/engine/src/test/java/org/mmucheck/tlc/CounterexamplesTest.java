package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.graph.NondeterministicActionException;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;

class CounterexamplesTest {
  @Test
  void shouldFindShortestWayToBreakInvariant() {
    try (TlcSpec spec = open("TdpRoot", "TdpRoot_b")) {
      assertThat(actions(Counterexamples.shortest(spec, "ZapSeesLiveRoot").orElseThrow()))
          .isEqualTo("InvalidateRoot PutMmuRef");
    }
  }

  @Test
  void shouldPreferActionsThatSortFirst() {
    try (TlcSpec spec = open("TdpRoot", "TdpRoot_Reach")) {
      // Either vCPU would do.
      assertThat(actions(Counterexamples.shortest(spec, "ReachHeldWhileInvalid").orElseThrow()))
          .isEqualTo("GetRoot(v0) InvalidateRoot");
    }
  }

  @Test
  void shouldFindNothingWherePropertyHolds() {
    try (TlcSpec spec = open("TdpRoot", "TdpRoot")) {
      assertThat(Counterexamples.shortest(spec, "ZapSeesLiveRoot")).isEmpty();
    }
  }

  @Test
  void shouldBreakAnyPredicateOfTheModule() {
    try (TlcSpec spec = open("TdpRoot", "TdpRoot")) {
      List<Trace.Step> steps =
          Counterexamples.shortest(spec, "ReachHeldWhileInvalid").orElseThrow();

      assertThat(steps.get(0).action()).isNull();
      assertThat(steps.get(0).state()).isEqualTo(spec.initialStates().get(0));
      assertThat(steps).hasSize(3);
    }
  }

  @Test
  void shouldFindDeadlock() {
    try (TlcSpec spec = open("Counter", "CounterDeadlock")) {
      assertThat(actions(Counterexamples.deadlock(spec).orElseThrow())).isEqualTo("Up Up");
    }
    try (TlcSpec spec = open("Counter", "CounterBelow")) {
      assertThat(Counterexamples.deadlock(spec)).isEmpty();
    }
  }

  @Test
  void shouldBreakPropertyOfSteps() {
    try (TlcSpec spec = open("Counter", "CounterForward")) {
      assertThat(actions(Counterexamples.shortest(spec, "Forward").orElseThrow()))
          .isEqualTo("Up Up Back");
    }
  }

  @Test
  void shouldBreakPropertyOfInitialStatesAtOnce() {
    try (TlcSpec spec = open("Counter", "CounterStart")) {
      assertThat(Counterexamples.shortest(spec, "StartsAtOne").orElseThrow()).hasSize(1);
    }
  }

  @Test
  void shouldBreakAlwaysProperty() {
    try (TlcSpec spec = open("Counter", "CounterAlways")) {
      assertThat(actions(Counterexamples.shortest(spec, "AlwaysBelow").orElseThrow()))
          .isEqualTo("Up Up Up");
    }
  }

  @Test
  void shouldRefusePropertyOfInfiniteBehaviours() {
    try (TlcSpec spec = open("Counter", "CounterCycles")) {
      assertThatThrownBy(() -> Counterexamples.shortest(spec, "SettlesAtLimit"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("SettlesAtLimit is broken by infinite behaviours only");
    }
  }

  @Test
  void shouldNameActionThatIsNotDeterministic() {
    try (TlcSpec spec = open("Wild", "WildChoice")) {
      assertThatThrownBy(() -> Counterexamples.deadlock(spec))
          .isInstanceOf(NondeterministicActionException.class)
          .hasMessageStartingWith("Wild.tla:9: Pick(t0) leads to 3 states");
    }
  }

  @Test
  void shouldLabelStatesWithActions() {
    try (TlcSpec spec = open("Counter", "CounterCycles")) {
      State zero = spec.initialStates().get(0);
      State one = spec.next(zero, spec.actions().get(1)).get(0);

      assertThat(actions(Counterexamples.labelled(spec, List.of(zero, one)))).isEqualTo("Up");
      assertThatThrownBy(() -> Counterexamples.labelled(spec, List.of(zero, zero)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("no action leads from");
      assertThatThrownBy(() -> Counterexamples.labelled(spec, List.of(one)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a behaviour begins in an initial state");
    }
  }

  /** One initial state or several, a step that has to be found, and one that is the first. */
  @ParameterizedTest
  @CsvSource({
    "TdpRoot, TdpRoot_b, ZapSeesLiveRoot",
    "TdpRoot, TdpRoot_Reach, ReachHeldWhileInvalid",
    "Counter, CounterBelow, Below"
  })
  void shouldFindTheSameInWhatTlcHasRecorded(String module, String config, String property)
      throws InterruptedException {
    Model model = TestSpecs.model(module, config);
    try (TlcSession session = TlcSessions.open(model)) {
      Captured captured = session.capture(TlcOptions.oneWorker());
      assertThat(captured.graph()).isNull();
      assertThat(
              Counterexamples.shortest(
                  session.spec(),
                  property,
                  Objects.requireNonNull(captured.part()),
                  captured.result().errorTraceLength()))
          .isEqualTo(Counterexamples.shortest(session.spec(), property))
          .isPresent();
    }
  }

  private static TlcSpec open(String module, String config) {
    return Specs.open(TestSpecs.model(module, config));
  }

  private static String actions(List<Trace.Step> steps) {
    return steps.stream()
        .skip(1)
        .map(step -> String.valueOf(step.action()))
        .collect(Collectors.joining(" "));
  }
}
