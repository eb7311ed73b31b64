package org.mmucheck.model.mmu;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Task;

/**
 * A walk of the valid roots that changes no mapping, as write-protection of a memslot: {@code
 * for_each_valid_tdp_mmu_root_yield_safe()}.
 *
 * <p>Concurrency: mmu_lock held for read. The test of role.invalid and the get are two accesses, so
 * the walk may get a reference to a root that became invalid in between.
 */
public final class RootWalker {
  private final Kvm kvm;
  private final TdpWalk walk;

  RootWalker(Kvm kvm, Task task) {
    this.kvm = kvm;
    this.walk = new TdpWalk(task);
  }

  /** Models {@code WalkRoots}. */
  public void walkRoots() {
    walk.begin(TdpWalk.Op.WALK);
    kvm.mmuLock.readLock(walk.task);
    for (TdpRoot root = next(); root != null; root = next()) {
      kvm.tdpMmu.visitRoot(walk, root, kvm.allGfns());
    }
    kvm.mmuLock.unlock(walk.task);
    walk.end();
  }

  private @Nullable TdpRoot next() {
    return kvm.tdpMmu.nextRoot(walk, RootFilter.VALID, true, true);
  }

  public TdpWalk walk() {
    return walk;
  }
}
