--------------------------- MODULE NotifierFault ---------------------------
(* The page fault handler against the mmu_notifier: may KVM map a host page *)
(* into the guest that the primary MM is taking away?                       *)
(* Models direct_page_fault() with kvm_faultin_pfn(), is_page_fault_stale() *)
(* and kvm_tdp_mmu_map(), and kvm_mmu_notifier_invalidate_range_start() and *)
(* _end() as of v6.10.  The task that invalidates also changes the host     *)
(* page tables; the host frees an unmapped page at any later moment once    *)
(* nobody holds a reference, and hands it to another owner.  GUP itself may *)
(* invalidate the very frame of the fault: where the guest writes to a page *)
(* that is shared, the vCPU's task copies it (copy on write) between a      *)
(* start and an end of its own.                                             *)
(*                                                                          *)
(* Left out: roots (there is one, always valid), page table pages, frozen   *)
(* entries, changes of memslots (MemslotUpdate.tla), huge leafs             *)
(* (HugeFault.tla), fast_page_fault().  Memory is sequentially consistent;  *)
(* a missing barrier is a swap of the two accesses that it keeps apart.     *)
(* While a task holds mmu_lock for write each of its steps is still a step  *)
(* of its own: the guest, the TLBs, GUP and the host do not take the lock.  *)
EXTENDS Integers, Sequences, FiniteSets
CONSTANTS Vcpu,           \* tasks that handle guest page faults
          Notifier,       \* tasks of the primary MM that invalidate a range
          Gfn,            \* guest frames 0..n; gfn g starts out backed by the g-th page
          Pages,          \* number of host pages
          Faults,         \* faults that each vCPU may take
          Invalidations,  \* invalidations that each notifier may start
          GfnsPerSlot,    \* a memslot ends after each so many frames
          Prefetch,       \* a fault also maps the next frame, as shadow paging does
          Copier,         \* vCPUs that write to frames whose first page is shared: GUP copies it
          GupMayWait,     \* GUP is first tried without waiting, and that may fail
          PutUnderLock,   \* a fault puts its page before it drops mmu_lock, as since v6.13
          Precheck,       \* unlocked test around GUP: "none", "read", or "any" answer at all
          None,           \* no page, no task, no frame
          \* What the protocol relies on; FALSE restores the mistake.
          CheckCount,              \* a fault retries while an invalidation is open
          CheckSeq,                \* a fault retries if an invalidation ended after its snapshot
          SnapshotBeforeGup,       \* the snapshot of seq is older than the look at the host's PTE
          CheckUnderLock,          \* the retry test runs under the mmu_lock section that installs
          HoldPageUntilInstalled,  \* the reference from GUP outlives the install (safe either way)
          SnapshotBarrier,         \* smp_rmb() keeps the snapshot of seq before the look at the PTE
          HoldLockUntilInstalled,  \* mmu_lock is not dropped between the retry test and the install
          CountBeforeZap,          \* range_start() raises the count before it zaps
          SeqAtEnd,                \* seq is raised by range_end(), not by range_start()
          SeqBeforeCount,          \* range_end() raises seq before it lowers the count
          FilterByRange,           \* an open invalidation concerns only the frames in the hull
          WidenHull,               \* a further range widens the hull instead of replacing it
          FirstByUnset,            \* a range is the first if the hull is unset, not if count = 1
          KeepHullAtEnd,           \* range_end() takes nothing away from the hull
          SameUnits,               \* the hull is kept in the units in which the test asks
          PrefetchWhenQuiet,       \* no prefetch while an invalidation is open
          FlushBeforeUnlock,       \* range_start() flushes before it drops mmu_lock
          FlushBeforeReturn,       \* ... and before it returns
          FlushBeforeYield,        \* a zap flushes what it owes before it yields
          ReadOnce,                \* the pre-check loads the count each time
          ProgressBeforeYield,     \* a zap yields only after progress since the last yield
          RaiseOnce,               \* range_start() raises the count once
          PutAtRetry,              \* a fault that retries puts GUP's reference, too
          PutOnce,                 \* ... and nobody puts it again
          WriterWaits,             \* who takes mmu_lock for write waits until its readers are gone
          GupUnlocked,             \* GUP runs without mmu_lock, which its own invalidation takes
          OneSnapshot,             \* a fault keeps its snapshot when GUP has copied (safe either way)
          ZapForCopy,              \* the invalidation of a copy zaps the shared page
          SeqForCopy,              \* ... and its end raises seq
          SnapshotBeforeTry        \* the snapshot is older than the first call of GUP
ASSUME TasksAreApart  == /\ Vcpu \cap Notifier = {} /\ None \notin Vcpu \cup Notifier
                         /\ Copier \subseteq Vcpu
ASSUME GfnIsARange    == \E n \in 0..7 : Gfn = 0..n
ASSUME PagesBackGfns  == Pages \in 1..6
ASSUME BudgetsOK      == Faults \in Nat /\ Invalidations \in Nat
ASSUME RulesOK        == {CheckCount, CheckSeq, SnapshotBeforeGup, CheckUnderLock,
                          HoldPageUntilInstalled, SnapshotBarrier, HoldLockUntilInstalled,
                          CountBeforeZap, SeqAtEnd, SeqBeforeCount, FilterByRange, WidenHull,
                          FirstByUnset, KeepHullAtEnd, SameUnits, PrefetchWhenQuiet,
                          FlushBeforeUnlock, FlushBeforeReturn, FlushBeforeYield, ReadOnce,
                          ProgressBeforeYield, RaiseOnce, PutAtRetry, PutOnce, WriterWaits,
                          GupUnlocked, OneSnapshot, ZapForCopy, SeqForCopy, SnapshotBeforeTry}
                         \subseteq BOOLEAN
ASSUME ExtrasOK       == /\ GfnsPerSlot \in 1..8 /\ Precheck \in {"none", "read", "any"}
                         /\ {Prefetch, GupMayWait, PutUnderLock} \subseteq BOOLEAN
ASSUME SwapIsPlain    == ~SnapshotBarrier => SnapshotBeforeGup /\ HoldPageUntilInstalled
ASSUME CountedHull    == FilterByRange => CountBeforeZap  \* a range is added to an open count
ASSUME PlainPrecheck  == Precheck # "none" => /\ SnapshotBeforeGup /\ SnapshotBarrier
                                              /\ HoldPageUntilInstalled /\ CheckUnderLock

ASSUME LockedGup      == ~GupUnlocked => /\ SnapshotBeforeGup /\ SnapshotBarrier /\ CheckUnderLock
                                         /\ Precheck = "none" /\ ~GupMayWait /\ Invalidations = 0
ASSUME PutWithLock    == PutUnderLock => HoldPageUntilInstalled /\ CheckUnderLock
ASSUME TriedGup       == GupMayWait \/ Copier # {} => SnapshotBarrier
ASSUME TriedInOrder   == GupMayWait => SnapshotBeforeGup
ASSUME PlainCopy      == ~OneSnapshot \/ ~ZapForCopy => /\ Precheck = "none" /\ ~GupMayWait
                                                       /\ CountBeforeZap

PageNames == <<"p0", "p1", "p2", "p3", "p4", "p5">>
Page      == {PageNames[i] : i \in 1..Pages}
Task      == Vcpu \cup Notifier
Invalidator == Notifier \cup Copier  \* who is told by the primary MM that a range goes

VARIABLES
  pc,          \* the step each task takes next; Idle: waits for a command, Done: no budget left
  fault,       \* per vCPU: struct kvm_page_fault
  inv,         \* per invalidator: struct kvm_mmu_notifier_range and the zap's struct tdp_iter
  writer,      \* the task that holds mmu_lock for write
  readers,     \* the tasks that hold mmu_lock for read
  seq,         \* kvm->mmu_invalidate_seq: invalidations that have ended
  inProgress,  \* kvm->mmu_invalidate_in_progress: invalidations that are open
  hull,        \* kvm->mmu_invalidate_range_start and _end: covers the open invalidations
  active,      \* kvm->mn_active_invalidate_count: the coarser count around it
  spte,        \* per gfn: the leaf SPTE
  tlb,         \* per vCPU and gfn: the translation the hardware has cached
  hpte,        \* per gfn: the host's PTE for its hva
  owner,       \* per page: the guest's memory, free, or somebody else's
  refs,        \* per page: reference count; the host's mappings count too
  faultsLeft, invalidationsLeft,  \* budgets
  splat        \* what a debug kernel has printed
vars == <<pc, fault, inv, writer, readers, seq, inProgress, hull, active, spte, tlb, hpte, owner,
          refs, faultsLeft, invalidationsLeft, splat>>
lock    == <<writer, readers>>
counts  == <<seq, inProgress, hull, active>>
host    == <<hpte, owner, refs>>
budgets == <<faultsLeft, invalidationsLeft>>

NoFault == [gfn |-> None, mmu_seq |-> 0, pfn |-> None, retry |-> FALSE, next |-> None,
            loaded |-> None]
NoInv   == [op |-> "none", first |-> None, last |-> None, page |-> None,
            gfn |-> 0, yielded |-> 0, flush |-> FALSE, added |-> 0]
Range(n) == IF inv[n].first = None THEN {} ELSE inv[n].first .. inv[n].last
(* The frames of the range that range_start(n) has added to the hull so far. *)
Added(n) == IF inv[n].first = None THEN {} ELSE inv[n].first .. (inv[n].added - 1)

Unset     == [start |-> None, end |-> None]
HvaOffset == 8  \* where the frames lie in the host's address space: a unit mix-up adds it
FrameIn(h, g) == h # Unset /\ h.start <= g /\ g < h.end

(* The vCPU's own invalidation, nested in its GUP. *)
IsCopying(t) == t \in Copier /\ inv[t].op # "none"
(* The page that a frame has at first is shared, as ksmd and fork() share    *)
(* pages: an SPTE of it is read-only, and GUP for writing copies it.         *)
FirstPage(g) == IF g < Pages THEN PageNames[g + 1] ELSE None
Shared       == IF Copier = {} THEN {} ELSE {FirstPage(g) : g \in Gfn} \ {None}

FaultSteps == {"SnapshotSeq", "UnsafeRetry", "PrecheckPasses", "GupNeedsIo", "HvaToPfn",
               "CopyPage", "ReadLock", "IsPageFaultStale", "CondResched", "RetakeMmuLock", "MapPage", "PrefetchPage",
               "MapPrefetched", "UnlockMmu", "ReleasePfn"}
InvSteps   == {"RaiseActive", "WriteLock", "RaiseCount", "AddRange", "ZapSpte", "CondResched",
               "RetakeMmuLock", "FlushRemoteTlbs", "UnlockMmu", "ChangePte", "RaiseSeq",
               "LowerCount", "LowerActive"}

TypeOK ==
  /\ pc \in [Task -> FaultSteps \cup InvSteps \cup {"Idle", "Done"}]
  /\ fault \in [Vcpu -> [gfn : Gfn \cup {None}, mmu_seq : Nat, pfn : Page \cup {None},
                         retry : BOOLEAN, next : Page \cup {None},
                         loaded : {None, "open", "quiet"}]]
  /\ inv \in [Invalidator -> [op : {"none", "start", "end"}, first : Gfn \cup {None},
                              last : Gfn \cup {None}, page : Page \cup {None}, gfn : Gfn,
                              yielded : Gfn, flush : BOOLEAN, added : Nat]]
  /\ writer \in Task \cup {None} /\ readers \subseteq Task
  /\ seq \in Nat /\ inProgress \in Int /\ active \in Nat
  /\ hull \in {Unset} \cup [start : Nat, end : Nat]
  /\ spte \in [Gfn -> Page \cup {None}] /\ tlb \in [Vcpu -> [Gfn -> Page \cup {None}]]
  /\ hpte \in [Gfn -> Page \cup {None}] /\ owner \in [Page -> {"guest", "free", "other"}]
  /\ refs \in [Page -> Nat]
  /\ faultsLeft \in [Vcpu -> 0..Faults] /\ invalidationsLeft \in [Notifier -> 0..Invalidations]
  /\ splat \subseteq {"use-after-free: page", "guest access to a freed page"}

Init ==
  /\ pc = [t \in Task |-> IF (t \in Vcpu /\ Faults = 0) \/ (t \in Notifier /\ Invalidations = 0)
                          THEN "Done" ELSE "Idle"]
  /\ fault = [v \in Vcpu |-> NoFault] /\ inv = [n \in Invalidator |-> NoInv]
  /\ writer = None /\ readers = {}
  /\ seq = 0 /\ inProgress = 0 /\ active = 0 /\ hull = Unset
  /\ spte = [g \in Gfn |-> IF Copier = {} THEN None ELSE FirstPage(g)]
  /\ tlb = [v \in Vcpu |-> [g \in Gfn |-> None]]
  /\ hpte = [g \in Gfn |-> FirstPage(g)]
  /\ owner = [p \in Page |-> IF \E g \in Gfn : hpte[g] = p THEN "guest" ELSE "free"]
  /\ refs = [p \in Page |-> Cardinality({g \in Gfn : hpte[g] = p})]
  /\ faultsLeft = [v \in Vcpu |-> Faults]
  /\ invalidationsLeft = [n \in Notifier |-> Invalidations]
  /\ splat = {}

Goto(t, step) == pc' = [pc EXCEPT ![t] = step]

-----------------------------------------------------------------------------
(* The fault.  Its steps in their right order: SnapshotSeq, HvaToPfn,       *)
(* ReadLock, IsPageFaultStale, MapPage, UnlockMmu, ReleasePfn.              *)

FirstOfGup    == IF GupMayWait THEN "GupNeedsIo" ELSE "HvaToPfn"
FirstOfFault  == IF SnapshotBeforeGup /\ SnapshotBeforeTry THEN "SnapshotSeq" ELSE FirstOfGup
BeforeLock    == IF CheckUnderLock /\ GupUnlocked THEN "ReadLock" ELSE "IsPageFaultStale"
Prechecked(s) == CASE Precheck = "none" -> s
                   [] Precheck = "read" -> "UnsafeRetry"
                   [] Precheck = "any"  -> "PrecheckPasses"
OnceReferred(v) == IF /\ SnapshotBeforeGup /\ pc[v] # "SnapshotSeq"
                      /\ pc[v] = "GupNeedsIo" => SnapshotBeforeTry
                   THEN Prechecked(BeforeLock) ELSE "SnapshotSeq"

(* The fault is over; a stale one lets the guest run into the same fault again. *)
EndFault(v, retry) ==
  IF retry
  THEN /\ Goto(v, FirstOfFault)
       /\ fault' = [fault EXCEPT ![v] = [NoFault EXCEPT !.gfn = fault[v].gfn,
                                                        !.loaded = fault[v].loaded]]
  ELSE /\ Goto(v, IF faultsLeft[v] = 0 THEN "Done" ELSE "Idle")
       /\ fault' = [fault EXCEPT ![v] = NoFault]

(* GUP has found no page: -EFAULT to user space. *)
FailFault(v) == IF v \in readers THEN Goto(v, "UnlockMmu") /\ UNCHANGED fault
                ELSE EndFault(v, FALSE)

(* What lets v access the frame: a translation, to write a writable one. *)
Permits(v, p) == p # None /\ (v \in Copier => p \notin Shared)

HandleFault(v, g) ==  \* kvm_mmu_page_fault() on a gfn that the hardware cannot translate, no lock
  /\ pc[v] = "Idle" /\ ~Permits(v, spte[g]) /\ ~Permits(v, tlb[v][g])
  /\ faultsLeft' = [faultsLeft EXCEPT ![v] = @ - 1]
  /\ fault' = [fault EXCEPT ![v].gfn = g]
  /\ Goto(v, FirstOfFault)
  /\ UNCHANGED <<inv, lock, counts, spte, tlb, host, invalidationsLeft, splat>>

SnapshotSeq(v) ==  \* fault->mmu_seq = kvm->mmu_invalidate_seq; smp_rmb(), no lock
  /\ pc[v] = "SnapshotSeq"
  /\ fault' = [fault EXCEPT ![v].mmu_seq = seq]
  /\ Goto(v, IF fault[v].pfn # None THEN BeforeLock
             ELSE IF ~GupUnlocked THEN "ReadLock"
             ELSE IF SnapshotBeforeTry THEN Prechecked(FirstOfGup) ELSE Prechecked("HvaToPfn"))
  /\ UNCHANGED <<inv, lock, counts, spte, tlb, host, budgets, splat>>

GupNeedsIo(v) ==  \* hva_to_pfn() with FOLL_NOWAIT: KVM_PFN_ERR_NEEDS_IO, no lock of KVM's
  /\ pc[v] = "GupNeedsIo"
  /\ Goto(v, IF SnapshotBeforeTry THEN "HvaToPfn" ELSE "SnapshotSeq")
  /\ UNCHANGED <<fault, inv, lock, counts, spte, tlb, host, budgets, splat>>

(* GUP for writing has met a shared page.  The copy is allocated first; the  *)
(* frame's PTE is changed between start and end, and then GUP looks again.   *)
Unused    == {i \in 1..Pages : owner[PageNames[i]] = "free"}
FirstFree == PageNames[CHOOSE i \in Unused : \A j \in Unused : i <= j]
CopyPage(v) ==  \* wp_page_copy(): allocates the copy, mmap_lock
  LET g == fault[v].gfn IN
  /\ pc[v] = "CopyPage"
  /\ IF Unused = {} THEN FailFault(v) /\ UNCHANGED <<inv, owner, refs>>
     ELSE /\ inv' = [inv EXCEPT ![v] = [NoInv EXCEPT !.op = "start", !.first = g, !.last = g,
                                                    !.page = FirstFree]]
          /\ owner' = [owner EXCEPT ![FirstFree] = "guest"]
          /\ refs' = [refs EXCEPT ![FirstFree] = 1]
          /\ Goto(v, "RaiseActive") /\ UNCHANGED fault
  /\ UNCHANGED <<lock, counts, spte, tlb, hpte, budgets, splat>>

(* Without the barrier the CPU may load the host's PTE before it loads seq. *)
HvaToPfn(v) ==  \* hva_to_pfn(): get_user_pages() takes a page reference, no lock of KVM's
  LET p == hpte[fault[v].gfn] IN
  /\ \/ pc[v] \in {"GupNeedsIo", "HvaToPfn"}
     \/ pc[v] = "SnapshotSeq" /\ ~SnapshotBarrier /\ fault[v].pfn = None
  /\ IF p = None
     THEN FailFault(v) /\ UNCHANGED refs
     ELSE IF ~Permits(v, p)
     THEN Goto(v, "CopyPage") /\ UNCHANGED <<fault, refs>>
     ELSE /\ refs' = [refs EXCEPT ![p] = @ + 1]
          /\ fault' = [fault EXCEPT ![v].pfn = p]
          /\ Goto(v, IF HoldPageUntilInstalled THEN OnceReferred(v) ELSE "ReleasePfn")
  /\ UNCHANGED <<inv, lock, counts, spte, tlb, hpte, owner, budgets, splat>>

(* An open invalidation concerns the fault; the count alone if there is no filter. *)
OpenFor(g) ==
  /\ inProgress # 0
  /\ FilterByRange => FrameIn(hull, IF SameUnits THEN g ELSE g + HvaOffset)

(* The pre-check's verdict: on to GUP or the lock, or back into the guest. *)
EndPrecheck(v, retry, loaded) ==
  LET first == fault[v].pfn = None
      seen  == [fault[v] EXCEPT !.loaded = loaded] IN
  IF ~retry
  THEN Goto(v, IF first THEN FirstOfGup ELSE BeforeLock) /\ fault' = [fault EXCEPT ![v] = seen]
  ELSE IF first
  THEN Goto(v, FirstOfFault) /\ fault' = [fault EXCEPT ![v] = [seen EXCEPT !.mmu_seq = 0]]
  ELSE Goto(v, "ReleasePfn") /\ fault' = [fault EXCEPT ![v] = [seen EXCEPT !.retry = TRUE]]

(* Without READ_ONCE() the compiler hoists the load out of the retry loop. *)
UnsafeRetry(v) ==  \* mmu_invalidate_retry_gfn_unsafe(), no lock
  LET now  == IF OpenFor(fault[v].gfn) THEN "open" ELSE "quiet"
      read == IF ReadOnce \/ fault[v].loaded = None THEN now ELSE fault[v].loaded IN
  /\ pc[v] = "UnsafeRetry"
  /\ EndPrecheck(v, read = "open" \/ seq # fault[v].mmu_seq, IF ReadOnce THEN None ELSE read)
  /\ UNCHANGED <<inv, lock, counts, spte, tlb, host, budgets, splat>>

PrecheckPasses(v) ==  \* mmu_invalidate_retry_gfn_unsafe() says no, be that right or wrong, no lock
  /\ pc[v] = "PrecheckPasses"
  /\ EndPrecheck(v, FALSE, None)
  /\ UNCHANGED <<inv, lock, counts, spte, tlb, host, budgets, splat>>

PrecheckRetries(v) ==  \* ... says yes, be that right or wrong, no lock
  /\ pc[v] = "PrecheckPasses"
  /\ EndPrecheck(v, TRUE, None)
  /\ UNCHANGED <<inv, lock, counts, spte, tlb, host, budgets, splat>>

ReadLock(v) ==  \* read_lock(&kvm->mmu_lock) in kvm_tdp_mmu_page_fault()
  /\ pc[v] = "ReadLock" /\ writer = None
  /\ readers' = readers \cup {v}
  /\ Goto(v, IF ~GupUnlocked THEN "HvaToPfn"
             ELSE IF CheckUnderLock THEN "IsPageFaultStale" ELSE "MapPage")
  /\ UNCHANGED <<fault, inv, writer, counts, spte, tlb, host, budgets, splat>>

(* A fault that has mapped its page, or may not, is finished. *)
Finish == IF PutUnderLock THEN "ReleasePfn" ELSE "UnlockMmu"

IsPageFaultStale(v) ==  \* is_page_fault_stale(): mmu_invalidate_retry_gfn(), mmu_lock for read
  LET stale == \/ CheckCount /\ OpenFor(fault[v].gfn)
               \/ CheckSeq /\ seq # fault[v].mmu_seq IN
  /\ pc[v] = "IsPageFaultStale"
  /\ IF CheckUnderLock
     THEN /\ fault' = [fault EXCEPT ![v].retry = stale]
          /\ Goto(v, IF stale THEN Finish
                     ELSE IF HoldLockUntilInstalled THEN "MapPage" ELSE "CondResched")
     ELSE IF ~stale
     THEN Goto(v, "ReadLock") /\ UNCHANGED fault
     ELSE IF HoldPageUntilInstalled
     THEN Goto(v, "ReleasePfn") /\ fault' = [fault EXCEPT ![v].retry = TRUE]
     ELSE EndFault(v, TRUE)
  /\ UNCHANGED <<inv, lock, counts, spte, tlb, host, budgets, splat>>

(* The frame that this fault maps ahead of its use; None if it maps none. *)
Ahead(v) ==
  LET g == fault[v].gfn + 1 IN
  IF Prefetch /\ g \in Gfn /\ spte[g] = None /\ (PrefetchWhenQuiet => inProgress = 0)
  THEN g ELSE None

MapPage(v) ==  \* tdp_mmu_map_handle_target_level(): cmpxchg the leaf in, mmu_lock for read
  /\ pc[v] = "MapPage"
  /\ spte' = [spte EXCEPT ![fault[v].gfn] = fault[v].pfn]
  /\ Goto(v, IF Ahead(v) = None THEN Finish ELSE "PrefetchPage")
  /\ UNCHANGED <<fault, inv, lock, counts, tlb, host, budgets, splat>>

PrefetchPage(v) ==  \* direct_pte_prefetch(): gfn_to_page_many_atomic(), mmu_lock held
  LET p == hpte[fault[v].gfn + 1] IN
  /\ pc[v] = "PrefetchPage"
  /\ IF p = None THEN Goto(v, Finish) /\ UNCHANGED <<fault, refs>>
     ELSE /\ refs' = [refs EXCEPT ![p] = @ + 1]
          /\ fault' = [fault EXCEPT ![v].next = p]
          /\ Goto(v, "MapPrefetched")
  /\ UNCHANGED <<inv, lock, counts, spte, tlb, hpte, owner, budgets, splat>>

MapPrefetched(v) ==  \* direct_pte_prefetch_many(): mmu_set_spte() and put_page(), mmu_lock held
  LET p == fault[v].next IN
  /\ pc[v] = "MapPrefetched"
  /\ spte' = [spte EXCEPT ![fault[v].gfn + 1] = p]
  /\ refs' = [refs EXCEPT ![p] = @ - 1]
  /\ fault' = [fault EXCEPT ![v].next = None]
  /\ Goto(v, Finish)
  /\ UNCHANGED <<inv, lock, counts, tlb, hpte, owner, budgets, splat>>

(* How often the reference from GUP is put: by the retry, and by whom it is not for. *)
Puts(v) == (IF fault[v].retry /\ ~PutAtRetry THEN 0 ELSE 1) + (IF PutOnce THEN 0 ELSE 1)

ReleasePfn(v) ==  \* kvm_release_pfn_clean(): the reference from GUP is put, no lock up to v6.12
  /\ pc[v] = "ReleasePfn"
  /\ refs' = [refs EXCEPT ![fault[v].pfn] = @ - Puts(v)]
  /\ IF v \in readers THEN Goto(v, "UnlockMmu") /\ UNCHANGED fault
     ELSE IF HoldPageUntilInstalled
     THEN EndFault(v, fault[v].retry)
     ELSE Goto(v, OnceReferred(v)) /\ UNCHANGED fault
  /\ UNCHANGED <<inv, lock, counts, spte, tlb, hpte, owner, budgets, splat>>

-----------------------------------------------------------------------------
(* The invalidation: range_start(), the change of the host's PTEs, range_end(). *)

NoReaders == WriterWaits => readers = {}

(* The primary MM allocates the page that shall back first..last before it    *)
(* invalidates, as copy-on-write and migration do; None only takes away.      *)
InvalidateRangeStart(n, first, last, p) ==  \* mmu_notifier_invalidate_range_start(), no lock
  /\ pc[n] = "Idle" /\ first <= last
  /\ p # None => owner[p] = "free"
  /\ invalidationsLeft' = [invalidationsLeft EXCEPT ![n] = @ - 1]
  /\ inv' = [inv EXCEPT ![n] = [op |-> "start", first |-> first, last |-> last, page |-> p,
                                gfn |-> 0, yielded |-> 0, flush |-> FALSE, added |-> 0]]
  /\ IF p = None THEN UNCHANGED <<owner, refs>>
     ELSE owner' = [owner EXCEPT ![p] = "guest"] /\ refs' = [refs EXCEPT ![p] = 1]
  /\ Goto(n, "RaiseActive")
  /\ UNCHANGED <<fault, lock, counts, spte, tlb, hpte, faultsLeft, splat>>

RaiseActive(n) ==  \* kvm->mn_active_invalidate_count++, mn_invalidate_lock
  /\ pc[n] = "RaiseActive"
  /\ active' = active + 1
  /\ Goto(n, "WriteLock")
  /\ UNCHANGED <<fault, inv, lock, seq, inProgress, hull, spte, tlb, host, budgets, splat>>

(* The zap enters the part of the range that lies in the memslot of first. *)
BeginZap(n, first, added) ==
  IF n \in Copier /\ ~ZapForCopy
  THEN Goto(n, "UnlockMmu") /\ inv' = [inv EXCEPT ![n].added = added]
  ELSE /\ Goto(n, "ZapSpte")
       /\ inv' = [inv EXCEPT ![n].gfn = first, ![n].yielded = first, ![n].added = added]
(* Once the count is raised, or without that. *)
GoAdd(n) ==
  IF FilterByRange THEN Goto(n, "AddRange") /\ inv' = [inv EXCEPT ![n].added = inv[n].first]
  ELSE BeginZap(n, inv[n].first, 0)
AfterZap(n, flush) ==
  IF flush /\ FlushBeforeUnlock /\ FlushBeforeReturn THEN "FlushRemoteTlbs" ELSE "UnlockMmu"

EndRaisesSeq(n) == SeqAtEnd /\ (n \in Copier => SeqForCopy)
SeqFirst(n)     == EndRaisesSeq(n) /\ SeqBeforeCount

WriteLock(n) ==  \* write_lock(&kvm->mmu_lock) in kvm_handle_hva_range(), at start and at end
  /\ pc[n] = "WriteLock" /\ writer = None /\ NoReaders
  /\ writer' = n
  /\ IF inv[n].op = "start" /\ ~CountBeforeZap THEN BeginZap(n, inv[n].first, 0)
     ELSE /\ Goto(n, CASE inv[n].op = "start"               -> "RaiseCount"
                       [] inv[n].op = "end" /\ SeqFirst(n)  -> "RaiseSeq"
                       [] inv[n].op = "end" /\ ~SeqFirst(n) -> "LowerCount")
          /\ UNCHANGED inv
  /\ UNCHANGED <<fault, readers, counts, spte, tlb, host, budgets, splat>>

(* The first open invalidation starts a new hull. *)
RaiseCount(n) ==  \* kvm_mmu_invalidate_begin(), mmu_lock for write
  /\ pc[n] = "RaiseCount"
  /\ inProgress' = inProgress + IF RaiseOnce THEN 1 ELSE 2
  /\ hull' = IF FirstByUnset /\ inProgress = 0 THEN Unset ELSE hull
  /\ IF ~CountBeforeZap THEN Goto(n, AfterZap(n, inv[n].flush)) /\ UNCHANGED inv
     ELSE IF ~SeqAtEnd THEN Goto(n, "RaiseSeq") /\ UNCHANGED inv
     ELSE GoAdd(n)
  /\ UNCHANGED <<fault, lock, seq, active, spte, tlb, host, budgets, splat>>

Least(a, b)    == IF a < b THEN a ELSE b
Greatest(a, b) == IF a > b THEN a ELSE b
(* The last frame of the range in the memslot of g: a range is handled slot by slot. *)
LastInSlot(n, g) == Least(inv[n].last, (g \div GfnsPerSlot + 1) * GfnsPerSlot - 1)

AddRange(n) ==  \* kvm_mmu_invalidate_range_add() for one memslot, mmu_lock for write
  LET first == inv[n].added
      last  == LastInSlot(n, first)
      isNew == IF FirstByUnset THEN hull = Unset ELSE inProgress = 1 IN
  /\ pc[n] = "AddRange"
  /\ hull' = IF isNew \/ ~WidenHull THEN [start |-> first, end |-> last + 1]
             ELSE [start |-> Least(hull.start, first), end |-> Greatest(hull.end, last + 1)]
  /\ BeginZap(n, first, last + 1)
  /\ UNCHANGED <<fault, lock, seq, inProgress, active, spte, tlb, host, budgets, splat>>

(* Zapping a leaf writes its dirty and accessed bits back to the struct page. *)
ZapSpte(n) ==  \* tdp_mmu_zap_leafs(): one SPTE, mmu_lock for write
  LET g     == inv[n].gfn
      old   == spte[g]
      flush == inv[n].flush \/ old # None IN
  /\ pc[n] = "ZapSpte"
  /\ spte' = [spte EXCEPT ![g] = None]
  /\ splat' = IF old # None /\ owner[old] # "guest"
              THEN splat \cup {"use-after-free: page"} ELSE splat
  /\ IF g < LastInSlot(n, g)
     THEN Goto(n, "ZapSpte") /\ inv' = [inv EXCEPT ![n].gfn = g + 1, ![n].flush = flush]
     ELSE IF g < inv[n].last /\ ~FilterByRange
     THEN /\ Goto(n, "ZapSpte")
          /\ inv' = [inv EXCEPT ![n].gfn = g + 1, ![n].yielded = g + 1, ![n].flush = flush]
     ELSE /\ Goto(n, IF g < inv[n].last THEN "AddRange"
                     ELSE IF ~CountBeforeZap THEN "RaiseCount" ELSE AfterZap(n, flush))
          /\ inv' = [inv EXCEPT ![n].gfn = 0, ![n].yielded = 0, ![n].flush = flush]
  /\ UNCHANGED <<fault, lock, counts, tlb, host, budgets>>

FlushTlbs == tlb' = [v \in Vcpu |-> [g \in Gfn |-> None]]
(* The scheduler may want the CPU back whenever the zap has made progress. *)
MayYield(n) == pc[n] = "ZapSpte" /\ (ProgressBeforeYield => inv[n].gfn > inv[n].yielded)

FlushForYield(n) ==  \* tdp_mmu_iter_cond_resched(): kvm_flush_remote_tlbs(), mmu_lock for write
  /\ MayYield(n) /\ inv[n].flush /\ FlushBeforeYield
  /\ FlushTlbs
  /\ inv' = [inv EXCEPT ![n].flush = FALSE]
  /\ Goto(n, "CondResched")
  /\ UNCHANGED <<fault, lock, counts, spte, host, budgets, splat>>

CondResched(t) ==  \* tdp_mmu_iter_cond_resched(): cond_resched_rwlock_write() drops mmu_lock
  /\ \/ pc[t] = "CondResched"
     \/ t \in Invalidator /\ MayYield(t) /\ (inv[t].flush => ~FlushBeforeYield)
  /\ IF t \in Vcpu /\ ~IsCopying(t)
     THEN readers' = readers \ {t} /\ UNCHANGED <<writer, inv>>
     ELSE /\ writer' = None
          /\ inv' = [inv EXCEPT ![t].yielded = inv[t].gfn]
          /\ UNCHANGED readers
  /\ Goto(t, "RetakeMmuLock")
  /\ UNCHANGED <<fault, counts, spte, tlb, host, budgets, splat>>

RetakeMmuLock(t) ==  \* cond_resched_rwlock_read/write() takes mmu_lock again, as it was held
  /\ pc[t] = "RetakeMmuLock" /\ writer = None
  /\ IF t \in Vcpu /\ ~IsCopying(t)
     THEN readers' = readers \cup {t} /\ Goto(t, "MapPage") /\ UNCHANGED writer
     ELSE NoReaders /\ writer' = t /\ Goto(t, "ZapSpte") /\ UNCHANGED readers
  /\ UNCHANGED <<fault, inv, counts, spte, tlb, host, budgets, splat>>

FlushRemoteTlbs(n) ==  \* kvm_flush_remote_tlbs(), mmu_lock for write unless it comes too late
  /\ pc[n] = "FlushRemoteTlbs"
  /\ FlushTlbs
  /\ inv' = [inv EXCEPT ![n].flush = FALSE]
  /\ Goto(n, CASE writer = n                            -> "UnlockMmu"
              [] writer # n /\ inv[n].op = "start"       -> "ChangePte"
              [] writer # n /\ inv[n].op = "end"         -> "WriteLock")
  /\ UNCHANGED <<fault, lock, counts, spte, host, budgets, splat>>

(* The new page takes over the reference it was allocated with.  Who finds   *)
(* that the page to be copied has gone, as another has copied it, leaves the *)
(* PTE as it is, and drops the copy.                                         *)
ChangePte(n) ==  \* the primary MM between start and end, its page table lock
  LET isLate == n \in Copier /\ hpte[inv[n].first] \notin Shared
      newPte == [g \in Gfn |-> IF g = inv[n].first THEN inv[n].page
                              ELSE IF g \in Range(n) THEN None ELSE hpte[g]] IN
  /\ pc[n] = "ChangePte"
  /\ hpte' = IF isLate THEN hpte ELSE newPte
  /\ refs' = IF isLate THEN [refs EXCEPT ![inv[n].page] = @ - 1]
             ELSE [p \in Page |-> refs[p] - Cardinality({g \in Range(n) : hpte[g] = p})]
  /\ inv' = [inv EXCEPT ![n].page = None, ![n].op = "end"]
  /\ Goto(n, IF inv[n].flush THEN "FlushRemoteTlbs" ELSE "WriteLock")
  /\ UNCHANGED <<fault, lock, counts, spte, tlb, owner, budgets, splat>>

RaiseSeq(n) ==  \* kvm_mmu_invalidate_end(): seq++; smp_wmb(), mmu_lock for write
  /\ pc[n] = "RaiseSeq"
  /\ seq' = seq + 1
  /\ IF inv[n].op = "start" THEN GoAdd(n)
     ELSE Goto(n, IF SeqBeforeCount THEN "LowerCount" ELSE "UnlockMmu") /\ UNCHANGED inv
  /\ UNCHANGED <<fault, lock, inProgress, hull, active, spte, tlb, host, budgets, splat>>

LowerCount(n) ==  \* kvm_mmu_invalidate_end(): in_progress--, mmu_lock for write
  /\ pc[n] = "LowerCount"
  /\ inProgress' = inProgress - 1
  /\ hull' = IF KeepHullAtEnd THEN hull ELSE [start |-> inv[n].first, end |-> inv[n].last + 1]
  /\ Goto(n, IF EndRaisesSeq(n) /\ ~SeqBeforeCount THEN "RaiseSeq" ELSE "UnlockMmu")
  /\ UNCHANGED <<fault, inv, lock, seq, active, spte, tlb, host, budgets, splat>>

LowerActive(n) ==  \* kvm->mn_active_invalidate_count--, mn_invalidate_lock; range_end() returns
  /\ pc[n] = "LowerActive"
  /\ active' = active - 1
  /\ inv' = [inv EXCEPT ![n] = NoInv]
  /\ Goto(n, IF n \in Copier THEN IF OneSnapshot THEN "HvaToPfn" ELSE "SnapshotSeq"
             ELSE IF invalidationsLeft[n] = 0 THEN "Done" ELSE "Idle")
  /\ UNCHANGED <<fault, lock, seq, inProgress, hull, spte, tlb, host, budgets, splat>>

-----------------------------------------------------------------------------
IsFaulting(t) == t \in Vcpu /\ ~IsCopying(t)
PutsLast(v)   == HoldPageUntilInstalled /\ ~PutUnderLock /\ fault[v].pfn # None
(* A fault, range_start() or range_end() drops mmu_lock; a start then returns. *)
UnlockMmu(t) ==  \* read_unlock() or write_unlock(&kvm->mmu_lock)
  /\ pc[t] = "UnlockMmu"
  /\ readers' = readers \ {t}
  /\ writer' = IF writer = t THEN None ELSE writer
  /\ CASE IsFaulting(t) /\ ~PutsLast(t)          -> EndFault(t, fault[t].retry)
       [] IsFaulting(t) /\ PutsLast(t)          -> Goto(t, "ReleasePfn") /\ UNCHANGED fault
       [] ~IsFaulting(t) /\ inv[t].op = "start" ->
            /\ Goto(t, IF inv[t].flush /\ FlushBeforeReturn THEN "FlushRemoteTlbs" ELSE "ChangePte")
            /\ UNCHANGED fault
       [] ~IsFaulting(t) /\ inv[t].op = "end"   -> Goto(t, "LowerActive") /\ UNCHANGED fault
  /\ UNCHANGED <<inv, counts, spte, tlb, host, budgets, splat>>

-----------------------------------------------------------------------------
(* The guest, the hardware and the host: no lock of KVM's. *)

GuestAccess(v, g) ==  \* the vCPU in guest mode; a TLB miss walks to the SPTE and caches it
  LET p == IF tlb[v][g] # None THEN tlb[v][g] ELSE spte[g] IN
  /\ pc[v] \in {"Idle", "Done"} /\ Permits(v, p)
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
FaultStep(v) == \/ SnapshotSeq(v) \/ UnsafeRetry(v) \/ PrecheckPasses(v) \/ HvaToPfn(v)
                \/ GupNeedsIo(v) \/ CopyPage(v)
                \/ IsPageFaultStale(v) \/ CondResched(v) \/ MapPage(v) \/ PrefetchPage(v)
                \/ MapPrefetched(v) \/ UnlockMmu(v) \/ ReleasePfn(v)
FaultLock(v) == ReadLock(v) \/ RetakeMmuLock(v)
InvLock(n)   == WriteLock(n) \/ RetakeMmuLock(n)
InvStep(n)   == \/ RaiseActive(n) \/ RaiseCount(n) \/ AddRange(n) \/ ZapSpte(n) \/ FlushForYield(n)
                \/ CondResched(n) \/ FlushRemoteTlbs(n) \/ UnlockMmu(n) \/ ChangePte(n)
                \/ RaiseSeq(n) \/ LowerCount(n) \/ LowerActive(n)

Next ==
  \/ \E v \in Vcpu, g \in Gfn : HandleFault(v, g)
  \/ \E v \in Vcpu : SnapshotSeq(v)
  \/ \E v \in Vcpu : UnsafeRetry(v)
  \/ \E v \in Vcpu : PrecheckPasses(v)
  \/ \E v \in Vcpu : PrecheckRetries(v)
  \/ \E v \in Vcpu : GupNeedsIo(v)
  \/ \E v \in Copier : CopyPage(v)
  \/ \E v \in Vcpu : HvaToPfn(v)
  \/ \E v \in Vcpu : ReadLock(v)
  \/ \E v \in Vcpu : IsPageFaultStale(v)
  \/ \E v \in Vcpu : MapPage(v)
  \/ \E v \in Vcpu : PrefetchPage(v)
  \/ \E v \in Vcpu : MapPrefetched(v)
  \/ \E t \in Task : UnlockMmu(t)
  \/ \E v \in Vcpu : ReleasePfn(v)
  \/ \E n \in Notifier, first \in Gfn, last \in Gfn, p \in Page \cup {None} :
       InvalidateRangeStart(n, first, last, p)
  \/ \E n \in Invalidator : RaiseActive(n)
  \/ \E n \in Invalidator : WriteLock(n)
  \/ \E n \in Invalidator : RaiseCount(n)
  \/ \E n \in Invalidator : AddRange(n)
  \/ \E n \in Invalidator : ZapSpte(n)
  \/ \E n \in Invalidator : FlushForYield(n)
  \/ \E t \in Task : CondResched(t)
  \/ \E t \in Task : RetakeMmuLock(t)
  \/ \E n \in Invalidator : FlushRemoteTlbs(n)
  \/ \E n \in Invalidator : ChangePte(n)
  \/ \E n \in Invalidator : RaiseSeq(n)
  \/ \E n \in Invalidator : LowerCount(n)
  \/ \E n \in Invalidator : LowerActive(n)
  \/ \E v \in Vcpu, g \in Gfn : GuestAccess(v, g)
  \/ \E p \in Page : FreePage(p)
  \/ \E p \in Page : ReusePage(p)

Spec == Init /\ [][Next]_vars
(* mmu_lock is a queued rwlock: who waits for it gets it.  Nobody is forced  *)
(* to fault, to invalidate, to access or to free.                            *)
FairSpec ==
  /\ Spec
  /\ \A v \in Vcpu : WF_vars(FaultStep(v)) /\ SF_vars(FaultLock(v))
  /\ \A n \in Invalidator : WF_vars(InvStep(n)) /\ SF_vars(InvLock(n))

-----------------------------------------------------------------------------
(* range_start(n) has returned and range_end(n) has yet to take mmu_lock. *)
StartReturned(n) == \/ pc[n] = "ChangePte"
                    \/ pc[n] \in {"FlushRemoteTlbs", "WriteLock"} /\ inv[n].op = "end"
Taken(p)         == owner[p] # "guest"

(* S1: what the primary MM may change, no SPTE maps. *)
NotifierContract == \A n \in Invalidator : StartReturned(n) => \A g \in Range(n) : spte[g] = None
(* S2: the guest sees the page that the host sees. *)
NoStaleInsert == \A g \in Gfn : spte[g] # None => spte[g] = hpte[g]
(* S3: neither an SPTE nor a TLB refers to a page that is free or somebody else's. *)
NoFreedMapped ==
  \A g \in Gfn : /\ spte[g] # None => ~Taken(spte[g])
                 /\ \A v \in Vcpu : tlb[v][g] # None => ~Taken(tlb[v][g])
(* S11: what the primary MM may change, no TLB has cached. *)
FlushRules ==
  \A n \in Invalidator : StartReturned(n) => \A v \in Vcpu, g \in Range(n) : tlb[v][g] = None
(* The invalidations between the raise and the lowering of the count. *)
Open == {n \in Invalidator :
    \/ pc[n] \in {"AddRange", "ZapSpte", "CondResched", "RetakeMmuLock", "FlushRemoteTlbs"}
    \/ pc[n] = "UnlockMmu" /\ inv[n].op = "start"
    \/ StartReturned(n) \/ pc[n] = "LowerCount"
    \/ pc[n] = "RaiseSeq" /\ (SeqBeforeCount \/ inv[n].op = "start")}
(* S13: in_progress counts the invalidations that are open. *)
CountBalance == inProgress = Cardinality(Open)
(* S14: the hull covers every range that an open invalidation has added. *)
HullCovers ==
  FilterByRange => \A n \in Open : \A g \in Added(n) : FrameIn(hull, g)
(* S18: the retry test and the install share one section of mmu_lock. *)
NoUnmapBetween ==
  \A v \in Vcpu : pc[v] \in {"IsPageFaultStale", "RetakeMmuLock", "MapPage"} => v \in readers
(* Every reference to a page has a holder: a host PTE, GUP, or who allocated it. *)
PageRefExact ==
  \A p \in Page :
    refs[p] = Cardinality({g \in Gfn : hpte[g] = p})
            + Cardinality({n \in Invalidator : inv[n].page = p})
            + Cardinality({v \in Vcpu : fault[v].next = p})
            + Cardinality({v \in Vcpu : fault[v].pfn = p
                                        /\ (HoldPageUntilInstalled \/ pc[v] = "ReleasePfn")
                                        /\ ~(PutUnderLock /\ pc[v] = "UnlockMmu")})
(* mmu_lock is held by one writer, or by readers. *)
LockExclusive == writer # None => readers = {}
(* The code's own checks stay silent. *)
NoSplat == splat = {}

(* What the secondary MMU can reach, by the frame and by the page. *)
Reachable ==
  LET frames == {g \in Gfn : spte[g] # None \/ \E v \in Vcpu : tlb[v][g] # None}
      pages  == {p \in Page : \E g \in Gfn : spte[g] = p \/ \E v \in Vcpu : tlb[v][g] = p}
  IN  {<<"frame", g>> : g \in frames} \cup {<<"page", p>> : p \in pages}
Told    == UNION {Range(n) : n \in {m \in Invalidator : StartReturned(m)}}
Primary == INSTANCE SecondaryMmu WITH
  Frame <- {<<"frame", g>> : g \in Gfn} \cup {<<"page", p>> : p \in Page}, Root <- {},
  reach <- Reachable, told <- {<<"frame", g>> : g \in Told},
  gone <- {<<"page", p>> : p \in {q \in Page : Taken(q)}}, dead <- {}
(* The contract that the primary MM relies on: this module refines it. *)
Refines == Primary!Spec
(* Every step is one that the contract of the primary MM allows. *)
Contract == [][Primary!Next]_(Primary!contract)

(* L1: a fault completes once invalidations stop; here they are few. *)
FaultProgress == \A v \in Vcpu : pc[v] \in FaultSteps ~> pc[v] \in {"Idle", "Done"}
(* L10: a vCPU that loops on the pre-check sees that the invalidation has ended. *)
PrecheckSeesEnd ==
  \A v \in Vcpu : <>[](inProgress = 0) => []<>(pc[v] = "IsPageFaultStale" \/ fault[v].gfn = None)
(* L2: every range_start() returns. *)
StartTerminates == \A n \in Invalidator : pc[n] = "RaiseActive" ~> StartReturned(n)

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
(* A fault goes through while an invalidation of another frame is open. *)
ReachInstallWhileOpen == ~\E v \in Vcpu : pc[v] = "MapPage" /\ inProgress # 0
(* A fault retries by the count although no open invalidation covers its frame. *)
ReachFalseRetry ==
  ~\E v \in Vcpu : /\ pc[v] = "UnlockMmu" /\ fault[v].retry /\ fault[v].mmu_seq = seq
                   /\ \A n \in Open : fault[v].gfn \notin Range(n)
(* Two open invalidations share one hull. *)
ReachWidened == ~(inProgress = 2 /\ hull = [start |-> 0, end |-> 2]
                  /\ \A n \in Notifier : inv[n].first = inv[n].last)
(* A range_start() over two memslots yields after the first of its ranges. *)
ReachYieldBetweenAdds ==
  ~\E n \in Notifier : pc[n] = "RetakeMmuLock" /\ inv[n].added \in Gfn /\ inv[n].last = 2
(* A fault maps the frame after its own, too. *)
ReachPrefetched == ~\E v \in Vcpu : pc[v] = "UnlockMmu" /\ fault[v].gfn = 0 /\ spte[1] # None
(* A vCPU goes back to the guest without having taken mmu_lock. *)
ReachPrecheckRetry ==
  ~\E v \in Vcpu : pc[v] = "ReleasePfn" /\ fault[v].retry
(* A fault retries since its own GUP has copied the page, and nobody else has invalidated. *)
ReachRetryByOwn ==
  ~\E v \in Copier : /\ fault[v].retry /\ inProgress = 0 /\ seq = fault[v].mmu_seq + 1
                     /\ \A n \in Invalidator \ {v} : inv[n].op = "none" /\ pc[n] = "Idle"
(* A copy comes too late: another vCPU has copied the page. *)
ReachLateCopy == ~\E v \in Copier : pc[v] = "ChangePte" /\ hpte[inv[v].first] \notin Shared
(* The guest writes to the copy. *)
ReachCopyWritten == ~\E v \in Copier, g \in Gfn : tlb[v][g] # None
(* A fault is tested while another vCPU's GUP copies the page that it has found. *)
ReachTestDuringCopy ==
  ~\E v \in Vcpu \ Copier, c \in Copier :
     pc[v] = "UnlockMmu" /\ fault[v].retry /\ pc[c] = "ChangePte" /\ inv[c].first = fault[v].gfn
(* The first call of GUP fails, the second finds another page than the first would have found. *)
ReachMovedWhileWaiting ==
  ~\E v \in Vcpu, g \in Gfn : /\ fault[v].gfn = g /\ GupMayWait /\ fault[v].mmu_seq < seq
                              /\ fault[v].pfn # None /\ fault[v].pfn = hpte[g]
=============================================================================
