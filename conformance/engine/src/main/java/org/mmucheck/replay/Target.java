package org.mmucheck.replay;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.GuardedBinding;
import org.mmucheck.value.Value;

/**
 * What a trace is replayed on: an implementation, set up as one model says.
 *
 * @param adapter the implementation of the model's module
 * @param vars the module's variables in the order of their declaration
 * @param constants the model's constants
 * @param actions every action instance of the model
 */
public record Target(
    Adapter adapter, List<String> vars, Map<String, Value> constants, Set<ActionInstance> actions) {
  public Target {
    vars = List.copyOf(vars);
    constants = Map.copyOf(constants);
    actions = Set.copyOf(actions);
  }

  /** The implementation, set up as the model that {@code spec} evaluates. */
  public static Target of(Adapter adapter, Spec spec) {
    return new Target(adapter, spec.vars(), spec.constants(), Set.copyOf(spec.actions()));
  }

  /**
   * The implementation, set up as the model says.
   *
   * @throws org.mmucheck.subject.FaultException if that fails
   */
  public GuardedBinding bind() {
    return GuardedBinding.of(adapter, vars, constants, ActionInstance.names(actions));
  }

  /**
   * This target with another model's design and its own bounds: tasks, sizes and budgets stay, so
   * that a trace of the one design can be tried on the other. A rule of the protocol is a BOOLEAN
   * constant, or a text that names none of the model's tasks: which of several ways it goes; what
   * the other model says of its surroundings in such a constant comes along. The rest are bounds.
   *
   * @param other the other model's constants
   */
  public Target withDesignOf(Map<String, Value> other) {
    Set<Value> named = new HashSet<>();
    Stream.of(constants, other)
        .flatMap(each -> each.values().stream())
        .forEach(
            value -> {
              if (value instanceof Value.SetOf set) {
                named.addAll(set.elements());
              }
            });
    Map<String, Value> merged = new HashMap<>(constants);
    other.forEach(
        (name, value) -> {
          if (value instanceof Value.Bool
              || (value instanceof Value.Text && !named.contains(value))) {
            merged.replace(name, value);
          }
        });
    return new Target(adapter, vars, merged, actions);
  }
}
