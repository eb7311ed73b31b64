package org.mmucheck.fuzz;

/** How a schedule fails. All but the first are divergences of code and spec. */
public enum Failure {
  /** Code and spec agree on a state or a step that a property forbids. */
  BROKEN_PROPERTY,
  /** The code starts in a state that is not initial in the spec. */
  WRONG_INITIAL_STATE,
  /** The code refuses an action that the spec enables. */
  REFUSED,
  /** The code takes an action that the spec disables. */
  ACCEPTED,
  /** The code refuses an action, as it must, but its state changes. */
  CHANGED_IN_REFUSAL,
  /** The code takes an action to another state than the spec. */
  WRONG_STATE,
  /** The code throws. */
  THROWN
}
