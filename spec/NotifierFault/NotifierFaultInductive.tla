----------------------- MODULE NotifierFaultInductive -----------------------
(* Why the right fault handler is right: an invariant of NotifierFault that  *)
(* every step keeps, from whatever state one starts, and that implies the    *)
(* safety properties.  For the designs V6 (no range filter) and V7 (with it).*)
(*                                                                           *)
(* What was checked: TLC starts in every typed state that satisfies Inv at   *)
(* the sizes of the configurations, reachable or not, takes each step from   *)
(* it, and meets no state outside Inv.  Inv enumerates these states by       *)
(* construction: each conjunct gives a variable its values, or restricts     *)
(* those given before.  That is no proof for other sizes.  Bounded are the   *)
(* tasks, frames, pages and budgets, and with these seq.                     *)
(*                                                                           *)
(* Left out: the pre-check, and designs whose steps have another order.      *)
EXTENDS NotifierFault

(* Which steps a task can take in the right design, and with what in hand. *)
FaultPoints == {"Idle", "Done", "SnapshotSeq", "HvaToPfn", "ReadLock", "IsPageFaultStale",
                "MapPage", "PrefetchPage", "MapPrefetched", "UnlockMmu", "ReleasePfn"}
InvPoints   == (InvSteps \cup {"Idle", "Done"}) \ IF FilterByRange THEN {} ELSE {"AddRange"}
Points      == {[t \in Task |-> IF t \in Vcpu THEN f[t] ELSE i[t]] :
                  f \in [Vcpu -> FaultPoints], i \in [Notifier -> InvPoints]}
MaybePage   == Page \cup {None}
Reading     == {"IsPageFaultStale", "MapPage", "PrefetchPage", "MapPrefetched", "UnlockMmu"}
Writing     == {"RaiseCount", "AddRange", "ZapSpte", "CondResched", "FlushRemoteTlbs", "UnlockMmu",
                "RaiseSeq", "LowerCount"}
Referring   == {"ReadLock", "IsPageFaultStale", "MapPage", "PrefetchPage", "MapPrefetched",
                "UnlockMmu", "ReleasePfn"}

(* struct kvm_page_fault at a step; mmu_seq is a snapshot of seq or of what seq was before. *)
FaultAt(step) ==
  IF step \in {"Idle", "Done"} THEN {NoFault}
  ELSE [gfn     : IF step \in {"PrefetchPage", "MapPrefetched"} THEN {g \in Gfn : g + 1 \in Gfn}
                  ELSE Gfn,
        mmu_seq : IF step = "SnapshotSeq" THEN {0} ELSE 0..seq,
        pfn     : IF step \in Referring THEN Page ELSE {None},
        retry   : IF step \in {"UnlockMmu", "ReleasePfn"} THEN BOOLEAN ELSE {FALSE},
        next    : IF step = "MapPrefetched" THEN Page ELSE {None},
        loaded  : {None}]

Ranges == {r \in Gfn \X Gfn : r[1] <= r[2]}
(* The end of what one zap handles: of the range without the filter, else of a slot's part. *)
ZapEnd(last, g) == Least(last, (g \div GfnsPerSlot + 1) * GfnsPerSlot - 1) + 1
AllAdded(last)  == IF FilterByRange THEN last + 1 ELSE 0
InvRecord(op, r, page, gfn, yielded, flush, added) ==
  [op |-> op, first |-> r[1], last |-> r[2], page |-> page, gfn |-> gfn, yielded |-> yielded,
   flush |-> flush, added |-> added]
(* A start that has yet to add its range, is adding or zapping it, or has done so; an end. *)
Entering == {InvRecord("start", r, p, 0, 0, FALSE, 0) : r \in Ranges, p \in MaybePage}
Adding   == UNION {{InvRecord("start", r, p, 0, 0, flush, a) :
                      p \in MaybePage, flush \in BOOLEAN, a \in r[1] .. r[2]} : r \in Ranges}
Zapping(flushes) ==
  UNION {{InvRecord("start", r, p, g, y, flush, IF FilterByRange THEN ZapEnd(r[2], g) ELSE 0) :
            p \in MaybePage, g \in r[1] .. r[2], y \in Gfn, flush \in flushes} : r \in Ranges}
Zapped(flushes) ==
  {InvRecord("start", r, p, 0, 0, flush, AllAdded(r[2])) :
     r \in Ranges, p \in MaybePage, flush \in flushes}
Ending == {InvRecord("end", r, None, 0, 0, FALSE, AllAdded(r[2])) : r \in Ranges}
(* struct kvm_mmu_notifier_range and the zap's struct tdp_iter at a step. *)
InvAt ==
  [step \in InvPoints |->
     CASE step \in {"Idle", "Done"}                    -> {NoInv}
       [] step \in {"RaiseActive", "RaiseCount"}       -> Entering
       [] step = "AddRange"                            -> Adding
       [] step = "ZapSpte"                             -> Zapping(BOOLEAN)
       [] step \in {"CondResched", "RetakeMmuLock"}    -> Zapping({FALSE})
       [] step = "FlushRemoteTlbs"                     -> Zapped(BOOLEAN)
       [] step = "ChangePte"                           -> Zapped({FALSE})
       [] step \in {"RaiseSeq", "LowerCount", "LowerActive"} -> Ending
       [] step = "WriteLock"                           -> Entering \cup Ending
       [] step = "UnlockMmu"                           -> Zapped({FALSE}) \cup Ending]

(* The invalidations whose raise of the count is not undone yet. *)
IsOpen(n) == \/ pc[n] \in {"AddRange", "ZapSpte", "CondResched", "RetakeMmuLock",
                           "FlushRemoteTlbs", "ChangePte", "RaiseSeq", "LowerCount"}
             \/ pc[n] = "UnlockMmu" /\ inv[n].op = "start"
             \/ pc[n] = "WriteLock" /\ inv[n].op = "end"
(* The frames that n has zapped and that must stay so. *)
Gone(n) ==
  CASE pc[n] \in {"ZapSpte", "CondResched", "RetakeMmuLock"} -> inv[n].first .. (inv[n].gfn - 1)
    [] pc[n] = "AddRange"                                    -> Added(n)
    [] pc[n] \in {"FlushRemoteTlbs", "ChangePte"}            -> Range(n)
    [] pc[n] = "UnlockMmu" /\ inv[n].op = "start"            -> Range(n)
    [] pc[n] = "WriteLock" /\ inv[n].op = "end"              -> Range(n)
    [] OTHER                                                 -> {}
(* n has changed the host's PTEs and has yet to say so in seq. *)
Changed(n) == pc[n] \in {"WriteLock", "RaiseSeq"} /\ inv[n].op = "end"

-----------------------------------------------------------------------------
(* The conjuncts of Inv, each of which may rely on those before it. *)

(* A task is at a step of the right design. *)
AtItsSteps == pc \in Points
(* Who holds mmu_lock, and how, follows from the tasks' steps. *)
LockFromStep ==
  /\ writer \in Notifier \cup {None}
  /\ \A n \in Notifier : pc[n] \in Writing <=> writer = n
  /\ readers = {v \in Vcpu : pc[v] \in Reading}
  /\ writer # None => readers = {}
(* What a notifier has in hand fits its step; it owes a flush only while it holds mmu_lock. *)
InvFromStep ==
  inv \in {f \in [Notifier -> UNION {InvAt[pc[n]] : n \in Notifier}] :
             \A n \in Notifier : f[n] \in InvAt[pc[n]]}
(* in_progress counts the open invalidations, and active those that have begun. *)
CountsFromStep ==
  /\ inProgress = Cardinality({n \in Notifier : IsOpen(n)})
  /\ active = Cardinality({n \in Notifier : pc[n] \notin {"Idle", "Done", "RaiseActive"}})
(* The hull covers what an open invalidation has added to it.  Needed: without *)
(* it the retry test lets a fault on a frame of an open invalidation pass.     *)
HullFromAdded ==
  /\ hull \in {Unset} \cup [start : Gfn, end : {g + 1 : g \in Gfn}]
  /\ HullCovers
(* A task waits for a command only if it may still be given one. *)
IdleHasBudget ==
  /\ faultsLeft \in [Vcpu -> 0..Faults]
  /\ invalidationsLeft \in [Notifier -> 0..Invalidations]
  /\ \A v \in Vcpu : pc[v] = "Idle" => faultsLeft[v] > 0
  /\ \A n \in Notifier : pc[n] = "Idle" => invalidationsLeft[n] > 0
(* seq has room for those that have yet to raise it: a bound, for TLC. *)
SeqHasRoom ==
  LET yet == {n \in Notifier : \/ pc[n] \in {"RaiseActive", "WriteLock", "RaiseCount"}
                               \/ IsOpen(n) /\ pc[n] # "LowerCount"}
      may == {<<n, i>> \in Notifier \X (1..Invalidations) : i <= invalidationsLeft[n]}
  IN  seq \in 0 .. (Invalidations * Cardinality(Notifier) - Cardinality(yet) - Cardinality(may))
(* What a fault has in hand fits its step. *)
FaultFromStep ==
  fault \in {f \in [Vcpu -> UNION {FaultAt(pc[v]) : v \in Vcpu}] :
               \A v \in Vcpu : f[v] \in FaultAt(pc[v])}
(* A fault's page is the host's, or its snapshot is old, or who changed it is still open.  *)
(* Needed: without it the retry test lets a stale page pass.                              *)
StaleIsTold ==
  /\ hpte \in [Gfn -> MaybePage]
  /\ \A v \in Vcpu : pc[v] \in {"ReadLock", "IsPageFaultStale"} /\ fault[v].mmu_seq = seq =>
       \/ fault[v].pfn = hpte[fault[v].gfn]
       \/ \E n \in Notifier : Changed(n) /\ fault[v].gfn \in Range(n)
(* Once a fault has passed its test, its page is the host's and no invalidation concerns it. *)
(* Needed: without either half MapPage leaves Inv.                                           *)
PassedIsCurrent ==
  \A v \in Vcpu : pc[v] = "MapPage" =>
    /\ fault[v].pfn = hpte[fault[v].gfn]
    /\ inProgress # 0 => FilterByRange /\ ~FrameIn(hull, fault[v].gfn)
(* While a fault prefetches, no invalidation is open: the page that it found is the host's. *)
(* Needed: without it MapPrefetched leaves Inv.                                             *)
PrefetchIsCurrent ==
  \A v \in Vcpu : pc[v] \in {"PrefetchPage", "MapPrefetched"} =>
    inProgress = 0 /\ (pc[v] = "MapPrefetched" => fault[v].next = hpte[fault[v].gfn + 1])
(* An SPTE maps what the host's PTE maps, and nothing that an invalidation has zapped. *)
SpteFromHost ==
  /\ spte \in {f \in [Gfn -> MaybePage] : \A g \in Gfn : f[g] \in {None, hpte[g]}}
  /\ \A n \in Notifier : \A g \in Gone(n) : spte[g] = None
(* A TLB has what the host's PTE has, and nothing zapped but what the zap has yet to flush. *)
(* With one notifier FlushIsOwed implies the second half; with two, FlushRules needs it.    *)
TlbFromHost ==
  /\ tlb \in {f \in [Vcpu -> [Gfn -> MaybePage]] :
                \A v \in Vcpu, g \in Gfn : f[v][g] \in {None, hpte[g]}}
  /\ \A n \in Notifier : ~inv[n].flush => \A v \in Vcpu, g \in Gone(n) : tlb[v][g] = None
(* What only a TLB still has, the holder of mmu_lock has zapped and will flush.  Needed: *)
(* without it a zap that finds no SPTE owes no flush of what the TLB has.                *)
FlushIsOwed ==
  \A v \in Vcpu, g \in Gfn : tlb[v][g] # None /\ spte[g] = None =>
    \E n \in Notifier : writer = n /\ inv[n].flush /\ g \in Gone(n)
(* Every reference to a page has a holder; a page is taken only if it has none. *)
PageFromHolders ==
  /\ refs = [p \in Page |-> Cardinality({g \in Gfn : hpte[g] = p})
                            + Cardinality({n \in Notifier : inv[n].page = p})
                            + Cardinality({v \in Vcpu : fault[v].pfn = p})
                            + Cardinality({v \in Vcpu : fault[v].next = p})]
  /\ owner \in {f \in [Page -> {"guest", "free", "other"}] :
                  \A p \in Page : refs[p] > 0 => f[p] = "guest"}

(* Whatever state satisfies it, the next one does; and it implies the safety properties. *)
Inv ==
  /\ AtItsSteps
  /\ LockFromStep
  /\ InvFromStep
  /\ CountsFromStep
  /\ HullFromAdded
  /\ IdleHasBudget
  /\ SeqHasRoom
  /\ FaultFromStep
  /\ StaleIsTold
  /\ PassedIsCurrent
  /\ PrefetchIsCurrent
  /\ SpteFromHost
  /\ TlbFromHost
  /\ FlushIsOwed
  /\ PageFromHolders
  /\ splat = {}

InductiveSpec == Inv /\ [][Next]_vars
=============================================================================
