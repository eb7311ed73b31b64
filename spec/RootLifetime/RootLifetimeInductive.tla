------------------------ MODULE RootLifetimeInductive ------------------------
(* An inductive invariant of designs d2 and e of RootLifetime: Inv holds at  *)
(* first, every step from a state of Inv leads to a state of Inv, and Inv    *)
(* implies the safety properties.                                            *)
(*                                                                           *)
(* TLC checks the second and third from all states of Inv at the sizes of    *)
(* the configurations, not only from those that can be reached: Inv gives    *)
(* each variable its values in turn, so that TLC takes it as the initial     *)
(* predicate and makes exactly the typed states that satisfy it.  No step    *)
(* leads out: the distinct states that TLC counts are those of Inv.  It is   *)
(* no proof for other sizes.                                                 *)
(*                                                                           *)
(* Inv says what each task holds at its point (locks, references, RCU), and  *)
(* few facts about a root: its refcount, where it is in its life, who owes   *)
(* its zap, and which SPTEs must be clear.  Budgets and histories are free:  *)
(* a task may stand at any point with any budget left, and an SPTE that no   *)
(* fact needs clear may be present.                                          *)
(*                                                                           *)
(* Bounds: one root (so nothing is said about the order of the list), three  *)
(* or four tasks, and two gfns, or one where there are two fast zaps.  Each  *)
(* configuration says which tasks it has.                                    *)
EXTENDS RootLifetime, TLC
ASSUME OneRoot == Cardinality(Root) = 1

(* The functions that take each x of S to one of the values of[x].           *)
RECURSIVE Product(_, _)
Product(S, of) ==
  IF S = {} THEN {<<>>}
  ELSE LET x == CHOOSE y \in S : TRUE
       IN  {(x :> value) @@ rest : value \in of[x], rest \in Product(S \ {x}, of)}
One(condition) == IF condition THEN 1 ELSE 0

-----------------------------------------------------------------------------
(* The points at which a task may stand: pc, with what iter says there.      *)

At(labels, its) == {[pc |-> label, iter |-> it] : label \in labels, it \in its}
For(op)         == [Rest EXCEPT !.op = op]
WithRoot(it)    == {[it EXCEPT !.root = r] : r \in Root}
WithNext(it)    == {[it EXCEPT !.next = r] : r \in Root}
WithPut(it)     == {[it EXCEPT !.put = r] : r \in Root}
WithRootAndPut(it) == {[it EXCEPT !.root = r, !.put = r] : r \in Root}

PutLabels == {"PutRoot", "UnlinkRoot", "CallRcu"}
             \cup IF OwnReference THEN {} ELSE {"MarkInvalid", "SetRefcountOne", "QueueRoot"}
TreePoints(t, op, range) ==  \* in a root, at any SPTE, wherever the walk last yielded
  At(CASE t \in Notifier -> {"ZapSpte", "RetakeMmuLock"}
       [] t \in Walker   -> {"VisitSpte", "RetakeMmuLock"}
       [] OTHER          -> {"FreezeSpte", "ClearSpte", "RetakeMmuLock"},
     {[it EXCEPT !.gfn = g, !.yielded = y] : it \in WithRoot(For(op)), g \in range, y \in range})
WalkPoints(op) ==  \* before the root, at it, after it
  At({"FindRoot"}, {For(op)} \cup WithRoot(For(op)) \cup WithNext(For(op)))
  \cup At({"GetRoot"}, WithNext(For(op)))
  \cup At(PutLabels, WithPut(For(op)))
  \cup At({"UnlockMmu"}, {For(op)})

VcpuPoints ==
  At({"Idle"}, {Rest})
  \cup At({"ReadLock"} \cup PutLabels, WithPut(For("put"))) \cup At({"UnlockMmu"}, {For("put")})
  \cup (IF Loads = 0 THEN {}
        ELSE At({"AllocRoot", "UnlockMmu"}
                \cup IF AllocUnderRead THEN {"ReadLock", "FindRoot"} ELSE {"WriteLock"},
                {For("load")}))
  \cup (IF Faults = 0 THEN {}
        ELSE At({"ReadLock", "IsPageFaultStale", "MapPage", "UnlockMmu"},
                {[For("fault") EXCEPT !.gfn = g] : g \in Gfn}))
NotifierPoints(n) ==
  At({"Idle", "Done"}, {Rest}) \cup At({"WriteLock"}, {For("start")})
  \cup WalkPoints("start") \cup TreePoints(n, "start", NotifierRange)
WalkerPoints(h) ==
  At({"Idle", "Done"}, {Rest}) \cup At({"ReadLock"}, {For("walk")})
  \cup WalkPoints("walk") \cup TreePoints(h, "walk", Gfn)
AgerPoints ==  \* before the first root, at a root, at an SPTE of it
  At({"Idle", "Done"}, {Rest}) \cup At({"NextRootRcu"}, {For("age")} \cup WithRoot(For("age")))
  \cup At({"ReadSpte", "ClearAccessed"},
          {[it EXCEPT !.gfn = g] : it \in WithRoot(For("age")), g \in Gfn})
WorkerPoints(w) ==
  At({"ProcessWork"}, {Rest}) \cup At({"ReadLock"}, WithRoot(For("work")))
  \cup TreePoints(w, "work", Gfn)
  \cup At(PutLabels, WithRootAndPut(For("work"))) \cup At({"UnlockMmu"}, {For("work")})
ZapperPoints(z) ==
  At({"Idle", "LockSlots", "UnlockSlots", "Done"}, {Rest})
  \cup At({InvalidateLock, "InvalidateRoots", "RequestReload", "UnlockMmu"}, {For("invalidate")})
  \cup (IF ZapInWorker THEN At({"FlushWorkqueue"}, {Rest})
        ELSE At({"ReadLock"}, {For("zap")})
             \cup WalkPoints("zap") \cup TreePoints(z, "zap", Gfn)
             \cup At({"TestScheduled", "ClearScheduled"}, WithRoot(For("zap")))
             \cup At({"PutRoot"}, WithRootAndPut(For("zap"))))
Points == [t \in Task |-> CASE t \in Vcpu     -> VcpuPoints
                            [] t \in Notifier -> NotifierPoints(t)
                            [] t \in Walker   -> WalkerPoints(t)
                            [] t \in Ager     -> AgerPoints
                            [] t \in Worker   -> WorkerPoints(t)
                            [] t \in Zapper   -> ZapperPoints(t)]
Labels == Product(Task, [t \in Task |-> {point.pc : point \in Points[t]}])
Iters  == [labels \in Labels |-> Product(Task, [t \in Task |->
            {point.iter : point \in {p \in Points[t] : p.pc = labels[t]}}])]
(* Every task stands at a point of its own code.                             *)
AtItsPoint == pc \in Labels /\ iter \in Iters[pc]

-----------------------------------------------------------------------------
(* What a task holds at its point.                                           *)

InLock(t) == pc[t] \notin {"Idle", "Done", "ReadLock", "WriteLock", "RetakeMmuLock", "LockSlots",
                           "UnlockSlots", "FlushWorkqueue", "ProcessWork", "NextRootRcu", "ReadSpte",
                           "ClearAccessed"}
ForWrite(t) == \/ t \in Notifier
               \/ iter[t].op = "invalidate" /\ InvalidateUnderWrite
               \/ iter[t].op = "load" /\ ~AllocUnderRead
Writers == {t \in Task : InLock(t) /\ ForWrite(t)}
(* mmu_lock is held by one writer or by readers: the tasks inside it.        *)
LockFromPoint ==
  /\ readers = {t \in Task : InLock(t) /\ ~ForWrite(t)}
  /\ Cardinality(Writers) <= IF readers = {} THEN 1 ELSE 0
  /\ writer = (IF Writers = {} THEN None ELSE CHOOSE t \in Writers : TRUE)

InSlots == {z \in Zapper : pc[z] \notin {"Idle", "LockSlots", "Done"}}
(* slots_lock is held by the fast zap that has begun, if any.                *)
SlotsLockFromPoint ==
  /\ Cardinality(InSlots) <= 1
  /\ slotsLock = (IF InSlots = {} THEN None ELSE CHOOSE z \in InSlots : TRUE)

(* A vCPU puts, loads or faults on the root that it has; it may have one     *)
(* while it does nothing.                                                    *)
LoadedFromPoint ==
  /\ loaded \in Product(Vcpu, [v \in Vcpu |->
       CASE iter[v].op = "put"   -> {iter[v].put}
         [] iter[v].op = "load"  -> IF pc[v] = "UnlockMmu" THEN Root ELSE {None}
         [] iter[v].op = "fault" -> Root
         [] OTHER                -> Root \cup {None}])
  /\ topped \in Product(Vcpu, [v \in Vcpu |-> IF iter[v].op = "load" THEN Root ELSE {None}])

InTree(t) == pc[t] \in {"ZapSpte", "FreezeSpte", "ClearSpte", "VisitSpte", "RetakeMmuLock"}
(* A task answers for the root that its vCPU has loaded or its walk stands   *)
(* in, for what a fast zap was given, and for what it is about to put or to  *)
(* queue.  Aging answers for nothing.                                        *)
RefsFromPoint ==
  owns = [t \in Task |-> [r \in Root |->
    One(t \in Vcpu /\ iter[t].op # "put" /\ loaded[t] = r)
    + One(t \notin Ager /\ iter[t].root = r /\ iter[t].put = None)
    + One(iter[t].op = "zap" /\ iter[t].root = r /\ (InTree(t) \/ iter[t].put = r))
    + One(iter[t].put = r /\ pc[t] \in {"ReadLock", "PutRoot", "QueueRoot"})]]

-----------------------------------------------------------------------------
(* Who owes the zap of a root.                                               *)

WillQueue(t, r) == pc[t] \in {"SetRefcountOne", "QueueRoot"} /\ iter[t].put = r
(* A root is queued once, and who is about to queue it is the only one.      *)
(* Without either half, QueueRoot leads out of Inv.                          *)
QueuedOnce ==
  /\ queue \in {<<>>} \cup IF ZapInWorker THEN {<<r>> : r \in Root} ELSE {}
  /\ \A t \in Task : pc[t] = "QueueRoot" =>
       /\ Queued(iter[t].put) = 0
       /\ \A u \in Task \ {t} : pc[u] # "QueueRoot"
(* Who clears the scheduled flag finds it set.  Without that, ClearScheduled *)
(* leads out of Inv.                                                         *)
ScheduledTillCleared ==
  /\ scheduled \in SUBSET (IF OwnReference THEN Root ELSE {})
  /\ \A t \in Task : pc[t] = "ClearScheduled" => iter[t].root \in scheduled
ZapOwed(r) ==
  \/ r \in scheduled \/ Queued(r) > 0
  \/ \E t \in Task : WillQueue(t, r)
  \/ \E t \in Worker \cup Zapper :
       iter[t].root = r /\ (InTree(t) \/ pc[t] = "ReadLock")
(* A root whose zap is owed is invalid.  Without it, InvalidateRoots leads   *)
(* out of Inv: a root would be queued twice.                                 *)
OwedIsInvalid ==
  /\ invalid \in [Root -> BOOLEAN]
  /\ \A r \in Root : ZapOwed(r) => invalid[r]
(* Nobody is about to become the second zap-owner of a root.  Without it,    *)
(* SetRefcountOne leads out of Inv.                                          *)
OneZapOwner ==
  /\ hadOwner \in SUBSET {r \in Root : invalid[r]}
  /\ \A t \in Task : pc[t] = "SetRefcountOne" => iter[t].put \notin hadOwner

-----------------------------------------------------------------------------
(* The life of a root.                                                       *)

(* A root's refcount is the number of references that somebody answers for.  *)
CountIsHolders ==
  /\ mmuRef \in [Root -> IF OwnReference THEN {0, 1} ELSE {0}]
  /\ count = [r \in Root |-> Owned(Task, r) + Queued(r) + mmuRef[r]]
Ending(r) == {t \in Task : /\ pc[t] \in {"MarkInvalid", "SetRefcountOne", "UnlinkRoot", "CallRcu"}
                           /\ iter[t].put = r}
(* A root is on the list as long as it is held, and then until the one task  *)
(* that put it last has taken it off.  Without the first half,               *)
(* SetRefcountOne leads out of Inv.                                          *)
ListedWhileHeld ==
  /\ \A r \in Root : Cardinality(Ending(r)) <= One(count[r] = 0)
  /\ life \in Product(Root, [r \in Root |->
       CASE \E t \in Ending(r) : pc[t] = "CallRcu" -> {"unlinked"}
         [] count[r] > 0 \/ Ending(r) # {}         -> {"listed"}
         [] OTHER                                  -> {"unborn", "freeing", "freed"}])
(* The TDP MMU's own reference lasts until a fast zap takes it over.         *)
MmuRefTillCleared ==
  \A r \in Root :
    mmuRef[r] = One(OwnReference /\ life[r] # "unborn" /\ (~invalid[r] \/ r \in scheduled))
(* A root is marked invalid before it leaves the list, and not before it is  *)
(* born.                                                                     *)
InvalidBeforeUnlink ==
  \A r \in Root :
    /\ life[r] = "unborn" => ~invalid[r]
    /\ life[r] \in {"unlinked", "freeing", "freed"} => invalid[r]
    /\ \A t \in Ending(r) : pc[t] = "UnlinkRoot" => invalid[r]
(* The page that a vCPU brings along to make a root of is none yet.          *)
ToppedIsUnborn ==
  \A v \in Vcpu : iter[v].op = "load" /\ pc[v] # "UnlockMmu" => life[topped[v]] = "unborn"
(* The list holds the root that is listed.                                   *)
ListFromLife ==
  /\ head = (IF \E r \in Root : life[r] = "listed" THEN CHOOSE r \in Root : TRUE ELSE None)
  /\ nxt = [r \in Root |-> None]
LooksAt(t) == IF t \in Ager THEN iter[t].root ELSE iter[t].next
(* A task that looks at a root without a reference is in an RCU section that *)
(* the grace period of this root waits for.  Without the last part, RcuFree, *)
(* FindRoot and NextRootRcu lead out of Inv.                                 *)
CandidateIsNotFreed ==
  /\ rcu = {t \in Task : \/ pc[t] \in {"ZapSpte", "FreezeSpte", "ClearSpte", "VisitSpte"}
                         \/ LooksAt(t) # None}
  /\ grace \in [Root -> SUBSET rcu]
  /\ \A r \in Root : life[r] # "freeing" => grace[r] = {}
  /\ \A t \in Task, r \in Root : LooksAt(t) = r =>
       IF life[r] = "freeing" THEN t \in grace[r] ELSE life[r] \in {"listed", "unlinked"}

-----------------------------------------------------------------------------
(* The SPTEs of a root.                                                      *)

(* Once a notifier is done, its range may be the host's again, page by page. *)
ReturnedWhenDone ==
  /\ inProgress = Cardinality({n \in Notifier : pc[n] \notin {"Idle", "WriteLock"}})
  /\ returned \in SUBSET (IF \E n \in Notifier : pc[n] = "Done" THEN NotifierRange ELSE {})
(* A fault maps only into a valid root, and only before any invalidation.    *)
(* Without either half, MapPage leads out of Inv.                            *)
MapsWhenQuiet ==
  \A v \in Vcpu : pc[v] = "MapPage" => inProgress = 0 /\ ~invalid[loaded[v]]

Invalidated(z) == /\ pc[z] \notin {"Idle", "LockSlots", "InvalidateRoots"}
                  /\ pc[z] = InvalidateLock => iter[z].op # "invalidate"
(* A root that a fast zap has seen is invalid, and its zap is owed already   *)
(* or over: nobody is yet to queue it.  Without that, FlushWorkqueue leads   *)
(* out of Inv.                                                               *)
SeenIsInvalid ==
  /\ gifts = [z \in Zapper |-> {}]
  /\ seen \in [Zapper -> SUBSET Root]
  /\ \A z \in Zapper : Invalidated(z) =>
       \A r \in seen[z] : invalid[r] /\ \A t \in Task : ~WillQueue(t, r)

(* What a zap has passed: cleared for good.                                  *)
Passed(r) ==
  UNION {{g \in RangeOf(t, iter[t]) : g < iter[t].gfn} :
         t \in {u \in Task \ Walker : InTree(u) /\ iter[u].root = r}}
(* The range of a notifier that has left the root, or did not find it.       *)
ByNotifier(r) ==
  LET Left(n) == /\ iter[n].op = "start"
                 /\ \/ pc[n] = "FindRoot" /\ r \in {iter[n].root, iter[n].next}
                    \/ iter[n].put = r
                    \/ pc[n] = "UnlockMmu"
  IN  IF \E n \in Notifier : Left(n) THEN NotifierRange ELSE {}
(* Everything, in a root that was seen by a fast zap that has left it.       *)
ByFastZap(r) ==
  LET Left(z) == \/ FastZapReturned(z)
                 \/ /\ iter[z].op = "zap"
                    /\ \/ pc[z] = "FindRoot" /\ r \in {iter[z].root, iter[z].next}
                       \/ iter[z].put = r
                       \/ pc[z] = "UnlockMmu"
  IN  IF \E z \in Zapper : r \in seen[z] /\ Left(z) THEN Gfn ELSE {}
(* Everything, in an invalid root whose zap nobody owes, and in a new one.   *)
IfDead(r) == IF life[r] = "unborn" \/ (invalid[r] /\ ~ZapOwed(r)) THEN Gfn ELSE {}
Clear(r)  == returned \cup Passed(r) \cup ByNotifier(r) \cup ByFastZap(r) \cup IfDead(r)
Frozen(r) == {iter[t].gfn : t \in {u \in Task : pc[u] = "ClearSpte" /\ iter[u].root = r}}
Values(r) == [g \in Gfn |-> CASE g \in Frozen(r) -> {"frozen"}
                              [] g \in Clear(r)  -> {"none"}
                              [] OTHER           -> {"none", "present"}]
(* An SPTE is frozen while a task stands between the two halves of its zap,  *)
(* and what was told to be clear is clear.                                   *)
ClearIsClear ==
  /\ \A r \in Root : Frozen(r) \cap Clear(r) = {}
  /\ spte \in Product(Root, [r \in Root |-> Product(Gfn, Values(r))])
PagesIf == [told \in SUBSET Gfn |->
  {p \in [Gfn -> {"mapped", "free", "reused"}] : \A g \in Gfn \ told : p[g] = "mapped"}]
(* The host frees only pages that it was told KVM no longer uses.            *)
PageFreedWhenReturned == page \in PagesIf[returned]

-----------------------------------------------------------------------------
(* A vCPU whose root is invalid is told to drop it, in the section that      *)
(* marked the root, and is not in the guest after that.                      *)
ReloadPending ==
  /\ reload \in SUBSET Vcpu
  /\ guest \in SUBSET {v \in GuestEntry : pc[v] = "Idle" /\ loaded[v] # None}
  /\ ~(\E z \in Zapper : pc[z] = "RequestReload") =>
       \A v \in Vcpu : iter[v].op # "put" /\ loaded[v] # None /\ invalid[loaded[v]] =>
         v \in reload \ guest
(* Any budget may be left.                                                   *)
BudgetsFree == loads \in [Vcpu -> 0 .. Loads] /\ faults \in [Vcpu -> 0 .. Faults]
(* A debug kernel has printed nothing.                                       *)
Silent == splat = {}

(* Inductive: it holds at first, every step keeps it, and it implies the     *)
(* safety properties.                                                        *)
Inv ==
  /\ AtItsPoint /\ LockFromPoint /\ SlotsLockFromPoint /\ LoadedFromPoint /\ RefsFromPoint
  /\ QueuedOnce /\ ScheduledTillCleared /\ OwedIsInvalid /\ OneZapOwner
  /\ CountIsHolders /\ ListedWhileHeld /\ MmuRefTillCleared /\ InvalidBeforeUnlink
  /\ ToppedIsUnborn /\ ListFromLife /\ CandidateIsNotFreed
  /\ ReturnedWhenDone /\ MapsWhenQuiet /\ SeenIsInvalid /\ ClearIsClear
  /\ BudgetsFree /\ Silent /\ ReloadPending /\ PageFreedWhenReturned
InductiveSpec == Inv /\ [][Next]_vars
=============================================================================
