package org.mmucheck.model.nx;

import java.util.List;
import org.mmucheck.model.Fixed;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.mmu.SpteTable;

/**
 * {@code kvm_mmu_notifier_invalidate_range_start()}: takes the guest's pages away, not the tables.
 *
 * <p>Concurrency: mmu_lock held for write, so who zaps under a read lock has flushed. It flushes
 * before it drops the lock; then the primary MM may free the pages.
 */
public final class NxInvalidation {
  private final NxTree tree;
  private final NxWalk walk;

  @Fixed(Fixed.Since.MADE)
  private final List<Integer> regions;

  NxInvalidation(NxTree tree, Task task, List<Integer> regions) {
    this.tree = tree;
    this.walk = new NxWalk(task);
    this.regions = List.copyOf(regions);
  }

  /** Zaps the regions. Models {@code InvalidateRangeStart}. */
  public void start() {
    walk.begin(NxWalk.Op.START, 0);
    tree.mmuLock.writeLock(walk.task);
    tree.inProgress.incrementAndGet();
    for (int region : regions) {
      walk.gfn = region;
      walk.task.probe().before(Step.ZAP_SPTE);
      zap(region);
    }
    if (walk.flush) {
      walk.task.probe().before(Step.FLUSH_REMOTE_TLBS);
      tree.flushAll();
    }
    tree.finishOutsideRcu(walk);
    regions.forEach(tree.host::release);
  }

  private void zap(int region) {
    if (!tree.isMapped(region)) {
      return;
    }
    walk.flush = true;
    if (!tree.hasUpper()) {
      tree.root.set(SpteTable.NONE);
      return;
    }
    long entry = tree.upper.walk().getAcquire(region);
    if (entry == NxTree.HUGE) {
      tree.upper.walk().exchange(region, SpteTable.NONE);
    } else {
      tree.page(entry).walk().exchange(0, SpteTable.NONE);
    }
  }

  public NxWalk walk() {
    return walk;
  }
}
