---------------------------- MODULE RootLifetime ----------------------------
(* Lifetime of TDP MMU roots: who may hold a root, who must zap it, who may  *)
(* free it, and what an mmu_notifier that runs in parallel may miss.         *)
(*                                                                           *)
(* Models arch/x86/kvm/mmu/tdp_mmu.c: kvm_tdp_mmu_{get,put}_root(),          *)
(* tdp_mmu_next_root(), zap_gfn_range(), kvm_tdp_mmu_invalidate_all_roots(), *)
(* kvm_tdp_mmu_zap_invalidated_roots(), and their callers: mmu_notifier,     *)
(* kvm_mmu_zap_all_fast(), kvm_mmu_free_roots(), kvm_mmu_load(), the zap     *)
(* worker.  The designs of v5.13 to v5.18 are chosen by the rules below.     *)
(*                                                                           *)
(* Every action is one step that no other task can see half done.  A lock    *)
(* acquisition, a refcount operation, a list operation and the zap of one    *)
(* SPTE are steps of their own.  Reading an SPTE and the cmpxchg that lost   *)
(* against another task are one step: a lost cmpxchg only reads again.       *)
(*                                                                           *)
(* Left out: TLBs and flushes, page-table pages (a root is one flat set of   *)
(* SPTEs), page faults, weak memory orders, the end of an invalidation (a    *)
(* gfn that was invalidated is not mapped again, and NotifierContract must   *)
(* hold for ever), address spaces and huge pages.  A page is named by the    *)
(* one gfn that it backs.                                                    *)
EXTENDS Integers, Sequences, FiniteSets
CONSTANTS
  None,           \* no task, no root
  Vcpu,           \* vCPUs: load and free roots
  Notifier,       \* tasks that invalidate NotifierRange, once each
  Zapper,         \* tasks that do a fast zap, once each
  Worker,         \* kworkers of the zap workqueue
  Walker,         \* tasks that walk the valid roots under a read lock, once each
  Root,           \* pages that may become roots
  Gfn,            \* guest frame numbers: 0 .. n-1
  RootsAtStart,   \* the root that all vCPUs have loaded at first, or {}
  MappedAtStart,  \* gfns that this root maps
  NotifierRange,  \* gfns that a notifier invalidates
  Loads           \* how often each vCPU may load a root
CONSTANTS         \* the rules; FALSE restores a design or a mistake
  PutUnderRead,   \* kvm_mmu_free_roots() takes mmu_lock for read, not for write
  NoYieldAtZero,  \* the zap of an unlinked root with refcount 0 does not yield
  KeepReachable,  \* a final put marks the root invalid, sets its refcount back
                  \* to 1 and zaps it while it is still on the list
  ZapInWorker,    \* ... and leaves that zap to a kworker
  SlotsLock,      \* fast zaps are serialised by kvm->slots_lock
  GiftEachZapper, \* invalidating takes a reference also to an invalid root
  ZapOwnGifts     \* a fast zap puts just the roots that it took a reference to
ASSUME ConstantsOK ==
  /\ IsFiniteSet(Root) /\ Cardinality(RootsAtStart) <= 1 /\ RootsAtStart \subseteq Root
  /\ Gfn = 0 .. Cardinality(Gfn) - 1
  /\ MappedAtStart \subseteq Gfn /\ NotifierRange \subseteq Gfn /\ Loads \in Nat
  /\ {PutUnderRead, NoYieldAtZero, KeepReachable, ZapInWorker, SlotsLock,
      GiftEachZapper, ZapOwnGifts} \subseteq BOOLEAN
  /\ ZapInWorker => KeepReachable

Task == Vcpu \cup Notifier \cup Zapper \cup Worker \cup Walker

VARIABLES
  pc,         \* the step each task takes next
  iter,       \* what each task is doing: struct tdp_iter and its caller's locals
  writer,     \* mmu_lock: the task that holds it for write
  readers,    \* mmu_lock: the tasks that hold it for read
  slotsLock,  \* kvm->slots_lock: its holder
  loaded,     \* vcpu->arch.mmu->root
  loads,      \* how often each vCPU may still load a root
  life,       \* unborn, listed, unlinked, freeing (call_rcu), freed
  count,      \* root->tdp_mmu_root_count
  invalid,    \* root->role.invalid
  head,       \* kvm->arch.tdp_mmu_roots
  nxt,        \* root->link.next; kept by list_del_rcu()
  spte,       \* the root's SPTEs
  owns,       \* references each task answers for
  queue,      \* kvm->arch.tdp_mmu_zap_wq
  gifts,      \* roots to which a fast zap took a reference
  seen,       \* roots that existed when a fast zap invalidated them
  rcu,        \* tasks inside rcu_read_lock()
  grace,      \* tasks that the grace period of a root waits for
  page,       \* the host page behind each gfn: mapped, free, reused
  returned,   \* gfns whose invalidate_range_start() has returned
  splat       \* what a debug kernel has printed
lockVars == <<writer, readers, slotsLock>>
vcpuVars == <<loaded, loads>>
listVars == <<head, nxt>>
zapVars  == <<gifts, seen>>
rcuVars  == <<rcu, grace>>
hostVars == <<page, returned>>
vars == <<pc, iter, lockVars, vcpuVars, life, count, invalid, listVars, spte,
          owns, queue, zapVars, rcuVars, hostVars, splat>>

Saturated == -1  \* REFCOUNT_SATURATED
Rest == [op |-> "none", root |-> None, next |-> None, put |-> None, gfn |-> 0, yielded |-> 0]
UseAfterFree(r)  == IF life[r] = "freed" THEN {"use-after-free: root"} ELSE {}
LateWriteback(g) == (IF g \in returned THEN {"late writeback: page"} ELSE {})
                    \cup IF page[g] # "mapped" THEN {"use-after-free: page"} ELSE {}
Underflow(r)     == IF count[r] <= 0 THEN {"refcount underflow"} ELSE {}

TypeOK ==
  /\ pc \in [Task -> {"Idle", "Done", "ReadLock", "WriteLock", "UnlockMmu", "CondResched",
       "RetakeMmuLock", "LockSlots", "UnlockSlots", "InvalidateRoots", "FlushWorkqueue",
       "NextInvalidatedRoot", "FindRoot", "GetRoot", "ZapSpte", "FreezeSpte", "ClearSpte",
       "VisitSpte", "PutRoot", "MarkInvalid", "SetRefcountOne", "QueueRoot", "PutOwnerRef",
       "UnlinkRoot", "CallRcu", "AllocRoot", "ProcessWork"}]
  /\ iter \in [Task -> [op : {"none", "put", "load", "start", "invalidate", "zap", "work", "walk"},
       root : Root \cup {None}, next : Root \cup {None}, put : Root \cup {None},
       gfn : Gfn, yielded : Gfn]]
  /\ writer \in Task \cup {None} /\ readers \subseteq Task /\ slotsLock \in Zapper \cup {None}
  /\ loaded \in [Vcpu -> Root \cup {None}] /\ loads \in [Vcpu -> 0 .. Loads]
  /\ life \in [Root -> {"unborn", "listed", "unlinked", "freeing", "freed"}]
  /\ count \in [Root -> Saturated .. Cardinality(Task) + 1] /\ invalid \in [Root -> BOOLEAN]
  /\ head \in Root \cup {None} /\ nxt \in [Root -> Root \cup {None}]
  /\ spte \in [Root -> [Gfn -> {"none", "present", "frozen"}]]
  /\ owns \in [Task -> [Root -> -2 .. 2]]
  /\ queue \in Seq(Root) /\ gifts \in [Zapper -> SUBSET Root] /\ seen \in [Zapper -> SUBSET Root]
  /\ rcu \subseteq Task /\ grace \in [Root -> SUBSET Task]
  /\ page \in [Gfn -> {"mapped", "free", "reused"}] /\ returned \subseteq Gfn
  /\ splat \subseteq {"use-after-free: root", "use-after-free: page", "late writeback: page", "refcount underflow",
                      "list_del corruption", "double call_rcu"}

Init ==
  /\ pc = [t \in Task |-> IF t \in Worker THEN "ProcessWork" ELSE "Idle"]
  /\ iter = [t \in Task |-> Rest]
  /\ writer = None /\ readers = {} /\ slotsLock = None
  /\ loaded = [v \in Vcpu |-> IF RootsAtStart = {} THEN None ELSE CHOOSE r \in RootsAtStart : TRUE]
  /\ loads = [v \in Vcpu |-> Loads]
  /\ life = [r \in Root |-> IF r \in RootsAtStart THEN "listed" ELSE "unborn"]
  /\ count = [r \in Root |-> IF r \in RootsAtStart THEN Cardinality(Vcpu) ELSE 0]
  /\ invalid = [r \in Root |-> FALSE]
  /\ head = (IF RootsAtStart = {} THEN None ELSE CHOOSE r \in RootsAtStart : TRUE)
  /\ nxt = [r \in Root |-> None]
  /\ spte = [r \in Root |-> [g \in Gfn |->
       IF r \in RootsAtStart /\ g \in MappedAtStart THEN "present" ELSE "none"]]
  /\ owns = [t \in Task |-> [r \in Root |-> IF t \in Vcpu /\ r \in RootsAtStart THEN 1 ELSE 0]]
  /\ queue = <<>> /\ gifts = [z \in Zapper |-> {}] /\ seen = [z \in Zapper |-> {}]
  /\ rcu = {} /\ grace = [r \in Root |-> {}]
  /\ page = [g \in Gfn |-> "mapped"] /\ returned = {} /\ splat = {}

-----------------------------------------------------------------------------
(* Where a task goes next.                                                   *)

Goto(t, label, it) == /\ pc' = [pc EXCEPT ![t] = label]
                      /\ iter' = [iter EXCEPT ![t] = it]
RcuRead(tasks) == /\ rcu' = tasks
                  /\ grace' = [r \in Root |-> grace[r] \cap tasks]
RcuReenter(t) == /\ rcu' = rcu \cup {t}  \* left and entered again in one step
                 /\ grace' = [r \in Root |-> grace[r] \ {t}]
RECURSIVE ListFrom(_)
ListFrom(r) == IF r = None THEN <<>> ELSE <<r>> \o ListFrom(nxt[r])
Min(S) == CHOOSE x \in S : \A y \in S : x <= y

(* A notifier zaps its range; everybody else, and every final put, the whole *)
(* tree.                                                                     *)
RangeOf(t, it) == IF t \in Notifier /\ it.put = None THEN NotifierRange ELSE Gfn
WritesWhenZapping(t) == t \in Notifier \/ (t \in Vcpu /\ ~PutUnderRead)
Zapping(t, it) == [it EXCEPT !.gfn = Min(RangeOf(t, it)), !.yielded = Min(RangeOf(t, it))]
ZapStep(t, it) == IF t \in Walker /\ it.put = None THEN "VisitSpte"
                  ELSE IF WritesWhenZapping(t) THEN "ZapSpte" ELSE "FreezeSpte"
Zapped(t)      == IF iter[t].put = None THEN iter[t].root ELSE iter[t].put

(* tdp_iter_next(): the next SPTE, or what follows the walk of this tree.    *)
Advance(t) ==
  LET it   == iter[t]
      left == {g \in RangeOf(t, it) : g > it.gfn}
      over == [it EXCEPT !.gfn = 0, !.yielded = 0]
  IN  IF left # {}
      THEN /\ Goto(t, ZapStep(t, it), [it EXCEPT !.gfn = Min(left)])
           /\ UNCHANGED rcuVars
      ELSE /\ CASE it.put # None -> Goto(t, IF KeepReachable THEN "PutOwnerRef" ELSE "CallRcu", over)
                [] it.op \in {"zap", "work"} -> Goto(t, "PutRoot", [over EXCEPT !.put = it.root])
                [] OTHER -> Goto(t, "FindRoot", over)
           /\ RcuRead(rcu \ {t})

(* The return of kvm_tdp_mmu_put_root() to its caller: where to, and who is   *)
(* inside RCU then.                                                          *)
PutReturn(t) ==
  LET it == [iter[t] EXCEPT !.put = None]
  IN  CASE it.op \in {"put", "work"} ->
             [label |-> "UnlockMmu", it |-> [it EXCEPT !.root = None], rcu |-> rcu]
        [] it.op = "zap"   -> [label |-> "NextInvalidatedRoot", it |-> it, rcu |-> rcu]
        [] it.root = None  -> [label |-> "UnlockMmu", it |-> it, rcu |-> rcu]
        [] OTHER           -> [label |-> ZapStep(t, it), it |-> Zapping(t, it), rcu |-> rcu \cup {t}]
DropsLoaded(t) == IF iter[t].op = "put" THEN [loaded EXCEPT ![t] = None] ELSE loaded
PutReturns(t) == /\ Goto(t, PutReturn(t).label, PutReturn(t).it)
                 /\ RcuRead(PutReturn(t).rcu)
                 /\ loaded' = DropsLoaded(t)

-----------------------------------------------------------------------------
(* mmu_lock: a read-write lock.                                              *)

CanWrite == writer = None /\ readers = {}
CanRead  == writer = None

WriteLock(t) ==  \* write_lock(&kvm->mmu_lock)
  /\ pc[t] = "WriteLock" /\ CanWrite
  /\ writer' = t
  /\ CASE iter[t].op = "put"        -> Goto(t, "PutRoot", iter[t])
       [] iter[t].op = "load"       -> Goto(t, "AllocRoot", iter[t])
       [] iter[t].op = "start"      -> Goto(t, "FindRoot", iter[t])
       [] iter[t].op = "invalidate" -> Goto(t, "InvalidateRoots", iter[t])
  /\ UNCHANGED <<readers, slotsLock, vcpuVars, life, count, invalid, listVars, spte, owns, queue,
                 zapVars, rcuVars, hostVars, splat>>

ReadLock(t) ==  \* read_lock(&kvm->mmu_lock)
  /\ pc[t] = "ReadLock" /\ CanRead
  /\ readers' = readers \cup {t}
  /\ CASE iter[t].op = "put"  -> Goto(t, "PutRoot", iter[t]) /\ UNCHANGED rcuVars
       [] iter[t].op = "zap"  -> Goto(t, "NextInvalidatedRoot", iter[t]) /\ UNCHANGED rcuVars
       [] iter[t].op = "walk" -> Goto(t, "FindRoot", iter[t]) /\ UNCHANGED rcuVars
       [] iter[t].op = "work" -> Goto(t, "FreezeSpte", Zapping(t, iter[t])) /\ RcuRead(rcu \cup {t})
  /\ UNCHANGED <<writer, slotsLock, vcpuVars, life, count, invalid, listVars, spte, owns, queue,
                 zapVars, hostVars, splat>>

Unlock(t) == /\ writer' = (IF writer = t THEN None ELSE writer)
             /\ readers' = readers \ {t}

UnlockMmu(t) ==  \* {read,write}_unlock(&kvm->mmu_lock); a notifier's start returns
  /\ pc[t] = "UnlockMmu"
  /\ Unlock(t)
  /\ CASE iter[t].op \in {"put", "load"} -> Goto(t, "Idle", Rest)
       [] iter[t].op = "work" -> Goto(t, "ProcessWork", Rest)
       [] iter[t].op = "invalidate" /\ ZapInWorker -> Goto(t, "FlushWorkqueue", Rest)
       [] iter[t].op = "invalidate" /\ ~ZapInWorker -> Goto(t, "ReadLock", [Rest EXCEPT !.op = "zap"])
       [] iter[t].op = "zap" /\ SlotsLock -> Goto(t, "UnlockSlots", Rest)
       [] OTHER -> Goto(t, "Done", Rest)
  /\ returned' = (IF iter[t].op = "start" THEN returned \cup NotifierRange ELSE returned)
  /\ UNCHANGED <<slotsLock, vcpuVars, life, count, invalid, listVars, spte, owns, queue, zapVars,
                 rcuVars, page, splat>>

(* tdp_mmu_iter_cond_resched(): may drop mmu_lock and RCU, but only after    *)
(* progress since the last yield.  A final put at refcount 0 must not.       *)
MayYield(t) == /\ iter[t].gfn # iter[t].yielded
               /\ (iter[t].put # None /\ ~KeepReachable) => ~NoYieldAtZero
CondResched(t) ==
  /\ pc[t] \in {"ZapSpte", "FreezeSpte", "VisitSpte"} /\ MayYield(t)
  /\ Unlock(t)
  /\ Goto(t, "RetakeMmuLock", [iter[t] EXCEPT !.yielded = iter[t].gfn])
  /\ RcuRead(rcu \ {t})
  /\ UNCHANGED <<slotsLock, vcpuVars, life, count, invalid, listVars, spte, owns, queue, zapVars,
                 hostVars, splat>>

RetakeMmuLock(t) ==  \* the other half of cond_resched_rwlock_{read,write}()
  /\ pc[t] = "RetakeMmuLock"
  /\ IF WritesWhenZapping(t)
     THEN CanWrite /\ writer' = t /\ UNCHANGED readers
     ELSE CanRead /\ readers' = readers \cup {t} /\ UNCHANGED writer
  /\ Goto(t, ZapStep(t, iter[t]), iter[t])
  /\ RcuRead(rcu \cup {t})
  /\ UNCHANGED <<slotsLock, vcpuVars, life, count, invalid, listVars, spte, owns, queue, zapVars,
                 hostVars, splat>>

-----------------------------------------------------------------------------
(* Zapping one tree.                                                         *)

ZapSpte(t) ==  \* tdp_mmu_iter_set_spte() and handle_changed_spte(), mmu_lock W
  /\ pc[t] = "ZapSpte"
  /\ LET r == Zapped(t)
         g == iter[t].gfn
     IN  /\ spte' = [spte EXCEPT ![r][g] = "none"]
         /\ splat' = splat \cup UseAfterFree(r)
                     \cup IF spte[r][g] = "present" THEN LateWriteback(g) ELSE {}
  /\ Advance(t)
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, invalid, listVars, owns, queue, zapVars, hostVars>>

FreezeSpte(t) ==  \* tdp_mmu_zap_spte_atomic(): cmpxchg to REMOVED_SPTE, mmu_lock R
  /\ pc[t] = "FreezeSpte"
  /\ LET r == Zapped(t)
         g == iter[t].gfn
     IN  /\ splat' = splat \cup UseAfterFree(r)
         /\ IF spte[r][g] = "present"
            THEN /\ spte' = [spte EXCEPT ![r][g] = "frozen"]
                 /\ Goto(t, "ClearSpte", iter[t])
                 /\ UNCHANGED rcuVars
            ELSE Advance(t) /\ UNCHANGED spte
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, invalid, listVars, owns, queue, zapVars, hostVars>>

ClearSpte(t) ==  \* tdp_mmu_zap_spte_atomic(): write non-present, then dirty/accessed
  /\ pc[t] = "ClearSpte"
  /\ LET r == Zapped(t)
         g == iter[t].gfn
     IN  /\ spte' = [spte EXCEPT ![r][g] = "none"]
         /\ splat' = splat \cup UseAfterFree(r) \cup LateWriteback(g)
  /\ Advance(t)
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, invalid, listVars, owns, queue, zapVars, hostVars>>

VisitSpte(t) ==  \* for example wrprot_gfn_range(): looks at an SPTE, mmu_lock R
  /\ pc[t] = "VisitSpte"
  /\ splat' = splat \cup UseAfterFree(iter[t].root)
  /\ Advance(t)
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, invalid, listVars, spte, owns, queue, zapVars,
                 hostVars>>

-----------------------------------------------------------------------------
(* kvm_tdp_mmu_put_root(), mmu_lock held in either mode.  iter.put names the *)
(* root until the put returns.                                               *)

(* refcount_dec_and_test()                                                   *)
Dec(t, r) ==
  /\ count' = [count EXCEPT ![r] = IF @ <= 0 THEN Saturated ELSE @ - 1]
  /\ owns' = [owns EXCEPT ![t][r] = @ - 1]
  /\ splat' = splat \cup UseAfterFree(r) \cup Underflow(r)

PutRoot(t) ==  \* refcount_dec_and_test(&root->tdp_mmu_root_count)
  /\ pc[t] = "PutRoot"
  /\ LET r == iter[t].put
     IN  /\ Dec(t, r)
         /\ IF count[r] = 1
            THEN /\ Goto(t, IF KeepReachable THEN "MarkInvalid" ELSE "UnlinkRoot", iter[t])
                 /\ UNCHANGED <<rcuVars, loaded>>
            ELSE PutReturns(t)
  /\ UNCHANGED <<lockVars, loads, life, invalid, listVars, spte, queue, zapVars, hostVars>>

MarkInvalid(t) ==  \* D2: xchg(&root->role.invalid, true)
  /\ pc[t] = "MarkInvalid"
  /\ LET r == iter[t].put
     IN  /\ invalid' = [invalid EXCEPT ![r] = TRUE]
         /\ Goto(t, IF invalid[r] THEN "UnlinkRoot" ELSE "SetRefcountOne", iter[t])
         /\ splat' = splat \cup UseAfterFree(r)
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, listVars, spte, owns, queue, zapVars, rcuVars,
                 hostVars>>

SetRefcountOne(t) ==  \* D3: refcount_set(&root->tdp_mmu_root_count, 1)
  /\ pc[t] = "SetRefcountOne"
  /\ LET r == iter[t].put
     IN  /\ count' = [count EXCEPT ![r] = 1]
         /\ owns' = [owns EXCEPT ![t][r] = @ + 1]
         /\ splat' = splat \cup UseAfterFree(r)
  /\ IF ZapInWorker
     THEN Goto(t, "QueueRoot", iter[t]) /\ UNCHANGED rcuVars
     ELSE Goto(t, ZapStep(t, iter[t]), Zapping(t, iter[t])) /\ RcuRead(rcu \cup {t})
  /\ UNCHANGED <<lockVars, vcpuVars, life, invalid, listVars, spte, queue, zapVars, hostVars>>

QueueRoot(t) ==  \* tdp_mmu_schedule_zap_root(): the work item takes the reference over
  /\ pc[t] = "QueueRoot"
  /\ queue' = Append(queue, iter[t].put)
  /\ owns' = [owns EXCEPT ![t][iter[t].put] = @ - 1]
  /\ splat' = splat \cup UseAfterFree(iter[t].put)
  /\ PutReturns(t)
  /\ UNCHANGED <<lockVars, loads, life, count, invalid, listVars, spte, zapVars, hostVars>>

PutOwnerRef(t) ==  \* D3: the zap's own reference, given back after a synchronous zap
  /\ pc[t] = "PutOwnerRef"
  /\ LET r == iter[t].put
     IN  /\ Dec(t, r)
         /\ IF count[r] = 1
            THEN Goto(t, "UnlinkRoot", iter[t]) /\ UNCHANGED <<rcuVars, loaded>>
            ELSE PutReturns(t)
  /\ UNCHANGED <<lockVars, loads, life, invalid, listVars, spte, queue, zapVars, hostVars>>

UnlinkRoot(t) ==  \* list_del_rcu(&root->link), under tdp_mmu_pages_lock
  /\ pc[t] = "UnlinkRoot"
  /\ LET r == iter[t].put
     IN  /\ life' = [life EXCEPT ![r] = IF @ = "listed" THEN "unlinked" ELSE @]
         /\ head' = (IF life[r] = "listed" /\ head = r THEN nxt[r] ELSE head)
         /\ nxt' = [q \in Root |-> IF life[r] = "listed" /\ life[q] = "listed" /\ nxt[q] = r
                                   THEN nxt[r] ELSE nxt[q]]
         /\ splat' = splat \cup UseAfterFree(r)
                     \cup IF life[r] = "listed" THEN {} ELSE {"list_del corruption"}
  /\ IF KeepReachable
     THEN Goto(t, "CallRcu", iter[t]) /\ UNCHANGED rcuVars
     ELSE Goto(t, ZapStep(t, iter[t]), Zapping(t, iter[t])) /\ RcuRead(rcu \cup {t})
  /\ UNCHANGED <<lockVars, vcpuVars, count, invalid, spte, owns, queue, zapVars, hostVars>>

CallRcu(t) ==  \* call_rcu(&root->rcu_head, tdp_mmu_free_sp_rcu_callback)
  /\ pc[t] = "CallRcu"
  /\ LET r     == iter[t].put
         first == life[r] \notin {"freeing", "freed"}
     IN  /\ life' = [life EXCEPT ![r] = IF first THEN "freeing" ELSE @]
         /\ splat' = splat \cup UseAfterFree(r) \cup IF first THEN {} ELSE {"double call_rcu"}
         /\ grace' = [grace EXCEPT ![r] = IF first THEN rcu ELSE @]
  /\ Goto(t, PutReturn(t).label, PutReturn(t).it)
  /\ rcu' = PutReturn(t).rcu /\ loaded' = DropsLoaded(t)
  /\ UNCHANGED <<lockVars, loads, count, invalid, listVars, spte, owns, queue, zapVars, hostVars>>

RcuFree(r) ==  \* the grace period ends: tdp_mmu_free_sp_rcu_callback()
  /\ life[r] = "freeing" /\ grace[r] = {}
  /\ life' = [life EXCEPT ![r] = "freed"]
  /\ UNCHANGED <<pc, iter, lockVars, vcpuVars, count, invalid, listVars, spte, owns, queue, zapVars,
                 rcuVars, hostVars, splat>>

-----------------------------------------------------------------------------
(* tdp_mmu_next_root(): the next root on the list, with a reference, before  *)
(* the previous one is put.  iter.next is the candidate.                     *)

Visits(t, r) == t \notin Walker \/ ~invalid[r]
FindRoot(t) ==  \* list_next_or_null_rcu() and the test of role.invalid
  /\ pc[t] = "FindRoot"
  /\ LET it   == iter[t]
         from == IF it.next # None THEN it.next ELSE it.root
         cand == IF from = None THEN head ELSE nxt[from]
     IN  /\ splat' = splat \cup (IF from = None THEN {} ELSE UseAfterFree(from))
                     \cup (IF cand = None THEN {} ELSE UseAfterFree(cand))
         /\ CASE cand = None /\ it.root = None ->
                   Goto(t, "UnlockMmu", [it EXCEPT !.next = None]) /\ RcuRead(rcu \ {t})
              [] cand = None /\ it.root # None ->
                   /\ Goto(t, "PutRoot", [it EXCEPT !.next = None, !.put = it.root, !.root = None])
                   /\ RcuRead(rcu \ {t})
              [] cand # None /\ Visits(t, cand) ->
                   Goto(t, "GetRoot", [it EXCEPT !.next = cand]) /\ RcuRead(rcu \cup {t})
              [] OTHER -> Goto(t, "FindRoot", [it EXCEPT !.next = cand]) /\ RcuRead(rcu \cup {t})
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, invalid, listVars, spte, owns, queue, zapVars,
                 hostVars>>

GetRoot(t) ==  \* kvm_tdp_mmu_get_root(): refcount_inc_not_zero()
  /\ pc[t] = "GetRoot"
  /\ LET it == iter[t]
         r  == it.next
         prev == it.root
         held == [it EXCEPT !.root = r, !.next = None]
     IN  /\ splat' = splat \cup UseAfterFree(r) \cup IF count[r] < 0 THEN Underflow(r) ELSE {}
         /\ IF count[r] = 0
            THEN Goto(t, "FindRoot", it) /\ UNCHANGED <<count, owns, rcuVars>>
            ELSE /\ count' = [count EXCEPT ![r] = IF @ < 0 THEN Saturated ELSE @ + 1]
                 /\ owns' = [owns EXCEPT ![t][r] = @ + 1]
                 /\ IF prev = None
                    THEN Goto(t, ZapStep(t, held), Zapping(t, held)) /\ RcuReenter(t)
                    ELSE Goto(t, "PutRoot", [held EXCEPT !.put = prev]) /\ RcuRead(rcu \ {t})
  /\ UNCHANGED <<lockVars, vcpuVars, life, invalid, listVars, spte, queue, zapVars, hostVars>>

-----------------------------------------------------------------------------
(* vCPUs.                                                                    *)

Begin(t, label, it) ==  \* a task enters the kernel; nobody can see that yet
  /\ Goto(t, label, it)
  /\ UNCHANGED <<lockVars, life, count, invalid, listVars, spte, owns, queue, zapVars, rcuVars,
                 hostVars, splat>>

FreeRoots(v) ==  \* kvm_mmu_free_roots()
  /\ pc[v] = "Idle" /\ loaded[v] # None
  /\ Begin(v, IF PutUnderRead THEN "ReadLock" ELSE "WriteLock",
           [Rest EXCEPT !.op = "put", !.put = loaded[v]])
  /\ UNCHANGED vcpuVars

LoadRoot(v, r) ==  \* kvm_mmu_load(); r: the page that mmu_topup_memory_caches() got
  /\ pc[v] = "Idle" /\ loaded[v] = None /\ loads[v] > 0
  /\ life[r] = "unborn" /\ \A u \in Vcpu : iter[u].next # r
  /\ loads' = [loads EXCEPT ![v] = @ - 1]
  /\ Begin(v, "WriteLock", [Rest EXCEPT !.op = "load", !.next = r])
  /\ UNCHANGED loaded

AllocRoot(v) ==  \* kvm_tdp_mmu_get_vcpu_root_hpa(): reuse a valid root, or add one; mmu_lock W
  /\ pc[v] = "AllocRoot"
  /\ LET Usable(r) == ~invalid[r] /\ count[r] # 0
         match == SelectSeq(ListFrom(head), Usable)
         r     == IF match = <<>> THEN iter[v].next ELSE Head(match)
     IN  /\ count' = [count EXCEPT ![r] = IF match = <<>> THEN 1 ELSE @ + 1]
         /\ owns' = [owns EXCEPT ![v][r] = @ + 1]
         /\ loaded' = [loaded EXCEPT ![v] = r]
         /\ IF match = <<>>
            THEN /\ life' = [life EXCEPT ![r] = "listed"]
                 /\ head' = r /\ nxt' = [nxt EXCEPT ![r] = head]
            ELSE UNCHANGED <<life, listVars>>
  /\ Goto(v, "UnlockMmu", [iter[v] EXCEPT !.next = None])
  /\ UNCHANGED <<lockVars, loads, invalid, spte, queue, zapVars, rcuVars, hostVars, splat>>

-----------------------------------------------------------------------------
(* The mmu_notifier and the host.                                            *)

InvalidateRangeStart(n) ==  \* kvm_mmu_notifier_invalidate_range_start()
  /\ pc[n] = "Idle"
  /\ Begin(n, "WriteLock", [Rest EXCEPT !.op = "start"])
  /\ UNCHANGED vcpuVars

FreePage(g) ==  \* the primary MM unmaps the page and frees it
  /\ g \in returned /\ page[g] = "mapped"
  /\ page' = [page EXCEPT ![g] = "free"]
  /\ UNCHANGED <<pc, iter, lockVars, vcpuVars, life, count, invalid, listVars, spte, owns, queue,
                 zapVars, rcuVars, returned, splat>>

ReusePage(g) ==  \* the page allocator gives the page to somebody else
  /\ page[g] = "free"
  /\ page' = [page EXCEPT ![g] = "reused"]
  /\ UNCHANGED <<pc, iter, lockVars, vcpuVars, life, count, invalid, listVars, spte, owns, queue,
                 zapVars, rcuVars, returned, splat>>

-----------------------------------------------------------------------------
(* The fast zap.                                                             *)

ZapAllFast(z) ==  \* kvm_mmu_zap_all_fast()
  /\ pc[z] = "Idle"
  /\ Begin(z, IF SlotsLock THEN "LockSlots" ELSE "WriteLock",
           [Rest EXCEPT !.op = IF SlotsLock THEN "none" ELSE "invalidate"])
  /\ UNCHANGED vcpuVars

LockSlots(z) ==  \* mutex_lock(&kvm->slots_lock)
  /\ pc[z] = "LockSlots" /\ slotsLock = None
  /\ slotsLock' = z
  /\ Goto(z, "WriteLock", [Rest EXCEPT !.op = "invalidate"])
  /\ UNCHANGED <<writer, readers, vcpuVars, life, count, invalid, listVars, spte, owns, queue,
                 zapVars, rcuVars, hostVars, splat>>

UnlockSlots(z) ==  \* mutex_unlock(&kvm->slots_lock)
  /\ pc[z] = "UnlockSlots"
  /\ slotsLock' = None
  /\ Goto(z, "Done", Rest)
  /\ UNCHANGED <<writer, readers, vcpuVars, life, count, invalid, listVars, spte, owns, queue,
                 zapVars, rcuVars, hostVars, splat>>

InvalidateRoots(z) ==  \* kvm_tdp_mmu_invalidate_all_roots(), mmu_lock W
  /\ pc[z] = "InvalidateRoots"
  /\ LET Takes(r) == count[r] # 0 /\ (invalid[r] => GiftEachZapper /\ ~ZapInWorker)
         taken == SelectSeq(ListFrom(head), Takes)
         gift  == {taken[i] : i \in DOMAIN taken}
     IN  /\ invalid' = [r \in Root |-> invalid[r] \/ r \in gift]
         /\ count' = [r \in Root |-> IF r \in gift /\ count[r] > 0 THEN count[r] + 1 ELSE count[r]]
         /\ gifts' = [gifts EXCEPT ![z] = IF ZapInWorker THEN {} ELSE gift]
         /\ IF ZapInWorker
            THEN queue' = queue \o taken /\ UNCHANGED owns
            ELSE /\ owns' = [owns EXCEPT ![z] = [r \in Root |-> IF r \in gift THEN @[r] + 1 ELSE @[r]]]
                 /\ UNCHANGED queue
         /\ seen' = [seen EXCEPT ![z] = {r \in Root : life[r] \in {"listed", "unlinked"}}]
  /\ Goto(z, "UnlockMmu", iter[z])
  /\ UNCHANGED <<lockVars, vcpuVars, life, listVars, spte, rcuVars, hostVars, splat>>

(* next_invalidated_root(): the gift of the fast zap is assumed on every     *)
(* invalid root, unless the zapper knows which ones it took.                 *)
FirstMine(z, r) ==
  LET Mine(q) == IF ZapOwnGifts THEN q \in gifts[z] ELSE invalid[q] /\ count[q] # 0
      mine    == SelectSeq(ListFrom(r), Mine)
  IN  IF mine = <<>> THEN None ELSE Head(mine)
Scanned(z, r) ==  \* the roots that the search reads
  LET list == ListFrom(r)
  IN  {list[i] : i \in {j \in DOMAIN list : \A k \in 1 .. j - 1 : list[k] # FirstMine(z, r)}}
NextInvalidatedRoot(z) ==  \* picks this root and the one after it, mmu_lock R, RCU
  /\ pc[z] = "NextInvalidatedRoot"
  /\ LET it   == iter[z]
         this == IF it.root = None THEN FirstMine(z, head) ELSE it.next
         next == IF this = None THEN None ELSE FirstMine(z, nxt[this])
         read == (IF it.root = None THEN Scanned(z, head) ELSE {})
                 \cup IF this = None THEN {} ELSE {this} \cup Scanned(z, nxt[this])
     IN  /\ splat' = splat \cup UNION {UseAfterFree(r) : r \in read}
         /\ IF this = None
            THEN Goto(z, "UnlockMmu", [it EXCEPT !.root = None]) /\ UNCHANGED rcuVars
            ELSE /\ Goto(z, "FreezeSpte", Zapping(z, [it EXCEPT !.root = this, !.next = next]))
                 /\ RcuRead(rcu \cup {z})
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, invalid, listVars, spte, owns, queue, zapVars,
                 hostVars>>

-----------------------------------------------------------------------------
(* The zap worker and the walkers.                                           *)

ProcessWork(w) ==  \* process_one_work(): tdp_mmu_zap_root_work()
  /\ pc[w] = "ProcessWork" /\ queue # <<>>
  /\ queue' = Tail(queue)
  /\ owns' = [owns EXCEPT ![w][Head(queue)] = @ + 1]
  /\ Goto(w, "ReadLock", [Rest EXCEPT !.op = "work", !.root = Head(queue)])
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, invalid, listVars, spte, zapVars, rcuVars, hostVars,
                 splat>>

FlushWorkqueue(z) ==  \* flush_workqueue(kvm->arch.tdp_mmu_zap_wq)
  /\ pc[z] = "FlushWorkqueue"
  /\ queue = <<>> /\ \A w \in Worker : pc[w] = "ProcessWork"
  /\ Goto(z, IF SlotsLock THEN "UnlockSlots" ELSE "Done", Rest)
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, invalid, listVars, spte, owns, queue, zapVars,
                 rcuVars, hostVars, splat>>

WalkRoots(h) ==  \* for_each_valid_tdp_mmu_root_yield_safe(), for example to write-protect
  /\ pc[h] = "Idle"
  /\ Begin(h, "ReadLock", [Rest EXCEPT !.op = "walk"])
  /\ UNCHANGED vcpuVars

Terminating ==  \* every task rests: the end, not a deadlock
  /\ \A t \in Task : pc[t] \in {"Idle", "Done", "ProcessWork"}
  /\ queue = <<>>
  /\ UNCHANGED vars

TaskStep(t) ==
  \/ WriteLock(t) \/ ReadLock(t) \/ UnlockMmu(t) \/ CondResched(t) \/ RetakeMmuLock(t)
  \/ ZapSpte(t) \/ FreezeSpte(t) \/ ClearSpte(t) \/ VisitSpte(t)
  \/ PutRoot(t) \/ MarkInvalid(t) \/ SetRefcountOne(t) \/ QueueRoot(t) \/ PutOwnerRef(t)
  \/ UnlinkRoot(t) \/ CallRcu(t) \/ FindRoot(t) \/ GetRoot(t)
ZapperStep(z) == LockSlots(z) \/ UnlockSlots(z) \/ InvalidateRoots(z) \/ NextInvalidatedRoot(z)
                 \/ FlushWorkqueue(z)

Next ==
  \/ \E t \in Task : TaskStep(t)
  \/ \E z \in Zapper : ZapAllFast(z) \/ ZapperStep(z)
  \/ \E v \in Vcpu : FreeRoots(v) \/ AllocRoot(v)
  \/ \E v \in Vcpu, r \in Root : LoadRoot(v, r)
  \/ \E n \in Notifier : InvalidateRangeStart(n)
  \/ \E w \in Worker : ProcessWork(w)
  \/ \E h \in Walker : WalkRoots(h)
  \/ \E r \in Root : RcuFree(r)
  \/ \E g \in Gfn : FreePage(g) \/ ReusePage(g)
  \/ Terminating
Spec == Init /\ [][Next]_vars

(* Every task goes on, mmu_lock and slots_lock are fair, a grace period ends,*)
(* and a vCPU whose root is obsolete drops it.                               *)
DropObsolete(v) == loaded[v] # None /\ invalid[loaded[v]] /\ FreeRoots(v)
Locks(t) == WriteLock(t) \/ ReadLock(t) \/ RetakeMmuLock(t)
Fairness ==
  /\ \A t \in Task : WF_vars(TaskStep(t)) /\ SF_vars(Locks(t))
  /\ \A z \in Zapper : WF_vars(ZapperStep(z)) /\ SF_vars(LockSlots(z))
  /\ \A v \in Vcpu : WF_vars(AllocRoot(v)) /\ WF_vars(DropObsolete(v))
  /\ \A w \in Worker : WF_vars(ProcessWork(w))
  /\ \A r \in Root : WF_vars(RcuFree(r))
FairSpec == Spec /\ Fairness

-----------------------------------------------------------------------------
Live(r) == life[r] \notin {"unborn", "freed"}

(* S1. Once invalidate_range_start() has returned, no root, on the list or   *)
(* off it, still maps a page of the range.                                   *)
NotifierContract == \A r \in Root, g \in returned : Live(r) => spte[r][g] # "present"
(* S3. No SPTE maps a page that the host has freed.                          *)
NoFreedMapped ==
  \A r \in Root, g \in Gfn : Live(r) /\ page[g] # "mapped" => spte[r][g] # "present"
(* S4. No page is marked dirty or accessed once the host was told that KVM   *)
(* no longer uses it.                                                        *)
NoLateWriteback == "late writeback: page" \notin splat
(* S4, its consequence. No page is marked dirty or accessed once it belongs  *)
(* to somebody else.                                                         *)
NoPageUAF == "use-after-free: page" \notin splat
(* S5. A root's refcount is the number of references that somebody answers   *)
(* for, and no reference is put below zero.                                  *)
RECURSIVE Owned(_, _)
Owned(tasks, r) ==
  IF tasks = {} THEN 0
  ELSE LET t == CHOOSE x \in tasks : TRUE
       IN  (IF owns[t][r] > 0 THEN owns[t][r] ELSE 0) + Owned(tasks \ {t}, r)
Queued(r) == Cardinality({i \in DOMAIN queue : queue[i] = r})
RefExact == \A r \in Root : count[r] = Owned(Task, r) + Queued(r)
(* S6. Nobody touches a root after RCU has freed it.                         *)
NoRootUAF == "use-after-free: root" \notin splat
(* S7. A root is unlinked and freed once, has one zap-owner, and nobody puts *)
(* a reference that was never given.                                         *)
FreeOnce == /\ splat \cap {"list_del corruption", "double call_rcu"} = {}
            /\ \A t \in Task, r \in Root : owns[t][r] >= 0
            /\ \A r \in Root : Queued(r) <= 1
(* S8. A root that is handed to RCU maps nothing.                            *)
EmptyAtFree == \A r \in Root, g \in Gfn : life[r] \in {"freeing", "freed"} => spte[r][g] # "present"
(* S9. When a fast zap returns, no root that existed when it invalidated     *)
(* them maps anything.                                                       *)
FastZapReturned(z) == pc[z] \in {"UnlockSlots", "Done"}
FastZapComplete ==
  \A z \in Zapper : FastZapReturned(z) =>
    \A r \in seen[z], g \in Gfn : Live(r) => spte[r][g] # "present"

(* L4. A root that was invalidated is freed in the end.                      *)
RootFreed == \A r \in Root : (life[r] = "listed" /\ invalid[r]) ~> (life[r] = "freed")
(* L5. A fast zap returns.                                                   *)
FastZapReturns == \A z \in Zapper : (pc[z] # "Idle") ~> FastZapReturned(z)

(* Expected to FAIL: states that the properties above must be tried on.      *)
ReachFreed           == \A r \in Root : life[r] # "freed"
ReachYieldWhileOwner == ~\E t \in Task : pc[t] = "RetakeMmuLock" /\ iter[t].put # None
ReachYieldInRoot     == ~\E t \in Task : pc[t] = "RetakeMmuLock" /\ iter[t].put = None
ReachNotifierLastPut == ~\E n \in Notifier : pc[n] = "UnlinkRoot"
ReachNotifierZapsInvalid ==
  ~\E n \in Notifier : pc[n] = "ZapSpte" /\ invalid[Zapped(n)] /\ spte[Zapped(n)][iter[n].gfn] = "present"
ReachLateGet == ~\E h \in Walker : pc[h] = "VisitSpte" /\ invalid[iter[h].root]
ReachHeldWhileInvalid == ~\E v \in Vcpu : loaded[v] # None /\ invalid[loaded[v]]
=============================================================================
