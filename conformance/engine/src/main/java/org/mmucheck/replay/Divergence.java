package org.mmucheck.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.diff.Change;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.subject.Fault;

/**
 * Where code and spec part.
 *
 * @param kind how
 * @param step the number of the step; 0 is the initial state
 * @param of the number of the last step
 * @param action the step; null for the initial state
 * @param variable the first variable, in the order of declaration, in which they differ; {@code
 *     enabled} if the code refuses the step, {@code failure} if it fails in it
 * @param spec that variable's value in the trace
 * @param code its value in the code
 * @param differences every element that differs, spec before code; empty unless the states differ
 * @param fault what broke down, if that is how they part
 * @param schedule the steps up to and including this one
 */
public record Divergence(
    Kind kind,
    int step,
    int of,
    @Nullable ActionInstance action,
    String variable,
    String spec,
    String code,
    List<Change> differences,
    @Nullable Fault fault,
    Schedule schedule) {

  /** How code and spec part. */
  public enum Kind {
    /** The code's state after the step is not the trace's. */
    STATE,
    /** The code does not take the step. */
    REFUSED,
    /** The code or its binding breaks down: it throws, or does not come to an end. */
    FAILED
  }
}
