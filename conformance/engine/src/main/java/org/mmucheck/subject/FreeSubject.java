package org.mmucheck.subject;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

/**
 * An implementation whose tasks run on threads of their own, held back by nothing but its locks.
 * Each tells a {@link StepListener} of its steps.
 *
 * <p>Concurrency: who runs it gives each task one thread; {@link #command} and {@link #environment}
 * are called by that of the task that the action names, or by any if it names none, and no two
 * {@code command}s overlap up to the first step of what they return.
 */
public interface FreeSubject {
  /** The tasks that operations can be started on, by name. */
  List<String> tasks();

  /** What the tasks that only serve the others do, by name, until {@link #stop}. */
  Map<String, Runnable> servants();

  /** Whether the action starts an operation; otherwise it is one of the environment's. */
  boolean isCommand(ActionInstance action);

  /**
   * The operation that {@code action} starts.
   *
   * @return null if it is refused; then nothing has changed
   */
  @Nullable Runnable command(ActionInstance action);

  /**
   * Takes an action of the environment.
   *
   * @return false if it is refused; then nothing has changed
   */
  boolean environment(ActionInstance action);

  /** Whether the task, idle, will start nothing more: its budget is used up. */
  boolean isDone(String task);

  /** The task begins or ends an operation: what asks whether it is idle gets to know. */
  void setBusy(String task, boolean busy);

  /** The servants end once they have no work left. */
  void stop();

  /**
   * What only {@code task} writes, by variable: its entry there. Called by its own thread.
   *
   * @return exact, whatever other tasks do
   */
  Map<String, Value> own(String task);

  /** The implementation's state while no task runs, projected to the spec's variables. */
  State state();
}
