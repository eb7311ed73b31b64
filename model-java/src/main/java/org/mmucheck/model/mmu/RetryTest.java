package org.mmucheck.model.mmu;

import org.mmucheck.model.Rule;

/**
 * Whether an invalidation makes a fault's page suspect: {@code mmu_invalidate_retry_gfn()}.
 *
 * <p>Concurrency: with mmu_lock held, what it reads stands still. Without, it may be wrong both
 * ways.
 */
final class RetryTest {
  /** Where the guest's frames lie in the host's address space, in frames. */
  private static final int HVA_OFFSET = 8;

  private final Kvm kvm;

  RetryTest(Kvm kvm) {
    this.kvm = kvm;
  }

  /** {@code mmu_invalidate_retry_gfn()}, mmu_lock held. */
  boolean locked(PageFault fault) {
    return (kvm.design.has(Rule.CHECK_COUNT) && isOpenFor(fault.gfn()))
        || (kvm.design.has(Rule.CHECK_SEQ) && kvm.counts.seqAcquire() != fault.mmuSeq());
  }

  /** The same for every frame that is about to be mapped, mmu_lock held. */
  boolean locked(PageFault fault, GfnRange covered) {
    for (int gfn = covered.start(); gfn < covered.end(); gfn++) {
      if (isOpenFor(gfn)) {
        return true;
      }
    }
    return kvm.counts.seqAcquire() != fault.mmuSeq();
  }

  /** {@code mmu_invalidate_retry_gfn_unsafe()}, no lock. */
  boolean unsafe(PageFault fault) {
    return isOpenUnsafe(fault) || kvm.counts.seqAcquire() != fault.mmuSeq();
  }

  private boolean isOpenUnsafe(PageFault fault) {
    if (kvm.design.has(Rule.READ_ONCE)) {
      return isOpenFor(fault.gfn());
    }
    Boolean loaded = fault.loadedOpen(); // the compiler has hoisted the load out of the loop
    boolean open = loaded == null ? isOpenFor(fault.gfn()) : loaded;
    fault.setLoadedOpen(open);
    return open;
  }

  private boolean isOpenFor(int gfn) {
    if (kvm.counts.inProgressAcquire() == 0) {
      return false;
    }
    int asked = kvm.design.has(Rule.SAME_UNITS) ? gfn : gfn + HVA_OFFSET;
    return !kvm.design.has(Rule.FILTER_BY_RANGE) || kvm.hull.contains(asked);
  }
}
