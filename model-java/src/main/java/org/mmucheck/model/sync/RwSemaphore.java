package org.mmucheck.model.sync;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * {@code struct rw_semaphore}: a sleeping read-write lock. A task may hold it for read several
 * times.
 *
 * <p>Concurrency: {@code guard} protects all fields; nobody keeps it across a wait. If the
 * semaphore is fair, a writer that waits holds back new readers, also those that hold it already: a
 * task that takes it for read twice may so wait for a writer that waits for the task itself.
 */
public final class RwSemaphore {
  private final boolean fair;
  private final boolean writerWaits;
  private final ReentrantLock guard = new ReentrantLock();
  private final Condition changed = guard.newCondition();

  @GuardedBy("guard")
  private final Map<Task, Integer> readers = new HashMap<>(); // how often each holds it

  @GuardedBy("guard")
  private final Set<Task> queued = new HashSet<>();

  @GuardedBy("guard")
  private @Nullable Task writer;

  /**
   * @param fair whether a writer that waits holds back new readers
   * @param writerWaits whether a writer waits for the readers at all
   */
  public RwSemaphore(boolean fair, boolean writerWaits) {
    this.fair = fair;
    this.writerWaits = writerWaits;
  }

  /** Models {@code DownRead}. */
  public void downRead(Task task) {
    task.probe().before(Step.DOWN_READ, this::canRead);
    guard.lock();
    try {
      while (!readable()) {
        changed.awaitUninterruptibly();
      }
      readers.merge(task, 1, Integer::sum);
    } finally {
      guard.unlock();
    }
  }

  /**
   * Models {@code UpRead}.
   *
   * @throws IllegalMonitorStateException if the task does not hold it for read
   */
  public void upRead(Task task) {
    upRead(task, () -> {});
  }

  /**
   * The same, with a look at what the semaphore protects in the same step.
   *
   * @param last runs while the task still holds it
   * @throws IllegalMonitorStateException if the task does not hold it for read
   */
  public void upRead(Task task, Runnable last) {
    task.probe().before(Step.UP_READ);
    guard.lock();
    try {
      last.run();
      Integer held = readers.remove(task);
      if (held == null) {
        throw new IllegalMonitorStateException(task + " does not hold the semaphore for read");
      }
      if (held > 1) {
        readers.put(task, held - 1);
      }
      changed.signalAll();
    } finally {
      guard.unlock();
    }
  }

  /** Models {@code QueueWriter}, if it is fair, and {@code DownWrite}. */
  public void downWrite(Task task) {
    if (fair) {
      task.probe().before(Step.QUEUE_WRITER);
      guard.lock();
      try {
        queued.add(task);
      } finally {
        guard.unlock();
      }
    }
    task.probe().before(Step.DOWN_WRITE, this::canWrite);
    guard.lock();
    try {
      while (!writable()) {
        changed.awaitUninterruptibly();
      }
      queued.remove(task);
      writer = task;
    } finally {
      guard.unlock();
    }
  }

  /**
   * Models {@code UpWrite}.
   *
   * @throws IllegalMonitorStateException if the task does not hold it for write
   */
  public void upWrite(Task task) {
    task.probe().before(Step.UP_WRITE);
    guard.lock();
    try {
      if (writer != task) {
        throw new IllegalMonitorStateException(task + " does not hold the semaphore for write");
      }
      writer = null;
      changed.signalAll();
    } finally {
      guard.unlock();
    }
  }

  /** How often {@code task} holds it for read. */
  public int holds(Task task) {
    guard.lock();
    try {
      return readers.getOrDefault(task, 0);
    } finally {
      guard.unlock();
    }
  }

  /** The task that holds it for write; null if none does. */
  public @Nullable Task writer() {
    guard.lock();
    try {
      return writer;
    } finally {
      guard.unlock();
    }
  }

  /** The writers that wait, if it is fair. */
  public Set<Task> queued() {
    guard.lock();
    try {
      return Set.copyOf(queued);
    } finally {
      guard.unlock();
    }
  }

  private boolean canRead() {
    guard.lock();
    try {
      return readable();
    } finally {
      guard.unlock();
    }
  }

  private boolean canWrite() {
    guard.lock();
    try {
      return writable();
    } finally {
      guard.unlock();
    }
  }

  @GuardedBy("guard")
  private boolean readable() {
    return writer == null && queued.isEmpty();
  }

  @GuardedBy("guard")
  private boolean writable() {
    return writer == null && (!writerWaits || readers.isEmpty());
  }
}
