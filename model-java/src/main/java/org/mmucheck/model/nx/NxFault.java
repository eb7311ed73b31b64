package org.mmucheck.model.nx;

import static org.mmucheck.model.Rule.DISALLOW_BEFORE_LINK;
import static org.mmucheck.model.Rule.PAGES_LOCK;
import static org.mmucheck.model.Rule.TRACK_IF_DISALLOWED;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.mmu.SpteTable;

/**
 * {@code kvm_tdp_mmu_map()} of a fault of code: links a table where there is none, or where a huge
 * page is, puts it on the list of the tables that keep a huge page away, and maps the frame.
 *
 * <p>Concurrency: mmu_lock held for read, and inside RCU. Once the table is linked another task may
 * remove it; then it is allowed, and must not come onto the list any more. So who removes it and
 * who tracks it ask under one lock.
 */
public final class NxFault {
  private final NxTree tree;
  private final NxWalk walk;
  private volatile @Nullable NxPage topped; // what mmu_topup_memory_caches() got

  NxFault(NxTree tree, Task task) {
    this.tree = tree;
    this.walk = new NxWalk(task);
  }

  /**
   * Handles a fault once. Models {@code HandleFault}.
   *
   * @param fresh the page to link if there is no table yet
   */
  public void handle(int region, NxPage fresh) {
    walk.begin(NxWalk.Op.FAULT, region);
    topped = fresh;
    tree.mmuLock.readLock(walk.task);
    if (tree.isStale(walk.task)) {
      tree.finishOutsideRcu(walk);
    } else {
      tree.rcu.readLock(walk.task);
      NxPage table = findTable(fresh);
      if (table != null) {
        mapLeaf(table);
      }
      tree.finish(walk);
    }
    topped = null;
  }

  private @Nullable NxPage findTable(NxPage fresh) {
    if (!tree.readRoot(walk)) {
      return null;
    }
    walk.task.probe().before(Step.READ_PARENT);
    long old = tree.upper.walk().getAcquire(walk.gfn);
    if (old == SpteTable.FROZEN) {
      return null;
    }
    if (NxTree.isTable(old)) {
      NxPage found = tree.page(old);
      walk.at = found.page();
      return found;
    }
    if (!linkTable(old, fresh)) {
      return null;
    }
    track(fresh);
    return fresh;
  }

  /** {@code tdp_mmu_link_sp()}, or {@code tdp_mmu_split_huge_page()}. */
  private boolean linkTable(long old, NxPage fresh) {
    walk.old = old;
    walk.task.probe().before(Step.LINK_TABLE);
    int gfnBefore = fresh.gfn();
    fresh.prepare(walk.gfn, tree.design.has(DISALLOW_BEFORE_LINK), old == NxTree.HUGE);
    if (!tree.upper.walk().compareAndSet(walk.gfn, old, NxTree.entry(fresh))) {
      fresh.giveBack(gfnBefore);
      return false;
    }
    walk.at = fresh.page();
    walk.old = SpteTable.NONE;
    return true;
  }

  private void track(NxPage fresh) {
    Probe probe = walk.task.probe();
    boolean asks = tree.design.has(TRACK_IF_DISALLOWED);
    if (!tree.design.has(PAGES_LOCK)) {
      probe.before(Step.READ_DISALLOWED);
      fresh.touch();
      if (asks && !fresh.isDisallowed()) {
        return;
      }
      asks = false;
    }
    probe.before(Step.TRACK_PAGE);
    fresh.touch();
    if (!tree.design.has(DISALLOW_BEFORE_LINK)) {
      fresh.setDisallowed(true);
    }
    tree.possible.track(fresh, asks);
  }

  /** {@code tdp_mmu_map_handle_target_level()}. */
  private void mapLeaf(NxPage table) {
    walk.task.probe().before(Step.READ_LEAF);
    if (table.walk().getAcquire(0) != SpteTable.NONE) {
      return;
    }
    walk.task.probe().before(Step.MAP_PAGE);
    table.walk().compareAndSet(0, SpteTable.NONE, SpteTable.leaf(walk.gfn));
  }

  /** The page that may become a table; null unless a fault is under way. */
  public @Nullable NxPage topped() {
    return topped;
  }

  public NxWalk walk() {
    return walk;
  }
}
