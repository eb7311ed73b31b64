package org.mmucheck.model.mmu;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * {@code kvm->arch.tdp_mmu_zap_wq}: roots that wait for a kworker.
 *
 * <p>Concurrency: {@code lock} guards all fields. {@link #flush} waits until no item is queued or
 * under way; items that are queued while it waits prolong it, which flush_workqueue() avoids.
 */
public final class ZapWorkqueue {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final Deque<TdpRoot> queue = new ArrayDeque<>();

  private final BooleanSupplier hasWork = () -> !queued().isEmpty();
  private final BooleanSupplier isIdle = this::idle;

  @GuardedBy("lock")
  private int running;

  @GuardedBy("lock")
  private boolean destroyed;

  /**
   * {@code queue_work()}.
   *
   * @return false if the item is queued already; then nothing happens
   */
  boolean queue(TdpRoot root) {
    lock.lock();
    try {
      if (queue.contains(root)) {
        return false;
      }
      queue.add(root);
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for an item and takes it. Models {@code ProcessWork}.
   *
   * @return null once the queue is destroyed
   */
  @Nullable TdpRoot take(Task worker) {
    worker.probe().before(Step.PROCESS_WORK, hasWork);
    lock.lock();
    try {
      while (queue.isEmpty() && !destroyed) {
        changed.awaitUninterruptibly();
      }
      TdpRoot root = queue.poll();
      if (root != null) {
        running++;
      }
      return root;
    } finally {
      lock.unlock();
    }
  }

  /** The item that {@link #take} gave is done. */
  void done() {
    lock.lock();
    try {
      running--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no item is queued or under way. Models {@code FlushWorkqueue}. */
  void flush(Task task) {
    task.probe().before(Step.FLUSH_WORKQUEUE, isIdle);
    lock.lock();
    try {
      while (!idle()) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** {@code destroy_workqueue()}: the workers end once no item is left. */
  public void destroy() {
    lock.lock();
    try {
      destroyed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The roots that wait, in order. */
  public List<TdpRoot> queued() {
    lock.lock();
    try {
      return List.copyOf(queue);
    } finally {
      lock.unlock();
    }
  }

  private boolean idle() {
    lock.lock();
    try {
      return queue.isEmpty() && running == 0;
    } finally {
      lock.unlock();
    }
  }
}
