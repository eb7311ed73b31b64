package org.mmucheck.record;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.log.RecordedStep;
import org.mmucheck.spec.State;

/**
 * What became of a run of free threads.
 *
 * @param steps all steps that ended, by their begin marks
 * @param open steps that never ended: the tasks wait for each other, or for something that does not
 *     come
 * @param last the state in the end; null if tasks were still in the middle of something
 * @param failures what the code threw, by the task that it threw at
 */
public record FreeRun(
    List<RecordedStep> steps,
    List<RecordedStep> open,
    @Nullable State last,
    List<String> failures) {
  /** How many tasks took a step. */
  public int tasks() {
    return (int) steps.stream().map(RecordedStep::task).distinct().count();
  }

  public FreeRun {
    steps = List.copyOf(steps);
    open = List.copyOf(open);
    failures = List.copyOf(failures);
  }
}
