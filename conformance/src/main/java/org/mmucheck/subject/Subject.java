package org.mmucheck.subject;

import java.util.List;
import java.util.Optional;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;

/** An implementation under test that can be driven one spec action at a time. */
public interface Subject extends AutoCloseable {
  /** The implementation's state, projected to the spec's variables. */
  State state();

  /**
   * Takes the step that {@code action} names, to its end.
   *
   * @return false if the implementation refuses it here; then nothing has changed
   * @throws IllegalArgumentException if the implementation has no step of that name
   */
  boolean tryStep(ActionInstance action);

  /**
   * Whether the action's task is not where it could take it, so that {@link #tryStep} would refuse
   * without asking the code under test.
   */
  default boolean isElsewhere(ActionInstance action) {
    return false;
  }

  /**
   * The objects from which everything can be reached that later steps depend on: the implementation
   * and its tasks. What an adapter keeps for itself, such as the spec's names, may be left out.
   */
  default List<Object> implementation() {
    return List.of(this);
  }

  /** The code's own verdict on a property of the spec, now; empty if the code has none. */
  default Optional<Boolean> holds(String property) {
    return Optional.empty();
  }

  /** Ends every task of the implementation. */
  @Override
  void close();
}
