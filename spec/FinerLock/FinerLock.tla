------------------------------ MODULE FinerLock ------------------------------
(* The retry test under a lock finer than mmu_lock, as PowerPC runs it under  *)
(* the lock of a hash table entry: then the order in which range_end() writes *)
(* seq and the count, and that in which the test reads them, matter.          *)
(* Models kvmppc_book3s_hv_page_fault() with mmu_invalidate_retry(), and      *)
(* kvm_unmap_rmapp() under the entry's lock in range_start().                 *)
(*                                                                            *)
(* Left out: everything beside one frame, one fault, one entry; see           *)
(* NotifierFault.tla.  Memory is sequentially consistent: a missing barrier   *)
(* is a swap of the two accesses that it keeps apart.                         *)
EXTENDS Integers, FiniteSets
CONSTANTS Vcpu, Notifier,   \* tasks
          Faults, Invalidations,  \* budgets
          None,             \* no page, no task
          EntryLock,        \* what a fault holds: the entry's "own" lock, or "mmu" lock in its place
          \* What the protocol relies on; FALSE restores the mistake.
          TestUnderLock,    \* the test runs under the lock under which the entry is set
          SeqBeforeCount,   \* range_end() raises seq before it lowers the count
          CountReadFirst,   \* the test reads the count before it reads seq
          WriteBarrier,     \* smp_wmb() keeps the two writes apart
          ReadBarrier       \* smp_rmb() keeps the two reads apart
Task == Vcpu \cup Notifier
ASSUME TasksAreApart == Vcpu \cap Notifier = {} /\ None \notin Task
ASSUME ConstantsOK   == /\ Faults \in Nat \ {0} /\ Invalidations \in Nat \ {0}
                        /\ EntryLock \in {"own", "mmu"}
                        /\ {TestUnderLock, SeqBeforeCount, CountReadFirst, WriteBarrier,
                            ReadBarrier} \subseteq BOOLEAN
Page == {"p0", "p1"}

VARIABLES
  pc,          \* the step each task takes next; Idle: waits for a command, Done: no budget left
  fault,       \* per vCPU: the snapshot, the page, and the test's reads
  op,          \* per notifier: "none", "start", "end", "half" of the end's writes done
  entryLock,   \* the task that holds the entry's lock
  mmuLock,     \* the task that holds mmu_lock
  seq,         \* kvm->mmu_invalidate_seq
  inProgress,  \* kvm->mmu_invalidate_in_progress
  entry,       \* the page that the entry maps
  hpte,        \* the host's PTE
  left         \* per task: its budget
vars == <<pc, fault, op, entryLock, mmuLock, seq, inProgress, entry, hpte, left>>

NoFault == [mmu_seq |-> 0, pfn |-> None, reads |-> {}, stale |-> FALSE]
TypeOK ==
  /\ pc \in [Task -> {"Idle", "Done", "SnapshotSeq", "HvaToPfn", "LockEntry", "ReadCount", "ReadSeq",
                      "MapPage", "UnlockEntry", "WriteLock", "RaiseCount", "ZapSpte", "UnlockMmu",
                      "ChangePte", "RaiseSeq", "LowerCount"}]
  /\ fault \in [Vcpu -> [mmu_seq : Nat, pfn : Page \cup {None},
                         reads : SUBSET {"count", "seq"}, stale : BOOLEAN]]
  /\ op \in [Notifier -> {"none", "start", "end", "half"}]
  /\ entryLock \in Vcpu \cup {None} /\ mmuLock \in Task \cup {None}
  /\ seq \in Nat /\ inProgress \in Nat
  /\ entry \in Page \cup {None} /\ hpte \in Page
  /\ left \in [Task -> 0..(Faults + Invalidations)]
Init ==
  /\ left = [t \in Task |-> IF t \in Vcpu THEN Faults ELSE Invalidations]
  /\ pc = [t \in Task |-> "Idle"]
  /\ fault = [v \in Vcpu |-> NoFault] /\ op = [n \in Notifier |-> "none"]
  /\ entryLock = None /\ mmuLock = None /\ seq = 0 /\ inProgress = 0
  /\ entry = None /\ hpte = "p0"

Goto(t, step) == pc' = [pc EXCEPT ![t] = step]
Rest(t)       == Goto(t, IF left[t] = 0 THEN "Done" ELSE "Idle")

-----------------------------------------------------------------------------
FirstRead == IF CountReadFirst THEN "ReadCount" ELSE "ReadSeq"
OtherRead(r) == IF r = "ReadCount" THEN "ReadSeq" ELSE "ReadCount"

HandleFault(v) ==  \* kvmppc_book3s_hv_page_fault(), no lock
  /\ pc[v] = "Idle" /\ entry = None
  /\ left' = [left EXCEPT ![v] = @ - 1]
  /\ Goto(v, "SnapshotSeq")
  /\ UNCHANGED <<fault, op, entryLock, mmuLock, seq, inProgress, entry, hpte>>

SnapshotSeq(v) ==  \* mmu_seq = kvm->mmu_invalidate_seq; smp_rmb(), no lock
  /\ pc[v] = "SnapshotSeq"
  /\ fault' = [fault EXCEPT ![v].mmu_seq = seq]
  /\ Goto(v, "HvaToPfn")
  /\ UNCHANGED <<op, entryLock, mmuLock, seq, inProgress, entry, hpte, left>>

HvaToPfn(v) ==  \* __kvm_faultin_pfn(), no lock
  /\ pc[v] = "HvaToPfn"
  /\ fault' = [fault EXCEPT ![v].pfn = hpte]
  /\ Goto(v, IF TestUnderLock THEN "LockEntry" ELSE FirstRead)
  /\ UNCHANGED <<op, entryLock, mmuLock, seq, inProgress, entry, hpte, left>>

(* Without the lock around the test it is taken just to install. *)
LockEntry(v) ==  \* lock_rmap(), or mmu_lock in its place
  /\ pc[v] = "LockEntry"
  /\ IF EntryLock = "mmu" THEN mmuLock = None /\ mmuLock' = v /\ UNCHANGED entryLock
     ELSE entryLock = None /\ entryLock' = v /\ UNCHANGED mmuLock
  /\ Goto(v, IF TestUnderLock THEN FirstRead ELSE "MapPage")
  /\ UNCHANGED <<fault, op, seq, inProgress, entry, hpte, left>>

(* Without smp_rmb() the second read may happen before the first. *)
MayRead(v, r) == pc[v] = r \/ (pc[v] = OtherRead(r) /\ ~ReadBarrier /\ fault[v].reads = {})
(* One of the two reads: r is the step, what the field, hit its verdict. *)
Read(v, r, what, hit) ==
  LET stale == fault[v].stale \/ hit
      reads == fault[v].reads \cup {what} IN
  /\ fault' = [fault EXCEPT ![v].reads = reads, ![v].stale = stale]
  /\ Goto(v, IF reads # {"count", "seq"} THEN OtherRead(r)
             ELSE IF ~TestUnderLock THEN (IF stale THEN "UnlockEntry" ELSE "LockEntry")
             ELSE IF stale THEN "UnlockEntry" ELSE "MapPage")
  /\ UNCHANGED <<op, entryLock, mmuLock, seq, inProgress, entry, hpte, left>>
ReadCount(v) ==  \* mmu_invalidate_retry(): in_progress, the entry's lock
  /\ MayRead(v, "ReadCount")
  /\ Read(v, "ReadCount", "count", inProgress # 0)
ReadSeq(v) ==  \* mmu_invalidate_retry(): smp_rmb(); seq, the entry's lock
  /\ MayRead(v, "ReadSeq")
  /\ Read(v, "ReadSeq", "seq", seq # fault[v].mmu_seq)

MapPage(v) ==  \* kvmppc_add_revmap_chain() and the entry, its lock
  /\ pc[v] = "MapPage"
  /\ entry' = fault[v].pfn
  /\ Goto(v, "UnlockEntry")
  /\ UNCHANGED <<fault, op, entryLock, mmuLock, seq, inProgress, hpte, left>>

UnlockEntry(v) ==  \* unlock_rmap(); the fault is over, a stale one too
  /\ pc[v] = "UnlockEntry"
  /\ entryLock' = IF entryLock = v THEN None ELSE entryLock
  /\ mmuLock' = IF mmuLock = v THEN None ELSE mmuLock
  /\ fault' = [fault EXCEPT ![v] = NoFault]
  /\ Rest(v)
  /\ UNCHANGED <<op, seq, inProgress, entry, hpte, left>>

-----------------------------------------------------------------------------
InvalidateRange(n) ==  \* mmu_notifier_invalidate_range_start(), no lock
  /\ pc[n] = "Idle"
  /\ left' = [left EXCEPT ![n] = @ - 1]
  /\ op' = [op EXCEPT ![n] = "start"]
  /\ Goto(n, "WriteLock")
  /\ UNCHANGED <<fault, entryLock, mmuLock, seq, inProgress, entry, hpte>>

FirstWrite == IF SeqBeforeCount THEN "RaiseSeq" ELSE "LowerCount"

WriteLock(n) ==  \* spin_lock(&kvm->mmu_lock), at start and at end
  /\ pc[n] = "WriteLock" /\ mmuLock = None
  /\ mmuLock' = n
  /\ Goto(n, IF op[n] = "start" THEN "RaiseCount" ELSE FirstWrite)
  /\ UNCHANGED <<fault, op, entryLock, seq, inProgress, entry, hpte, left>>

RaiseCount(n) ==  \* kvm_mmu_invalidate_begin(), mmu_lock
  /\ pc[n] = "RaiseCount"
  /\ inProgress' = inProgress + 1
  /\ Goto(n, "ZapSpte")
  /\ UNCHANGED <<fault, op, entryLock, mmuLock, seq, entry, hpte, left>>

ZapSpte(n) ==  \* kvm_unmap_rmapp(): lock_rmap(), clear, unlock_rmap(); mmu_lock
  /\ pc[n] = "ZapSpte" /\ entryLock = None
  /\ entry' = None
  /\ Goto(n, "UnlockMmu")
  /\ UNCHANGED <<fault, op, entryLock, mmuLock, seq, inProgress, hpte, left>>

ChangePte(n) ==  \* the primary MM between start and end
  /\ pc[n] = "ChangePte"
  /\ hpte' = IF hpte = "p0" THEN "p1" ELSE "p0"
  /\ op' = [op EXCEPT ![n] = "end"]
  /\ Goto(n, "WriteLock")
  /\ UNCHANGED <<fault, entryLock, mmuLock, seq, inProgress, entry, left>>

(* One of the two writes of kvm_mmu_invalidate_end(); without smp_wmb() the *)
(* second may be seen before the first.  Half of it is done when op says so. *)
OtherWrite(w) == IF w = "RaiseSeq" THEN "LowerCount" ELSE "RaiseSeq"
Write(n, w) ==
  /\ pc[n] = w \/ (pc[n] = OtherWrite(w) /\ ~WriteBarrier /\ op[n] = "end")
  /\ op' = [op EXCEPT ![n] = "half"]
  /\ Goto(n, IF op[n] = "half" THEN "UnlockMmu" ELSE OtherWrite(w))
  /\ UNCHANGED <<fault, entryLock, mmuLock, entry, hpte, left>>
RaiseSeq(n) ==  \* kvm_mmu_invalidate_end(): seq++; smp_wmb(), mmu_lock
  /\ Write(n, "RaiseSeq")
  /\ seq' = seq + 1 /\ UNCHANGED inProgress
LowerCount(n) ==  \* kvm_mmu_invalidate_end(): in_progress--, mmu_lock
  /\ Write(n, "LowerCount")
  /\ inProgress' = inProgress - 1 /\ UNCHANGED seq

UnlockMmu(n) ==  \* spin_unlock(&kvm->mmu_lock)
  /\ pc[n] = "UnlockMmu"
  /\ mmuLock' = None
  /\ IF op[n] = "start" THEN Goto(n, "ChangePte") /\ UNCHANGED op
     ELSE Rest(n) /\ op' = [op EXCEPT ![n] = "none"]
  /\ UNCHANGED <<fault, entryLock, seq, inProgress, entry, hpte, left>>

Next ==
  \/ \E v \in Vcpu : HandleFault(v)
  \/ \E v \in Vcpu : SnapshotSeq(v)
  \/ \E v \in Vcpu : HvaToPfn(v)
  \/ \E v \in Vcpu : LockEntry(v)
  \/ \E v \in Vcpu : ReadCount(v)
  \/ \E v \in Vcpu : ReadSeq(v)
  \/ \E v \in Vcpu : MapPage(v)
  \/ \E v \in Vcpu : UnlockEntry(v)
  \/ \E n \in Notifier : InvalidateRange(n)
  \/ \E n \in Notifier : WriteLock(n)
  \/ \E n \in Notifier : RaiseCount(n)
  \/ \E n \in Notifier : ZapSpte(n)
  \/ \E n \in Notifier : UnlockMmu(n)
  \/ \E n \in Notifier : ChangePte(n)
  \/ \E n \in Notifier : RaiseSeq(n)
  \/ \E n \in Notifier : LowerCount(n)
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Until the end makes the first of its writes. *)
StartReturned(n) == pc[n] = "ChangePte" \/ op[n] = "end"
(* S1: what the primary MM may change, no entry maps. *)
NotifierContract == \A n \in Notifier : StartReturned(n) => entry = None
(* S2: the guest sees the page that the host sees. *)
NoStaleInsert == entry # None => entry = hpte

(* What the entry can reach: its frame, and a page. *)
Primary == INSTANCE SecondaryMmu WITH
  Frame <- {<<"frame", 0>>} \cup {<<"page", p>> : p \in Page}, Root <- {},
  reach <- IF entry = None THEN {} ELSE {<<"frame", 0>>, <<"page", entry>>},
  told <- IF \E n \in Notifier : StartReturned(n) THEN {<<"frame", 0>>} ELSE {},
  gone <- {<<"page", p>> : p \in Page \ {hpte}}, dead <- {}
(* The contract that the primary MM relies on: this module refines it. *)
Refines == Primary!Spec
(* Every step is one that the contract of the primary MM allows. *)
Contract == [][Primary!Next]_(Primary!contract)

(* Expected to FAIL: each shows that something can happen at all. *)

(* The test meets the moment in which one of the two writes is done. *)
ReachHalfEnd == ~\E v \in Vcpu, n \in Notifier : fault[v].reads # {} /\ op[n] = "half"
                                                /\ pc[n] \in {"RaiseSeq", "LowerCount"}
(* A fault is stale by seq alone: its test has read the count, and nothing was open. *)
ReachRetryBySeq == ~\E v \in Vcpu : pc[v] = "ReadSeq" /\ ~fault[v].stale /\ seq # fault[v].mmu_seq
=============================================================================
