package org.mmucheck.model.sync;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * {@code kvm->mmu_lock}: a fair read-write lock that knows its holders, as lockdep does, and
 * whether somebody waits, as {@code rwlock_needbreak()} does.
 *
 * <p>Concurrency: {@code lock} excludes; {@code writer} and {@code readers} only mirror it. They
 * are written by the holder while it holds the lock, so they are exact for the holder itself and,
 * while every task is parked, for everybody. A lock whose writers do not wait for readers is what a
 * mistake in a queued read-write lock comes to: {@code gate} then keeps out other writers and new
 * readers, and nobody looks at those that are in.
 */
public final class MmuLock {
  private final boolean writerWaits;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
  private final ReentrantLock gate = new ReentrantLock();
  private final ConcurrentHashMap.KeySetView<Task, Boolean> readers = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Task writer;
  private final BooleanSupplier canWrite;
  private final BooleanSupplier canRead = () -> writer == null;

  public MmuLock() {
    this(true);
  }

  /**
   * @param writerWaits whether a writer waits until the readers are gone
   */
  public MmuLock(boolean writerWaits) {
    this.writerWaits = writerWaits;
    this.canWrite = () -> writer == null && (!writerWaits || readers.isEmpty());
  }

  /** Takes the lock for write. Models {@code WriteLock}. */
  public void writeLock(Task task) {
    task.probe().before(Step.WRITE_LOCK, canWrite);
    acquire(task, false);
  }

  /** Takes the lock for read. Models {@code ReadLock}. */
  public void readLock(Task task) {
    task.probe().before(Step.READ_LOCK, canRead);
    acquire(task, true);
  }

  /** Takes the lock in the mode that {@code shared} says. */
  public void lock(Task task, boolean shared) {
    if (shared) {
      readLock(task);
    } else {
      writeLock(task);
    }
  }

  /** Releases the lock. Models {@code UnlockMmu}. */
  public void unlock(Task task) {
    task.probe().before(Step.UNLOCK_MMU);
    release(task);
  }

  /**
   * Takes the lock again after a yield, in the mode it was held in. Models {@code RetakeMmuLock}.
   */
  public void retake(Task task, boolean shared) {
    task.probe().before(Step.RETAKE_MMU_LOCK, shared ? canRead : canWrite);
    acquire(task, shared);
  }

  /**
   * Releases the lock in the middle of the caller's step; {@link #retake} follows.
   *
   * @return whether it was held for read
   */
  public boolean release(Task task) {
    if (writer == task) {
      writer = null;
      (writerWaits ? lock.writeLock() : gate).unlock();
      return false;
    }
    if (!readers.remove(task)) {
      throw new IllegalStateException(task + " releases mmu_lock, which it does not hold");
    }
    if (writerWaits) {
      lock.readLock().unlock();
    }
    return true;
  }

  /** Whether somebody waits for the lock. */
  public boolean isContended() {
    return lock.hasQueuedThreads();
  }

  public boolean isHeldForWrite(Task task) {
    return writer == task;
  }

  /** Who holds it for write; exact while every task is parked. */
  public @Nullable Task writer() {
    return writer;
  }

  /** Who holds it for read; exact while every task is parked. */
  public Set<Task> readers() {
    return Set.copyOf(readers);
  }

  private void acquire(Task task, boolean shared) {
    if (!writerWaits) {
      pass(task, shared);
    } else if (shared) {
      lock.readLock().lock();
      readers.add(task);
    } else {
      lock.writeLock().lock();
      writer = task;
    }
  }

  private void pass(Task task, boolean shared) {
    gate.lock();
    if (shared) {
      readers.add(task);
      gate.unlock();
    } else {
      writer = task;
    }
  }
}
