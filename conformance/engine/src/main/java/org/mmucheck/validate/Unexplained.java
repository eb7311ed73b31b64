package org.mmucheck.validate;

import java.util.List;
import org.mmucheck.trace.Trace;

/**
 * The event that no state of the set can do.
 *
 * @param event the event
 * @param states how many states were consistent with everything before it
 * @param nearest what comes nearest to it in the spec, one sentence each
 * @param allowed what the spec allows the event's task to do in one of these states
 * @param lastSteps the last steps of one behaviour that explains what comes before
 */
public record Unexplained(
    LogEvent event,
    int states,
    List<String> nearest,
    List<String> allowed,
    List<Trace.Step> lastSteps) {
  public Unexplained {
    nearest = List.copyOf(nearest);
    allowed = List.copyOf(allowed);
    lastSteps = List.copyOf(lastSteps);
  }
}
