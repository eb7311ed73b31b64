package org.mmucheck.model.mmu;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.host.Page;
import org.mmucheck.model.host.PteChange;

/**
 * One guest page fault on its way through the handler: {@code struct kvm_page_fault}.
 *
 * <p>Concurrency: belongs to the vCPU's task; others look while it is parked.
 */
public final class PageFault {
  private final int gfn;
  private final boolean write;
  private volatile @Nullable PteChange copy;
  private volatile long mmuSeq;
  private volatile @Nullable Page page;
  private volatile @Nullable Page prefetched;
  private volatile @Nullable Boolean loadedOpen;
  private volatile @Nullable Boolean huge;
  private volatile boolean retry;

  /**
   * @param gfn the guest frame that the hardware could not translate
   */
  public PageFault(int gfn) {
    this(gfn, false);
  }

  /**
   * @param gfn the guest frame that the hardware could not translate
   * @param write whether the guest writes, so that GUP copies a page that is shared
   */
  public PageFault(int gfn, boolean write) {
    this.gfn = gfn;
    this.write = write;
  }

  public int gfn() {
    return gfn;
  }

  public boolean isWrite() {
    return write;
  }

  /** The change by which GUP is copying a shared page for this fault; null if it is not. */
  public @Nullable PteChange copy() {
    return copy;
  }

  /** The snapshot of {@code mmu_invalidate_seq}. */
  public long mmuSeq() {
    return mmuSeq;
  }

  /** The page that GUP found; null before that. */
  public @Nullable Page page() {
    return page;
  }

  /** Whether the fault turned out to be stale, so that the guest must run into it again. */
  public boolean mustRetry() {
    return retry;
  }

  /** The page that is about to be mapped at the next frame; null if there is none. */
  public @Nullable Page prefetched() {
    return prefetched;
  }

  /** What a pre-check without READ_ONCE() loaded once for all retries; null before that. */
  public @Nullable Boolean loadedOpen() {
    return loadedOpen;
  }

  /**
   * Whether the host maps the page by a huge entry: {@code goal_level}; null before that is read.
   */
  public @Nullable Boolean huge() {
    return huge;
  }

  void setCopy(@Nullable PteChange change) {
    copy = change;
  }

  void setHuge(boolean read) {
    huge = read;
  }

  void setPrefetched(@Nullable Page found) {
    prefetched = found;
  }

  void setLoadedOpen(boolean open) {
    loadedOpen = open;
  }

  void setMmuSeq(long seq) {
    mmuSeq = seq;
  }

  void setPage(Page found) {
    page = found;
  }

  void setRetry(boolean stale) {
    retry = stale;
  }

  /** The guest runs into the same fault again. */
  void restart() {
    mmuSeq = 0;
    page = null;
    huge = null;
    retry = false;
  }
}
