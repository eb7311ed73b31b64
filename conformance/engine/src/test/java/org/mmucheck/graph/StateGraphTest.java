package org.mmucheck.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

class StateGraphTest {
  @Test
  void shouldHoldEveryTransitionOfTheSpec() {
    StateGraph graph = StateGraph.of(new Clock(12));

    assertThat(graph.size()).isEqualTo(12);
    assertThat(graph.initialStates()).isEqualTo(1);
    assertThat(graph.transitions()).as("ticks, resets and one self-loop at 0").isEqualTo(24);
  }

  @Test
  void shouldNumberStatesAsTheyAreMet() {
    Clock clock = new Clock(3);
    StateGraph graph = StateGraph.of(clock);

    for (int hour = 0; hour < 3; hour++) {
      assertThat(graph.state(hour)).isEqualTo(clock.at(hour));
      assertThat(graph.find(clock.at(hour))).isEqualTo(hour);
    }
    assertThat(graph.find(clock.at(3))).isEqualTo(-1);
  }

  @Test
  void shouldKeepSelfLoopsAndParallelTransitions() {
    StateGraph graph = StateGraph.of(new Clock(1));

    assertThat(graph.transitions()).isEqualTo(2);
    assertThat(graph.successor(0, 0)).isZero();
    assertThat(graph.successor(0, 1)).isZero();
  }

  @Test
  void shouldGiveTransitionsOfOneState() {
    StateGraph graph = StateGraph.of(new Clock(3));
    StringBuilder seen = new StringBuilder();

    graph.forEachTransition(
        2,
        t ->
            seen.append(graph.actions().get(graph.label(t)))
                .append(" to ")
                .append(graph.target(t))
                .append("; "));

    assertThat(seen).hasToString("Reset to 0; Tick to 0; ");
  }

  @Test
  void shouldGrowBeyondItsFirstTables() {
    int hours = 5_000;
    Clock clock = new Clock(hours);

    StateGraph graph = StateGraph.of(clock);

    assertThat(graph.size()).isEqualTo(hours);
    assertThat(graph.find(clock.at(hours - 1))).isEqualTo(hours - 1);
    assertThat(graph.state(hours - 1)).isEqualTo(clock.at(hours - 1));
  }

  @Test
  void shouldRefuseNumbersOfNoState() {
    StateTable table = new StateTable(List.of("hour"));

    assertThatThrownBy(() -> table.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** Hours of a clock; every state holds values of its own, equal to those of others. */
  private static final class Clock implements Spec {
    private final int hours;

    Clock(int hours) {
      this.hours = hours;
    }

    State at(int hour) {
      return new State(vars(), Value.of(hour), Value.seq(Value.of(hour % 7)));
    }

    @Override
    public List<String> vars() {
      return List.of("hour", "day");
    }

    @Override
    public Map<String, Value> constants() {
      return Map.of();
    }

    @Override
    public List<State> initialStates() {
      return List.of(at(0));
    }

    @Override
    public List<ActionInstance> actions() {
      return List.of(new ActionInstance("Reset", Map.of()), new ActionInstance("Tick", Map.of()));
    }

    @Override
    public List<State> next(State state, ActionInstance action) {
      int hour = Integer.parseInt(state.value(0).toString());
      return List.of(action.action().equals("Reset") ? at(0) : at((hour + 1) % hours));
    }

    @Override
    public List<String> invariants() {
      return List.of();
    }

    @Override
    public List<String> properties() {
      return List.of();
    }

    @Override
    public boolean holds(String name, State state) {
      throw new IllegalArgumentException(name);
    }

    @Override
    public void close() {}
  }
}
