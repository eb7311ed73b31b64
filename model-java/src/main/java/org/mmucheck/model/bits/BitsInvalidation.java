package org.mmucheck.model.bits;

import org.mmucheck.model.Probe;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * An invalidation of the frame: {@code range_start()}, the change of the host's PTE, {@code
 * range_end()}.
 *
 * <p>Concurrency: mmu_lock for write keeps faults and the dirty log out, not hardware and not
 * aging. What the zap takes for the removed SPTE is what an atomic exchange returned, unless no bit
 * that matters could have been set since it was read.
 */
public final class BitsInvalidation {
  private final BitsVm vm;

  public BitsInvalidation(BitsVm vm) {
    this.vm = vm;
  }

  public void invalidate(Task task, BitsWalk walk) {
    Probe probe = task.probe();
    vm.mmuLock.writeLock(task);
    probe.before(Step.RAISE_COUNT);
    int raises =
        (vm.design.has(Rule.COUNT_AT_START) ? 1 : 0) + (vm.design.has(Rule.RAISE_ONCE) ? 0 : 1);
    vm.inProgress.getAndAdd(raises);
    zap(probe, walk);
    vm.mmuLock.unlock(task);
    vm.pages.release();
    probe.before(Step.CHANGE_PTE);
    vm.pages.changePte();
    walk.ending = true;
    vm.mmuLock.writeLock(task);
    probe.before(Step.RAISE_SEQ);
    vm.seq.getAndIncrement();
    probe.before(Step.LOWER_COUNT);
    vm.inProgress.getAndDecrement();
    vm.mmuLock.unlock(task);
  }

  private void zap(Probe probe, BitsWalk walk) {
    probe.before(Step.READ_SPTE);
    walk.oldSpte = vm.spte.read();
    if (walk.oldSpte == LeafSpte.NONE) {
      return;
    }
    probe.before(Step.ZAP_SPTE);
    long old = vm.spte.zap(walk.oldSpte);
    walk.oldSpte = LeafSpte.NONE;
    if (vm.design.has(Rule.WRITE_BACK_AT_ZAP) && LeafSpte.isDirty(old)) {
      vm.pages.markDirty(LeafSpte.pfn(old));
    }
    if (vm.design.has(Rule.FLUSH_BEFORE_RETURN)) {
      probe.before(Step.FLUSH_REMOTE_TLBS);
      vm.flushRemoteTlbs();
    }
  }
}
