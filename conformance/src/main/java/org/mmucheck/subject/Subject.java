package org.mmucheck.subject;

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

  /** Ends every task of the implementation. */
  @Override
  void close();
}
