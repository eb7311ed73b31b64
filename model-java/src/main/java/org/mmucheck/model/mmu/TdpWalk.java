package org.mmucheck.model.mmu;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Task;

/**
 * What one task is doing with roots: {@code struct tdp_iter} and the locals of its callers, kept in
 * one place so that whoever looks at a parked task sees all that it will go on from.
 *
 * <p>Concurrency: written by its task only; others read it while that task is parked.
 */
public final class TdpWalk {
  /** The kernel path that the task is in. */
  public enum Op {
    /** None. */
    NONE,
    /** {@code kvm_mmu_free_roots()}. */
    PUT,
    /** {@code kvm_mmu_load()}. */
    LOAD,
    /** {@code kvm_mmu_notifier_invalidate_range_start()}. */
    START,
    /** {@code kvm_mmu_zap_all_fast()}, up to the return of {@code ...invalidate_all_roots()}. */
    INVALIDATE,
    /** {@code kvm_tdp_mmu_zap_invalidated_roots()}. */
    ZAP,
    /** {@code tdp_mmu_zap_root_work()}. */
    WORK,
    /** A walk of the valid roots that zaps nothing. */
    WALK,
    /** {@code kvm_age_hva_range()}. */
    AGE,
    /** {@code kvm_mmu_zap_memslot_leafs()}. */
    SLOT,
    /** {@code direct_page_fault()}. */
    FAULT,
    /** {@code kvm_mmu_zap_all()}. */
    RELEASE,
    /** {@code kvm_destroy_vm()}. */
    DESTROY
  }

  final Task task;
  volatile Op op = Op.NONE;
  volatile @Nullable TdpRoot root; // the root that the walk is in
  volatile @Nullable TdpRoot next; // the candidate, the next invalid root, or the topped-up page
  volatile @Nullable TdpRoot put; // what kvm_tdp_mmu_put_root() was called with
  volatile boolean saw; // role.invalid, where a put reads it too early
  volatile int gfn; // iter->next_last_level_gfn
  volatile int yielded; // iter->yielded_gfn
  volatile long oldSpte; // iter->old_spte, until what it was read for is done
  volatile boolean flushPending; // a zapped translation may still be in a TLB
  volatile boolean flushOwed; // ... and the zap of this root does not know of it

  TdpWalk(Task task) {
    this.task = task;
  }

  void begin(Op op) {
    this.op = op;
  }

  void end() {
    op = Op.NONE;
    root = null;
    next = null;
    put = null;
    saw = false;
    gfn = 0;
    yielded = 0;
  }

  public Task task() {
    return task;
  }

  public Op op() {
    return op;
  }

  public @Nullable TdpRoot root() {
    return root;
  }

  public @Nullable TdpRoot next() {
    return next;
  }

  public @Nullable TdpRoot put() {
    return put;
  }

  public boolean saw() {
    return saw;
  }

  public int gfn() {
    return gfn;
  }

  public int yielded() {
    return yielded;
  }

  /**
   * The leaf that the task has frozen and not cleared yet, or has read and not aged yet; {@link
   * SpteTable#NONE} otherwise.
   */
  public long oldSpte() {
    return oldSpte;
  }

  public boolean flushPending() {
    return flushPending;
  }

  /** Whether an earlier root owes a flush that the zap of this root does not know of. */
  public boolean flushOwed() {
    return flushOwed;
  }
}
