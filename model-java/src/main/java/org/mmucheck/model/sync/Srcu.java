package org.mmucheck.model.sync;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.mmucheck.model.Task;

/**
 * Sleepable read-copy-update, {@code struct srcu_struct}: an updater waits until every read-side
 * section that was open when its grace period began has ended.
 *
 * <p>Concurrency: {@code lock} guards all fields and is held for a few instructions, never across a
 * schedule point. A section that begins later sees what the updater has published, so nobody waits
 * for it.
 */
public final class Srcu {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();

  @GuardedBy("lock")
  private final Map<Task, Integer> inside = new HashMap<>(); // how many sections, one in another

  @GuardedBy("lock")
  private final Map<GracePeriod, Set<Task>> running = new HashMap<>(); // who each waits for

  /** {@code srcu_read_lock()}; sections nest. */
  public void readLock(Task task) {
    lock.lock();
    try {
      inside.merge(task, 1, Integer::sum);
    } finally {
      lock.unlock();
    }
  }

  /**
   * {@code srcu_read_unlock()}.
   *
   * @throws IllegalStateException if the task is not inside a section
   */
  public void readUnlock(Task task) {
    lock.lock();
    try {
      Integer sections = inside.remove(task);
      if (sections == null) {
        throw new IllegalStateException(task + " is not inside an SRCU read-side section");
      }
      if (sections > 1) {
        inside.put(task, sections - 1);
        return; // the outer one goes on
      }
      running.values().forEach(waitsFor -> waitsFor.remove(task));
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The tasks inside a read-side section. */
  public Set<Task> readers() {
    lock.lock();
    try {
      return Set.copyOf(inside.keySet());
    } finally {
      lock.unlock();
    }
  }

  /** A grace period that begins now. */
  public GracePeriod begin() {
    lock.lock();
    try {
      GracePeriod period = new GracePeriod();
      running.put(period, new HashSet<>(inside.keySet()));
      return period;
    } finally {
      lock.unlock();
    }
  }

  /** The readers that one {@code synchronize_srcu()} waits for. */
  public final class GracePeriod {
    private GracePeriod() {}

    /** The readers that were inside when it began and still are. */
    public Set<Task> waitsFor() {
      lock.lock();
      try {
        return Set.copyOf(running.getOrDefault(this, Set.of()));
      } finally {
        lock.unlock();
      }
    }

    /** Whether {@link #await} would not wait. */
    public boolean isOver() {
      return waitsFor().isEmpty();
    }

    /** {@code synchronize_srcu()}: waits until it is over. */
    public void await() {
      lock.lock();
      try {
        while (!running.getOrDefault(this, Set.of()).isEmpty()) {
          left.awaitUninterruptibly();
        }
        running.remove(this);
      } finally {
        lock.unlock();
      }
    }
  }
}
