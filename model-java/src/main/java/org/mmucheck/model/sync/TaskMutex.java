package org.mmucheck.model.sync;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Task;

/**
 * A mutex that knows its owner by task; models {@code struct mutex}.
 *
 * <p>Concurrency: {@code guard} protects the owner; nobody keeps it across a wait.
 */
public final class TaskMutex {
  private final ReentrantLock guard = new ReentrantLock();
  private final Condition released = guard.newCondition();

  @GuardedBy("guard")
  private @Nullable Task owner;

  /** Waits until {@code task} owns the mutex. */
  public void lock(Task task) {
    guard.lock();
    try {
      while (owner != null) {
        released.awaitUninterruptibly();
      }
      owner = task;
    } finally {
      guard.unlock();
    }
  }

  /**
   * @throws IllegalMonitorStateException if the task does not own the mutex
   */
  public void unlock(Task task) {
    guard.lock();
    try {
      if (owner != task) {
        throw new IllegalMonitorStateException(task + " does not own the mutex");
      }
      owner = null;
      released.signal();
    } finally {
      guard.unlock();
    }
  }

  /** Whether {@link #lock} would not wait. */
  public boolean isFree() {
    return owner() == null;
  }

  /** The task that owns the mutex; null if none does. */
  public @Nullable Task owner() {
    guard.lock();
    try {
      return owner;
    } finally {
      guard.unlock();
    }
  }
}
