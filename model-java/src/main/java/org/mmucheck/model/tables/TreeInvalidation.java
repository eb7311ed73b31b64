package org.mmucheck.model.tables;

import java.util.List;
import org.mmucheck.model.Fixed;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.mmu.SpteTable;

/**
 * {@code kvm_mmu_notifier_invalidate_range_start()}: takes the guest's pages away, not the tables.
 *
 * <p>Concurrency: mmu_lock held for write, so nothing it reads is frozen, and nobody else removes a
 * table. It flushes before it drops the lock; then the primary MM may free the pages.
 */
public final class TreeInvalidation {
  private final TdpTree tree;
  private final TreeWalk walk;

  @Fixed(Fixed.Since.MADE)
  private final List<Integer> gfns;

  TreeInvalidation(TdpTree tree, Task task, List<Integer> gfns) {
    this.tree = tree;
    this.walk = new TreeWalk(task);
    this.gfns = List.copyOf(gfns);
  }

  /** Zaps the frames. Models {@code InvalidateRangeStart}. */
  public void start() {
    walk.begin(TreeWalk.Op.START, 0);
    tree.mmuLock.writeLock(walk.task);
    tree.inProgress.incrementAndGet();
    for (int gfn : gfns) {
      walk.gfn = gfn;
      walk.task.probe().before(Step.ZAP_SPTE);
      zap(gfn);
    }
    if (walk.flush) {
      walk.task.probe().before(Step.FLUSH_REMOTE_TLBS);
      tree.flushAll();
    }
    tree.finishOutsideRcu(walk);
    gfns.forEach(tree.host::release);
  }

  private void zap(int gfn) {
    if (!tree.isMapped(gfn)) {
      return;
    }
    int slot = tree.slotOf(gfn);
    long entry = tree.root.getAcquire(slot);
    if (entry == TdpTree.HUGE) {
      tree.root.exchange(slot, SpteTable.NONE);
    } else {
      tree.table(entry).walk().exchange(tree.indexOf(gfn), SpteTable.NONE);
    }
    tree.host.setDirtyAccessed(gfn);
    walk.flush = true;
  }

  public TreeWalk walk() {
    return walk;
  }
}
