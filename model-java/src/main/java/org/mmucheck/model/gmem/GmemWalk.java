package org.mmucheck.model.gmem;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * Invalidations of what is bound to files: {@code kvm_gmem_invalidate_start()} and {@code
 * kvm_gmem_invalidate_end()}.
 *
 * <p>Concurrency: the caller holds the invalidate lock from before start until after end, so both
 * find the same bindings, and the count that start raises is lowered. Each file's part is a section
 * of its VM's mmu_lock, held for write.
 */
final class GmemWalk {
  private final GmemVm vm;

  GmemWalk(GmemVm vm) {
    this.vm = vm;
  }

  /** Raises the count and zaps, for each file that has a memslot. */
  void start(Task task, GmemOp op) {
    while (next(task, op)) {
      GmemFile file = at(op);
      lock(task);
      task.probe().before(Step.INVALIDATE_START);
      vm.inProgress.getAndAdd(vm.design.has(Rule.RAISE_ONCE) ? 1 : 2);
      op.count(file);
      unmap(task, op, file.frame(), op.kind() != GmemOp.Kind.RELEASE || zapsAtRelease());
      vm.mmuLock.unlock(task);
    }
  }

  /** Raises seq and lowers the count, for each file that has a memslot. */
  void end(Task task, GmemOp op) {
    while (next(task, op)) {
      lock(task);
      task.probe().before(Step.INVALIDATE_END);
      vm.seq.getAndIncrement();
      vm.inProgress.getAndDecrement();
      op.uncount(at(op));
      vm.mmuLock.unlock(task);
    }
  }

  /** {@code kvm_arch_flush_shadow_memslot()} of a memslot that is on its way out. */
  void flush(Task task, GmemOp op) {
    lock(task);
    unmap(task, op, op.ownFile().frame(), true);
    vm.mmuLock.unlock(task);
  }

  private boolean zapsAtRelease() {
    return vm.design.has(Rule.ZAP_AT_RELEASE);
  }

  private void lock(Task task) {
    vm.mmuLock.writeLock(task);
    vm.touch();
  }

  private void unmap(Task task, GmemOp op, int frame, boolean zaps) {
    task.probe().before(Step.UNMAP_GFN_RANGE);
    GmemSlot slot = op.ownSlot();
    vm.touch(slot);
    if (slot.life() == GmemSlot.Life.MADE) {
      vm.report("walk of a memslot that is not ready");
    }
    if (zaps) {
      vm.sptes.setRelease(frame, GmemInode.NONE);
    }
  }

  /**
   * On to the next file that has a memslot, which the operation then has in hand.
   *
   * @return false at the end of the list
   */
  private boolean next(Task task, GmemOp op) {
    Probe probe = task.probe();
    while (true) {
      probe.before(Step.FIND_BINDINGS);
      GmemFile file = following(op);
      if (file == null) {
        op.walkTo(null, null);
        return false;
      }
      vm.touch(file);
      GmemSlot bound = file.binding();
      op.walkTo(file, bound);
      if (bound != null) {
        return true;
      }
    }
  }

  private @Nullable GmemFile following(GmemOp op) {
    if (op.kind() == GmemOp.Kind.RELEASE) {
      return op.at() == null ? op.ownFile() : null;
    }
    return vm.inode.after(op.at());
  }

  private static GmemFile at(GmemOp op) {
    GmemFile at = op.at();
    if (at == null) {
      throw new IllegalStateException("the walk is at no file");
    }
    return at;
  }
}
