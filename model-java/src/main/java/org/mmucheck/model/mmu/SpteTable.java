package org.mmucheck.model.mmu;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The SPTEs of one root: 64-bit entries, one for each gfn, and above them one that may map all gfns
 * by a huge leaf.
 *
 * <p>Concurrency: an entry is written with mmu_lock held for write, or, with it held for read, by a
 * compare-and-set from the value that the writer read. Whoever set an entry to {@link #FROZEN} owns
 * it: nobody else may change it, and a reader treats it as non-present. As long as there is a huge
 * leaf, the entries below it do not count.
 */
public final class SpteTable {
  /** A non-present entry. */
  public static final long NONE = 0;

  /** {@code REMOVED_SPTE}, later {@code FROZEN_SPTE}: non-present, owned by who wrote it. */
  public static final long FROZEN = 0x5a0;

  private static final long PRESENT = 1;
  private static final int PFN_SHIFT = 12;

  private final AtomicLongArray entries;
  private final AtomicLong huge = new AtomicLong(NONE); // the leaf of gfn 0, or none

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
    long whole = huge.getAcquire();
    return isPresent(whole) ? leaf(pfn(whole) + gfn) : entries.getAcquire(gfn);
  }

  /** The entry of {@code gfn} in the table below, whatever is above. */
  long getSmallAcquire(int gfn) {
    return entries.getAcquire(gfn);
  }

  /** Whether one leaf maps all gfns. */
  public boolean isHuge() {
    return isPresent(huge.getAcquire());
  }

  /** Maps all gfns by one leaf, mmu_lock held: the pages from {@code first} on. */
  void mapHuge(int first) {
    huge.setRelease(leaf(first));
    clearTable();
  }

  /** The same where no leaf maps all gfns yet; else nothing changes and the answer is false. */
  boolean replaceTable(int first) {
    boolean replaced = huge.compareAndSet(NONE, leaf(first));
    if (replaced) {
      clearTable();
    }
    return replaced;
  }

  /**
   * Maps {@code gfn} by a leaf of its own if it is not mapped, mmu_lock held; a huge leaf is split.
   */
  void mapSmall(int gfn, int pfn) {
    long whole = huge.getAcquire();
    if (isPresent(whole)) {
      for (int each = 0; each < size(); each++) {
        entries.setRelease(each, leaf(pfn(whole) + each));
      }
      huge.setRelease(NONE);
    }
    entries.compareAndSet(gfn, NONE, leaf(pfn));
  }

  /** For who has taken the table out. */
  private void clearTable() {
    for (int gfn = 0; gfn < size(); gfn++) {
      entries.setRelease(gfn, NONE);
    }
  }

  /**
   * For the owner of a frozen entry, and for who holds mmu_lock for write. A huge leaf goes as a
   * whole.
   *
   * @return what {@code gfn} was mapped by
   */
  public long exchange(int gfn, long spte) {
    long whole = huge.getAcquire();
    if (isPresent(whole)) {
      huge.setRelease(NONE);
      entries.setRelease(gfn, spte);
      return leaf(pfn(whole) + gfn);
    }
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
