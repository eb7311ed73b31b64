package org.mmucheck.model.mmu;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The SPTEs of one root: 64-bit entries, one for each gfn.
 *
 * <p>Concurrency: an entry is written with mmu_lock held for write, or, with it held for read, by a
 * compare-and-set from the value that the writer read. Whoever set an entry to {@link #FROZEN} owns
 * it: nobody else may change it, and a reader treats it as non-present.
 */
public final class SpteTable {
  /** A non-present entry. */
  public static final long NONE = 0;

  /** {@code REMOVED_SPTE}, later {@code FROZEN_SPTE}: non-present, owned by who wrote it. */
  public static final long FROZEN = 0x5a0;

  private static final long PRESENT = 1;
  private static final int PFN_SHIFT = 12;

  private final AtomicLongArray entries;

  public SpteTable(int gfns) {
    entries = new AtomicLongArray(gfns);
  }

  /** A present leaf that maps {@code pfn}. */
  public static long leaf(int pfn) {
    return (long) pfn << PFN_SHIFT | PRESENT;
  }

  public static boolean isPresent(long spte) {
    return (spte & PRESENT) != 0;
  }

  /** The page that a present leaf maps. */
  public static int pfn(long spte) {
    return (int) (spte >>> PFN_SHIFT);
  }

  public int size() {
    return entries.length();
  }

  public long getAcquire(int gfn) {
    return entries.getAcquire(gfn);
  }

  /** For the owner of a frozen entry, and for who holds mmu_lock for write. */
  public long exchange(int gfn, long spte) {
    return entries.getAndSet(gfn, spte);
  }

  public boolean compareAndSet(int gfn, long expected, long spte) {
    return entries.compareAndSet(gfn, expected, spte);
  }

  /** Whether any entry is present. */
  public boolean maps() {
    for (int gfn = 0; gfn < size(); gfn++) {
      if (isPresent(getAcquire(gfn))) {
        return true;
      }
    }
    return false;
  }
}
