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
  /** {@code kvm_tdp_mmu_put_root()} with the load of role.invalid that the barriers forbid. */
  LOAD_INVALID,
  /** {@code kvm_tdp_mmu_put_root()}: {@code refcount_dec_and_test()}. */
  PUT_ROOT,
  /** {@code kvm_tdp_mmu_put_root()}: role.invalid read apart from its write. */
  TEST_INVALID,
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
  /** {@code kvm_make_all_cpus_request(KVM_REQ_MMU_FREE_OBSOLETE_ROOTS)}. */
  REQUEST_RELOAD,
  /** {@code next_invalidated_root()}, mmu_lock held for read. */
  NEXT_INVALIDATED_ROOT,
  /** {@code kvm_tdp_mmu_zap_invalidated_roots()} reads tdp_mmu_scheduled_root_to_zap. */
  TEST_SCHEDULED,
  /** ... and clears it. */
  CLEAR_SCHEDULED,
  /** {@code flush_workqueue()}. */
  FLUSH_WORKQUEUE,
  /** {@code process_one_work()}. */
  PROCESS_WORK,

  // the end of a VM
  /** {@code kvm_put_kvm()}: {@code refcount_dec_and_test(&kvm->users_count)}. */
  PUT_VM,
  /** {@code kvm_mmu_uninit_tdp_mmu()}: {@code WARN_ON(!list_empty(&kvm->arch.tdp_mmu_roots))}. */
  CHECK_ROOT_LIST,
  /** {@code kvm_mmu_uninit_tdp_mmu()}: {@code rcu_barrier()}. */
  RCU_BARRIER,
  /** {@code kvm_destroy_vm()}: {@code kvm_arch_free_vm()}. */
  FREE_VM,

  // page-table pages
  /** {@code tdp_iter_refresh_sptep()}: reads an entry of the root, mmu_lock for read. */
  READ_PARENT,
  /** {@code tdp_mmu_link_sp()}: cmpxchg of an entry of the root, mmu_lock for read. */
  LINK_TABLE,
  /** {@code tdp_iter_refresh_sptep()}: reads an entry of a table, mmu_lock for read. */
  READ_LEAF,
  /** {@code tdp_mmu_zap_spte_atomic()}: freezes an entry of the root, mmu_lock for read. */
  FREEZE_PARENT,
  /** {@code tdp_mmu_map_handle_target_level()}: a huge page for a table, mmu_lock for read. */
  SWAP_PARENT,
  /** {@code tdp_mmu_set_spte()} of an entry of the root, mmu_lock for write. */
  ZAP_PARENT,
  /** {@code handle_removed_pt()}: xchg of one entry, mmu_lock held. */
  FREEZE_CHILD,
  /** {@code handle_removed_pt()}: {@code kvm_flush_remote_tlbs_with_address()}. */
  FLUSH_TABLE,
  /** {@code kvm_flush_remote_tlbs_gfn()} after the cmpxchg of a zap, mmu_lock for read. */
  FLUSH_ZAPPED,
  /** {@code tdp_mmu_zap_spte_atomic()}: non-present to an entry of the root. */
  CLEAR_PARENT,
  /** {@code tdp_mmu_iter_cond_resched()}: {@code rcu_read_unlock()} before the flush. */
  DROP_RCU,

  // page fault
  /** {@code fault->mmu_seq = kvm->mmu_invalidate_seq; smp_rmb()}, no lock. */
  SNAPSHOT_SEQ,
  /** {@code mmu_invalidate_retry_gfn_unsafe()}: reads the count, the hull and seq, no lock. */
  UNSAFE_RETRY,
  /** {@code mmu_invalidate_retry_gfn_unsafe()} says no, whatever is the case, no lock. */
  PRECHECK_PASSES,
  /** {@code mmu_invalidate_retry_gfn_unsafe()} says yes, whatever is the case, no lock. */
  PRECHECK_RETRIES,
  /** {@code hva_to_pfn()}, no lock of KVM's. */
  HVA_TO_PFN,
  /** {@code is_page_fault_stale()}, mmu_lock for read. */
  IS_PAGE_FAULT_STALE,
  /** {@code tdp_mmu_map_handle_target_level()}, mmu_lock for read. */
  MAP_PAGE,
  /** {@code gfn_to_page_many_atomic()} in {@code direct_pte_prefetch_many()}, mmu_lock held. */
  PREFETCH_PAGE,
  /** {@code mmu_set_spte()} in {@code direct_pte_prefetch_many()}, mmu_lock held. */
  MAP_PREFETCHED,
  /** {@code kvm_release_pfn_clean()}, no lock. */
  RELEASE_PFN,

  // huge leafs
  /** {@code kvm_mmu_hugepage_adjust()}: {@code host_pfn_mapping_level()}. */
  HUGEPAGE_ADJUST,
  /** {@code __split_huge_pmd_locked()}, the primary MM's page table lock. */
  SPLIT_HUGE_PMD,

  // updates of memslots
  /** {@code srcu_read_lock(&kvm->srcu)} and {@code kvm_vcpu_gfn_to_memslot()}, no lock. */
  GFN_TO_MEMSLOT,
  /** {@code kvm_for_each_memslot_in_hva_range()}, under kvm->srcu, no lock. */
  FIND_MEMSLOTS,
  /** {@code kvm_swap_active_memslots()}, mn_invalidate_lock. */
  SWAP_MEMSLOTS,
  /** {@code synchronize_srcu_expedited(&kvm->srcu)}, kvm->slots_lock. */
  SYNCHRONIZE_SRCU,
  /** {@code lock_map_acquire()} around start and around end, as if it excluded. */
  ACQUIRE_MAP,
  /** {@code lock_map_release()}. */
  RELEASE_MAP,
  /** {@code down_read(&kvm->mmu_notifier_slots_lock)}. */
  DOWN_READ,
  /** {@code up_read(&kvm->mmu_notifier_slots_lock)}. */
  UP_READ,
  /** {@code down_write(&kvm->mmu_notifier_slots_lock)} queues, kvm->slots_lock. */
  QUEUE_WRITER,
  /** {@code down_write(&kvm->mmu_notifier_slots_lock)} returns, kvm->slots_lock. */
  DOWN_WRITE,
  /** {@code up_write(&kvm->mmu_notifier_slots_lock)}, kvm->slots_lock. */
  UP_WRITE,

  // a retry test under the lock of one entry, as on PowerPC
  /** {@code lock_rmap()}, or mmu_lock in its place. */
  LOCK_ENTRY,
  /** {@code mmu_invalidate_retry()} reads in_progress, the entry's lock. */
  READ_COUNT,
  /** {@code unlock_rmap()}. */
  UNLOCK_ENTRY,

  // private and shared memory
  /** {@code fault.is_private = kvm_mem_is_private()}, no lock. */
  READ_KIND,
  /** {@code kvm_faultin_pfn()} compares the access with the attribute, no lock. */
  CHECK_ATTRIBUTE,
  /** {@code fault->mmu_seq = kvm->mmu_invalidate_seq} a second time, no lock. */
  SNAPSHOT_AGAIN,
  /** {@code __kvm_faultin_pfn()}: guest_memfd or GUP, no lock. */
  GET_PAGE,
  /** {@code xa_store(&kvm->mem_attr_array)}, kvm->slots_lock. */
  STORE_ATTRIBUTE,

  // invalidation by the primary MM
  /** {@code mn_active_invalidate_count++}, mn_invalidate_lock. */
  RAISE_ACTIVE,
  /** {@code gfn_to_pfn_cache_invalidate_start()}, gpc->lock for write. */
  INVALIDATE_GPC,
  /** {@code kvm_mmu_invalidate_begin()}, mmu_lock for write. */
  RAISE_COUNT,
  /** {@code kvm_mmu_invalidate_range_add()} for one memslot, mmu_lock for write. */
  ADD_RANGE,
  /** {@code kvm_flush_remote_tlbs()} in {@code tdp_mmu_iter_cond_resched()}, mmu_lock for write. */
  FLUSH_FOR_YIELD,
  /** {@code kvm_flush_remote_tlbs()}, mmu_lock for write. */
  FLUSH_REMOTE_TLBS,
  /** The primary MM changes the host's PTEs, page table lock. */
  CHANGE_PTE,
  /** {@code kvm_mmu_invalidate_end()}: seq++ and smp_wmb(), mmu_lock for write. */
  RAISE_SEQ,
  /** {@code kvm_mmu_invalidate_end()}: in_progress--, mmu_lock for write. */
  LOWER_COUNT,
  /** {@code mn_active_invalidate_count--}, mn_invalidate_lock; range_end() returns. */
  LOWER_ACTIVE,
  /** A cure for caches by hva: counts every invalidation that has ended, mn_invalidate_lock. */
  RAISE_ENDED,
  /** {@code dev_pagemap_cleanup()} waits for the last reference to the device's pages, no lock. */
  DEV_PAGEMAP_CLEANUP,

  // kvm_vcpu_map()
  /** {@code gfn_to_pfn()} in {@code kvm_vcpu_map()}, no lock of KVM's. */
  GFN_TO_PFN,
  /** {@code kmap()} or {@code memremap()}; {@code kvm_vcpu_map()} returns, no lock. */
  KMAP_PAGE,
  /** A store through {@code map->hva}, no lock. */
  WRITE_KHVA,
  /** {@code kunmap()} or {@code memunmap()} in {@code kvm_vcpu_unmap()}, no lock. */
  KUNMAP_PAGE,
  /** {@code kvm_release_pfn_dirty()} or {@code unpin_user_page()}, no lock. */
  PUT_MAPPED_PAGE,

  // gfn_to_pfn_cache
  /** {@code read_lock(&gpc->lock)} by a user of the cache. */
  READ_LOCK_GPC,
  /** {@code kvm_gpc_check()}, gpc->lock for read. */
  CHECK_GPC,
  /** A store through {@code gpc->khva}, gpc->lock for read. */
  ACCESS_GPC,
  /** {@code read_unlock(&gpc->lock)} by a user of the cache. */
  READ_UNLOCK_GPC,
  /** {@code mutex_lock(&gpc->refresh_lock)}. */
  LOCK_REFRESH,
  /** {@code write_lock_irq(&gpc->lock)} in {@code __kvm_gpc_refresh()}. */
  LOCK_GPC_FOR_REFRESH,
  /** {@code __kvm_gpc_refresh()} asks whether there is anything to do, gpc->lock for write. */
  BEGIN_REFRESH,
  /** {@code hva_to_pfn_retry()}: the snapshot of seq and smp_rmb(), gpc->lock for write. */
  SNAPSHOT_FOR_REFRESH,
  /** A cure for caches by hva: gpc->lock is dropped, to wait for open invalidations. */
  UNLOCK_GPC_TO_WAIT,
  /** ... waits until mn_active_invalidate_count is 0, refresh_lock. */
  WAIT_FOR_NO_ACTIVE,
  /** ... and takes gpc->lock for write again. */
  RELOCK_GPC_AFTER_WAIT,
  /** {@code write_unlock_irq(&gpc->lock)} in {@code hva_to_pfn_retry()}. */
  UNLOCK_GPC_FOR_GUP,
  /** {@code hva_to_pfn_retry()} undoes its last attempt, refresh_lock. */
  PUT_RETRIED_PFN,
  /** {@code hva_to_pfn()} in {@code hva_to_pfn_retry()}, refresh_lock. */
  GPC_HVA_TO_PFN,
  /** {@code gpc_map()}, unless the page is the old one, refresh_lock. */
  MAP_KHVA,
  /** {@code write_lock_irq(&gpc->lock)} in {@code hva_to_pfn_retry()}. */
  RELOCK_GPC,
  /** {@code mmu_notifier_retry_cache()} reads mn_active_invalidate_count, gpc->lock for write. */
  READ_ACTIVE,
  /** {@code mmu_notifier_retry_cache()} reads mmu_invalidate_seq, gpc->lock for write. */
  READ_SEQ,
  /** {@code hva_to_pfn_retry()} sets pfn, khva and valid, gpc->lock for write. */
  COMMIT_REFRESH,
  /** {@code kvm_release_pfn_clean()} in {@code hva_to_pfn_retry()}, gpc->lock for write. */
  PUT_REFRESHED_PFN,
  /** {@code write_unlock_irq(&gpc->lock)} in {@code __kvm_gpc_refresh()}. */
  UNLOCK_GPC_AFTER_REFRESH,
  /** {@code gpc_unmap()} of what the cache mapped before, refresh_lock. */
  UNMAP_OLD_KHVA,
  /** {@code mutex_unlock(&gpc->refresh_lock)}. */
  UNLOCK_REFRESH,
  /** {@code kvm_gpc_activate()}: {@code list_add(&gpc->list)}, kvm->gpc_lock. */
  ADD_TO_LIST,
  /** {@code kvm_gpc_activate()}: {@code gpc->active = true}, gpc->lock for write. */
  SET_ACTIVE,
  /** {@code kvm_gpc_deactivate()}: active, valid, pfn and khva go, gpc->lock for write. */
  CLEAR_ACTIVE,
  /** {@code kvm_gpc_deactivate()}: {@code list_del(&gpc->list)}, kvm->gpc_lock. */
  REMOVE_FROM_LIST,
}
