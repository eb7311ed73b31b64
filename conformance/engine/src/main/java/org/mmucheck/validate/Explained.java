package org.mmucheck.validate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;

/**
 * A spec state that explains a part of the log: the state, which of the open events have been taken
 * on the way to it, and one way there.
 *
 * @param taken a bit for each open event that is among the steps so far
 * @param before null for an initial state
 * @param action the last step; null for an initial state
 * @param event the event that the last step was; null for a hidden one
 */
record Explained(
    State state,
    long taken,
    @Nullable Explained before,
    @Nullable ActionInstance action,
    @Nullable LogEvent event) {

  /** What decides how the log can go on. */
  record Key(State state, long taken) {}

  Key key() {
    return new Key(state, taken);
  }

  Explained without(long bit) {
    return new Explained(state, taken & ~bit, before, action, event);
  }

  /** Its last steps, the first of them without its action. */
  List<Trace.Step> lastSteps(int most) {
    Deque<Trace.Step> steps = new ArrayDeque<>();
    Explained at = this;
    while (at.before != null && steps.size() < most) {
      steps.addFirst(new Trace.Step(at.action, at.state));
      at = at.before;
    }
    steps.addFirst(new Trace.Step(null, at.state));
    return new ArrayList<>(steps);
  }
}
