package org.mmucheck.model.guestmap;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.host.Page;

/**
 * What one refresh of a cache has in hand, and what it found there.
 *
 * <p>Concurrency: belongs to the refreshing task; others look while it is parked.
 */
public final class GpcRefresh {
  private final int frame;
  private volatile long mmuSeq;
  private volatile @Nullable Page page;
  private volatile @Nullable Page khva;
  private volatile @Nullable Page oldPage;
  private volatile @Nullable Page oldKhva;

  /**
   * @param frame the guest frame that the cache shall map
   */
  public GpcRefresh(int frame) {
    this.frame = frame;
  }

  public int frame() {
    return frame;
  }

  /** The snapshot of {@code mmu_invalidate_seq}. */
  public long mmuSeq() {
    return mmuSeq;
  }

  /** The page that GUP found, with a reference; null if there is none. */
  public @Nullable Page page() {
    return page;
  }

  /** The page under the new kernel mapping; null if there is none. */
  public @Nullable Page khva() {
    return khva;
  }

  /** The page that the cache had when the refresh began. */
  public @Nullable Page oldPage() {
    return oldPage;
  }

  /** The page under the cache's kernel mapping when the refresh began. */
  public @Nullable Page oldKhva() {
    return oldKhva;
  }

  void setMmuSeq(long seq) {
    mmuSeq = seq;
  }

  void setPage(@Nullable Page found) {
    page = found;
  }

  void setKhva(@Nullable Page mapped) {
    khva = mapped;
  }

  void setOld(@Nullable Page cached, @Nullable Page mapped) {
    oldPage = cached;
    oldKhva = mapped;
  }

  /** Unmaps what the cache mapped before. */
  void unmapOld() {
    Page old = oldKhva;
    if (old != null) {
      old.unmap();
      oldKhva = null;
    }
  }

  /** Undoes the last attempt: gives the mapping back, unless it is the old one, and the page. */
  void undo() {
    Page mapped = khva;
    if (mapped != null && mapped != oldKhva) {
      mapped.unmap();
    }
    khva = null;
    putPage();
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
