package org.mmucheck.model;

/**
 * The schedule points: one constant for each step of the protocols. Each says the kernel function
 * that takes the step, and how it holds mmu_lock; its caption says it in one line of a schedule.
 */
public enum Step {
  // mmu_lock and kvm->slots_lock
  /** {@code write_lock(&kvm->mmu_lock)}. */
  WRITE_LOCK("write_lock(mmu_lock)"),
  /** {@code read_lock(&kvm->mmu_lock)}. */
  READ_LOCK("read_lock(mmu_lock)"),
  /** {@code write_unlock()} or {@code read_unlock(&kvm->mmu_lock)}. */
  UNLOCK_MMU("unlock(mmu_lock)"),
  /** {@code tdp_mmu_iter_cond_resched()}: drops mmu_lock and RCU. */
  COND_RESCHED("tdp_mmu_iter_cond_resched() yields"),
  /** {@code cond_resched_rwlock_read/write()}: takes mmu_lock again. */
  RETAKE_MMU_LOCK("... retakes mmu_lock"),
  /** {@code mutex_lock(&kvm->slots_lock)}. */
  LOCK_SLOTS("mutex_lock(slots_lock)"),
  /** {@code mutex_unlock(&kvm->slots_lock)}. */
  UNLOCK_SLOTS("mutex_unlock(slots_lock)"),

  // zapping one tree
  /** {@code tdp_mmu_iter_set_spte()}, mmu_lock held for write. */
  ZAP_SPTE("tdp_mmu_zap_leafs()"),
  /** {@code tdp_mmu_zap_spte_atomic()}: cmpxchg to the frozen value, mmu_lock held for read. */
  FREEZE_SPTE("tdp_mmu_zap_spte_atomic() freezes"),
  /** {@code tdp_mmu_zap_spte_atomic()}: non-present, then dirty and accessed. */
  CLEAR_SPTE("tdp_mmu_zap_spte_atomic() clears"),
  /** Looks at an SPTE, as {@code wrprot_gfn_range()} does; mmu_lock held for read. */
  VISIT_SPTE("looks at an SPTE"),

  // references to roots
  /** {@code kvm_tdp_mmu_put_root()} with the load of role.invalid that the barriers forbid. */
  LOAD_INVALID("reads role.invalid too early"),
  /** {@code kvm_tdp_mmu_put_root()}: {@code refcount_dec_and_test()}. */
  PUT_ROOT("kvm_tdp_mmu_put_root()"),
  /** {@code kvm_tdp_mmu_put_root()}: role.invalid read apart from its write. */
  TEST_INVALID("reads role.invalid"),
  /** {@code kvm_tdp_mmu_put_root()}: {@code xchg(&root->role.invalid)}. */
  MARK_INVALID("xchg(role.invalid, true)"),
  /** {@code kvm_tdp_mmu_put_root()}: {@code refcount_set(1)}. */
  SET_REFCOUNT_ONE("refcount_set(root, 1)"),
  /** {@code tdp_mmu_schedule_zap_root()}. */
  QUEUE_ROOT("tdp_mmu_schedule_zap_root()"),
  /** {@code kvm_tdp_mmu_put_root()}: the zap's own reference, after a synchronous zap. */
  PUT_OWNER_REF("puts the zap's own reference"),
  /** {@code list_del_rcu(&root->link)}, under tdp_mmu_pages_lock. */
  UNLINK_ROOT("list_del_rcu(root)"),
  /** {@code call_rcu(&root->rcu_head)}. */
  CALL_RCU("call_rcu(root)"),
  /** {@code tdp_mmu_next_root()}: the next root on the list that the walk wants. */
  FIND_ROOT("tdp_mmu_next_root()"),
  /** {@code kvm_tdp_mmu_get_root()}: {@code refcount_inc_not_zero()}. */
  GET_ROOT("kvm_tdp_mmu_get_root()"),
  /** {@code kvm_tdp_mmu_get_vcpu_root_hpa()}, mmu_lock held for write. */
  ALLOC_ROOT("kvm_tdp_mmu_get_vcpu_root_hpa()"),

  /** {@code for_each_tdp_mmu_root_rcu()}: the next root on the list, under RCU alone. */
  NEXT_ROOT_RCU("for_each_tdp_mmu_root_rcu()"),

  // fast zap and worker
  /** {@code kvm_tdp_mmu_invalidate_all_roots()}, mmu_lock held for write. */
  INVALIDATE_ROOTS("kvm_tdp_mmu_invalidate_all_roots()"),
  /** {@code kvm_make_all_cpus_request(KVM_REQ_MMU_FREE_OBSOLETE_ROOTS)}. */
  REQUEST_RELOAD("kvm_make_all_cpus_request()"),
  /** {@code next_invalidated_root()}, mmu_lock held for read. */
  NEXT_INVALIDATED_ROOT("next_invalidated_root()"),
  /** {@code kvm_tdp_mmu_zap_invalidated_roots()} reads tdp_mmu_scheduled_root_to_zap. */
  TEST_SCHEDULED("reads scheduled_root_to_zap"),
  /** ... and clears it. */
  CLEAR_SCHEDULED("clears scheduled_root_to_zap"),
  /** {@code flush_workqueue()}. */
  FLUSH_WORKQUEUE("flush_workqueue()"),
  /** {@code process_one_work()}. */
  PROCESS_WORK("tdp_mmu_zap_root_work() {"),

  // the end of a VM
  /** {@code kvm_put_kvm()}: {@code refcount_dec_and_test(&kvm->users_count)}. */
  PUT_VM("kvm_put_kvm()"),
  /** {@code kvm_mmu_uninit_tdp_mmu()}: {@code WARN_ON(!list_empty(&kvm->arch.tdp_mmu_roots))}. */
  CHECK_ROOT_LIST("WARN_ON(!list_empty(roots))"),
  /** {@code kvm_mmu_uninit_tdp_mmu()}: {@code rcu_barrier()}. */
  RCU_BARRIER("rcu_barrier() has waited"),
  /** {@code kvm_destroy_vm()}: {@code kvm_arch_free_vm()}. */
  FREE_VM("kvm_arch_free_vm()"),

  // page-table pages
  /** {@code tdp_iter_refresh_sptep()}: reads the root's entry for the upper table, mmu_lock R. */
  READ_ROOT("reads the root's entry"),
  /** {@code tdp_iter_refresh_sptep()}: reads the entry for a table, mmu_lock for read. */
  READ_PARENT("reads the table's parent entry"),
  /** {@code tdp_mmu_link_sp()}: cmpxchg of an entry of the root, mmu_lock for read. */
  LINK_TABLE("tdp_mmu_link_sp()"),
  /** {@code tdp_iter_refresh_sptep()}: reads an entry of a table, mmu_lock for read. */
  READ_LEAF("reads the table's entry"),
  /** {@code tdp_mmu_zap_spte_atomic()}: freezes an entry of the root, mmu_lock for read. */
  FREEZE_PARENT("tdp_mmu_zap_spte_atomic()"),
  /** {@code tdp_mmu_map_handle_target_level()}: a huge page for a table, mmu_lock for read. */
  SWAP_PARENT("cmpxchg(table, huge page)"),
  /** {@code tdp_mmu_set_spte()} of an entry of the root, mmu_lock for write. */
  ZAP_PARENT("zaps the root's entry"),
  /** {@code handle_removed_pt()}: xchg of one entry, mmu_lock held. */
  FREEZE_CHILD("handle_removed_pt(): xchg"),
  /** {@code handle_removed_pt()}: {@code kvm_flush_remote_tlbs_with_address()}. */
  FLUSH_TABLE("handle_removed_pt(): flush"),
  /** {@code kvm_flush_remote_tlbs_gfn()} after the cmpxchg of a zap, mmu_lock for read. */
  FLUSH_ZAPPED("kvm_flush_remote_tlbs_gfn()"),
  /** {@code tdp_mmu_zap_spte_atomic()}: non-present to an entry of the root. */
  CLEAR_PARENT("clears the root's entry"),
  /** {@code tdp_mmu_iter_cond_resched()}: {@code rcu_read_unlock()} before the flush. */
  DROP_RCU("rcu_read_unlock()"),

  // page fault
  /** {@code fault->mmu_seq = kvm->mmu_invalidate_seq; smp_rmb()}, no lock. */
  SNAPSHOT_SEQ("mmu_seq = mmu_invalidate_seq"),
  /** {@code mmu_invalidate_retry_gfn_unsafe()}: reads the count, the hull and seq, no lock. */
  UNSAFE_RETRY("mmu_invalidate_retry_gfn_unsafe()"),
  /** {@code mmu_invalidate_retry_gfn_unsafe()} says no, whatever is the case, no lock. */
  PRECHECK_PASSES("..._retry_gfn_unsafe() says no"),
  /** {@code mmu_invalidate_retry_gfn_unsafe()} says yes, whatever is the case, no lock. */
  PRECHECK_RETRIES("..._retry_gfn_unsafe() says yes"),
  /** {@code hva_to_pfn()}, no lock of KVM's. */
  HVA_TO_PFN("hva_to_pfn()"),
  /** {@code hva_to_pfn()} with FOLL_NOWAIT fails: KVM_PFN_ERR_NEEDS_IO, no lock of KVM's. */
  GUP_NEEDS_IO("hva_to_pfn(FOLL_NOWAIT) fails"),
  /** {@code wp_page_copy()} allocates the copy of a shared page, mmap_lock. */
  COPY_PAGE("wp_page_copy()"),
  /** {@code is_page_fault_stale()}, mmu_lock for read. */
  IS_PAGE_FAULT_STALE("is_page_fault_stale()"),
  /** {@code tdp_mmu_map_handle_target_level()}, mmu_lock for read. */
  MAP_PAGE("kvm_tdp_mmu_map()"),
  /** {@code gfn_to_page_many_atomic()} in {@code direct_pte_prefetch_many()}, mmu_lock held. */
  PREFETCH_PAGE("gfn_to_page_many_atomic()"),
  /** {@code mmu_set_spte()} in {@code direct_pte_prefetch_many()}, mmu_lock held. */
  MAP_PREFETCHED("direct_pte_prefetch_many()"),
  /** {@code kvm_release_pfn_clean()}, no lock. */
  RELEASE_PFN("kvm_release_pfn_clean()"),

  // huge leafs
  /** {@code kvm_mmu_hugepage_adjust()}: {@code host_pfn_mapping_level()}. */
  HUGEPAGE_ADJUST("host_pfn_mapping_level()"),
  /** {@code __split_huge_pmd_locked()}, the primary MM's page table lock. */
  SPLIT_HUGE_PMD("__split_huge_pmd()"),
  /** {@code recover_huge_pages_range()} reads an entry above leafs, mmu_lock held for read. */
  FIND_TABLE("is_last_spte()?"),
  /** {@code kvm_mmu_max_mapping_level()}: {@code host_pfn_mapping_level()}. */
  MAX_MAPPING_LEVEL("kvm_mmu_max_mapping_level()"),
  /** {@code tdp_mmu_make_huge_spte()}, mmu_lock held for read. */
  MAKE_HUGE_SPTE("tdp_mmu_make_huge_spte()"),
  /** {@code recover_huge_pages_range()}: {@code tdp_mmu_set_spte_atomic()}. */
  SET_HUGE_SPTE("tdp_mmu_set_spte_atomic()"),

  // updates of memslots
  /** {@code srcu_read_lock(&kvm->srcu)} and {@code kvm_vcpu_gfn_to_memslot()}, no lock. */
  GFN_TO_MEMSLOT("kvm_vcpu_gfn_to_memslot()"),
  /** {@code kvm_for_each_memslot_in_hva_range()}, under kvm->srcu, no lock. */
  FIND_MEMSLOTS("does a memslot overlap?"),
  /** {@code kvm_swap_active_memslots()}, mn_invalidate_lock. */
  SWAP_MEMSLOTS("kvm_swap_active_memslots()"),
  /** {@code synchronize_srcu_expedited(&kvm->srcu)}, kvm->slots_lock. */
  SYNCHRONIZE_SRCU("synchronize_srcu_expedited()"),
  /** {@code lock_map_acquire()} around start and around end, as if it excluded. */
  ACQUIRE_MAP("acquires the pseudo-lock"),
  /** {@code lock_map_release()}. */
  RELEASE_MAP("releases the pseudo-lock"),
  /** {@code down_read(&kvm->mmu_notifier_slots_lock)}. */
  DOWN_READ("down_read(slots_rwsem)"),
  /** {@code up_read(&kvm->mmu_notifier_slots_lock)}. */
  UP_READ("up_read(slots_rwsem)"),
  /** {@code down_write(&kvm->mmu_notifier_slots_lock)} queues, kvm->slots_lock. */
  QUEUE_WRITER("down_write(slots_rwsem) queues"),
  /** {@code down_write(&kvm->mmu_notifier_slots_lock)} returns, kvm->slots_lock. */
  DOWN_WRITE("... returns"),
  /** {@code up_write(&kvm->mmu_notifier_slots_lock)}, kvm->slots_lock. */
  UP_WRITE("up_write(slots_rwsem) }"),

  // a retry test under the lock of one entry, as on PowerPC
  /** {@code lock_rmap()}, or mmu_lock in its place. */
  LOCK_ENTRY("lock_rmap()"),
  /** {@code mmu_invalidate_retry()} reads in_progress, the entry's lock. */
  READ_COUNT("mmu_invalidate_in_progress?"),
  /** {@code unlock_rmap()}. */
  UNLOCK_ENTRY("unlock_rmap() }"),

  // private and shared memory
  /** {@code fault.is_private = kvm_mem_is_private()}, no lock. */
  READ_KIND("is_private = kvm_mem_is_private()"),
  /** {@code kvm_faultin_pfn()} compares the access with the attribute, no lock. */
  CHECK_ATTRIBUTE("is_private != kvm_mem_is_private()?"),
  /** {@code fault->mmu_seq = kvm->mmu_invalidate_seq} a second time, no lock. */
  SNAPSHOT_AGAIN("mmu_seq = mmu_invalidate_seq, again"),
  /** {@code __kvm_faultin_pfn()}: guest_memfd or GUP, no lock. */
  GET_PAGE("__kvm_faultin_pfn()"),
  /** {@code xa_store(&kvm->mem_attr_array)}, kvm->slots_lock. */
  STORE_ATTRIBUTE("xa_store(mem_attr_array)"),

  // invalidation by the primary MM
  /** {@code mn_active_invalidate_count++}, mn_invalidate_lock. */
  RAISE_ACTIVE("mn_active_invalidate_count++"),
  /** {@code gfn_to_pfn_cache_invalidate_start()}, gpc->lock for write. */
  INVALIDATE_GPC("gfn_to_pfn_cache_invalidate_start()"),
  /** What a hook in range_end() would do, gpc->lock for write. */
  MARK_GPC("marks the cache"),
  /** {@code kvm_mmu_invalidate_begin()}, mmu_lock for write. */
  RAISE_COUNT("kvm_mmu_invalidate_begin()"),
  /** {@code kvm_mmu_invalidate_range_add()} for one memslot, mmu_lock for write. */
  ADD_RANGE("kvm_mmu_invalidate_range_add()"),
  /** {@code kvm_flush_remote_tlbs()} in {@code tdp_mmu_iter_cond_resched()}, mmu_lock for write. */
  FLUSH_FOR_YIELD("kvm_flush_remote_tlbs(), to yield"),
  /** {@code kvm_flush_remote_tlbs()}, mmu_lock for write. */
  FLUSH_REMOTE_TLBS("kvm_flush_remote_tlbs()"),
  /** The primary MM changes the host's PTEs, page table lock. */
  CHANGE_PTE("changes the host PTE"),
  /** {@code kvm_mmu_invalidate_end()}: seq++ and smp_wmb(), mmu_lock for write. */
  RAISE_SEQ("kvm_mmu_invalidate_end(): seq++"),
  /** {@code kvm_mmu_invalidate_end()}: in_progress--, mmu_lock for write. */
  LOWER_COUNT("kvm_mmu_invalidate_end(): count--"),
  /** {@code mn_active_invalidate_count--}, mn_invalidate_lock; range_end() returns. */
  LOWER_ACTIVE("mn_active_invalidate_count-- }"),
  /** A cure for caches by hva: counts every invalidation that has ended, mn_invalidate_lock. */
  RAISE_ENDED("counts the end"),
  /** {@code dev_pagemap_cleanup()} waits for the last reference to the device's pages, no lock. */
  DEV_PAGEMAP_CLEANUP("dev_pagemap_cleanup() }"),

  // kvm_vcpu_map()
  /** {@code gfn_to_pfn()} in {@code kvm_vcpu_map()}, no lock of KVM's. */
  GFN_TO_PFN("gfn_to_pfn()"),
  /** {@code kmap()} or {@code memremap()}; {@code kvm_vcpu_map()} returns, no lock. */
  KMAP_PAGE("kmap() }"),
  /** A store through {@code map->hva}, no lock. */
  WRITE_KHVA("*map->hva = ..."),
  /** {@code kunmap()} or {@code memunmap()} in {@code kvm_vcpu_unmap()}, no lock. */
  KUNMAP_PAGE("kunmap()"),
  /** {@code kvm_release_pfn_dirty()} or {@code unpin_user_page()}, no lock. */
  PUT_MAPPED_PAGE("kvm_release_pfn_dirty()"),

  // gfn_to_pfn_cache
  /** {@code read_lock(&gpc->lock)} by a user of the cache. */
  READ_LOCK_GPC("read_lock(gpc->lock)"),
  /** {@code kvm_gpc_check()}, gpc->lock for read. */
  CHECK_GPC("kvm_gpc_check()"),
  /** A store through {@code gpc->khva}, gpc->lock for read. */
  ACCESS_GPC("*gpc->khva = ..."),
  /** {@code read_unlock(&gpc->lock)} by a user of the cache. */
  READ_UNLOCK_GPC("read_unlock(gpc->lock)"),
  /** {@code mutex_lock(&gpc->refresh_lock)}. */
  LOCK_REFRESH("mutex_lock(refresh_lock)"),
  /** {@code write_lock_irq(&gpc->lock)} in {@code __kvm_gpc_refresh()}. */
  LOCK_GPC_FOR_REFRESH("write_lock_irq(gpc->lock)"),
  /** {@code __kvm_gpc_refresh()} asks whether there is anything to do, gpc->lock for write. */
  BEGIN_REFRESH("__kvm_gpc_refresh()"),
  /** {@code hva_to_pfn_retry()}: the snapshot of seq and smp_rmb(), gpc->lock for write. */
  SNAPSHOT_FOR_REFRESH("mmu_seq = mmu_invalidate_seq"),
  /** A cure for caches by hva: gpc->lock is dropped, to wait for open invalidations. */
  UNLOCK_GPC_TO_WAIT("write_unlock_irq(gpc->lock)"),
  /** ... waits until mn_active_invalidate_count is 0, refresh_lock. */
  WAIT_FOR_NO_ACTIVE("waits for active = 0"),
  /** ... and takes gpc->lock for write again. */
  RELOCK_GPC_AFTER_WAIT("write_lock_irq(gpc->lock)"),
  /** {@code write_unlock_irq(&gpc->lock)} in {@code hva_to_pfn_retry()}. */
  UNLOCK_GPC_FOR_GUP("write_unlock_irq(gpc->lock)"),
  /** {@code hva_to_pfn_retry()} undoes its last attempt, refresh_lock. */
  PUT_RETRIED_PFN("undoes the last try"),
  /** {@code hva_to_pfn()} in {@code hva_to_pfn_retry()}, refresh_lock. */
  GPC_HVA_TO_PFN("hva_to_pfn()"),
  /** {@code gpc_map()}, unless the page is the old one, refresh_lock. */
  MAP_KHVA("gpc_map()"),
  /** {@code write_lock_irq(&gpc->lock)} in {@code hva_to_pfn_retry()}. */
  RELOCK_GPC("write_lock_irq(gpc->lock)"),
  /** {@code mmu_notifier_retry_cache()} reads mn_active_invalidate_count, gpc->lock for write. */
  READ_ACTIVE("retry on mn_active_invalidate_count?"),
  /** {@code mmu_notifier_retry_cache()} reads mmu_invalidate_seq, gpc->lock for write. */
  READ_SEQ("retry on mmu_invalidate_seq?"),
  /** {@code hva_to_pfn_retry()} sets pfn, khva and valid, gpc->lock for write. */
  COMMIT_REFRESH("gpc->valid = true"),
  /** {@code kvm_release_pfn_clean()} in {@code hva_to_pfn_retry()}, gpc->lock for write. */
  PUT_REFRESHED_PFN("kvm_release_pfn_clean()"),
  /** {@code write_unlock_irq(&gpc->lock)} in {@code __kvm_gpc_refresh()}. */
  UNLOCK_GPC_AFTER_REFRESH("write_unlock_irq(gpc->lock)"),
  /** {@code gpc_unmap()} of what the cache mapped before, refresh_lock. */
  UNMAP_OLD_KHVA("gpc_unmap() of the old khva"),
  /** {@code mutex_unlock(&gpc->refresh_lock)}. */
  UNLOCK_REFRESH("mutex_unlock(refresh_lock) }"),
  /** {@code kvm_gpc_activate()}: {@code list_add(&gpc->list)}, kvm->gpc_lock. */
  ADD_TO_LIST("list_add(gpc->list)"),
  /** {@code kvm_gpc_activate()}: {@code gpc->active = true}, gpc->lock for write. */
  SET_ACTIVE("gpc->active = true"),
  /** {@code kvm_gpc_deactivate()}: active, valid, pfn and khva go, gpc->lock for write. */
  CLEAR_ACTIVE("gpc->active = gpc->valid = false"),
  /** {@code kvm_gpc_deactivate()}: {@code list_del(&gpc->list)}, kvm->gpc_lock. */
  REMOVE_FROM_LIST("list_del(gpc->list)"),

  // guest_memfd
  /** {@code filemap_invalidate_lock()}. */
  LOCK_INVALIDATE("filemap_invalidate_lock()"),
  /** {@code filemap_invalidate_lock_shared()}. */
  LOCK_INVALIDATE_SHARED("filemap_invalidate_lock_shared()"),
  /** {@code filemap_invalidate_unlock()}, or its shared form. */
  UNLOCK_INVALIDATE("filemap_invalidate_unlock()"),
  /** {@code kvm_gmem_prepare_memory_region()}, kvm->slots_lock. */
  PREPARE_GMEM("kvm_gmem_prepare_memory_region()"),
  /** {@code kvm_prepare_memory_region()}, kvm->slots_lock. */
  PREPARE_MEMSLOT("kvm_prepare_memory_region()"),
  /** ... returns an error. */
  PREPARE_FAILS("... fails"),
  /** {@code kvm_gmem_commit_memory_region()}, the invalidate lock held for write. */
  BIND_SLOT("kvm_gmem_commit_memory_region()"),
  /** ... in which {@code xa_store_range()} fails. */
  STORE_FAILS("xa_store_range() fails"),
  /** {@code kvm_create_memslot()}, kvm->slots_lock. */
  INSTALL_SLOT("kvm_create_memslot()"),
  /** {@code kvm_free_memslot()}, or {@code kfree()} of one that was not installed. */
  FREE_SLOT("kfree(slot)"),
  /** {@code kvm_invalidate_memslot()}, kvm->slots_lock. */
  INVALIDATE_SLOT("kvm_invalidate_memslot()"),
  /** {@code synchronize_srcu_expedited(&kvm->srcu)} has waited. */
  SYNCHRONIZE_GMEM("synchronize_srcu() has waited"),
  /** {@code kvm_delete_memslot()}, kvm->slots_lock. */
  REMOVE_SLOT("kvm_delete_memslot()"),
  /** {@code kvm_gmem_unbind()} reads {@code slot->gmem.file}. */
  READ_GMEM_FILE("kvm_gmem_unbind() reads the file"),
  /** {@code kvm_gmem_unbind()} erases the binding. */
  ERASE_BINDING("kvm_gmem_unbind() erases"),
  /** {@code xa_for_each_range(&f->bindings)}: the next file, and its memslot. */
  FIND_BINDINGS("looks for bindings"),
  /** {@code kvm_mmu_invalidate_start()}, mmu_lock held for write. */
  INVALIDATE_START("kvm_mmu_invalidate_start()"),
  /** {@code kvm_mmu_unmap_gfn_range()}, mmu_lock held for write. */
  UNMAP_GFN_RANGE("kvm_mmu_unmap_gfn_range()"),
  /** {@code kvm_mmu_invalidate_end()}, mmu_lock held for write. */
  INVALIDATE_END("kvm_mmu_invalidate_end()"),
  /** {@code truncate_inode_pages_range()}, the invalidate lock held for write. */
  REMOVE_FOLIO("truncate_inode_pages_range()"),
  /** {@code fput()} of a gmem file. */
  PUT_GMEM_FILE("fput(file)"),
  /** {@code kvm_gmem_release()}: {@code slot->gmem.file = NULL}. */
  CLEAR_SLOT_FILE("slot->gmem.file = NULL"),
  /** {@code kvm_gmem_release()}: {@code list_del(&f->entry)}. */
  REMOVE_GMEM_FILE("list_del(f->entry)"),
  /** {@code kvm_gmem_release()}: {@code kfree(f)}. */
  FREE_GMEM_FILE("kfree(f)"),
  /** {@code kvm_put_kvm()}, and {@code kvm_destroy_vm()} by the last. */
  PUT_GMEM_VM("kvm_put_kvm()"),
  /** {@code srcu_read_lock(&kvm->srcu)} and the memslot of the frame. */
  LOOK_UP_SLOT("finds the memslot"),
  /** {@code fault->mmu_seq = kvm->mmu_invalidate_seq}, no lock. */
  SNAPSHOT_GMEM_SEQ("mmu_seq = mmu_invalidate_seq"),
  /** {@code kvm_gmem_get_file()}: {@code get_file_active()}, no lock. */
  GET_GMEM_FILE("kvm_gmem_get_file()"),
  /** {@code __kvm_gmem_get_pfn()}: {@code kvm_gmem_get_folio()}, the folio lock. */
  GET_GMEM_FOLIO("kvm_gmem_get_folio()"),
  /** {@code is_page_fault_stale()} and {@code kvm_tdp_mmu_map()}, mmu_lock for read. */
  MAP_GMEM_PAGE("is_page_fault_stale(), maps"),

  // accessed and dirty bits
  /** {@code tdp_iter_refresh_sptep()}: {@code kvm_tdp_mmu_read_spte()}, under RCU. */
  READ_SPTE("kvm_tdp_mmu_read_spte()"),
  /** {@code kvm_mmu_finish_page_fault()} marks the page dirty, mmu_lock held for read. */
  FINISH_FAULT("kvm_mmu_finish_page_fault()"),
  /** {@code kvm_tdp_mmu_age_spte()} clears the accessed bit, under RCU. */
  CLEAR_ACCESSED("kvm_tdp_mmu_age_spte()"),
  /** {@code kvm_get_dirty_log_protect()}: takes the bitmap, mmu_lock held for write. */
  TAKE_LOG("xchg(dirty_bitmap, 0)"),
  /** {@code clear_dirty_pt_masked()}, mmu_lock held for write. */
  CLEAR_DIRTY("clear_dirty_pt_masked()"),
  /** {@code kvm_flush_remote_tlbs_memslot()}, kvm->slots_lock. */
  FLUSH_LOGGED("kvm_flush_remote_tlbs_memslot() }"),

  // recovery of NX huge pages
  /** {@code kvm_tdp_mmu_map()} asks whether its table is still disallowed, without the lock. */
  READ_DISALLOWED("sp->nx_huge_page_disallowed?"),
  /** {@code track_possible_nx_huge_page()}, mmu_lock held for read. */
  TRACK_PAGE("track_possible_nx_huge_page()"),
  /** {@code kvm_recover_nx_huge_pages()}: {@code unaccount_nx_huge_page()}, mmu_lock held. */
  TAKE_PAGE("unaccount_nx_huge_page()"),
  /** {@code kvm_tdp_mmu_zap_possible_nx_huge_page()} reads {@code sp->ptep}, mmu_lock held. */
  READ_PTEP("reads *sp->ptep"),
  /** {@code kvm_tdp_mmu_zap_possible_nx_huge_page()} exchanges the entry, mmu_lock held. */
  ZAP_NX_PAGE("cmpxchg(*sp->ptep)"),
  /** {@code tdp_mmu_unlink_sp()}, mmu_lock held. */
  UNLINK_PAGE("tdp_mmu_unlink_sp()"),
  /** {@code tdp_mmu_map_handle_target_level()} of an upper table, mmu_lock held for read. */
  SWAP_UPPER("cmpxchg(upper table)"),
  /** {@code handle_removed_pt()}: xchg of an entry of an upper table, mmu_lock held for read. */
  FREEZE_ENTRY("handle_removed_pt() freezes the entry"),
  /** {@code __tdp_mmu_zap_root()} of an upper table's entry, mmu_lock held for read. */
  ZAP_TABLE("__tdp_mmu_zap_root()"),

  // mirror roots
  /** {@code tdp_mmu_set_spte_atomic()}: cmpxchg of a mirror SPTE, mmu_lock held for read. */
  FREEZE_MIRROR_SPTE("cmpxchg(mirror SPTE, FROZEN_SPTE)"),
  /** {@code tdx_sept_set_private_spte()} of an SPTE that was none, mmu_lock held for read. */
  SET_EXTERNAL_SPTE("set_external_spte()"),
  /** {@code tdp_mmu_set_spte_atomic()} writes a mirror SPTE, mmu_lock held for read. */
  UNFREEZE_MIRROR_SPTE("writes the mirror SPTE"),
  /** {@code tdx_sept_remove_leaf_spte()}: TDH.MEM.RANGE.BLOCK, mmu_lock held for write. */
  BLOCK_EXTERNAL("TDH.MEM.RANGE.BLOCK"),
  /** {@code tdx_track()}: TDH.MEM.TRACK, mmu_lock held for write. */
  TRACK_EXTERNAL("TDH.MEM.TRACK"),
  /** {@code tdx_sept_remove_leaf_spte()}: TDH.MEM.PAGE.REMOVE, mmu_lock held for write. */
  REMOVE_EXTERNAL("TDH.MEM.PAGE.REMOVE"),
  /** {@code tdh_do_no_vcpus()} sets {@code wait_for_sept_zap}, mmu_lock held for write. */
  FORBID_ENTRY("wait_for_sept_zap = true"),
  /** {@code kvm_make_all_cpus_request()}, mmu_lock held for write. */
  KICK_VCPUS("kicks all vCPUs"),
  /** {@code tdh_do_no_vcpus()} clears {@code wait_for_sept_zap}, mmu_lock held for write. */
  ALLOW_ENTRY("wait_for_sept_zap = false"),
  /** {@code tdp_mmu_zap_root()} of direct roots, mmu_lock held. */
  ZAP_DIRECT_ROOTS("tdp_mmu_zap_root()"),
  /** {@code tdx_sept_free_private_spt()}, mmu_lock held for write. */
  FREE_EXTERNAL_TABLE("free_external_spt()"),
  /** {@code tdx_mmu_release_hkid()}, no lock. */
  RELEASE_HKID("tdx_mmu_release_hkid()");

  private final String caption;

  Step(String caption) {
    this.caption = caption;
  }

  /** What the task does, in the kernel's words and as short as a column wants it. */
  public String caption() {
    return caption;
  }
}
