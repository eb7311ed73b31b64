package org.mmucheck.model;

/**
 * The rules of the protocols. A {@link Design} keeps some of them; the spec has a constant of each
 * name, and {@code FALSE} there is a rule that is not kept here.
 */
public enum Rule {
  // root lifetime
  /** {@code kvm_mmu_free_roots()} takes mmu_lock for read, not for write. */
  PUT_UNDER_READ,
  /** The zap of an unlinked root with refcount 0 does not yield. */
  NO_YIELD_AT_ZERO,
  /**
   * A final put marks the root invalid, sets its refcount back to 1, and zaps it while it is still
   * on the list.
   */
  KEEP_REACHABLE,
  /** ... and leaves that zap to a kworker. */
  ZAP_IN_WORKER,
  /** Fast zaps are serialised by {@code kvm->slots_lock}. */
  SLOTS_LOCK,
  /** Invalidating takes a reference also to a root that is invalid already. */
  GIFT_EACH_ZAPPER,
  /** A fast zap puts just the roots that it took a reference to. */
  ZAP_OWN_GIFTS,
  /** ... and the root that it picks next is one of them. */
  NEXT_IS_OWN_GIFT,
  /** The notifier's walk takes a reference to each root. */
  WALK_TAKES_REFS,
  /** The notifier's walk visits invalid roots too. */
  WALK_ALL_ROOTS,
  /** A final put marks the root invalid before it sets refcount 1. */
  MARK_BEFORE_COUNT,
  /** A put reads role.invalid after it has lowered the refcount. */
  TEST_AFTER_DEC,
  /** A put lowers the refcount before it knows whether it is the last. */
  DEC_BEFORE_TEST,
  /** A final put sets the refcount to 1. */
  RESET_COUNT,
  /** The zap-owner frees the root only if its put was the last. */
  LAST_PUT_FREES,
  /** Invalidating skips a root whose zap is queued already. */
  QUEUE_ONCE,
  /** The TDP MMU has a reference of its own to every valid root. */
  OWN_REFERENCE,
  /** The refcount of a new root is the number of its owners. */
  COUNT_OWNERS,
  /** Roots are allocated with mmu_lock held for read. */
  ALLOC_UNDER_READ,
  /** ... and looked up again under tdp_mmu_pages_lock. */
  SECOND_LOOKUP,
  /** A fast zap zaps and puts just the roots that are scheduled for it. */
  SCHEDULED_ONLY,
  /** The fast zap's walk takes a reference to each root. */
  ZAP_WALK_TAKES_REFS,
  /** The TDP MMU's reference is put after the zap. */
  PUT_AFTER_ZAP,
  /** The fast zap zaps with mmu_lock held for read. */
  ZAP_UNDER_READ,
  /** Roots are invalidated with mmu_lock held for write. */
  INVALIDATE_UNDER_WRITE,
  /** vCPUs are told to drop their roots in the section that invalidates. */
  REQUEST_IN_LOCK,
  /** A zap under a read lock writes dirty and accessed bits back at its end. */
  WRITEBACK_LAST,
  /** A root is freed after a grace period. */
  FREE_BY_RCU,
  /** Aging is inside {@code rcu_read_lock()} from the first root to the last. */
  AGE_UNDER_RCU,
  /** A page fault does not map into an invalid root. */
  CHECK_ROOT_IN_FAULT,
  /** A walk yields only after progress since its last yield. */
  PROGRESS_BEFORE_YIELD,
  /** A walk that yielded goes on at the SPTE where it yielded. */
  STAY_AT_YIELDED,

  // the end of a VM
  /** A queued zap has no reference to the VM. */
  HELPER_WITHOUT_VM_REFERENCE,
  /** A queued zap puts a reference to the VM just if it has one. */
  PUT_OWN_VM_REFERENCE,
  /** Destroying the VM waits for queued zaps. */
  FLUSH_BEFORE_DESTROY,
  /** Destroying the VM waits for the RCU callbacks that free its roots. */
  RCU_BARRIER_AT_UNINIT,
  /** ... after the zaps that register them. */
  BARRIER_AFTER_FLUSH,
  /** Destroying the VM makes its roots invalid, which has them zapped. */
  INVALIDATE_AT_UNINIT,
  /** ... and zaps them and puts the TDP MMU's reference. */
  ZAP_AT_UNINIT,

  // page-table pages
  /** Removing a table flushes before it hands the table to RCU. */
  FLUSH_BEFORE_FREE,
  /** ... and flushes the frames of that table. */
  FLUSH_BASE_GFN,
  /** A yield flushes what is owed before it leaves RCU. */
  FLUSH_BEFORE_RCU_DROP,
  /** Who removes a table has first frozen the entry above it. */
  FREEZE_PARENT_FIRST,
  /** Removing a table leaves its entries frozen. */
  FREEZE_CHILDREN,
  /** ... each exchanged until it was not frozen by another task. */
  FREEZE_UNTIL_OWNED,
  /** A fault does not exchange a frozen entry. */
  REFUSE_FROZEN,
  /** Who zaps under a read lock flushes before it goes on. */
  FLUSH_AFTER_ZAP,

  // the page fault against the notifier
  /** A fault retries while an invalidation is open. */
  CHECK_COUNT,
  /** A fault retries if an invalidation has ended since its snapshot. */
  CHECK_SEQ,
  /** The snapshot of seq is older than the look at the host's PTE. */
  SNAPSHOT_BEFORE_GUP,
  /** The retry test runs under the mmu_lock section that installs. */
  CHECK_UNDER_LOCK,
  /** The reference from GUP outlives the install; safe either way. */
  HOLD_PAGE_UNTIL_INSTALLED,
  /** {@code smp_rmb()} keeps the snapshot of seq before the look at the host's PTE. */
  SNAPSHOT_BARRIER,
  /** mmu_lock is not dropped between the retry test and the install. */
  HOLD_LOCK_UNTIL_INSTALLED,
  /** {@code range_start()} raises the count before it zaps. */
  COUNT_BEFORE_ZAP,
  /** seq is raised by {@code range_end()}, not by {@code range_start()}. */
  SEQ_AT_END,
  /** {@code range_end()} raises seq before it lowers the count. */
  SEQ_BEFORE_COUNT,
  /** An open invalidation concerns only the frames in the hull; safe either way. */
  FILTER_BY_RANGE,
  /** A further range widens the hull instead of replacing it. */
  WIDEN_HULL,
  /** A range is the first if the hull is unset, not if the count is 1. */
  FIRST_BY_UNSET,
  /** An invalidation that begins raises the count. */
  COUNT_AT_START,
  /** ... once. */
  RAISE_ONCE,
  /** {@code range_end()} takes nothing away from the hull. */
  KEEP_HULL_AT_END,
  /** The hull is kept in the units in which the retry test asks. */
  SAME_UNITS,
  /** A fault that retries puts the reference from GUP, as any other does. */
  PUT_AT_RETRY,
  /** A reference from GUP is put once. */
  PUT_ONCE,
  /** No prefetch while an invalidation is open. */
  PREFETCH_WHEN_QUIET,
  /** GUP runs without mmu_lock, which its own invalidation takes. */
  GUP_UNLOCKED,
  /** A fault keeps its snapshot when GUP has copied a page; safe either way. */
  ONE_SNAPSHOT,
  /** The invalidation of a copy zaps the shared page. */
  ZAP_FOR_COPY,
  /** ... and its end raises seq. */
  SEQ_FOR_COPY,
  /** The snapshot of seq is older than the first call of GUP. */
  SNAPSHOT_BEFORE_TRY,
  /** {@code range_start()} flushes before it drops mmu_lock. */
  FLUSH_BEFORE_UNLOCK,
  /** ... and before it returns. */
  FLUSH_BEFORE_RETURN,
  /** A zap flushes what it owes before it yields. */
  FLUSH_BEFORE_YIELD,
  /** A flush that one root owes is owed in the next root, too. */
  CARRY_FLUSH,
  /** A vCPU that has loaded a root flushes its own TLB. */
  FLUSH_AT_LOAD,
  /** A fault holds an entry's lock from its retry test on, not just to set the entry. */
  TEST_UNDER_LOCK,
  /** A retry test under a finer lock reads the count before it reads seq. */
  COUNT_READ_FIRST,
  /** {@code smp_wmb()} keeps the two writes of {@code range_end()} apart. */
  WRITE_BARRIER,
  /** {@code smp_rmb()} keeps the two reads of the retry test apart. */
  READ_BARRIER,
  /** The unlocked pre-check loads the count each time. */
  READ_ONCE,

  // huge leafs
  /** The split of a huge host page is an invalidation of all its frames. */
  SPLIT_INVALIDATES,
  /** The mapping level is not older than the snapshot of seq. */
  LEVEL_NOT_OLDER,
  /** ... and read under mmu_lock, not with the page; safe either way. */
  LEVEL_UNDER_LOCK,
  /** The range filter asks for each frame that is about to be mapped. */
  FILTER_COVERED,
  /** A recovery of huge pages holds mmu_lock, for read. */
  RECOVER_LOCKED,
  /** ... already when it reads the level. */
  RECOVER_LEVEL_UNDER_LOCK,
  /** ... and maps what a present leaf below maps, not what the host does. */
  RECOVER_FROM_LEAF,
  /** ... each of them being present; safe either way. */
  RECOVER_EVERY_LEAF,
  /** ... by an exchange that fails where the table is gone. */
  RECOVER_BY_CMPXCHG,

  // locks
  /** Who takes a read-write lock for write waits until its readers are gone. */
  WRITER_WAITS,

  // updates of memslots
  /** Memslots are swapped while no invalidation is active. */
  WAIT_FOR_ACTIVE,
  /** A swap of memslots waits for faults that saw the old ones. */
  WAIT_FOR_FAULTS,
  /** A memslot is gone only after the fast zap has returned. */
  ZAP_BEFORE_SWAP,
  /** Pre-faulting a memslot on its way out is an error, and no retry. */
  PREFAULT_GIVES_UP,
  /** A writer that waits for a rw_semaphore holds back new readers. */
  FAIR_RWSEM,
  /** The primary MM's pseudo-lock around start and around end excludes. */
  REAL_MAP,
  /** An update of the memslots holds the rw_semaphore for write around its swap. */
  UPDATE_TAKES_RWSEM,

  // guest pages that KVM itself uses
  /** A gfn_to_pfn_cache is used instead of {@code kvm_vcpu_map()}. */
  TRACK_INVALIDATIONS,
  /** {@code kvm_vcpu_map()} keeps its page reference until unmap. */
  HOLD_PAGE_UNTIL_UNMAP,
  /** {@code kvm_vcpu_unmap()} gives the reference back. */
  PUT_PAGE_AT_UNMAP,
  /** The reference of {@code kvm_vcpu_map()} is a FOLL_PIN. */
  PIN_PAGE,
  /** What unmap unpins was pinned by the map, not just referred to. */
  PIN_AT_MAP,

  // gfn_to_pfn_cache
  /** The refresh's retry test reads the active count, not in_progress. */
  RETRY_BY_ACTIVE,
  /** {@code valid} is set once pfn and khva are known. */
  VALID_LAST,
  /** Refreshes hold refresh_lock. */
  SERIALISE_REFRESH,
  /** An inactive cache is not refreshed. */
  REFRESH_TESTS_ACTIVE,
  /** An inactive cache is not used. */
  CHECK_TESTS_ACTIVE,
  /** Activating and deactivating hold refresh_lock. */
  SWITCH_LOCKS_REFRESH,
  /** {@code range_end()} lowers the active count after everything else. */
  LOWER_ACTIVE_LAST,
  /** A refresh puts GUP's reference also if the cache had the pfn before. */
  PUT_REUSED_PFN,
  /** A refresh that finds the pfn that the cache had keeps its kernel mapping. */
  KEEP_REUSED_KHVA,
  /** A refresh unmaps the kernel mapping that it has replaced. */
  UNMAP_REPLACED,
  /** The hook in {@code range_start()} invalidates the cache. */
  HOOK_INVALIDATES,

  // guest_memfd
  /** Bindings are stored once nothing else of a new memslot can fail. */
  BIND_WHEN_READY,
  /** A memslot whose binding could not be stored is not installed. */
  CHECK_STORE,
  /** Creating a memslot keeps the file until it is bound. */
  HOLD_FILE_IN_CREATE,
  /** Unbinding a dying file takes the invalidate lock, too. */
  UNBIND_LOCKED,
  /** Unbinding erases the binding. */
  ERASE_AT_UNBIND,
  /** Deleting a memslot waits for faults that found it. */
  SYNC_SRCU,
  /** Punching a hole holds the invalidate lock. */
  PUNCH_LOCKED,
  /** ... and zaps before it removes the page. */
  ZAP_BEFORE_REMOVE,
  /** A fault gets no reference to a file whose last one is put. */
  REFUSE_DYING,
  /** Releasing a file holds {@code kvm->slots_lock}. */
  RELEASE_LOCKS_SLOTS,
  /** ... makes its memslots forget it. */
  CLEAR_AT_RELEASE,
  /** ... and zaps what was mapped of it. */
  ZAP_AT_RELEASE,
  /** A file has a reference to the VM. */
  FILE_PINS_VM,
  /** ... which its release puts. */
  RELEASE_PUTS_VM,

  // accessed and dirty bits
  /** A fault marks its page dirty when it is finished. */
  MARK_AT_FAULT,
  /** ... while it still holds mmu_lock. */
  MARK_UNDER_LOCK,
  /** ... and only if its page was not stale. */
  MARK_ONLY_MAPPED,
  /** A zap marks the page dirty if the SPTE was. */
  WRITE_BACK_AT_ZAP,
  /** Who clears the dirty bit for the log marks the page. */
  WRITE_BACK_AT_CLEAR,
  /** An SPTE whose dirty bit is clear is changed by an atomic exchange. */
  DIRTY_VOLATILE,
  /** ... and one whose accessed bit is clear, too; safe either way. */
  ACCESSED_VOLATILE,
  /** Aging holds no lock. */
  LOCKLESS_AGING,
  /** Aging clears the bit alone, atomically, if others may be set meanwhile. */
  ATOMIC_AGING,
  /** ... and if not, too: without the lock the SPTE may go meanwhile. */
  ALWAYS_ATOMIC_AGING,
  /** Fetching the dirty log flushes before it returns. */
  FLUSH_AFTER_CLEAR,
  /** It takes the bitmap before it clears the dirty bit. */
  TAKE_LOG_FIRST,

  // recovery of NX huge pages
  /** The worker that recovers huge pages holds mmu_lock for read, not for write. */
  RECOVER_UNDER_READ,
  /** ... and is inside RCU. */
  RECOVER_IN_RCU,
  /** A fault asks and tracks its table under one hold of tdp_mmu_pages_lock. */
  PAGES_LOCK,
  /** A new table is disallowed before it is linked. */
  DISALLOW_BEFORE_LINK,
  /** A fault tracks its table only if that is still disallowed. */
  TRACK_IF_DISALLOWED,
  /** The worker takes a page off the list before it zaps it, not by the zap. */
  UNTRACK_AT_TAKE,
  /** Who removes a table takes it off the list. */
  UNTRACK_AT_UNLINK,
  /** The worker zaps an entry that points at its table, not any present one. */
  POINTS_AT_TABLE,
  /** ... by an exchange that fails if the entry has changed. */
  CMPXCHG_ENTRY,
  /** The worker yields before it takes a page, not after. */
  TAKE_AFTER_YIELD,
  /** The worker flushes before it drops mmu_lock. */
  FLUSH_UNDER_LOCK,

  // mirror roots
  /** A mirror SPTE is frozen while its external one is changed. */
  FREEZE_FOR_UPDATE,
  /** ... before the module is called. */
  FREEZE_BEFORE_CALL,
  /** A failed update puts the old SPTE back. */
  RESTORE_ON_FAILURE,
  /** ... since somebody looks whether it failed. */
  CHECK_RESULT,
  /** A fault takes a frozen SPTE for non-present, and retries. */
  FROZEN_IS_ABSENT,
  /** Private pages are zapped with mmu_lock held for write. */
  ZAP_UNDER_WRITE,
  /** An external SPTE is blocked before the TLBs are tracked. */
  BLOCK_FIRST,
  /** ... tracked before it is removed. */
  TRACK_FIRST,
  /** ... and every vCPU is out of the guest in between. */
  KICK_AFTER_TRACK,
  /** It is removed, not only blocked. */
  REMOVE_AFTER_BLOCK,
  /** A call that finds the module busy is made again. */
  RETRY_BUSY,
  /** ... after vCPUs are kept out, and then kicked. */
  FORBID_BEFORE_KICK,
  /** ... and are let in again. */
  ALLOW_AFTER_RETRY,
  /** A zap asks for the roots that map the kind of its range. */
  ROOTS_BY_FILTER,
  /** ... and for invalid ones. */
  ALSO_INVALID,
  /** The fast zap asks for direct roots only. */
  FAST_ZAP_DIRECT_ONLY,
  /** ... and so does the zap when the mm goes. */
  RELEASE_DIRECT_ONLY,
  /** Private pages are removed before the key is released. */
  PAGES_BEFORE_HKID,
  /** The key is released before the tables are freed. */
  HKID_BEFORE_TABLES,
  /** A table that cannot be reclaimed is kept. */
  KEEP_UNRECLAIMED,
}
