package org.mmucheck.model.tables;

import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.mmu.GfnRange;
import org.mmucheck.model.mmu.SpteTable;

/**
 * {@code tdp_mmu_zap_spte_atomic()} of one SPTE, as a zap at the level of 4 KiB does.
 *
 * <p>Concurrency: mmu_lock held for read, and inside RCU. From freezing the entry until it is
 * cleared the entry is this task's, even if its table leaves the tree meanwhile.
 */
public final class LeafZap {
  private final TdpTree tree;
  private final TreeWalk walk;

  LeafZap(TdpTree tree, Task task) {
    this.tree = tree;
    this.walk = new TreeWalk(task);
  }

  /** Zaps what {@code gfn} maps. Models {@code ZapLeaf}. */
  public void zap(int gfn) {
    walk.begin(TreeWalk.Op.LEAF, gfn);
    tree.mmuLock.readLock(walk.task);
    tree.rcu.readLock(walk.task);
    long entry = tree.readParent(walk);
    if (TdpTree.isTable(entry)) {
      walk.at = tree.table(entry);
      if (freeze()) {
        tree.flushZapped(walk, new GfnRange(gfn, gfn + 1));
        walk.task.probe().before(Step.CLEAR_SPTE);
        walk.table().walk().exchange(tree.indexOf(gfn), SpteTable.NONE);
      }
    }
    tree.finish(walk);
  }

  private boolean freeze() {
    walk.task.probe().before(Step.FREEZE_SPTE);
    SpteTable sptes = walk.table().walk();
    int index = tree.indexOf(walk.gfn);
    long old;
    do {
      old = sptes.getAcquire(index);
      if (!SpteTable.isPresent(old)) {
        return false;
      }
    } while (!sptes.compareAndSet(index, old, SpteTable.FROZEN));
    tree.host.setDirtyAccessed(walk.gfn);
    return true;
  }

  public TreeWalk walk() {
    return walk;
  }
}
