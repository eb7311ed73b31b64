----------------------------- MODULE MirrorRoots -----------------------------
(* Mirror roots: page tables that the hardware does not walk.  A TD's private *)
(* memory is mapped by the external tables of the TDX module (S-EPT), which   *)
(* KVM can change by calls of the module alone; it keeps a mirror of them,    *)
(* with a root of its own beside the direct root, which maps shared memory.   *)
(* A call can fail: the module is busy while a vCPU is inside it.  Models     *)
(* tdp_mmu_set_spte_atomic() and tdp_mmu_set_spte() of a mirror SPTE,         *)
(* tdx_sept_set_private_spte(), tdh_do_no_vcpus(), tdx_track(), the types of  *)
(* roots that a zap asks for, and the end of a TD, of v7.3.                   *)
(*                                                                            *)
(* The mirror root has one entry, parent, and below it one table with an      *)
(* entry a frame.  Under a read lock a mirror SPTE is frozen, the external    *)
(* one is changed, and the SPTE is set, or put back.  Under a write lock the  *)
(* mirror is written first, and the external removal must not fail: block,    *)
(* track, kick the vCPUs, remove.  Private pages go while the TD has its key  *)
(* (HKID), tables only once the key is released.                              *)
(*                                                                            *)
(* Left out: RCU, since a mirror table goes only when nobody is left to walk  *)
(* it; the levels of a direct root, its zap entry by entry, its yields, its   *)
(* reference count and its TLBs; huge pages, which a mirror has none of; the  *)
(* end of an invalidation (a fault retries from its start on) and the         *)
(* sequence count; conversions (a frame is shared or private for ever); the   *)
(* accept of a page by the guest; pages that are added before the TD runs.    *)
(* A page is named by its frame.                                              *)
EXTENDS Integers, FiniteSets, Sequences, TLC
CONSTANTS
  None,          \* no task
  Vcpu,          \* tasks that handle faults
  Guest,         \* vCPUs that run the TD meanwhile, and call the module
  Notifier,      \* tasks that invalidate NotifierRange, once each
  Zapper,        \* tasks that do a fast zap, once each
  Destroyer,     \* the task that ends the TD, once nobody runs it
  Frames,        \* the number of frames
  Shared,        \* frames of shared memory; the others are private
  MappedAtStart, \* frames that are mapped
  NotifierRange,
  Faults         \* how many faults each vCPU may take
CONSTANTS        \* the rules; FALSE restores a mistake
  FreezeForUpdate,    \* a mirror SPTE is frozen while its external one is changed
  FreezeBeforeCall,   \* ... before the module is called
  RestoreOnFailure,   \* a failed update puts the old SPTE back
  CheckResult,        \* ... since somebody looks whether it failed
  FrozenIsAbsent,     \* a fault takes a frozen SPTE for non-present, and retries
  ZapUnderWrite,      \* private pages are zapped with mmu_lock held for write
  BlockFirst,         \* an external SPTE is blocked before the TLBs are tracked
  TrackFirst,         \* ... tracked before it is removed
  KickAfterTrack,     \* ... and every vCPU is out of the guest in between
  RemoveAfterBlock,   \* it is removed, not only blocked
  RetryBusy,          \* a call that finds the module busy is made again
  ForbidBeforeKick,   \* ... after vCPUs are kept out, and then kicked
  AllowAfterRetry,    \* ... and are let in again
  RootsByFilter,      \* a zap asks for the roots that map the kind of its range
  AlsoInvalid,        \* ... and for invalid ones
  FastZapDirectOnly,  \* the fast zap asks for direct roots only
  ReleaseDirectOnly,  \* ... and so does the zap when the mm goes
  PagesBeforeHkid,    \* private pages are removed before the key is released
  HkidBeforeTables,   \* the key is released before the tables are freed
  KeepUnreclaimed,    \* a table that cannot be reclaimed is kept
  CheckCount,         \* a fault retries while an invalidation is open
  WriterWaits         \* who takes mmu_lock for write waits until its readers are gone

Task    == Vcpu \cup Notifier \cup Zapper \cup Destroyer
Frame   == 0 .. Frames - 1
Private == Frame \ Shared
ASSUME TasksAreApart ==
  /\ Cardinality(Task) = Cardinality(Vcpu) + Cardinality(Notifier) + Cardinality(Zapper)
                         + Cardinality(Destroyer)
  /\ None \notin Task /\ Guest \cap Task = {}
ASSUME OneOfThem == Cardinality(Zapper) <= 1 /\ Cardinality(Destroyer) <= 1
ASSUME SizesOK ==
  /\ Frames > 0 /\ Faults \in Nat /\ Shared \subseteq Frame /\ MappedAtStart \subseteq Frame
  /\ NotifierRange \subseteq Frame /\ NotifierRange # {}
ASSUME RulesOK ==
  {FreezeForUpdate, FreezeBeforeCall, RestoreOnFailure, CheckResult, FrozenIsAbsent, ZapUnderWrite,
   BlockFirst, TrackFirst, KickAfterTrack, RemoveAfterBlock, RetryBusy, ForbidBeforeKick,
   AllowAfterRetry, RootsByFilter, AlsoInvalid, FastZapDirectOnly, ReleaseDirectOnly,
   PagesBeforeHkid, HkidBeforeTables, KeepUnreclaimed, CheckCount, WriterWaits} \subseteq BOOLEAN

VARIABLES
  pc,         \* the step each task takes next; Idle: waits for a command, Done: no budget left
  iter,       \* what each task is doing: struct tdp_iter and its caller's locals
  left,       \* how many operations each task may still start
  writer,     \* mmu_lock: the task that holds it for write
  readers,    \* mmu_lock: the tasks that hold it for read
  obsolete,   \* vCPUs whose direct root is invalid
  direct,     \* frames that the direct root maps
  invalid,    \* frames that invalid direct roots map
  parent,     \* the mirror root's entry: none, frozen, present: points to the table
  leaf,       \* the entries of the mirror's table: none, frozen, present
  dead,       \* role.invalid of the mirror root
  extParent,  \* the external root's entry: none, present
  ext,        \* the entries of the external table: none, present, blocked, tracked
  table,      \* sp->external_spt: unused, linked, reclaimed, leaked, freed
  hkid,       \* the TD has its key
  guest,      \* where each vCPU of Guest is: out, in, module
  stale,      \* vCPUs of Guest that entered before the last track
  tlb,        \* what each of Guest has translations for
  wait,       \* kvm_tdx->wait_for_sept_zap: vCPUs are kept out
  page,       \* the host page behind each frame: mapped, free
  returned,   \* frames whose invalidation has returned from its start
  inProgress, \* kvm->mmu_invalidate_in_progress
  splat       \* what a debug kernel has printed
lockVars   == <<writer, readers>>
directVars == <<obsolete, direct, invalid>>
mirrorVars == <<parent, leaf, dead>>
extVars    == <<extParent, ext, table, hkid>>
guestVars  == <<guest, stale, tlb, wait>>
hostVars   == <<page, returned, inProgress>>
vars == <<pc, iter, left, lockVars, directVars, mirrorVars, extVars, guestVars, hostVars, splat>>

Min(S) == CHOOSE x \in S : \A y \in S : x <= y
Rest == [op |-> "none", gfn |-> 0, at |-> "none", failed |-> FALSE, again |-> FALSE]

TypeOK ==
  /\ pc \in [Task -> {"Idle", "Done", "ReadLock", "WriteLock", "UnlockMmu", "IsPageFaultStale",
       "ReadParent", "ReadLeaf", "FreezeMirrorSpte", "SetExternalSpte", "UnfreezeMirrorSpte",
       "MapPage", "ZapSpte", "BlockExternal", "TrackExternal", "RemoveExternal", "ForbidEntry",
       "KickVcpus", "AllowEntry", "InvalidateRoots", "ZapDirectRoots", "FreeExternalTable",
       "ReleaseHkid"}]
  /\ iter \in [Task -> [op : {"none", "fault", "start", "invalidate", "zap", "release", "gmem",
                              "hkid", "teardown"},
                        gfn : Frame, at : {"none", "parent", "leaf", "block", "track", "remove"},
                        failed : BOOLEAN, again : BOOLEAN]]
  /\ left \in [Task -> 0 .. Faults + 1]
  /\ writer \in Task \cup {None} /\ readers \subseteq Task
  /\ obsolete \subseteq Vcpu /\ direct \subseteq Shared /\ invalid \subseteq Shared
  /\ parent \in {"none", "frozen", "present"}
  /\ leaf \in [Frame -> {"none", "frozen", "present"}] /\ dead \in BOOLEAN
  /\ extParent \in {"none", "present"}
  /\ ext \in [Frame -> {"none", "present", "blocked", "tracked"}]
  /\ table \in {"unused", "linked", "reclaimed", "leaked", "freed"} /\ hkid \in BOOLEAN
  /\ guest \in [Guest -> {"out", "in", "module"}] /\ stale \subseteq Guest
  /\ tlb \in [Guest -> SUBSET Private] /\ wait \in BOOLEAN
  /\ page \in [Frame -> {"mapped", "free"}] /\ returned \subseteq Frame
  /\ inProgress \in 0 .. Cardinality(Notifier) + 1
  /\ splat \subseteq {"KVM_BUG_ON: external SPTE", "KVM_BUG_ON: external table",
                      "hardware walks a freed table"}

Mapped == Private \cap MappedAtStart
Init ==
  /\ left = [t \in Task |-> IF t \in Vcpu THEN Faults ELSE 1]
  /\ pc = [t \in Task |-> IF left[t] = 0 THEN "Done" ELSE "Idle"]
  /\ iter = [t \in Task |-> Rest]
  /\ writer = None /\ readers = {} /\ obsolete = {}
  /\ direct = Shared \cap MappedAtStart /\ invalid = {}
  /\ parent = (IF Mapped = {} THEN "none" ELSE "present") /\ extParent = parent
  /\ leaf = [f \in Frame |-> IF f \in Mapped THEN "present" ELSE "none"] /\ ext = leaf
  /\ table = (IF Mapped = {} THEN "unused" ELSE "linked")
  /\ dead = FALSE /\ hkid = TRUE
  /\ guest = [g \in Guest |-> "out"] /\ stale = {} /\ tlb = [g \in Guest |-> {}] /\ wait = FALSE
  /\ page = [f \in Frame |-> "mapped"] /\ returned = {} /\ inProgress = 0 /\ splat = {}

-----------------------------------------------------------------------------
Goto(t, step, it) == pc' = [pc EXCEPT ![t] = step] /\ iter' = [iter EXCEPT ![t] = it]
FrameOf(t) == iter[t].gfn
Bug(what) == {"KVM_BUG_ON: external " \o what}
(* The module cannot take a lock that a vCPU inside it has.                   *)
Busy == \E g \in Guest : guest[g] = "module"
(* A vCPU is still in the guest since before the last track.                  *)
OldEpochRuns == \E g \in stale : guest[g] # "out"
(* Nobody uses the TD any more.                                               *)
Ended == \E d \in Destroyer : left[d] = 0
Done(t) == Goto(t, IF left[t] > 0 THEN "Idle" ELSE "Done", Rest)
Over(t) == [Rest EXCEPT !.op = iter[t].op, !.gfn = FrameOf(t)]
EndWalk(t) == Goto(t, "UnlockMmu", Over(t))

ReadLock(t) ==  \* read_lock(&kvm->mmu_lock)
  /\ pc[t] = "ReadLock" /\ writer = None
  /\ readers' = readers \cup {t}
  /\ CASE iter[t].op = "fault" -> Goto(t, "IsPageFaultStale", iter[t]) /\ UNCHANGED inProgress
       [] iter[t].op = "zap"   -> Goto(t, "ZapDirectRoots", iter[t]) /\ UNCHANGED inProgress
       [] iter[t].op = "start" ->
            /\ Goto(t, "ZapSpte", [iter[t] EXCEPT !.gfn = Min(NotifierRange)])
            /\ inProgress' = inProgress + 1
  /\ UNCHANGED <<left, writer, directVars, mirrorVars, extVars, guestVars, page, returned, splat>>

CanWrite == writer = None /\ (WriterWaits => readers = {})
WriteLock(t) ==  \* write_lock(&kvm->mmu_lock)
  /\ pc[t] = "WriteLock" /\ CanWrite
  /\ writer' = t
  /\ CASE iter[t].op \in {"start", "gmem"} ->
            /\ Goto(t, "ZapSpte", [iter[t] EXCEPT !.gfn = Min(IF iter[t].op = "gmem" THEN Private
                                                              ELSE NotifierRange)])
            /\ inProgress' = inProgress + 1
       [] iter[t].op \in {"invalidate", "teardown"} ->
            Goto(t, "InvalidateRoots", iter[t]) /\ UNCHANGED inProgress
       [] iter[t].op = "release" -> Goto(t, "ZapDirectRoots", iter[t]) /\ UNCHANGED inProgress
  /\ UNCHANGED <<left, readers, directVars, mirrorVars, extVars, guestVars, page, returned, splat>>

(* What the end of a TD does next: the mm goes, the files of its memory, the  *)
(* key, the tables.                                                           *)
PhaseAfter(op) ==
  CASE op = "release"  -> IF PagesBeforeHkid THEN "gmem" ELSE "hkid"
    [] op = "gmem"     -> IF HkidBeforeTables /\ PagesBeforeHkid THEN "hkid" ELSE "teardown"
    [] op = "hkid"     -> IF ~PagesBeforeHkid THEN "gmem" ELSE IF HkidBeforeTables THEN "teardown" ELSE "none"
    [] op = "teardown" -> IF PagesBeforeHkid /\ ~HkidBeforeTables THEN "hkid" ELSE "none"
NextPhase(d) ==
  LET op == PhaseAfter(iter[d].op) IN
  IF op = "none" THEN Done(d)
  ELSE Goto(d, IF op = "hkid" THEN "ReleaseHkid" ELSE "WriteLock", [Rest EXCEPT !.op = op])

UnlockMmu(t) ==  \* {read,write}_unlock(&kvm->mmu_lock); a notifier's start returns
  /\ pc[t] = "UnlockMmu"
  /\ writer' = (IF writer = t THEN None ELSE writer)
  /\ readers' = readers \ {t}
  /\ IF t \in Destroyer THEN NextPhase(t)
     ELSE IF iter[t].op = "invalidate" THEN Goto(t, "ReadLock", [Rest EXCEPT !.op = "zap"])
     ELSE Done(t)
  /\ returned' = returned \cup CASE iter[t].op = "start" -> NotifierRange
                                 [] iter[t].op = "gmem"  -> Private
                                 [] OTHER -> {}
  /\ UNCHANGED <<left, directVars, mirrorVars, extVars, guestVars, page, inProgress, splat>>

-----------------------------------------------------------------------------
(* A fault.                                                                   *)

(* A vCPU whose direct root is invalid has loaded a new one before it faults. *)
(* Its mirror root stays.                                                     *)
HandleFault(v, f) ==  \* direct_page_fault(): from the lock on
  /\ pc[v] = "Idle" /\ ~Ended
  /\ left' = [left EXCEPT ![v] = @ - 1]
  /\ obsolete' = obsolete \ {v}
  /\ Goto(v, "ReadLock", [Rest EXCEPT !.op = "fault", !.gfn = f])
  /\ UNCHANGED <<lockVars, direct, invalid, mirrorVars, extVars, guestVars, hostVars, splat>>

(* Only the direct root is looked at: a mirror root is valid as long as its   *)
(* TD lives.                                                                  *)
IsPageFaultStale(v) ==  \* is_page_fault_stale(), mmu_lock R
  /\ pc[v] = "IsPageFaultStale"
  /\ IF (CheckCount /\ inProgress > 0) \/ v \in obsolete THEN EndWalk(v)
     ELSE Goto(v, IF FrameOf(v) \in Shared THEN "MapPage" ELSE "ReadParent", iter[v])
  /\ UNCHANGED <<left, lockVars, directVars, mirrorVars, extVars, guestVars, hostVars, splat>>

MapPage(v) ==  \* tdp_mmu_map_handle_target_level() in a direct root, mmu_lock R
  /\ pc[v] = "MapPage"
  /\ direct' = direct \cup {FrameOf(v)}
  /\ EndWalk(v)
  /\ UNCHANGED <<left, lockVars, obsolete, invalid, mirrorVars, extVars, guestVars, hostVars, splat>>

(* The first step of an update of a mirror SPTE.                              *)
Update(v, at) ==
  Goto(v, IF FreezeBeforeCall THEN "FreezeMirrorSpte" ELSE "SetExternalSpte", [iter[v] EXCEPT !.at = at])

ReadParent(v) ==  \* tdp_iter_refresh_sptep(): reads the entry of the mirror root, mmu_lock R
  /\ pc[v] = "ReadParent"
  /\ IF parent = "none" THEN Update(v, "parent")
     ELSE IF parent = "frozen" /\ FrozenIsAbsent THEN EndWalk(v)
     ELSE Goto(v, "ReadLeaf", iter[v])
  /\ UNCHANGED <<left, lockVars, directVars, mirrorVars, extVars, guestVars, hostVars, splat>>

ReadLeaf(v) ==  \* tdp_iter_refresh_sptep(): reads the entry of the table, mmu_lock R
  /\ pc[v] = "ReadLeaf"
  /\ IF leaf[FrameOf(v)] = "none" THEN Update(v, "leaf") ELSE EndWalk(v)
  /\ UNCHANGED <<left, lockVars, directVars, mirrorVars, extVars, guestVars, hostVars, splat>>

Spte(v) == IF iter[v].at = "parent" THEN parent ELSE leaf[FrameOf(v)]
SetSpte(v, spte) ==
  IF iter[v].at = "parent" THEN parent' = spte /\ UNCHANGED leaf
  ELSE leaf' = [leaf EXCEPT ![FrameOf(v)] = spte] /\ UNCHANGED parent
(* An update is over; where a table is linked, the walk goes on in it.        *)
Updated(v) ==
  IF iter[v].at = "parent" /\ ~iter[v].failed THEN Goto(v, "ReadLeaf", [iter[v] EXCEPT !.at = "none"])
  ELSE EndWalk(v)

FreezeMirrorSpte(v) ==  \* tdp_mmu_set_spte_atomic(): cmpxchg of a mirror SPTE to FROZEN_SPTE, mmu_lock R
  /\ pc[v] = "FreezeMirrorSpte"
  /\ IF Spte(v) # "none" THEN EndWalk(v) /\ UNCHANGED <<parent, leaf>>
     ELSE /\ SetSpte(v, IF FreezeForUpdate /\ FreezeBeforeCall THEN "frozen" ELSE "present")
          /\ IF FreezeBeforeCall THEN Goto(v, "SetExternalSpte", iter[v]) ELSE Updated(v)
  /\ UNCHANGED <<left, lockVars, directVars, dead, extVars, guestVars, hostVars, splat>>

(* The module refuses what does not fit its tables, and changes nothing then. *)
Fits(v) == IF iter[v].at = "parent" THEN extParent = "none"
           ELSE extParent = "present" /\ ext[FrameOf(v)] = "none"
SetExternalSpte(v) ==  \* tdx_sept_set_private_spte(): TDH.MEM.SEPT.ADD or TDH.MEM.PAGE.AUG, mmu_lock R
  LET fits  == Fits(v) /\ hkid
      fails == Busy \/ ~fits
      it    == [iter[v] EXCEPT !.failed = fails] IN
  /\ pc[v] = "SetExternalSpte"
  /\ splat' = splat \cup (IF Busy \/ fits THEN {} ELSE Bug("SPTE"))
  /\ IF fails THEN UNCHANGED <<extParent, ext, table>>
     ELSE IF iter[v].at = "parent" THEN extParent' = "present" /\ table' = "linked" /\ UNCHANGED ext
     ELSE ext' = [ext EXCEPT ![FrameOf(v)] = "present"] /\ UNCHANGED <<extParent, table>>
  /\ IF FreezeBeforeCall THEN Goto(v, "UnfreezeMirrorSpte", it)
     ELSE IF fails THEN EndWalk(v) ELSE Goto(v, "FreezeMirrorSpte", it)
  /\ UNCHANGED <<left, lockVars, directVars, mirrorVars, hkid, guestVars, hostVars>>

UnfreezeMirrorSpte(v) ==  \* tdp_mmu_set_spte_atomic(): __kvm_tdp_mmu_write_spte() of a mirror SPTE, mmu_lock R
  LET failed == iter[v].failed /\ CheckResult IN
  /\ pc[v] = "UnfreezeMirrorSpte"
  /\ IF ~failed THEN SetSpte(v, "present")
     ELSE IF RestoreOnFailure THEN SetSpte(v, "none") ELSE UNCHANGED <<parent, leaf>>
  /\ IF iter[v].at = "parent" /\ ~failed
     THEN Goto(v, "ReadLeaf", [iter[v] EXCEPT !.at = "none", !.failed = FALSE]) ELSE EndWalk(v)
  /\ UNCHANGED <<left, lockVars, directVars, dead, extVars, guestVars, hostVars, splat>>

-----------------------------------------------------------------------------
(* A zap of leaves: the notifier, guest_memfd, the end of a TD.               *)

InvalidateRangeStart(n) ==  \* kvm_mmu_notifier_invalidate_range_start(), no lock
  /\ pc[n] = "Idle" /\ ~Ended
  /\ left' = [left EXCEPT ![n] = @ - 1]
  /\ Goto(n, IF ZapUnderWrite THEN "WriteLock" ELSE "ReadLock", [Rest EXCEPT !.op = "start"])
  /\ UNCHANGED <<lockVars, directVars, mirrorVars, extVars, guestVars, hostVars, splat>>

WholeRoot(x) == iter[x].op \in {"zap", "release", "teardown"}
RangeOf(x) == IF iter[x].op = "start" THEN NotifierRange ELSE Private
(* The next frame, or the end: of a root its tables go last.                  *)
NextFrame(x) ==
  LET todo == {f \in RangeOf(x) : f > FrameOf(x)} IN
  IF todo # {} THEN Goto(x, "ZapSpte", [Rest EXCEPT !.op = iter[x].op, !.gfn = Min(todo)])
  ELSE IF WholeRoot(x) THEN Goto(x, "FreeExternalTable", Over(x))
  ELSE EndWalk(x)

(* Under a write lock the mirror is written first.                            *)
ZapSpte(x) ==  \* tdp_mmu_zap_leafs(): tdp_mmu_iter_set_spte(), mmu_lock W
  LET f    == FrameOf(x)
      asks == RootsByFilter \/ iter[x].op # "start" IN
  /\ pc[x] = "ZapSpte"
  /\ IF f \in Shared
     THEN /\ direct' = direct \ {f} /\ invalid' = (IF AlsoInvalid THEN invalid \ {f} ELSE invalid)
          /\ NextFrame(x) /\ UNCHANGED leaf
     ELSE IF asks /\ leaf[f] = "present"
     THEN /\ leaf' = [leaf EXCEPT ![f] = "none"]
          /\ Goto(x, IF BlockFirst THEN "BlockExternal" ELSE IF TrackFirst THEN "TrackExternal"
                     ELSE "RemoveExternal", iter[x])
          /\ UNCHANGED <<direct, invalid>>
     ELSE NextFrame(x) /\ UNCHANGED <<leaf, direct, invalid>>
  /\ UNCHANGED <<left, lockVars, obsolete, parent, dead, extVars, guestVars, hostVars, splat>>

(* After a call: the next one.                                                *)
AfterCall(x, call) ==
  LET it == [iter[x] EXCEPT !.again = FALSE, !.at = "none"] IN
  CASE call = "block" /\ ~RemoveAfterBlock -> NextFrame(x)
    [] call = "block" /\ RemoveAfterBlock  -> Goto(x, IF TrackFirst THEN "TrackExternal" ELSE "RemoveExternal", it)
    [] call = "track"  -> Goto(x, IF KickAfterTrack THEN "KickVcpus" ELSE "RemoveExternal", it)
    [] call = "remove" -> NextFrame(x)
(* tdh_do_no_vcpus(): if the module is busy, once more with nobody in it.     *)
Call(x, call, busy, fits, becomes) ==
  LET tried == iter[x].again IN
  IF busy /\ ~tried /\ RetryBusy
  THEN /\ Goto(x, IF ForbidBeforeKick THEN "ForbidEntry" ELSE "KickVcpus",
               [iter[x] EXCEPT !.at = call, !.again = TRUE])
       /\ UNCHANGED <<ext, splat>>
  ELSE /\ ext' = (IF busy \/ ~fits THEN ext ELSE becomes)
       /\ splat' = splat \cup (IF busy \/ ~fits THEN Bug("SPTE") ELSE {})
       /\ IF tried /\ AllowAfterRetry THEN Goto(x, "AllowEntry", iter[x]) ELSE AfterCall(x, call)

BlockExternal(x) ==  \* tdx_sept_remove_leaf_spte(): TDH.MEM.RANGE.BLOCK, mmu_lock W
  LET f == FrameOf(x) IN
  /\ pc[x] = "BlockExternal"
  /\ Call(x, "block", Busy, hkid /\ ext[f] = "present", [ext EXCEPT ![f] = "blocked"])
  /\ UNCHANGED <<left, lockVars, directVars, mirrorVars, extParent, table, hkid, guestVars, hostVars>>

(* Who enters from now on has no translation of what is blocked.              *)
TrackExternal(x) ==  \* tdx_track(): TDH.MEM.TRACK, mmu_lock W
  LET busy == Busy \/ OldEpochRuns IN
  /\ pc[x] = "TrackExternal"
  /\ Call(x, "track", busy, hkid, [f \in Frame |-> IF ext[f] = "blocked" THEN "tracked" ELSE ext[f]])
  /\ stale' = (IF busy \/ ~hkid THEN stale ELSE Guest)
  /\ UNCHANGED <<left, lockVars, directVars, mirrorVars, extParent, table, hkid, guest, tlb, wait, hostVars>>

RemoveExternal(x) ==  \* tdx_sept_remove_leaf_spte(): TDH.MEM.PAGE.REMOVE, mmu_lock W
  LET f == FrameOf(x) IN
  /\ pc[x] = "RemoveExternal"
  /\ Call(x, "remove", Busy, hkid /\ ext[f] = "tracked" /\ ~OldEpochRuns, [ext EXCEPT ![f] = "none"])
  /\ UNCHANGED <<left, lockVars, directVars, mirrorVars, extParent, table, hkid, guestVars, hostVars>>

CallAgain(call) == CASE call = "block"  -> "BlockExternal"
                     [] call = "track"  -> "TrackExternal"
                     [] call = "remove" -> "RemoveExternal"
ForbidEntry(x) ==  \* tdh_do_no_vcpus(): sets wait_for_sept_zap, mmu_lock W
  /\ pc[x] = "ForbidEntry"
  /\ wait' = TRUE
  /\ Goto(x, IF ForbidBeforeKick THEN "KickVcpus" ELSE CallAgain(iter[x].at), iter[x])
  /\ UNCHANGED <<left, lockVars, directVars, mirrorVars, extVars, guest, stale, tlb, hostVars, splat>>

KickVcpus(x) ==  \* kvm_make_all_cpus_request(KVM_REQ_OUTSIDE_GUEST_MODE), mmu_lock W
  /\ pc[x] = "KickVcpus"
  /\ guest' = [g \in Guest |-> "out"]
  /\ Goto(x, IF ~iter[x].again THEN "RemoveExternal"
             ELSE IF ForbidBeforeKick THEN CallAgain(iter[x].at) ELSE "ForbidEntry", iter[x])
  /\ UNCHANGED <<left, lockVars, directVars, mirrorVars, extVars, stale, tlb, wait, hostVars, splat>>

AllowEntry(x) ==  \* tdh_do_no_vcpus(): clears wait_for_sept_zap, mmu_lock W
  /\ pc[x] = "AllowEntry"
  /\ wait' = FALSE
  /\ AfterCall(x, iter[x].at)
  /\ UNCHANGED <<left, lockVars, directVars, mirrorVars, extVars, guest, stale, tlb, hostVars, splat>>

-----------------------------------------------------------------------------
(* A zap of roots: the fast zap, and the end of a TD.                         *)

ZapAllFast(z) ==  \* kvm_mmu_zap_all_fast(), no lock
  /\ pc[z] = "Idle" /\ ~Ended
  /\ left' = [left EXCEPT ![z] = @ - 1]
  /\ Goto(z, "WriteLock", [Rest EXCEPT !.op = "invalidate"])
  /\ UNCHANGED <<lockVars, directVars, mirrorVars, extVars, guestVars, hostVars, splat>>

(* An older invalid root is empty: there is one fast zap, and nothing is left *)
(* at the end.                                                                *)
InvalidateRoots(x) ==  \* kvm_tdp_mmu_invalidate_roots(), mmu_lock W
  /\ pc[x] = "InvalidateRoots"
  /\ invalid' = direct /\ direct' = {} /\ obsolete' = Vcpu
  /\ dead' = (dead \/ iter[x].op = "teardown" \/ ~FastZapDirectOnly)
  /\ IF iter[x].op = "teardown" THEN Goto(x, "ZapSpte", [iter[x] EXCEPT !.gfn = Min(Private)])
     ELSE EndWalk(x)
  /\ UNCHANGED <<left, lockVars, parent, leaf, extVars, guestVars, hostVars, splat>>

ZapDirectRoots(x) ==  \* tdp_mmu_zap_root() of direct roots, mmu_lock held
  /\ pc[x] = "ZapDirectRoots"
  /\ invalid' = {} /\ direct' = (IF iter[x].op = "release" THEN {} ELSE direct)
  /\ IF (IF iter[x].op = "release" THEN ReleaseDirectOnly ELSE ~dead) THEN EndWalk(x)
     ELSE Goto(x, "ZapSpte", [iter[x] EXCEPT !.gfn = Min(Private)])
  /\ UNCHANGED <<left, lockVars, obsolete, mirrorVars, extVars, guestVars, hostVars, splat>>

FreeExternalTable(x) ==  \* handle_removed_pt(): tdx_sept_free_private_spt(), mmu_lock W
  /\ pc[x] = "FreeExternalTable"
  /\ IF parent # "present" THEN UNCHANGED <<parent, leaf, extParent, table, splat>>
     ELSE /\ parent' = "none" /\ leaf' = [f \in Frame |-> "none"]
          /\ IF hkid
             THEN /\ splat' = splat \cup Bug("table")
                  /\ table' = (IF KeepUnreclaimed THEN "leaked" ELSE "freed") /\ UNCHANGED extParent
             ELSE table' = "reclaimed" /\ extParent' = "none" /\ UNCHANGED splat
  /\ EndWalk(x)
  /\ UNCHANGED <<left, lockVars, directVars, dead, ext, hkid, guestVars, hostVars>>

(* vCPUs run the TD no more, and no fault, zap or notifier is under way.      *)
DestroyVm(d) ==  \* the mm goes, then the last reference to the VM, no lock
  /\ pc[d] = "Idle"
  /\ \A t \in Task \ {d} : pc[t] \in {"Idle", "Done"}
  /\ \A g \in Guest : guest[g] = "out"
  /\ left' = [left EXCEPT ![d] = @ - 1]
  /\ Goto(d, "WriteLock", [Rest EXCEPT !.op = "release"])
  /\ UNCHANGED <<lockVars, directVars, mirrorVars, extVars, guestVars, hostVars, splat>>

ReleaseHkid(d) ==  \* tdx_mmu_release_hkid(), no lock
  /\ pc[d] = "ReleaseHkid"
  /\ hkid' = FALSE
  /\ NextPhase(d)
  /\ UNCHANGED <<left, lockVars, directVars, mirrorVars, extParent, ext, table, guestVars, hostVars, splat>>

-----------------------------------------------------------------------------
(* The primary MM, and the TD.                                                *)

FreePage(f) ==  \* __free_pages() of a page that nobody refers to any more
  /\ f \in returned /\ page[f] = "mapped"
  /\ page' = [page EXCEPT ![f] = "free"]
  /\ UNCHANGED <<pc, iter, left, lockVars, directVars, mirrorVars, extVars, guestVars, returned,
                 inProgress, splat>>

EnterGuest(g) ==  \* tdx_vcpu_run(): vCPUs are kept out while wait_for_sept_zap is set
  /\ guest[g] = "out" /\ ~wait /\ ~Ended
  /\ guest' = [guest EXCEPT ![g] = "in"]
  /\ stale' = stale \ {g}
  /\ tlb' = (IF g \in stale THEN [tlb EXCEPT ![g] = {}] ELSE tlb)
  /\ UNCHANGED <<pc, iter, left, lockVars, directVars, mirrorVars, extVars, wait, hostVars, splat>>

ExitGuest(g) ==  \* a VM exit
  /\ guest[g] = "in"
  /\ guest' = [guest EXCEPT ![g] = "out"]
  /\ UNCHANGED <<pc, iter, left, lockVars, directVars, mirrorVars, extVars, stale, tlb, wait, hostVars, splat>>

EnterModule(g) ==  \* a TDCALL, or TDH.VP.ENTER with zero-step mitigation, takes a lock of the module
  /\ guest[g] = "in"
  /\ guest' = [guest EXCEPT ![g] = "module"]
  /\ UNCHANGED <<pc, iter, left, lockVars, directVars, mirrorVars, extVars, stale, tlb, wait, hostVars, splat>>

LeaveModule(g) ==  \* the TDCALL returns to the guest
  /\ guest[g] = "module"
  /\ guest' = [guest EXCEPT ![g] = "in"]
  /\ UNCHANGED <<pc, iter, left, lockVars, directVars, mirrorVars, extVars, stale, tlb, wait, hostVars, splat>>

WalkExternal(g, f) ==  \* the hardware walks the external tables, no lock
  /\ guest[g] = "in" /\ f \notin tlb[g]
  /\ extParent = "present" /\ ext[f] = "present"
  /\ IF table = "freed" THEN splat' = splat \cup {"hardware walks a freed table"} /\ UNCHANGED tlb
     ELSE tlb' = [tlb EXCEPT ![g] = @ \cup {f}] /\ UNCHANGED splat
  /\ UNCHANGED <<pc, iter, left, lockVars, directVars, mirrorVars, extVars, guest, stale, wait, hostVars>>

FaultStep(v) == ReadLock(v) \/ IsPageFaultStale(v) \/ ReadParent(v) \/ ReadLeaf(v) \/ FreezeMirrorSpte(v)
                \/ SetExternalSpte(v) \/ UnfreezeMirrorSpte(v) \/ MapPage(v) \/ UnlockMmu(v)
LeafStep(x)  == ZapSpte(x) \/ BlockExternal(x) \/ TrackExternal(x) \/ RemoveExternal(x) \/ ForbidEntry(x)
                \/ KickVcpus(x) \/ AllowEntry(x)
RootStep(x)  == InvalidateRoots(x) \/ ZapDirectRoots(x) \/ FreeExternalTable(x)
ZapStep(x)   == ReadLock(x) \/ WriteLock(x) \/ LeafStep(x) \/ RootStep(x) \/ UnlockMmu(x)
Next ==
  \/ \E v \in Vcpu, f \in Frame : HandleFault(v, f)
  \/ \E v \in Vcpu : FaultStep(v)
  \/ \E n \in Notifier : InvalidateRangeStart(n) \/ ZapStep(n)
  \/ \E z \in Zapper : ZapAllFast(z) \/ ZapStep(z)
  \/ \E d \in Destroyer : DestroyVm(d) \/ ReleaseHkid(d) \/ ZapStep(d)
  \/ \E f \in Frame : FreePage(f)
  \/ \E g \in Guest : EnterGuest(g) \/ ExitGuest(g) \/ EnterModule(g) \/ LeaveModule(g)
  \/ \E g \in Guest, f \in Private : WalkExternal(g, f)
Spec == Init /\ [][Next]_vars
(* Every task goes on, and mmu_lock is fair.                                  *)
FairSpec ==
  /\ Spec
  /\ \A v \in Vcpu : WF_vars(FaultStep(v)) /\ SF_vars(ReadLock(v))
  /\ \A x \in Task \ Vcpu : WF_vars(ZapStep(x) \/ ReleaseHkid(x)) /\ SF_vars(ReadLock(x) \/ WriteLock(x))

-----------------------------------------------------------------------------
(* A task that removes the external SPTE of a frame.                          *)
Removes(x, f) ==
  /\ iter[x].gfn = f
  /\ pc[x] \in {"BlockExternal", "TrackExternal", "RemoveExternal", "ForbidEntry", "KickVcpus", "AllowEntry"}
(* A mirror SPTE that is not frozen equals its external one, but for one that *)
(* is being removed.                                                          *)
MirrorMatches ==
  /\ (parent # "frozen") => (table = "leaked" \/ parent = extParent)
  /\ \A f \in Private :
       /\ leaf[f] = "present" => ext[f] = "present"
       /\ leaf[f] = "none"    => ext[f] = "none" \/ \E x \in Task \ Vcpu : Removes(x, f)
(* S12. A frozen SPTE has one task that will unfreeze it.                     *)
Updates(v, at) == iter[v].at = at /\ pc[v] \in {"SetExternalSpte", "UnfreezeMirrorSpte"}
FrozenOwner ==
  /\ parent = "frozen" => Cardinality({v \in Vcpu : Updates(v, "parent")}) = 1
  /\ \A f \in Private : leaf[f] = "frozen" =>
       Cardinality({v \in Vcpu : Updates(v, "leaf") /\ FrameOf(v) = f}) = 1
(* The module does what it must: it refuses nothing, and only a fault may find *)
(* it busy.                                                                   *)
NoRefusal == "KVM_BUG_ON: external SPTE" \notin splat
(* No table is freed while the TD has its key.                                *)
NoTableLeak == "KVM_BUG_ON: external table" \notin splat
(* S11, its consequence. The hardware reads no table that is freed.           *)
NoWalkOfFreed == "hardware walks a freed table" \notin splat
(* S10. No fault is in a mirror root that is invalid.                         *)
InvalidIsDead ==
  dead => \A v \in Vcpu : pc[v] \notin {"ReadParent", "ReadLeaf", "FreezeMirrorSpte", "SetExternalSpte",
                                        "UnfreezeMirrorSpte"}
(* What a vCPU can still use of its TLB.                                      *)
Usable(g) == IF g \in stale /\ guest[g] = "out" THEN {} ELSE tlb[g]
(* S11. What the primary MM may change, no TLB has.                           *)
FlushRules == \A g \in Guest : Usable(g) \cap returned = {}
(* What an SPTE maps that hardware walks, or KVM's mirror of it.              *)
MappedBySpte(f) == f \in direct \cup invalid \/ leaf[f] = "present" \/ (extParent = "present" /\ ext[f] = "present")
(* S1. What the primary MM may change, no SPTE maps.                          *)
NotifierContract == \A f \in returned : ~MappedBySpte(f)
(* S3. Neither an SPTE nor a TLB refers to a page that is free, and the       *)
(* module gave it back.                                                       *)
NoFreedMapped ==
  \A f \in Frame : page[f] = "free" => ~MappedBySpte(f) /\ ext[f] = "none" /\ \A g \in Guest : f \notin Usable(g)
(* S9. Once the fast zap has ended, no invalid root maps anything.            *)
ZappedIsEmpty == \A z \in Zapper : pc[z] = "Done" => invalid = {}
(* Who is kept out of the guest is let in again.                              *)
EntryAllowed == wait => \E x \in Task : iter[x].again
(* A TD that has ended has given back its table.                              *)
AllReclaimed == \A d \in Destroyer : pc[d] = "Done" => table # "linked" /\ ~hkid
(* mmu_lock is held by one writer, or by readers.                             *)
LockExclusive == writer # None => readers = {}

(* What the secondary MMU can reach.                                          *)
Reachable ==
  {f \in Frame : f \in direct \cup invalid \/ (extParent = "present" /\ ext[f] = "present")
                 \/ \E g \in Guest : f \in Usable(g)}
Primary == INSTANCE SecondaryMmu WITH
  Frame <- Frame, Root <- {"table"}, reach <- Reachable, told <- returned,
  gone <- {f \in Frame : page[f] = "free"},
  dead <- IF table \in {"reclaimed", "freed"} THEN {"table"} ELSE {}
(* The contract that the primary MM relies on: this module refines it.        *)
Refines == Primary!Spec
(* Every step is one that the contract of the primary MM allows.              *)
Contract == [][Primary!Next]_(Primary!contract)

(* L3. A zap ends, and so does the end of a TD.                               *)
ZapTerminates ==
  \A x \in Task \ Vcpu : (pc[x] \notin {"Idle", "Done"}) ~> (pc[x] \in {"Idle", "Done"})

(* Expected to FAIL: each shows that something can happen at all.             *)

(* A fault finds the module busy, and puts the old SPTE back.                 *)
ReachRestored == ~\E v \in Vcpu : pc[v] = "UnfreezeMirrorSpte" /\ iter[v].failed /\ iter[v].at = "leaf"
(* A table of the mirror is not linked, since the module is busy.             *)
ReachTableRestored == ~\E v \in Vcpu : pc[v] = "UnfreezeMirrorSpte" /\ iter[v].failed /\ iter[v].at = "parent"
(* A fault finds the entry of the root frozen by another.                     *)
ReachFrozenParent == ~\E v \in Vcpu : pc[v] = "ReadParent" /\ parent = "frozen"
(* A fault loses its exchange.                                                *)
ReachLostFreeze == ~\E v \in Vcpu : pc[v] = "FreezeMirrorSpte" /\ Spte(v) # "none"
(* A removal finds the module busy, and calls again.                          *)
ReachCallAgain == ~\E x \in Task : iter[x].again /\ pc[x] = "RemoveExternal"
(* A vCPU is back in the guest before a page is removed.                      *)
ReachEnteredAfterKick ==
  ~\E x \in Task, g \in Guest : pc[x] = "RemoveExternal" /\ ~iter[x].again /\ guest[g] = "in" /\ g \notin stale
(* A fault maps private memory while the fast zap is at work.                 *)
ReachFaultDuringZap ==
  ~\E v \in Vcpu, z \in Zapper : pc[v] = "FreezeMirrorSpte" /\ iter[z].op = "zap"
(* A notifier zaps an invalid root.                                           *)
ReachInvalidZapped == ~\E n \in Notifier : pc[n] = "ZapSpte" /\ FrameOf(n) \in invalid
(* A TD that had private memory has ended.                                    *)
ReachReclaimed == table # "reclaimed"
=============================================================================
