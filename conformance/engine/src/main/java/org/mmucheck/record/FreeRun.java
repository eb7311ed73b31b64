package org.mmucheck.record;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.log.RecordedStep;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Fault;

/**
 * What became of a run of free threads.
 *
 * @param steps all steps that ended, by their begin marks
 * @param open steps that never ended: the tasks wait for each other, or for something that does not
 *     come
 * @param last the state in the end; null if tasks were still in the middle of something
 * @param failures what the code threw
 * @param unended where tasks stand that have not ended
 */
public record FreeRun(
    List<RecordedStep> steps,
    List<RecordedStep> open,
    @Nullable State last,
    List<Failure> failures,
    List<Failure> unended) {
  /**
   * What broke down, or does not come to an end.
   *
   * @param task that it happened to
   */
  public record Failure(String task, Fault fault) {
    /** One line, without the stack. */
    @Override
    public String toString() {
      return task + ": " + fault.what();
    }
  }

  /** How many tasks took a step. */
  public int tasks() {
    return (int) steps.stream().map(RecordedStep::task).distinct().count();
  }

  public FreeRun {
    steps = List.copyOf(steps);
    open = List.copyOf(open);
    failures = List.copyOf(failures);
    unended = List.copyOf(unended);
  }
}
