package org.mmucheck.model.tables;

import static org.mmucheck.model.Rule.REFUSE_FROZEN;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.mmu.SpteTable;

/**
 * {@code kvm_tdp_mmu_map()}: walks to the frame, links a table on the way, maps the page.
 *
 * <p>Concurrency: mmu_lock held for read, and inside RCU. Whatever it read may be out of date when
 * it exchanges it; then it gives up, and the guest faults again. A frozen entry is another task's.
 */
public final class TreeFault {
  private final TdpTree tree;
  private final TreeWalk walk;
  private volatile @Nullable TablePage topped; // what mmu_topup_memory_caches() got

  TreeFault(TdpTree tree, Task task) {
    this.tree = tree;
    this.walk = new TreeWalk(task);
  }

  /**
   * Handles a fault once. Models {@code HandleFault}.
   *
   * @param fresh the page to link if there is no table yet
   */
  public void handle(int gfn, TablePage fresh) {
    walk.begin(TreeWalk.Op.FAULT, gfn);
    topped = fresh;
    tree.mmuLock.readLock(walk.task);
    if (tree.isStale(walk.task)) {
      tree.finishOutsideRcu(walk);
    } else {
      tree.rcu.readLock(walk.task);
      if (findTable(fresh)) {
        mapLeaf();
      }
      tree.finish(walk);
    }
    topped = null;
  }

  private boolean findTable(TablePage fresh) {
    long old = tree.readParent(walk);
    if (TdpTree.isTable(old)) {
      walk.at = tree.table(old);
      return true;
    }
    return old != TdpTree.HUGE && !refuses(old) && linkTable(old, fresh);
  }

  private boolean refuses(long old) {
    return old == SpteTable.FROZEN && tree.design.has(REFUSE_FROZEN);
  }

  /** {@code tdp_mmu_link_sp()}. */
  private boolean linkTable(long old, TablePage fresh) {
    walk.old = old;
    walk.task.probe().before(Step.LINK_TABLE);
    fresh.setLinked();
    if (!tree.root.compareAndSet(tree.slotOf(walk.gfn), old, TdpTree.entry(fresh))) {
      fresh.setUnused();
      return false;
    }
    warnIfFrozen(old);
    walk.at = fresh;
    walk.old = SpteTable.NONE;
    return true;
  }

  /** {@code tdp_mmu_map_handle_target_level()}. */
  private void mapLeaf() {
    int index = tree.indexOf(walk.gfn);
    walk.task.probe().before(Step.READ_LEAF);
    long old = walk.table().walk().getAcquire(index);
    if (SpteTable.isPresent(old) || refuses(old)) {
      return;
    }
    walk.old = old;
    walk.task.probe().before(Step.MAP_PAGE);
    if (walk.table().walk().compareAndSet(index, old, SpteTable.leaf(walk.gfn))) {
      warnIfFrozen(old);
    }
  }

  private void warnIfFrozen(long old) {
    if (old == SpteTable.FROZEN) {
      tree.splats.report("changes a frozen SPTE"); // WARN_ON_ONCE()
    }
  }

  /** The page that may become a table; null unless a fault is under way. */
  public @Nullable TablePage topped() {
    return topped;
  }

  public TreeWalk walk() {
    return walk;
  }
}
