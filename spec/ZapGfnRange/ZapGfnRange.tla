---------------------------- MODULE ZapGfnRange ----------------------------
(* kvm_zap_gfn_range() against the page fault handler: KVM has changed by    *)
(* itself what its frames are backed by, and zaps what mapped them before.   *)
(* Models kvm_zap_gfn_range() with kvm_mmu_invalidate_begin() and _end() in  *)
(* one section of mmu_lock but for yields, and direct_page_fault(), as of    *)
(* v6.10.  Unlike for the primary MM's invalidations the change comes before *)
(* begin, so what is mapped is right only once the zap is over.              *)
(*                                                                           *)
(* Left out: page references and freeing, roots (there is one), what the     *)
(* change is about: here, which page backs a frame.                          *)
EXTENDS Integers, FiniteSets
CONSTANTS Vcpu,     \* tasks that handle guest page faults
          Zapper,   \* the task that changes the frames and zaps them
          Gfn,      \* guest frames 0..n, all of them zapped; backed by the g-th page
          Faults,   \* faults that each vCPU may take
          Zaps,     \* changes that the zapper may make: the first frame gets a new page, others none
          MayYield, \* the zap may yield between two frames
          Guest,    \* vCPUs that run the guest, and cache what they are mapped
          SeqAtFirst, SeqWrap, \* seq begins at the one and wraps at the other; 0: it never does
          None,     \* no page, no task, no frame
          \* What the protocol relies on; FALSE restores the mistake.
          FilterByRange,  \* an open invalidation concerns only the frames in the hull (safe either way)
          SameUnits,      \* the hull is kept in the units in which the test asks
          CountAtStart,   \* a zap that begins raises the count
          RaiseOnce,      \* ... once
          FlushBeforeReturn, \* a zap flushes what it owes before it is over
          WriterWaits     \* who takes mmu_lock for write waits until its readers are gone
ASSUME TasksAreApart == Vcpu \cap Zapper = {} /\ None \notin Vcpu \cup Zapper
ASSUME OneZapper     == Cardinality(Zapper) = 1 /\ Zaps \in 0..1
ASSUME GfnIsARange   == \E n \in 0..2 : Gfn = 0..n
ASSUME GuestOK       == Guest \subseteq Vcpu
ASSUME SeqOK         == SeqAtFirst \in Nat /\ SeqWrap \in Nat /\ (SeqWrap # 0 => SeqAtFirst < SeqWrap)
ASSUME RulesOK       == /\ Faults \in Nat
                        /\ {MayYield, FilterByRange, SameUnits, CountAtStart, RaiseOnce,
                            FlushBeforeReturn, WriterWaits} \subseteq BOOLEAN

Count     == Cardinality(Gfn)
PageNames == <<"p0", "p1", "p2", "p3">>
Page      == {PageNames[i] : i \in 1..(Count + 1)}
NewPage   == PageNames[Count + 1]
Task      == Vcpu \cup Zapper

VARIABLES
  pc,          \* the step each task takes next; Idle: waits for a command, Done: no budget left
  fault,       \* per vCPU: struct kvm_page_fault
  zap,         \* per zapper: struct tdp_iter
  writer,      \* the task that holds mmu_lock for write
  readers,     \* the tasks that hold mmu_lock for read
  seq,         \* kvm->mmu_invalidate_seq: invalidations that have ended
  inProgress,  \* kvm->mmu_invalidate_in_progress: invalidations that are open
  hull,        \* kvm->mmu_invalidate_range_start and _end: covers the open invalidations
  spte,        \* per gfn: the leaf SPTE
  tlb,         \* per guest and gfn: the translation the hardware has cached
  hpte,        \* per gfn: the page that backs it
  left         \* per task: what its budget still allows
vars == <<pc, fault, zap, writer, readers, seq, inProgress, hull, spte, tlb, hpte, left>>
lock   == <<writer, readers>>
counts == <<seq, inProgress, hull>>

NoZap   == [gfn |-> 0, yielded |-> 0, flush |-> FALSE]
NoFault == [gfn |-> None, mmu_seq |-> 0, pfn |-> None, retry |-> FALSE]
Unset   == [start |-> None, end |-> None]

FaultSteps == {"SnapshotSeq", "HvaToPfn", "ReadLock", "IsPageFaultStale", "MapPage", "UnlockMmu",
               "ReleasePfn"}
ZapSteps   == {"ChangePte", "WriteLock", "RaiseCount", "AddRange", "ZapSpte", "CondResched",
               "RetakeMmuLock", "FlushRemoteTlbs", "RaiseSeq", "LowerCount", "UnlockMmu"}

TypeOK ==
  /\ pc \in [Task -> FaultSteps \cup ZapSteps \cup {"Idle", "Done"}]
  /\ fault \in [Vcpu -> [gfn : Gfn \cup {None}, mmu_seq : Nat, pfn : Page \cup {None},
                         retry : BOOLEAN]]
  /\ zap \in [Zapper -> [gfn : Gfn, yielded : Gfn, flush : BOOLEAN]]
  /\ writer \in Zapper \cup {None} /\ readers \subseteq Vcpu
  /\ seq \in Nat /\ inProgress \in Nat /\ hull \in {Unset} \cup [start : Nat, end : Nat]
  /\ spte \in [Gfn -> Page \cup {None}] /\ tlb \in [Guest -> [Gfn -> Page \cup {None}]]
  /\ hpte \in [Gfn -> Page \cup {None}]
  /\ left \in [Task -> Nat]

Init ==
  /\ left = [t \in Task |-> IF t \in Vcpu THEN Faults ELSE Zaps]
  /\ pc = [t \in Task |-> IF left[t] = 0 THEN "Done" ELSE "Idle"]
  /\ fault = [v \in Vcpu |-> NoFault] /\ zap = [z \in Zapper |-> NoZap]
  /\ writer = None /\ readers = {} /\ seq = SeqAtFirst /\ inProgress = 0 /\ hull = Unset
  /\ spte = [g \in Gfn |-> None] /\ tlb = [v \in Guest |-> [g \in Gfn |-> None]]
  /\ hpte = [g \in Gfn |-> PageNames[g + 1]]

Goto(t, step) == pc' = [pc EXCEPT ![t] = step]
Rest(t)       == Goto(t, IF left[t] = 0 THEN "Done" ELSE "Idle")
Spend(t)      == left' = [left EXCEPT ![t] = @ - 1]

-----------------------------------------------------------------------------
HandleFault(v, g) ==  \* kvm_mmu_page_fault() on a gfn that the hardware cannot translate, no lock
  /\ pc[v] = "Idle" /\ spte[g] = None /\ (v \in Guest => tlb[v][g] = None)
  /\ Spend(v)
  /\ fault' = [fault EXCEPT ![v].gfn = g]
  /\ Goto(v, "SnapshotSeq")
  /\ UNCHANGED <<zap, lock, counts, spte, tlb, hpte>>

SnapshotSeq(v) ==  \* fault->mmu_seq = kvm->mmu_invalidate_seq; smp_rmb(), no lock
  /\ pc[v] = "SnapshotSeq"
  /\ fault' = [fault EXCEPT ![v].mmu_seq = seq]
  /\ Goto(v, "HvaToPfn")
  /\ UNCHANGED <<zap, lock, counts, spte, tlb, hpte, left>>

HvaToPfn(v) ==  \* hva_to_pfn(): get_user_pages() takes a page reference, no lock of KVM's
  LET p == hpte[fault[v].gfn] IN
  /\ pc[v] = "HvaToPfn"
  /\ IF p = None THEN Rest(v) /\ fault' = [fault EXCEPT ![v] = NoFault]  \* -EFAULT to user space
     ELSE Goto(v, "ReadLock") /\ fault' = [fault EXCEPT ![v].pfn = p]
  /\ UNCHANGED <<zap, lock, counts, spte, tlb, hpte, left>>

ReadLock(v) ==  \* read_lock(&kvm->mmu_lock) in kvm_tdp_mmu_page_fault()
  /\ pc[v] = "ReadLock" /\ writer = None
  /\ readers' = readers \cup {v}
  /\ Goto(v, "IsPageFaultStale")
  /\ UNCHANGED <<fault, zap, writer, counts, spte, tlb, hpte, left>>

HvaOffset == 8  \* where the frames lie in the host's address space: a unit mix-up adds it
FrameIn(h, g) == h # Unset /\ h.start <= g /\ g < h.end
OpenFor(g) ==
  inProgress # 0 /\ (FilterByRange => FrameIn(hull, IF SameUnits THEN g ELSE g + HvaOffset))

IsPageFaultStale(v) ==  \* is_page_fault_stale(): mmu_invalidate_retry_gfn(), mmu_lock for read
  LET stale == OpenFor(fault[v].gfn) \/ seq # fault[v].mmu_seq IN
  /\ pc[v] = "IsPageFaultStale"
  /\ fault' = [fault EXCEPT ![v].retry = stale]
  /\ Goto(v, IF stale THEN "UnlockMmu" ELSE "MapPage")
  /\ UNCHANGED <<zap, lock, counts, spte, tlb, hpte, left>>

MapPage(v) ==  \* tdp_mmu_map_handle_target_level(): cmpxchg the leaf in, mmu_lock for read
  /\ pc[v] = "MapPage"
  /\ spte' = [spte EXCEPT ![fault[v].gfn] = fault[v].pfn]
  /\ Goto(v, "UnlockMmu")
  /\ UNCHANGED <<fault, zap, lock, counts, tlb, hpte, left>>

ReleasePfn(v) ==  \* kvm_release_pfn_clean(): the reference from GUP is put, no lock
  /\ pc[v] = "ReleasePfn"
  /\ IF fault[v].retry
     THEN /\ Goto(v, "SnapshotSeq")
          /\ fault' = [fault EXCEPT ![v] = [NoFault EXCEPT !.gfn = fault[v].gfn]]
     ELSE Rest(v) /\ fault' = [fault EXCEPT ![v] = NoFault]
  /\ UNCHANGED <<zap, lock, counts, spte, tlb, hpte, left>>

-----------------------------------------------------------------------------
ZapFrames(z) ==  \* what makes KVM call kvm_zap_gfn_range(), no lock
  /\ pc[z] = "Idle"
  /\ Spend(z)
  /\ Goto(z, "ChangePte")
  /\ UNCHANGED <<fault, zap, lock, counts, spte, tlb, hpte>>

ChangePte(z) ==  \* the frames' backing changes, and no notifier is told
  /\ pc[z] = "ChangePte"
  /\ hpte' = [g \in Gfn |-> IF g = 0 THEN NewPage ELSE None]
  /\ Goto(z, "WriteLock")
  /\ UNCHANGED <<fault, zap, lock, counts, spte, tlb, left>>

NoReaders == WriterWaits => readers = {}

WriteLock(z) ==  \* write_lock(&kvm->mmu_lock) in kvm_zap_gfn_range()
  /\ pc[z] = "WriteLock" /\ writer = None /\ NoReaders
  /\ writer' = z
  /\ Goto(z, "RaiseCount")
  /\ UNCHANGED <<fault, zap, readers, counts, spte, tlb, hpte, left>>

RaiseCount(z) ==  \* kvm_mmu_invalidate_begin(), mmu_lock for write
  /\ pc[z] = "RaiseCount"
  /\ inProgress' = inProgress + (IF CountAtStart THEN 1 ELSE 0) + (IF RaiseOnce THEN 0 ELSE 1)
  /\ Goto(z, IF FilterByRange THEN "AddRange" ELSE "ZapSpte")
  /\ UNCHANGED <<fault, zap, lock, seq, hull, spte, tlb, hpte, left>>

AddRange(z) ==  \* kvm_mmu_invalidate_range_add(), mmu_lock for write
  /\ pc[z] = "AddRange"
  /\ hull' = [start |-> 0, end |-> Count]
  /\ Goto(z, "ZapSpte")
  /\ UNCHANGED <<fault, zap, lock, seq, inProgress, spte, tlb, hpte, left>>

ZapSpte(z) ==  \* tdp_mmu_zap_leafs(): one SPTE, mmu_lock for write
  LET g     == zap[z].gfn
      flush == zap[z].flush \/ (spte[g] # None /\ Guest # {}) IN
  /\ pc[z] = "ZapSpte"
  /\ spte' = [spte EXCEPT ![g] = None]
  /\ IF g + 1 \in Gfn THEN zap' = [zap EXCEPT ![z].gfn = g + 1, ![z].flush = flush] /\ UNCHANGED pc
     ELSE /\ zap' = [zap EXCEPT ![z] = [NoZap EXCEPT !.flush = flush]]
          /\ Goto(z, IF flush /\ FlushBeforeReturn THEN "FlushRemoteTlbs" ELSE "RaiseSeq")
  /\ UNCHANGED <<fault, lock, counts, tlb, hpte, left>>

FlushTlbs == tlb' = [v \in Guest |-> [g \in Gfn |-> None]]
(* The scheduler may want the CPU back whenever the zap has made progress. *)
MayYieldNow(z) == pc[z] = "ZapSpte" /\ MayYield /\ zap[z].gfn > zap[z].yielded

FlushForYield(z) ==  \* tdp_mmu_iter_cond_resched(): kvm_flush_remote_tlbs(), mmu_lock for write
  /\ MayYieldNow(z) /\ zap[z].flush
  /\ FlushTlbs
  /\ zap' = [zap EXCEPT ![z].flush = FALSE]
  /\ Goto(z, "CondResched")
  /\ UNCHANGED <<fault, lock, counts, spte, hpte, left>>

CondResched(z) ==  \* tdp_mmu_iter_cond_resched(): cond_resched_rwlock_write() drops mmu_lock
  /\ pc[z] = "CondResched" \/ (MayYieldNow(z) /\ ~zap[z].flush)
  /\ writer' = None
  /\ zap' = [zap EXCEPT ![z].yielded = zap[z].gfn]
  /\ Goto(z, "RetakeMmuLock")
  /\ UNCHANGED <<fault, readers, counts, spte, tlb, hpte, left>>

RetakeMmuLock(z) ==  \* cond_resched_rwlock_write() takes mmu_lock again
  /\ pc[z] = "RetakeMmuLock" /\ writer = None /\ NoReaders
  /\ writer' = z
  /\ Goto(z, "ZapSpte")
  /\ UNCHANGED <<fault, zap, readers, counts, spte, tlb, hpte, left>>

FlushRemoteTlbs(z) ==  \* kvm_flush_remote_tlbs_range(), mmu_lock for write
  /\ pc[z] = "FlushRemoteTlbs"
  /\ FlushTlbs
  /\ zap' = [zap EXCEPT ![z].flush = FALSE]
  /\ Goto(z, "RaiseSeq")
  /\ UNCHANGED <<fault, lock, counts, spte, hpte, left>>

RaiseSeq(z) ==  \* kvm_mmu_invalidate_end(): seq++; smp_wmb(), mmu_lock for write
  /\ pc[z] = "RaiseSeq"
  /\ seq' = IF SeqWrap = 0 THEN seq + 1 ELSE (seq + 1) % SeqWrap
  /\ Goto(z, "LowerCount")
  /\ UNCHANGED <<fault, zap, lock, inProgress, hull, spte, tlb, hpte, left>>

LowerCount(z) ==  \* kvm_mmu_invalidate_end(): in_progress--, mmu_lock for write
  /\ pc[z] = "LowerCount"
  /\ inProgress' = inProgress - 1
  /\ Goto(z, "UnlockMmu")
  /\ UNCHANGED <<fault, zap, lock, seq, hull, spte, tlb, hpte, left>>

UnlockMmu(t) ==  \* read_unlock() or write_unlock(&kvm->mmu_lock)
  /\ pc[t] = "UnlockMmu"
  /\ readers' = readers \ {t}
  /\ writer' = IF writer = t THEN None ELSE writer
  /\ IF t \in Vcpu THEN Goto(t, "ReleasePfn") /\ UNCHANGED zap
     ELSE Rest(t) /\ zap' = [zap EXCEPT ![t] = NoZap]
  /\ UNCHANGED <<fault, counts, spte, tlb, hpte, left>>

(* The guest, and its hardware: no lock of KVM's. *)
GuestAccess(v, g) ==  \* the vCPU in guest mode; a TLB miss walks to the SPTE and caches it
  LET p == IF tlb[v][g] # None THEN tlb[v][g] ELSE spte[g] IN
  /\ pc[v] \in {"Idle", "Done"} /\ p # None
  /\ tlb' = [tlb EXCEPT ![v][g] = p]
  /\ UNCHANGED <<pc, fault, zap, lock, counts, spte, hpte, left>>

-----------------------------------------------------------------------------
Next ==
  \/ \E v \in Vcpu, g \in Gfn : HandleFault(v, g)
  \/ \E v \in Vcpu : SnapshotSeq(v)
  \/ \E v \in Vcpu : HvaToPfn(v)
  \/ \E v \in Vcpu : ReadLock(v)
  \/ \E v \in Vcpu : IsPageFaultStale(v)
  \/ \E v \in Vcpu : MapPage(v)
  \/ \E v \in Vcpu : ReleasePfn(v)
  \/ \E z \in Zapper : ZapFrames(z)
  \/ \E z \in Zapper : ChangePte(z)
  \/ \E z \in Zapper : WriteLock(z)
  \/ \E z \in Zapper : RaiseCount(z)
  \/ \E z \in Zapper : AddRange(z)
  \/ \E z \in Zapper : ZapSpte(z)
  \/ \E z \in Zapper : FlushForYield(z)
  \/ \E z \in Zapper : CondResched(z)
  \/ \E z \in Zapper : RetakeMmuLock(z)
  \/ \E z \in Zapper : FlushRemoteTlbs(z)
  \/ \E z \in Zapper : RaiseSeq(z)
  \/ \E z \in Zapper : LowerCount(z)
  \/ \E t \in Task : UnlockMmu(t)
  \/ \E v \in Guest, g \in Gfn : GuestAccess(v, g)
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* S2: once the zap is over, the guest sees the page that backs the frame. *)
ZapIsOver     == \A z \in Zapper : pc[z] \in {"Idle", "Done"}
NoStaleInsert == ZapIsOver => \A g \in Gfn : spte[g] # None => spte[g] = hpte[g]
(* S11: once the zap is over, no TLB has cached what no longer backs the frame. *)
FlushRules == ZapIsOver => \A v \in Guest, g \in Gfn : tlb[v][g] # None => tlb[v][g] = hpte[g]
(* What the secondary MMU can reach, by the page alone, as the caller is told *)
(* of no start; once the zap is over it gives away the pages that back        *)
(* nothing any more.                                                          *)
Cached(g) == {tlb[v][g] : v \in Guest} \ {None}
Mapped(g) == Cached(g) \cup ({spte[g]} \ {None})
Reachable == UNION {Mapped(g) : g \in Gfn}
Primary == INSTANCE SecondaryMmu WITH
  Frame <- Page, Root <- {}, reach <- Reachable, told <- {},
  gone <- {p \in Page : ZapIsOver /\ \A g \in Gfn : hpte[g] # p}, dead <- {}
(* The contract that the primary MM relies on: this module refines it. *)
Refines == Primary!Spec
(* Every step is one that the contract of the primary MM allows. *)
Contract == [][Primary!Next]_(Primary!contract)
(* S13: in_progress counts the zaps that are under way. *)
CountBalance ==
  inProgress = Cardinality({z \in Zapper :
    pc[z] \in {"AddRange", "ZapSpte", "CondResched", "RetakeMmuLock", "FlushRemoteTlbs", "RaiseSeq",
               "LowerCount"}})
(* mmu_lock is held by one writer, or by readers. *)
LockExclusive == writer # None => readers = {}

-----------------------------------------------------------------------------
(* Expected to FAIL: each shows that something can happen at all. *)

(* A fault retries while the zap has yielded between two frames. *)
ReachRetryDuringYield ==
  ~\E v \in Vcpu, z \in Zapper : fault[v].retry /\ pc[z] = "RetakeMmuLock"
(* The zap takes away the page of before the change: S2, read literally, does not hold. *)
ReachZapOfStale == ~\E z \in Zapper : pc[z] = "ZapSpte" /\ spte[0] = PageNames[1]
(* The zap takes a page away from a guest that has it in its TLB. *)
ReachFlushOfCached ==
  ~\E z \in Zapper : pc[z] = "FlushRemoteTlbs" /\ \E v \in Guest, g \in Gfn : tlb[v][g] # None
(* A fault notices that the zap is over, though its seq has wrapped. *)
ReachRetryAtWrap == ~\E v \in Vcpu : fault[v].retry /\ seq < fault[v].mmu_seq
(* After the zap the guest gets the new page. *)
ReachNewPage == spte[0] # NewPage
=============================================================================
