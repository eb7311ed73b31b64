package org.mmucheck.model;

/**
 * The schedule points: one constant for each step of the protocols, named as the spec's action.
 * Each says the kernel function that takes the step, and how it holds mmu_lock.
 */
public enum Step {
  // mmu_lock and kvm->slots_lock
  /** {@code write_lock(&kvm->mmu_lock)}. */
  WRITE_LOCK,
  /** {@code read_lock(&kvm->mmu_lock)}. */
  READ_LOCK,
  /** {@code write_unlock()} or {@code read_unlock(&kvm->mmu_lock)}. */
  UNLOCK_MMU,
  /** {@code tdp_mmu_iter_cond_resched()}: drops mmu_lock and RCU. */
  COND_RESCHED,
  /** {@code cond_resched_rwlock_read/write()}: takes mmu_lock again. */
  RETAKE_MMU_LOCK,
  /** {@code mutex_lock(&kvm->slots_lock)}. */
  LOCK_SLOTS,
  /** {@code mutex_unlock(&kvm->slots_lock)}. */
  UNLOCK_SLOTS,

  // zapping one tree
  /** {@code tdp_mmu_iter_set_spte()}, mmu_lock held for write. */
  ZAP_SPTE,
  /** {@code tdp_mmu_zap_spte_atomic()}: cmpxchg to the frozen value, mmu_lock held for read. */
  FREEZE_SPTE,
  /** {@code tdp_mmu_zap_spte_atomic()}: non-present, then dirty and accessed. */
  CLEAR_SPTE,
  /** Looks at an SPTE, as {@code wrprot_gfn_range()} does; mmu_lock held for read. */
  VISIT_SPTE,

  // references to roots
  /** {@code kvm_tdp_mmu_put_root()}: {@code refcount_dec_and_test()}. */
  PUT_ROOT,
  /** {@code kvm_tdp_mmu_put_root()}: {@code xchg(&root->role.invalid)}. */
  MARK_INVALID,
  /** {@code kvm_tdp_mmu_put_root()}: {@code refcount_set(1)}. */
  SET_REFCOUNT_ONE,
  /** {@code tdp_mmu_schedule_zap_root()}. */
  QUEUE_ROOT,
  /** {@code kvm_tdp_mmu_put_root()}: the zap's own reference, after a synchronous zap. */
  PUT_OWNER_REF,
  /** {@code list_del_rcu(&root->link)}, under tdp_mmu_pages_lock. */
  UNLINK_ROOT,
  /** {@code call_rcu(&root->rcu_head)}. */
  CALL_RCU,
  /** {@code tdp_mmu_next_root()}: the next root on the list that the walk wants. */
  FIND_ROOT,
  /** {@code kvm_tdp_mmu_get_root()}: {@code refcount_inc_not_zero()}. */
  GET_ROOT,
  /** {@code kvm_tdp_mmu_get_vcpu_root_hpa()}, mmu_lock held for write. */
  ALLOC_ROOT,

  // fast zap and worker
  /** {@code kvm_tdp_mmu_invalidate_all_roots()}, mmu_lock held for write. */
  INVALIDATE_ROOTS,
  /** {@code next_invalidated_root()}, mmu_lock held for read. */
  NEXT_INVALIDATED_ROOT,
  /** {@code flush_workqueue()}. */
  FLUSH_WORKQUEUE,
  /** {@code process_one_work()}. */
  PROCESS_WORK,
}
