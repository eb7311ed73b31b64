package org.mmucheck.kvm;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Task;
import org.mmucheck.sched.Actor;

/**
 * A task of a model on its actor: how often it may still start something, and what it is about.
 *
 * @param <T> what it has in hand while it runs
 */
class Worker<T> {
  /**
   * What a worker begins with.
   *
   * @param isEndless the budget, if there is one at all, is never used up
   */
  record Seat(Actor actor, Task task, int budget, boolean isEndless) {}

  private final Actor actor;
  private final Task task;
  private final boolean isEndless;
  private int left;
  private volatile boolean busy;
  private volatile @Nullable T inHand;

  Worker(Seat seat) {
    this.actor = seat.actor();
    this.task = seat.task();
    this.isEndless = seat.isEndless();
    this.left = seat.budget();
  }

  final Actor actor() {
    return actor;
  }

  final Task task() {
    return task;
  }

  final String name() {
    return task.name();
  }

  final int left() {
    return left;
  }

  final @Nullable T inHand() {
    return inHand;
  }

  /** Whether it is between two operations. */
  final boolean isIdle() {
    return actor.isIdle() && !busy;
  }

  /** Told of a task that runs on a thread of its own, not on its actor. */
  final void setBusy(boolean running) {
    busy = running;
  }

  /** Whether the task, idle, will start nothing more. */
  boolean isDone() {
    return left == 0 && inHand == null;
  }

  final void spend() {
    if (!isEndless) {
      left--;
    }
  }

  final void take(T thing) {
    inHand = thing;
  }

  final void drop() {
    inHand = null;
  }

  /** Spends, takes {@code thing}, and returns the operation on it, which drops it in the end. */
  final Runnable begin(T thing, Consumer<T> operation) {
    spend();
    take(thing);
    return () -> {
      operation.accept(thing);
      drop();
    };
  }

  /** Spends, and returns an operation with nothing in hand. */
  final Runnable begin(Runnable operation) {
    spend();
    return operation;
  }
}
