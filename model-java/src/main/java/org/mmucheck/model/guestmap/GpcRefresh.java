package org.mmucheck.model.guestmap;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.host.Page;

/**
 * What one refresh of a cache has in hand, while it holds refresh_lock.
 *
 * <p>Concurrency: belongs to the refreshing task; others look while it is parked.
 */
public final class GpcRefresh {
  private volatile long mmuSeq;
  private volatile @Nullable Page page;

  /** The snapshot of {@code mmu_invalidate_seq}. */
  public long mmuSeq() {
    return mmuSeq;
  }

  /** The page that GUP found, with a reference; null if there is none. */
  public @Nullable Page page() {
    return page;
  }

  void setMmuSeq(long seq) {
    mmuSeq = seq;
  }

  void setPage(@Nullable Page found) {
    page = found;
  }

  /** Gives the reference back. */
  void putPage() {
    Page held = page;
    if (held != null) {
      held.put();
      page = null;
    }
  }
}
