package org.mmucheck.spec;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmucheck.value.Value;

/**
 * A spec with a model's constants, evaluated step by step by TLC itself. It is the oracle for
 * everything that is not model checking: canonical counterexamples, fuzzing, validation.
 *
 * <p>Not thread safe: one thread evaluates at a time.
 */
public interface Spec extends AutoCloseable {
  /** The variables in the order of their declaration. */
  List<String> vars();

  /** The model's constants by name, as the configuration sets them. */
  Map<String, Value> constants();

  /** The initial states, sorted. */
  List<State> initialStates();

  /** Every action instance of {@code Next}, enabled or not, sorted. */
  List<ActionInstance> actions();

  /** Where an action is written, such as {@code Door.tla:11}; empty if that is not known. */
  default String place(ActionInstance action) {
    return "";
  }

  /** Whether {@code Next} is made of an operator, in whatever model. */
  default boolean isInNext(String operator) {
    return true;
  }

  /** The actions that the module defines, or extends, and that {@code Next} is not made of. */
  default Set<String> leftOutOfNext() {
    return Set.of();
  }

  /**
   * The states that {@code action} leads to from {@code state}: none where it is disabled, one
   * where it is enabled, more if the action is not deterministic given its arguments.
   */
  List<State> next(State state, ActionInstance action);

  /** The invariants that the model's configuration lists, in its order. */
  List<String> invariants();

  /** The temporal properties that the model's configuration lists, in its order. */
  List<String> properties();

  /**
   * Whether the operator {@code name} of the module, a state predicate, holds in {@code state}.
   *
   * @throws IllegalArgumentException if the module has no such operator
   */
  boolean holds(String name, State state);

  @Override
  void close();
}
