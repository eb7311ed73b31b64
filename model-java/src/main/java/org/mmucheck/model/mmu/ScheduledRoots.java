package org.mmucheck.model.mmu;

import static org.mmucheck.model.Rule.PUT_AFTER_ZAP;
import static org.mmucheck.model.Rule.SCHEDULED_ONLY;
import static org.mmucheck.model.Rule.ZAP_WALK_TAKES_REFS;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;

/**
 * Roots that have become invalid and wait for their zap: {@code tdp_mmu_scheduled_root_to_zap} and
 * {@code kvm_tdp_mmu_zap_invalidated_roots()} since v6.6.
 *
 * <p>Concurrency: the flag says whose the TDP MMU's own reference is, so it is set with {@code
 * invalid} and cleared by the one task that will put that reference. Both tasks hold slots_lock, or
 * are the one that destroys the VM. Walkers may hold the root for longer.
 */
final class ScheduledRoots {
  private final Kvm kvm;

  ScheduledRoots(Kvm kvm) {
    this.kvm = kvm;
  }

  /** Makes a valid root invalid and has it zapped; its reference is whose the zap is. */
  void schedule(TdpRoot root) {
    if (!root.readInvalid()) {
      root.setInvalid();
      root.schedule();
    }
  }

  /** Zaps the roots; the walk has a reference of its own to the root that it is in. */
  void zap(TdpWalk walk, boolean shared) {
    for (TdpRoot root = next(walk, shared); root != null; root = next(walk, shared)) {
      if (!takesOver(walk, root)) {
        continue;
      }
      boolean putAfterZap = kvm.design.has(PUT_AFTER_ZAP);
      if (!putAfterZap) {
        kvm.tdpMmu.putRoot(walk, root, shared);
      }
      kvm.tdpMmu.zapRoot(walk, root, kvm.allGfns(), shared, true);
      if (putAfterZap) {
        kvm.tdpMmu.putRoot(walk, root, shared);
      }
    }
  }

  private @Nullable TdpRoot next(TdpWalk walk, boolean shared) {
    return kvm.tdpMmu.nextRoot(walk, RootFilter.ALL, kvm.design.has(ZAP_WALK_TAKES_REFS), shared);
  }

  /** Whether the TDP MMU's reference is this zapper's to put; then it is. */
  private boolean takesOver(TdpWalk walk, TdpRoot root) {
    walk.task.probe().before(Step.TEST_SCHEDULED);
    if (kvm.design.has(SCHEDULED_ONLY) ? !root.readScheduled() : !root.readInvalid()) {
      return false;
    }
    walk.task.probe().before(Step.CLEAR_SCHEDULED);
    root.takeOver(walk.task);
    return true;
  }
}
