package org.mmucheck.model.tables;

import static org.mmucheck.model.Rule.FLUSH_BEFORE_FREE;

import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * A page fault that maps a huge page where there is a table.
 *
 * <p>Concurrency: mmu_lock held for read, and inside RCU until the flush is done. The exchange of
 * the entry elects who removes the table.
 */
public final class HugeFault {
  private final TdpTree tree;
  private final TreeWalk walk;
  private final TableRemoval removal;

  HugeFault(TdpTree tree, Task task) {
    this.tree = tree;
    this.walk = new TreeWalk(task);
    this.removal = new TableRemoval(tree);
  }

  /** Maps the huge page, if there is a table in its place. Models {@code ReplaceTable}. */
  public void map(int slot) {
    walk.begin(TreeWalk.Op.HUGE, tree.gfnsOf(slot).start());
    tree.mmuLock.readLock(walk.task);
    if (tree.isStale(walk.task)) {
      tree.finishOutsideRcu(walk);
      return;
    }
    tree.rcu.readLock(walk.task);
    if (swap(slot)) {
      removal.remove(walk);
      if (!tree.design.has(FLUSH_BEFORE_FREE)) {
        tree.flushZapped(walk, tree.gfnsOf(slot));
      }
    }
    tree.finish(walk);
  }

  private boolean swap(int slot) {
    walk.task.probe().before(Step.SWAP_PARENT);
    long old;
    do {
      old = tree.root.getAcquire(slot);
      if (!TdpTree.isTable(old)) {
        return false;
      }
    } while (!tree.root.compareAndSet(slot, old, TdpTree.HUGE));
    walk.at = tree.table(old);
    return true;
  }

  public TreeWalk walk() {
    return walk;
  }
}
