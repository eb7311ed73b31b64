package org.mmucheck.model.bits;

import org.mmucheck.model.Rule;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * Aging: {@code kvm_age_hva_range()}, which clears the accessed bit and tells whether it was set.
 *
 * <p>Concurrency: without mmu_lock the SPTE may be zapped, and mapped anew, after it was read. So
 * the bit is cleared by an atomic AND, whatever the SPTE is by then.
 */
public final class BitsAging {
  private final BitsVm vm;

  public BitsAging(BitsVm vm) {
    this.vm = vm;
  }

  /**
   * @return whether the frame is young
   */
  public boolean age(Task task, BitsWalk walk) {
    boolean locks = !vm.design.has(Rule.LOCKLESS_AGING);
    if (locks) {
      vm.mmuLock.writeLock(task);
    }
    task.probe().before(Step.READ_SPTE);
    long read = vm.spte.read();
    boolean young = LeafSpte.isAccessed(read);
    if (young) {
      walk.oldSpte = read;
      task.probe().before(Step.CLEAR_ACCESSED);
      clear(read);
      walk.oldSpte = LeafSpte.NONE;
    }
    if (locks) {
      vm.mmuLock.unlock(task);
    }
    return young;
  }

  private void clear(long read) {
    if (vm.design.has(Rule.ATOMIC_AGING)) {
      if (vm.design.has(Rule.ALWAYS_ATOMIC_AGING)) {
        vm.spte.clearAccessed();
        return;
      }
      if (vm.spte.clearAccessedIfVolatile(read)) {
        return;
      }
    }
    if (vm.spte.overwriteUnaccessed(read) == LeafSpte.NONE) {
      vm.splats.report("resurrected SPTE");
    }
  }
}
