--------------------------- MODULE GfnToPfnCache ---------------------------
(* A long-lived kernel mapping of one guest page that follows invalidations: *)
(* is what a valid cache maps always the page that the host maps?            *)
(* Models kvm_gpc_check(), __kvm_gpc_refresh(), hva_to_pfn_retry(),          *)
(* kvm_gpc_activate(), kvm_gpc_deactivate() and                              *)
(* gfn_to_pfn_cache_invalidate_start() as of v6.10, against                  *)
(* kvm_mmu_notifier_invalidate_range_start() and _end().                     *)
(*                                                                           *)
(* GuestMap.tla has the same cache with other policies beside it; here it is *)
(* also activated, deactivated and moved to another gpa, and its kernel      *)
(* address is apart from its pfn.  Left out: SPTEs, memslot generations, a   *)
(* slot deleted during a refresh, caches that a running guest uses.  uhva    *)
(* and gpa are both the frame's number.  Memory is sequentially consistent.  *)
(*                                                                           *)
(* A cache by hva outside every memslot is G8.  Cure "count" is what stable  *)
(* v7.3.2 does: kvm->gpc_invalidate_seq, raised by each end before it lowers *)
(* the active count, and compared by the retry test after it.                *)
EXTENDS Integers, FiniteSets
CONSTANTS User,           \* tasks that check the cache and touch the page
          Refresher,      \* tasks that refresh the cache
          Owner,          \* tasks that activate and deactivate it
          Notifier,       \* tasks of the primary MM that invalidate a frame
          Gfn,            \* frames 0..n; frame g starts out backed by the g-th page
          Pages,          \* number of host pages
          Uses, Refreshes, Switches, Invalidations,  \* what each task may do how often
          None,           \* no page, no task, no frame
          StartActive,    \* the cache is active from the beginning
          InMemslot,      \* a memslot covers the frames; else the cache is by hva
          MayKeepPage,    \* an invalidation may leave the page as it is
          EndMidRefresh,  \* an invalidation may end between GUP and the retry test
          Endless,        \* invalidations never run out
          SeqWrap,        \* seq goes on at 1 instead of here, for endless runs; 0: it never does
          \* For an hva outside every memslot: "none"; "count": end always counts, before
          \* it lowers active; "count-late": after; "mark": the start hook marks a refresh
          \* in flight; "wait": a refresh waits until none is active; "mark-wait": both.
          Cure,
          \* What the protocol relies on; FALSE restores the mistake.
          RetryByActive,       \* the retry test reads active, not in_progress
          ValidLast,           \* valid is set once pfn and khva are known
          SerialiseRefresh,    \* refreshes hold refresh_lock
          RefreshTestsActive,  \* an inactive cache is not refreshed
          CheckTestsActive,    \* an inactive cache is not used
          SwitchLocksRefresh,  \* activate and deactivate hold refresh_lock
          LowerActiveLast,     \* range_end() lowers active after everything else
          PutReusedPfn,        \* GUP's reference is put also if the cache had the pfn before
          PutOnce,             \* ... and put once
          KeepReusedKhva,      \* a refresh that finds the pfn that the cache had keeps its khva
          UnmapReplaced,       \* a refresh unmaps the khva that it has replaced
          HookInvalidates      \* the hook in range_start() invalidates the cache
Task   == User \cup Refresher \cup Owner \cup Notifier
Worker == Refresher \cup Owner  \* who may run a refresh
StartMarks == Cure \in {"mark", "mark-wait"}
EndMarks   == Cure \in {"end-mark", "end-mark-late"}
ASSUME TasksAreApart == /\ None \notin Task
                        /\ Cardinality(Task) = Cardinality(User) + Cardinality(Refresher)
                                               + Cardinality(Owner) + Cardinality(Notifier)
ASSUME SizesOK       == /\ \E n \in 0..3 : Gfn = 0..n
                        /\ Pages \in 1..4 /\ {Uses, Refreshes, Switches, Invalidations} \subseteq Nat
ASSUME WorldOK       == /\ {StartActive, InMemslot, MayKeepPage, EndMidRefresh, Endless}
                           \subseteq BOOLEAN
                        /\ SeqWrap \in Nat /\ (Endless => SeqWrap > 1 /\ Cure = "none")
                        /\ Cure \in {"none", "count", "count-late", "mark", "wait", "mark-wait",
                                     "end-mark", "end-mark-late"}
                        /\ EndMarks => LowerActiveLast
ASSUME RulesOK       == {RetryByActive, ValidLast, SerialiseRefresh, RefreshTestsActive,
                         CheckTestsActive, SwitchLocksRefresh, LowerActiveLast, PutReusedPfn, PutOnce,
                         KeepReusedKhva, UnmapReplaced, HookInvalidates} \subseteq BOOLEAN

PageNames == <<"p0", "p1", "p2", "p3">>
Page      == {PageNames[i] : i \in 1..Pages}

VARIABLES
  pc,           \* the step each task takes next; Idle: waits for a command, Done: no budget left
  use,          \* per user: the frame that it wants
  refresh,      \* per worker: what __kvm_gpc_refresh() has in hand
  inv,          \* per notifier: struct mmu_notifier_range
  gpc,          \* struct gfn_to_pfn_cache
  listed,       \* the cache is on kvm->gpc_list
  gpcWriter,    \* the task that holds gpc->lock for write
  gpcReaders,   \* the tasks that hold gpc->lock for read
  refreshLock,  \* the task that holds gpc->refresh_lock
  writer,       \* the task that holds mmu_lock for write
  seq,          \* kvm->mmu_invalidate_seq: invalidations of memslots that have ended
  inProgress,   \* kvm->mmu_invalidate_in_progress: invalidations of memslots that are open
  active,       \* kvm->mn_active_invalidate_count: the coarser count around it
  ended,        \* the cure's counter: all invalidations that have ended
  hpte,         \* per frame: the host's PTE
  owner,        \* per page: the guest's memory, free, or somebody else's
  refs,         \* per page: reference count; the host's mappings count too
  kmaps,        \* per page: kernel mappings of it
  left,         \* per task: its budget
  splat         \* what a debug kernel has printed
vars == <<pc, use, refresh, inv, gpc, listed, gpcWriter, gpcReaders, refreshLock, writer, seq,
          inProgress, active, ended, hpte, owner, refs, kmaps, left, splat>>
gpcLock == <<gpcWriter, gpcReaders>>
counts  == <<seq, inProgress, active, ended>>
host    == <<hpte, owner, refs>>

NoRefresh == [gpa |-> None, mmu_seq |-> 0, pfn |-> None, khva |-> None, oldPfn |-> None,
              oldKhva |-> None]
NoInv     == [op |-> "none", frame |-> None, page |-> None]

UseSteps     == {"ReadLockGpc", "CheckGpc", "AccessGpc", "ReadUnlockGpc"}
RefreshSteps == {"LockRefresh", "LockGpcForRefresh", "BeginRefresh", "SnapshotForRefresh",
                 "UnlockGpcToWait", "WaitForNoActive", "RelockGpcAfterWait", "UnlockGpcForGup",
                 "PutRetriedPfn", "GpcHvaToPfn", "MapKhva", "RelockGpc", "ReadActive", "ReadSeq",
                 "CommitRefresh", "PutRefreshedPfn", "UnlockGpcAfterRefresh", "UnmapOldKhva",
                 "UnlockRefresh"}
SwitchSteps  == {"AddToList", "SetActive", "ClearActive", "RemoveFromList"}
InvSteps     == {"RaiseActive", "InvalidateGpc", "WriteLock", "RaiseCount", "UnlockMmu",
                 "ChangePte", "RaiseSeq", "LowerCount", "RaiseEnded", "MarkGpc",
                 "LowerActive"}

MaybePage == Page \cup {None}
TypeOK ==
  /\ pc \in [Task -> UseSteps \cup RefreshSteps \cup SwitchSteps \cup InvSteps \cup {"Idle", "Done"}]
  /\ use \in [User -> Gfn \cup {None}]
  /\ refresh \in [Worker -> [gpa : Gfn \cup {None}, mmu_seq : Nat, pfn : MaybePage,
                             khva : MaybePage, oldPfn : MaybePage, oldKhva : MaybePage]]
  /\ inv \in [Notifier -> [op : {"none", "start", "end"}, frame : Gfn \cup {None},
                           page : MaybePage]]
  /\ gpc \in [gpa : Gfn, valid : BOOLEAN, active : BOOLEAN, pfn : MaybePage, khva : MaybePage,
              marked : BOOLEAN]
  /\ listed \in BOOLEAN
  /\ gpcWriter \in Worker \cup {None} /\ gpcReaders \subseteq User
  /\ refreshLock \in Worker \cup {None} /\ writer \in Notifier \cup {None}
  /\ {seq, inProgress, active, ended} \subseteq Nat
  /\ hpte \in [Gfn -> MaybePage] /\ owner \in [Page -> {"guest", "free", "other"}]
  /\ refs \in [Page -> Nat] /\ kmaps \in [Page -> Nat]
  /\ left \in [Task -> 0..(Uses + Refreshes + Switches + Invalidations)]
  /\ splat \subseteq {"use-after-free: page", "null khva", "unmapped khva"}

Budget(t) == CASE t \in User -> Uses [] t \in Refresher -> Refreshes
               [] t \in Owner -> Switches [] t \in Notifier -> Invalidations
Init ==
  /\ left = [t \in Task |-> Budget(t)]
  /\ pc = [t \in Task |-> IF left[t] = 0 THEN "Done" ELSE "Idle"]
  /\ use = [u \in User |-> None] /\ refresh = [r \in Worker |-> NoRefresh]
  /\ inv = [n \in Notifier |-> NoInv]
  /\ gpc = [gpa |-> 0, valid |-> FALSE, active |-> StartActive, pfn |-> None, khva |-> None,
            marked |-> FALSE]
  /\ listed = StartActive
  /\ gpcWriter = None /\ gpcReaders = {} /\ refreshLock = None /\ writer = None
  /\ seq = 0 /\ inProgress = 0 /\ active = 0 /\ ended = 0
  /\ hpte = [g \in Gfn |-> IF g < Pages THEN PageNames[g + 1] ELSE None]
  /\ owner = [p \in Page |-> IF \E g \in Gfn : hpte[g] = p THEN "guest" ELSE "free"]
  /\ refs = [p \in Page |-> Cardinality({g \in Gfn : hpte[g] = p})]
  /\ kmaps = [p \in Page |-> 0]
  /\ splat = {}

Goto(t, step) == pc' = [pc EXCEPT ![t] = step]
Finish(t)     == Goto(t, IF left[t] = 0 THEN "Done" ELSE "Idle")
Begin(t)      == pc[t] = "Idle" /\ left' = [left EXCEPT ![t] = @ - 1]
Taken(p)      == owner[p] # "guest"
GpcFree       == gpcWriter = None /\ gpcReaders = {}

-----------------------------------------------------------------------------
(* The user of the cache: checks and touches under one hold of gpc->lock.   *)

UseGpc(u, g) ==  \* a user of the cache wants the page at g, no lock
  /\ Begin(u)
  /\ use' = [use EXCEPT ![u] = g]
  /\ Goto(u, "ReadLockGpc")
  /\ UNCHANGED <<refresh, inv, gpc, listed, gpcLock, refreshLock, writer, counts, host, kmaps,
                 splat>>

ReadLockGpc(u) ==  \* read_lock(&gpc->lock)
  /\ pc[u] = "ReadLockGpc" /\ gpcWriter = None
  /\ gpcReaders' = gpcReaders \cup {u}
  /\ Goto(u, "CheckGpc")
  /\ UNCHANGED <<use, refresh, inv, gpc, listed, gpcWriter, refreshLock, writer, counts, host,
                 kmaps, left, splat>>

CheckGpc(u) ==  \* kvm_gpc_check(), gpc->lock for read
  /\ pc[u] = "CheckGpc"
  /\ Goto(u, IF gpc.valid /\ gpc.gpa = use[u] /\ (CheckTestsActive => gpc.active)
             THEN "AccessGpc" ELSE "ReadUnlockGpc")
  /\ UNCHANGED <<use, refresh, inv, gpc, listed, gpcLock, refreshLock, writer, counts, host,
                 kmaps, left, splat>>

AccessGpc(u) ==  \* a store through gpc->khva, gpc->lock for read
  LET p == gpc.khva IN
  /\ pc[u] = "AccessGpc"
  /\ splat' = splat \cup IF p = None THEN {"null khva"}
                         ELSE (IF Taken(p) THEN {"use-after-free: page"} ELSE {})
                              \cup (IF kmaps[p] = 0 THEN {"unmapped khva"} ELSE {})
  /\ Goto(u, "ReadUnlockGpc")
  /\ UNCHANGED <<use, refresh, inv, gpc, listed, gpcLock, refreshLock, writer, counts, host,
                 kmaps, left>>

ReadUnlockGpc(u) ==  \* read_unlock(&gpc->lock)
  /\ pc[u] = "ReadUnlockGpc"
  /\ gpcReaders' = gpcReaders \ {u}
  /\ use' = [use EXCEPT ![u] = None]
  /\ Finish(u)
  /\ UNCHANGED <<refresh, inv, gpc, listed, gpcWriter, refreshLock, writer, counts, host, kmaps,
                 left, splat>>

-----------------------------------------------------------------------------
(* The refresh: the fault protocol again, with gpc->lock in the place of    *)
(* mmu_lock and the active count in the place of in_progress.               *)

RefreshGpc(r, g) ==  \* kvm_gpc_refresh() for the page at g, no lock
  /\ r \in Refresher /\ Begin(r)
  /\ refresh' = [refresh EXCEPT ![r].gpa = g]
  /\ Goto(r, IF SerialiseRefresh THEN "LockRefresh" ELSE "LockGpcForRefresh")
  /\ UNCHANGED <<use, inv, gpc, listed, gpcLock, refreshLock, writer, counts, host, kmaps, splat>>

(* What the owner of refresh_lock is about to do. *)
OnceSerialised(r) ==
  IF r \in Refresher THEN "LockGpcForRefresh"
  ELSE IF gpc.active THEN "ClearActive" ELSE "AddToList"

LockRefresh(r) ==  \* mutex_lock(&gpc->refresh_lock)
  /\ pc[r] = "LockRefresh" /\ refreshLock = None
  /\ refreshLock' = r
  /\ Goto(r, OnceSerialised(r))
  /\ UNCHANGED <<use, refresh, inv, gpc, listed, gpcLock, writer, counts, host, kmaps, left, splat>>

LockGpcForRefresh(r) ==  \* write_lock_irq(&gpc->lock) in __kvm_gpc_refresh()
  /\ pc[r] = "LockGpcForRefresh" /\ GpcFree
  /\ gpcWriter' = r
  /\ Goto(r, "BeginRefresh")
  /\ UNCHANGED <<use, refresh, inv, gpc, listed, gpcReaders, refreshLock, writer, counts, host,
                 kmaps, left, splat>>

BeginRefresh(r) ==  \* __kvm_gpc_refresh(): is there anything to do?  gpc->lock for write
  LET g      == refresh[r].gpa
      refuse == RefreshTestsActive /\ ~gpc.active
      keep   == gpc.valid /\ gpc.gpa = g IN
  /\ pc[r] = "BeginRefresh"
  /\ IF refuse \/ keep THEN Goto(r, "UnlockGpcAfterRefresh") /\ UNCHANGED <<gpc, refresh>>
     ELSE /\ gpc' = [gpc EXCEPT !.gpa = g, !.valid = FALSE]
          /\ refresh' = [refresh EXCEPT ![r].oldPfn = gpc.pfn, ![r].oldKhva = gpc.khva]
          /\ Goto(r, "SnapshotForRefresh")
  /\ UNCHANGED <<use, inv, listed, gpcLock, refreshLock, writer, counts, host, kmaps, left, splat>>

RetrySeq == IF Cure \in {"count", "count-late"} THEN ended ELSE seq

SnapshotForRefresh(r) ==  \* hva_to_pfn_retry(): mmu_seq = ...; smp_rmb(), gpc->lock for write
  /\ pc[r] = "SnapshotForRefresh"
  /\ IF Cure \in {"wait", "mark-wait"} /\ active # 0
     THEN Goto(r, "UnlockGpcToWait") /\ UNCHANGED <<gpc, refresh>>
     ELSE /\ refresh' = [refresh EXCEPT ![r].mmu_seq = RetrySeq]
          /\ gpc' = [gpc EXCEPT !.valid = ~ValidLast, !.marked = FALSE]
          /\ Goto(r, "UnlockGpcForGup")
  /\ UNCHANGED <<use, inv, listed, gpcLock, refreshLock, writer, counts, host, kmaps, left, splat>>

UnlockGpc(r) == gpcWriter' = None /\ UNCHANGED gpcReaders

UnlockGpcToWait(r) ==  \* the cure's wait: gpc->lock is dropped for the start hook
  /\ pc[r] = "UnlockGpcToWait" /\ UnlockGpc(r)
  /\ Goto(r, "WaitForNoActive")
  /\ UNCHANGED <<use, refresh, inv, gpc, listed, refreshLock, writer, counts, host, kmaps, left,
                 splat>>

WaitForNoActive(r) ==  \* the cure's wait: mn_active_invalidate_count = 0, refresh_lock
  /\ pc[r] = "WaitForNoActive" /\ active = 0
  /\ Goto(r, "RelockGpcAfterWait")
  /\ UNCHANGED <<use, refresh, inv, gpc, listed, gpcLock, refreshLock, writer, counts, host, kmaps,
                 left, splat>>

RelockGpcAfterWait(r) ==  \* the cure's wait: write_lock_irq(&gpc->lock)
  /\ pc[r] = "RelockGpcAfterWait" /\ GpcFree
  /\ gpcWriter' = r
  /\ Goto(r, "SnapshotForRefresh")
  /\ UNCHANGED <<use, refresh, inv, gpc, listed, gpcReaders, refreshLock, writer, counts, host,
                 kmaps, left, splat>>

UnlockGpcForGup(r) ==  \* write_unlock_irq(&gpc->lock) in hva_to_pfn_retry()
  /\ pc[r] = "UnlockGpcForGup" /\ UnlockGpc(r)
  /\ Goto(r, IF refresh[r].pfn = None THEN "GpcHvaToPfn" ELSE "PutRetriedPfn")
  /\ UNCHANGED <<use, refresh, inv, gpc, listed, refreshLock, writer, counts, host, kmaps, left,
                 splat>>

(* The kernel unmaps the new mapping unless it is the old one. *)
PutRetriedPfn(r) ==  \* hva_to_pfn_retry() undoes its last attempt, refresh_lock
  LET new == refresh[r].khva IN
  /\ pc[r] = "PutRetriedPfn"
  /\ kmaps' = IF new # None /\ new # refresh[r].oldKhva THEN [kmaps EXCEPT ![new] = @ - 1] ELSE kmaps
  /\ refs' = [refs EXCEPT ![refresh[r].pfn] = @ - 1]
  /\ refresh' = [refresh EXCEPT ![r].pfn = None, ![r].khva = None]
  /\ Goto(r, "GpcHvaToPfn")
  /\ UNCHANGED <<use, inv, gpc, listed, gpcLock, refreshLock, writer, counts, hpte, owner, left,
                 splat>>

GpcHvaToPfn(r) ==  \* hva_to_pfn() in hva_to_pfn_retry(), refresh_lock
  LET p == hpte[refresh[r].gpa] IN
  /\ pc[r] = "GpcHvaToPfn"
  /\ IF p = None THEN Goto(r, "RelockGpc") /\ UNCHANGED <<refs, refresh>>
     ELSE /\ refs' = [refs EXCEPT ![p] = @ + 1]
          /\ refresh' = [refresh EXCEPT ![r].pfn = p]
          /\ Goto(r, "MapKhva")
  /\ UNCHANGED <<use, inv, gpc, listed, gpcLock, refreshLock, writer, counts, hpte, owner, kmaps,
                 left, splat>>

MapKhva(r) ==  \* gpc_map(), or the old khva if the pfn is still gpc->pfn; refresh_lock
  LET p == refresh[r].pfn IN
  /\ pc[r] = "MapKhva"
  /\ IF p = gpc.pfn
     THEN /\ refresh' = [refresh EXCEPT ![r].khva = refresh[r].oldKhva]
          /\ UNCHANGED kmaps
     ELSE /\ refresh' = [refresh EXCEPT ![r].khva = p]
          /\ kmaps' = [kmaps EXCEPT ![p] = @ + 1]
  /\ Goto(r, "RelockGpc")
  /\ UNCHANGED <<use, inv, gpc, listed, gpcLock, refreshLock, writer, counts, host, left, splat>>

RelockGpc(r) ==  \* write_lock_irq(&gpc->lock) in hva_to_pfn_retry()
  /\ pc[r] = "RelockGpc" /\ GpcFree
  /\ gpcWriter' = r
  /\ Goto(r, IF refresh[r].pfn = None THEN "CommitRefresh" ELSE "ReadActive")
  /\ UNCHANGED <<use, refresh, inv, gpc, listed, gpcReaders, refreshLock, writer, counts, host,
                 kmaps, left, splat>>

ReadActive(r) ==  \* mmu_notifier_retry_cache(): mn_active_invalidate_count, gpc->lock for write
  LET open == IF RetryByActive THEN active # 0 ELSE inProgress # 0
      hit  == \/ ~ValidLast /\ ~gpc.valid
              \/ (StartMarks \/ EndMarks) /\ gpc.marked IN
  /\ pc[r] = "ReadActive"
  /\ Goto(r, IF open \/ hit THEN "SnapshotForRefresh" ELSE "ReadSeq")
  /\ UNCHANGED <<use, refresh, inv, gpc, listed, gpcLock, refreshLock, writer, counts, host, kmaps,
                 left, splat>>

ReadSeq(r) ==  \* mmu_notifier_retry_cache(): smp_rmb(); mmu_invalidate_seq, gpc->lock for write
  /\ pc[r] = "ReadSeq"
  /\ Goto(r, IF RetrySeq # refresh[r].mmu_seq THEN "SnapshotForRefresh" ELSE "CommitRefresh")
  /\ UNCHANGED <<use, refresh, inv, gpc, listed, gpcLock, refreshLock, writer, counts, host, kmaps,
                 left, splat>>

CommitRefresh(r) ==  \* hva_to_pfn_retry(): pfn, khva and valid are set, gpc->lock for write
  LET p == refresh[r].pfn IN
  /\ pc[r] = "CommitRefresh"
  /\ gpc' = [gpc EXCEPT !.valid = p # None, !.pfn = p, !.khva = refresh[r].khva]
  /\ Goto(r, IF p = None THEN "UnlockGpcAfterRefresh" ELSE "PutRefreshedPfn")
  /\ UNCHANGED <<use, refresh, inv, listed, gpcLock, refreshLock, writer, counts, host, kmaps, left,
                 splat>>

PutRefreshedPfn(r) ==  \* kvm_release_pfn_clean(): the cache holds no reference, gpc->lock for write
  LET reused == refresh[r].khva # None /\ refresh[r].khva = refresh[r].oldKhva
      puts   == (IF reused /\ ~PutReusedPfn THEN 0 ELSE 1) + (IF PutOnce THEN 0 ELSE 1) IN
  /\ pc[r] = "PutRefreshedPfn"
  /\ refs' = [refs EXCEPT ![refresh[r].pfn] = @ - puts]
  /\ refresh' = [refresh EXCEPT ![r].pfn = None, ![r].khva = None]
  /\ Goto(r, "UnlockGpcAfterRefresh")
  /\ UNCHANGED <<use, inv, gpc, listed, gpcLock, refreshLock, writer, counts, hpte, owner, kmaps,
                 left, splat>>

UnlockGpcAfterRefresh(r) ==  \* unmap_old = old_pfn != gpc->pfn; write_unlock_irq(&gpc->lock)
  LET replaced == refresh[r].oldPfn # gpc.pfn \/ ~KeepReusedKhva
      unmap    == refresh[r].oldKhva # None /\ replaced /\ UnmapReplaced IN
  /\ pc[r] = "UnlockGpcAfterRefresh" /\ UnlockGpc(r)
  /\ IF unmap THEN Goto(r, "UnmapOldKhva") /\ UNCHANGED refresh
     ELSE IF refreshLock = r THEN Goto(r, "UnlockRefresh") /\ UNCHANGED refresh
     ELSE Finish(r) /\ refresh' = [refresh EXCEPT ![r] = NoRefresh]
  /\ UNCHANGED <<use, inv, gpc, listed, refreshLock, writer, counts, host, kmaps, left, splat>>

UnmapOldKhva(r) ==  \* gpc_unmap() of what the cache mapped before, refresh_lock
  /\ pc[r] = "UnmapOldKhva"
  /\ kmaps' = [kmaps EXCEPT ![refresh[r].oldKhva] = @ - 1]
  /\ IF refreshLock = r
     THEN Goto(r, "UnlockRefresh") /\ refresh' = [refresh EXCEPT ![r].oldKhva = None]
     ELSE Finish(r) /\ refresh' = [refresh EXCEPT ![r] = NoRefresh]
  /\ UNCHANGED <<use, inv, gpc, listed, gpcLock, refreshLock, writer, counts, host, left, splat>>

UnlockRefresh(r) ==  \* mutex_unlock(&gpc->refresh_lock)
  /\ pc[r] = "UnlockRefresh"
  /\ refreshLock' = None
  /\ refresh' = [refresh EXCEPT ![r] = NoRefresh]
  /\ Finish(r)
  /\ UNCHANGED <<use, inv, gpc, listed, gpcLock, writer, counts, host, kmaps, left, splat>>

-----------------------------------------------------------------------------
(* The owner of the cache turns it on, which also refreshes it, and off.    *)

SwitchGpc(o) ==  \* kvm_gpc_deactivate() of an active cache, kvm_gpc_activate() of another, no lock
  /\ o \in Owner /\ Begin(o)
  /\ refresh' = [refresh EXCEPT ![o].gpa = 0]
  /\ Goto(o, IF SwitchLocksRefresh THEN "LockRefresh" ELSE OnceSerialised(o))
  /\ UNCHANGED <<use, inv, gpc, listed, gpcLock, refreshLock, writer, counts, host, kmaps, splat>>

AddToList(o) ==  \* kvm_gpc_activate(): list_add(), kvm->gpc_lock
  /\ pc[o] = "AddToList"
  /\ listed' = TRUE
  /\ Goto(o, "SetActive")
  /\ UNCHANGED <<use, refresh, inv, gpc, gpcLock, refreshLock, writer, counts, host, kmaps, left,
                 splat>>

SetActive(o) ==  \* kvm_gpc_activate(): gpc->active = true, gpc->lock for write
  /\ pc[o] = "SetActive" /\ GpcFree
  /\ gpc' = [gpc EXCEPT !.active = TRUE]
  /\ Goto(o, "LockGpcForRefresh")
  /\ UNCHANGED <<use, refresh, inv, listed, gpcLock, refreshLock, writer, counts, host, kmaps, left,
                 splat>>

ClearActive(o) ==  \* kvm_gpc_deactivate(): active, valid, pfn and khva go, gpc->lock for write
  /\ pc[o] = "ClearActive" /\ GpcFree
  /\ gpc' = [gpc EXCEPT !.active = FALSE, !.valid = FALSE, !.pfn = None, !.khva = None]
  /\ refresh' = [refresh EXCEPT ![o].oldKhva = gpc.khva]
  /\ Goto(o, "RemoveFromList")
  /\ UNCHANGED <<use, inv, listed, gpcLock, refreshLock, writer, counts, host, kmaps, left, splat>>

RemoveFromList(o) ==  \* kvm_gpc_deactivate(): list_del(), kvm->gpc_lock
  /\ pc[o] = "RemoveFromList"
  /\ listed' = FALSE
  /\ IF refresh[o].oldKhva # None THEN Goto(o, "UnmapOldKhva") /\ UNCHANGED refresh
     ELSE IF refreshLock = o THEN Goto(o, "UnlockRefresh") /\ UNCHANGED refresh
     ELSE Finish(o) /\ refresh' = [refresh EXCEPT ![o] = NoRefresh]
  /\ UNCHANGED <<use, inv, gpc, gpcLock, refreshLock, writer, counts, host, kmaps, left, splat>>

-----------------------------------------------------------------------------
(* The invalidation, with the caches' hook.  Without a memslot in the range *)
(* it does not take mmu_lock, and seq and in_progress stand still.          *)

(* p is the page that shall back the frame: a free one, or the one it has.  *)
InvalidateRangeStart(n, g, p) ==  \* mmu_notifier_invalidate_range_start(), no lock
  /\ IF Endless THEN pc[n] = "Idle" /\ UNCHANGED left ELSE Begin(n)
  /\ p # None /\ (owner[p] = "free" \/ (MayKeepPage /\ hpte[g] = p))
  /\ inv' = [inv EXCEPT ![n] = [op |-> "start", frame |-> g, page |-> p]]
  /\ IF owner[p] = "free"
     THEN owner' = [owner EXCEPT ![p] = "guest"] /\ refs' = [refs EXCEPT ![p] = 1]
     ELSE refs' = [refs EXCEPT ![p] = @ + 1] /\ UNCHANGED owner
  /\ Goto(n, "RaiseActive")
  /\ UNCHANGED <<use, refresh, gpc, listed, gpcLock, refreshLock, writer, counts, hpte, kmaps,
                 splat>>

AfterHooks == IF InMemslot THEN "WriteLock" ELSE "ChangePte"

(* The walk of kvm->gpc_list holds kvm->gpc_lock: what is listed now is met. *)
RaiseActive(n) ==  \* kvm->mn_active_invalidate_count++, mn_invalidate_lock
  /\ pc[n] = "RaiseActive"
  /\ active' = active + 1
  /\ Goto(n, IF listed THEN "InvalidateGpc" ELSE AfterHooks)
  /\ UNCHANGED <<use, refresh, inv, gpc, listed, gpcLock, refreshLock, writer, seq, inProgress,
                 ended, host, kmaps, left, splat>>

InvalidateGpc(n) ==  \* gfn_to_pfn_cache_invalidate_start(), gpc->lock for write
  LET hit  == gpc.gpa = inv[n].frame
      stop == hit /\ HookInvalidates IN
  /\ pc[n] = "InvalidateGpc" /\ GpcFree
  /\ gpc' = [gpc EXCEPT !.valid = @ /\ ~stop, !.marked = @ \/ (hit /\ StartMarks)]
  /\ Goto(n, AfterHooks)
  /\ UNCHANGED <<use, refresh, inv, listed, gpcLock, refreshLock, writer, counts, host, kmaps, left,
                 splat>>

WriteLock(n) ==  \* write_lock(&kvm->mmu_lock) in kvm_handle_hva_range(), at start and at end
  /\ pc[n] = "WriteLock" /\ writer = None
  /\ writer' = n
  /\ Goto(n, IF inv[n].op = "start" THEN "RaiseCount" ELSE "RaiseSeq")
  /\ UNCHANGED <<use, refresh, inv, gpc, listed, gpcLock, refreshLock, counts, host, kmaps, left,
                 splat>>

RaiseCount(n) ==  \* kvm_mmu_invalidate_begin(), mmu_lock for write
  /\ pc[n] = "RaiseCount"
  /\ inProgress' = inProgress + 1
  /\ Goto(n, "UnlockMmu")
  /\ UNCHANGED <<use, refresh, inv, gpc, listed, gpcLock, refreshLock, writer, seq, active, ended,
                 host, kmaps, left, splat>>

(* How range_end() goes on once it is done with mmu_lock. *)
AfterMmuLock == CASE Cure = "count"                -> "RaiseEnded"
                  [] Cure = "end-mark" /\ listed -> "MarkGpc"
                  [] OTHER                        -> "LowerActive"
EndInvalidation(n) == Finish(n) /\ inv' = [inv EXCEPT ![n] = NoInv]

UnlockMmu(n) ==  \* write_unlock(&kvm->mmu_lock)
  /\ pc[n] = "UnlockMmu"
  /\ writer' = None
  /\ IF inv[n].op = "start" THEN Goto(n, "ChangePte") /\ UNCHANGED inv
     ELSE IF LowerActiveLast THEN Goto(n, AfterMmuLock) /\ UNCHANGED inv
     ELSE EndInvalidation(n)
  /\ UNCHANGED <<use, refresh, gpc, listed, gpcLock, refreshLock, counts, host, kmaps, left, splat>>

ChangePte(n) ==  \* the primary MM between start and end, its page table lock
  LET g == inv[n].frame IN
  /\ pc[n] = "ChangePte"
  /\ hpte' = [hpte EXCEPT ![g] = inv[n].page]
  /\ refs' = IF hpte[g] = None THEN refs ELSE [refs EXCEPT ![hpte[g]] = @ - 1]
  /\ inv' = [inv EXCEPT ![n].page = None, ![n].op = "end"]
  /\ Goto(n, IF LowerActiveLast /\ InMemslot THEN "WriteLock" ELSE AfterMmuLock)
  /\ UNCHANGED <<use, refresh, gpc, listed, gpcLock, refreshLock, writer, counts, owner, kmaps,
                 left, splat>>

RaiseSeq(n) ==  \* kvm_mmu_invalidate_end(): seq++; smp_wmb(), mmu_lock for write
  /\ pc[n] = "RaiseSeq"
  /\ seq' = IF seq + 1 = SeqWrap THEN 1 ELSE seq + 1
  /\ Goto(n, "LowerCount")
  /\ UNCHANGED <<use, refresh, inv, gpc, listed, gpcLock, refreshLock, writer, inProgress, active,
                 ended, host, kmaps, left, splat>>

LowerCount(n) ==  \* kvm_mmu_invalidate_end(): in_progress--, mmu_lock for write
  /\ pc[n] = "LowerCount"
  /\ inProgress' = inProgress - 1
  /\ Goto(n, "UnlockMmu")
  /\ UNCHANGED <<use, refresh, inv, gpc, listed, gpcLock, refreshLock, writer, seq, active, ended,
                 host, kmaps, left, splat>>

RaiseEnded(n) ==  \* the cure's counter, mn_invalidate_lock
  /\ pc[n] = "RaiseEnded"
  /\ ended' = ended + 1
  /\ IF Cure = "count" THEN Goto(n, "LowerActive") /\ UNCHANGED inv ELSE EndInvalidation(n)
  /\ UNCHANGED <<use, refresh, gpc, listed, gpcLock, refreshLock, writer, seq, inProgress, active,
                 host, kmaps, left, splat>>

(* A hook in range_end() would mark a refresh that may have found the old page. *)
MarkGpc(n) ==  \* the cure's mark, gpc->lock for write
  /\ pc[n] = "MarkGpc" /\ GpcFree
  /\ gpc' = [gpc EXCEPT !.marked = @ \/ gpc.gpa = inv[n].frame]
  /\ IF Cure = "end-mark" THEN Goto(n, "LowerActive") /\ UNCHANGED inv ELSE EndInvalidation(n)
  /\ UNCHANGED <<use, refresh, listed, gpcLock, refreshLock, writer, counts, host, kmaps, left,
                 splat>>

(* Some refresh is between its GUP and its look at the active count. *)
MidRefresh == \E r \in Worker : pc[r] \in {"MapKhva", "RelockGpc", "ReadActive"}

LowerActive(n) ==  \* kvm->mn_active_invalidate_count--, mn_invalidate_lock
  /\ pc[n] = "LowerActive" /\ (MidRefresh => EndMidRefresh)
  /\ active' = active - 1
  /\ IF ~LowerActiveLast /\ InMemslot THEN Goto(n, "WriteLock") /\ UNCHANGED inv
     ELSE IF Cure = "count-late" THEN Goto(n, "RaiseEnded") /\ UNCHANGED inv
     ELSE IF Cure = "end-mark-late" /\ listed THEN Goto(n, "MarkGpc") /\ UNCHANGED inv
     ELSE EndInvalidation(n)
  /\ UNCHANGED <<use, refresh, gpc, listed, gpcLock, refreshLock, writer, seq, inProgress, ended,
                 host, kmaps, left, splat>>

FreePage(p) ==  \* __free_pages() of a page that nobody refers to any more
  /\ owner[p] = "guest" /\ refs[p] = 0
  /\ owner' = [owner EXCEPT ![p] = "free"]
  /\ UNCHANGED <<pc, use, refresh, inv, gpc, listed, gpcLock, refreshLock, writer, counts, hpte,
                 refs, kmaps, left, splat>>

-----------------------------------------------------------------------------
UseStep(u)     == CheckGpc(u) \/ AccessGpc(u) \/ ReadUnlockGpc(u)
RefreshStep(r) == \/ BeginRefresh(r) \/ SnapshotForRefresh(r) \/ UnlockGpcToWait(r)
                  \/ WaitForNoActive(r) \/ UnlockGpcForGup(r) \/ PutRetriedPfn(r)
                  \/ GpcHvaToPfn(r) \/ MapKhva(r) \/ ReadActive(r) \/ ReadSeq(r)
                  \/ CommitRefresh(r) \/ PutRefreshedPfn(r) \/ UnlockGpcAfterRefresh(r)
                  \/ UnmapOldKhva(r) \/ UnlockRefresh(r) \/ AddToList(r) \/ RemoveFromList(r)
RefreshTake(r) == \/ LockRefresh(r) \/ LockGpcForRefresh(r) \/ RelockGpcAfterWait(r)
                  \/ RelockGpc(r) \/ SetActive(r) \/ ClearActive(r)
InvStep(n)     == \/ RaiseActive(n) \/ RaiseCount(n) \/ UnlockMmu(n) \/ ChangePte(n)
                  \/ RaiseSeq(n) \/ LowerCount(n) \/ RaiseEnded(n) \/ LowerActive(n)
InvTake(n)     == InvalidateGpc(n) \/ MarkGpc(n) \/ WriteLock(n)

Next ==
  \/ \E u \in User, g \in Gfn : UseGpc(u, g)
  \/ \E u \in User : ReadLockGpc(u)
  \/ \E u \in User : CheckGpc(u)
  \/ \E u \in User : AccessGpc(u)
  \/ \E u \in User : ReadUnlockGpc(u)
  \/ \E r \in Worker, g \in Gfn : RefreshGpc(r, g)
  \/ \E r \in Worker : LockRefresh(r)
  \/ \E r \in Worker : LockGpcForRefresh(r)
  \/ \E r \in Worker : BeginRefresh(r)
  \/ \E r \in Worker : SnapshotForRefresh(r)
  \/ \E r \in Worker : UnlockGpcToWait(r)
  \/ \E r \in Worker : WaitForNoActive(r)
  \/ \E r \in Worker : RelockGpcAfterWait(r)
  \/ \E r \in Worker : UnlockGpcForGup(r)
  \/ \E r \in Worker : PutRetriedPfn(r)
  \/ \E r \in Worker : GpcHvaToPfn(r)
  \/ \E r \in Worker : MapKhva(r)
  \/ \E r \in Worker : RelockGpc(r)
  \/ \E r \in Worker : ReadActive(r)
  \/ \E r \in Worker : ReadSeq(r)
  \/ \E r \in Worker : CommitRefresh(r)
  \/ \E r \in Worker : PutRefreshedPfn(r)
  \/ \E r \in Worker : UnlockGpcAfterRefresh(r)
  \/ \E r \in Worker : UnmapOldKhva(r)
  \/ \E r \in Worker : UnlockRefresh(r)
  \/ \E o \in Owner : SwitchGpc(o)
  \/ \E o \in Owner : AddToList(o)
  \/ \E o \in Owner : SetActive(o)
  \/ \E o \in Owner : ClearActive(o)
  \/ \E o \in Owner : RemoveFromList(o)
  \/ \E n \in Notifier, g \in Gfn, p \in Page : InvalidateRangeStart(n, g, p)
  \/ \E n \in Notifier : RaiseActive(n)
  \/ \E n \in Notifier : InvalidateGpc(n)
  \/ \E n \in Notifier : WriteLock(n)
  \/ \E n \in Notifier : RaiseCount(n)
  \/ \E n \in Notifier : UnlockMmu(n)
  \/ \E n \in Notifier : ChangePte(n)
  \/ \E n \in Notifier : RaiseSeq(n)
  \/ \E n \in Notifier : LowerCount(n)
  \/ \E n \in Notifier : RaiseEnded(n)
  \/ \E n \in Notifier : MarkGpc(n)
  \/ \E n \in Notifier : LowerActive(n)
  \/ \E p \in Page : FreePage(p)

Spec == Init /\ [][Next]_vars
(* Locks are queued.  Nobody is forced to begin anything, nor to free. *)
FairSpec ==
  /\ Spec
  /\ \A u \in User : WF_vars(UseStep(u)) /\ SF_vars(ReadLockGpc(u))
  /\ \A r \in Worker : WF_vars(RefreshStep(r)) /\ SF_vars(RefreshTake(r))
  /\ \A n \in Notifier : WF_vars(InvStep(n)) /\ SF_vars(InvTake(n))

-----------------------------------------------------------------------------
Settled == gpcWriter = None /\ gpc.valid
(* S15: a valid cache is active, on the list, and maps the page that the host maps. *)
GpcSound ==
  Settled => /\ gpc.active /\ listed
             /\ gpc.khva # None /\ gpc.khva = hpte[gpc.gpa] /\ kmaps[gpc.khva] > 0
(* S3: what a valid cache maps is not free. *)
NoFreedMapped == Settled /\ gpc.khva # None => ~Taken(gpc.khva)
(* The code's own checks stay silent: no user touches what is not the guest's. *)
NoSplat == splat = {}
(* The user never touches a page that is not the guest's any more. *)
NoPageUAF == "use-after-free: page" \notin splat
(* The user never goes through a kernel address that is null or unmapped. *)
NoWildKhva == splat \cap {"null khva", "unmapped khva"} = {}
(* The user never goes through a kernel address that has been unmapped. *)
NoUnmappedKhva == "unmapped khva" \notin splat
(* Every reference to a page has a holder: a host PTE, its allocator, or a refresh. *)
PageRefExact ==
  \A p \in Page : refs[p] = Cardinality({g \in Gfn : hpte[g] = p})
                          + Cardinality({n \in Notifier : inv[n].page = p})
                          + Cardinality({r \in Worker : refresh[r].pfn = p})
(* A page has one kernel mapping if the cache or a refresh knows of it, else none. *)
KmapExact ==
  \A p \in Page :
    kmaps[p] = IF p = gpc.khva \/ \E r \in Worker : p \in {refresh[r].khva, refresh[r].oldKhva}
               THEN 1 ELSE 0
(* Once a start hook has met the cache, with no refresh to come, the user touches no freed page. *)
HookStopsUse ==
  LET met == /\ NoPageUAF /\ \A r \in Worker : pc[r] = "Done"
             /\ \E n \in Notifier : pc[n] = "ChangePte"
  IN  [](met => []NoPageUAF)
(* Start has returned and end has not begun. *)
StartReturned(n) == \/ pc[n] = "ChangePte"
                    \/ inv[n].op = "end" /\ pc[n] = IF InMemslot THEN "WriteLock" ELSE AfterMmuLock
(* What a user can reach through the cache: the frame, and the page under khva. *)
Primary == INSTANCE SecondaryMmu WITH
  Frame <- {<<"frame", g>> : g \in Gfn} \cup {<<"page", p>> : p \in Page}, Root <- {},
  reach <- IF Settled THEN {<<"frame", gpc.gpa>>, <<"page", gpc.khva>>} ELSE {},
  told <- {<<"frame", inv[n].frame>> : n \in {m \in Notifier : StartReturned(m)}},
  gone <- {<<"page", p>> : p \in {q \in Page : Taken(q)}}, dead <- {}
(* The contract that the primary MM relies on: this module refines it. *)
Refines == Primary!Spec
(* Every step is one that the contract of the primary MM allows. *)
Contract == [][Primary!Next]_(Primary!contract)
(* L9: a refresh completes once invalidations stop; endless ones may starve it. *)
RefreshProgress == \A r \in Worker : pc[r] \in RefreshSteps ~> pc[r] \in {"Idle", "Done"}
(* gpc->lock queues, so a user gets it however often refreshes and hooks take it. *)
UseProgress == \A u \in User : pc[u] \in UseSteps ~> pc[u] \in {"Idle", "Done"}

-----------------------------------------------------------------------------
(* Expected to FAIL: each shows that something can happen at all. *)

(* A refresh meets an open invalidation and retries. *)
ReachRetryByActive == ~\E r \in Worker : pc[r] = "PutRetriedPfn" /\ active # 0
(* A refresh misses the open invalidation, but not that it has ended. *)
ReachRetryBySeq == ~\E r \in Worker : pc[r] = "ReadSeq" /\ RetrySeq # refresh[r].mmu_seq
(* A refresh finds the pfn that the cache had, and keeps the kernel mapping. *)
ReachKeptKhva == ~\E r \in Worker : pc[r] = "RelockGpc" /\ refresh[r].khva # None
                                    /\ refresh[r].khva = refresh[r].oldKhva
(* The user touches the host's new page. *)
ReachUseOfNewPage == ~\E u \in User : pc[u] = "AccessGpc" /\ gpc.khva = "p1"
(* The cache is switched off and on, and valid again. *)
ReachSwitched == ~(Settled /\ \A o \in Owner : pc[o] = "Done")
(* The cache is moved to another frame: it lets go of the page of the one that it has left. *)
ReachMoved == ~\E r \in Refresher : pc[r] = "UnmapOldKhva" /\ refresh[r].oldKhva = hpte[0]
(* An inactive cache's refresh is refused. *)
ReachRefused == ~\E r \in Refresher : pc[r] = "UnlockGpcAfterRefresh" /\ ~gpc.active
=============================================================================
