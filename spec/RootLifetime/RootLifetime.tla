---------------------------- MODULE RootLifetime ----------------------------
(* Lifetime of TDP MMU roots: who may hold a root, who must zap it, who may  *)
(* free it, and what an mmu_notifier that runs in parallel may miss.         *)
(*                                                                           *)
(* Models arch/x86/kvm/mmu/tdp_mmu.c: kvm_tdp_mmu_{get,put}_root(),          *)
(* tdp_mmu_next_root(), zap_gfn_range(), kvm_tdp_mmu_invalidate_all_roots(), *)
(* kvm_tdp_mmu_zap_invalidated_roots(), and their callers: mmu_notifier,     *)
(* kvm_mmu_zap_all_fast(), kvm_mmu_free_roots(), kvm_mmu_load(), the zap     *)
(* worker, and the part of the page fault that inserts into a root.  The     *)
(* designs of v5.13 to v6.12 are chosen by the rules below; beside (e) there *)
(* is the aging of v6.15, __kvm_tdp_mmu_age_gfn_range().                     *)
(*                                                                           *)
(* Every action is one step that no other task can see half done.  A lock    *)
(* acquisition, a refcount operation, a list operation and the zap of one    *)
(* SPTE are steps of their own.  Reading an SPTE and the cmpxchg that lost   *)
(* against another task are one step: a lost cmpxchg only reads again.       *)
(*                                                                           *)
(* Left out: TLBs and flushes, page-table pages (a root is one flat set of   *)
(* SPTEs), the sequence count of NotifierFault, weak memory orders, the end  *)
(* of an invalidation (a fault retries from then on, and NotifierContract    *)
(* must hold for ever), address spaces and huge pages.  The release notifier *)
(* is a notifier whose range is everything.  A page is named by the one gfn  *)
(* that it backs.  SPTEs have no accessed bit: every present one is young,   *)
(* and the cmpxchg that ages it leaves it as it is.  What becomes of the     *)
(* bits is the business of SpteBits.                                         *)
EXTENDS Integers, Sequences, FiniteSets
CONSTANTS
  None,           \* no task, no root
  Vcpu,           \* vCPUs: load and free roots
  Notifier,       \* tasks that invalidate NotifierRange, once each
  Zapper,         \* tasks that do a fast zap, once each
  Worker,         \* kworkers of the zap workqueue
  Walker,         \* tasks that walk the valid roots under a read lock, once each
  Ager,           \* tasks that age the valid roots' SPTEs without mmu_lock, once each
  Root,           \* pages that may become roots
  Gfn,            \* guest frame numbers: 0 .. n-1
  RootsAtStart,   \* the root that all vCPUs have loaded at first, or {}
  MappedAtStart,  \* gfns that this root maps
  NotifierRange,  \* gfns that a notifier invalidates
  Loads,          \* how often each vCPU may load a root
  Faults,         \* how many page faults each vCPU may take
  GuestEntry      \* vCPUs that enter the guest
CONSTANTS         \* the rules; FALSE restores a design or a mistake
  PutUnderRead,   \* kvm_mmu_free_roots() takes mmu_lock for read, not for write
  NoYieldAtZero,  \* the zap of an unlinked root with refcount 0 does not yield
  KeepReachable,  \* a final put marks the root invalid, sets its refcount back
                  \* to 1 and zaps it while it is still on the list
  ZapInWorker,    \* ... and leaves that zap to a kworker
  SlotsLock,      \* fast zaps are serialised by kvm->slots_lock
  GiftEachZapper, \* invalidating takes a reference also to an invalid root
  ZapOwnGifts,    \* a fast zap puts just the roots that it took a reference to
  NextIsOwnGift,  \* ... and the root that it picks next is one of them
  WalkTakesRefs,  \* the notifier's walk takes a reference to each root
  WalkAllRoots,   \* the notifier's walk visits invalid roots too
  MarkBeforeCount,\* a final put marks the root invalid before it sets refcount 1
  TestAfterDec,   \* a put reads role.invalid after it has lowered the refcount
  DecBeforeTest,  \* a put lowers the refcount before it knows whether it is last
  ResetCount,     \* a final put sets the refcount to 1
  LastPutFrees,   \* the zap-owner frees the root only if its put was the last
  QueueOnce,      \* invalidating skips a root whose zap is queued already
  OwnReference,   \* the TDP MMU has a reference of its own to every valid root
  CountOwners,    \* the refcount of a new root is the number of its owners
  AllocUnderRead, \* roots are allocated with mmu_lock held for read
  SecondLookup,   \* ... and looked up again under tdp_mmu_pages_lock
  ScheduledOnly,  \* a fast zap zaps and puts just the roots scheduled for it
  ZapWalkTakesRefs, \* the fast zap's walk takes a reference to each root
  PutAfterZap,    \* the TDP MMU's reference is put after the zap
  ZapUnderRead,   \* the fast zap zaps with mmu_lock held for read
  InvalidateUnderWrite, \* roots are invalidated with mmu_lock held for write
  RequestInLock,  \* vCPUs are told to drop roots in the section that invalidates
  FreeByRcu,      \* a root is freed after a grace period
  AgeUnderRcu,    \* aging is inside rcu_read_lock() from the first root to the last
  AtomicAging,    \* aging clears the bit alone, atomically
  CheckRootInFault, \* a page fault does not map into an invalid root
  StayAtYielded,  \* a walk that yielded goes on at the SPTE where it yielded
  ProgressBeforeYield  \* a walk yields only after progress since the last yield
ASSUME ConstantsOK ==
  /\ IsFiniteSet(Root) /\ Cardinality(RootsAtStart) <= 1 /\ RootsAtStart \subseteq Root
  /\ Gfn = 0 .. Cardinality(Gfn) - 1
  /\ MappedAtStart \subseteq Gfn /\ NotifierRange \subseteq Gfn /\ Loads \in Nat
  /\ Faults \in Nat /\ GuestEntry \subseteq Vcpu
  /\ {PutUnderRead, NoYieldAtZero, KeepReachable, ZapInWorker, SlotsLock, GiftEachZapper,
      ZapOwnGifts, NextIsOwnGift, WalkTakesRefs, WalkAllRoots, MarkBeforeCount, TestAfterDec,
      DecBeforeTest, ResetCount, LastPutFrees, QueueOnce, OwnReference, CountOwners, AllocUnderRead,
      SecondLookup, ScheduledOnly, ZapWalkTakesRefs, PutAfterZap, ZapUnderRead,
      InvalidateUnderWrite, RequestInLock, FreeByRcu, AgeUnderRcu, AtomicAging, CheckRootInFault,
      StayAtYielded, ProgressBeforeYield} \subseteq BOOLEAN

Task == Vcpu \cup Notifier \cup Zapper \cup Worker \cup Walker \cup Ager

VARIABLES
  pc,         \* the step each task takes next
  iter,       \* what each task is doing: struct tdp_iter and its caller's locals
  writer,     \* mmu_lock: the task that holds it for write
  readers,    \* mmu_lock: the tasks that hold it for read
  slotsLock,  \* kvm->slots_lock: its holder
  loaded,     \* vcpu->arch.mmu->root
  topped,     \* the page that mmu_topup_memory_caches() got for each vCPU
  loads,      \* how often each vCPU may still load a root
  faults,     \* how many page faults each vCPU may still take
  reload,     \* vCPUs with a pending KVM_REQ_MMU_FREE_OBSOLETE_ROOTS
  guest,      \* vCPUs that are in the guest
  life,       \* unborn, listed, unlinked, freeing (call_rcu), freed
  count,      \* root->tdp_mmu_root_count
  invalid,    \* root->role.invalid
  head,       \* kvm->arch.tdp_mmu_roots
  nxt,        \* root->link.next; kept by list_del_rcu()
  spte,       \* the root's SPTEs
  owns,       \* references each task answers for
  mmuRef,     \* references the TDP MMU itself answers for
  scheduled,  \* root->tdp_mmu_scheduled_root_to_zap
  hadOwner,   \* roots that have had a zap-owner
  queue,      \* kvm->arch.tdp_mmu_zap_wq
  gifts,      \* roots to which a fast zap took a reference
  seen,       \* roots that existed when a fast zap invalidated them
  rcu,        \* tasks inside rcu_read_lock()
  grace,      \* tasks that the grace period of a root waits for
  page,       \* the host page behind each gfn: mapped, free, reused
  returned,   \* gfns whose invalidate_range_start() has returned
  inProgress, \* kvm->mmu_invalidate_in_progress
  splat       \* what a debug kernel has printed
lockVars == <<writer, readers, slotsLock>>
vcpuRest == <<loads, faults, reload, guest, topped>>
vcpuVars == <<loaded, vcpuRest>>
listVars == <<head, nxt>>
zapVars  == <<gifts, seen, mmuRef, scheduled, hadOwner>>
rcuVars  == <<rcu, grace>>
hostVars == <<page, returned, inProgress>>
vars == <<pc, iter, lockVars, vcpuVars, life, count, invalid, listVars, spte,
          owns, queue, zapVars, rcuVars, hostVars, splat>>

Saturated == -1  \* REFCOUNT_SATURATED
Rest == [op |-> "none", root |-> None, next |-> None, put |-> None, saw |-> FALSE,
         gfn |-> 0, yielded |-> 0]
UseAfterFree(r)  == IF life[r] = "freed" THEN {"use-after-free: root"} ELSE {}
LateWriteback(g) == (IF g \in returned THEN {"late writeback: page"} ELSE {})
                    \cup IF page[g] # "mapped" THEN {"use-after-free: page"} ELSE {}
Underflow(r)     == IF count[r] <= 0 THEN {"refcount underflow"} ELSE {}

TypeOK ==
  /\ pc \in [Task -> {"Idle", "Done", "ReadLock", "WriteLock", "UnlockMmu", "CondResched",
       "RetakeMmuLock", "LockSlots", "UnlockSlots", "InvalidateRoots", "FlushWorkqueue",
       "NextInvalidatedRoot", "FindRoot", "GetRoot", "ZapSpte", "FreezeSpte", "ClearSpte",
       "VisitSpte", "PutRoot", "MarkInvalid", "SetRefcountOne", "QueueRoot", "PutOwnerRef",
       "UnlinkRoot", "CallRcu", "AllocRoot", "ProcessWork", "LoadInvalid", "TestInvalid",
       "TestScheduled", "ClearScheduled", "RequestReload", "IsPageFaultStale", "MapPage",
       "NextRootRcu", "ReadSpte", "ClearAccessed"}]
  /\ iter \in [Task -> [op : {"none", "put", "load", "start", "invalidate", "zap", "work", "walk", "fault",
                            "age"},
       saw : BOOLEAN, root : Root \cup {None}, next : Root \cup {None}, put : Root \cup {None},
       gfn : Gfn, yielded : Gfn]]
  /\ writer \in Task \cup {None} /\ readers \subseteq Task /\ slotsLock \in Zapper \cup {None}
  /\ loaded \in [Vcpu -> Root \cup {None}] /\ loads \in [Vcpu -> 0 .. Loads]
  /\ faults \in [Vcpu -> 0 .. Faults] /\ topped \in [Vcpu -> Root \cup {None}]
  /\ reload \subseteq Vcpu /\ guest \subseteq GuestEntry
  /\ life \in [Root -> {"unborn", "listed", "unlinked", "freeing", "freed"}]
  /\ count \in [Root -> Saturated .. Cardinality(Task) + 2] /\ invalid \in [Root -> BOOLEAN]
  /\ head \in Root \cup {None} /\ nxt \in [Root -> Root \cup {None}]
  /\ spte \in [Root -> [Gfn -> {"none", "present", "frozen"}]]
  /\ owns \in [Task -> [Root -> -2 .. 2]] /\ mmuRef \in [Root -> -2 .. 1]
  /\ scheduled \subseteq Root /\ hadOwner \subseteq Root
  /\ queue \in Seq(Root) /\ gifts \in [Zapper -> SUBSET Root] /\ seen \in [Zapper -> SUBSET Root]
  /\ rcu \subseteq Task /\ grace \in [Root -> SUBSET Task]
  /\ page \in [Gfn -> {"mapped", "free", "reused"}] /\ returned \subseteq Gfn
  /\ inProgress \in 0 .. Cardinality(Notifier)
  /\ splat \subseteq {"use-after-free: root", "use-after-free: page", "late writeback: page", "refcount underflow",
                      "list_del corruption", "double call_rcu", "second zap-owner: root",
                      "final put of a valid root", "insert into an invalid root"}

Init ==
  /\ pc = [t \in Task |-> IF t \in Worker THEN "ProcessWork" ELSE "Idle"]
  /\ iter = [t \in Task |-> Rest]
  /\ writer = None /\ readers = {} /\ slotsLock = None
  /\ loaded = [v \in Vcpu |-> IF RootsAtStart = {} THEN None ELSE CHOOSE r \in RootsAtStart : TRUE]
  /\ loads = [v \in Vcpu |-> Loads] /\ faults = [v \in Vcpu |-> Faults]
  /\ topped = [v \in Vcpu |-> None] /\ reload = {} /\ guest = {}
  /\ life = [r \in Root |-> IF r \in RootsAtStart THEN "listed" ELSE "unborn"]
  /\ count = [r \in Root |-> 
       IF r \in RootsAtStart THEN Cardinality(Vcpu) + IF OwnReference THEN 1 ELSE 0 ELSE 0]
  /\ invalid = [r \in Root |-> FALSE]
  /\ head = (IF RootsAtStart = {} THEN None ELSE CHOOSE r \in RootsAtStart : TRUE)
  /\ nxt = [r \in Root |-> None]
  /\ spte = [r \in Root |-> [g \in Gfn |->
       IF r \in RootsAtStart /\ g \in MappedAtStart THEN "present" ELSE "none"]]
  /\ owns = [t \in Task |-> [r \in Root |-> IF t \in Vcpu /\ r \in RootsAtStart THEN 1 ELSE 0]]
  /\ mmuRef = [r \in Root |-> IF r \in RootsAtStart /\ OwnReference THEN 1 ELSE 0]
  /\ scheduled = {} /\ hadOwner = {} /\ inProgress = 0
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
Queued(r) == Cardinality({i \in DOMAIN queue : queue[i] = r})
RECURSIVE ListFrom(_)
ListFrom(r) == IF r = None THEN <<>> ELSE <<r>> \o ListFrom(nxt[r])
Min(S) == CHOOSE x \in S : \A y \in S : x <= y

(* A notifier zaps its range; everybody else, and every final put, the whole *)
(* tree.                                                                     *)
RangeOf(t, it) == IF t \in Notifier /\ it.put = None THEN NotifierRange ELSE Gfn
WritesWhenZapping(t) == \/ t \in Notifier \/ (t \in Vcpu /\ ~PutUnderRead)
                        \/ (t \in Zapper /\ ~ZapUnderRead)
Zapping(t, it) == [it EXCEPT !.gfn = Min(RangeOf(t, it)), !.yielded = Min(RangeOf(t, it))]
ZapStep(t, it) == IF t \in Walker /\ it.put = None THEN "VisitSpte"
                  ELSE IF WritesWhenZapping(t) THEN "ZapSpte" ELSE "FreezeSpte"
Zapped(t)      == IF iter[t].put = None THEN iter[t].root ELSE iter[t].put

(* The first step of kvm_tdp_mmu_put_root(), and of what only the last put   *)
(* does.                                                                     *)
PutStep == IF TestAfterDec THEN "PutRoot" ELSE "LoadInvalid"
FinalStep(t) ==
  CASE OwnReference \/ ~KeepReachable \/ (~TestAfterDec /\ iter[t].saw) -> "UnlinkRoot"
    [] OTHER -> IF MarkBeforeCount THEN "MarkInvalid"
                ELSE IF TestAfterDec THEN "TestInvalid" ELSE "SetRefcountOne"
HasOwnRef == KeepReachable \/ OwnReference  \* who zaps has a reference to put

(* What follows the walk of a tree: label and context.                       *)
AfterTree(t) ==
  LET it   == iter[t]
      over == [it EXCEPT !.gfn = 0, !.yielded = 0]
      put  == [over EXCEPT !.put = it.root]
  IN  CASE it.put # None -> [label |-> IF KeepReachable
                               THEN "PutOwnerRef" ELSE "CallRcu",
                             it |-> over]
        [] it.op = "work" -> [label |-> IF HasOwnRef THEN PutStep ELSE "CallRcu", it |-> put]
        [] it.op = "zap" /\ (~OwnReference \/ PutAfterZap) -> [label |-> PutStep, it |-> put]
        [] OTHER -> [label |-> "FindRoot", it |-> over]

(* tdp_iter_next(): the next SPTE, or what follows the walk of this tree.    *)
Advance(t) ==
  LET it   == iter[t]
      left == {g \in RangeOf(t, it) : g > it.gfn}
  IN  IF left # {}
      THEN /\ Goto(t, ZapStep(t, it), [it EXCEPT !.gfn = Min(left)])
           /\ RcuRead(rcu \cup {t})
      ELSE /\ Goto(t, AfterTree(t).label, AfterTree(t).it)
           /\ RcuRead(rcu \ {t})

(* The return of kvm_tdp_mmu_put_root() to its caller: where to, and who is   *)
(* inside RCU then.                                                          *)
PutReturn(t) ==
  LET it   == [iter[t] EXCEPT !.put = None, !.saw = FALSE]
      tree == [label |-> ZapStep(t, it), it |-> Zapping(t, it), rcu |-> rcu \cup {t}]
      gift == iter[t].put = it.root  \* the reference that a fast zap was given
  IN  CASE it.op \in {"put", "work"} ->
             [label |-> "UnlockMmu", it |-> [it EXCEPT !.root = None], rcu |-> rcu]
        [] it.op = "zap" /\ ~OwnReference ->
             [label |-> "NextInvalidatedRoot", it |-> it, rcu |-> rcu]
        [] it.root = None -> [label |-> IF it.op = "load" THEN "AllocRoot" ELSE "UnlockMmu",
                              it |-> it, rcu |-> rcu]
        [] it.op = "zap" -> IF ~gift THEN [label |-> "TestScheduled", it |-> it, rcu |-> rcu]
                            ELSE IF PutAfterZap THEN [label |-> "FindRoot", it |-> it, rcu |-> rcu]
                            ELSE tree
        [] OTHER -> tree
DropsLoaded(t) == IF iter[t].op = "put" THEN [loaded EXCEPT ![t] = None] ELSE loaded
PutReturns(t) == /\ Goto(t, PutReturn(t).label, PutReturn(t).it)
                 /\ RcuRead(PutReturn(t).rcu)
                 /\ loaded' = DropsLoaded(t)

-----------------------------------------------------------------------------
(* mmu_lock: a read-write lock.                                              *)

CanWrite == writer = None /\ readers = {}
CanRead  == writer = None

ZapPhase == IF OwnReference THEN "FindRoot" ELSE "NextInvalidatedRoot"

WriteLock(t) ==  \* write_lock(&kvm->mmu_lock)
  /\ pc[t] = "WriteLock" /\ CanWrite
  /\ writer' = t
  /\ CASE iter[t].op = "put"        -> Goto(t, PutStep, iter[t])
       [] iter[t].op = "load"       -> Goto(t, "AllocRoot", iter[t])
       [] iter[t].op = "start"      -> Goto(t, "FindRoot", iter[t])
       [] iter[t].op = "invalidate" -> Goto(t, "InvalidateRoots", iter[t])
       [] iter[t].op = "zap"        -> Goto(t, ZapPhase, iter[t])
  /\ inProgress' = (IF iter[t].op = "start" THEN inProgress + 1 ELSE inProgress)
  /\ UNCHANGED <<readers, slotsLock, vcpuVars, life, count, invalid, listVars, spte, owns, queue,
                 zapVars, rcuVars, page, returned, splat>>

ReadLock(t) ==  \* read_lock(&kvm->mmu_lock)
  /\ pc[t] = "ReadLock" /\ CanRead
  /\ readers' = readers \cup {t}
  /\ CASE iter[t].op = "put"  -> Goto(t, PutStep, iter[t]) /\ UNCHANGED rcuVars
       [] iter[t].op = "zap"  -> Goto(t, ZapPhase, iter[t]) /\ UNCHANGED rcuVars
       [] iter[t].op \in {"walk", "load"} -> Goto(t, "FindRoot", iter[t]) /\ UNCHANGED rcuVars
       [] iter[t].op = "invalidate" -> Goto(t, "InvalidateRoots", iter[t]) /\ UNCHANGED rcuVars
       [] iter[t].op = "fault" -> Goto(t, "IsPageFaultStale", iter[t]) /\ UNCHANGED rcuVars
       [] iter[t].op = "work" -> Goto(t, "FreezeSpte", Zapping(t, iter[t])) /\ RcuRead(rcu \cup {t})
  /\ UNCHANGED <<writer, slotsLock, vcpuVars, life, count, invalid, listVars, spte, owns, queue,
                 zapVars, hostVars, splat>>

Unlock(t) == /\ writer' = (IF writer = t THEN None ELSE writer)
             /\ readers' = readers \ {t}

ZapBegins(t) == IF ZapInWorker THEN Goto(t, "FlushWorkqueue", Rest)
                ELSE Goto(t, IF ZapUnderRead THEN "ReadLock" ELSE "WriteLock",
                          [Rest EXCEPT !.op = "zap"])
UnlockMmu(t) ==  \* {read,write}_unlock(&kvm->mmu_lock); a notifier's start returns
  /\ pc[t] = "UnlockMmu"
  /\ Unlock(t)
  /\ CASE iter[t].op \in {"put", "load", "fault"} -> Goto(t, "Idle", Rest)
       [] iter[t].op = "work" -> Goto(t, "ProcessWork", Rest)
       [] iter[t].op = "invalidate" -> IF RequestInLock THEN ZapBegins(t)
                                       ELSE Goto(t, "RequestReload", Rest)
       [] iter[t].op = "zap" /\ SlotsLock -> Goto(t, "UnlockSlots", Rest)
       [] OTHER -> Goto(t, "Done", Rest)
  /\ returned' = (IF iter[t].op = "start" THEN returned \cup NotifierRange ELSE returned)
  /\ topped' = (IF iter[t].op = "load" THEN [topped EXCEPT ![t] = None] ELSE topped)
  /\ UNCHANGED <<slotsLock, loaded, loads, faults, reload, guest, life, count, invalid, listVars, spte,
                 owns, queue, zapVars, rcuVars, page, inProgress, splat>>

(* tdp_mmu_iter_cond_resched(): may drop mmu_lock and RCU, but only after    *)
(* progress since the last yield.  A final put at refcount 0 must not.       *)
MayYield(t) == /\ ProgressBeforeYield => iter[t].gfn # iter[t].yielded
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
  /\ IF StayAtYielded
     THEN Goto(t, ZapStep(t, iter[t]), iter[t]) /\ RcuRead(rcu \cup {t})
     ELSE Advance(t)
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

LoadInvalid(t) ==  \* the early load of role.invalid that the barriers forbid
  /\ pc[t] = "LoadInvalid"
  /\ Goto(t, "PutRoot", [iter[t] EXCEPT !.saw = invalid[iter[t].put]])
  /\ splat' = splat \cup UseAfterFree(iter[t].put)
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, invalid, listVars, spte, owns, queue, zapVars,
                 rcuVars, hostVars>>

PutRoot(t) ==  \* refcount_dec_and_test(&root->tdp_mmu_root_count)
  /\ pc[t] = "PutRoot"
  /\ LET r == iter[t].put
     IN  /\ IF count[r] = 1 /\ ~DecBeforeTest
            THEN splat' = splat \cup UseAfterFree(r) /\ UNCHANGED <<count, owns>>
            ELSE Dec(t, r)
         /\ IF count[r] = 1
            THEN Goto(t, FinalStep(t), iter[t]) /\ UNCHANGED <<rcuVars, loaded>>
            ELSE PutReturns(t)
  /\ UNCHANGED <<lockVars, vcpuRest, life, invalid, listVars, spte, queue,
                 zapVars, hostVars>>

TestInvalid(t) ==  \* role.invalid read apart from its write
  /\ pc[t] = "TestInvalid"
  /\ Goto(t, IF invalid[iter[t].put] THEN "UnlinkRoot" ELSE "SetRefcountOne", iter[t])
  /\ splat' = splat \cup UseAfterFree(iter[t].put)
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, invalid, listVars, spte, owns, queue, zapVars,
                 rcuVars, hostVars>>

(* From here on the putter is the one task that must see the root zapped.    *)
BecomeZapOwner(t) ==
  /\ hadOwner' = hadOwner \cup {iter[t].put}
  /\ IF ZapInWorker
     THEN Goto(t, "QueueRoot", iter[t]) /\ UNCHANGED rcuVars
     ELSE Goto(t, ZapStep(t, iter[t]), Zapping(t, iter[t])) /\ RcuRead(rcu \cup {t})
SecondOwner(r) == IF r \in hadOwner THEN {"second zap-owner: root"} ELSE {}

MarkInvalid(t) ==  \* D2: xchg(&root->role.invalid, true)
  /\ pc[t] = "MarkInvalid"
  /\ LET r == iter[t].put
         dead == invalid[r] /\ MarkBeforeCount /\ TestAfterDec
         zaps == ~dead /\ (~MarkBeforeCount \/ ~ResetCount)
     IN  /\ invalid' = [invalid EXCEPT ![r] = TRUE]
         /\ IF zaps THEN BecomeZapOwner(t)
            ELSE /\ Goto(t, IF dead THEN "UnlinkRoot" ELSE "SetRefcountOne", iter[t])
                 /\ UNCHANGED <<rcuVars, hadOwner>>
         /\ IF dead /\ ~DecBeforeTest  \* the reference goes with the root, whoever else has one
            THEN /\ count' = [count EXCEPT ![r] = IF @ <= 0 THEN Saturated ELSE @ - 1]
                 /\ owns' = [owns EXCEPT ![t][r] = @ - 1]
            ELSE UNCHANGED <<count, owns>>
         /\ splat' = splat \cup UseAfterFree(r) \cup (IF zaps THEN SecondOwner(r) ELSE {})
              \cup IF dead /\ ~DecBeforeTest THEN Underflow(r) ELSE {}
  /\ UNCHANGED <<lockVars, vcpuVars, life, listVars, spte, queue, gifts, seen, mmuRef, scheduled,
                 hostVars>>

SetRefcountOne(t) ==  \* D3: refcount_set(&root->tdp_mmu_root_count, 1)
  /\ pc[t] = "SetRefcountOne"
  /\ LET r == iter[t].put
     IN  /\ count' = [count EXCEPT ![r] = 1]
         /\ owns' = [owns EXCEPT ![t][r] = IF DecBeforeTest THEN @ + 1 ELSE @]
         /\ IF MarkBeforeCount THEN BecomeZapOwner(t)
            ELSE Goto(t, "MarkInvalid", iter[t]) /\ UNCHANGED <<rcuVars, hadOwner>>
         /\ splat' = splat \cup UseAfterFree(r) \cup IF MarkBeforeCount THEN SecondOwner(r) ELSE {}
  /\ UNCHANGED <<lockVars, vcpuVars, life, invalid, listVars, spte, queue, gifts, seen, mmuRef,
                 scheduled, hostVars>>

QueueRoot(t) ==  \* tdp_mmu_schedule_zap_root(): the work item takes the reference over
  /\ pc[t] = "QueueRoot"
  /\ LET r     == iter[t].put
         fresh == Queued(r) = 0  \* queue_work() of a queued item does nothing
     IN  /\ queue' = (IF fresh THEN Append(queue, r) ELSE queue)
         /\ owns' = [owns EXCEPT ![t][r] = IF HasOwnRef /\ fresh THEN @ - 1 ELSE @]
  /\ splat' = splat \cup UseAfterFree(iter[t].put)
  /\ PutReturns(t)
  /\ UNCHANGED <<lockVars, vcpuRest, life, count, invalid, listVars, spte, zapVars, hostVars>>

PutOwnerRef(t) ==  \* D3: the zap's own reference, given back after a synchronous zap
  /\ pc[t] = "PutOwnerRef"
  /\ LET r == iter[t].put
     IN  /\ Dec(t, r)
         /\ IF count[r] = 1 \/ ~LastPutFrees
            THEN Goto(t, "UnlinkRoot", iter[t]) /\ UNCHANGED <<rcuVars, loaded>>
            ELSE PutReturns(t)
  /\ UNCHANGED <<lockVars, vcpuRest, life, invalid, listVars, spte, queue, zapVars, hostVars>>

UnlinkRoot(t) ==  \* list_del_rcu(&root->link), under tdp_mmu_pages_lock
  /\ pc[t] = "UnlinkRoot"
  /\ LET r == iter[t].put
     IN  /\ life' = [life EXCEPT ![r] = IF @ = "listed" THEN "unlinked" ELSE @]
         /\ head' = (IF life[r] = "listed" /\ head = r THEN nxt[r] ELSE head)
         /\ nxt' = [q \in Root |-> IF life[r] = "listed" /\ life[q] = "listed" /\ nxt[q] = r
                                   THEN nxt[r] ELSE nxt[q]]
         /\ splat' = splat \cup UseAfterFree(r)
                     \cup (IF life[r] = "listed" THEN {} ELSE {"list_del corruption"})
                     \cup IF OwnReference /\ ~invalid[r] THEN {"final put of a valid root"} ELSE {}
  /\ IF HasOwnRef \/ ZapInWorker
     THEN Goto(t, IF HasOwnRef THEN "CallRcu" ELSE "QueueRoot", iter[t]) /\ UNCHANGED rcuVars
     ELSE Goto(t, ZapStep(t, iter[t]), Zapping(t, iter[t])) /\ RcuRead(rcu \cup {t})
  /\ UNCHANGED <<lockVars, vcpuVars, count, invalid, spte, owns, queue, zapVars, hostVars>>

CallRcu(t) ==  \* call_rcu(&root->rcu_head, tdp_mmu_free_sp_rcu_callback)
  /\ pc[t] = "CallRcu"
  /\ LET r     == iter[t].put
         first == life[r] \notin {"freeing", "freed"}
     IN  /\ life' = [life EXCEPT ![r] = IF ~first THEN @ ELSE IF FreeByRcu THEN "freeing" ELSE "freed"]
         /\ splat' = splat \cup UseAfterFree(r) \cup IF first THEN {} ELSE {"double call_rcu"}
         /\ grace' = [grace EXCEPT ![r] = IF first /\ FreeByRcu THEN rcu ELSE @]
  /\ Goto(t, PutReturn(t).label, PutReturn(t).it)
  /\ rcu' = PutReturn(t).rcu /\ loaded' = DropsLoaded(t)
  /\ UNCHANGED <<lockVars, vcpuRest, count, invalid, listVars, spte, owns, queue, zapVars,
                 hostVars>>

RcuFree(r) ==  \* the grace period ends: tdp_mmu_free_sp_rcu_callback()
  /\ life[r] = "freeing" /\ grace[r] = {}
  /\ life' = [life EXCEPT ![r] = "freed"]
  /\ UNCHANGED <<pc, iter, lockVars, vcpuVars, count, invalid, listVars, spte, owns, queue, zapVars,
                 rcuVars, hostVars, splat>>

-----------------------------------------------------------------------------
(* tdp_mmu_next_root(): the next root on the list, with a reference, before  *)
(* the previous one is put.  iter.next is the candidate.                     *)

Visits(t, r) == CASE iter[t].op = "start" -> WalkAllRoots \/ ~invalid[r]
                  [] iter[t].op = "zap"   -> TRUE
                  [] OTHER                -> ~invalid[r]
TakesRefs(t) == CASE iter[t].op = "start" -> WalkTakesRefs
                  [] iter[t].op = "zap"   -> ZapWalkTakesRefs
                  [] OTHER                -> TRUE
WalkOver(t)  == IF iter[t].op = "load" THEN "AllocRoot" ELSE "UnlockMmu"
(* What a walk does in a root that it has reached.                           *)
Arrive(t, it) == IF it.op = "zap" THEN Goto(t, "TestScheduled", it) /\ RcuRead(rcu \ {t})
                 ELSE IF it.op = "load" THEN Goto(t, "UnlockMmu", [it EXCEPT !.root = None])
                                             /\ RcuRead(rcu \ {t})
                 ELSE Goto(t, ZapStep(t, it), Zapping(t, it)) /\ RcuReenter(t)

FindRoot(t) ==  \* list_next_or_null_rcu() and the test of role.invalid
  /\ pc[t] = "FindRoot"
  /\ LET it   == iter[t]
         from == IF it.next # None THEN it.next ELSE it.root
         cand == IF from = None THEN head ELSE nxt[from]
     IN  /\ splat' = splat \cup (IF from = None THEN {} ELSE UseAfterFree(from))
                     \cup (IF cand = None THEN {} ELSE UseAfterFree(cand))
         /\ CASE cand = None /\ (it.root = None \/ ~TakesRefs(t)) ->
                   /\ Goto(t, WalkOver(t), [it EXCEPT !.next = None, !.root = None])
                   /\ RcuRead(rcu \ {t})
              [] cand = None /\ it.root # None /\ TakesRefs(t) ->
                   /\ Goto(t, PutStep, [it EXCEPT !.next = None, !.put = it.root, !.root = None])
                   /\ RcuRead(rcu \ {t})
              [] cand # None /\ Visits(t, cand) ->
                   IF TakesRefs(t)
                   THEN Goto(t, "GetRoot", [it EXCEPT !.next = cand]) /\ RcuRead(rcu \cup {t})
                   ELSE Arrive(t, [it EXCEPT !.root = cand, !.next = None])
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
            THEN Goto(t, "FindRoot", it) /\ UNCHANGED <<count, owns, rcuVars, loaded>>
            ELSE /\ count' = [count EXCEPT ![r] = IF @ < 0 THEN Saturated ELSE @ + 1]
                 /\ owns' = [owns EXCEPT ![t][r] = @ + 1]
                 /\ IF prev = None
                    THEN Arrive(t, held)
                    ELSE Goto(t, PutStep, [held EXCEPT !.put = prev]) /\ RcuRead(rcu \ {t})
                 /\ loaded' = (IF it.op = "load" THEN [loaded EXCEPT ![t] = r] ELSE loaded)
  /\ UNCHANGED <<lockVars, vcpuRest, life, invalid, listVars, spte, queue, zapVars, hostVars>>

-----------------------------------------------------------------------------
(* vCPUs.                                                                    *)

Begin(t, label, it) ==  \* a task enters the kernel; nobody can see that yet
  /\ Goto(t, label, it)
  /\ UNCHANGED <<lockVars, life, count, invalid, listVars, spte, owns, queue, zapVars, rcuVars,
                 hostVars, splat>>

FreeRoots(v) ==  \* kvm_mmu_free_roots()
  /\ pc[v] = "Idle" /\ v \notin guest /\ loaded[v] # None
  /\ Begin(v, IF PutUnderRead THEN "ReadLock" ELSE "WriteLock",
           [Rest EXCEPT !.op = "put", !.put = loaded[v]])
  /\ UNCHANGED vcpuVars

LoadRoot(v, r) ==  \* kvm_mmu_load(); r: the page that mmu_topup_memory_caches() got
  /\ pc[v] = "Idle" /\ loaded[v] = None /\ loads[v] > 0
  /\ life[r] = "unborn" /\ \A u \in Vcpu : topped[u] # r
  /\ loads' = [loads EXCEPT ![v] = @ - 1]
  /\ topped' = [topped EXCEPT ![v] = r]
  /\ Begin(v, IF AllocUnderRead THEN "ReadLock" ELSE "WriteLock", [Rest EXCEPT !.op = "load"])
  /\ UNCHANGED <<loaded, faults, reload, guest>>

AllocRoot(v) ==  \* kvm_tdp_mmu_get_vcpu_root_hpa(): mmu_lock W, or R and tdp_mmu_pages_lock
  /\ pc[v] = "AllocRoot"
  /\ LET Usable(r) == ~invalid[r] /\ count[r] # 0 /\ (SecondLookup \/ ~AllocUnderRead)
         match == SelectSeq(ListFrom(head), Usable)
         fresh == match = <<>>
         r     == IF fresh THEN topped[v] ELSE Head(match)
     IN  /\ count' = [count EXCEPT ![r] = IF ~fresh THEN @ + 1
                                          ELSE IF OwnReference = CountOwners THEN 2 ELSE 1]
         /\ owns' = [owns EXCEPT ![v][r] = @ + 1]
         /\ mmuRef' = [mmuRef EXCEPT ![r] = IF fresh /\ OwnReference THEN 1 ELSE @]
         /\ loaded' = [loaded EXCEPT ![v] = r]
         /\ IF fresh
            THEN /\ life' = [life EXCEPT ![r] = "listed"]
                 /\ head' = r /\ nxt' = [nxt EXCEPT ![r] = head]
            ELSE UNCHANGED <<life, listVars>>
  /\ Goto(v, "UnlockMmu", iter[v])
  /\ UNCHANGED <<lockVars, vcpuRest, invalid, spte, queue, gifts, seen, scheduled, hadOwner, rcuVars,
                 hostVars, splat>>

EnterGuest(v) ==  \* vcpu_enter_guest(): a pending request is served first
  /\ v \in GuestEntry \ guest /\ pc[v] = "Idle" /\ loaded[v] # None
  /\ ~(v \in reload /\ invalid[loaded[v]])
  /\ guest' = guest \cup {v} /\ reload' = reload \ {v}
  /\ UNCHANGED <<pc, iter, lockVars, loaded, loads, faults, topped, life, count, invalid, listVars,
                 spte, owns, queue, zapVars, rcuVars, hostVars, splat>>

ExitGuest(v) ==  \* a VM exit
  /\ v \in guest
  /\ guest' = guest \ {v}
  /\ UNCHANGED <<pc, iter, lockVars, loaded, loads, faults, reload, topped, life, count, invalid,
                 listVars, spte, owns, queue, zapVars, rcuVars, hostVars, splat>>

HandleFault(v, g) ==  \* direct_page_fault(): from the snapshot on, the host's page is known
  /\ pc[v] = "Idle" /\ v \notin guest /\ loaded[v] # None /\ faults[v] > 0
  /\ faults' = [faults EXCEPT ![v] = @ - 1]
  /\ Begin(v, "ReadLock", [Rest EXCEPT !.op = "fault", !.gfn = g])
  /\ UNCHANGED <<loaded, loads, reload, guest, topped>>

IsPageFaultStale(v) ==  \* is_page_fault_stale(), mmu_lock R
  /\ pc[v] = "IsPageFaultStale"
  /\ LET r     == loaded[v]
         stale == inProgress > 0 \/ (CheckRootInFault /\ invalid[r])
     IN  /\ Goto(v, IF stale THEN "UnlockMmu" ELSE "MapPage", iter[v])
         /\ splat' = splat \cup UseAfterFree(r)
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, invalid, listVars, spte, owns, queue, zapVars,
                 rcuVars, hostVars>>

MapPage(v) ==  \* tdp_mmu_map_handle_target_level(), mmu_lock R; a frozen SPTE: retry
  /\ pc[v] = "MapPage"
  /\ LET r == loaded[v]
         g == iter[v].gfn
         frozen == spte[r][g] = "frozen"
     IN  /\ spte' = [spte EXCEPT ![r][g] = IF frozen THEN @ ELSE "present"]
         /\ splat' = splat \cup UseAfterFree(r)
              \cup IF ~frozen /\ invalid[r] THEN {"insert into an invalid root"} ELSE {}
  /\ Goto(v, "UnlockMmu", iter[v])
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, invalid, listVars, owns, queue, zapVars, rcuVars,
                 hostVars>>

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
                 zapVars, rcuVars, returned, inProgress, splat>>

ReusePage(g) ==  \* the page allocator gives the page to somebody else
  /\ page[g] = "free"
  /\ page' = [page EXCEPT ![g] = "reused"]
  /\ UNCHANGED <<pc, iter, lockVars, vcpuVars, life, count, invalid, listVars, spte, owns, queue,
                 zapVars, rcuVars, returned, inProgress, splat>>

-----------------------------------------------------------------------------
(* The fast zap.                                                             *)

InvalidateLock == IF InvalidateUnderWrite THEN "WriteLock" ELSE "ReadLock"
ZapAllFast(z) ==  \* kvm_mmu_zap_all_fast()
  /\ pc[z] = "Idle"
  /\ Begin(z, IF SlotsLock THEN "LockSlots" ELSE InvalidateLock,
           [Rest EXCEPT !.op = IF SlotsLock THEN "none" ELSE "invalidate"])
  /\ UNCHANGED vcpuVars

LockSlots(z) ==  \* mutex_lock(&kvm->slots_lock)
  /\ pc[z] = "LockSlots" /\ slotsLock = None
  /\ slotsLock' = z
  /\ Goto(z, InvalidateLock, [Rest EXCEPT !.op = "invalidate"])
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
  /\ LET Takes(r) ==
           CASE OwnReference -> ~invalid[r]
             [] ZapInWorker  -> count[r] # 0 /\ (invalid[r] => ~QueueOnce)
             [] OTHER        -> count[r] # 0 /\ (invalid[r] => GiftEachZapper)
         taken == SelectSeq(ListFrom(head), Takes)
         gift  == {taken[i] : i \in DOMAIN taken}
         queued == {queue[i] : i \in DOMAIN queue}
         Fresh(r) == r \notin queued
         adds   == SelectSeq(taken, Fresh)  \* queue_work() of a queued item does nothing
         keeps(r) == r \in gift /\ (ZapInWorker => r \in queued)
     IN  /\ invalid' = [r \in Root |-> invalid[r] \/ r \in gift]
         /\ count' = [r \in Root |-> IF ~OwnReference /\ r \in gift /\ count[r] > 0
                                      THEN count[r] + 1 ELSE count[r]]
         /\ gifts' = [gifts EXCEPT ![z] = IF ZapInWorker \/ OwnReference THEN {} ELSE gift]
         /\ queue' = (IF ZapInWorker THEN queue \o adds ELSE queue)
         /\ mmuRef' = [r \in Root |-> IF OwnReference /\ ZapInWorker /\ r \in gift
                                       THEN mmuRef[r] - 1 ELSE mmuRef[r]]
         /\ scheduled' = (IF OwnReference /\ ~ZapInWorker THEN scheduled \cup gift ELSE scheduled)
         /\ owns' = [owns EXCEPT ![z] = [r \in Root |->
                      IF ~OwnReference /\ keeps(r) THEN @[r] + 1 ELSE @[r]]]
         /\ seen' = [seen EXCEPT ![z] = {r \in Root : life[r] \in {"listed", "unlinked"}}]
  /\ Goto(z, IF RequestInLock THEN "RequestReload" ELSE "UnlockMmu", iter[z])
  /\ UNCHANGED <<lockVars, vcpuVars, life, listVars, spte, hadOwner, rcuVars, hostVars, splat>>

RequestReload(z) ==  \* kvm_make_all_cpus_request(KVM_REQ_MMU_FREE_OBSOLETE_ROOTS), which kicks
  /\ pc[z] = "RequestReload"
  /\ reload' = Vcpu /\ guest' = {}
  /\ IF RequestInLock THEN Goto(z, "UnlockMmu", iter[z]) ELSE ZapBegins(z)
  /\ UNCHANGED <<lockVars, loaded, loads, faults, topped, life, count, invalid, listVars, spte, owns,
                 queue, zapVars, rcuVars, hostVars, splat>>

TestScheduled(z) ==  \* root->tdp_mmu_scheduled_root_to_zap
  /\ pc[z] = "TestScheduled"
  /\ LET r    == iter[z].root
         mine == IF ScheduledOnly THEN r \in scheduled ELSE invalid[r]
     IN  /\ Goto(z, IF mine THEN "ClearScheduled" ELSE "FindRoot", iter[z])
         /\ splat' = splat \cup UseAfterFree(r)
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, invalid, listVars, spte, owns, queue, zapVars,
                 rcuVars, hostVars>>

ClearScheduled(z) ==  \* ... = false: the TDP MMU's reference is the zapper's now
  /\ pc[z] = "ClearScheduled"
  /\ LET r == iter[z].root
     IN  /\ scheduled' = scheduled \ {r}
         /\ mmuRef' = [mmuRef EXCEPT ![r] = @ - 1]
         /\ owns' = [owns EXCEPT ![z][r] = @ + 1]
         /\ splat' = splat \cup UseAfterFree(r)
         /\ IF PutAfterZap
            THEN Goto(z, ZapStep(z, iter[z]), Zapping(z, iter[z])) /\ RcuRead(rcu \cup {z})
            ELSE Goto(z, PutStep, [iter[z] EXCEPT !.put = r]) /\ UNCHANGED rcuVars
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, invalid, listVars, spte, queue, gifts, seen,
                 hadOwner, hostVars>>

(* next_invalidated_root(): the gift of the fast zap is assumed on every     *)
(* invalid root, unless the zapper knows which ones it took.                 *)
FirstMine(z, r) ==
  LET Mine(q) == IF ZapOwnGifts /\ NextIsOwnGift THEN q \in gifts[z] ELSE invalid[q] /\ count[q] # 0
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
         /\ CASE this = None ->
                   Goto(z, "UnlockMmu", [it EXCEPT !.root = None]) /\ UNCHANGED rcuVars
              [] this # None /\ ZapOwnGifts /\ this \notin gifts[z] ->
                   /\ Goto(z, "NextInvalidatedRoot", [it EXCEPT !.root = this, !.next = next])
                   /\ UNCHANGED rcuVars
              [] OTHER ->
                   /\ Goto(z, ZapStep(z, it), Zapping(z, [it EXCEPT !.root = this, !.next = next]))
                   /\ RcuRead(rcu \cup {z})
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, invalid, listVars, spte, owns, queue, zapVars,
                 hostVars>>

-----------------------------------------------------------------------------
(* The zap worker and the walkers.                                           *)

ProcessWork(w) ==  \* process_one_work(): tdp_mmu_zap_root_work()
  /\ pc[w] = "ProcessWork" /\ queue # <<>>
  /\ queue' = Tail(queue)
  /\ owns' = [owns EXCEPT ![w][Head(queue)] = IF HasOwnRef THEN @ + 1 ELSE @]
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

-----------------------------------------------------------------------------
(* Aging.  A root that the walk is in may be invalidated, zapped, unlinked   *)
(* and handed to RCU meanwhile; the walk goes on in it, and from it to the   *)
(* root that followed it on the list.                                        *)

AgeRange(a) ==  \* mmu_notifier_clear_flush_young(): kvm_age_hva_range(), no lock
  /\ pc[a] = "Idle"
  /\ Begin(a, "NextRootRcu", [Rest EXCEPT !.op = "age"])
  /\ UNCHANGED vcpuVars

NextRootRcu(a) ==  \* for_each_tdp_mmu_root_rcu(): the next root, skipped if invalid, RCU
  /\ pc[a] = "NextRootRcu"
  /\ LET from == iter[a].root
         cand == IF from = None THEN head ELSE nxt[from]
     IN  /\ splat' = splat \cup (IF from = None THEN {} ELSE UseAfterFree(from))
                     \cup (IF cand = None THEN {} ELSE UseAfterFree(cand))
         /\ CASE cand = None -> Goto(a, "Done", Rest)
              [] cand # None /\ invalid[cand] ->
                   Goto(a, "NextRootRcu", [iter[a] EXCEPT !.root = cand])
              [] OTHER -> Goto(a, "ReadSpte", [iter[a] EXCEPT !.root = cand])
         /\ RcuRead(IF cand # None /\ AgeUnderRcu THEN rcu \cup {a} ELSE rcu \ {a})
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, invalid, listVars, spte, owns, queue, zapVars,
                 hostVars>>

AgeNext(a) ==  \* tdp_root_for_each_leaf_pte(): the next SPTE, or on to the next root
  LET left == {g \in Gfn : g > iter[a].gfn}
  IN  IF left # {} THEN Goto(a, "ReadSpte", [iter[a] EXCEPT !.gfn = Min(left)])
                   ELSE Goto(a, "NextRootRcu", [iter[a] EXCEPT !.gfn = 0])

ReadSpte(a) ==  \* kvm_tdp_mmu_read_spte(): an SPTE that is present is young, RCU
  /\ pc[a] = "ReadSpte"
  /\ LET r == iter[a].root
     IN  /\ splat' = splat \cup UseAfterFree(r)
         /\ IF spte[r][iter[a].gfn] = "present" THEN Goto(a, "ClearAccessed", iter[a]) ELSE AgeNext(a)
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, invalid, listVars, spte, owns, queue, zapVars,
                 rcuVars, hostVars>>

ClearAccessed(a) ==  \* kvm_tdp_mmu_age_spte(): one cmpxchg, which may be lost, RCU
  /\ pc[a] = "ClearAccessed"
  /\ LET r == iter[a].root
         g == iter[a].gfn
     IN  /\ spte' = (IF AtomicAging THEN spte ELSE [spte EXCEPT ![r][g] = "present"])
         /\ splat' = splat \cup UseAfterFree(r)
  /\ AgeNext(a)
  /\ UNCHANGED <<lockVars, vcpuVars, life, count, invalid, listVars, owns, queue, zapVars, rcuVars,
                 hostVars>>

Terminating ==  \* every task rests: the end, not a deadlock
  /\ \A t \in Task : pc[t] \in {"Idle", "Done", "ProcessWork"}
  /\ queue = <<>>
  /\ UNCHANGED vars

TaskStep(t) ==
  \/ WriteLock(t) \/ ReadLock(t) \/ UnlockMmu(t) \/ CondResched(t) \/ RetakeMmuLock(t)
  \/ ZapSpte(t) \/ FreezeSpte(t) \/ ClearSpte(t) \/ VisitSpte(t)
  \/ PutRoot(t) \/ MarkInvalid(t) \/ SetRefcountOne(t) \/ QueueRoot(t) \/ PutOwnerRef(t)
  \/ UnlinkRoot(t) \/ CallRcu(t) \/ FindRoot(t) \/ GetRoot(t) \/ LoadInvalid(t) \/ TestInvalid(t)
ZapperStep(z) == LockSlots(z) \/ UnlockSlots(z) \/ InvalidateRoots(z) \/ RequestReload(z)
                 \/ NextInvalidatedRoot(z) \/ TestScheduled(z) \/ ClearScheduled(z)
                 \/ FlushWorkqueue(z)
AgerStep(a)   == NextRootRcu(a) \/ ReadSpte(a) \/ ClearAccessed(a)
VcpuStep(v)   == AllocRoot(v) \/ IsPageFaultStale(v) \/ MapPage(v)

Next ==
  \/ \E t \in Task : TaskStep(t)
  \/ \E z \in Zapper : ZapAllFast(z) \/ ZapperStep(z)
  \/ \E v \in Vcpu : FreeRoots(v) \/ VcpuStep(v) \/ EnterGuest(v) \/ ExitGuest(v)
  \/ \E v \in Vcpu, g \in Gfn : HandleFault(v, g)
  \/ \E v \in Vcpu, r \in Root : LoadRoot(v, r)
  \/ \E n \in Notifier : InvalidateRangeStart(n)
  \/ \E w \in Worker : ProcessWork(w)
  \/ \E h \in Walker : WalkRoots(h)
  \/ \E a \in Ager : AgeRange(a) \/ AgerStep(a)
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
  /\ \A v \in Vcpu : WF_vars(VcpuStep(v)) /\ WF_vars(ExitGuest(v)) /\ WF_vars(DropObsolete(v))
  /\ \A w \in Worker : WF_vars(ProcessWork(w))
  /\ \A a \in Ager : WF_vars(AgerStep(a))
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
RECURSIVE Owned(_, _)
Owned(tasks, r) ==
  IF tasks = {} THEN 0
  ELSE LET t == CHOOSE x \in tasks : TRUE
       IN  (IF owns[t][r] > 0 THEN owns[t][r] ELSE 0) + Owned(tasks \ {t}, r)
(* S5. A root's refcount is the number of references that somebody answers   *)
(* for, and no reference is put below zero.                                  *)
RefExact ==
  \A r \in Root : count[r] = Owned(Task, r) + (IF HasOwnRef THEN Queued(r) ELSE 0)
                             + (IF mmuRef[r] > 0 THEN 1 ELSE 0)
(* S6. Nobody touches a root after RCU has freed it.                         *)
NoRootUAF == "use-after-free: root" \notin splat
(* S7. A root is unlinked and freed once, has one zap-owner, and nobody puts *)
(* a reference that was never given.                                         *)
FreeOnce ==
  /\ splat \cap {"list_del corruption", "double call_rcu", "second zap-owner: root"} = {}
  /\ \A t \in Task, r \in Root : owns[t][r] >= 0
  /\ \A r \in Root : mmuRef[r] >= 0
(* S7, with a reference of the TDP MMU's own: only an invalid root sees its  *)
(* final put.                                                                *)
FinalPutInvalid == "final put of a valid root" \notin splat
(* S8. A root that is handed to RCU maps nothing.                            *)
EmptyAtFree == \A r \in Root, g \in Gfn : life[r] \in {"freeing", "freed"} => spte[r][g] # "present"
FastZapReturned(z) == pc[z] \in {"UnlockSlots", "Done"}
(* S9. When a fast zap returns, no root that existed when it invalidated     *)
(* them maps anything.                                                       *)
FastZapComplete ==
  \A z \in Zapper : FastZapReturned(z) =>
    \A r \in seen[z], g \in Gfn : Live(r) => spte[r][g] # "present"

(* S10. Nothing is mapped into an invalid root, and no vCPU is in the guest  *)
(* with one once the section that invalidated it has ended.                  *)
InvalidIsDead ==
  /\ "insert into an invalid root" \notin splat
  /\ \A v \in guest : invalid[loaded[v]] => \E z \in Zapper : pc[z] = "RequestReload" /\ writer = z
(* At most one valid root: all vCPUs have the same role.                     *)
OneValidRoot == Cardinality({r \in Root : life[r] = "listed" /\ ~invalid[r]}) <= 1
(* L8. Nobody holds mmu_lock over more than one SPTE without a chance to     *)
(* yield.                                                                    *)
BoundedHold ==
  \A t \in Task : pc[t] \in {"ZapSpte", "FreezeSpte", "VisitSpte"} /\ iter[t].gfn # iter[t].yielded
                 => MayYield(t)

Reachable == {g \in Gfn : \E r \in Root : Live(r) /\ spte[r][g] = "present"}
Primary == INSTANCE SecondaryMmu WITH
  Frame <- Gfn, reach <- Reachable, told <- returned,
  gone <- {g \in Gfn : page[g] # "mapped"}, dead <- {r \in Root : life[r] = "freed"}
(* The contract that the primary MM relies on: this module refines it.       *)
Refines == Primary!Spec
(* Every step is one that the contract of the primary MM allows.             *)
Contract == [][Primary!Next]_(Primary!contract)

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
ReachAgeInvalid == ~\E a \in Ager : pc[a] = "ReadSpte" /\ invalid[iter[a].root]
ReachAgeUnlinked == ~\E a \in Ager : pc[a] = "ReadSpte" /\ life[iter[a].root] = "freeing"
ReachAgeZapped ==
  ~\E a \in Ager : pc[a] = "ClearAccessed" /\ spte[iter[a].root][iter[a].gfn] # "present"
ReachAgeFromUnlinked ==
  ~\E a \in Ager : /\ pc[a] = "NextRootRcu" /\ iter[a].root # None
                  /\ life[iter[a].root] = "freeing" /\ nxt[iter[a].root] # None
ReachFaultMaps == \A v \in Vcpu : pc[v] # "MapPage"
ReachFaultMeetsInvalid == ~\E v \in Vcpu : pc[v] = "IsPageFaultStale" /\ invalid[loaded[v]]
ReachKick == ~\E z \in Zapper : pc[z] = "RequestReload" /\ guest # {}
ReachSecondLookupFinds == ~\E v \in Vcpu : pc[v] = "AllocRoot" /\ head # None /\ ~invalid[head]
ReachHeldWhileInvalid == ~\E v \in Vcpu : loaded[v] # None /\ invalid[loaded[v]]
=============================================================================
