package org.mmucheck.model.nx;

import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.mmu.SpteTable;

/**
 * {@code kvm_mmu_zap_all_fast()}: makes the root invalid, then takes its tables away.
 *
 * <p>Concurrency: the root is invalidated with mmu_lock held for write, and vCPUs are told to drop
 * it, so no fault is in it, and no hardware, while it is zapped with mmu_lock held for read. The
 * worker may be: each entry is exchanged from what was read.
 */
public final class NxFastZap {
  private final NxTree tree;
  private final NxWalk walk;
  private final NxRemoval removal;

  NxFastZap(NxTree tree, Task task) {
    this.tree = tree;
    this.walk = new NxWalk(task);
    this.removal = new NxRemoval(tree);
  }

  /** Zaps the root. Models {@code ZapTables}. */
  public void zap() {
    walk.begin(NxWalk.Op.INVALIDATE, 0);
    tree.mmuLock.writeLock(walk.task);
    walk.task.probe().before(Step.INVALIDATE_ROOTS);
    tree.invalid = true;
    tree.flushAll(); // each vCPU, when it loads another root
    tree.mmuLock.unlock(walk.task);
    walk.begin(NxWalk.Op.ZAP, 0);
    tree.mmuLock.readLock(walk.task);
    tree.rcu.readLock(walk.task);
    for (int region = 0; region < tree.regions(); region++) {
      walk.gfn = region;
      walk.task.probe().before(Step.ZAP_TABLE);
      if (!tree.hasUpper()) {
        tree.root.compareAndSet(NxTree.HUGE, SpteTable.NONE);
        break;
      }
      long old = exchange(region);
      if (NxTree.isTable(old)) {
        removal.remove(walk, tree.page(old));
      }
    }
    tree.finish(walk);
  }

  /** {@code tdp_mmu_set_spte_atomic()}, again until it is not lost. */
  private long exchange(int region) {
    long old;
    do {
      old = tree.upper.walk().getAcquire(region);
      if (!SpteTable.isPresent(old)) {
        return old;
      }
    } while (!tree.upper.walk().compareAndSet(region, old, SpteTable.NONE));
    return old;
  }

  public NxWalk walk() {
    return walk;
  }
}
