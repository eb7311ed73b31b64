package org.mmucheck.model.mirror;

import org.mmucheck.model.Task;

/**
 * What one task does to the roots: {@code struct tdp_iter} and the locals of its callers.
 *
 * <p>Concurrency: written by its task only; others read it while that task is parked.
 */
public final class MirrorWalk {
  /** The kernel path that the task is in. */
  public enum Op {
    NONE,
    /** {@code direct_page_fault()}. */
    FAULT,
    /** {@code kvm_mmu_notifier_invalidate_range_start()}. */
    START,
    /** {@code kvm_mmu_zap_all_fast()}: its first half. */
    INVALIDATE,
    /** {@code kvm_mmu_zap_all_fast()}: {@code kvm_tdp_mmu_zap_invalidated_roots()}. */
    ZAP,
    /** {@code kvm_tdp_mmu_zap_all()}. */
    RELEASE,
    /** {@code kvm_gmem_release()}. */
    GMEM,
    /** {@code tdx_mmu_release_hkid()}. */
    HKID,
    /** {@code kvm_mmu_uninit_tdp_mmu()}. */
    TEARDOWN
  }

  /** The mirror SPTE that is updated, or the call of the module that is made. */
  public enum At {
    NONE,
    PARENT,
    LEAF,
    BLOCK,
    TRACK,
    REMOVE
  }

  final Task task;
  volatile Op op = Op.NONE;
  volatile int gfn;
  volatile At at = At.NONE;
  volatile boolean failed; // the module has not done what it was called for
  volatile boolean again; // a call is made again, since the module was busy

  MirrorWalk(Task task) {
    this.task = task;
  }

  void begin(Op op, int gfn) {
    this.op = op;
    this.gfn = gfn;
  }

  /** The update or the call is over. */
  void leaveEntry() {
    at = At.NONE;
    failed = false;
    again = false;
  }

  /** What is left is to drop mmu_lock, at most. */
  void end() {
    leaveEntry();
    op = Op.NONE;
    gfn = 0;
  }

  public Op op() {
    return op;
  }

  public int gfn() {
    return gfn;
  }

  public At at() {
    return at;
  }

  public boolean failed() {
    return failed;
  }

  public boolean again() {
    return again;
  }
}
