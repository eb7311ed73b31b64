------------------------------- MODULE KvmMmu -------------------------------
(* The TDP MMU as a whole: roots and what they map, the page faults that     *)
(* fill them, the mmu_notifier, the fast zap with its memslot, the exit of   *)
(* the host process, TLBs, and two free lists: tables go through RCU, guest  *)
(* pages back to the host.  It composes RootLifetime and NotifierFault and   *)
(* follows the kernel of v5.18 (ZapInWorker) and of v6.10 (OwnReference).    *)
(*                                                                           *)
(* Steps are those of the two modules, but where nobody can tell the         *)
(* difference in the whole either: a fault starts with its snapshot and its  *)
(* look at the memslots; in_progress and the hull are raised together, under *)
(* mmu_lock for write, and seq and in_progress changed so; active changes    *)
(* with the start and with the end; a fault that ends puts its page.  vCPUs  *)
(* are told to drop their roots in the step that invalidates those.          *)
(*                                                                           *)
(* Left out: page-table pages (a root is one flat set of SPTEs), huge leafs, *)
(* the two modules' own mistakes, several memslots, weak memory orders.      *)
EXTENDS Integers, Sequences, FiniteSets
CONSTANTS
  None,           \* no task, no root, no page
  Vcpu,           \* vCPUs: load and free roots, take page faults
  Notifier,       \* tasks of the primary MM that invalidate NotifierRange
  Zapper,         \* the task that does a fast zap, once
  Worker,         \* kworkers of the zap workqueue
  Releaser,       \* the task that ends the host process, once
  Root,           \* pages that may become roots
  Gfn,            \* guest frames 0 .. n-1; frame g starts out backed by the g-th page
  Pages,          \* number of host pages
  RootsAtStart,   \* the root that vCPUs have loaded at first, or {}
  OtherAtStart,   \* a second root, for a second role, or {}
  OtherVcpu,      \* the vCPUs that have loaded that one
  MappedAtStart,  \* frames that the root at start maps
  OtherMapped,    \* frames that the second root maps
  NotifierRange,  \* frames that a notifier invalidates: an interval
  Invalidations,  \* how often each notifier may invalidate
  Loads,          \* how often each vCPU may load a root
  Faults,         \* how many page faults each vCPU may take
  Guest,          \* vCPUs whose guest runs and fills a TLB
  Puts,           \* vCPUs that may free their root
  DeletesSlot     \* zappers that delete the memslot, which does a fast zap
CONSTANTS         \* the rules; FALSE restores a design or a mistake
  NoYieldAtZero,  \* the zap of an unlinked root with refcount 0 does not yield
  KeepReachable,  \* a final put marks the root invalid, sets its refcount back
                  \* to 1 and zaps it while it is still on the list
  ZapInWorker,    \* ... and leaves that zap to a kworker
  OwnReference,   \* the TDP MMU has a reference of its own to every valid root
  CountOwners,    \* the refcount of a new root is the number of its owners
  AllocUnderRead, \* roots are allocated with mmu_lock held for read
  GiftEachZapper, \* invalidating takes a reference also to an invalid root
  WalkAllRoots,   \* the notifier's walk visits invalid roots too
  WritebackLast,  \* a zap under a read lock writes dirty and accessed back at its end
  FreeByRcu,      \* a root is freed after a grace period
  CheckRootInFault, \* a page fault does not map into an invalid root
  CountBeforeZap, \* range_start() raises the count before it zaps
  FilterByRange,  \* an open invalidation concerns only the frames in the hull
  CarryFlush,     \* a flush that one root owes is owed in the next root, too
  FlushAtLoad,    \* a vCPU that has loaded a root flushes its own TLB
  ZapBeforeSwap,  \* the memslot is gone only after the fast zap has returned
  WaitForFaults,  \* a swap of memslots waits for faults that saw the old ones
  RaiseOnce,      \* range_start() raises the count once
  PutAtRetry,     \* a fault that retries puts GUP's reference, too
  PutOnce,        \* ... and nobody puts it again
  WriterWaits     \* who takes mmu_lock for write waits until its readers are gone
ASSUME ConstantsOK ==
  /\ Cardinality(RootsAtStart) <= 1 /\ Cardinality(OtherAtStart) <= 1
  /\ RootsAtStart \cup OtherAtStart \subseteq Root /\ RootsAtStart \cap OtherAtStart = {}
  /\ OtherVcpu \subseteq Vcpu /\ (OtherAtStart = {} <=> OtherVcpu = {})
  /\ OtherAtStart # {} => RootsAtStart # {} /\ Loads = 0  \* a load looks for one role
  /\ Gfn = 0 .. Cardinality(Gfn) - 1 /\ Cardinality(Gfn) <= Pages /\ Pages \in 1 .. 4
  /\ MappedAtStart \cup OtherMapped \subseteq Gfn
  /\ \E a, b \in Gfn : NotifierRange = a .. b /\ a <= b
  /\ Loads \in Nat /\ Faults \in Nat /\ Invalidations \in Nat
  /\ Guest \subseteq Vcpu /\ Puts \subseteq Vcpu /\ DeletesSlot \subseteq Zapper
  /\ Cardinality(Zapper) <= 1 /\ Cardinality(Releaser) <= 1
  /\ {NoYieldAtZero, KeepReachable, ZapInWorker, OwnReference, CountOwners, AllocUnderRead,
      GiftEachZapper, WalkAllRoots, WritebackLast, FreeByRcu, CheckRootInFault, CountBeforeZap,
      FilterByRange, CarryFlush, FlushAtLoad, ZapBeforeSwap, WaitForFaults, RaiseOnce, PutAtRetry,
      PutOnce, WriterWaits} \subseteq BOOLEAN
ASSUME OneDesign   == ~(OwnReference /\ ZapInWorker) /\ (Zapper # {} => (KeepReachable \/ OwnReference))
ASSUME CountedHull == FilterByRange => CountBeforeZap  \* a range is added to an open count

PageNames == <<"p0", "p1", "p2", "p3">>
Page      == {PageNames[i] : i \in 1 .. Pages}
Task      == Vcpu \cup Notifier \cup Zapper \cup Worker \cup Releaser

VARIABLES
  pc,         \* the step each task takes next
  iter,       \* what each task is doing: struct tdp_iter and its caller's locals
  fault,      \* per vCPU: struct kvm_page_fault
  inv,        \* per notifier: struct mmu_notifier_range
  writer,     \* mmu_lock: the task that holds it for write
  readers,    \* mmu_lock: the tasks that hold it for read
  loaded,     \* vcpu->arch.mmu->root
  topped,     \* the page that mmu_topup_memory_caches() got for each vCPU
  reload,     \* vCPUs with a pending KVM_REQ_MMU_FREE_OBSOLETE_ROOTS
  loads, faults, invalidationsLeft,  \* budgets
  life,       \* unborn, listed, unlinked, freeing (call_rcu), freed
  count,      \* root->tdp_mmu_root_count
  invalid,    \* root->role.invalid
  head,       \* kvm->arch.tdp_mmu_roots
  nxt,        \* root->link.next; kept by list_del_rcu()
  spte,       \* the root's SPTEs: a page, "frozen" or None
  owns,       \* references each task answers for
  mmuRef,     \* references the TDP MMU itself answers for
  scheduled,  \* root->tdp_mmu_scheduled_root_to_zap
  hadOwner,   \* roots that have had a zap-owner
  queue,      \* kvm->arch.tdp_mmu_zap_wq
  gifts,      \* roots to which a fast zap took a reference
  seen,       \* roots that existed when a fast zap invalidated them
  rcu,        \* tasks inside rcu_read_lock()
  grace,      \* tasks that the grace period of a root waits for
  slot,       \* the memslot: valid, invalid (KVM_MEMSLOT_INVALID: on its way out), none
  seq,        \* kvm->mmu_invalidate_seq
  inProgress, \* kvm->mmu_invalidate_in_progress
  hull,       \* kvm->mmu_invalidate_range_start and _end
  active,     \* kvm->mn_active_invalidate_count
  tlb,        \* per vCPU with a guest and frame: what the hardware has cached
  hpte,       \* per frame: the host's PTE for its hva
  owner,      \* per page: the guest's memory, free, or somebody else's
  refs,       \* per page: reference count; the host's mappings count too
  splat       \* what a debug kernel has printed
lockVars == <<writer, readers>>
vcpuRest == <<topped, reload, loads>>
listVars == <<head, nxt>>
zapVars  == <<mmuRef, scheduled, hadOwner, gifts, seen>>
rcuVars  == <<rcu, grace>>
rootVars == <<life, count, invalid, listVars, owns, queue, zapVars>>
counts   == <<seq, inProgress, hull, active>>
host     == <<hpte, owner, refs>>
budgets  == <<faults, invalidationsLeft>>
vars == <<pc, iter, fault, inv, lockVars, loaded, vcpuRest, budgets, rootVars, spte, rcuVars, slot,
          counts, tlb, host, splat>>

Rest    == [op |-> "none", root |-> None, next |-> None, put |-> None, gfn |-> 0, yielded |-> 0,
            old |-> None, flush |-> FALSE, owed |-> FALSE]
NoFault == [gfn |-> None, mmu_seq |-> 0, pfn |-> None, retry |-> FALSE]
NoInv   == [op |-> "none", page |-> None]
Unset   == [start |-> None, end |-> None]
Saturated == -1  \* REFCOUNT_SATURATED
UseAfterFree(r) == IF life[r] = "freed" THEN {"use-after-free: root"} ELSE {}
Underflow(r)    == IF count[r] <= 0 THEN {"refcount underflow"} ELSE {}
Taken(p)        == owner[p] # "guest"
IsPage(s)       == s # None /\ s # "frozen"
(* Zapping a leaf writes its dirty and accessed bits back to the struct page. *)
Writeback(s)    == IF IsPage(s) /\ Taken(s) THEN {"use-after-free: page"} ELSE {}

TypeOK ==
  /\ pc \in [Task -> {"Idle", "Done", "ReadLock", "WriteLock", "UnlockMmu", "CondResched",
       "RetakeMmuLock", "InvalidateRoots", "FlushWorkqueue", "NextInvalidatedRoot", "FindRoot",
       "GetRoot", "ZapSpte", "FreezeSpte", "ClearSpte", "PutRoot", "MarkInvalid", "SetRefcountOne",
       "QueueRoot", "PutOwnerRef", "UnlinkRoot", "CallRcu", "AllocRoot", "ProcessWork",
       "TestScheduled", "ClearScheduled", "IsPageFaultStale", "MapPage", "HvaToPfn", "RaiseCount",
       "FlushRemoteTlbs", "ChangePte", "RaiseSeq", "SwapMemslots", "SynchronizeSrcu"}]
  /\ iter \in [Task -> [op : {"none", "put", "load", "start", "invalidate", "zap", "work", "fault",
                              "release"},
       root : Root \cup {None}, next : Root \cup {None}, put : Root \cup {None},
       gfn : Gfn, yielded : Gfn, old : Page \cup {None}, flush : BOOLEAN, owed : BOOLEAN]]
  /\ fault \in [Vcpu -> [gfn : Gfn \cup {None}, mmu_seq : Nat, pfn : Page \cup {None},
                         retry : BOOLEAN]]
  /\ inv \in [Notifier -> [op : {"none", "start", "end"}, page : Page \cup {None}]]
  /\ writer \in Task \cup {None} /\ readers \subseteq Task
  /\ loaded \in [Vcpu -> Root \cup {None}] /\ topped \in [Vcpu -> Root \cup {None}]
  /\ reload \subseteq Vcpu /\ loads \in [Vcpu -> 0 .. Loads] /\ faults \in [Vcpu -> 0 .. Faults]
  /\ invalidationsLeft \in [Notifier -> 0 .. Invalidations]
  /\ life \in [Root -> {"unborn", "listed", "unlinked", "freeing", "freed"}]
  /\ count \in [Root -> Saturated .. Cardinality(Task) + 2] /\ invalid \in [Root -> BOOLEAN]
  /\ head \in Root \cup {None} /\ nxt \in [Root -> Root \cup {None}]
  /\ spte \in [Root -> [Gfn -> Page \cup {None, "frozen"}]]
  /\ owns \in [Task -> [Root -> -2 .. 2]] /\ mmuRef \in [Root -> -2 .. 1]
  /\ scheduled \subseteq Root /\ hadOwner \subseteq Root /\ queue \in Seq(Root)
  /\ gifts \in [Zapper -> SUBSET Root] /\ seen \in [Zapper -> SUBSET Root]
  /\ rcu \subseteq Task /\ grace \in [Root -> SUBSET Task]
  /\ slot \in {"valid", "invalid", "none"}
  /\ seq \in Nat /\ inProgress \in Int /\ active \in Nat
  /\ hull \in {Unset} \cup [start : Nat, end : Nat]
  /\ tlb \in [Guest -> [Gfn -> Page \cup {None}]]
  /\ hpte \in [Gfn -> Page \cup {None}] /\ owner \in [Page -> {"guest", "free", "other"}]
  /\ refs \in [Page -> Nat]
  /\ splat \subseteq {"use-after-free: root", "use-after-free: page", "refcount underflow",
                      "list_del corruption", "double call_rcu", "second zap-owner: root",
                      "final put of a valid root", "insert into an invalid root",
                      "guest access to a freed page"}

FirstOf(S) == IF S = {} THEN None ELSE CHOOSE x \in S : TRUE
AtStart(r) == r \in RootsAtStart \cup OtherAtStart
Holders(r) == IF r \in OtherAtStart THEN OtherVcpu
              ELSE IF r \in RootsAtStart THEN Vcpu \ OtherVcpu ELSE {}
Init ==
  /\ pc = [t \in Task |-> CASE t \in Worker -> "ProcessWork"
                            [] t \in Notifier /\ Invalidations = 0 -> "Done"
                            [] OTHER -> "Idle"]
  /\ iter = [t \in Task |-> Rest] /\ fault = [v \in Vcpu |-> NoFault]
  /\ inv = [n \in Notifier |-> NoInv]
  /\ writer = None /\ readers = {}
  /\ loaded = [v \in Vcpu |-> IF v \in OtherVcpu THEN FirstOf(OtherAtStart) ELSE FirstOf(RootsAtStart)]
  /\ topped = [v \in Vcpu |-> None] /\ reload = {}
  /\ loads = [v \in Vcpu |-> Loads] /\ faults = [v \in Vcpu |-> Faults]
  /\ invalidationsLeft = [n \in Notifier |-> Invalidations]
  /\ life = [r \in Root |-> IF AtStart(r) THEN "listed" ELSE "unborn"]
  /\ count = [r \in Root |-> Cardinality(Holders(r)) + IF AtStart(r) /\ OwnReference THEN 1 ELSE 0]
  /\ invalid = [r \in Root |-> FALSE]
  /\ head = (IF OtherAtStart = {} THEN FirstOf(RootsAtStart) ELSE FirstOf(OtherAtStart))
  /\ nxt = [r \in Root |-> IF r \in OtherAtStart THEN FirstOf(RootsAtStart) ELSE None]
  /\ spte = [r \in Root |-> [g \in Gfn |->
       IF (r \in RootsAtStart /\ g \in MappedAtStart) \/ (r \in OtherAtStart /\ g \in OtherMapped)
       THEN PageNames[g + 1] ELSE None]]
  /\ owns = [t \in Task |-> [r \in Root |-> IF t \in Holders(r) THEN 1 ELSE 0]]
  /\ mmuRef = [r \in Root |-> IF AtStart(r) /\ OwnReference THEN 1 ELSE 0]
  /\ scheduled = {} /\ hadOwner = {} /\ queue = <<>>
  /\ gifts = [z \in Zapper |-> {}] /\ seen = [z \in Zapper |-> {}]
  /\ rcu = {} /\ grace = [r \in Root |-> {}]
  /\ slot = "valid" /\ seq = 0 /\ inProgress = 0 /\ active = 0 /\ hull = Unset
  /\ tlb = [v \in Guest |-> [g \in Gfn |-> None]]
  /\ hpte = [g \in Gfn |-> PageNames[g + 1]]
  /\ owner = [p \in Page |-> IF \E g \in Gfn : hpte[g] = p THEN "guest" ELSE "free"]
  /\ refs = [p \in Page |-> Cardinality({g \in Gfn : hpte[g] = p})]
  /\ splat = {}

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
Max(S) == CHOOSE x \in S : \A y \in S : x >= y

(* A notifier zaps its range; everybody else, and every final put, the whole *)
(* tree.                                                                     *)
RangeOf(t, it) == IF t \in Notifier /\ it.put = None THEN NotifierRange ELSE Gfn
WritesWhenZapping(t) == t \in Notifier \cup Releaser
Zapping(t, it) == [it EXCEPT !.gfn = Min(RangeOf(t, it)), !.yielded = Min(RangeOf(t, it))]
ZapStep(t)     == IF WritesWhenZapping(t) THEN "ZapSpte" ELSE "FreezeSpte"
Zapped(t)      == IF iter[t].put = None THEN iter[t].root ELSE iter[t].put
FinalStep      == IF OwnReference \/ ~KeepReachable THEN "UnlinkRoot" ELSE "MarkInvalid"
HasOwnRef      == KeepReachable \/ OwnReference  \* who zaps has a reference to put

(* A notifier's walk enters a tree, and ends.                                *)
Entering(t, it) == Zapping(t, IF CarryFlush THEN it
                              ELSE [it EXCEPT !.owed = @ \/ it.flush, !.flush = FALSE])
Ending(it) == [it EXCEPT !.next = None, !.root = None, !.flush = @ \/ it.owed, !.owed = FALSE]
AfterFlush(it) == IF it.flush THEN "FlushRemoteTlbs" ELSE "UnlockMmu"
WalkOver(it) == CASE it.op = "load" -> "AllocRoot"
                  [] it.op = "start" -> IF CountBeforeZap THEN AfterFlush(Ending(it)) ELSE "RaiseCount"
                  [] OTHER -> "UnlockMmu"

(* What follows the walk of a tree: label and context.                       *)
AfterTree(it) ==
  LET over == [it EXCEPT !.gfn = 0, !.yielded = 0]
      put  == [over EXCEPT !.put = it.root]
  IN  CASE it.put # None  -> [label |-> IF KeepReachable THEN "PutOwnerRef" ELSE "CallRcu", it |-> over]
        [] it.op = "work" -> [label |-> IF HasOwnRef THEN "PutRoot" ELSE "CallRcu", it |-> put]
        [] it.op = "zap"  -> [label |-> "PutRoot", it |-> put]
        [] OTHER          -> [label |-> "FindRoot", it |-> over]

(* tdp_iter_next(): the next SPTE, or what follows the walk of this tree.    *)
AdvanceWith(t, flush) ==
  LET it   == [iter[t] EXCEPT !.old = None, !.flush = flush]
      left == {g \in RangeOf(t, it) : g > it.gfn}
  IN  IF left # {}
      THEN /\ Goto(t, ZapStep(t), [it EXCEPT !.gfn = Min(left)])
           /\ UNCHANGED rcuVars
      ELSE /\ Goto(t, AfterTree(it).label, AfterTree(it).it)
           /\ RcuRead(rcu \ {t})
Advance(t) == AdvanceWith(t, iter[t].flush)

(* The return of kvm_tdp_mmu_put_root() to its caller: where to, and who is  *)
(* inside RCU then.                                                          *)
PutReturn(t) ==
  LET it   == [iter[t] EXCEPT !.put = None]
      gift == iter[t].put = it.root  \* the reference that a fast zap was given
  IN  CASE it.op \in {"put", "work"} ->
             [label |-> "UnlockMmu", it |-> [it EXCEPT !.root = None], rcu |-> rcu]
        [] it.op = "zap" /\ ~OwnReference ->
             [label |-> "NextInvalidatedRoot", it |-> it, rcu |-> rcu]
        [] it.root = None -> [label |-> WalkOver(it), it |-> Ending(it), rcu |-> rcu]
        [] it.op = "zap" -> [label |-> IF gift THEN "FindRoot" ELSE "TestScheduled", it |-> it,
                             rcu |-> rcu]
        [] OTHER -> [label |-> ZapStep(t), it |-> Entering(t, it), rcu |-> rcu \cup {t}]
DropsLoaded(t) == IF iter[t].op = "put" THEN [loaded EXCEPT ![t] = None] ELSE loaded
PutReturns(t) == /\ Goto(t, PutReturn(t).label, PutReturn(t).it)
                 /\ RcuRead(PutReturn(t).rcu)
                 /\ loaded' = DropsLoaded(t)

-----------------------------------------------------------------------------
(* mmu_lock: a read-write lock.                                              *)

CanWrite == writer = None /\ (WriterWaits => readers = {})
CanRead  == writer = None
ZapPhase == IF OwnReference THEN "FindRoot" ELSE "NextInvalidatedRoot"

WriteLock(t) ==  \* write_lock(&kvm->mmu_lock)
  /\ pc[t] = "WriteLock" /\ CanWrite
  /\ writer' = t
  /\ Goto(t, CASE iter[t].op = "load"       -> "AllocRoot"
               [] iter[t].op = "start"      -> IF CountBeforeZap THEN "RaiseCount" ELSE "FindRoot"
               [] iter[t].op = "none"       -> "RaiseSeq"
               [] iter[t].op = "release"    -> "FindRoot"
               [] iter[t].op = "invalidate" -> "InvalidateRoots", iter[t])
  /\ UNCHANGED <<fault, inv, readers, loaded, vcpuRest, budgets, rootVars, spte, rcuVars, slot,
                 counts, tlb, host, splat>>

ReadLock(t) ==  \* read_lock(&kvm->mmu_lock)
  /\ pc[t] = "ReadLock" /\ CanRead
  /\ readers' = readers \cup {t}
  /\ CASE iter[t].op = "put"   -> Goto(t, "PutRoot", iter[t]) /\ UNCHANGED rcuVars
       [] iter[t].op = "zap"   -> Goto(t, ZapPhase, iter[t]) /\ UNCHANGED rcuVars
       [] iter[t].op = "load"  -> Goto(t, "FindRoot", iter[t]) /\ UNCHANGED rcuVars
       [] iter[t].op = "fault" -> Goto(t, "IsPageFaultStale", iter[t]) /\ UNCHANGED rcuVars
       [] iter[t].op = "work"  -> Goto(t, "FreezeSpte", Zapping(t, iter[t])) /\ RcuRead(rcu \cup {t})
  /\ UNCHANGED <<fault, inv, writer, loaded, vcpuRest, budgets, rootVars, spte, slot, counts, tlb,
                 host, splat>>

Unlock(t) == /\ writer' = (IF writer = t THEN None ELSE writer)
             /\ readers' = readers \ {t}
EndFault(v) == fault' = [fault EXCEPT ![v] = NoFault]
(* How often the reference from GUP is put: by the retry, and by whom it is  *)
(* not for.                                                                  *)
TimesPut(v) == (IF fault[v].retry /\ ~PutAtRetry THEN 0 ELSE 1) + IF PutOnce THEN 0 ELSE 1
ZapReturns(z) == Goto(z, IF z \in DeletesSlot /\ ZapBeforeSwap THEN "SwapMemslots" ELSE "Done", Rest)
NotifierRests(n) == IF invalidationsLeft[n] = 0 THEN "Done" ELSE "Idle"

(* A load ends with a flush of the vCPU's own TLB, a fault with the put of   *)
(* its page, range_end() with the lowering of the active count.              *)
UnlockMmu(t) ==  \* {read,write}_unlock(&kvm->mmu_lock); a notifier's start returns
  /\ pc[t] = "UnlockMmu"
  /\ Unlock(t)
  /\ CASE iter[t].op \in {"put", "load", "fault"} -> Goto(t, "Idle", Rest)
       [] iter[t].op = "work" -> Goto(t, "ProcessWork", Rest)
       [] iter[t].op = "invalidate" -> IF ZapInWorker THEN Goto(t, "FlushWorkqueue", Rest)
                                       ELSE Goto(t, "ReadLock", [Rest EXCEPT !.op = "zap"])
       [] iter[t].op = "zap" -> ZapReturns(t)
       [] iter[t].op \in {"start", "release"} -> Goto(t, "ChangePte", Rest)
       [] iter[t].op = "none" -> Goto(t, NotifierRests(t), Rest)
  /\ topped' = (IF iter[t].op = "load" THEN [topped EXCEPT ![t] = None] ELSE topped)
  /\ tlb' = (IF iter[t].op = "load" /\ t \in Guest /\ FlushAtLoad
             THEN [tlb EXCEPT ![t] = [g \in Gfn |-> None]] ELSE tlb)
  /\ IF iter[t].op = "fault"
     THEN EndFault(t) /\ refs' = [refs EXCEPT ![fault[t].pfn] = @ - TimesPut(t)]
     ELSE UNCHANGED <<fault, refs>>
  /\ IF t \in Notifier /\ iter[t].op = "none"
     THEN active' = active - 1 /\ inv' = [inv EXCEPT ![t] = NoInv]
     ELSE UNCHANGED <<active, inv>>
  /\ UNCHANGED <<loaded, reload, loads, budgets, rootVars, spte, rcuVars, slot, seq, inProgress,
                 hull, hpte, owner, splat>>

(* tdp_mmu_iter_cond_resched(): may drop mmu_lock and RCU, but only after    *)
(* progress since the last yield.  A final put at refcount 0 must not.       *)
MayYield(t) == /\ pc[t] \in {"ZapSpte", "FreezeSpte"} /\ iter[t].gfn # iter[t].yielded
               /\ (iter[t].put # None /\ ~KeepReachable) => ~NoYieldAtZero
FlushTlbs == tlb' = [v \in Guest |-> [g \in Gfn |-> None]]
FlushForYield(n) ==  \* tdp_mmu_iter_cond_resched(): kvm_flush_remote_tlbs(), mmu_lock for write
  /\ MayYield(n) /\ iter[n].flush
  /\ FlushTlbs
  /\ Goto(n, "CondResched", [iter[n] EXCEPT !.flush = FALSE])
  /\ UNCHANGED <<fault, inv, lockVars, loaded, vcpuRest, budgets, rootVars, spte, rcuVars, slot,
                 counts, host, splat>>

CondResched(t) ==  \* tdp_mmu_iter_cond_resched(): cond_resched_rwlock_write() drops mmu_lock
  /\ pc[t] = "CondResched" \/ (MayYield(t) /\ ~iter[t].flush)
  /\ Unlock(t)
  /\ Goto(t, "RetakeMmuLock", [iter[t] EXCEPT !.yielded = iter[t].gfn])
  /\ RcuRead(rcu \ {t})
  /\ UNCHANGED <<fault, inv, loaded, vcpuRest, budgets, rootVars, spte, slot, counts, tlb, host,
                 splat>>

RetakeMmuLock(t) ==  \* the other half of cond_resched_rwlock_{read,write}()
  /\ pc[t] = "RetakeMmuLock"
  /\ IF WritesWhenZapping(t)
     THEN CanWrite /\ writer' = t /\ UNCHANGED readers
     ELSE CanRead /\ readers' = readers \cup {t} /\ UNCHANGED writer
  /\ Goto(t, ZapStep(t), iter[t]) /\ RcuRead(rcu \cup {t})
  /\ UNCHANGED <<fault, inv, loaded, vcpuRest, budgets, rootVars, spte, slot, counts, tlb, host,
                 splat>>

-----------------------------------------------------------------------------
(* Zapping one tree.  Only a notifier owes a flush: the exit of the process  *)
(* leaves no guest, and an invalid root is left through a load, which        *)
(* flushes.                                                                  *)

ZapSpte(t) ==  \* tdp_mmu_iter_set_spte() and handle_changed_spte(), mmu_lock W
  /\ pc[t] = "ZapSpte"
  /\ LET r == Zapped(t)
         s == spte[r][iter[t].gfn]
     IN  /\ spte' = [spte EXCEPT ![r][iter[t].gfn] = None]
         /\ splat' = splat \cup UseAfterFree(r) \cup Writeback(s)
         /\ AdvanceWith(t, iter[t].flush \/ (t \in Notifier /\ Guest # {} /\ IsPage(s)))
  /\ UNCHANGED <<fault, inv, lockVars, loaded, vcpuRest, budgets, rootVars, slot, counts, tlb, host>>

(* Another zapper passes a frozen SPTE: what that one has yet to write back  *)
(* is its freezer's affair.                                                  *)
FreezeSpte(t) ==  \* tdp_mmu_zap_spte_atomic(): cmpxchg to REMOVED_SPTE, mmu_lock R
  /\ pc[t] = "FreezeSpte"
  /\ LET r == Zapped(t)
         s == spte[r][iter[t].gfn]
     IN  /\ IF IsPage(s)
            THEN /\ spte' = [spte EXCEPT ![r][iter[t].gfn] = "frozen"]
                 /\ Goto(t, "ClearSpte", [iter[t] EXCEPT !.old = s])
                 /\ UNCHANGED rcuVars
            ELSE Advance(t) /\ UNCHANGED spte
         /\ splat' = splat \cup UseAfterFree(r) \cup IF WritebackLast THEN {} ELSE Writeback(s)
  /\ UNCHANGED <<fault, inv, lockVars, loaded, vcpuRest, budgets, rootVars, slot, counts, tlb, host>>

ClearSpte(t) ==  \* tdp_mmu_zap_spte_atomic(): write non-present, then dirty/accessed, mmu_lock R
  /\ pc[t] = "ClearSpte"
  /\ LET r == Zapped(t)
     IN  /\ spte' = [spte EXCEPT ![r][iter[t].gfn] = None]
         /\ splat' = splat \cup UseAfterFree(r)
                     \cup IF WritebackLast THEN Writeback(iter[t].old) ELSE {}
  /\ Advance(t)
  /\ UNCHANGED <<fault, inv, lockVars, loaded, vcpuRest, budgets, rootVars, slot, counts, tlb, host>>

-----------------------------------------------------------------------------
(* kvm_tdp_mmu_put_root(), mmu_lock held in either mode.  iter.put names the *)
(* root until the put returns.                                               *)

(* refcount_dec_and_test()                                                   *)
Dec(t, r) ==
  /\ count' = [count EXCEPT ![r] = IF @ <= 0 THEN Saturated ELSE @ - 1]
  /\ owns' = [owns EXCEPT ![t][r] = @ - 1]
  /\ splat' = splat \cup UseAfterFree(r) \cup Underflow(r)

PutRoot(t) ==  \* refcount_dec_and_test(&root->tdp_mmu_root_count), mmu_lock held
  /\ pc[t] = "PutRoot"
  /\ LET r == iter[t].put
     IN  /\ Dec(t, r)
         /\ IF count[r] = 1
            THEN Goto(t, FinalStep, iter[t]) /\ UNCHANGED <<rcuVars, loaded>>
            ELSE PutReturns(t)
  /\ UNCHANGED <<fault, inv, lockVars, vcpuRest, budgets, life, invalid, listVars, queue, zapVars,
                 spte, slot, counts, tlb, host>>

MarkInvalid(t) ==  \* xchg(&root->role.invalid, true), mmu_lock held
  /\ pc[t] = "MarkInvalid"
  /\ LET r == iter[t].put
     IN  /\ invalid' = [invalid EXCEPT ![r] = TRUE]
         /\ Goto(t, IF invalid[r] THEN "UnlinkRoot" ELSE "SetRefcountOne", iter[t])
         /\ splat' = splat \cup UseAfterFree(r)
  /\ UNCHANGED <<fault, inv, lockVars, loaded, vcpuRest, budgets, life, count, listVars, owns, queue,
                 zapVars, spte, rcuVars, slot, counts, tlb, host>>

(* From here on the putter is the one task that must see the root zapped.    *)
SetRefcountOne(t) ==  \* refcount_set(&root->tdp_mmu_root_count, 1), mmu_lock held
  /\ pc[t] = "SetRefcountOne"
  /\ LET r == iter[t].put
     IN  /\ count' = [count EXCEPT ![r] = 1]
         /\ owns' = [owns EXCEPT ![t][r] = @ + 1]
         /\ hadOwner' = hadOwner \cup {r}
         /\ splat' = splat \cup UseAfterFree(r)
                     \cup IF r \in hadOwner THEN {"second zap-owner: root"} ELSE {}
  /\ IF ZapInWorker
     THEN Goto(t, "QueueRoot", iter[t]) /\ UNCHANGED rcuVars
     ELSE Goto(t, ZapStep(t), Zapping(t, iter[t])) /\ RcuRead(rcu \cup {t})
  /\ UNCHANGED <<fault, inv, lockVars, loaded, vcpuRest, budgets, life, invalid, listVars, queue,
                 mmuRef, scheduled, gifts, seen, spte, slot, counts, tlb, host>>

QueueRoot(t) ==  \* tdp_mmu_schedule_zap_root(): the work item takes the reference over, mmu_lock held
  /\ pc[t] = "QueueRoot"
  /\ LET r     == iter[t].put
         fresh == Queued(r) = 0  \* queue_work() of a queued item does nothing
     IN  /\ queue' = (IF fresh THEN Append(queue, r) ELSE queue)
         /\ owns' = [owns EXCEPT ![t][r] = IF HasOwnRef /\ fresh THEN @ - 1 ELSE @]
         /\ splat' = splat \cup UseAfterFree(r)
  /\ PutReturns(t)
  /\ UNCHANGED <<fault, inv, lockVars, vcpuRest, budgets, life, count, invalid, listVars, zapVars,
                 spte, slot, counts, tlb, host>>

PutOwnerRef(t) ==  \* kvm_tdp_mmu_put_root(): the zap's own reference, after a synchronous zap, mmu_lock held
  /\ pc[t] = "PutOwnerRef"
  /\ LET r == iter[t].put
     IN  /\ Dec(t, r)
         /\ IF count[r] = 1
            THEN Goto(t, "UnlinkRoot", iter[t]) /\ UNCHANGED <<rcuVars, loaded>>
            ELSE PutReturns(t)
  /\ UNCHANGED <<fault, inv, lockVars, vcpuRest, budgets, life, invalid, listVars, queue, zapVars,
                 spte, slot, counts, tlb, host>>

UnlinkRoot(t) ==  \* list_del_rcu(&root->link), under tdp_mmu_pages_lock, mmu_lock held
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
     ELSE Goto(t, ZapStep(t), Zapping(t, iter[t])) /\ RcuRead(rcu \cup {t})
  /\ UNCHANGED <<fault, inv, lockVars, loaded, vcpuRest, budgets, count, invalid, owns, queue,
                 zapVars, spte, slot, counts, tlb, host>>

CallRcu(t) ==  \* call_rcu(&root->rcu_head, tdp_mmu_free_sp_rcu_callback), mmu_lock held
  /\ pc[t] = "CallRcu"
  /\ LET r     == iter[t].put
         first == life[r] \notin {"freeing", "freed"}
     IN  /\ life' = [life EXCEPT ![r] = IF ~first THEN @ ELSE IF FreeByRcu THEN "freeing" ELSE "freed"]
         /\ splat' = splat \cup UseAfterFree(r) \cup IF first THEN {} ELSE {"double call_rcu"}
         /\ grace' = [grace EXCEPT ![r] = IF first /\ FreeByRcu THEN rcu ELSE @]
  /\ Goto(t, PutReturn(t).label, PutReturn(t).it)
  /\ rcu' = PutReturn(t).rcu /\ loaded' = DropsLoaded(t)
  /\ UNCHANGED <<fault, inv, lockVars, vcpuRest, budgets, count, invalid, listVars, owns, queue,
                 zapVars, spte, slot, counts, tlb, host>>

RcuFree(r) ==  \* the grace period ends: tdp_mmu_free_sp_rcu_callback()
  /\ life[r] = "freeing" /\ grace[r] = {}
  /\ life' = [life EXCEPT ![r] = "freed"]
  /\ UNCHANGED <<pc, iter, fault, inv, lockVars, loaded, vcpuRest, budgets, count, invalid, listVars,
                 owns, queue, zapVars, spte, rcuVars, slot, counts, tlb, host, splat>>

-----------------------------------------------------------------------------
(* tdp_mmu_next_root(): the next root on the list, with a reference, before  *)
(* the previous one is put.  iter.next is the candidate.                     *)

Visits(t, r) == CASE iter[t].op = "start" -> WalkAllRoots \/ ~invalid[r]
                  [] iter[t].op = "load"  -> ~invalid[r]
                  [] OTHER                -> TRUE
(* What a walk does in a root that it has reached.                           *)
Arrive(t, it) == CASE it.op = "zap"  -> Goto(t, "TestScheduled", it) /\ RcuRead(rcu \ {t})
                   [] it.op = "load" -> Goto(t, "UnlockMmu", [it EXCEPT !.root = None])
                                        /\ RcuRead(rcu \ {t})
                   [] OTHER -> Goto(t, ZapStep(t), Entering(t, it)) /\ RcuReenter(t)

FindRoot(t) ==  \* list_next_or_null_rcu() and the test of role.invalid, mmu_lock held
  /\ pc[t] = "FindRoot"
  /\ LET it   == iter[t]
         from == IF it.next # None THEN it.next ELSE it.root
         cand == IF from = None THEN head ELSE nxt[from]
     IN  /\ splat' = splat \cup (IF from = None THEN {} ELSE UseAfterFree(from))
                     \cup (IF cand = None THEN {} ELSE UseAfterFree(cand))
         /\ CASE cand = None /\ it.root = None ->
                   Goto(t, WalkOver(it), Ending(it)) /\ RcuRead(rcu \ {t})
              [] cand = None /\ it.root # None ->
                   /\ Goto(t, "PutRoot", [it EXCEPT !.next = None, !.put = it.root, !.root = None])
                   /\ RcuRead(rcu \ {t})
              [] cand # None -> /\ Goto(t, IF Visits(t, cand) THEN "GetRoot" ELSE "FindRoot",
                                        [it EXCEPT !.next = cand])
                                /\ RcuRead(rcu \cup {t})
  /\ UNCHANGED <<fault, inv, lockVars, loaded, vcpuRest, budgets, rootVars, spte, slot, counts, tlb,
                 host>>

GetRoot(t) ==  \* kvm_tdp_mmu_get_root(): refcount_inc_not_zero(), mmu_lock held
  /\ pc[t] = "GetRoot"
  /\ LET it == iter[t]
         r  == it.next
         held == [it EXCEPT !.root = r, !.next = None]
     IN  /\ splat' = splat \cup UseAfterFree(r) \cup IF count[r] < 0 THEN Underflow(r) ELSE {}
         /\ IF count[r] = 0
            THEN Goto(t, "FindRoot", it) /\ UNCHANGED <<count, owns, rcuVars, loaded>>
            ELSE /\ count' = [count EXCEPT ![r] = IF @ < 0 THEN Saturated ELSE @ + 1]
                 /\ owns' = [owns EXCEPT ![t][r] = @ + 1]
                 /\ IF it.root = None
                    THEN Arrive(t, held)
                    ELSE Goto(t, "PutRoot", [held EXCEPT !.put = it.root]) /\ RcuRead(rcu \ {t})
                 /\ loaded' = (IF it.op = "load" THEN [loaded EXCEPT ![t] = r] ELSE loaded)
  /\ UNCHANGED <<fault, inv, lockVars, vcpuRest, budgets, life, invalid, listVars, queue, zapVars,
                 spte, slot, counts, tlb, host>>

-----------------------------------------------------------------------------
(* vCPUs: their roots and their guests.                                      *)

(* The process that owns the memory ends: its vCPUs run no more.             *)
Exiting == \E x \in Releaser : pc[x] # "Idle"
Begin(t, label, it) ==  \* a task enters the kernel; nobody can see that yet
  /\ Goto(t, label, it)
  /\ UNCHANGED <<inv, lockVars, rootVars, spte, rcuVars, slot, seq, inProgress, hull, tlb, hpte,
                 splat>>

FreeRoots(v) ==  \* kvm_mmu_free_roots()
  /\ v \in Puts /\ pc[v] = "Idle" /\ loaded[v] # None
  /\ Begin(v, "ReadLock", [Rest EXCEPT !.op = "put", !.put = loaded[v]])
  /\ UNCHANGED <<fault, loaded, vcpuRest, budgets, active, owner, refs>>

LoadRoot(v, r) ==  \* kvm_mmu_load(); r: the page that mmu_topup_memory_caches() got
  /\ pc[v] = "Idle" /\ loaded[v] = None /\ loads[v] > 0 /\ ~Exiting
  /\ life[r] = "unborn" /\ \A u \in Vcpu : topped[u] # r
  /\ loads' = [loads EXCEPT ![v] = @ - 1]
  /\ topped' = [topped EXCEPT ![v] = r]
  /\ Begin(v, IF AllocUnderRead THEN "ReadLock" ELSE "WriteLock", [Rest EXCEPT !.op = "load"])
  /\ UNCHANGED <<fault, loaded, reload, budgets, active, owner, refs>>

AllocRoot(v) ==  \* kvm_tdp_mmu_get_vcpu_root_hpa(): mmu_lock W, or mmu_lock R and tdp_mmu_pages_lock
  /\ pc[v] = "AllocRoot"
  /\ LET Usable(r) == ~invalid[r] /\ count[r] # 0
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
  /\ UNCHANGED <<fault, inv, lockVars, vcpuRest, budgets, invalid, queue, scheduled, hadOwner, gifts,
                 seen, spte, rcuVars, slot, counts, tlb, host, splat>>

(* The vCPU is idle: it enters the guest, accesses and leaves.  A pending    *)
(* request is served first, so that no guest runs on an invalid root.        *)
Runs(v) == /\ loaded[v] # None /\ iter[v].op \notin {"load", "put"}
           /\ ~(v \in reload /\ invalid[loaded[v]]) /\ ~Exiting
GuestAccess(v, g) ==  \* the vCPU in guest mode; a TLB miss walks to the SPTE and caches it
  LET p == IF tlb[v][g] # None THEN tlb[v][g] ELSE spte[loaded[v]][g] IN
  /\ pc[v] = "Idle" /\ Runs(v) /\ IsPage(p)
  /\ tlb' = [tlb EXCEPT ![v][g] = p]
  /\ reload' = reload \ {v}
  /\ splat' = (IF Taken(p) THEN splat \cup {"guest access to a freed page"} ELSE splat)
  /\ UNCHANGED <<pc, iter, fault, inv, lockVars, loaded, topped, loads, budgets, rootVars, spte,
                 rcuVars, slot, counts, host>>

-----------------------------------------------------------------------------
(* The page fault.  One attempt: a stale one ends too, and the vCPU serves   *)
(* its requests before it faults again.                                      *)

(* Without a memslot there is nothing to map, and one that is going must be  *)
(* looked for again.                                                         *)
HandleFault(v, g) ==  \* direct_page_fault(): fault->mmu_seq = kvm->mmu_invalidate_seq, no lock
  /\ pc[v] = "Idle" /\ loaded[v] # None /\ faults[v] > 0 /\ ~Exiting
  /\ faults' = [faults EXCEPT ![v] = @ - 1]
  /\ IF slot = "valid"
     THEN /\ fault' = [fault EXCEPT ![v].gfn = g, ![v].mmu_seq = seq]
          /\ Begin(v, "HvaToPfn", [Rest EXCEPT !.op = "fault", !.gfn = g])
     ELSE UNCHANGED fault /\ Begin(v, "Idle", Rest)
  /\ UNCHANGED <<loaded, vcpuRest, invalidationsLeft, active, owner, refs>>

HvaToPfn(v) ==  \* hva_to_pfn(): get_user_pages() takes a page reference, no lock of KVM's
  /\ pc[v] = "HvaToPfn"
  /\ LET p == hpte[fault[v].gfn]
     IN  IF p = None  \* -EFAULT to user space
         THEN Goto(v, "Idle", Rest) /\ EndFault(v) /\ UNCHANGED refs
         ELSE /\ Goto(v, "ReadLock", iter[v])
              /\ fault' = [fault EXCEPT ![v].pfn = p]
              /\ refs' = [refs EXCEPT ![p] = @ + 1]
  /\ UNCHANGED <<inv, lockVars, loaded, vcpuRest, budgets, rootVars, spte, rcuVars, slot, counts, tlb,
                 hpte, owner, splat>>

FrameIn(h, g) == h # Unset /\ h.start <= g /\ g < h.end
OpenFor(g) == inProgress # 0 /\ (FilterByRange => FrameIn(hull, g))
IsPageFaultStale(v) ==  \* is_page_fault_stale(), mmu_lock R
  /\ pc[v] = "IsPageFaultStale"
  /\ LET r     == loaded[v]
         stale == \/ CheckRootInFault /\ invalid[r]
                  \/ OpenFor(fault[v].gfn)
                  \/ seq # fault[v].mmu_seq
     IN  /\ Goto(v, IF stale THEN "UnlockMmu" ELSE "MapPage", iter[v])
         /\ fault' = [fault EXCEPT ![v].retry = stale]
         /\ splat' = splat \cup IF CheckRootInFault THEN UseAfterFree(r) ELSE {}
  /\ UNCHANGED <<inv, lockVars, loaded, vcpuRest, budgets, rootVars, spte, rcuVars, slot, counts, tlb,
                 host>>

MapPage(v) ==  \* tdp_mmu_map_handle_target_level(), mmu_lock R; a frozen SPTE: retry
  /\ pc[v] = "MapPage"
  /\ LET r == loaded[v]
         g == fault[v].gfn
         frozen == spte[r][g] = "frozen"
     IN  /\ spte' = [spte EXCEPT ![r][g] = IF frozen THEN @ ELSE fault[v].pfn]
         /\ fault' = [fault EXCEPT ![v].retry = frozen]
         /\ splat' = splat \cup UseAfterFree(r)
              \cup IF ~frozen /\ invalid[r] THEN {"insert into an invalid root"} ELSE {}
  /\ Goto(v, "UnlockMmu", iter[v])
  /\ UNCHANGED <<inv, lockVars, loaded, vcpuRest, budgets, rootVars, rcuVars, slot, counts, tlb, host>>

-----------------------------------------------------------------------------
(* The mmu_notifier and the host.                                            *)

Range == NotifierRange
HasSlot == slot # "none"
(* The primary MM allocates the page that shall back the first frame before  *)
(* it invalidates; None only takes away.  Without a memslot there is nothing *)
(* to zap, and nobody to be told.                                            *)
InvalidateRangeStart(n, p) ==  \* mmu_notifier_invalidate_range_start(), no lock
  /\ pc[n] = "Idle" /\ ~Exiting
  /\ p # None => owner[p] = "free"
  /\ invalidationsLeft' = [invalidationsLeft EXCEPT ![n] = @ - 1]
  /\ inv' = [inv EXCEPT ![n] = [op |-> "start", page |-> p]]
  /\ IF p = None THEN UNCHANGED <<owner, refs>>
     ELSE owner' = [owner EXCEPT ![p] = "guest"] /\ refs' = [refs EXCEPT ![p] = 1]
  /\ active' = active + 1
  /\ IF HasSlot THEN Goto(n, "WriteLock", [Rest EXCEPT !.op = "start"]) ELSE Goto(n, "ChangePte", Rest)
  /\ UNCHANGED <<fault, lockVars, loaded, vcpuRest, faults, rootVars, spte, rcuVars, slot, seq,
                 inProgress, hull, tlb, hpte, splat>>

RaiseCount(n) ==  \* kvm_mmu_invalidate_begin() and kvm_mmu_invalidate_range_add(), mmu_lock W
  /\ pc[n] = "RaiseCount"
  /\ inProgress' = inProgress + IF RaiseOnce THEN 1 ELSE 2
  /\ hull' = (IF FilterByRange THEN [start |-> Min(Range), end |-> Max(Range) + 1] ELSE hull)
  /\ Goto(n, IF CountBeforeZap THEN "FindRoot" ELSE AfterFlush(iter[n]), iter[n])
  /\ UNCHANGED <<fault, inv, lockVars, loaded, vcpuRest, budgets, rootVars, spte, rcuVars, slot, seq,
                 active, tlb, host, splat>>

FlushRemoteTlbs(n) ==  \* kvm_flush_remote_tlbs(), mmu_lock W
  /\ pc[n] = "FlushRemoteTlbs"
  /\ FlushTlbs
  /\ Goto(n, "UnlockMmu", [iter[n] EXCEPT !.flush = FALSE])
  /\ UNCHANGED <<fault, inv, lockVars, loaded, vcpuRest, budgets, rootVars, spte, rcuVars, slot,
                 counts, host, splat>>

(* The new page takes over the reference it was allocated with.  A process   *)
(* that ends unmaps everything, and no range_end() follows.                  *)
ChangePte(n) ==  \* the primary MM between start and end, its page table lock
  /\ pc[n] = "ChangePte"
  /\ LET range == IF n \in Releaser THEN Gfn ELSE Range
         fresh == IF n \in Releaser THEN None ELSE inv[n].page
     IN  /\ hpte' = [g \in Gfn |-> IF g \notin range THEN hpte[g]
                                   ELSE IF g = Min(range) THEN fresh ELSE None]
         /\ refs' = [p \in Page |-> refs[p] - Cardinality({g \in range : hpte[g] = p})]
  /\ IF n \in Releaser THEN Goto(n, "Done", Rest) /\ UNCHANGED <<inv, active>>
     ELSE IF HasSlot
     THEN /\ Goto(n, "WriteLock", Rest) /\ UNCHANGED active
          /\ inv' = [inv EXCEPT ![n].page = None, ![n].op = "end"]
     ELSE /\ Goto(n, NotifierRests(n), Rest) /\ active' = active - 1
          /\ inv' = [inv EXCEPT ![n] = NoInv]
  /\ UNCHANGED <<fault, lockVars, loaded, vcpuRest, budgets, rootVars, spte, rcuVars, slot, seq,
                 inProgress, hull, tlb, owner, splat>>

RaiseSeq(n) ==  \* kvm_mmu_invalidate_end(): seq++; smp_wmb(); in_progress--, mmu_lock W
  /\ pc[n] = "RaiseSeq"
  /\ seq' = seq + 1 /\ inProgress' = inProgress - 1
  /\ Goto(n, "UnlockMmu", iter[n])
  /\ UNCHANGED <<fault, inv, lockVars, loaded, vcpuRest, budgets, rootVars, spte, rcuVars, slot, hull,
                 active, tlb, host, splat>>

ReleaseMm(x) ==  \* mmu_notifier_release(): kvm_mmu_zap_all()
  /\ pc[x] = "Idle" /\ active = 0
  /\ \A v \in Vcpu : iter[v].op \in {"none", "put"}
  /\ \A z \in Zapper : pc[z] \in {"Idle", "Done"}
  /\ Begin(x, "WriteLock", [Rest EXCEPT !.op = "release"])
  /\ UNCHANGED <<fault, loaded, vcpuRest, budgets, active, owner, refs>>

FreePage(p) ==  \* __free_pages() of a page that nobody refers to any more
  /\ owner[p] = "guest" /\ refs[p] = 0
  /\ owner' = [owner EXCEPT ![p] = "free"]
  /\ UNCHANGED <<pc, iter, fault, inv, lockVars, loaded, vcpuRest, budgets, rootVars, spte, rcuVars,
                 slot, counts, tlb, hpte, refs, splat>>

-----------------------------------------------------------------------------
(* The fast zap, and the deletion of the memslot around it.                  *)

ZapAllFast(z) ==  \* kvm_mmu_zap_all_fast()
  /\ pc[z] = "Idle" /\ z \notin DeletesSlot /\ ~Exiting
  /\ Begin(z, "WriteLock", [Rest EXCEPT !.op = "invalidate"])
  /\ UNCHANGED <<fault, loaded, vcpuRest, budgets, active, owner, refs>>

DeleteSlot(z) ==  \* kvm_set_memory_region(): KVM_MR_DELETE, kvm->slots_lock
  /\ pc[z] = "Idle" /\ z \in DeletesSlot /\ ~Exiting
  /\ Begin(z, "SwapMemslots", Rest)
  /\ UNCHANGED <<fault, loaded, vcpuRest, budgets, active, owner, refs>>

(* First the slot is only marked: a fault must not map it any more.  It is   *)
(* gone once the zap is over.                                                *)
AfterSwap(z, now) ==
  IF (now = "invalid") = ZapBeforeSwap
  THEN Goto(z, "WriteLock", [Rest EXCEPT !.op = "invalidate"])
  ELSE Goto(z, IF now = "invalid" THEN "SwapMemslots" ELSE "Done", Rest)
SwapMemslots(z) ==  \* kvm_swap_active_memslots(): waits for active = 0, mn_invalidate_lock
  /\ pc[z] = "SwapMemslots" /\ active = 0
  /\ slot' = (IF slot = "valid" THEN "invalid" ELSE "none")
  /\ IF WaitForFaults THEN Goto(z, "SynchronizeSrcu", Rest) ELSE AfterSwap(z, slot')
  /\ UNCHANGED <<fault, inv, lockVars, loaded, vcpuRest, budgets, rootVars, spte, rcuVars, counts, tlb,
                 host, splat>>

SynchronizeSrcu(z) ==  \* synchronize_srcu_expedited(&kvm->srcu), kvm->slots_lock
  /\ pc[z] = "SynchronizeSrcu"
  /\ \A v \in Vcpu : iter[v].op # "fault"
  /\ AfterSwap(z, slot)
  /\ UNCHANGED <<fault, inv, lockVars, loaded, vcpuRest, budgets, rootVars, spte, rcuVars, slot, counts,
                 tlb, host, splat>>

InvalidateRoots(z) ==  \* kvm_tdp_mmu_invalidate_all_roots() and the request to all vCPUs, mmu_lock W
  /\ pc[z] = "InvalidateRoots"
  /\ LET Takes(r) == CASE OwnReference -> ~invalid[r]
                       [] ZapInWorker  -> ~invalid[r] /\ count[r] # 0
                       [] OTHER        -> count[r] # 0 /\ (invalid[r] => GiftEachZapper)
         taken == SelectSeq(ListFrom(head), Takes)
         gift  == {taken[i] : i \in DOMAIN taken}
     IN  /\ invalid' = [r \in Root |-> invalid[r] \/ r \in gift]
         /\ count' = [r \in Root |-> IF ~OwnReference /\ r \in gift THEN count[r] + 1 ELSE count[r]]
         /\ gifts' = [gifts EXCEPT ![z] = IF ZapInWorker \/ OwnReference THEN {} ELSE gift]
         /\ queue' = (IF ZapInWorker THEN queue \o taken ELSE queue)
         /\ scheduled' = (IF OwnReference THEN scheduled \cup gift ELSE scheduled)
         /\ owns' = [owns EXCEPT ![z] = [r \in Root |->
                      IF ~OwnReference /\ ~ZapInWorker /\ r \in gift THEN @[r] + 1 ELSE @[r]]]
         /\ seen' = [seen EXCEPT ![z] = {r \in Root : life[r] \in {"listed", "unlinked"}}]
  /\ reload' = Vcpu
  /\ Goto(z, "UnlockMmu", iter[z])
  /\ UNCHANGED <<fault, inv, lockVars, loaded, topped, loads, budgets, life, listVars, mmuRef,
                 hadOwner, spte, rcuVars, slot, counts, tlb, host, splat>>

TestScheduled(z) ==  \* kvm_tdp_mmu_zap_invalidated_roots() reads tdp_mmu_scheduled_root_to_zap, mmu_lock held
  /\ pc[z] = "TestScheduled"
  /\ LET r == iter[z].root
     IN  /\ Goto(z, IF r \in scheduled THEN "ClearScheduled" ELSE "FindRoot", iter[z])
         /\ splat' = splat \cup UseAfterFree(r)
  /\ UNCHANGED <<fault, inv, lockVars, loaded, vcpuRest, budgets, rootVars, spte, rcuVars, slot, counts,
                 tlb, host>>

ClearScheduled(z) ==  \* ... = false: the TDP MMU's reference is the zapper's now, mmu_lock held
  /\ pc[z] = "ClearScheduled"
  /\ LET r == iter[z].root
     IN  /\ scheduled' = scheduled \ {r}
         /\ mmuRef' = [mmuRef EXCEPT ![r] = @ - 1]
         /\ owns' = [owns EXCEPT ![z][r] = @ + 1]
         /\ splat' = splat \cup UseAfterFree(r)
  /\ Goto(z, ZapStep(z), Zapping(z, iter[z])) /\ RcuRead(rcu \cup {z})
  /\ UNCHANGED <<fault, inv, lockVars, loaded, vcpuRest, budgets, life, count, invalid, listVars, queue,
                 hadOwner, gifts, seen, spte, slot, counts, tlb, host>>

(* Without the TDP MMU's own references a zapper zaps what it was given.     *)
FirstMine(z, r) ==
  LET Mine(q) == q \in gifts[z]
      mine    == SelectSeq(ListFrom(r), Mine)
  IN  IF mine = <<>> THEN None ELSE Head(mine)
Scanned(z, r) ==  \* the roots that the search reads
  LET list == ListFrom(r)
  IN  {list[i] : i \in {j \in DOMAIN list : \A k \in 1 .. j - 1 : list[k] # FirstMine(z, r)}}
NextInvalidatedRoot(z) ==  \* next_invalidated_root(): this root and the one after it, mmu_lock R
  /\ pc[z] = "NextInvalidatedRoot"
  /\ LET it   == iter[z]
         this == IF it.root = None THEN FirstMine(z, head) ELSE it.next
         next == IF this = None THEN None ELSE FirstMine(z, nxt[this])
         read == (IF this = None THEN {} ELSE {this} \cup Scanned(z, nxt[this]))
     IN  /\ splat' = splat \cup UNION {UseAfterFree(r) : r \in read}
         /\ IF this = None
            THEN Goto(z, "UnlockMmu", [it EXCEPT !.root = None]) /\ UNCHANGED rcuVars
            ELSE /\ Goto(z, ZapStep(z), Zapping(z, [it EXCEPT !.root = this, !.next = next]))
                 /\ RcuRead(rcu \cup {z})
  /\ UNCHANGED <<fault, inv, lockVars, loaded, vcpuRest, budgets, rootVars, spte, slot, counts, tlb,
                 host>>

ProcessWork(w) ==  \* process_one_work(): tdp_mmu_zap_root_work()
  /\ pc[w] = "ProcessWork" /\ queue # <<>>
  /\ queue' = Tail(queue)
  /\ owns' = [owns EXCEPT ![w][Head(queue)] = IF HasOwnRef THEN @ + 1 ELSE @]
  /\ Goto(w, "ReadLock", [Rest EXCEPT !.op = "work", !.root = Head(queue)])
  /\ UNCHANGED <<fault, inv, lockVars, loaded, vcpuRest, budgets, life, count, invalid, listVars,
                 zapVars, spte, rcuVars, slot, counts, tlb, host, splat>>

FlushWorkqueue(z) ==  \* flush_workqueue(kvm->arch.tdp_mmu_zap_wq), slots_lock
  /\ pc[z] = "FlushWorkqueue"
  /\ queue = <<>> /\ \A w \in Worker : pc[w] = "ProcessWork"
  /\ ZapReturns(z)
  /\ UNCHANGED <<fault, inv, lockVars, loaded, vcpuRest, budgets, rootVars, spte, rcuVars, slot, counts,
                 tlb, host, splat>>

-----------------------------------------------------------------------------
Terminating ==  \* every task rests: the end, not a deadlock
  /\ \A t \in Task : pc[t] \in {"Idle", "Done", "ProcessWork"}
  /\ queue = <<>>
  /\ UNCHANGED vars

TaskStep(t) ==
  \/ WriteLock(t) \/ ReadLock(t) \/ UnlockMmu(t) \/ CondResched(t) \/ RetakeMmuLock(t)
  \/ ZapSpte(t) \/ FreezeSpte(t) \/ ClearSpte(t) \/ FlushForYield(t)
  \/ PutRoot(t) \/ MarkInvalid(t) \/ SetRefcountOne(t) \/ QueueRoot(t) \/ PutOwnerRef(t)
  \/ UnlinkRoot(t) \/ CallRcu(t) \/ FindRoot(t) \/ GetRoot(t) \/ ChangePte(t)
ZapperStep(z)   == \/ SwapMemslots(z) \/ SynchronizeSrcu(z) \/ InvalidateRoots(z)
                   \/ NextInvalidatedRoot(z) \/ TestScheduled(z) \/ ClearScheduled(z)
                   \/ FlushWorkqueue(z)
VcpuStep(v)     == AllocRoot(v) \/ HvaToPfn(v) \/ IsPageFaultStale(v) \/ MapPage(v)
NotifierStep(n) == RaiseCount(n) \/ FlushRemoteTlbs(n) \/ RaiseSeq(n)

Next ==
  \/ \E t \in Task : TaskStep(t)
  \/ \E z \in Zapper : ZapAllFast(z) \/ DeleteSlot(z) \/ ZapperStep(z)
  \/ \E v \in Vcpu : FreeRoots(v) \/ VcpuStep(v)
  \/ \E v \in Vcpu, g \in Gfn : HandleFault(v, g)
  \/ \E v \in Guest, g \in Gfn : GuestAccess(v, g)
  \/ \E v \in Vcpu, r \in Root : LoadRoot(v, r)
  \/ \E n \in Notifier : NotifierStep(n)
  \/ \E n \in Notifier, p \in Page \cup {None} : InvalidateRangeStart(n, p)
  \/ \E x \in Releaser : ReleaseMm(x)
  \/ \E w \in Worker : ProcessWork(w)
  \/ \E r \in Root : RcuFree(r)
  \/ \E p \in Page : FreePage(p)
  \/ Terminating
Spec == Init /\ [][Next]_vars

(* Every task goes on, mmu_lock is fair, an update of the memslots gets its  *)
(* turn between two invalidations, a grace period ends, and a vCPU whose     *)
(* root is obsolete drops it.                                                *)
DropObsolete(v) == loaded[v] # None /\ invalid[loaded[v]] /\ FreeRoots(v)
Locks(t) == WriteLock(t) \/ ReadLock(t) \/ RetakeMmuLock(t)
Fairness ==
  /\ \A t \in Task : WF_vars(TaskStep(t)) /\ SF_vars(Locks(t))
  /\ \A z \in Zapper : WF_vars(ZapperStep(z)) /\ SF_vars(SwapMemslots(z))
  /\ \A v \in Vcpu : WF_vars(VcpuStep(v)) /\ WF_vars(DropObsolete(v))
  /\ \A n \in Notifier : WF_vars(NotifierStep(n))
  /\ \A w \in Worker : WF_vars(ProcessWork(w))
  /\ \A r \in Root : WF_vars(RcuFree(r))
FairSpec == Spec /\ Fairness

-----------------------------------------------------------------------------
Live(r) == life[r] \notin {"unborn", "freed"}
(* range_start(n) has returned and range_end(n) has yet to take mmu_lock;    *)
(* once the release has returned, it has for good.                           *)
StartReturned(n) == pc[n] = "ChangePte" \/ (pc[n] = "WriteLock" /\ iter[n].op = "none")
Told == {g \in Range : \E n \in Notifier : StartReturned(n)}
        \cup {g \in Gfn : \E x \in Releaser : pc[x] \in {"ChangePte", "Done"}}
Maps(r, g) == Live(r) /\ IsPage(spte[r][g])

(* S1. What the primary MM may change, no root maps: no valid one, no        *)
(* invalid one, and none that is off the list.                               *)
NotifierContract == \A r \in Root, g \in Told : ~Maps(r, g)
(* S1, but only for the roots that a walk can reach.                         *)
ListedContract == \A r \in Root, g \in Told : life[r] = "listed" => ~Maps(r, g)
(* S2. A root that the guest may use maps the page that the host maps.       *)
NoStaleInsert == \A r \in Root, g \in Gfn : Maps(r, g) => spte[r][g] = hpte[g]
(* S3. Neither an SPTE nor a TLB that a guest may use refers to a page that  *)
(* is free.                                                                  *)
NoFreedMapped ==
  /\ \A r \in Root, g \in Gfn : Maps(r, g) => ~Taken(spte[r][g])
  /\ \A v \in Guest, g \in Gfn : Runs(v) /\ tlb[v][g] # None => ~Taken(tlb[v][g])
(* S4, its consequence. No page is marked dirty or accessed, and no guest    *)
(* uses one, once it is free.                                                *)
NoPageUAF == splat \cap {"use-after-free: page", "guest access to a freed page"} = {}
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
(* S6. Nobody touches a root after it has been freed.                        *)
NoRootUAF == "use-after-free: root" \notin splat
(* S7. A root is unlinked and freed once, has one zap-owner, and nobody puts *)
(* a reference that was never given.                                         *)
FreeOnce ==
  /\ splat \cap {"list_del corruption", "double call_rcu", "second zap-owner: root",
                 "final put of a valid root"} = {}
  /\ \A t \in Task, r \in Root : owns[t][r] >= 0
  /\ \A r \in Root : mmuRef[r] >= 0
(* S8. A root that is handed to RCU maps nothing.                            *)
EmptyAtFree == \A r \in Root, g \in Gfn : life[r] \in {"freeing", "freed"} => ~IsPage(spte[r][g])
FastZapReturned(z) ==
  \/ pc[z] = "Done"
  \/ z \in DeletesSlot /\ ZapBeforeSwap /\ pc[z] = "SwapMemslots" /\ slot = "invalid"
  \/ ZapBeforeSwap /\ pc[z] = "SynchronizeSrcu" /\ slot = "none"
(* S9. When a fast zap returns, no root that existed when it invalidated     *)
(* them maps anything; so nothing maps a frame whose memslot is gone.        *)
FastZapComplete ==
  /\ \A z \in Zapper : FastZapReturned(z) => \A r \in seen[z], g \in Gfn : ~Maps(r, g)
  /\ slot = "none" => \A r \in Root, g \in Gfn : ~Maps(r, g)
(* S10. Nothing is mapped into an invalid root.                              *)
InvalidIsDead == "insert into an invalid root" \notin splat
(* S11. What the primary MM may change, no TLB that a guest may use has      *)
(* cached; and whenever nobody holds mmu_lock for write, such a TLB has only *)
(* what the SPTEs have.                                                      *)
FlushRules ==
  \A v \in Guest, g \in Gfn : Runs(v) /\ tlb[v][g] # None =>
    g \notin Told /\ (writer = None => tlb[v][g] = spte[loaded[v]][g])
(* The invalidations that have begun their zap, and not lowered the count.   *)
Open == {n \in Notifier :
  \/ iter[n].op = "start" /\ pc[n] \notin {"WriteLock", "RaiseCount"}
  \/ inv[n].op # "none" /\ iter[n].op = "none" /\ HasSlot
     /\ pc[n] \in {"ChangePte", "WriteLock", "RaiseSeq"}}
(* S13. in_progress counts the invalidations that are open.                  *)
CountBalance == inProgress = Cardinality(Open)
(* Every reference to a page has a holder: a host PTE, a fault, or who       *)
(* allocated it.                                                             *)
PageRefExact ==
  \A p \in Page : refs[p] = Cardinality({g \in Gfn : hpte[g] = p})
                          + Cardinality({n \in Notifier : inv[n].page = p})
                          + Cardinality({v \in Vcpu : fault[v].pfn = p})
(* mmu_lock is held by one writer, or by readers.                            *)
LockExclusive == writer # None => readers = {}

(* L1. A fault ends.                                                         *)
FaultEnds == \A v \in Vcpu : (iter[v].op = "fault") ~> (iter[v].op # "fault")
(* L2. Every range_start() returns.                                          *)
StartTerminates == \A n \in Notifier : (iter[n].op = "start") ~> (iter[n].op # "start")
(* L4. A root that was invalidated is freed in the end.                      *)
RootFreed == \A r \in Root : (life[r] = "listed" /\ invalid[r]) ~> (life[r] = "freed")
(* L5, L7. A fast zap returns, and so does the deletion of a memslot.        *)
FastZapReturns == \A z \in Zapper : (pc[z] # "Idle") ~> (pc[z] = "Done")

(* What the secondary MMU can reach, by the frame and by the page.           *)
Reachable ==
  {<<"frame", g>> : g \in {h \in Gfn : \E r \in Root : Maps(r, h)}}
  \cup {<<"page", spte[r][g]>> : <<r, g>> \in {x \in Root \X Gfn : Maps(x[1], x[2])}}
  \cup {<<"page", tlb[v][g]>> : <<v, g>> \in {x \in Guest \X Gfn : Runs(x[1]) /\ tlb[x[1]][x[2]] # None}}
  \cup {<<"frame", g>> : g \in {h \in Gfn : \E v \in Guest : Runs(v) /\ tlb[v][h] # None}}
Primary == INSTANCE SecondaryMmu WITH
  Frame <- {<<"frame", g>> : g \in Gfn} \cup {<<"page", p>> : p \in Page},
  reach <- Reachable, told <- {<<"frame", g>> : g \in Told},
  gone <- {<<"page", p>> : p \in {q \in Page : Taken(q)}}, dead <- {r \in Root : life[r] = "freed"}
(* The contract that the primary MM relies on: this module refines it.       *)
Refines == Primary!Spec
(* Every step is one that the contract of the primary MM allows.             *)
Contract == [][Primary!Next]_(Primary!contract)

(* Expected to FAIL: states that the properties above must be tried on.      *)

(* A fault is stale for nothing but its root.                                *)
ReachOnlyRootIsStale ==
  ~\E v \in Vcpu : fault[v].retry /\ inProgress = 0 /\ seq = fault[v].mmu_seq
                   /\ pc[v] = "UnlockMmu" /\ invalid[loaded[v]]
(* A fault comes to its test when the host has moved its page, and neither   *)
(* the count nor seq tells.                                                  *)
ReachMovedUnderFault ==
  ~\E v \in Vcpu : /\ pc[v] = "IsPageFaultStale" /\ hpte[fault[v].gfn] # fault[v].pfn
                   /\ inProgress = 0 /\ seq = fault[v].mmu_seq
(* A host PTE is about to change while somebody else holds mmu_lock for a    *)
(* zap, since the memslot is gone.                                           *)
ReachElided ==
  ~\E n \in Notifier : pc[n] = "ChangePte" /\ slot = "none" /\ readers # {}
(* The notifier's own put is the last of a root that it queues.              *)
ReachNotifierQueues == \A n \in Notifier : pc[n] # "QueueRoot"
(* The notifier's own put is the last of a root that it unlinks.             *)
ReachNotifierUnlinks == \A n \in Notifier : pc[n] # "UnlinkRoot"
(* The notifier's own put is the last of a root, all of which it zaps then.  *)
ReachNotifierZapsAtZero == ~\E n \in Notifier : pc[n] = "ZapSpte" /\ iter[n].put # None
(* A notifier comes to a root with a flush that another root owes.           *)
ReachFlushCarried ==
  ~\E n \in Notifier : pc[n] = "ZapSpte" /\ iter[n].flush /\ iter[n].gfn = Min(Range)
(* A fault retries while a notifier that has yielded sleeps.                 *)
ReachRetryDuringYield ==
  ~\E v \in Vcpu, n \in Notifier : pc[v] = "UnlockMmu" /\ fault[v].retry /\ pc[n] = "RetakeMmuLock"
(* The end of the process zaps a tree that a kworker has half zapped.        *)
ReachReleaseMeetsWorker ==
  ~\E x \in Releaser, w \in Worker : /\ pc[x] = "ZapSpte" /\ pc[w] = "RetakeMmuLock"
                                     /\ iter[x].root = iter[w].root
                                     /\ IsPage(spte[iter[x].root][iter[x].gfn])
(* A page is free while the table that mapped it waits for its grace period. *)
ReachPageFreedFirst == ~\E r \in Root, p \in Page : life[r] = "freeing" /\ Taken(p)
(* A table is free while the guest has its pages still.                      *)
ReachTableFreedFirst ==
  ~(\E r \in Root : life[r] = "freed") \/ \E p \in Page : Taken(p)
(* A vCPU maps into a root that is younger than the fast zap.                *)
ReachMappedAnew ==
  ~\E v \in Vcpu, g \in Gfn : loaded[v] \notin RootsAtStart \cup {None} /\ Maps(loaded[v], g)
(* A vCPU waits for a new root while its guest has the old one in its TLB.   *)
ReachDeadTlb == ~\E v \in Guest, g \in Gfn : ~Runs(v) /\ tlb[v][g] # None /\ Taken(tlb[v][g])
=============================================================================
