package org.mmucheck.model.tables;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Task;
import org.mmucheck.model.mmu.SpteTable;

/**
 * Where one task is in the tree: {@code struct tdp_iter} and the locals of its callers.
 *
 * <p>Concurrency: written by its task only; others read it while that task is parked.
 */
public final class TreeWalk {
  /** The kernel path that the task is in. */
  public enum Op {
    NONE,
    /** {@code direct_page_fault()}. */
    FAULT,
    /** {@code tdp_mmu_zap_root()}. */
    ZAP,
    /** {@code direct_page_fault()} that maps a huge page. */
    HUGE,
    /** The zap of one SPTE. */
    LEAF,
    /** {@code kvm_mmu_notifier_invalidate_range_start()}. */
    START
  }

  final Task task;
  volatile Op op = Op.NONE;
  volatile int gfn;
  volatile @Nullable TablePage at; // the table that the walk is in, or that it removes
  volatile long old = SpteTable.NONE; // iter->old_spte, from the read to the cmpxchg
  volatile int yielded; // iter->yielded_gfn
  volatile boolean flush; // a zapped translation, or the way to it, may still be cached

  TreeWalk(Task task) {
    this.task = task;
  }

  void begin(Op op, int gfn) {
    this.op = op;
    this.gfn = gfn;
  }

  /** The walk is over; what is left is to drop mmu_lock. */
  void leaveTree() {
    at = null;
    old = SpteTable.NONE;
    yielded = 0;
    flush = false;
  }

  void end() {
    op = Op.NONE;
    gfn = 0;
  }

  /** The table that the walk is in. */
  TablePage table() {
    TablePage table = at;
    if (table == null) {
      throw new IllegalStateException(task + " is in no table");
    }
    return table;
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

  public int yielded() {
    return yielded;
  }

  public boolean flush() {
    return flush;
  }
}
