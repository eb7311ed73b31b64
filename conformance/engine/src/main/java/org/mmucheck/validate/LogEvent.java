package org.mmucheck.validate;

import java.util.List;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;

/**
 * One recorded step: somewhere between its two marks it took effect, at once.
 *
 * @param line where the log says so, counted from 1
 * @param task who took it, as the log names it
 * @param begin a mark from an order that all tasks share, drawn before the step
 * @param end a mark drawn after it; never less than {@code begin}
 * @param said the step as the log says it, for people
 * @param steps the action instances of the spec that it can have been
 * @param after what the step left behind
 */
public record LogEvent(
    int line,
    String task,
    long begin,
    long end,
    String said,
    List<ActionInstance> steps,
    List<Fact> after) {
  public LogEvent {
    if (end < begin) {
      throw new IllegalArgumentException("ends at " + end + ", before it begins at " + begin);
    }
    steps = List.copyOf(steps);
    after = List.copyOf(after);
  }

  /** Whether a state has all that the step left behind. */
  boolean isLeftIn(State state) {
    for (Fact fact : after) {
      if (!fact.holdsIn(state)) {
        return false;
      }
    }
    return true;
  }
}
