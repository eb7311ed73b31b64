--------------------------- MODULE NotifierFault ---------------------------
(* The page fault handler against the mmu_notifier: may KVM map a host page *)
(* into the guest that the primary MM is taking away?                       *)
(* Models direct_page_fault() with kvm_faultin_pfn(), is_page_fault_stale() *)
(* and kvm_tdp_mmu_map(), and kvm_mmu_notifier_invalidate_range_start() and *)
(* _end() as of v6.10.  The task that invalidates also changes the host     *)
(* page tables; the host frees an unmapped page at any later moment once    *)
(* nobody holds a reference, and hands it to another owner.                 *)
(*                                                                          *)
(* Left out: roots (there is one, always valid), page table pages, frozen   *)
(* entries, memslots, the gfn range filter of the retry test, the unlocked  *)
(* pre-checks, fast_page_fault().  Memory is sequentially consistent.       *)
(* While a task holds mmu_lock for write each of its steps is still a step  *)
(* of its own: the guest, the TLBs, GUP and the host do not take the lock.  *)
EXTENDS Integers, Sequences, FiniteSets
CONSTANTS Vcpu,           \* tasks that handle guest page faults
          Notifier,       \* tasks of the primary MM that invalidate a range
          Gfn,            \* guest frames 0..n; gfn g starts out backed by the g-th page
          Pages,          \* number of host pages
          Faults,         \* faults that each vCPU may take
          Invalidations,  \* invalidations that each notifier may start
          None,           \* no page, no task, no frame
          \* What the protocol relies on; FALSE restores the mistake.
          CheckCount,              \* a fault retries while an invalidation is open
          CheckSeq,                \* a fault retries if an invalidation ended after its snapshot
          SnapshotBeforeGup,       \* the snapshot of seq is older than the look at the host's PTE
          CheckUnderLock,          \* the retry test runs under the mmu_lock section that installs
          HoldPageUntilInstalled   \* the reference from GUP outlives the install (safe either way)
ASSUME TasksAreApart  == Vcpu \cap Notifier = {} /\ None \notin Vcpu \cup Notifier
ASSUME GfnIsARange    == \E n \in 0..7 : Gfn = 0..n
ASSUME PagesBackGfns  == Pages \in 1..6
ASSUME BudgetsOK      == Faults \in Nat /\ Invalidations \in Nat
ASSUME RulesOK        == {CheckCount, CheckSeq, SnapshotBeforeGup, CheckUnderLock,
                          HoldPageUntilInstalled} \subseteq BOOLEAN

PageNames == <<"p0", "p1", "p2", "p3", "p4", "p5">>
Page      == {PageNames[i] : i \in 1..Pages}
Task      == Vcpu \cup Notifier

VARIABLES
  pc,          \* the step each task takes next; Idle: waits for a command, Done: no budget left
  fault,       \* per vCPU: struct kvm_page_fault
  inv,         \* per notifier: struct kvm_mmu_notifier_range and the zap's struct tdp_iter
  writer,      \* the task that holds mmu_lock for write
  readers,     \* the tasks that hold mmu_lock for read
  seq,         \* kvm->mmu_invalidate_seq: invalidations that have ended
  inProgress,  \* kvm->mmu_invalidate_in_progress: invalidations that are open
  active,      \* kvm->mn_active_invalidate_count: the coarser count around it
  spte,        \* per gfn: the leaf SPTE
  tlb,         \* per vCPU and gfn: the translation the hardware has cached
  hpte,        \* per gfn: the host's PTE for its hva
  owner,       \* per page: the guest's memory, free, or somebody else's
  refs,        \* per page: reference count; the host's mappings count too
  faultsLeft, invalidationsLeft,  \* budgets
  splat        \* what a debug kernel has printed
vars == <<pc, fault, inv, writer, readers, seq, inProgress, active, spte, tlb, hpte, owner, refs,
          faultsLeft, invalidationsLeft, splat>>
lock    == <<writer, readers>>
counts  == <<seq, inProgress, active>>
host    == <<hpte, owner, refs>>
budgets == <<faultsLeft, invalidationsLeft>>

NoFault == [gfn |-> None, mmu_seq |-> 0, pfn |-> None, retry |-> FALSE]
NoInv   == [op |-> "none", first |-> None, last |-> None, page |-> None,
            gfn |-> 0, yielded |-> 0, flush |-> FALSE]
Range(n) == IF inv[n].first = None THEN {} ELSE inv[n].first .. inv[n].last

FaultSteps == {"SnapshotSeq", "HvaToPfn", "ReadLock", "IsPageFaultStale", "MapPage", "UnlockMmu",
               "ReleasePfn"}
InvSteps   == {"RaiseActive", "WriteLock", "RaiseCount", "ZapSpte", "CondResched", "RetakeMmuLock",
               "FlushRemoteTlbs", "UnlockMmu", "ChangePte", "RaiseSeq", "LowerCount", "LowerActive"}

TypeOK ==
  /\ pc \in [Task -> FaultSteps \cup InvSteps \cup {"Idle", "Done"}]
  /\ fault \in [Vcpu -> [gfn : Gfn \cup {None}, mmu_seq : Nat, pfn : Page \cup {None},
                         retry : BOOLEAN]]
  /\ inv \in [Notifier -> [op : {"none", "start", "end"}, first : Gfn \cup {None},
                           last : Gfn \cup {None}, page : Page \cup {None}, gfn : Gfn,
                           yielded : Gfn, flush : BOOLEAN]]
  /\ writer \in Task \cup {None} /\ readers \subseteq Task
  /\ seq \in Nat /\ inProgress \in Int /\ active \in Nat
  /\ spte \in [Gfn -> Page \cup {None}] /\ tlb \in [Vcpu -> [Gfn -> Page \cup {None}]]
  /\ hpte \in [Gfn -> Page \cup {None}] /\ owner \in [Page -> {"guest", "free", "other"}]
  /\ refs \in [Page -> Nat]
  /\ faultsLeft \in [Vcpu -> 0..Faults] /\ invalidationsLeft \in [Notifier -> 0..Invalidations]
  /\ splat \subseteq {"use-after-free: page", "guest access to a freed page"}

Init ==
  /\ pc = [t \in Task |-> IF (t \in Vcpu /\ Faults = 0) \/ (t \in Notifier /\ Invalidations = 0)
                          THEN "Done" ELSE "Idle"]
  /\ fault = [v \in Vcpu |-> NoFault] /\ inv = [n \in Notifier |-> NoInv]
  /\ writer = None /\ readers = {}
  /\ seq = 0 /\ inProgress = 0 /\ active = 0
  /\ spte = [g \in Gfn |-> None] /\ tlb = [v \in Vcpu |-> [g \in Gfn |-> None]]
  /\ hpte = [g \in Gfn |-> IF g < Pages THEN PageNames[g + 1] ELSE None]
  /\ owner = [p \in Page |-> IF \E g \in Gfn : hpte[g] = p THEN "guest" ELSE "free"]
  /\ refs = [p \in Page |-> Cardinality({g \in Gfn : hpte[g] = p})]
  /\ faultsLeft = [v \in Vcpu |-> Faults]
  /\ invalidationsLeft = [n \in Notifier |-> Invalidations]
  /\ splat = {}

Goto(t, step) == pc' = [pc EXCEPT ![t] = step]

-----------------------------------------------------------------------------
(* The fault.  Its steps in their right order: SnapshotSeq, HvaToPfn,       *)
(* ReadLock, IsPageFaultStale, MapPage, UnlockMmu, ReleasePfn.              *)

FirstOfFault == IF SnapshotBeforeGup THEN "SnapshotSeq" ELSE "HvaToPfn"
BeforeLock   == IF CheckUnderLock THEN "ReadLock" ELSE "IsPageFaultStale"
OnceReferred == IF SnapshotBeforeGup THEN BeforeLock ELSE "SnapshotSeq"

(* The fault is over; a stale one lets the guest run into the same fault again. *)
EndFault(v, retry) ==
  IF retry
  THEN Goto(v, FirstOfFault) /\ fault' = [fault EXCEPT ![v] = [NoFault EXCEPT !.gfn = fault[v].gfn]]
  ELSE /\ Goto(v, IF faultsLeft[v] = 0 THEN "Done" ELSE "Idle")
       /\ fault' = [fault EXCEPT ![v] = NoFault]

HandleFault(v, g) ==  \* kvm_mmu_page_fault() on a gfn that the hardware cannot translate, no lock
  /\ pc[v] = "Idle" /\ spte[g] = None /\ tlb[v][g] = None
  /\ faultsLeft' = [faultsLeft EXCEPT ![v] = @ - 1]
  /\ fault' = [fault EXCEPT ![v].gfn = g]
  /\ Goto(v, FirstOfFault)
  /\ UNCHANGED <<inv, lock, counts, spte, tlb, host, invalidationsLeft, splat>>

SnapshotSeq(v) ==  \* fault->mmu_seq = kvm->mmu_invalidate_seq; smp_rmb(), no lock
  /\ pc[v] = "SnapshotSeq"
  /\ fault' = [fault EXCEPT ![v].mmu_seq = seq]
  /\ Goto(v, IF SnapshotBeforeGup THEN "HvaToPfn" ELSE BeforeLock)
  /\ UNCHANGED <<inv, lock, counts, spte, tlb, host, budgets, splat>>

HvaToPfn(v) ==  \* hva_to_pfn(): get_user_pages() takes a page reference, no lock of KVM's
  LET p == hpte[fault[v].gfn] IN
  /\ pc[v] = "HvaToPfn"
  /\ IF p = None
     THEN EndFault(v, FALSE) /\ UNCHANGED refs  \* -EFAULT to user space
     ELSE /\ refs' = [refs EXCEPT ![p] = @ + 1]
          /\ fault' = [fault EXCEPT ![v].pfn = p]
          /\ Goto(v, IF HoldPageUntilInstalled THEN OnceReferred ELSE "ReleasePfn")
  /\ UNCHANGED <<inv, lock, counts, spte, tlb, hpte, owner, budgets, splat>>

ReadLock(v) ==  \* read_lock(&kvm->mmu_lock) in kvm_tdp_mmu_page_fault()
  /\ pc[v] = "ReadLock" /\ writer = None
  /\ readers' = readers \cup {v}
  /\ Goto(v, IF CheckUnderLock THEN "IsPageFaultStale" ELSE "MapPage")
  /\ UNCHANGED <<fault, inv, writer, counts, spte, tlb, host, budgets, splat>>

IsPageFaultStale(v) ==  \* is_page_fault_stale(): mmu_invalidate_retry(), mmu_lock for read
  LET stale == \/ CheckCount /\ inProgress # 0
               \/ CheckSeq /\ seq # fault[v].mmu_seq IN
  /\ pc[v] = "IsPageFaultStale"
  /\ IF CheckUnderLock
     THEN /\ fault' = [fault EXCEPT ![v].retry = stale]
          /\ Goto(v, IF stale THEN "UnlockMmu" ELSE "MapPage")
     ELSE IF ~stale
     THEN Goto(v, "ReadLock") /\ UNCHANGED fault
     ELSE IF HoldPageUntilInstalled
     THEN Goto(v, "ReleasePfn") /\ fault' = [fault EXCEPT ![v].retry = TRUE]
     ELSE EndFault(v, TRUE)
  /\ UNCHANGED <<inv, lock, counts, spte, tlb, host, budgets, splat>>

MapPage(v) ==  \* tdp_mmu_map_handle_target_level(): cmpxchg the leaf in, mmu_lock for read
  /\ pc[v] = "MapPage"
  /\ spte' = [spte EXCEPT ![fault[v].gfn] = fault[v].pfn]
  /\ Goto(v, "UnlockMmu")
  /\ UNCHANGED <<fault, inv, lock, counts, tlb, host, budgets, splat>>

ReleasePfn(v) ==  \* kvm_release_pfn_clean(): the reference from GUP is put, no lock
  /\ pc[v] = "ReleasePfn"
  /\ refs' = [refs EXCEPT ![fault[v].pfn] = @ - 1]
  /\ IF HoldPageUntilInstalled
     THEN EndFault(v, fault[v].retry)
     ELSE Goto(v, OnceReferred) /\ UNCHANGED fault
  /\ UNCHANGED <<inv, lock, counts, spte, tlb, hpte, owner, budgets, splat>>

-----------------------------------------------------------------------------
(* The invalidation: range_start(), the change of the host's PTEs, range_end(). *)

(* The primary MM allocates the page that shall back first..last before it    *)
(* invalidates, as copy-on-write and migration do; None only takes away.      *)
InvalidateRangeStart(n, first, last, p) ==  \* mmu_notifier_invalidate_range_start(), no lock
  /\ pc[n] = "Idle" /\ first <= last
  /\ p # None => owner[p] = "free"
  /\ invalidationsLeft' = [invalidationsLeft EXCEPT ![n] = @ - 1]
  /\ inv' = [inv EXCEPT ![n] = [op |-> "start", first |-> first, last |-> last, page |-> p,
                                gfn |-> 0, yielded |-> 0, flush |-> FALSE]]
  /\ IF p = None THEN UNCHANGED <<owner, refs>>
     ELSE owner' = [owner EXCEPT ![p] = "guest"] /\ refs' = [refs EXCEPT ![p] = 1]
  /\ Goto(n, "RaiseActive")
  /\ UNCHANGED <<fault, lock, counts, spte, tlb, hpte, faultsLeft, splat>>

RaiseActive(n) ==  \* kvm->mn_active_invalidate_count++, mn_invalidate_lock
  /\ pc[n] = "RaiseActive"
  /\ active' = active + 1
  /\ Goto(n, "WriteLock")
  /\ UNCHANGED <<fault, inv, lock, seq, inProgress, spte, tlb, host, budgets, splat>>

WriteLock(n) ==  \* write_lock(&kvm->mmu_lock) in kvm_handle_hva_range(), at start and at end
  /\ pc[n] = "WriteLock" /\ writer = None /\ readers = {}
  /\ writer' = n
  /\ Goto(n, IF inv[n].op = "start" THEN "RaiseCount" ELSE "RaiseSeq")
  /\ UNCHANGED <<fault, inv, readers, counts, spte, tlb, host, budgets, splat>>

RaiseCount(n) ==  \* kvm_mmu_invalidate_begin(), mmu_lock for write
  /\ pc[n] = "RaiseCount"
  /\ inProgress' = inProgress + 1
  /\ inv' = [inv EXCEPT ![n].gfn = inv[n].first, ![n].yielded = inv[n].first]
  /\ Goto(n, "ZapSpte")
  /\ UNCHANGED <<fault, lock, seq, active, spte, tlb, host, budgets, splat>>

(* Zapping a leaf writes its dirty and accessed bits back to the struct page. *)
ZapSpte(n) ==  \* tdp_mmu_zap_leafs(): one SPTE, mmu_lock for write
  LET g     == inv[n].gfn
      old   == spte[g]
      flush == inv[n].flush \/ old # None IN
  /\ pc[n] = "ZapSpte"
  /\ spte' = [spte EXCEPT ![g] = None]
  /\ splat' = IF old # None /\ owner[old] # "guest"
              THEN splat \cup {"use-after-free: page"} ELSE splat
  /\ IF g < inv[n].last
     THEN Goto(n, "ZapSpte") /\ inv' = [inv EXCEPT ![n].gfn = g + 1, ![n].flush = flush]
     ELSE /\ Goto(n, IF flush THEN "FlushRemoteTlbs" ELSE "UnlockMmu")
          /\ inv' = [inv EXCEPT ![n].gfn = 0, ![n].yielded = 0, ![n].flush = flush]
  /\ UNCHANGED <<fault, lock, counts, tlb, host, budgets>>

FlushTlbs == tlb' = [v \in Vcpu |-> [g \in Gfn |-> None]]
(* The scheduler may want the CPU back whenever the zap has made progress. *)
MayYield(n) == pc[n] = "ZapSpte" /\ inv[n].gfn > inv[n].yielded

FlushForYield(n) ==  \* tdp_mmu_iter_cond_resched(): kvm_flush_remote_tlbs(), mmu_lock for write
  /\ MayYield(n) /\ inv[n].flush
  /\ FlushTlbs
  /\ inv' = [inv EXCEPT ![n].flush = FALSE]
  /\ Goto(n, "CondResched")
  /\ UNCHANGED <<fault, lock, counts, spte, host, budgets, splat>>

CondResched(n) ==  \* tdp_mmu_iter_cond_resched(): cond_resched_rwlock_write() drops mmu_lock
  /\ pc[n] = "CondResched" \/ (MayYield(n) /\ ~inv[n].flush)
  /\ writer' = None
  /\ inv' = [inv EXCEPT ![n].yielded = inv[n].gfn]
  /\ Goto(n, "RetakeMmuLock")
  /\ UNCHANGED <<fault, readers, counts, spte, tlb, host, budgets, splat>>

RetakeMmuLock(n) ==  \* cond_resched_rwlock_write() takes mmu_lock for write again
  /\ pc[n] = "RetakeMmuLock" /\ writer = None /\ readers = {}
  /\ writer' = n
  /\ Goto(n, "ZapSpte")
  /\ UNCHANGED <<fault, inv, readers, counts, spte, tlb, host, budgets, splat>>

FlushRemoteTlbs(n) ==  \* kvm_flush_remote_tlbs(), mmu_lock for write
  /\ pc[n] = "FlushRemoteTlbs"
  /\ FlushTlbs
  /\ inv' = [inv EXCEPT ![n].flush = FALSE]
  /\ Goto(n, "UnlockMmu")
  /\ UNCHANGED <<fault, lock, counts, spte, host, budgets, splat>>

(* The new page takes over the reference it was allocated with. *)
ChangePte(n) ==  \* the primary MM between start and end, its page table lock
  /\ pc[n] = "ChangePte"
  /\ hpte' = [g \in Gfn |-> IF g = inv[n].first THEN inv[n].page
                            ELSE IF g \in Range(n) THEN None ELSE hpte[g]]
  /\ refs' = [p \in Page |-> refs[p] - Cardinality({g \in Range(n) : hpte[g] = p})]
  /\ inv' = [inv EXCEPT ![n].page = None, ![n].op = "end"]
  /\ Goto(n, "WriteLock")
  /\ UNCHANGED <<fault, lock, counts, spte, tlb, owner, budgets, splat>>

RaiseSeq(n) ==  \* kvm_mmu_invalidate_end(): seq++; smp_wmb(), mmu_lock for write
  /\ pc[n] = "RaiseSeq"
  /\ seq' = seq + 1
  /\ Goto(n, "LowerCount")
  /\ UNCHANGED <<fault, inv, lock, inProgress, active, spte, tlb, host, budgets, splat>>

LowerCount(n) ==  \* kvm_mmu_invalidate_end(): in_progress--, mmu_lock for write
  /\ pc[n] = "LowerCount"
  /\ inProgress' = inProgress - 1
  /\ Goto(n, "UnlockMmu")
  /\ UNCHANGED <<fault, inv, lock, seq, active, spte, tlb, host, budgets, splat>>

LowerActive(n) ==  \* kvm->mn_active_invalidate_count--, mn_invalidate_lock; range_end() returns
  /\ pc[n] = "LowerActive"
  /\ active' = active - 1
  /\ inv' = [inv EXCEPT ![n] = NoInv]
  /\ Goto(n, IF invalidationsLeft[n] = 0 THEN "Done" ELSE "Idle")
  /\ UNCHANGED <<fault, lock, seq, inProgress, spte, tlb, host, budgets, splat>>

-----------------------------------------------------------------------------
(* A fault, range_start() or range_end() drops mmu_lock; a start then returns. *)
UnlockMmu(t) ==  \* read_unlock() or write_unlock(&kvm->mmu_lock)
  /\ pc[t] = "UnlockMmu"
  /\ readers' = readers \ {t}
  /\ writer' = IF writer = t THEN None ELSE writer
  /\ CASE t \in Vcpu /\ ~HoldPageUntilInstalled   -> EndFault(t, fault[t].retry)
       [] t \in Vcpu /\ HoldPageUntilInstalled    -> Goto(t, "ReleasePfn") /\ UNCHANGED fault
       [] t \in Notifier /\ inv[t].op = "start"   -> Goto(t, "ChangePte") /\ UNCHANGED fault
       [] t \in Notifier /\ inv[t].op = "end"     -> Goto(t, "LowerActive") /\ UNCHANGED fault
  /\ UNCHANGED <<inv, counts, spte, tlb, host, budgets, splat>>

-----------------------------------------------------------------------------
(* The guest, the hardware and the host: no lock of KVM's. *)

GuestAccess(v, g) ==  \* the vCPU in guest mode; a TLB miss walks to the SPTE and caches it
  LET p == IF tlb[v][g] # None THEN tlb[v][g] ELSE spte[g] IN
  /\ pc[v] \in {"Idle", "Done"} /\ p # None
  /\ tlb' = [tlb EXCEPT ![v][g] = p]
  /\ splat' = IF owner[p] # "guest" THEN splat \cup {"guest access to a freed page"} ELSE splat
  /\ UNCHANGED <<pc, fault, inv, lock, counts, spte, host, budgets>>

FreePage(p) ==  \* __free_pages() of a page that nobody refers to any more
  /\ owner[p] = "guest" /\ refs[p] = 0
  /\ owner' = [owner EXCEPT ![p] = "free"]
  /\ UNCHANGED <<pc, fault, inv, lock, counts, spte, tlb, hpte, refs, budgets, splat>>

ReusePage(p) ==  \* alloc_pages() for somebody else
  /\ owner[p] = "free"
  /\ owner' = [owner EXCEPT ![p] = "other"]
  /\ UNCHANGED <<pc, fault, inv, lock, counts, spte, tlb, hpte, refs, budgets, splat>>

-----------------------------------------------------------------------------
FaultStep(v) == \/ SnapshotSeq(v) \/ HvaToPfn(v) \/ IsPageFaultStale(v) \/ MapPage(v)
                \/ UnlockMmu(v) \/ ReleasePfn(v)
InvLock(n)   == WriteLock(n) \/ RetakeMmuLock(n)
InvStep(n)   == \/ RaiseActive(n) \/ RaiseCount(n) \/ ZapSpte(n) \/ FlushForYield(n)
                \/ CondResched(n) \/ FlushRemoteTlbs(n) \/ UnlockMmu(n) \/ ChangePte(n)
                \/ RaiseSeq(n) \/ LowerCount(n) \/ LowerActive(n)

Next ==
  \/ \E v \in Vcpu, g \in Gfn : HandleFault(v, g)
  \/ \E v \in Vcpu : SnapshotSeq(v)
  \/ \E v \in Vcpu : HvaToPfn(v)
  \/ \E v \in Vcpu : ReadLock(v)
  \/ \E v \in Vcpu : IsPageFaultStale(v)
  \/ \E v \in Vcpu : MapPage(v)
  \/ \E t \in Task : UnlockMmu(t)
  \/ \E v \in Vcpu : ReleasePfn(v)
  \/ \E n \in Notifier, first \in Gfn, last \in Gfn, p \in Page \cup {None} :
       InvalidateRangeStart(n, first, last, p)
  \/ \E n \in Notifier : RaiseActive(n)
  \/ \E n \in Notifier : WriteLock(n)
  \/ \E n \in Notifier : RaiseCount(n)
  \/ \E n \in Notifier : ZapSpte(n)
  \/ \E n \in Notifier : FlushForYield(n)
  \/ \E n \in Notifier : CondResched(n)
  \/ \E n \in Notifier : RetakeMmuLock(n)
  \/ \E n \in Notifier : FlushRemoteTlbs(n)
  \/ \E n \in Notifier : ChangePte(n)
  \/ \E n \in Notifier : RaiseSeq(n)
  \/ \E n \in Notifier : LowerCount(n)
  \/ \E n \in Notifier : LowerActive(n)
  \/ \E v \in Vcpu, g \in Gfn : GuestAccess(v, g)
  \/ \E p \in Page : FreePage(p)
  \/ \E p \in Page : ReusePage(p)

Spec == Init /\ [][Next]_vars
(* mmu_lock is a queued rwlock: who waits for it gets it.  Nobody is forced  *)
(* to fault, to invalidate, to access or to free.                            *)
FairSpec ==
  /\ Spec
  /\ \A v \in Vcpu : WF_vars(FaultStep(v)) /\ SF_vars(ReadLock(v))
  /\ \A n \in Notifier : WF_vars(InvStep(n)) /\ SF_vars(InvLock(n))

-----------------------------------------------------------------------------
(* range_start(n) has returned and range_end(n) has yet to take mmu_lock. *)
StartReturned(n) == pc[n] = "ChangePte" \/ (pc[n] = "WriteLock" /\ inv[n].op = "end")
Taken(p)         == owner[p] # "guest"

(* S1: what the primary MM may change, no SPTE maps. *)
NotifierContract == \A n \in Notifier : StartReturned(n) => \A g \in Range(n) : spte[g] = None
(* S2: the guest sees the page that the host sees. *)
NoStaleInsert == \A g \in Gfn : spte[g] # None => spte[g] = hpte[g]
(* S3: neither an SPTE nor a TLB refers to a page that is free or somebody else's. *)
NoFreedMapped ==
  \A g \in Gfn : /\ spte[g] # None => ~Taken(spte[g])
                 /\ \A v \in Vcpu : tlb[v][g] # None => ~Taken(tlb[v][g])
(* S11: what the primary MM may change, no TLB has cached. *)
FlushRules ==
  \A n \in Notifier : StartReturned(n) => \A v \in Vcpu, g \in Range(n) : tlb[v][g] = None
(* S13: in_progress counts the invalidations that are open. *)
CountBalance ==
  inProgress = Cardinality({n \in Notifier :
    \/ pc[n] \in {"ZapSpte", "CondResched", "RetakeMmuLock", "FlushRemoteTlbs"}
    \/ pc[n] = "UnlockMmu" /\ inv[n].op = "start"
    \/ StartReturned(n) \/ pc[n] \in {"RaiseSeq", "LowerCount"}})
(* S18: the retry test and the install share one section of mmu_lock. *)
NoUnmapBetween == \A v \in Vcpu : pc[v] \in {"IsPageFaultStale", "MapPage"} => v \in readers
(* Every reference to a page has a holder: a host PTE, GUP, or who allocated it. *)
PageRefExact ==
  \A p \in Page :
    refs[p] = Cardinality({g \in Gfn : hpte[g] = p})
            + Cardinality({n \in Notifier : inv[n].page = p})
            + Cardinality({v \in Vcpu : fault[v].pfn = p
                                        /\ (HoldPageUntilInstalled \/ pc[v] = "ReleasePfn")})
(* mmu_lock is held by one writer, or by readers. *)
LockExclusive == writer # None => readers = {}
(* The code's own checks stay silent. *)
NoSplat == splat = {}

(* L1: a fault completes once invalidations stop; here they are few. *)
FaultProgress == \A v \in Vcpu : pc[v] \in FaultSteps ~> pc[v] \in {"Idle", "Done"}
(* L2: every range_start() returns. *)
StartTerminates == \A n \in Notifier : pc[n] = "RaiseActive" ~> StartReturned(n)

-----------------------------------------------------------------------------
(* Expected to FAIL: each shows that something can happen at all. *)

(* A fault retries since an invalidation is open. *)
ReachRetryByCount == ~\E v \in Vcpu : fault[v].retry /\ inProgress # 0
(* A fault retries since an invalidation has ended, with none open. *)
ReachRetryBySeq ==
  ~\E v \in Vcpu : fault[v].retry /\ inProgress = 0 /\ \A n \in Notifier : pc[n] = "Done"
(* After an invalidation the guest gets the host's new page. *)
ReachInstallAfterInvalidation == ~(seq > 0 /\ \E g \in Gfn : spte[g] # None)
(* The host has unmapped a page that a fault still holds: only GUP's reference keeps it. *)
ReachHeldWhileUnmapped ==
  ~\E v \in Vcpu : LET p == fault[v].pfn IN
     p # None /\ refs[p] = 1 /\ \A g \in Gfn : hpte[g] # p
(* A page is reused by another owner while a fault still means to map it. *)
ReachReusedUnderFault == ~\E v \in Vcpu : fault[v].pfn # None /\ owner[fault[v].pfn] = "other"
(* A fault runs its test while an invalidation has yielded in the middle of its zap. *)
ReachFaultDuringYield ==
  ~\E v \in Vcpu, n \in Notifier : pc[v] = "UnlockMmu" /\ pc[n] = "RetakeMmuLock"
(* An invalidation takes a page away from a guest that has it in its TLB. *)
ReachFlushOfCached ==
  ~\E n \in Notifier : pc[n] = "FlushRemoteTlbs" /\ \E v \in Vcpu, g \in Range(n) : tlb[v][g] # None
=============================================================================
