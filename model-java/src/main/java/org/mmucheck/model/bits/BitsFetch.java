package org.mmucheck.model.bits;

import org.mmucheck.model.Rule;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * Fetching the dirty log: {@code kvm_get_dirty_log_protect()}.
 *
 * <p>Concurrency: the bitmap is taken, then the dirty bit cleared, then the TLBs flushed, and only
 * then user space reads the page. A write before the flush is in what it reads; one after it finds
 * the dirty bit clear, and is logged anew.
 */
public final class BitsFetch {
  private final BitsVm vm;

  public BitsFetch(BitsVm vm) {
    this.vm = vm;
  }

  public void fetch(Task task, BitsWalk walk) {
    boolean takesFirst = vm.design.has(Rule.TAKE_LOG_FIRST);
    vm.mmuLock.writeLock(task);
    if (takesFirst) {
      take(task, walk);
    }
    if (walk.took || !takesFirst) {
      clear(task, walk);
    }
    if (!takesFirst) {
      take(task, walk);
    }
    vm.mmuLock.unlock(task);
    if (walk.took && vm.design.has(Rule.FLUSH_AFTER_CLEAR)) {
      task.probe().before(Step.FLUSH_LOGGED);
      vm.flushRemoteTlbs();
    }
    if (walk.took) {
      vm.log.fetched();
    }
  }

  private void take(Task task, BitsWalk walk) {
    task.probe().before(Step.TAKE_LOG);
    walk.took = vm.log.take();
  }

  private void clear(Task task, BitsWalk walk) {
    task.probe().before(Step.READ_SPTE);
    long read = vm.spte.read();
    if (!LeafSpte.isDirty(read)) {
      return;
    }
    walk.oldSpte = read;
    task.probe().before(Step.CLEAR_DIRTY);
    long old = vm.spte.clearDirty(read);
    walk.oldSpte = LeafSpte.NONE;
    if (vm.design.has(Rule.WRITE_BACK_AT_CLEAR) && old != LeafSpte.NONE) {
      vm.pages.markDirty(LeafSpte.pfn(old));
    }
  }
}
