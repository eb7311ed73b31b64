package org.mmucheck.model.bits;

import org.mmucheck.model.Probe;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * Page faults: {@code kvm_tdp_mmu_page_fault()}, once; a stale one maps nothing, and the guest
 * faults again.
 *
 * <p>Concurrency: the retry test, the map and the mark are one section of mmu_lock for read. No
 * invalidation starts in between, so the page is marked before any can tell that it is given up.
 */
public final class BitsFaults {
  private final BitsVm vm;

  public BitsFaults(BitsVm vm) {
    this.vm = vm;
  }

  public void handle(Task task, BitsFault fault) {
    Probe probe = task.probe();
    probe.before(Step.SNAPSHOT_SEQ);
    fault.mmuSeq = vm.seq();
    probe.before(Step.HVA_TO_PFN);
    fault.pfn = vm.pages.hpte();
    vm.mmuLock.readLock(task);
    probe.before(Step.IS_PAGE_FAULT_STALE);
    fault.stale = vm.inProgress() != 0 || vm.seq() != fault.mmuSeq;
    if (!fault.stale) {
      probe.before(Step.MAP_PAGE);
      if (vm.spte.map(fault.pfn)) {
        vm.log.mark();
      }
    }
    boolean marks =
        vm.design.has(Rule.MARK_AT_FAULT) && !(fault.stale && vm.design.has(Rule.MARK_ONLY_MAPPED));
    boolean marksUnderLock = vm.design.has(Rule.MARK_UNDER_LOCK);
    if (marks && marksUnderLock) {
      finish(probe, fault);
    }
    vm.mmuLock.unlock(task);
    if (marks && !marksUnderLock) {
      finish(probe, fault);
    }
  }

  private void finish(Probe probe, BitsFault fault) {
    probe.before(Step.FINISH_FAULT);
    vm.pages.markDirty(fault.pfn);
  }
}
