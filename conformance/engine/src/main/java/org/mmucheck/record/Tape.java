package org.mmucheck.record;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmucheck.log.RecordedStep;
import org.mmucheck.value.Value;

/**
 * What one task did.
 *
 * <p>Concurrency: written by the task's thread; others read what it had written by then.
 */
final class Tape {
  private static final RecordedStep UNKEPT =
      new RecordedStep(0, "", List.of(), Map.of(), 0, 0, List.of());

  private final String task;
  private final boolean keeps;
  private final Marks marks;
  private final SplittableRandom random;
  private final Function<String, Map<String, Value>> args;
  private final ConcurrentLinkedQueue<RecordedStep> steps = new ConcurrentLinkedQueue<>();
  private long count; // for the thread itself
  private volatile @Nullable RecordedStep open; // null between two operations

  /**
   * @param keeps whether it keeps steps; otherwise it only counts them
   * @param args the arguments of a step of this task, by the step's name
   */
  Tape(
      String task,
      boolean keeps,
      Marks marks,
      SplittableRandom random,
      Function<String, Map<String, Value>> args) {
    this.task = task;
    this.keeps = keeps;
    this.marks = marks;
    this.random = random;
    this.args = args;
  }

  String task() {
    return task;
  }

  SplittableRandom random() {
    return random;
  }

  /** A step begins that may yet turn out to be refused. */
  void begin(String name, Map<String, Value> arguments) {
    if (!keeps) {
      open = UNKEPT;
      return;
    }
    long mark = marks.draw();
    open = new RecordedStep(0, task, List.of(name), arguments, mark, mark, List.of());
  }

  /** The step that has begun was none. */
  void cancel() {
    open = null;
  }

  /** How many steps have ended; asked by the task's thread. */
  long count() {
    return count;
  }

  /** Whether no step is open. */
  boolean isBetween() {
    return open == null;
  }

  /**
   * The open step is over.
   *
   * @param after what it left of what only this task writes
   */
  void end(List<RecordedStep.Written> after) {
    RecordedStep begun = open;
    if (begun != null) {
      open = null;
      count++;
      if (keeps) {
        steps.add(
            new RecordedStep(
                0, task, begun.actions(), begun.args(), begun.begin(), marks.draw(), after));
      }
    }
  }

  /** The next step of the operation begins. */
  void next(String name) {
    begin(name, keeps ? args.apply(name) : Map.of());
  }

  /** The steps that have ended, in their order. */
  List<RecordedStep> steps() {
    return List.copyOf(steps);
  }

  /** The step that has begun and not ended; null if there is none. */
  @Nullable RecordedStep open() {
    return open;
  }
}
