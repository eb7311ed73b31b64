package org.mmucheck.model.bits;

/**
 * {@code struct kvm_page_fault}.
 *
 * <p>Concurrency: belongs to the vCPU's task; others look while that is parked.
 */
public final class BitsFault {
  /** No page. */
  public static final int NONE = -1;

  volatile long mmuSeq;
  volatile int pfn = NONE;
  volatile boolean stale;

  public long mmuSeq() {
    return mmuSeq;
  }

  /** The page that GUP found; {@link #NONE} before that. */
  public int pfn() {
    return pfn;
  }

  public boolean isStale() {
    return stale;
  }
}
