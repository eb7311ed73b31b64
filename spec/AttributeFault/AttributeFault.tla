--------------------------- MODULE AttributeFault ---------------------------
(* A page fault on private or shared memory against a change of the frame's  *)
(* attribute: does the guest get a page of the kind that the attribute says? *)
(* Models kvm_faultin_pfn() with two snapshots of mmu_invalidate_seq, as of  *)
(* mid-2024, and kvm_vm_set_mem_attributes(), which opens an invalidation of *)
(* the frame, stores the attribute and ends the invalidation.                *)
(* v6.12.117, v7.2.13 and v7.3.4 take one snapshot, above that check.        *)
(*                                                                           *)
(* Left out: the host's page tables (NotifierFault.tla); one frame has one   *)
(* page of each kind, for good.  Memory is sequentially consistent.          *)
EXTENDS Integers, FiniteSets
CONSTANTS Vcpu,         \* tasks that handle faults
          Changer,      \* tasks that change the attribute
          Faults, Changes,  \* budgets
          None,         \* no kind, no page, no task
          KindFrom,     \* who says the kind of an access: "guest", the "attribute" at entry, or
                        \* it "late", below the second snapshot, where nothing is left to check
          PageBy,       \* what GUP goes by: the "kind" of the access, or the "attribute" by then
          EndMidway,    \* a change may end between the check and the second snapshot
          Cure,         \* "none", "check-below", "recheck" (under mmu_lock), "no-first"
          \* What the protocol relies on; FALSE restores the mistake.
          OneSnapshot,  \* seq is not snapshotted again below the check of the attribute
          UseBeginEnd,  \* a change is an invalidation, and does not just store
          CountAtStart, \* an invalidation that begins raises the count
          RaiseOnce,    \* ... once
          WriterWaits   \* who takes mmu_lock for write waits until its readers are gone
Task == Vcpu \cup Changer
ASSUME TasksAreApart == Vcpu \cap Changer = {} /\ None \notin Task
ASSUME ConstantsOK   == /\ Faults \in Nat /\ Changes \in Nat
                        /\ KindFrom \in {"guest", "attribute", "late"}
                        /\ PageBy \in {"kind", "attribute"}
                        /\ {OneSnapshot, EndMidway, UseBeginEnd, CountAtStart, RaiseOnce,
                            WriterWaits} \subseteq BOOLEAN
                        /\ Cure \in {"none", "check-below", "recheck", "no-first"}
                        /\ Cure \in {"no-first", "check-below"} => ~OneSnapshot
                        /\ KindFrom = "late" => ~OneSnapshot /\ Cure = "none"
Kind     == {"private", "shared"}
PageOf(k) == IF k = "private" THEN "p0" ELSE "p1"
Page     == {PageOf(k) : k \in Kind}
Other(k) == CHOOSE o \in Kind : o # k

VARIABLES
  pc,          \* the step each task takes next; Idle: waits for a command, Done: no budget left
  fault,       \* per vCPU: struct kvm_page_fault
  op,          \* per changer: in the first or the second locked section
  writer,      \* the task that holds mmu_lock for write
  readers,     \* the tasks that hold mmu_lock for read
  seq,         \* kvm->mmu_invalidate_seq
  inProgress,  \* kvm->mmu_invalidate_in_progress
  attribute,   \* what kvm->mem_attr_array says of the frame
  spte,        \* the leaf SPTE
  left         \* per task: its budget
vars   == <<pc, fault, op, writer, readers, seq, inProgress, attribute, spte, left>>
lock   == <<writer, readers>>
counts == <<seq, inProgress>>

NoFault == [kind |-> None, mmu_seq |-> 0, pfn |-> None, retry |-> FALSE]
TypeOK ==
  /\ pc \in [Task -> {"Idle", "Done", "ReadKind", "SnapshotSeq", "CheckAttribute", "SnapshotAgain",
                      "GetPage", "ReadLock", "IsPageFaultStale", "MapPage", "UnlockMmu",
                      "WriteLock", "RaiseCount", "ZapSpte", "StoreAttribute", "RaiseSeq",
                      "LowerCount"}]
  /\ fault \in [Vcpu -> [kind : Kind \cup {None}, mmu_seq : Nat, pfn : Page \cup {None},
                         retry : BOOLEAN]]
  /\ op \in [Changer -> {"none", "start", "end"}]
  /\ writer \in Changer \cup {None} /\ readers \subseteq Vcpu
  /\ seq \in Nat /\ inProgress \in Nat /\ attribute \in Kind /\ spte \in Page \cup {None}
  /\ left \in [Task -> 0..(Faults + Changes)]

Init ==
  /\ left = [t \in Task |-> IF t \in Vcpu THEN Faults ELSE Changes]
  /\ pc = [t \in Task |-> IF left[t] = 0 THEN "Done" ELSE "Idle"]
  /\ fault = [v \in Vcpu |-> NoFault] /\ op = [c \in Changer |-> "none"]
  /\ writer = None /\ readers = {} /\ seq = 0 /\ inProgress = 0
  /\ attribute = "private" /\ spte = None

Goto(t, step) == pc' = [pc EXCEPT ![t] = step]
Rest(t)       == Goto(t, IF left[t] = 0 THEN "Done" ELSE "Idle")

-----------------------------------------------------------------------------
(* The fault.  Its right order: SnapshotSeq, CheckAttribute, GetPage,       *)
(* ReadLock, IsPageFaultStale, MapPage, UnlockMmu.                          *)

FirstSnapshot == Cure # "no-first"
CheckBelow    == Cure = "check-below"
AfterKind     == IF FirstSnapshot THEN "SnapshotSeq" ELSE "CheckAttribute"
AfterFirst    == IF CheckBelow \/ KindFrom = "late" THEN "SnapshotAgain"
                 ELSE "CheckAttribute"
AfterCheck    == IF ~OneSnapshot /\ ~CheckBelow THEN "SnapshotAgain" ELSE "GetPage"
AfterSecond   == IF KindFrom = "late" THEN "ReadKind"
                 ELSE IF CheckBelow THEN "CheckAttribute" ELSE "GetPage"

(* k is the kind that the guest's access has; None if the attribute decides. *)
HandleFault(v, k) ==  \* kvm_mmu_page_fault(), no lock
  /\ pc[v] = "Idle" /\ spte = None
  /\ (k = None) = (KindFrom # "guest")
  /\ left' = [left EXCEPT ![v] = @ - 1]
  /\ fault' = [fault EXCEPT ![v].kind = k]
  /\ Goto(v, IF KindFrom = "attribute" THEN "ReadKind" ELSE AfterKind)
  /\ UNCHANGED <<op, lock, counts, attribute, spte>>

ReadKind(v) ==  \* fault.is_private = kvm_mem_is_private(), no lock
  /\ pc[v] = "ReadKind"
  /\ fault' = [fault EXCEPT ![v].kind = attribute]
  /\ Goto(v, IF KindFrom = "late" THEN "GetPage" ELSE AfterKind)
  /\ UNCHANGED <<op, lock, counts, attribute, spte, left>>

SnapshotSeq(v) ==  \* fault->mmu_seq = kvm->mmu_invalidate_seq; smp_rmb(), no lock
  /\ pc[v] = "SnapshotSeq"
  /\ fault' = [fault EXCEPT ![v].mmu_seq = seq]
  /\ Goto(v, AfterFirst)
  /\ UNCHANGED <<op, lock, counts, attribute, spte, left>>

CheckAttribute(v) ==  \* fault->is_private != kvm_mem_is_private(): exit to user space, no lock
  /\ pc[v] = "CheckAttribute"
  /\ IF fault[v].kind = attribute THEN Goto(v, AfterCheck) /\ UNCHANGED fault
     ELSE Rest(v) /\ fault' = [fault EXCEPT ![v] = NoFault]
  /\ UNCHANGED <<op, lock, counts, attribute, spte, left>>

SnapshotAgain(v) ==  \* fault->mmu_seq = kvm->mmu_invalidate_seq; smp_rmb() once more, no lock
  /\ pc[v] = "SnapshotAgain"
  /\ fault' = [fault EXCEPT ![v].mmu_seq = seq]
  /\ Goto(v, AfterSecond)
  /\ UNCHANGED <<op, lock, counts, attribute, spte, left>>

GetPage(v) ==  \* __kvm_faultin_pfn(): guest_memfd for private memory, else GUP, no lock
  /\ pc[v] = "GetPage"
  /\ fault' = [fault EXCEPT ![v].pfn =
                 PageOf(IF PageBy = "kind" THEN fault[v].kind ELSE attribute)]
  /\ Goto(v, "ReadLock")
  /\ UNCHANGED <<op, lock, counts, attribute, spte, left>>

ReadLock(v) ==  \* read_lock(&kvm->mmu_lock)
  /\ pc[v] = "ReadLock" /\ writer = None
  /\ readers' = readers \cup {v}
  /\ Goto(v, "IsPageFaultStale")
  /\ UNCHANGED <<fault, op, writer, counts, attribute, spte, left>>

IsPageFaultStale(v) ==  \* is_page_fault_stale(), mmu_lock for read
  LET stale == \/ inProgress # 0 \/ seq # fault[v].mmu_seq
               \/ Cure = "recheck" /\ fault[v].kind # attribute IN
  /\ pc[v] = "IsPageFaultStale"
  /\ fault' = [fault EXCEPT ![v].retry = stale]
  /\ Goto(v, IF stale THEN "UnlockMmu" ELSE "MapPage")
  /\ UNCHANGED <<op, lock, counts, attribute, spte, left>>

MapPage(v) ==  \* tdp_mmu_map_handle_target_level(), mmu_lock for read
  /\ pc[v] = "MapPage"
  /\ spte' = fault[v].pfn
  /\ Goto(v, "UnlockMmu")
  /\ UNCHANGED <<fault, op, lock, counts, attribute, left>>

(* A stale fault ends, too: the guest runs into it again, if it likes.      *)
UnlockMmu(t) ==  \* read_unlock() or write_unlock(&kvm->mmu_lock)
  /\ pc[t] = "UnlockMmu"
  /\ readers' = readers \ {t}
  /\ writer' = IF writer = t THEN None ELSE writer
  /\ IF t \in Vcpu
     THEN Rest(t) /\ fault' = [fault EXCEPT ![t] = NoFault] /\ UNCHANGED op
     ELSE IF op[t] = "start" THEN Goto(t, "StoreAttribute") /\ UNCHANGED <<fault, op>>
     ELSE Rest(t) /\ op' = [op EXCEPT ![t] = "none"] /\ UNCHANGED fault
  /\ UNCHANGED <<counts, attribute, spte, left>>

-----------------------------------------------------------------------------
(* The change of the attribute, under kvm->slots_lock, so one at a time.    *)

SetAttributes(c) ==  \* kvm_vm_set_mem_attributes(), kvm->slots_lock
  /\ pc[c] = "Idle" /\ \A o \in Changer : pc[o] \in {"Idle", "Done"}
  /\ left' = [left EXCEPT ![c] = @ - 1]
  /\ op' = [op EXCEPT ![c] = "start"]
  /\ Goto(c, IF UseBeginEnd THEN "WriteLock" ELSE "StoreAttribute")
  /\ UNCHANGED <<fault, lock, counts, attribute, spte>>

WriteLock(c) ==  \* write_lock(&kvm->mmu_lock) in kvm_handle_gfn_range()
  /\ pc[c] = "WriteLock" /\ writer = None /\ (WriterWaits => readers = {})
  /\ writer' = c
  /\ Goto(c, IF op[c] = "start" THEN "RaiseCount" ELSE "RaiseSeq")
  /\ UNCHANGED <<fault, op, readers, counts, attribute, spte, left>>

RaiseCount(c) ==  \* kvm_mmu_invalidate_begin(), mmu_lock for write
  /\ pc[c] = "RaiseCount"
  /\ inProgress' = inProgress + (IF CountAtStart THEN 1 ELSE 0) + IF RaiseOnce THEN 0 ELSE 1
  /\ Goto(c, "ZapSpte")
  /\ UNCHANGED <<fault, op, lock, seq, attribute, spte, left>>

ZapSpte(c) ==  \* kvm_pre_set_memory_attributes(): the frame is unmapped, mmu_lock for write
  /\ pc[c] = "ZapSpte"
  /\ spte' = None
  /\ Goto(c, "UnlockMmu")
  /\ UNCHANGED <<fault, op, lock, counts, attribute, left>>

StoreAttribute(c) ==  \* xa_store(&kvm->mem_attr_array), kvm->slots_lock
  /\ pc[c] = "StoreAttribute"
  /\ attribute' = Other(attribute)
  /\ IF UseBeginEnd THEN Goto(c, "WriteLock") /\ op' = [op EXCEPT ![c] = "end"]
     ELSE Rest(c) /\ op' = [op EXCEPT ![c] = "none"]
  /\ UNCHANGED <<fault, lock, counts, spte, left>>

RaiseSeq(c) ==  \* kvm_mmu_invalidate_end(): seq++; smp_wmb(), mmu_lock for write
  /\ pc[c] = "RaiseSeq"
  /\ EndMidway \/ \A v \in Vcpu : pc[v] # "SnapshotAgain"
  /\ seq' = seq + 1
  /\ Goto(c, "LowerCount")
  /\ UNCHANGED <<fault, op, lock, inProgress, attribute, spte, left>>

LowerCount(c) ==  \* kvm_mmu_invalidate_end(): in_progress--, mmu_lock for write
  /\ pc[c] = "LowerCount"
  /\ inProgress' = inProgress - 1
  /\ Goto(c, "UnlockMmu")
  /\ UNCHANGED <<fault, op, lock, seq, attribute, spte, left>>

Next ==
  \/ \E v \in Vcpu, k \in Kind \cup {None} : HandleFault(v, k)
  \/ \E v \in Vcpu : ReadKind(v)
  \/ \E v \in Vcpu : SnapshotSeq(v)
  \/ \E v \in Vcpu : CheckAttribute(v)
  \/ \E v \in Vcpu : SnapshotAgain(v)
  \/ \E v \in Vcpu : GetPage(v)
  \/ \E v \in Vcpu : ReadLock(v)
  \/ \E v \in Vcpu : IsPageFaultStale(v)
  \/ \E v \in Vcpu : MapPage(v)
  \/ \E t \in Task : UnlockMmu(t)
  \/ \E c \in Changer : SetAttributes(c)
  \/ \E c \in Changer : WriteLock(c)
  \/ \E c \in Changer : RaiseCount(c)
  \/ \E c \in Changer : ZapSpte(c)
  \/ \E c \in Changer : StoreAttribute(c)
  \/ \E c \in Changer : RaiseSeq(c)
  \/ \E c \in Changer : LowerCount(c)
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* What is mapped has the kind that the frame's attribute says. *)
KindMatches == spte # None => spte = PageOf(attribute)
(* What the guest can reach: the frame, and a page.  The change of the attribute plays the part of
   the primary MM: between start and end nobody maps the frame, and never a page of the wrong kind. *)
StartReturned(c) == pc[c] = "StoreAttribute" \/ op[c] = "end"
Primary == INSTANCE SecondaryMmu WITH
  Frame <- {<<"frame", 0>>} \cup {<<"page", p>> : p \in Page}, Root <- {},
  reach <- IF spte = None THEN {} ELSE {<<"frame", 0>>, <<"page", spte>>},
  told <- IF \E c \in Changer : StartReturned(c) THEN {<<"frame", 0>>} ELSE {},
  gone <- {<<"page", p>> : p \in Page \ {PageOf(attribute)}}, dead <- {}
(* The contract that the primary MM relies on: this module refines it. *)
Refines == Primary!Spec
(* Every step is one that the contract of the primary MM allows. *)
Contract == [][Primary!Next]_(Primary!contract)
(* in_progress counts the changes that are open. *)
CountBalance ==
  inProgress = Cardinality({c \in Changer :
    \/ pc[c] \in {"ZapSpte", "RaiseSeq", "LowerCount"}
    \/ UseBeginEnd /\ pc[c] = "StoreAttribute"
    \/ pc[c] = "UnlockMmu" /\ op[c] = "start"
    \/ pc[c] = "WriteLock" /\ op[c] = "end"})
(* mmu_lock is held by one writer, or by readers. *)
LockExclusive == writer # None => readers = {}

(* Expected to FAIL: each shows that something can happen at all. *)

(* A fault notices a change that has come and gone. *)
ReachRetryBySeq == ~\E v \in Vcpu : fault[v].retry /\ inProgress = 0
(* A fault of the wrong kind goes to user space. *)
ReachExit == ~\E v \in Vcpu : pc[v] = "CheckAttribute" /\ fault[v].kind # attribute
(* After a change the guest gets a page of the new kind. *)
ReachNewKind == spte # "p1"
=============================================================================
