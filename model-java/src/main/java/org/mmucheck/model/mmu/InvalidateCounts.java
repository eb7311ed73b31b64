package org.mmucheck.model.mmu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the VM knows of the primary MM's invalidations: {@code mmu_invalidate_seq}, {@code
 * mmu_invalidate_in_progress} and {@code mn_active_invalidate_count}.
 *
 * <p>Concurrency: {@code seq} and {@code inProgress} are written with mmu_lock held for write. A
 * reader that holds mmu_lock sees them settled; one that does not reads {@code inProgress} before
 * {@code seq} and so sees the open invalidation or the new {@code seq}, for the end raises {@code
 * seq} first. {@code active} encloses both. It is written under {@code mnInvalidateLock}, under
 * which an update of the memslots also tests it and swaps them: so no invalidation that has begun
 * sees other memslots before it ends. Nobody keeps that lock across a wait, and an invalidation
 * never waits for an update, so endless invalidations may starve one.
 */
public final class InvalidateCounts {
  private final AtomicLong seq = new AtomicLong();
  private final AtomicInteger inProgress = new AtomicInteger();
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicLong ended = new AtomicLong();
  private final ReentrantLock mnInvalidateLock = new ReentrantLock();
  private final Condition memslotsUpdate = mnInvalidateLock.newCondition();
  private volatile long seqWrap = Long.MAX_VALUE;
  private volatile long seqFirst;

  /** How many invalidations have ended; later reads are not moved before this one. */
  public long seqAcquire() {
    return seq.getAcquire();
  }

  /** How many invalidations are open; later reads are not moved before this one. */
  public int inProgressAcquire() {
    return inProgress.getAcquire();
  }

  /** How many invalidations are open, from before their first effect to after their last. */
  public int activeAcquire() {
    return active.getAcquire();
  }

  /** How many invalidations have ended, of memslots or not; counted only for caches by hva. */
  public long endedAcquire() {
    return ended.getAcquire();
  }

  /**
   * Makes seq wrap, as an unsigned long does in the kernel, but earlier; before any task runs.
   *
   * @param wrap the number after the largest
   * @param first the number that takes its place: 0, or 1 where 0 shall mean that no invalidation
   *     has ended yet
   */
  public void wrapSeqAt(long wrap, long first) {
    seqWrap = wrap;
    seqFirst = first;
  }

  /**
   * Has seq begin at {@code first}, as if that many invalidations had ended; before any task runs.
   */
  public void beginSeqAt(long first) {
    seq.set(first);
  }

  void raiseEnded() {
    ended.getAndIncrement();
  }

  void raiseActive() {
    mnInvalidateLock.lock();
    try {
      active.getAndIncrement();
    } finally {
      mnInvalidateLock.unlock();
    }
  }

  /** The last one wakes the update that waits: {@code mn_memslots_update_rcuwait}. */
  void lowerActive() {
    mnInvalidateLock.lock();
    try {
      if (active.decrementAndGet() == 0) {
        memslotsUpdate.signalAll();
      }
    } finally {
      mnInvalidateLock.unlock();
    }
  }

  /**
   * Runs {@code swap} under {@code mn_invalidate_lock}.
   *
   * @param waitForNone whether it waits until no invalidation is active
   */
  void swapMemslots(boolean waitForNone, Runnable swap) {
    mnInvalidateLock.lock();
    try {
      while (waitForNone && active.get() != 0) {
        memslotsUpdate.awaitUninterruptibly();
      }
      swap.run();
    } finally {
      mnInvalidateLock.unlock();
    }
  }

  void raiseInProgress() {
    inProgress.getAndIncrement();
  }

  /**
   * Earlier writes, {@code seq} among them, are visible to whoever sees the lower count.
   *
   * @return the lower count
   */
  int lowerInProgressRelease() {
    return inProgress.decrementAndGet();
  }

  void raiseSeqRelease() {
    long next = seq.getPlain() + 1;
    seq.setRelease(next == seqWrap ? seqFirst : next);
  }
}
