package org.mmucheck.model.attribute;

import org.jspecify.annotations.Nullable;

/**
 * One access of the guest on its way through the handler.
 *
 * <p>Concurrency: belongs to the vCPU's task; others look while it is parked.
 */
public final class AttributeFault {
  /** No page yet. */
  public static final int NONE = -1;

  private volatile @Nullable MemoryKind kind;
  private volatile long mmuSeq;
  private volatile int pfn = NONE;
  private volatile boolean retry;

  /**
   * @param kind what the guest says; null if the attribute at entry decides
   */
  public AttributeFault(@Nullable MemoryKind kind) {
    this.kind = kind;
  }

  /** What the access takes the frame for; null before that is known. */
  public @Nullable MemoryKind kind() {
    return kind;
  }

  /** The latest snapshot of {@code mmu_invalidate_seq}. */
  public long mmuSeq() {
    return mmuSeq;
  }

  /** The page to map; {@link #NONE} before there is one. */
  public int pfn() {
    return pfn;
  }

  /** Whether the fault turned out to be stale. */
  public boolean mustRetry() {
    return retry;
  }

  void setKind(MemoryKind read) {
    kind = read;
  }

  void setMmuSeq(long seq) {
    mmuSeq = seq;
  }

  void setPfn(int page) {
    pfn = page;
  }

  void setRetry(boolean stale) {
    retry = stale;
  }
}
