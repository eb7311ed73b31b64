package org.mmucheck.model.nx;

import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.mmu.SpteTable;

/**
 * A page fault that maps a huge page where there is a table that does not keep it away, or a giant
 * page where the upper table is.
 *
 * <p>Concurrency: mmu_lock held for read, and inside RCU until the flush is done. The exchange of
 * the entry elects who removes the table.
 */
public final class NxHugeFault {
  private final NxTree tree;
  private final NxWalk walk;
  private final NxRemoval removal;

  NxHugeFault(NxTree tree, Task task) {
    this.tree = tree;
    this.walk = new NxWalk(task);
    this.removal = new NxRemoval(tree);
  }

  /** Maps the huge page, if there is no table that keeps it away. Models {@code ReplaceTable}. */
  public void map(int region) {
    if (!enter(NxWalk.Op.HUGE, region)) {
      return;
    }
    if (tree.readRoot(walk)) {
      walk.task.probe().before(Step.SWAP_PARENT);
      long old = swap(region);
      if (NxTree.isTable(old)) {
        removal.remove(walk, tree.page(old));
        walk.task.probe().before(Step.FLUSH_ZAPPED);
        tree.flush(region);
      }
    }
    tree.finish(walk);
  }

  /** Maps the giant page, if there is an upper table in its place. Models {@code ReplaceUpper}. */
  public void mapGiant() {
    if (!enter(NxWalk.Op.GIANT, 0)) {
      return;
    }
    walk.task.probe().before(Step.SWAP_UPPER);
    if (tree.swapUpper()) {
      removal.removeUpper(walk);
      walk.task.probe().before(Step.FLUSH_ZAPPED);
      tree.flushAll();
    }
    tree.finish(walk);
  }

  private boolean enter(NxWalk.Op op, int region) {
    walk.begin(op, region);
    tree.mmuLock.readLock(walk.task);
    if (tree.isStale(walk.task)) {
      tree.finishOutsideRcu(walk);
      return false;
    }
    tree.rcu.readLock(walk.task);
    return true;
  }

  /**
   * @return what the huge page is mapped in place of; FROZEN if it is not mapped
   */
  private long swap(int region) {
    long old;
    do {
      old = tree.upper.walk().getAcquire(region);
      boolean keptAway = NxTree.isTable(old) && tree.page(old).isDisallowed();
      if (keptAway || old == NxTree.HUGE || old == SpteTable.FROZEN) {
        return SpteTable.FROZEN;
      }
    } while (!tree.upper.walk().compareAndSet(region, old, NxTree.HUGE));
    return old;
  }

  public NxWalk walk() {
    return walk;
  }
}
