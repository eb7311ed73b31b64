package org.mmucheck.model.sync;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Task;

/**
 * A read-write lock that knows its holders by task, as lockdep does; models {@code rwlock_t}.
 *
 * <p>Concurrency: {@code guard} protects every field; nobody keeps it across a wait. A waiting
 * writer holds back new readers, so neither side starves the other for good. Not reentrant.
 */
public final class TaskRwLock {
  private final boolean writerWaits;
  private final ReentrantLock guard = new ReentrantLock();
  private final Condition changed = guard.newCondition();

  @GuardedBy("guard")
  private final Set<Task> readers = new HashSet<>();

  @GuardedBy("guard")
  private @Nullable Task writer;

  @GuardedBy("guard")
  private int waitingWriters;

  public TaskRwLock() {
    this(true);
  }

  /**
   * @param writerWaits whether a writer waits for the readers; without, the lock excludes only
   *     other writers, and new readers
   */
  public TaskRwLock(boolean writerWaits) {
    this.writerWaits = writerWaits;
  }

  /** Waits until {@code task} holds the lock for read. */
  public void readLock(Task task) {
    guard.lock();
    try {
      while (!readable()) {
        changed.awaitUninterruptibly();
      }
      readers.add(task);
    } finally {
      guard.unlock();
    }
  }

  /**
   * @throws IllegalMonitorStateException if the task does not hold the lock for read
   */
  public void readUnlock(Task task) {
    guard.lock();
    try {
      require(readers.remove(task), task, "read");
      changed.signalAll();
    } finally {
      guard.unlock();
    }
  }

  /** Waits until {@code task} holds the lock for write. */
  public void writeLock(Task task) {
    guard.lock();
    try {
      waitingWriters++;
      while (!writable()) {
        changed.awaitUninterruptibly();
      }
      waitingWriters--;
      writer = task;
    } finally {
      guard.unlock();
    }
  }

  /**
   * @throws IllegalMonitorStateException if the task does not hold the lock for write
   */
  public void writeUnlock(Task task) {
    guard.lock();
    try {
      require(writer == task, task, "write");
      writer = null;
      changed.signalAll();
    } finally {
      guard.unlock();
    }
  }

  /** Whether {@link #readLock} would not wait. */
  public boolean canRead() {
    guard.lock();
    try {
      return readable();
    } finally {
      guard.unlock();
    }
  }

  /** Whether {@link #writeLock} would not wait. */
  public boolean canWrite() {
    guard.lock();
    try {
      return writable();
    } finally {
      guard.unlock();
    }
  }

  /** The task that holds the lock for write; null if none does. */
  public @Nullable Task writer() {
    guard.lock();
    try {
      return writer;
    } finally {
      guard.unlock();
    }
  }

  /** The tasks that hold the lock for read. */
  public List<Task> readers() {
    guard.lock();
    try {
      return new ArrayList<>(readers);
    } finally {
      guard.unlock();
    }
  }

  @GuardedBy("guard")
  private boolean readable() {
    return writer == null && waitingWriters == 0;
  }

  @GuardedBy("guard")
  private boolean writable() {
    return writer == null && (!writerWaits || readers.isEmpty());
  }

  private static void require(boolean held, Task task, String mode) {
    if (!held) {
      throw new IllegalMonitorStateException(task + " does not hold the lock for " + mode);
    }
  }
}
