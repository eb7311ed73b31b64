package org.mmucheck.model.nx;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Task;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.tables.TablePage;

/**
 * Where one task is in the tree: {@code struct tdp_iter} and the locals of its callers.
 *
 * <p>Concurrency: written by its task only; others read it while that task is parked.
 */
public final class NxWalk {
  /** The kernel path that the task is in. */
  public enum Op {
    NONE,
    /** {@code direct_page_fault()} of code. */
    FAULT,
    /** {@code kvm_recover_nx_huge_pages()}. */
    RECOVER,
    /** {@code direct_page_fault()} that maps a huge page. */
    HUGE,
    /** {@code direct_page_fault()} that maps a giant page. */
    GIANT,
    /** {@code kvm_tdp_mmu_invalidate_roots()}. */
    INVALIDATE,
    /** {@code tdp_mmu_zap_root()}. */
    ZAP,
    /** {@code kvm_mmu_notifier_invalidate_range_start()}. */
    START
  }

  final Task task;
  volatile Op op = Op.NONE;
  volatile int gfn;
  volatile @Nullable TablePage at; // the table that the walk is in, or that it removes
  volatile long old = SpteTable.NONE; // iter->old_spte, from the read to the cmpxchg
  volatile @Nullable NxPage sp; // the page that the worker has taken
  volatile int left; // how many pages the worker may still take
  volatile boolean flush; // a zapped translation, or the way to it, may still be cached
  volatile boolean progress; // the worker has taken a page since it last had the lock

  NxWalk(Task task) {
    this.task = task;
  }

  void begin(Op op, int gfn) {
    this.op = op;
    this.gfn = gfn;
  }

  /** The walk is over; what is left is to drop mmu_lock. */
  void leaveTree() {
    leavePage();
    left = 0;
    flush = false;
    progress = false;
  }

  /** The worker is done with its page. */
  void leavePage() {
    at = null;
    old = SpteTable.NONE;
    sp = null;
  }

  void end() {
    leaveTree();
    op = Op.NONE;
    gfn = 0;
  }

  public Op op() {
    return op;
  }

  public int gfn() {
    return gfn;
  }

  public @Nullable TablePage at() {
    return at;
  }

  public long old() {
    return old;
  }

  public @Nullable NxPage sp() {
    return sp;
  }

  public int left() {
    return left;
  }

  public boolean flush() {
    return flush;
  }

  public boolean progress() {
    return progress;
  }
}
