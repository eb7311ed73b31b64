package org.mmucheck.model.mmu;

import org.jspecify.annotations.Nullable;

/**
 * The frames that the open invalidations are about: {@code mmu_invalidate_range_start} and {@code
 * ..._end}. One interval, so also the frames between two ranges are in it. Nothing is taken away
 * when an invalidation ends; the next one that finds none open starts anew.
 *
 * <p>Concurrency: written with mmu_lock held for write, read with it held either way. The unlocked
 * pre-check also reads it; it gets some hull that was there, which is all that it needs.
 */
public final class InvalidateHull {
  private volatile @Nullable GfnRange frames;

  /** The interval; null if it is unset. */
  public @Nullable GfnRange frames() {
    return frames;
  }

  boolean contains(int frame) {
    GfnRange now = frames;
    return now != null && now.start() <= frame && frame < now.end();
  }

  void clear() {
    frames = null;
  }

  void set(GfnRange range) {
    frames = range;
  }

  void widen(GfnRange range) {
    GfnRange now = frames;
    frames =
        now == null
            ? range
            : new GfnRange(Math.min(now.start(), range.start()), Math.max(now.end(), range.end()));
  }
}
