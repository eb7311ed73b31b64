--------------------------- MODULE RecordedFault ---------------------------
(* NotifierFault at the grain of what a tracer sees of a running kernel: the *)
(* same protocol, any number of frames and pages, one step for each event    *)
(* that the kernel's own facilities can show.  `mmucheck validate` holds     *)
(* recorded kernels against it; a configuration of a few frames is checked   *)
(* by TLC.  Models kvm_mmu_faultin_pfn(), is_page_fault_stale(),             *)
(* kvm_tdp_mmu_map() and kvm_mmu_notifier_invalidate_range_start() and       *)
(* _end() of v6.1 to v7.3 on x86 with a TDP MMU.                             *)
(*                                                                           *)
(* An invalidation is a task of its own also where a vCPU raises it inside   *)
(* its own GUP, as copy-on-write does.  Pages are numbers: a page that comes *)
(* back to a frame is the same page again.                                   *)
(*                                                                           *)
(* Left out: reference counts and the page's life, TLBs (a tracer cannot see *)
(* them; the flush is a step), several roots, huge leafs, faults without a   *)
(* memslot, mn_active_invalidate_count, changes of memslots.                 *)
EXTENDS Integers, FiniteSets
CONSTANTS Vcpu, Notifier,  \* vCPUs; invalidations that are open at the same time
          Gfn,             \* guest frames 0..n, in the order of the guest's addresses
          Page,            \* host pages, numbers
          Faults,          \* faults of each vCPU
          Invalidations,   \* invalidations under each name
          None,            \* no page, no frame, no task
          Precheck,        \* the unlocked test around GUP, which v6.1 had not yet
          \* What the protocol relies on; FALSE restores the mistake.
          CheckCount,        \* a fault retries while an invalidation is open
          CheckSeq,          \* a fault retries if an invalidation ended after its snapshot
          FilterByRange,     \* an open invalidation concerns only the frames in the hull
          WidenHull,         \* a further range widens the hull instead of replacing it
          CountBeforeZap,    \* range_start() raises the count before it zaps
          SeqAtEnd,          \* seq is raised by range_end(), not by range_start()
          SeqBeforeCount,    \* range_end() raises seq before it lowers the count
          ZapAll,            \* range_start() zaps every SPTE of the range; FALSE: but the last
          FlushBeforeUnlock, \* range_start() flushes before it drops mmu_lock; FALSE: never
          CheckUnderLock,    \* the retry test runs under the mmu_lock section that installs
          WriterWaits        \* an invalidation waits until nobody is in mmu_lock
ASSUME TasksAreApart == Vcpu \cap Notifier = {} /\ None \notin Vcpu \cup Notifier
ASSUME GfnIsARange   == \E n \in 0..255 : Gfn = 0..n
ASSUME PageOK        == Page \subseteq Nat /\ IsFiniteSet(Page)
ASSUME BudgetsOK     == Faults \in Nat /\ Invalidations \in Nat
ASSUME RulesOK       == {Precheck, CheckCount, CheckSeq, FilterByRange, WidenHull, CountBeforeZap,
                         SeqAtEnd, SeqBeforeCount, ZapAll, FlushBeforeUnlock, CheckUnderLock,
                         WriterWaits} \subseteq BOOLEAN

Task == Vcpu \cup Notifier
VARIABLES
  pc,          \* the step each task takes next
  fault,       \* per vCPU: struct kvm_page_fault
  inv,         \* per notifier: struct kvm_mmu_notifier_range
  writer,      \* the task that holds mmu_lock for write
  readers,     \* the tasks that hold mmu_lock for read
  seq,         \* kvm->mmu_invalidate_seq
  inProgress,  \* kvm->mmu_invalidate_in_progress
  hull,        \* kvm->mmu_invalidate_range_start and _end
  spte,        \* per gfn: the leaf SPTE
  hpte,        \* per gfn: the host's PTE; None also if nobody has looked yet
  faultsLeft, invalidationsLeft  \* budgets
vars == <<pc, fault, inv, writer, readers, seq, inProgress, hull, spte, hpte, faultsLeft,
          invalidationsLeft>>
lock    == <<writer, readers>>
counts  == <<seq, inProgress, hull>>
budgets == <<faultsLeft, invalidationsLeft>>

NoFault == [gfn |-> None, mmu_seq |-> 0, pfn |-> None, retry |-> FALSE]
NoInv   == [op |-> "none", first |-> None, last |-> None, frames |-> {}, flush |-> FALSE]
Unset   == [start |-> None, end |-> None]
FrameIn(h, g) == h # Unset /\ h.start <= g /\ g < h.end
Goto(t, step) == pc' = [pc EXCEPT ![t] = step]

TypeOK ==
  /\ pc \in [Task -> {"Idle", "SnapshotSeq", "UnsafeRetry", "HvaToPfn", "RetryAgain", "ReadLock",
                      "IsPageFaultStale", "MapPage", "UnlockMmu", "WriteLock",
                      "RaiseCount", "AddRange", "ZapSpte", "CondResched", "RetakeMmuLock",
                      "FlushRemoteTlbs", "ReturnFromStart", "ChangePte", "RaiseSeq", "LowerCount"}]
  /\ fault \in [Vcpu -> [gfn : Gfn \cup {None}, mmu_seq : Nat, pfn : Page \cup {None},
                         retry : BOOLEAN]]
  /\ \A n \in Notifier : inv[n].op \in {"none", "start", "end"} /\ inv[n].frames \subseteq Gfn
  /\ writer \in Task \cup {None} /\ readers \subseteq Task
  /\ seq \in Nat /\ inProgress \in Int /\ hull \in {Unset} \cup [start : Nat, end : Nat]
  /\ spte \in [Gfn -> Page \cup {None}] /\ hpte \in [Gfn -> Page \cup {None}]
  /\ faultsLeft \in [Vcpu -> Nat] /\ invalidationsLeft \in [Notifier -> Nat]

Init ==
  /\ pc = [t \in Task |-> "Idle"]
  /\ fault = [v \in Vcpu |-> NoFault] /\ inv = [n \in Notifier |-> NoInv]
  /\ writer = None /\ readers = {} /\ seq = 0 /\ inProgress = 0 /\ hull = Unset
  /\ spte = [g \in Gfn |-> None] /\ hpte = [g \in Gfn |-> None]
  /\ faultsLeft = [v \in Vcpu |-> Faults]
  /\ invalidationsLeft = [n \in Notifier |-> Invalidations]

-----------------------------------------------------------------------------
(* The fault.  A fault that retries is over: the guest may fault again. *)

EndFault(v) == Goto(v, "Idle") /\ fault' = [fault EXCEPT ![v] = NoFault]

HandleFault(v, g) ==  \* kvm_tdp_page_fault(), no lock; also on a frame that has an SPTE
  /\ pc[v] = "Idle" /\ faultsLeft[v] > 0
  /\ faultsLeft' = [faultsLeft EXCEPT ![v] = @ - 1]
  /\ fault' = [fault EXCEPT ![v].gfn = g]
  /\ Goto(v, "SnapshotSeq")
  /\ UNCHANGED <<inv, lock, counts, spte, hpte, invalidationsLeft>>

SnapshotSeq(v) ==  \* fault->mmu_seq = kvm->mmu_invalidate_seq; smp_rmb(), no lock
  /\ pc[v] = "SnapshotSeq"
  /\ fault' = [fault EXCEPT ![v].mmu_seq = seq]
  /\ Goto(v, IF Precheck THEN "UnsafeRetry" ELSE "HvaToPfn")
  /\ UNCHANGED <<inv, lock, counts, spte, hpte, budgets>>

OpenFor(g) == inProgress # 0 /\ (FilterByRange => FrameIn(hull, g))
Stale(v)   == \/ CheckCount /\ OpenFor(fault[v].gfn)
              \/ CheckSeq /\ seq # fault[v].mmu_seq

AfterGup == IF CheckUnderLock THEN "ReadLock" ELSE "IsPageFaultStale"

(* The unlocked test is a hint: it may be wrong either way, as its loads are  *)
(* several.  What it decides is seen.                                         *)
UnsafeRetry(v, retry) ==  \* mmu_invalidate_retry_gfn_unsafe(), no lock
  /\ pc[v] \in {"UnsafeRetry", "RetryAgain"} /\ Precheck
  /\ retry => inProgress # 0 \/ seq # fault[v].mmu_seq
  /\ IF retry THEN EndFault(v)
     ELSE /\ Goto(v, IF pc[v] = "UnsafeRetry" THEN "HvaToPfn" ELSE AfterGup)
          /\ UNCHANGED fault
  /\ UNCHANGED <<inv, lock, counts, spte, hpte, budgets>>

(* GUP faults the page in if there is none. *)
HvaToPfn(v, p) ==  \* hva_to_pfn(), no lock of KVM's
  LET g == fault[v].gfn IN
  /\ pc[v] = "HvaToPfn"
  /\ hpte[g] \in {None, p}
  /\ hpte' = [hpte EXCEPT ![g] = p]
  /\ fault' = [fault EXCEPT ![v].pfn = p]
  /\ Goto(v, IF Precheck THEN "RetryAgain" ELSE AfterGup)
  /\ UNCHANGED <<inv, lock, counts, spte, budgets>>

GupFails(v) ==  \* hva_to_pfn() gives no page: user space gets the fault, no lock of KVM's
  /\ pc[v] = "HvaToPfn"
  /\ EndFault(v)
  /\ UNCHANGED <<inv, lock, counts, spte, hpte, budgets>>

ReadLock(v) ==  \* read_lock(&kvm->mmu_lock)
  /\ pc[v] = "ReadLock" /\ writer = None
  /\ readers' = readers \cup {v}
  /\ Goto(v, IF CheckUnderLock THEN "IsPageFaultStale" ELSE "MapPage")
  /\ UNCHANGED <<fault, inv, writer, counts, spte, hpte, budgets>>

IsPageFaultStale(v) ==  \* is_page_fault_stale(): mmu_invalidate_retry_gfn(), mmu_lock for read
  /\ pc[v] = "IsPageFaultStale"
  /\ IF ~Stale(v)
     THEN Goto(v, IF CheckUnderLock THEN "MapPage" ELSE "ReadLock") /\ UNCHANGED fault
     ELSE IF CheckUnderLock
     THEN Goto(v, "UnlockMmu") /\ fault' = [fault EXCEPT ![v].retry = TRUE]
     ELSE EndFault(v)
  /\ UNCHANGED <<inv, lock, counts, spte, hpte, budgets>>

MapPage(v) ==  \* tdp_mmu_map_handle_target_level(): the leaf is in place, mmu_lock for read
  /\ pc[v] = "MapPage"
  /\ spte' = [spte EXCEPT ![fault[v].gfn] = fault[v].pfn]
  /\ Goto(v, "UnlockMmu")
  /\ UNCHANGED <<fault, inv, lock, counts, hpte, budgets>>

LoseMap(v) ==  \* ... lost its cmpxchg, or met a frozen entry: the fault retries, mmu_lock for read
  /\ pc[v] = "MapPage"
  /\ Goto(v, "UnlockMmu")
  /\ UNCHANGED <<fault, inv, lock, counts, spte, hpte, budgets>>

-----------------------------------------------------------------------------
(* The invalidation. *)

InvalidateRangeStart(n) ==  \* kvm_mmu_notifier_invalidate_range_start(), no lock
  /\ pc[n] = "Idle" /\ invalidationsLeft[n] > 0
  /\ invalidationsLeft' = [invalidationsLeft EXCEPT ![n] = @ - 1]
  /\ inv' = [inv EXCEPT ![n].op = "start"]
  /\ Goto(n, "WriteLock")
  /\ UNCHANGED <<fault, lock, counts, spte, hpte, faultsLeft>>

CanWrite == WriterWaits => writer = None /\ readers = {}
WriteLock(n) ==  \* write_lock(&kvm->mmu_lock) in kvm_handle_hva_range(), at start and at end
  /\ pc[n] = "WriteLock" /\ CanWrite
  /\ writer' = n
  /\ Goto(n, CASE inv[n].op = "start" -> IF CountBeforeZap THEN "RaiseCount" ELSE "AddRange"
               [] inv[n].op = "end"   -> IF SeqAtEnd /\ SeqBeforeCount THEN "RaiseSeq"
                                         ELSE "LowerCount")
  /\ UNCHANGED <<fault, inv, readers, counts, spte, hpte, budgets>>

RaiseCount(n) ==  \* kvm_mmu_invalidate_begin(): in_progress++, mmu_lock for write
  /\ pc[n] = "RaiseCount"
  /\ inProgress' = inProgress + 1
  /\ hull' = IF inProgress = 0 THEN Unset ELSE hull
  /\ Goto(n, IF ~CountBeforeZap THEN "UnlockMmu" ELSE IF SeqAtEnd THEN "AddRange" ELSE "RaiseSeq")
  /\ UNCHANGED <<fault, inv, lock, seq, spte, hpte, budgets>>

Least(a, b)    == IF a < b THEN a ELSE b
Greatest(a, b) == IF a > b THEN a ELSE b
AddRange(n, first, last) ==  \* kvm_mmu_invalidate_range_add() for one memslot, mmu_lock for write
  /\ pc[n] = "AddRange" /\ first <= last
  /\ hull' = IF hull = Unset \/ ~WidenHull THEN [start |-> first, end |-> last + 1]
             ELSE [start |-> Least(hull.start, first), end |-> Greatest(hull.end, last + 1)]
  /\ inv' = [inv EXCEPT ![n].first = first, ![n].last = last,
                        ![n].frames = @ \cup first..last]
  /\ Goto(n, "ZapSpte")
  /\ UNCHANGED <<fault, lock, seq, inProgress, spte, hpte, budgets>>

LastZapped(n) == IF ZapAll THEN inv[n].last ELSE inv[n].last - 1
ZapSpte(n, g) ==  \* tdp_mmu_zap_leafs(): one SPTE that was there, mmu_lock for write
  /\ pc[n] = "ZapSpte" /\ inv[n].first <= g /\ g <= LastZapped(n) /\ spte[g] # None
  /\ spte' = [spte EXCEPT ![g] = None]
  /\ inv' = [inv EXCEPT ![n].flush = TRUE]
  /\ UNCHANGED <<pc, fault, lock, counts, hpte, budgets>>

FlushForYield(n) ==  \* tdp_mmu_iter_cond_resched(): kvm_flush_remote_tlbs(), mmu_lock for write
  /\ pc[n] = "ZapSpte"
  /\ inv' = [inv EXCEPT ![n].flush = FALSE]
  /\ UNCHANGED <<pc, fault, lock, counts, spte, hpte, budgets>>

CondResched(n) ==  \* tdp_mmu_iter_cond_resched(): drops mmu_lock, which was held for write
  /\ pc[n] = "ZapSpte" /\ (FlushBeforeUnlock => ~inv[n].flush)
  /\ writer' = None
  /\ Goto(n, "RetakeMmuLock")
  /\ UNCHANGED <<fault, inv, readers, counts, spte, hpte, budgets>>

RetakeMmuLock(n) ==  \* cond_resched_rwlock_write() takes mmu_lock again
  /\ pc[n] = "RetakeMmuLock" /\ CanWrite
  /\ writer' = n
  /\ Goto(n, "ZapSpte")
  /\ UNCHANGED <<fault, inv, readers, counts, spte, hpte, budgets>>

EndZap(n) ==  \* kvm_unmap_gfn_range() returns: nothing of the range is mapped, mmu_lock for write
  /\ pc[n] = "ZapSpte"
  /\ \A g \in inv[n].first .. LastZapped(n) : spte[g] = None
  /\ Goto(n, "FlushRemoteTlbs")
  /\ UNCHANGED <<fault, inv, lock, counts, spte, hpte, budgets>>

NextRange(n) ==  \* kvm_handle_hva_range() goes on to the next memslot, mmu_lock for write
  /\ pc[n] = "FlushRemoteTlbs"
  /\ Goto(n, "AddRange")
  /\ UNCHANGED <<fault, inv, lock, counts, spte, hpte, budgets>>

FlushRemoteTlbs(n) ==  \* kvm_flush_remote_tlbs() before mmu_lock is dropped, mmu_lock for write
  /\ pc[n] = "FlushRemoteTlbs" /\ FlushBeforeUnlock
  /\ inv' = [inv EXCEPT ![n].flush = FALSE]
  /\ UNCHANGED <<pc, fault, lock, counts, spte, hpte, budgets>>

UnlockMmu(t) ==  \* read_unlock() or write_unlock(&kvm->mmu_lock)
  /\ IF t \in Vcpu
     THEN /\ pc[t] = "UnlockMmu"
          /\ readers' = readers \ {t} /\ UNCHANGED <<writer, inv>>
          /\ EndFault(t)
     ELSE /\ writer = t /\ writer' = None /\ UNCHANGED <<readers, fault, inv>>
          /\ \/ /\ pc[t] = "FlushRemoteTlbs" /\ CountBeforeZap
                /\ FlushBeforeUnlock => ~inv[t].flush
                /\ Goto(t, "ReturnFromStart")
             \/ /\ pc[t] = "UnlockMmu"
                /\ Goto(t, IF inv[t].op = "start" THEN "ReturnFromStart" ELSE "Idle")
  /\ UNCHANGED <<counts, spte, hpte, budgets>>

LateCount(n) ==  \* the count is raised after the zap: the mistake of ~CountBeforeZap
  /\ pc[n] = "FlushRemoteTlbs" /\ ~CountBeforeZap /\ (FlushBeforeUnlock => ~inv[n].flush)
  /\ Goto(n, "RaiseCount")
  /\ UNCHANGED <<fault, inv, lock, counts, spte, hpte, budgets>>

ReturnFromStart(n) ==  \* kvm_mmu_notifier_invalidate_range_start() returns, no lock
  /\ pc[n] = "ReturnFromStart"
  /\ Goto(n, "ChangePte")
  /\ UNCHANGED <<fault, inv, lock, counts, spte, hpte, budgets>>

(* The primary MM may change the PTEs of the range at any time from now on.   *)
ChangePte(n) ==  \* between start and end, the page table lock of the primary MM
  /\ pc[n] = "ChangePte" /\ \E g \in inv[n].frames : hpte[g] # None
  /\ hpte' = [g \in Gfn |-> IF g \in inv[n].frames THEN None ELSE hpte[g]]
  /\ UNCHANGED <<pc, fault, inv, lock, counts, spte, budgets>>

InvalidateRangeEnd(n) ==  \* kvm_mmu_notifier_invalidate_range_end(), no lock
  /\ pc[n] = "ChangePte"
  /\ inv' = [inv EXCEPT ![n].op = "end"]
  /\ Goto(n, "WriteLock")
  /\ UNCHANGED <<fault, lock, counts, spte, hpte, budgets>>

RaiseSeq(n) ==  \* kvm_mmu_invalidate_end(): seq++; smp_wmb(), mmu_lock for write
  /\ pc[n] = "RaiseSeq"
  /\ seq' = seq + 1
  /\ IF inv[n].op = "start" THEN Goto(n, "AddRange") /\ UNCHANGED inv
     ELSE IF SeqBeforeCount THEN Goto(n, "LowerCount") /\ UNCHANGED inv
     ELSE Goto(n, "UnlockMmu") /\ inv' = [inv EXCEPT ![n] = NoInv]
  /\ UNCHANGED <<fault, lock, inProgress, hull, spte, hpte, budgets>>

LowerCount(n) ==  \* kvm_mmu_invalidate_end(): in_progress--, mmu_lock for write
  /\ pc[n] = "LowerCount"
  /\ inProgress' = inProgress - 1
  /\ IF SeqAtEnd /\ ~SeqBeforeCount THEN Goto(n, "RaiseSeq") /\ UNCHANGED inv
     ELSE Goto(n, "UnlockMmu") /\ inv' = [inv EXCEPT ![n] = NoInv]
  /\ UNCHANGED <<fault, lock, seq, hull, spte, hpte, budgets>>

(* Memslots that go, roots that go, NX recovery, the end of the VM: to take an *)
(* SPTE away is always allowed.                                                *)
ZapElsewhere(g) ==  \* tdp_mmu_zap_root(), kvm_tdp_mmu_zap_all(), ..., mmu_lock either way
  /\ spte[g] # None
  /\ spte' = [spte EXCEPT ![g] = None]
  /\ UNCHANGED <<pc, fault, inv, lock, counts, hpte, budgets>>

DestroyVm ==  \* kvm_mmu_uninit_tdp_mmu() returns: the root has no SPTE left, no lock
  /\ \A t \in Task : pc[t] = "Idle"
  /\ \A g \in Gfn : spte[g] = None
  /\ UNCHANGED vars

-----------------------------------------------------------------------------
Next ==
  \/ \E v \in Vcpu, g \in Gfn : HandleFault(v, g)
  \/ \E v \in Vcpu : SnapshotSeq(v)
  \/ \E v \in Vcpu, retry \in BOOLEAN : UnsafeRetry(v, retry)
  \/ \E v \in Vcpu, p \in Page : HvaToPfn(v, p)
  \/ \E v \in Vcpu : GupFails(v)
  \/ \E v \in Vcpu : ReadLock(v)
  \/ \E v \in Vcpu : IsPageFaultStale(v)
  \/ \E v \in Vcpu : MapPage(v)
  \/ \E v \in Vcpu : LoseMap(v)
  \/ \E t \in Task : UnlockMmu(t)
  \/ \E n \in Notifier : InvalidateRangeStart(n)
  \/ \E n \in Notifier : WriteLock(n)
  \/ \E n \in Notifier : RaiseCount(n)
  \/ \E n \in Notifier, first \in Gfn, last \in Gfn : AddRange(n, first, last)
  \/ \E n \in Notifier, g \in Gfn : ZapSpte(n, g)
  \/ \E n \in Notifier : FlushForYield(n)
  \/ \E n \in Notifier : CondResched(n)
  \/ \E n \in Notifier : RetakeMmuLock(n)
  \/ \E n \in Notifier : EndZap(n)
  \/ \E n \in Notifier : NextRange(n)
  \/ \E n \in Notifier : FlushRemoteTlbs(n)
  \/ \E n \in Notifier : LateCount(n)
  \/ \E n \in Notifier : ReturnFromStart(n)
  \/ \E n \in Notifier : ChangePte(n)
  \/ \E n \in Notifier : InvalidateRangeEnd(n)
  \/ \E n \in Notifier : RaiseSeq(n)
  \/ \E n \in Notifier : LowerCount(n)
  \/ \E g \in Gfn : ZapElsewhere(g)
  \/ DestroyVm

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* S1: what the primary MM may change, no SPTE maps. *)
NotifierContract ==
  \A n \in Notifier : pc[n] = "ChangePte" => \A g \in inv[n].frames : spte[g] = None
(* S2: the guest sees the page that the host sees. *)
NoStaleInsert == \A g \in Gfn : spte[g] # None => spte[g] = hpte[g]
(* S11: an invalidation owes no flush when its start returns. *)
FlushRules == \A n \in Notifier : pc[n] \in {"ReturnFromStart", "ChangePte"} => ~inv[n].flush
(* S14: the hull covers every frame that an open invalidation has added. *)
HullCovers ==
  \A n \in Notifier : inProgress # 0 /\ pc[n] \in {"ZapSpte", "ReturnFromStart", "ChangePte"}
                      => \A g \in inv[n].frames : FrameIn(hull, g)
(* S13: in_progress counts the open invalidations, each from before its zap on. *)
Counts(n) == CASE inv[n].op = "none"  -> FALSE
               [] inv[n].op = "start" -> pc[n] \notin {"WriteLock", "RaiseCount"}
               [] inv[n].op = "end"   -> pc[n] = "RaiseSeq" => SeqBeforeCount
CountBalance == inProgress = Cardinality({n \in Notifier : Counts(n)})
(* What the primary MM relies on: this module refines it. *)
Primary == INSTANCE SecondaryMmu WITH
  Frame <- Gfn, Root <- {}, reach <- {g \in Gfn : spte[g] # None},
  told <- UNION {inv[n].frames : n \in {m \in Notifier : pc[m] = "ChangePte"}},
  gone <- {}, dead <- {}
Refines == Primary!Spec
(* mmu_lock is held by one writer, or by readers. *)
LockExclusive == writer # None => readers = {}
(* Who is in a section of mmu_lock holds it, and nobody else does. *)
Invalidates(n) == pc[n] \in {"RaiseCount", "AddRange", "ZapSpte", "FlushRemoteTlbs", "RaiseSeq", "LowerCount",
                             "UnlockMmu"}
Maps(v)        == pc[v] \in {"IsPageFaultStale", "MapPage", "UnlockMmu"}
SectionHeld ==
  /\ \A n \in Notifier : Invalidates(n) <=> writer = n
  /\ \A v \in Vcpu : Maps(v) <=> v \in readers

-----------------------------------------------------------------------------
(* Expected to FAIL: each shows that something can happen at all. *)

(* A fault retries under the lock since an invalidation is open. *)
ReachRetryByCount == ~\E v \in Vcpu : fault[v].retry /\ inProgress # 0
(* A fault retries under the lock since an invalidation has ended. *)
ReachRetryBySeq == ~\E v \in Vcpu : fault[v].retry /\ inProgress = 0
(* A fault goes through while an invalidation of another frame is open. *)
ReachInstallWhileOpen == ~\E v \in Vcpu : pc[v] = "MapPage" /\ inProgress # 0
(* An invalidation has yielded in the middle of its zap. *)
ReachYield == ~\E n \in Notifier : pc[n] = "RetakeMmuLock"
(* One start has two ranges. *)
ReachSecondRange ==
  ~\E n \in Notifier : pc[n] = "ZapSpte" /\ inv[n].first # None
                       /\ inv[n].frames # inv[n].first .. inv[n].last
=============================================================================
