package org.mmucheck.model.gmem;

import org.mmucheck.model.Rule;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * The end of a gmem file, {@code kvm_gmem_release()}, and of the VM that it kept.
 *
 * <p>Concurrency: the last reference to the file is put, so nobody gets one any more. {@code
 * slotsLock} keeps memslots from being deleted, and freed, while the file's bindings point to them;
 * the invalidate lock keeps walks from the bindings. What was mapped is zapped, and faults that
 * took a folio before see the new seq. The VM goes with the last file or descriptor.
 */
public final class GmemRelease {
  private final GmemVm vm;
  private final GmemWalk walk;

  public GmemRelease(GmemVm vm) {
    this.vm = vm;
    this.walk = new GmemWalk(vm);
  }

  /** {@code close()} of the file's descriptor, which is gone already. */
  public void close(Task task, GmemOp op) {
    task.probe().before(Step.PUT_GMEM_FILE);
    op.ownFile().put();
  }

  /** {@code close()} of the last descriptor of the VM, which is gone already. */
  public void closeVm(Task task) {
    task.probe().before(Step.PUT_GMEM_VM);
    vm.put();
  }

  /**
   * Whether the file's release is the caller's: its last reference was put, and nobody else has
   * begun.
   */
  public boolean begin(GmemFile file) {
    return file.beginRelease();
  }

  /** {@code kvm_gmem_release()}. */
  public void release(Task task, GmemOp op) {
    boolean locks = vm.design.has(Rule.RELEASE_LOCKS_SLOTS);
    if (locks) {
      vm.slotsLock.lock(task);
      vm.touch();
    }
    vm.inode.invalidateLock().lock(task);
    forget(task, op);
    walk.start(task, op);
    op.setEnding();
    walk.end(task, op);
    task.probe().before(Step.REMOVE_GMEM_FILE);
    op.ownFile().setLife(GmemFile.Life.RELEASED);
    vm.inode.invalidateLock().unlock(task);
    if (locks) {
      vm.slotsLock.unlock(task);
      vm.touch();
    }
    task.probe().before(Step.FREE_GMEM_FILE);
    op.ownFile().setBinding(null);
    op.ownFile().setLife(GmemFile.Life.FREED);
    if (vm.design.has(Rule.FILE_PINS_VM) && vm.design.has(Rule.RELEASE_PUTS_VM)) {
      task.probe().before(Step.PUT_GMEM_VM);
      vm.put();
    }
  }

  private void forget(Task task, GmemOp op) {
    task.probe().before(Step.CLEAR_SLOT_FILE);
    GmemSlot bound = op.ownFile().binding();
    if (bound != null) {
      vm.touch(bound);
      if (vm.design.has(Rule.CLEAR_AT_RELEASE)) {
        bound.setFile(null);
      }
    }
  }
}
