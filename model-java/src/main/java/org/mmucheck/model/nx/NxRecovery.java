package org.mmucheck.model.nx;

import static org.mmucheck.model.Rule.CMPXCHG_ENTRY;
import static org.mmucheck.model.Rule.FLUSH_AFTER_ZAP;
import static org.mmucheck.model.Rule.FLUSH_BEFORE_RCU_DROP;
import static org.mmucheck.model.Rule.FLUSH_BEFORE_YIELD;
import static org.mmucheck.model.Rule.FLUSH_UNDER_LOCK;
import static org.mmucheck.model.Rule.POINTS_AT_TABLE;
import static org.mmucheck.model.Rule.RECOVER_IN_RCU;
import static org.mmucheck.model.Rule.RECOVER_UNDER_READ;
import static org.mmucheck.model.Rule.TAKE_AFTER_YIELD;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.mmu.SpteTable;

/**
 * {@code kvm_recover_nx_huge_pages()}: takes tables from the list and zaps them.
 *
 * <p>Concurrency: mmu_lock held for read, so others remove tables meanwhile, also the one that the
 * worker has taken. It stays readable, since the worker is inside RCU; the worker zaps the entry
 * above only if that points at the table, by an exchange from what it read. It flushes before it
 * leaves RCU, since what it has removed is freed then, and before it drops mmu_lock, since a
 * notifier finds nothing to flush for any more. A page is not kept over a yield.
 */
public final class NxRecovery {
  private final NxTree tree;
  private final NxWalk walk;
  private final NxRemoval removal;

  NxRecovery(NxTree tree, Task task) {
    this.tree = tree;
    this.walk = new NxWalk(task);
    this.removal = new NxRemoval(tree);
  }

  /**
   * Makes one pass. Models {@code RecoverNx}.
   *
   * @param toZap how many pages it takes
   */
  public void recover(int toZap) {
    walk.begin(NxWalk.Op.RECOVER, 0);
    walk.left = toZap;
    tree.mmuLock.lock(walk.task, tree.design.has(RECOVER_UNDER_READ));
    enterRcu();
    for (NxPage sp = take(); sp != null; sp = take()) {
      if (!tree.isLogged(sp.gfn())) {
        walk.sp = sp;
        walk.gfn = sp.gfn();
        zap(sp);
        warnIfDisallowed(sp);
        walk.leavePage();
      }
    }
    end();
  }

  private @Nullable NxPage take() {
    before(Step.TAKE_PAGE, tree.design.has(TAKE_AFTER_YIELD));
    NxPage first = walk.left == 0 ? null : tree.possible.take(tree::isLogged);
    if (first != null) {
      first.touch();
      walk.left--;
      walk.progress = true;
    }
    return first;
  }

  /** {@code kvm_tdp_mmu_zap_possible_nx_huge_page()}. */
  private void zap(NxPage sp) {
    before(Step.READ_PTEP, !tree.design.has(TAKE_AFTER_YIELD));
    sp.touch();
    long old = tree.upper.walk().getAcquire(walk.gfn);
    boolean wanted =
        tree.design.has(POINTS_AT_TABLE) ? old == NxTree.entry(sp) : SpteTable.isPresent(old);
    if (!wanted) {
      return;
    }
    walk.old = old;
    walk.task.probe().before(Step.ZAP_NX_PAGE);
    if (!exchange(old)) {
      return;
    }
    walk.flush |= tree.design.has(FLUSH_AFTER_ZAP);
    if (NxTree.isTable(old)) {
      removal.remove(walk, tree.page(old));
    }
  }

  private boolean exchange(long old) {
    if (tree.design.has(CMPXCHG_ENTRY)) {
      return tree.upper.walk().compareAndSet(walk.gfn, old, SpteTable.NONE);
    }
    tree.upper.walk().exchange(walk.gfn, SpteTable.NONE);
    return true;
  }

  private void warnIfDisallowed(NxPage sp) {
    if (sp.isDisallowed()) {
      tree.splats.report("still disallowed"); // WARN_ON_ONCE()
    }
  }

  /** The next step, and before it a yield if it is time for one. */
  private void before(Step step, boolean mayYield) {
    Probe probe = walk.task.probe();
    if (!mayYield || !walk.progress) {
      probe.before(step);
      return;
    }
    boolean flushes = walk.flush && tree.design.has(FLUSH_BEFORE_YIELD);
    boolean flushFirst = tree.design.has(FLUSH_BEFORE_RCU_DROP);
    Step yield = !flushes ? Step.COND_RESCHED : flushFirst ? Step.FLUSH_FOR_YIELD : Step.DROP_RCU;
    if (probe.elects(yield, step, tree.mmuLock::isContended)) {
      yieldLock(flushes, flushFirst || !flushes);
      probe.before(step);
    }
  }

  /**
   * @param inRcu whether RCU is left in the last of the steps, with mmu_lock
   */
  private void yieldLock(boolean flushes, boolean inRcu) {
    Probe probe = walk.task.probe();
    if (!inRcu) {
      leaveRcu();
      probe.before(Step.FLUSH_FOR_YIELD);
    }
    if (flushes) {
      tree.flushAll();
      walk.flush = false;
      probe.before(Step.COND_RESCHED);
    }
    if (inRcu) {
      leaveRcu();
    }
    walk.progress = false;
    tree.mmuLock.retake(walk.task, tree.mmuLock.release(walk.task));
    enterRcu();
  }

  private void end() {
    boolean flushes = walk.flush;
    boolean locked = tree.design.has(FLUSH_UNDER_LOCK);
    walk.leaveTree();
    walk.gfn = 0;
    walk.flush = flushes;
    boolean inRcu = flushes && locked && tree.design.has(FLUSH_BEFORE_RCU_DROP);
    if (!inRcu) {
      leaveRcu();
    }
    if (flushes && locked) {
      flush();
    }
    if (inRcu) {
      leaveRcu();
    }
    tree.mmuLock.unlock(walk.task);
    if (flushes && !locked) {
      flush();
    }
    walk.end();
  }

  private void flush() {
    walk.task.probe().before(Step.FLUSH_REMOTE_TLBS);
    tree.flushAll();
    walk.flush = false;
  }

  private void enterRcu() {
    if (tree.design.has(RECOVER_IN_RCU)) {
      tree.rcu.readLock(walk.task);
    }
  }

  private void leaveRcu() {
    if (tree.design.has(RECOVER_IN_RCU)) {
      tree.rcu.readUnlock(walk.task);
    }
  }

  public NxWalk walk() {
    return walk;
  }
}
