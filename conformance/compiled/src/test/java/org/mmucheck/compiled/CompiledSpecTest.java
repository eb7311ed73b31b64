package org.mmucheck.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.compiled.generated.GeneratedModule;
import org.mmucheck.compiled.value.Interner;
import org.mmucheck.graph.CapturedGraph;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.Exploration;
import org.mmucheck.tlc.Specs;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcOptions;
import org.mmucheck.tlc.TlcSession;
import org.mmucheck.tlc.TlcSessions;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.value.ContentHash;
import org.mmucheck.value.Value;

/** What the compiled engine says of one state or one step, beside what TLC says. */
class CompiledSpecTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NotifierFault_precheck_OneFrame",
        "FinerLock_right",
        "SlotsRwsem_rwsem_Deadlock",
        "SpteBits_ad_Refines",
        "MemslotUpdate_V7g-wait"
      })
  void shouldSayWhatTlcSaysOfEachState(String name) throws InterruptedException {
    Model model = EqualityTest.model(name);
    try (TlcSpec tlc = Specs.open(model);
        TlcSpec both = Specs.open(model, new BothEngines())) {
      State from = tlc.initialStates().getFirst();
      for (int i = 0; i < 200; i++) {
        State next = ask(both, from);
        from = next.equals(from) ? tlc.initialStates().getFirst() : next;
      }
    }
  }

  /** Asks everything of a state, and of the steps from it; the state that it led to last. */
  private static State ask(TlcSpec both, State from) {
    State last = from;
    both.stateProperties().forEach(property -> both.holds(property, from));
    for (ActionInstance action : both.actions()) {
      for (State next : both.next(from, action)) {
        both.stepProperties().forEach(property -> both.stepHolds(property, from, next));
        last = (next.hashCode() & 1) == 0 ? next : last;
      }
    }
    return last;
  }

  @Test
  void shouldNotAskTlcForWhatItCompares() {
    Model model = EqualityTest.model("NotifierFault_precheck_OneFrame");
    try (TlcSession session = TlcSessions.open(model)) {
      TlcSpec compiled = CompiledModel.of(session.tree()).spec(new Silent(session.spec()));
      State from = compiled.initialStates().getFirst();
      for (int i = 0; i < 50; i++) {
        from = ask(compiled, from);
      }
    }
  }

  /** Answers nothing of what the compiled engine is asked for. */
  private static final class Silent extends ForwardingSpec {
    Silent(TlcSpec spec) {
      super(spec);
    }

    @Override
    public List<State> next(State state, ActionInstance action) {
      throw new AssertionError("TLC is asked for " + action);
    }

    @Override
    public boolean holds(String name, State state) {
      throw new AssertionError("TLC is asked for " + name);
    }

    @Override
    public boolean stepHolds(String property, State from, State to) {
      throw new AssertionError("TLC is asked for " + property);
    }
  }

  @Test
  void shouldTakeStatesThatItHasNotMade() throws InterruptedException {
    Model model = EqualityTest.model("GuestMap_map-gpc");
    try (Exploration explored = Exploration.of(List.of(model), TlcOptions.oneWorker());
        TlcSpec compiled = Specs.open(model, new CompiledEngine())) {
      CapturedGraph graph = explored.graph();
      for (int state = 0; state < graph.size(); state += 97) {
        State from = graph.state(state);
        for (int t = graph.firstTransition(state); t < graph.firstTransition(state + 1); t++) {
          ActionInstance action = graph.actions().get(graph.label(t));
          assertThat(compiled.next(from, action)).containsExactly(graph.state(graph.target(t)));
        }
      }
    }
  }

  @Test
  void shouldHaveTlcTellWhatHasNoValue() {
    long seed = 0;
    int failed = 0;
    while (failed < 3) {
      Model model = GeneratedModule.of(++seed, true).in(folder, "Failing" + seed);
      failed += told(model) ? 1 : 0;
    }
  }

  /** Whether there is something to tell in the initial state, which both tell alike then. */
  private static boolean told(Model model) {
    try (TlcSpec tlc = Specs.open(model);
        TlcSpec compiled = Specs.open(model, new CompiledEngine())) {
      for (ActionInstance action : tlc.actions()) {
        State from = tlc.initialStates().getFirst();
        try {
          tlc.next(from, action);
        } catch (TlcException said) {
          assertThatThrownBy(() -> compiled.next(from, action))
              .isInstanceOf(TlcException.class)
              .hasMessage(said.getMessage());
          return true;
        }
      }
      return false;
    } catch (TlcException notEven) { // the initial predicate
      return false;
    }
  }

  @Test
  void shouldTellThatTheEnginesDiffer() {
    Model model = EqualityTest.model("SpteBits_ad_Refines");
    try (TlcSpec tlc = Specs.open(model);
        TlcSpec compiled = Specs.open(model, new CompiledEngine())) {
      State first = tlc.initialStates().getFirst();
      ActionInstance enabled =
          tlc.actions().stream()
              .filter(action -> !tlc.next(first, action).isEmpty())
              .findFirst()
              .orElseThrow();
      TlcSpec wrong = new ComparedSpec(tlc, new Contrary(compiled));
      assertThatThrownBy(() -> wrong.next(first, enabled))
          .isInstanceOf(TlcException.class)
          .hasMessageStartingWith("the two engines differ: " + enabled);
      String invariant = tlc.invariants().getFirst();
      assertThatThrownBy(() -> wrong.holds(invariant, first))
          .hasMessage("the two engines differ: %s: TLC true, compiled false", invariant);
      String property = tlc.stepProperties().iterator().next();
      assertThatThrownBy(() -> wrong.stepHolds(property, first, first))
          .hasMessage("the two engines differ: %s: TLC true, compiled false", property);
    }
  }

  /** Has no step, and everything that holds does not. */
  private static final class Contrary extends ForwardingSpec {
    Contrary(TlcSpec spec) {
      super(spec);
    }

    @Override
    public List<State> next(State state, ActionInstance action) {
      return List.of();
    }

    @Override
    public boolean holds(String name, State state) {
      return !tlc.holds(name, state);
    }

    @Override
    public boolean stepHolds(String property, State from, State to) {
      return !tlc.stepHolds(property, from, to);
    }
  }

  @Test
  void shouldUndoWhatPlainValuesDoes() {
    OwnValues own = new OwnValues(new Interner());
    Value set = Value.set(Value.of(3), Value.of(1));
    List<Value> values =
        List.of(
            Value.of(true),
            Value.of(-7),
            Value.of("text"),
            set,
            Value.set(),
            Value.rec(Map.of("b", Value.of(1), "a", set)),
            Value.fcn(Map.of(Value.of(3), Value.of("x"), Value.of(0), Value.of("y"))),
            Value.fcn(Map.of(set, Value.seq(Value.of(1), Value.of(2)))));
    for (Value value : values) {
      assertThat(own.of(value).hash).isEqualTo(ContentHash.of(value));
      assertThat(own.of(value)).isSameAs(own.of(value));
      assertThat(PlainValues.of(own.of(value))).isEqualTo(value);
    }
  }
}
