package org.mmucheck.model.finerlock;

/**
 * One fault on its way; belongs to the vCPU's task, others look while that is parked.
 *
 * <p>Concurrency: see above; each field is written by that task only.
 */
public final class EntryFault {
  volatile long mmuSeq;
  volatile int pfn = LockedEntry.NONE;
  volatile boolean countRead;
  volatile boolean seqRead;
  volatile boolean stale;

  /** The snapshot of seq. */
  public long mmuSeq() {
    return mmuSeq;
  }

  /** The page that GUP found; {@link LockedEntry#NONE} before that. */
  public int pfn() {
    return pfn;
  }

  /** Whether the retry test has read the count. */
  public boolean isCountRead() {
    return countRead;
  }

  /** Whether the retry test has read seq. */
  public boolean isSeqRead() {
    return seqRead;
  }

  /** Whether one of the reads told that the page is suspect. */
  public boolean isStale() {
    return stale;
  }
}
