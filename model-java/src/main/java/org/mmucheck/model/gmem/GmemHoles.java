package org.mmucheck.model.gmem;

import org.mmucheck.model.Rule;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * What takes folios away from the guest: {@code kvm_gmem_punch_hole()} and {@code
 * kvm_gmem_error_folio()}.
 *
 * <p>Concurrency: both hold the invalidate lock, so that bindings stand still; a hole for write,
 * since it removes folios, which nobody maps before it ends: faults retry while the count is
 * raised, and those that took a folio before see the new seq.
 */
public final class GmemHoles {
  private final GmemVm vm;
  private final GmemWalk walk;

  public GmemHoles(GmemVm vm) {
    this.vm = vm;
    this.walk = new GmemWalk(vm);
  }

  /**
   * {@code fallocate()} through a file.
   *
   * @return false if the file has no descriptor; then nothing has changed
   */
  public boolean open(GmemFile file) {
    return file.open();
  }

  /** {@code kvm_gmem_punch_hole()}; puts the reference of {@link #open}. */
  public void punch(Task task, GmemOp op) {
    boolean locks = vm.design.has(Rule.PUNCH_LOCKED);
    if (locks) {
      vm.inode.invalidateLock().lock(task);
    }
    if (vm.design.has(Rule.ZAP_BEFORE_REMOVE)) {
      walk.start(task, op);
      remove(task);
      op.setEnding();
    } else {
      remove(task);
      walk.start(task, op);
      op.setEnding();
    }
    walk.end(task, op);
    if (locks) {
      vm.inode.invalidateLock().unlock(task);
    }
    task.probe().before(Step.PUT_GMEM_FILE);
    op.ownFile().put();
  }

  /** {@code kvm_gmem_error_folio()}: the folio stays, for user space to decide. */
  public void poison(Task task, GmemOp op) {
    vm.inode.invalidateLock().lockShared(task);
    walk.start(task, op);
    op.setEnding();
    walk.end(task, op);
    vm.inode.invalidateLock().unlock(task);
  }

  private void remove(Task task) {
    task.probe().before(Step.REMOVE_FOLIO);
    vm.inode.removeFolio();
  }
}
