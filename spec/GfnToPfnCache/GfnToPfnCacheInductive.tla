----------------------- MODULE GfnToPfnCacheInductive -----------------------
(* Why the right gfn_to_pfn_cache is right: an invariant of GfnToPfnCache    *)
(* that every step keeps, from whatever state one starts, and that implies   *)
(* the safety properties.  For the design gpc, with its hva in a memslot.    *)
(*                                                                           *)
(* What was checked: TLC starts in every typed state that satisfies Inv at   *)
(* the sizes of the configurations, reachable or not, takes each step from   *)
(* it, and meets no state outside Inv.  Inv enumerates these states by       *)
(* construction: each conjunct gives a variable its values, or restricts     *)
(* those given before.  That is no proof for other sizes.  Bounded are the   *)
(* tasks, frames, pages and budgets, and with these seq.                     *)
(*                                                                           *)
(* Left out: the cures, and designs whose steps have another order.          *)
EXTENDS GfnToPfnCache

(* Which steps a task can take in the right design. *)
UsePoints     == UseSteps \cup {"Idle", "Done"}
RefreshPoints == (RefreshSteps \cup {"Idle", "Done"})
                 \ {"UnlockGpcToWait", "WaitForNoActive", "RelockGpcAfterWait"}
InvPoints     == (InvSteps \cup {"Idle", "Done"}) \ {"RaiseEnded", "MarkGpc"}
Points ==
  {[t \in Task |-> CASE t \in User      -> u[t]
                     [] t \in Refresher -> r[t]
                     [] t \in Owner     -> o[t]
                     [] t \in Notifier  -> n[t]] :
     u \in [User -> UsePoints], r \in [Refresher -> RefreshPoints],
     o \in [Owner -> RefreshPoints \cup SwitchSteps], n \in [Notifier -> InvPoints]}
GpcReading   == {"CheckGpc", "AccessGpc", "ReadUnlockGpc"}
GpcWriting   == {"BeginRefresh", "SnapshotForRefresh", "UnlockGpcForGup", "ReadActive", "ReadSeq",
                 "CommitRefresh", "PutRefreshedPfn", "UnlockGpcAfterRefresh"}
MmuWriting   == {"RaiseCount", "UnlockMmu", "RaiseSeq", "LowerCount"}
(* From the snapshot to the commit; what is thereof between GUP and the end of the retry test. *)
BeforeCommit == {"SnapshotForRefresh", "UnlockGpcForGup", "PutRetriedPfn", "GpcHvaToPfn", "MapKhva",
                 "RelockGpc", "ReadActive", "ReadSeq", "CommitRefresh"}
PastGup      == {"MapKhva", "RelockGpc", "ReadActive", "ReadSeq"}

(* What __kvm_gpc_refresh() has in hand at a step; what it maps is named as its page is. *)
RefreshRecords(seqs, pages, olds) ==
  {[gpa |-> g, mmu_seq |-> s, pfn |-> m[1], khva |-> m[2], oldPfn |-> old[1], oldKhva |-> old[2]] :
     g \in Gfn, s \in seqs, m \in pages, old \in olds}
Mapped    == {<<p, p>> : p \in Page}
Nothing   == {<<None, None>>}
Unmapped  == {<<p, None>> : p \in Page}
RefreshAt(step) ==
  CASE step \in {"Idle", "Done"} -> {NoRefresh}
    [] step \in {"LockRefresh", "LockGpcForRefresh", "BeginRefresh", "AddToList", "SetActive",
                 "ClearActive"} -> RefreshRecords({0}, Nothing, Nothing)
    [] step \in {"SnapshotForRefresh", "UnlockGpcForGup", "RelockGpc", "CommitRefresh"} ->
         RefreshRecords(0..seq, Mapped \cup Nothing, {<<gpc.pfn, gpc.khva>>})
    [] step \in {"PutRetriedPfn", "ReadActive", "ReadSeq"} ->
         RefreshRecords(0..seq, Mapped, {<<gpc.pfn, gpc.khva>>})
    [] step = "GpcHvaToPfn" -> RefreshRecords(0..seq, Nothing, {<<gpc.pfn, gpc.khva>>})
    [] step = "MapKhva"     -> RefreshRecords(0..seq, Unmapped, {<<gpc.pfn, gpc.khva>>})
    [] step = "PutRefreshedPfn" ->
         RefreshRecords(0..seq, {<<gpc.pfn, gpc.khva>>} \cap Mapped, Mapped \cup Nothing)
    [] step = "UnlockGpcAfterRefresh" -> RefreshRecords(0..seq, Nothing, Mapped \cup Nothing)
    [] step = "UnmapOldKhva" ->
         RefreshRecords(0..seq, Nothing, MaybePage \X (Page \ {gpc.khva}))
    [] step = "RemoveFromList" ->
         RefreshRecords({0}, Nothing, {<<None, p>> : p \in {None} \cup (Page \ {gpc.khva})})
    [] step = "UnlockRefresh" ->
         RefreshRecords(0..seq, Nothing, MaybePage \X {None, gpc.khva})

(* struct mmu_notifier_range at a step. *)
Starts == [op : {"start"}, frame : Gfn, page : Page]
Ends   == [op : {"end"}, frame : Gfn, page : {None}]
InvAt ==
  [step \in InvPoints |->
     CASE step \in {"Idle", "Done"}                                          -> {NoInv}
       [] step \in {"RaiseActive", "InvalidateGpc", "RaiseCount", "ChangePte"} -> Starts
       [] step \in {"RaiseSeq", "LowerCount", "LowerActive"}                  -> Ends
       [] step \in {"WriteLock", "UnlockMmu"}                                -> Starts \cup Ends]

(* n has passed the cache's hook and has yet to change the host's PTE. *)
MayChange(n) == \/ pc[n] \in {"RaiseCount", "ChangePte"}
                \/ pc[n] \in {"WriteLock", "UnlockMmu"} /\ inv[n].op = "start"
(* n has changed the host's PTE and has yet to say so in seq. *)
Changed(n) == pc[n] \in {"WriteLock", "RaiseSeq"} /\ inv[n].op = "end"
(* n has not passed the hook. *)
Outside(n) == pc[n] \in {"Idle", "Done", "RaiseActive", "InvalidateGpc"}

-----------------------------------------------------------------------------
(* The conjuncts of Inv, each of which may rely on those before it. *)

(* A task is at a step of the right design. *)
AtItsSteps == pc \in Points
(* Who holds which lock, and how, follows from the tasks' steps. *)
LocksFromStep ==
  /\ refreshLock \in Worker \cup {None}
  /\ \A r \in Worker : pc[r] \notin {"Idle", "Done", "LockRefresh"} <=> refreshLock = r
  /\ gpcWriter \in Worker \cup {None}
  /\ \A r \in Worker : pc[r] \in GpcWriting <=> gpcWriter = r
  /\ gpcReaders = {u \in User : pc[u] \in GpcReading}
  /\ gpcWriter # None => gpcReaders = {}
  /\ writer \in Notifier \cup {None}
  /\ \A n \in Notifier : pc[n] \in MmuWriting <=> writer = n
(* What a user and a notifier have in hand fits their steps. *)
HandsFromStep ==
  /\ use \in {f \in [User -> Gfn \cup {None}] :
                \A u \in User : f[u] = None <=> pc[u] \in {"Idle", "Done"}}
  /\ inv \in {f \in [Notifier -> UNION {InvAt[pc[n]] : n \in Notifier}] :
                \A n \in Notifier : f[n] \in InvAt[pc[n]]}
(* in_progress and active count the invalidations between their raise and their lowering. *)
CountsFromStep ==
  /\ inProgress = Cardinality({n \in Notifier :
                                 \/ pc[n] \in {"ChangePte", "RaiseSeq", "LowerCount"}
                                 \/ pc[n] = "UnlockMmu" /\ inv[n].op = "start"
                                 \/ pc[n] = "WriteLock" /\ inv[n].op = "end"})
  /\ active = Cardinality({n \in Notifier : pc[n] \notin {"Idle", "Done", "RaiseActive"}})
  /\ ended = 0
(* The cache's kernel address, if any, is that of its page; only cures mark it. *)
KhvaOfPfn ==
  gpc \in {[gpa |-> g, valid |-> v, active |-> a, pfn |-> p, khva |-> p, marked |-> FALSE] :
             g \in Gfn, v \in BOOLEAN, a \in BOOLEAN, p \in MaybePage}
(* The cache is on the list while it is active: its owner adds it first and removes it last.  *)
(* Needed: without the lines on the owner SetActive or RemoveFromList leaves Inv.             *)
ActiveIsListed ==
  /\ listed \in BOOLEAN
  /\ gpc.active => listed
  /\ \A o \in Owner : /\ pc[o] = "SetActive" => listed
                      /\ pc[o] = "RemoveFromList" => ~gpc.active
(* A valid cache is active and maps the host's page, which no invalidation is about to change. *)
(* Needed: without its last line ChangePte leaves Inv.                                         *)
ValidIsCurrent ==
  /\ hpte \in [Gfn -> MaybePage]
  /\ gpc.valid => /\ gpc.active /\ gpc.khva # None /\ gpc.khva = hpte[gpc.gpa]
                  /\ \A n \in Notifier : MayChange(n) => inv[n].frame # gpc.gpa
(* Who touches the page has found the cache valid, and that lasts while gpc->lock is held. *)
(* Needed: without it AccessGpc leaves Inv.                                                *)
UserSeesValid == \A u \in User : pc[u] = "AccessGpc" => gpc.valid
(* A task waits for a command only if it may still be given one. *)
IdleHasBudget ==
  /\ left \in {f \in [Task -> 0..(Uses + Refreshes + Switches + Invalidations)] :
                 \A t \in Task : f[t] <= Budget(t)}
  /\ \A t \in Task : pc[t] = "Idle" => left[t] > 0
(* seq has room for those that have yet to raise it: a bound, for TLC. *)
SeqHasRoom ==
  LET yet == {n \in Notifier : \/ pc[n] \in {"RaiseActive", "InvalidateGpc"}
                               \/ MayChange(n) \/ Changed(n)}
      may == {<<n, i>> \in Notifier \X (1..Invalidations) : i <= left[n]}
  IN  seq \in 0 .. (Invalidations * Cardinality(Notifier) - Cardinality(yet) - Cardinality(may))
(* What a refresh has in hand fits its step; until it commits, the cache is as it found it. *)
RefreshFromStep ==
  refresh \in {f \in [Worker -> UNION {RefreshAt(pc[r]) : r \in Worker}] :
                 \A r \in Worker : f[r] \in RefreshAt(pc[r])}
(* From the time that a refresh invalidates the cache until it commits, the cache is active, *)
(* invalid, and of the frame that the refresh looks up.  Needed: without it an invalidation  *)
(* that finds an inactive cache off the list passes it by while a refresh sets it valid.     *)
InvalidMeanwhile ==
  \A r \in Worker : pc[r] \in BeforeCommit =>
    gpc.active /\ ~gpc.valid /\ gpc.gpa = refresh[r].gpa
(* A refresh's page is the host's, or its snapshot is old, or who changed it is still active. *)
(* Needed: without it ReadSeq lets a stale page pass.                                         *)
StaleIsTold ==
  \A r \in Worker :
    pc[r] \in PastGup /\ refresh[r].pfn # None /\ refresh[r].mmu_seq = seq =>
      \/ refresh[r].pfn = hpte[refresh[r].gpa]
      \/ \E n \in Notifier : Changed(n) /\ inv[n].frame = refresh[r].gpa
(* Once a refresh has found none active, the hook keeps every invalidation waiting.  Needed: *)
(* without it ReadSeq lets a page pass that an invalidation past the hook has changed.       *)
HookKeepsOut ==
  \A r \in Worker :
    pc[r] = "ReadSeq" \/ (pc[r] = "CommitRefresh" /\ refresh[r].pfn # None) =>
      \A n \in Notifier : Outside(n)
(* A refresh commits the host's page, or that there is none.  Needed: without it *)
(* CommitRefresh leaves Inv.                                                     *)
CommitIsCurrent ==
  \A r \in Worker : pc[r] = "CommitRefresh" /\ refresh[r].pfn # None =>
    refresh[r].pfn = hpte[refresh[r].gpa]
(* Every reference to a page has a holder; a page is taken only if it has none. *)
PageFromHolders ==
  /\ refs = [p \in Page |-> Cardinality({g \in Gfn : hpte[g] = p})
                            + Cardinality({n \in Notifier : inv[n].page = p})
                            + Cardinality({r \in Worker : refresh[r].pfn = p})]
  /\ owner \in {f \in [Page -> {"guest", "free", "other"}] :
                  \A p \in Page : refs[p] > 0 => f[p] = "guest"}
(* A page has one kernel mapping if the cache or a refresh knows of it, else none. *)
KmapsFromHolders ==
  kmaps = [p \in Page |-> IF p = gpc.khva \/ \E r \in Worker : p \in {refresh[r].khva,
                                                                      refresh[r].oldKhva}
                          THEN 1 ELSE 0]

(* Whatever state satisfies it, the next one does; and it implies the safety properties. *)
Inv ==
  /\ AtItsSteps
  /\ LocksFromStep
  /\ HandsFromStep
  /\ CountsFromStep
  /\ KhvaOfPfn
  /\ ActiveIsListed
  /\ ValidIsCurrent
  /\ UserSeesValid
  /\ IdleHasBudget
  /\ SeqHasRoom
  /\ RefreshFromStep
  /\ InvalidMeanwhile
  /\ StaleIsTold
  /\ HookKeepsOut
  /\ CommitIsCurrent
  /\ PageFromHolders
  /\ KmapsFromHolders
  /\ splat = {}

InductiveSpec == Inv /\ [][Next]_vars
=============================================================================
