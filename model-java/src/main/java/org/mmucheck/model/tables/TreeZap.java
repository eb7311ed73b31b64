package org.mmucheck.model.tables;

import static org.mmucheck.model.Rule.FLUSH_BEFORE_RCU_DROP;
import static org.mmucheck.model.Rule.FREEZE_PARENT_FIRST;
import static org.mmucheck.model.Rule.ZAP_UNDER_READ;

import org.mmucheck.model.Probe;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.mmu.SpteTable;

/**
 * {@code tdp_mmu_zap_root()}: takes every table out of the tree.
 *
 * <p>Concurrency: with mmu_lock held for read, who freezes the entry above a table removes it. With
 * it held for write the zap owes a flush, may yield, and is inside RCU until it has flushed.
 */
public final class TreeZap {
  private final TdpTree tree;
  private final TreeWalk walk;
  private final TableRemoval removal;

  TreeZap(TdpTree tree, Task task) {
    this.tree = tree;
    this.walk = new TreeWalk(task);
    this.removal = new TableRemoval(tree);
  }

  /** Zaps the tree. Models {@code ZapTables}. */
  public void zap() {
    boolean shared = tree.design.has(ZAP_UNDER_READ);
    walk.begin(TreeWalk.Op.ZAP, 0);
    tree.mmuLock.lock(walk.task, shared);
    tree.rcu.readLock(walk.task);
    while (true) {
      if (shared) {
        zapShared();
      } else {
        zapExclusive();
      }
      walk.at = null;
      if (walk.gfn + tree.perTable >= tree.gfns()) {
        break;
      }
      walk.gfn += tree.perTable;
    }
    if (walk.flush) {
      walk.task.probe().before(Step.FLUSH_REMOTE_TLBS);
      tree.flushAll();
    }
    tree.finish(walk);
  }

  /** {@code tdp_mmu_zap_spte_atomic()} of an entry that points to a table. */
  private void zapShared() {
    int slot = tree.slotOf(walk.gfn);
    walk.task.probe().before(Step.FREEZE_PARENT);
    long old;
    do {
      old = tree.root.getAcquire(slot);
      if (!TdpTree.isTable(old)) {
        return;
      }
    } while (tree.design.has(FREEZE_PARENT_FIRST)
        && !tree.root.compareAndSet(slot, old, SpteTable.FROZEN));
    walk.at = tree.table(old);
    removal.remove(walk);
    tree.flushZapped(walk, tree.gfnsOf(slot));
    walk.task.probe().before(Step.CLEAR_PARENT);
    tree.root.exchange(slot, SpteTable.NONE);
  }

  /** {@code tdp_mmu_iter_set_spte()} of an entry that points to a table. */
  private void zapExclusive() {
    condResched();
    long old = tree.root.exchange(tree.slotOf(walk.gfn), SpteTable.NONE);
    if (TdpTree.isTable(old)) {
      walk.at = tree.table(old);
      walk.flush = true;
      removal.remove(walk);
    }
  }

  /** {@code tdp_mmu_iter_cond_resched()} in front of the next entry. */
  private void condResched() {
    Probe probe = walk.task.probe();
    if (walk.gfn == walk.yielded) {
      probe.before(Step.ZAP_PARENT);
      return;
    }
    boolean flushFirst = tree.design.has(FLUSH_BEFORE_RCU_DROP);
    Step yield =
        !walk.flush ? Step.COND_RESCHED : flushFirst ? Step.FLUSH_FOR_YIELD : Step.DROP_RCU;
    if (probe.elects(yield, Step.ZAP_PARENT, tree.mmuLock::isContended)) {
      yieldLock(flushFirst || !walk.flush);
      probe.before(Step.ZAP_PARENT);
    }
  }

  /**
   * @param inRcu whether RCU is left in the last of the steps, with mmu_lock
   */
  private void yieldLock(boolean inRcu) {
    Probe probe = walk.task.probe();
    if (!inRcu) {
      tree.rcu.readUnlock(walk.task);
      probe.before(Step.FLUSH_FOR_YIELD);
    }
    if (walk.flush) {
      tree.flushAll();
      walk.flush = false;
      probe.before(Step.COND_RESCHED);
    }
    if (inRcu) {
      tree.rcu.readUnlock(walk.task);
    }
    walk.yielded = walk.gfn;
    tree.mmuLock.retake(walk.task, tree.mmuLock.release(walk.task));
    tree.rcu.readLock(walk.task);
  }

  public TreeWalk walk() {
    return walk;
  }
}
