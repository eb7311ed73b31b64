package org.mmucheck.model.mmu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the VM knows of the primary MM's invalidations: {@code mmu_invalidate_seq}, {@code
 * mmu_invalidate_in_progress} and {@code mn_active_invalidate_count}.
 *
 * <p>Concurrency: {@code seq} and {@code inProgress} are written with mmu_lock held for write. A
 * reader that holds mmu_lock sees them settled; one that does not reads {@code inProgress} before
 * {@code seq} and so sees the open invalidation or the new {@code seq}, for the end raises {@code
 * seq} first. {@code active} is atomic by itself and encloses both.
 */
public final class InvalidateCounts {
  private final AtomicLong seq = new AtomicLong();
  private final AtomicInteger inProgress = new AtomicInteger();
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicLong ended = new AtomicLong();

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

  void raiseEnded() {
    ended.getAndIncrement();
  }

  void raiseActive() {
    active.getAndIncrement();
  }

  void lowerActive() {
    active.getAndDecrement();
  }

  void raiseInProgress() {
    inProgress.getAndIncrement();
  }

  /** Earlier writes, {@code seq} among them, are visible to whoever sees the lower count. */
  void lowerInProgressRelease() {
    inProgress.getAndDecrement();
  }

  void raiseSeqRelease() {
    seq.setRelease(seq.getPlain() + 1);
  }
}
