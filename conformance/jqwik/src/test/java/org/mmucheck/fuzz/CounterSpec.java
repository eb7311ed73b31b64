package org.mmucheck.fuzz;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

/**
 * Three tasks add one to a counter, each with a load and a store. With {@code Locked} no task loads
 * between another's load and store; without, updates get lost.
 */
final class CounterSpec implements Spec {
  static final List<String> VARS = List.of("count", "seen", "pc");
  static final List<String> TASKS = List.of("a", "b", "c");

  private final boolean locked;
  private final List<String> invariants;
  private @Nullable BiFunction<State, ActionInstance, List<State>> override;
  int evaluations;

  CounterSpec(boolean locked, String... invariants) {
    this.locked = locked;
    this.invariants = List.of(invariants);
  }

  /** A model of the counter that must end so. */
  static Model model(Model.Result result, @Nullable String property) {
    return Model.of("Counter", new Source(Path.of("specs"), "Counter", ""))
        .expected(result, property)
        .build();
  }

  /** A spec that answers {@link #next} in another way. */
  CounterSpec answering(BiFunction<State, ActionInstance, List<State>> next) {
    override = next;
    return this;
  }

  static ActionInstance action(String name, String task) {
    return new ActionInstance(name, Map.of("t", Value.of(task)));
  }

  @Override
  public List<String> vars() {
    return VARS;
  }

  @Override
  public Map<String, Value> constants() {
    return Map.of("Locked", Value.of(locked));
  }

  @Override
  public List<State> initialStates() {
    return List.of(new State(VARS, Value.of(0), all(Value.of(0)), all(Value.of("Load"))));
  }

  private static Value all(Value value) {
    Map<Value, Value> function = new TreeMap<>();
    TASKS.forEach(task -> function.put(Value.of(task), value));
    return Value.fcn(function);
  }

  @Override
  public List<ActionInstance> actions() {
    List<ActionInstance> actions = new ArrayList<>();
    for (String name : List.of("Load", "Store")) {
      TASKS.forEach(task -> actions.add(action(name, task)));
    }
    return actions;
  }

  @Override
  public List<State> next(State state, ActionInstance action) {
    evaluations++;
    if (override != null) {
      return override.apply(state, action);
    }
    Value task = action.args().get("t");
    Map<Value, Value> pc = new TreeMap<>(((Value.Fcn) state.value("pc")).entries());
    Map<Value, Value> seen = new TreeMap<>(((Value.Fcn) state.value("seen")).entries());
    if (!pc.get(task).equals(Value.of(action.action()))) {
      return List.of();
    }
    if (action.action().equals("Load")) {
      if (locked && pc.containsValue(Value.of("Store"))) {
        return List.of();
      }
      seen.put(task, state.value("count"));
      pc.put(task, Value.of("Store"));
      return List.of(state.with("seen", Value.fcn(seen)).with("pc", Value.fcn(pc)));
    }
    pc.put(task, Value.of("Done"));
    long stored = ((Value.Int) seen.get(task)).value() + 1;
    return List.of(state.with("count", Value.of(stored)).with("pc", Value.fcn(pc)));
  }

  @Override
  public List<String> invariants() {
    return invariants;
  }

  @Override
  public List<String> properties() {
    return List.of();
  }

  @Override
  public boolean holds(String name, State state) {
    long count = ((Value.Int) state.value("count")).value();
    long done =
        ((Value.Fcn) state.value("pc"))
            .entries().values().stream().filter(Value.of("Done")::equals).count();
    return switch (name) {
      case "CountsStores" -> count == done;
      case "CountIsSmall" -> count <= TASKS.size();
      case "NotAllDone" -> done < TASKS.size();
      case "False" -> false;
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Override
  public void close() {}
}
