package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.graph.NondeterministicActionException;
import org.mmucheck.graph.StateGraph;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

class SpecsTest {
  @Test
  void shouldOfferVariablesConstantsAndPropertiesInTheirOrder() {
    try (TlcSpec spec = open("TdpRoot", "TdpRoot")) {
      assertThat(spec.vars()).containsExactly("refcount", "invalid", "loaded", "zapper");
      assertThat(spec.constants())
          .containsExactly(
              Map.entry("Vcpu", Value.set(Value.of("v0"), Value.of("v1"))),
              Map.entry("PutAfterZap", Value.of(true)));
      assertThat(spec.invariants())
          .containsExactly("TypeOK", "ZapSeesLiveRoot", "RefcountHasOwners");
      assertThat(spec.properties()).containsExactly("InvalidRootIsFreed");
      assertThat(spec.temporalProperties()).containsExactly("InvalidRootIsFreed");
      assertThat(spec.checksDeadlock()).isFalse();
    }
  }

  @Test
  void shouldOfferEveryActionInstanceSortedWithItsArguments() {
    try (TlcSpec spec = open("TdpRoot", "TdpRoot")) {
      assertThat(spec.actions())
          .extracting(ActionInstance::toString)
          .containsExactly(
              "GetRoot(v0)",
              "GetRoot(v1)",
              "InvalidateRoot",
              "PutMmuRef",
              "PutRoot(v0)",
              "PutRoot(v1)",
              "ZapRoot");
      assertThat(spec.actions().get(1).args()).containsExactly(Map.entry("v", Value.of("v1")));
    }
  }

  @Test
  void shouldTakeEnabledActionAndRefuseDisabledOne() {
    try (TlcSpec spec = open("TdpRoot", "TdpRoot")) {
      State initial = spec.initialStates().get(0);
      ActionInstance get = action(spec, "GetRoot(v0)");

      List<State> next = spec.next(initial, get);
      assertThat(next)
          .containsExactly(
              initial.with("refcount", Value.of(2)).with("loaded", Value.set(Value.of("v0"))));
      assertThat(spec.next(next.get(0), get)).as("v0 holds the root already").isEmpty();
    }
  }

  @Test
  void shouldTakeStatesFromElsewhere() {
    try (TlcSpec spec = open("TdpRoot", "TdpRoot")) {
      State made =
          new State(
              List.of("refcount", "invalid", "loaded", "zapper"),
              Value.of(1),
              Value.of(true),
              Value.set(),
              Value.seq(Value.of("put")));

      assertThat(spec.next(made, action(spec, "PutMmuRef")))
          .containsExactly(made.with("refcount", Value.of(0)).with("zapper", Value.seq()));
      assertThat(spec.holds("RefcountHasOwners", made)).isTrue();
      assertThat(spec.holds("RefcountHasOwners", made.with("refcount", Value.of(2)))).isFalse();
      assertThat(spec.holds("Freed", made)).as("an operator that is no invariant").isFalse();
    }
  }

  @Test
  void shouldRefuseQuestionsTheSpecCannotAnswer() {
    try (TlcSpec spec = open("TdpRoot", "TdpRoot")) {
      State initial = spec.initialStates().get(0);

      assertThatThrownBy(() -> spec.holds("NoSuch", initial))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the module TdpRoot has no operator NoSuch");
      assertThatThrownBy(() -> spec.holds("InvalidRootIsFreed", initial))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("InvalidRootIsFreed is no state predicate");
      assertThatThrownBy(() -> spec.holds("vars", initial))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is no state predicate");
      assertThatThrownBy(() -> spec.next(initial, new ActionInstance("Fly", Map.of())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the spec has no action Fly");
      assertThatThrownBy(
              () -> spec.next(initial.with("refcount", Value.of(1L << 40)), spec.actions().get(0)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("32 bit");
    }
  }

  @Test
  void shouldKeepEveryKindOfValueExactly() {
    try (TlcSpec spec = open("Shapes", "Shapes")) {
      State initial = spec.initialStates().get(0);

      assertThat(initial.value("number")).isEqualTo(Value.of(-3));
      assertThat(initial.value("flag")).isEqualTo(Value.of(false));
      assertThat(initial.value("tuple"))
          .isEqualTo(Value.seq(Value.of(1), Value.seq(), Value.of("x")));
      assertThat(initial.value("record"))
          .isEqualTo(Value.rec(Map.of("kind", Value.of("none"), "at", Value.seq())));
      assertThat(initial.value("perTask"))
          .isEqualTo(Value.fcn(Map.of(Value.of("t0"), Value.of(0), Value.of("t1"), Value.of(0))));
      assertThat(initial.value("sparse"))
          .isEqualTo(
              Value.fcn(
                  Map.of(
                      Value.of(0), Value.set(Value.of(0)), Value.of(2), Value.set(Value.of(2)))));
      assertThat(initial.value("set"))
          .isEqualTo(Value.set(Value.set(), Value.set(Value.of(1), Value.of(2))));
      assertThat(initial.value("mixed"))
          .as("a function on strings is a record, one on 1..n a sequence")
          .isEqualTo(
              Value.rec(
                  Map.of(
                      "a", Value.seq(Value.of(-1), Value.of(-2)),
                      "b", Value.seq(Value.of(-1), Value.of(-2)))));
      assertThat(spec.constants().get("Offset"))
          .as("a substituted operator")
          .isEqualTo(Value.of(3));
      assertThat(spec.initialStates()).as("one for each task, sorted").hasSize(2);
    }
  }

  @Test
  void shouldGiveSameSuccessorsForStatesBuiltAnew() {
    try (TlcSpec spec = open("Shapes", "Shapes");
        TlcSpec other = open("Shapes", "Shapes")) {
      // Every state of one copy of TLC, handed to another copy that has never seen its values.
      StateGraph graph = StateGraph.of(spec);
      for (int i = graph.size() - 1; i >= 0; i--) {
        State state = graph.state(i);
        for (int label = 0; label < graph.actions().size(); label++) {
          int successor = graph.successor(i, label);
          assertThat(other.next(state, graph.actions().get(label)))
              .isEqualTo(successor < 0 ? List.of() : List.of(graph.state(successor)));
        }
      }
      assertThat(graph.size()).isGreaterThan(50);
    }
  }

  @Test
  void shouldJoinDisjunctsOfOneAction() {
    try (TlcSpec spec = open("Shapes", "Shapes")) {
      assertThat(spec.actions())
          .extracting(ActionInstance::toString)
          .containsExactly(
              "Flip",
              "Grow(t0, 1)",
              "Grow(t0, 2)",
              "Grow(t1, 1)",
              "Grow(t1, 2)",
              "Hand(t0)",
              "Hand(t1)");
      State flipped = spec.next(spec.initialStates().get(0), action(spec, "Flip")).get(0);
      assertThat(spec.next(flipped, action(spec, "Hand(t0)")).get(0).value("word"))
          .as("the second disjunct")
          .isEqualTo(Value.of("kept"));
      assertThat(spec.next(flipped, action(spec, "Hand(t1)")).get(0).value("task"))
          .as("the first disjunct")
          .isEqualTo(Value.of("t1"));
    }
  }

  @Test
  void shouldMindNoStringsOfStandardModules() {
    try (TlcSpec spec = open("StandardText", "StandardText")) {
      assertThat(spec.initialStates()).hasSize(1);
    }
  }

  @Test
  void shouldEvaluatePropertiesOfSteps() {
    try (TlcSpec spec = open("Shapes", "Shapes")) {
      State from = spec.initialStates().get(0);

      assertThat(spec.stepProperties()).containsExactly("StepsForward");
      assertThat(spec.stepHolds("StepsForward", from, from.with("number", Value.of(-2)))).isTrue();
      assertThat(spec.stepHolds("StepsForward", from, from.with("number", Value.of(-4)))).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Wild|WildDynamic|75|Wild.tla: line 11, column 16: this part of the next-state relation"
            + " NextDynamic is no named action",
        "Wild|WildMixed|75|Wild.tla: line 12, column 44: this part of the next-state relation"
            + " NextMixed is no named action",
        "Wild|WildState|75|Wild.tla: line 15, column 41: the argument t of Take depends on the"
            + " state",
        "SharedText|SharedText|151|SharedText.tla: line 5, column 14: the string \"t1\" is also a"
            + " model value",
        "Counter|CounterConstraint|151|CounterConstraint.cfg: CONSTRAINT",
        "Counter|CounterAssumption|10|Counter.tla: Assumption line 5, col 19",
        "Counter|CounterMissingConstant|151|CounterMissingConstant.cfg: The constant parameter Fair"
            + " is not assigned a value",
        "Counter|CounterConfigSyntax|151|CounterConfigSyntax.cfg: TLC found an error in the"
            + " configuration file at line 2",
        "Counter|CounterNoSuchInvariant|151|CounterNoSuchInvariant.cfg: The invariant Belwo",
        "LexicalError|LexicalError|150|LexicalError.tla: line 4, column 12: Encountered: \"*\"",
        "SyntaxError|SyntaxError|150|SyntaxError.tla: line 4, column 1: Encountered",
        "UnknownName|UnknownName|150|UnknownName.tla: line 3, col 13 to line 3, col 16 of module"
            + " UnknownName Unknown operator: `Zero'."
      })
  void shouldRefuseSpecThatIsNoOracle(String module, String config, int exitCode, String message) {
    assertThatThrownBy(() -> open(module, config))
        .isInstanceOf(TlcException.class)
        .hasMessageStartingWith(message)
        .satisfies(e -> assertThat(((TlcException) e).exitCode()).isEqualTo(exitCode))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void shouldNameActionThatIsNotDeterministic() {
    try (TlcSpec spec = open("Wild", "WildChoice")) {
      assertThat(spec.next(spec.initialStates().get(0), action(spec, "Pick(t0)"))).hasSize(3);
      assertThatThrownBy(() -> StateGraph.of(spec))
          .isInstanceOf(NondeterministicActionException.class)
          .hasMessage(
              "Wild.tla:9: Pick(t0) leads to 3 states, which differ in held; make the choice a"
                  + " parameter of the action");
    }
  }

  @Test
  void shouldNameActionThatLeavesVariableOpen() {
    try (TlcSpec spec = open("Wild", "WildPartial")) {
      assertThatThrownBy(() -> spec.next(spec.initialStates().get(0), action(spec, "Forget(t0)")))
          .isInstanceOf(TlcException.class)
          .hasMessage("Wild.tla: Forget(t0) does not say what becomes of last");
    }
  }

  @Test
  void shouldSayWhatCannotBeEvaluated() {
    try (TlcSpec spec = open("Counter", "CounterBroken")) {
      assertThatThrownBy(() -> spec.holds("Broken", spec.initialStates().get(0)))
          .isInstanceOf(TlcException.class)
          .hasMessageStartingWith("Counter.tla: Broken: The second argument of < should be");
    }
  }

  @Test
  void shouldKeepTwoSpecsApart() {
    List<String> seen = new ArrayList<>();
    try (TlcSpec right = open("TdpRoot", "TdpRoot");
        TlcSpec wrong = open("TdpRoot", "TdpRoot_b")) {
      for (TlcSpec spec : List.of(right, wrong, right)) {
        State next = spec.next(spec.initialStates().get(0), action(spec, "InvalidateRoot")).get(0);
        seen.add(next.value("zapper").toString());
      }
    }
    assertThat(seen).containsExactly("<<zap, put>>", "<<put, zap>>", "<<zap, put>>");
  }

  private static TlcSpec open(String module, String config) {
    return Specs.open(TestSpecs.model(module, config));
  }

  private static ActionInstance action(TlcSpec spec, String name) {
    return spec.actions().stream().filter(a -> a.toString().equals(name)).findFirst().orElseThrow();
  }
}
