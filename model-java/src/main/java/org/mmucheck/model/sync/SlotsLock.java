package org.mmucheck.model.sync;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * {@code kvm->slots_lock}: serialises memslot updates, and with them the fast zaps.
 *
 * <p>Concurrency: {@code lock} excludes; {@code holder} mirrors it for lockdep and projections.
 */
public final class SlotsLock {
  private final ReentrantLock lock = new ReentrantLock(true);
  private volatile @Nullable Task holder;
  private final BooleanSupplier free = () -> holder == null;

  /** Models {@code LockSlots}. */
  public void lock(Task task) {
    task.probe().before(Step.LOCK_SLOTS, free);
    lock.lock();
    holder = task;
  }

  /** Models {@code UnlockSlots}. */
  public void unlock(Task task) {
    task.probe().before(Step.UNLOCK_SLOTS);
    holder = null;
    lock.unlock();
  }

  /** Who holds it; exact while every task is parked. */
  public @Nullable Task holder() {
    return holder;
  }
}
