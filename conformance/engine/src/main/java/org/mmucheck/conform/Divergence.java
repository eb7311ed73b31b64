package org.mmucheck.conform;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.diff.Change;
import org.mmucheck.replay.Schedule;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.subject.Fault;
import org.mmucheck.trace.Trace;

/**
 * Where code and spec part, and a shortest way there.
 *
 * @param kind how
 * @param path the behaviour of the spec that shows it; where the code does not take a step of the
 *     spec, or takes it wrongly, that step is the last
 * @param action the step, or the action that was attempted in the last state; null for the initial
 *     state and for a property
 * @param variable the first variable in which they differ; {@code enabled} if one takes the action
 *     and the other does not, {@code failure} if the code fails, else a property's name
 * @param spec its value in the spec
 * @param code its value in the code
 * @param differences every element that differs, spec before code; empty unless the states differ
 * @param fault what broke down, if that is the difference
 * @param schedule who takes the steps of the path, the attempted action included
 */
public record Divergence(
    Kind kind,
    List<Trace.Step> path,
    @Nullable ActionInstance action,
    String variable,
    String spec,
    String code,
    List<Change> differences,
    @Nullable Fault fault,
    Schedule schedule) {
  public Divergence {
    path = List.copyOf(path);
    differences = List.copyOf(differences);
  }

  /** How code and spec part. */
  public enum Kind {
    /** The spec has an initial state that the code does not start in. */
    INITIAL,
    /** After a step that both take, the code's state is not the spec's. */
    STATE,
    /** The code takes an action that the spec defines, but leaves out of {@code Next}. */
    LEFT_OUT,
    /** The code refuses what the spec enables. */
    REFUSED,
    /** The code takes what the spec disables. */
    ACCEPTED,
    /** The code refuses what the spec disables, but changes something. */
    CHANGED,
    /** The code or its binding breaks down: it throws, or does not come to an end. */
    FAILED,
    /** The code's own verdict on a property is not the spec's. */
    PROPERTY,
    /** The same steps from the same state have not led to the same state. */
    UNREPEATABLE
  }

  /** The number of the step that shows it, or of the state that does. */
  public int step() {
    return path.size() - 1;
  }
}
