package org.mmucheck.model.gmem;

import org.mmucheck.model.Rule;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * Page faults that guest_memfd serves: {@code kvm_gmem_get_pfn()} between the snapshot of seq and
 * the retry test.
 *
 * <p>Concurrency: a fault is one read-side section of kvm->srcu, so the memslot that it found
 * stays. The file stays while the fault has a reference, which it gets only if another is left.
 * Nothing keeps the folio in the page cache: the retry test under mmu_lock sees an invalidation
 * that is open or has ended since the snapshot.
 */
public final class GmemFaults {
  private final GmemVm vm;

  public GmemFaults(GmemVm vm) {
    this.vm = vm;
  }

  /**
   * Handles the fault; a stale one as often as it takes.
   *
   * @return false if the guest has no memory there, or its file is on its way out
   */
  public boolean handle(Task task, GmemOp op) {
    while (findSlot(task, op)) {
      try {
        if (!faultIn(task, op)) {
          return false;
        }
        map(task, op);
        if (!op.mustRetry()) {
          return true;
        }
      } finally {
        vm.srcu.readUnlock(task);
      }
      op.restart();
    }
    return false;
  }

  /** Enters kvm->srcu with a memslot in hand; a memslot on its way out is waited for. */
  private boolean findSlot(Task task, GmemOp op) {
    while (true) {
      task.probe().before(Step.LOOK_UP_SLOT);
      vm.srcu.readLock(task);
      GmemSlot slot = vm.memslot(op.ownFile().frame());
      if (slot != null && !slot.isInvalid()) {
        op.setSlot(slot);
        return true;
      }
      vm.srcu.readUnlock(task);
      if (slot == null) {
        return false;
      }
    }
  }

  private boolean faultIn(Task task, GmemOp op) {
    task.probe().before(Step.SNAPSHOT_GMEM_SEQ);
    op.setMmuSeq(vm.seq());
    if (!getFile(task, op)) {
      return false;
    }
    getFolio(task, op);
    task.probe().before(Step.PUT_GMEM_FILE);
    op.ownFile().put();
    return !op.hasFailed();
  }

  /** {@code kvm_gmem_get_file()}. */
  private boolean getFile(Task task, GmemOp op) {
    task.probe().before(Step.GET_GMEM_FILE);
    GmemSlot slot = op.ownSlot();
    vm.touch(slot);
    GmemFile file = slot.file();
    boolean found = file != null && get(file, slot);
    if (!found && op.ownFile().refs() > 0) {
      vm.report("fault fails on a live file");
    }
    return found;
  }

  private boolean get(GmemFile file, GmemSlot slot) {
    vm.touch(file, slot);
    if (vm.design.has(Rule.REFUSE_DYING)) {
      return file.tryGet();
    }
    file.get();
    return true;
  }

  /** {@code __kvm_gmem_get_pfn()}. */
  private void getFolio(Task task, GmemOp op) {
    task.probe().before(Step.GET_GMEM_FOLIO);
    GmemSlot slot = op.ownSlot();
    GmemFile file = op.ownFile();
    vm.touch(slot);
    vm.touch(file);
    if (file.equals(slot.file()) && slot.equals(file.binding())) {
      op.setFolio(vm.inode.getFolio());
    } else {
      vm.report("fault fails on a live file");
      op.fail();
    }
  }

  private void map(Task task, GmemOp op) {
    vm.mmuLock.readLock(task);
    task.probe().before(Step.MAP_GMEM_PAGE);
    boolean stale =
        (vm.design.has(Rule.CHECK_COUNT) && vm.inProgress() != 0)
            || (vm.design.has(Rule.CHECK_SEQ) && vm.seq() != op.mmuSeq());
    op.setRetry(stale);
    if (!stale) {
      vm.sptes.setRelease(op.ownFile().frame(), op.folio());
    }
    vm.inode.putFolio(op.folio());
    op.setFolio(GmemInode.NONE);
    vm.mmuLock.unlock(task);
  }
}
