package org.mmucheck.model.mmu;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Task;

/**
 * One invalidation by the primary MM: {@code kvm_mmu_notifier_invalidate_range_start()} and what the
 * primary MM does once it has returned.
 *
 * <p>Concurrency: one task runs it. It holds mmu_lock for write but for its yields, and a reference
 * to the root that it is in, so that root outlives a yield.
 */
public final class RangeInvalidation {
  private final Kvm kvm;
  private final TdpWalk walk;
  private final GfnRange range;
  private volatile boolean returned;

  RangeInvalidation(Kvm kvm, Task task, GfnRange range) {
    this.kvm = kvm;
    this.walk = new TdpWalk(task);
    this.range = range;
  }

  /** Zaps the range in all roots, valid or not. Models {@code InvalidateRangeStart}. */
  public void start() {
    walk.begin(TdpWalk.Op.START);
    kvm.mmuLock.writeLock(walk.task);
    for (TdpRoot root = next(); root != null; root = next()) {
      kvm.tdpMmu.zapRoot(walk, root, range, false, true);
    }
    kvm.mmuLock.unlock(walk.task);
    walk.end();
    for (int gfn = range.start(); gfn < range.end(); gfn++) {
      kvm.host.release(gfn);
    }
    returned = true;
  }

  private @Nullable TdpRoot next() {
    return kvm.tdpMmu.nextRoot(walk, false, false);
  }

  /** Whether start has returned. */
  public boolean returned() {
    return returned;
  }

  public TdpWalk walk() {
    return walk;
  }
}
