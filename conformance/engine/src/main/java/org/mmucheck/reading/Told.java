package org.mmucheck.reading;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;

/**
 * A behaviour as a tool wrote it, before the spec has been asked what it means.
 *
 * @param steps the states, at least the initial one
 * @param loop for a lasso, the index of the state that follows the last one
 * @param closing the action that leads to that state; null where the tool does not name it
 */
record Told(
    Trace.Meta meta,
    List<String> vars,
    List<Step> steps,
    OptionalInt loop,
    @Nullable ActionInstance closing) {
  /**
   * One state.
   *
   * @param position where it is in the file
   * @param label the action that led to it, as the tool calls it; null where it does not
   * @param shows whether the file's values can be those of a state
   */
  record Step(String position, @Nullable ActionInstance label, Predicate<State> shows) {}
}
