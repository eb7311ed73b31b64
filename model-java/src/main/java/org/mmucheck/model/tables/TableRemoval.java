package org.mmucheck.model.tables;

import static org.mmucheck.model.Rule.FLUSH_BASE_GFN;
import static org.mmucheck.model.Rule.FLUSH_BEFORE_FREE;
import static org.mmucheck.model.Rule.FREEZE_CHILDREN;
import static org.mmucheck.model.Rule.FREEZE_UNTIL_OWNED;
import static org.mmucheck.model.Rule.FREE_BY_RCU;

import org.mmucheck.model.Step;
import org.mmucheck.model.mmu.GfnRange;
import org.mmucheck.model.mmu.SpteTable;

/**
 * {@code handle_removed_pt()}: what becomes of a table that is out of the tree.
 *
 * <p>Concurrency: the caller took the table out of the tree by itself, so it is alone in freeing
 * it. Faults that came by earlier may still write to it, and so may who froze one of its entries:
 * each entry is exchanged with the frozen value until it was nobody's.
 */
final class TableRemoval {
  private final TdpTree tree;

  TableRemoval(TdpTree tree) {
    this.tree = tree;
  }

  /** Removes the table that the walk is at; the walk's frame is the table's first. */
  void remove(TreeWalk walk) {
    freezeEntries(walk);
    if (tree.design.has(FLUSH_BEFORE_FREE)) {
      flush(walk);
    }
    walk.task.probe().before(Step.CALL_RCU);
    if (tree.design.has(FREE_BY_RCU)) {
      walk.table().freeBy(tree.rcu);
    } else {
      walk.table().freeAtOnce();
    }
  }

  private void freezeEntries(TreeWalk walk) {
    GfnRange range = tree.gfnsOf(tree.slotOf(walk.gfn));
    while (walk.gfn < range.end()) {
      freezeEntry(walk);
      walk.gfn++;
    }
    walk.gfn = range.start();
  }

  private void freezeEntry(TreeWalk walk) {
    long left = tree.design.has(FREEZE_CHILDREN) ? SpteTable.FROZEN : SpteTable.NONE;
    long old;
    do {
      walk.task.probe().before(Step.FREEZE_CHILD);
      old = walk.table().walk().exchange(tree.indexOf(walk.gfn), left);
    } while (old == SpteTable.FROZEN && tree.design.has(FREEZE_UNTIL_OWNED));
    if (SpteTable.isPresent(old)) {
      tree.host.setDirtyAccessed(walk.gfn);
    }
  }

  private void flush(TreeWalk walk) {
    int first = walk.gfn + (tree.design.has(FLUSH_BASE_GFN) ? 0 : tree.perTable - 1);
    walk.task.probe().before(Step.FLUSH_TABLE);
    tree.flush(new GfnRange(first, first + tree.perTable));
  }
}
