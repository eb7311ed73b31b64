package org.mmucheck.model.bits;

import java.util.concurrent.atomic.AtomicLong;
import org.mmucheck.model.Design;
import org.mmucheck.model.Rule;

/**
 * One leaf SPTE with the bits that hardware sets: the format of {@code spte.h}, as far as needed.
 *
 * <p>Concurrency: one atomic word. Hardware and aging change it at any time, a fault with mmu_lock
 * held for read, zaps and the dirty log with it held for write. So what is written over it must be
 * what was read, or the write is atomic and tells what it replaced; {@link #isVolatile} says which.
 */
public final class LeafSpte {
  /** A non-present SPTE. */
  public static final long NONE = 0;

  private static final long PRESENT = 1;
  private static final long ACCESSED = 1 << 8;
  private static final long DIRTY = 1 << 9;
  private static final int PFN_SHIFT = 12;

  private final AtomicLong word = new AtomicLong(NONE);
  private final boolean isDirtyVolatile;
  private final boolean isAccessedVolatile;

  LeafSpte(Design design) {
    this.isDirtyVolatile = design.has(Rule.DIRTY_VOLATILE);
    this.isAccessedVolatile = design.has(Rule.ACCESSED_VOLATILE);
  }

  /** The page that a present SPTE maps. */
  public static int pfn(long spte) {
    return (int) (spte >>> PFN_SHIFT);
  }

  public static boolean isAccessed(long spte) {
    return (spte & ACCESSED) != 0;
  }

  public static boolean isDirty(long spte) {
    return (spte & DIRTY) != 0;
  }

  /** {@code kvm_tdp_mmu_read_spte()}. */
  public long read() {
    return word.getAcquire();
  }

  /** {@code spte_has_volatile_bits()}, later {@code spte_needs_atomic_update()}. */
  private boolean isVolatile(long spte) {
    return (isDirtyVolatile && !isDirty(spte)) || (isAccessedVolatile && !isAccessed(spte));
  }

  /**
   * A walk of the hardware for an access.
   *
   * @return the SPTE as it was; {@link #NONE} if it did not translate, and then it is left alone
   */
  long walk(boolean write) {
    long bits = write ? ACCESSED | DIRTY : ACCESSED;
    return word.getAndUpdate(spte -> spte == NONE ? NONE : spte | bits);
  }

  /**
   * {@code make_spte()} and cmpxchg: maps a writable page, accessed and dirty.
   *
   * @return false if something is mapped already
   */
  boolean map(int pfn) {
    return word.compareAndSet(NONE, (long) pfn << PFN_SHIFT | DIRTY | ACCESSED | PRESENT);
  }

  /**
   * {@code kvm_tdp_mmu_write_spte()} of a non-present SPTE over one that was read as {@code old}.
   *
   * @return what it takes for the one that was there
   */
  long zap(long old) {
    if (isVolatile(old)) {
      return word.getAndSet(NONE);
    }
    word.setRelease(NONE);
    return old;
  }

  /**
   * {@code tdp_mmu_clear_spte_bits()} of the dirty bit.
   *
   * @return what it takes for the one that was there
   */
  long clearDirty(long old) {
    if (isVolatile(old)) {
      return word.getAndUpdate(spte -> spte & ~DIRTY);
    }
    word.setRelease(old & ~DIRTY);
    return old;
  }

  /** {@code tdp_mmu_clear_spte_bits()} of the accessed bit, atomic where the bits are volatile. */
  boolean clearAccessedIfVolatile(long old) {
    if (!isVolatile(old)) {
      return false;
    }
    clearAccessed();
    return true;
  }

  /** {@code tdp_mmu_clear_spte_bits_atomic()} of the accessed bit. */
  void clearAccessed() {
    word.getAndUpdate(spte -> spte & ~ACCESSED);
  }

  /**
   * A plain write of {@code old} without its accessed bit; that it is an exchange serves the
   * monitor only.
   *
   * @return what was overwritten
   */
  long overwriteUnaccessed(long old) {
    return word.getAndSet(old & ~ACCESSED);
  }
}
