package org.mmucheck.model.sync;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.mmucheck.model.Task;

/**
 * Read-copy-update: a callback runs once every read-side section that was open when it was
 * registered has ended.
 *
 * <p>Concurrency: {@code lock} guards all fields and is held for a few instructions, never across a
 * schedule point; it is not what makes RCU right. Who runs the callbacks is the caller's choice:
 * {@link #runReadyCallbacks} from a reclaimer, or {@link Callback#run} for one at a time.
 */
public final class Rcu {
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Set<Task> inside = new HashSet<>();

  @GuardedBy("lock") // in no order, as grace periods end; the readers that each waits for
  private final Map<Callback, Set<Task>> pending = new HashMap<>();

  private final Condition quiet = lock.newCondition();

  @GuardedBy("lock")
  private int running; // callbacks that are no longer pending, and not yet done

  /** {@code rcu_read_lock()}; a task's sections do not nest. */
  public void readLock(Task task) {
    lock.lock();
    try {
      if (!inside.add(task)) {
        throw new IllegalStateException(task + " is inside an RCU read-side section already");
      }
    } finally {
      lock.unlock();
    }
  }

  /** {@code rcu_read_unlock()}. */
  public void readUnlock(Task task) {
    lock.lock();
    try {
      if (!inside.remove(task)) {
        throw new IllegalStateException(task + " is not inside an RCU read-side section");
      }
      pending.values().forEach(waitsFor -> waitsFor.remove(task));
    } finally {
      lock.unlock();
    }
  }

  /** {@code call_rcu()}. */
  public Callback call(Runnable body) {
    lock.lock();
    try {
      Callback callback = new Callback(body);
      pending.put(callback, new HashSet<>(inside));
      return callback;
    } finally {
      lock.unlock();
    }
  }

  /** Runs every callback whose grace period is over. */
  public void runReadyCallbacks() {
    List<Callback> ready;
    lock.lock();
    try {
      ready =
          pending.entrySet().stream()
              .filter(entry -> entry.getValue().isEmpty())
              .map(Map.Entry::getKey)
              .toList();
    } finally {
      lock.unlock();
    }
    ready.forEach(Callback::run);
  }

  /**
   * {@code rcu_barrier()}: waits until no callback is pending or running; also for those that are
   * registered meanwhile, which the kernel's does not.
   */
  public void barrier() {
    lock.lock();
    try {
      while (!isQuiet()) {
        quiet.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether {@link #barrier} would not wait. */
  public boolean isQuiet() {
    lock.lock();
    try {
      return pending.isEmpty() && running == 0;
    } finally {
      lock.unlock();
    }
  }

  /** The tasks inside a read-side section. */
  public Set<Task> readers() {
    lock.lock();
    try {
      return Set.copyOf(inside);
    } finally {
      lock.unlock();
    }
  }

  private void done() {
    lock.lock();
    try {
      running--;
      quiet.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A registered callback, whose grace period waits for readers. */
  public final class Callback {
    private final Runnable body;

    private Callback(Runnable body) {
      this.body = body;
    }

    /** The readers that were inside at registration and still are. */
    public Set<Task> waitsFor() {
      lock.lock();
      try {
        return Set.copyOf(pending.getOrDefault(this, Set.of()));
      } finally {
        lock.unlock();
      }
    }

    /**
     * Runs the callback if its grace period is over and it has not run.
     *
     * @return whether it ran
     */
    public boolean run() {
      lock.lock();
      try {
        Set<Task> waitsFor = pending.get(this);
        if (waitsFor == null || !waitsFor.isEmpty()) {
          return false;
        }
        pending.remove(this);
        running++;
      } finally {
        lock.unlock();
      }
      try {
        body.run();
      } finally {
        done();
      }
      return true;
    }
  }
}
