package org.mmucheck.model.nx;

import static org.mmucheck.model.Rule.FREEZE_CHILDREN;
import static org.mmucheck.model.Rule.FREE_BY_RCU;

import org.mmucheck.model.Step;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.tables.TablePage;

/**
 * {@code handle_removed_pt()}: what becomes of a table that is out of the tree.
 *
 * <p>Concurrency: the caller took the table out of the tree by itself, so it is alone in freeing
 * it. It comes off the list before it is handed to RCU. Faults that came by earlier may still write
 * to it: each entry is exchanged with the frozen value.
 */
final class NxRemoval {
  private final NxTree tree;

  NxRemoval(NxTree tree) {
    this.tree = tree;
  }

  /** Removes a table. */
  void remove(NxWalk walk, NxPage table) {
    walk.at = table.page();
    walk.task.probe().before(Step.UNLINK_PAGE);
    tree.possible.unlink(table);
    walk.task.probe().before(Step.FREEZE_CHILD);
    table.page().sptes().exchange(0, left());
    free(walk, table.page());
  }

  /** Removes the upper table, and each table below it. */
  void removeUpper(NxWalk walk) {
    for (int region = 0; region < tree.regions(); region++) {
      walk.gfn = region;
      walk.task.probe().before(Step.FREEZE_ENTRY);
      long old = tree.upper.sptes().exchange(region, left());
      if (NxTree.isTable(old)) {
        remove(walk, tree.page(old));
      }
    }
    walk.gfn = 0;
    free(walk, tree.upper);
  }

  private long left() {
    return tree.design.has(FREEZE_CHILDREN) ? SpteTable.FROZEN : SpteTable.NONE;
  }

  private void free(NxWalk walk, TablePage page) {
    walk.at = page;
    walk.task.probe().before(Step.CALL_RCU);
    if (tree.design.has(FREE_BY_RCU)) {
      page.freeBy(tree.rcu);
    } else {
      page.freeAtOnce();
    }
    walk.at = null;
  }
}
