------------------------------ MODULE NxRecovery ------------------------------
(* Recovery of NX huge pages under a read lock.  Where the guest executes,    *)
(* KVM maps no huge page but a table of small ones, and puts that table on a  *)
(* list; a worker takes tables from the list and zaps them, so that the guest *)
(* may get its huge page back.  Models kvm_recover_nx_huge_pages(),           *)
(* kvm_tdp_mmu_zap_possible_nx_huge_page(), tdp_mmu_unlink_sp() and the way   *)
(* of a table onto the list in kvm_tdp_mmu_map(), of v7.3, and v6.12, whose   *)
(* worker holds mmu_lock for write.                                           *)
(*                                                                            *)
(* A tree has three levels: a root with one entry, an upper table with an     *)
(* entry a region, and tables of one entry.  So a region is mapped by a huge  *)
(* page, or by a table that maps one frame, and frame and region have one     *)
(* name.  Others take the same table away meanwhile: a fault that maps a huge *)
(* page in its place, once the worker has allowed it; a fault that maps a     *)
(* giant page in place of the upper table above it; the fast zap of the root. *)
(*                                                                            *)
(* Left out: faults that do not execute, but for those that map a huge page;  *)
(* the count of pages on the list, and the ratio of them that a pass takes;   *)
(* how the list is linked; SRCU and memslots (a region is dirty-logged for    *)
(* ever or never); the shadow MMU's list; dirty and accessed bits; yields of  *)
(* the notifier and of the fast zap, and the passes in which that removes     *)
(* upper tables; what comes after a giant page is zapped or split; the root's *)
(* reference count; the sequence count and the end of an invalidation (a      *)
(* fault retries from its start on); that the fast zap reads the root's entry *)
(* before the upper table's: no giant page can come once the root is invalid. *)
(* A page is named by its frame.                                              *)
EXTENDS Integers, Sequences, FiniteSets, TLC
CONSTANTS
  None,           \* no task
  Vcpu,           \* tasks that handle faults of code
  Guest,          \* those that run guest code: with a TLB
  Worker,         \* the task that recovers huge pages
  Replacer,       \* vCPUs that map a huge page, once each
  Giant,          \* those that map a giant page, once each
  Zapper,         \* tasks that invalidate and zap the root, once each
  Notifier,       \* tasks that invalidate NotifierRange, once each
  Table,          \* page-table pages: "t0", "t1", ...
  Regions,        \* the number of entries of the upper table
  MappedAtStart,  \* regions that are mapped, by table "t<r>", which is on the list
  Logged,         \* regions whose memslot is dirty-logged
  NotifierRange,
  Faults,         \* how many faults each vCPU may take
  Passes,         \* how many passes the worker may make
  ToZap           \* how many pages a pass takes
CONSTANTS         \* the rules; FALSE restores a design or a mistake
  RecoverUnderRead,   \* the worker holds mmu_lock for read, not for write
  RecoverInRcu,       \* ... and is inside RCU
  PagesLock,          \* a fault asks and tracks under one hold of tdp_mmu_pages_lock
  DisallowBeforeLink, \* a new table is disallowed before it is linked
  TrackIfDisallowed,  \* a fault tracks its table only if that is still disallowed
  UntrackAtTake,      \* the worker takes a page off the list before it zaps it, not by the zap
  UntrackAtUnlink,    \* who removes a table takes it off the list
  PointsAtTable,      \* the worker zaps an entry that points at its table, not any present one
  CmpxchgEntry,       \* ... by an exchange that fails if the entry has changed
  TakeAfterYield,     \* the worker yields before it takes a page, not after
  FlushAfterZap,      \* the worker flushes what it has zapped
  FlushBeforeYield,   \* ... also before it drops mmu_lock to yield
  FlushBeforeRcuDrop, \* ... before it leaves RCU
  FlushUnderLock,     \* ... and before it drops mmu_lock
  FreezeChildren,     \* the entries of a removed table stay frozen
  FreeByRcu,          \* a removed table is freed after a grace period
  CheckRootInFault,   \* a fault does not map into an invalid root
  CheckCount,         \* a fault retries while an invalidation is open
  WriterWaits         \* who takes mmu_lock for write waits until its readers are gone

Task   == Vcpu \cup Worker \cup Replacer \cup Giant \cup Zapper \cup Notifier
Region == 0 .. Regions - 1
Upper  == "upper"
Page   == Table \cup {Upper}
ASSUME TasksAreApart ==
  /\ Cardinality(Task) = Cardinality(Vcpu) + Cardinality(Worker) + Cardinality(Replacer)
                         + Cardinality(Giant) + Cardinality(Zapper) + Cardinality(Notifier)
  /\ None \notin Task /\ Guest \subseteq Vcpu
ASSUME OneOfThem == Cardinality(Worker) <= 1 /\ Cardinality(Zapper) <= 1
ASSUME SizesOK ==
  /\ Regions > 0 /\ {Faults, Passes, ToZap} \subseteq Nat /\ ToZap > 0 /\ Upper \notin Table
  /\ MappedAtStart \subseteq Region /\ Logged \subseteq Region
  /\ NotifierRange \subseteq Region /\ NotifierRange # {}
ASSUME RulesOK ==
  {RecoverUnderRead, RecoverInRcu, PagesLock, DisallowBeforeLink, TrackIfDisallowed, UntrackAtTake,
   UntrackAtUnlink, PointsAtTable, CmpxchgEntry, TakeAfterYield, FlushAfterZap, FlushBeforeYield,
   FlushBeforeRcuDrop, FlushUnderLock, FreezeChildren, FreeByRcu, CheckRootInFault,
   CheckCount, WriterWaits} \subseteq BOOLEAN

VARIABLES
  pc,         \* the step each task takes next; Idle: waits for a command, Done: no budget left
  iter,       \* what each task is doing: struct tdp_iter and its caller's locals
  left,       \* how many faults, passes or zaps each task may still start
  spGfn,      \* sp->gfn, and sp->ptep: the region of each table
  topped,     \* the page that mmu_topup_memory_caches() got for each vCPU
  writer,     \* mmu_lock: the task that holds it for write
  readers,    \* mmu_lock: the tasks that hold it for read
  invalid,    \* root->role.invalid
  root,       \* the root's entry: none, the upper table, or huge: a giant page
  entry,      \* the upper table's entries: none, frozen, huge, or a table
  leaf,       \* the entry of each table: none, present, frozen
  life,       \* of a page: unused, linked, freeing (call_rcu), freed
  disallowed, \* sp->nx_huge_page_disallowed: the tables that keep a huge page away
  list,       \* kvm->arch.possible_nx_huge_pages
  rcu,        \* tasks inside rcu_read_lock()
  grace,      \* tasks that the grace period of a page waits for
  cached,     \* per vCPU and region: the table that its hardware goes on with
  tlb,        \* per vCPU: the regions with a translation
  page,       \* the host page behind each region: mapped, free
  returned,   \* regions whose invalidate_range_start() has returned
  inProgress, \* kvm->mmu_invalidate_in_progress
  splat       \* what a debug kernel has printed
lockVars == <<writer, readers>>
treeVars == <<root, entry, leaf, life, spGfn>>
listVars == <<disallowed, list>>
rcuVars  == <<rcu, grace>>
hwVars   == <<cached, tlb>>
hostVars == <<page, returned, inProgress>>
taskVars == <<left, topped>>
vars == <<pc, iter, taskVars, lockVars, invalid, treeVars, listVars, rcuVars, hwVars, hostVars, splat>>

Min(S) == CHOOSE x \in S : \A y \in S : x <= y
Rest == [op |-> "none", gfn |-> 0, at |-> "none", old |-> "none", sp |-> "none", left |-> 0,
         flush |-> FALSE, progress |-> FALSE]
Range(s) == {s[i] : i \in DOMAIN s}

TypeOK ==
  /\ pc \in [Task -> {"Idle", "Done", "ReadLock", "WriteLock", "UnlockMmu", "IsPageFaultStale",
       "ReadRoot", "ReadParent", "LinkTable", "ReadDisallowed", "TrackPage", "ReadLeaf", "MapPage",
       "SwapParent", "TakePage", "ReadPtep", "ZapNxPage", "InvalidateRoots", "ZapTable", "SwapUpper",
       "FreezeEntry", "UnlinkPage", "FreezeChild", "CallRcu", "FlushZapped", "DropRcu",
       "FlushForYield", "CondResched", "RetakeMmuLock", "ZapSpte", "FlushRemoteTlbs"}]
  /\ iter \in [Task -> [op : {"none", "fault", "recover", "huge", "giant", "invalidate", "zap", "start"},
                        gfn : Region, at : Page \cup {"none"},
                        old : Table \cup {"none", "frozen", "huge"}, sp : Table \cup {"none"},
                        left : 0 .. ToZap, flush : BOOLEAN, progress : BOOLEAN]]
  /\ left \in [Task -> 0 .. Faults + Passes + 1] /\ topped \in [Vcpu -> Table \cup {"none"}]
  /\ writer \in Task \cup {None} /\ readers \subseteq Task
  /\ invalid \in BOOLEAN /\ root \in {"none", "huge", Upper}
  /\ entry \in [Region -> Table \cup {"none", "frozen", "huge"}]
  /\ leaf \in [Table -> {"none", "present", "frozen"}]
  /\ life \in [Page -> {"unused", "linked", "freeing", "freed"}]
  /\ spGfn \in [Table -> Region]
  /\ disallowed \subseteq Table /\ list \in Seq(Table)
  /\ rcu \subseteq Task /\ grace \in [Page -> SUBSET Task]
  /\ cached \in [Guest -> [Region -> Table \cup {"none"}]] /\ tlb \in [Guest -> SUBSET Region]
  /\ page \in [Region -> {"mapped", "free"}] /\ returned \subseteq Region
  /\ inProgress \in 0 .. Cardinality(Notifier)
  /\ splat \subseteq {"use-after-free: table", "hardware walks a freed table", "double call_rcu",
                      "still disallowed"}

TableAtStart(r) == "t" \o ToString(r)
RECURSIVE Sorted(_)
Sorted(S) == IF S = {} THEN <<>> ELSE <<Min(S)>> \o Sorted(S \ {Min(S)})
Linked == {TableAtStart(r) : r \in MappedAtStart}
Init ==
  /\ left = [t \in Task |-> IF t \in Vcpu THEN Faults ELSE IF t \in Worker THEN Passes ELSE 1]
  /\ pc = [t \in Task |-> IF left[t] = 0 THEN "Done" ELSE "Idle"]
  /\ iter = [t \in Task |-> Rest] /\ topped = [v \in Vcpu |-> "none"]
  /\ writer = None /\ readers = {} /\ invalid = FALSE
  /\ root = Upper
  /\ entry = [r \in Region |-> IF r \in MappedAtStart THEN TableAtStart(r) ELSE "none"]
  /\ leaf = [t \in Table |-> IF t \in Linked THEN "present" ELSE "none"]
  /\ life = [p \in Page |-> IF p \in Linked \cup {Upper} THEN "linked" ELSE "unused"]
  /\ spGfn = [t \in Table |-> IF t \in Linked THEN CHOOSE r \in MappedAtStart : TableAtStart(r) = t ELSE 0]
  /\ disallowed = Linked
  /\ list = [i \in 1 .. Cardinality(MappedAtStart) |-> TableAtStart(Sorted(MappedAtStart)[i])]
  /\ rcu = {} /\ grace = [p \in Page |-> {}]
  /\ cached = [v \in Guest |-> [r \in Region |-> "none"]] /\ tlb = [v \in Guest |-> {}]
  /\ page = [r \in Region |-> "mapped"] /\ returned = {} /\ inProgress = 0 /\ splat = {}

-----------------------------------------------------------------------------
Goto(t, step, it) == pc' = [pc EXCEPT ![t] = step] /\ iter' = [iter EXCEPT ![t] = it]
RcuRead(tasks, waits) == rcu' = tasks /\ grace' = [p \in Page |-> waits[p] \cap tasks]
Enter(t) == RcuRead(rcu \cup {t}, grace)
Leave(t) == RcuRead(rcu \ {t}, grace)
Flush(regions) ==
  /\ tlb' = [v \in Guest |-> tlb[v] \ regions]
  /\ cached' = [v \in Guest |-> [r \in Region |-> IF r \in regions THEN "none" ELSE cached[v][r]]]
Touch(p) == IF p \in Page /\ life[p] = "freed" THEN {"use-after-free: table"} ELSE {}
RegionOf(t) == iter[t].gfn
(* The leaf SPTE that a walk from the root comes to.                          *)
Mapped(r) == \/ root = "huge"
             \/ root = Upper /\ entry[r] = "huge"
             \/ root = Upper /\ entry[r] \in Table /\ leaf[entry[r]] = "present"
Without(t) == SelectSeq(list, LAMBDA s : s # t)

CanWrite == writer = None /\ (WriterWaits => readers = {})
EnterIfSo(t) == IF RecoverInRcu THEN Enter(t) ELSE UNCHANGED rcuVars
ReadLock(t) ==  \* read_lock(&kvm->mmu_lock)
  /\ pc[t] = "ReadLock" /\ writer = None
  /\ readers' = readers \cup {t}
  /\ CASE iter[t].op \in {"fault", "huge", "giant"} -> Goto(t, "IsPageFaultStale", iter[t]) /\ UNCHANGED rcuVars
       [] iter[t].op = "recover" -> Goto(t, "TakePage", iter[t]) /\ EnterIfSo(t)
       [] iter[t].op = "zap" -> Goto(t, "ZapTable", iter[t]) /\ Enter(t)
  /\ UNCHANGED <<taskVars, writer, invalid, treeVars, listVars, hwVars, hostVars, splat>>

WriteLock(t) ==  \* write_lock(&kvm->mmu_lock)
  /\ pc[t] = "WriteLock" /\ CanWrite
  /\ writer' = t
  /\ CASE iter[t].op = "recover" ->
            Goto(t, "TakePage", iter[t]) /\ EnterIfSo(t) /\ UNCHANGED inProgress
       [] iter[t].op = "invalidate" ->
            Goto(t, "InvalidateRoots", iter[t]) /\ UNCHANGED <<rcuVars, inProgress>>
       [] iter[t].op = "start" ->
            /\ Goto(t, "ZapSpte", [iter[t] EXCEPT !.gfn = Min(NotifierRange)])
            /\ inProgress' = inProgress + 1 /\ UNCHANGED rcuVars
  /\ UNCHANGED <<taskVars, readers, invalid, treeVars, listVars, hwVars, page, returned, splat>>

(* A mistake flushes only now.                                                *)
FlushesLate(t) == iter[t].op = "recover" /\ iter[t].flush /\ ~FlushUnderLock
UnlockMmu(t) ==  \* {read,write}_unlock(&kvm->mmu_lock); a notifier's start returns
  /\ pc[t] = "UnlockMmu"
  /\ writer' = (IF writer = t THEN None ELSE writer)
  /\ readers' = readers \ {t}
  /\ CASE iter[t].op = "invalidate" -> Goto(t, "ReadLock", [Rest EXCEPT !.op = "zap"])
       [] FlushesLate(t) -> Goto(t, "FlushRemoteTlbs", iter[t])
       [] OTHER -> Goto(t, IF left[t] > 0 THEN "Idle" ELSE "Done", Rest)
  /\ topped' = (IF t \in Vcpu THEN [topped EXCEPT ![t] = "none"] ELSE topped)
  /\ returned' = (IF iter[t].op = "start" THEN returned \cup NotifierRange ELSE returned)
  /\ UNCHANGED <<left, invalid, treeVars, listVars, rcuVars, hwVars, page, inProgress, splat>>

(* Ends a walk: out of RCU, and to the unlock.  The grace period of a page    *)
(* waits for the tasks that waits says.                                       *)
Over(t) == [Rest EXCEPT !.op = iter[t].op, !.gfn = iter[t].gfn]
EndWalkWith(t, waits) == Goto(t, "UnlockMmu", Over(t)) /\ RcuRead(rcu \ {t}, waits)
EndWalk(t) == EndWalkWith(t, grace)

-----------------------------------------------------------------------------
(* A fault of code: it wants small pages, and puts a new table on the list.   *)

HandleFault(v, r, t) ==  \* direct_page_fault(): from the lock on
  /\ pc[v] = "Idle" /\ ~(Mapped(r) /\ entry[r] \in Table)
  /\ life[t] = "unused" /\ \A o \in Vcpu : topped[o] # t
  /\ left' = [left EXCEPT ![v] = @ - 1]
  /\ topped' = [topped EXCEPT ![v] = t]
  /\ Goto(v, "ReadLock", [Rest EXCEPT !.op = "fault", !.gfn = r])
  /\ UNCHANGED <<lockVars, invalid, treeVars, listVars, rcuVars, hwVars, hostVars, splat>>

IsPageFaultStale(v) ==  \* is_page_fault_stale(), mmu_lock R
  /\ pc[v] = "IsPageFaultStale"
  /\ IF (CheckCount /\ inProgress > 0) \/ (CheckRootInFault /\ invalid)
     THEN Goto(v, "UnlockMmu", Over(v)) /\ UNCHANGED rcuVars
     ELSE /\ Enter(v)
          /\ Goto(v, IF iter[v].op = "giant" THEN "SwapUpper" ELSE "ReadRoot", iter[v])
  /\ UNCHANGED <<taskVars, lockVars, invalid, treeVars, listVars, hwVars, hostVars, splat>>

ReadRoot(v) ==  \* tdp_iter_refresh_sptep(): reads the entry of the root, mmu_lock R
  /\ pc[v] = "ReadRoot"
  /\ IF root # Upper THEN EndWalk(v)
     ELSE Goto(v, IF iter[v].op = "huge" THEN "SwapParent" ELSE "ReadParent", iter[v]) /\ UNCHANGED rcuVars
  /\ UNCHANGED <<taskVars, lockVars, invalid, treeVars, listVars, hwVars, hostVars, splat>>

(* By now a giant page may have taken the upper table's place, and its        *)
(* entries be frozen.                                                         *)
ReadParent(v) ==  \* tdp_iter_refresh_sptep(): reads the entry of the upper table, mmu_lock R
  LET old == entry[RegionOf(v)] IN
  /\ pc[v] = "ReadParent"
  /\ splat' = splat \cup Touch(Upper)
  /\ IF old = "frozen" THEN EndWalk(v)
     ELSE IF old \in Table THEN Goto(v, "ReadLeaf", [iter[v] EXCEPT !.at = old]) /\ UNCHANGED rcuVars
     ELSE Goto(v, "LinkTable", [iter[v] EXCEPT !.old = old]) /\ UNCHANGED rcuVars
  /\ UNCHANGED <<taskVars, lockVars, invalid, treeVars, listVars, hwVars, hostVars>>

(* Where a huge page is mapped, the new table maps what it did: a split.      *)
LinkTable(v) ==  \* tdp_mmu_link_sp(): cmpxchg of the entry of the upper table, mmu_lock R
  LET r == RegionOf(v)
      t == topped[v] IN
  /\ pc[v] = "LinkTable"
  /\ splat' = splat \cup Touch(Upper)
  /\ IF entry[r] = iter[v].old
     THEN /\ entry' = [entry EXCEPT ![r] = t]
          /\ leaf' = [leaf EXCEPT ![t] = IF iter[v].old = "huge" THEN "present" ELSE "none"]
          /\ life' = [life EXCEPT ![t] = "linked"] /\ spGfn' = [spGfn EXCEPT ![t] = r]
          /\ disallowed' = (IF DisallowBeforeLink THEN disallowed \cup {t} ELSE disallowed)
          /\ Goto(v, IF PagesLock THEN "TrackPage" ELSE "ReadDisallowed",
                  [iter[v] EXCEPT !.at = t, !.old = "none"])
          /\ UNCHANGED rcuVars
     ELSE EndWalk(v) /\ UNCHANGED <<entry, leaf, life, spGfn, disallowed>>
  /\ UNCHANGED <<taskVars, lockVars, invalid, root, list, hwVars, hostVars>>

ReadDisallowed(v) ==  \* kvm_tdp_mmu_map() reads sp->nx_huge_page_disallowed without the lock, mmu_lock R
  /\ pc[v] = "ReadDisallowed"
  /\ Goto(v, IF TrackIfDisallowed => iter[v].at \in disallowed THEN "TrackPage" ELSE "ReadLeaf", iter[v])
  /\ splat' = splat \cup Touch(iter[v].at)
  /\ UNCHANGED <<taskVars, lockVars, invalid, treeVars, listVars, rcuVars, hwVars, hostVars>>

TrackPage(v) ==  \* track_possible_nx_huge_page(), mmu_lock R
  LET t    == iter[v].at
      asks == PagesLock /\ TrackIfDisallowed /\ DisallowBeforeLink IN
  /\ pc[v] = "TrackPage"
  /\ disallowed' = (IF DisallowBeforeLink THEN disallowed ELSE disallowed \cup {t})
  /\ list' = (IF asks /\ t \notin disallowed THEN list ELSE Append(Without(t), t))
  /\ splat' = splat \cup Touch(t)
  /\ Goto(v, "ReadLeaf", iter[v])
  /\ UNCHANGED <<taskVars, lockVars, invalid, treeVars, rcuVars, hwVars, hostVars>>

ReadLeaf(v) ==  \* tdp_iter_refresh_sptep(): reads the entry of the table, mmu_lock R
  /\ pc[v] = "ReadLeaf"
  /\ splat' = splat \cup Touch(iter[v].at)
  /\ IF leaf[iter[v].at] = "none" THEN Goto(v, "MapPage", iter[v]) /\ UNCHANGED rcuVars ELSE EndWalk(v)
  /\ UNCHANGED <<taskVars, lockVars, invalid, treeVars, listVars, hwVars, hostVars>>

MapPage(v) ==  \* tdp_mmu_map_handle_target_level(): cmpxchg of the leaf SPTE, mmu_lock R
  LET t == iter[v].at IN
  /\ pc[v] = "MapPage"
  /\ leaf' = (IF leaf[t] = "none" THEN [leaf EXCEPT ![t] = "present"] ELSE leaf)
  /\ splat' = splat \cup Touch(t)
  /\ EndWalk(v)
  /\ UNCHANGED <<taskVars, lockVars, invalid, root, entry, life, spGfn, listVars, hwVars, hostVars>>

-----------------------------------------------------------------------------
(* Removing a table that is out of the tree: handle_removed_pt().             *)

(* The next step of the fast zap, or of who removes the upper table.          *)
NextRegion(x, waits) ==
  LET it   == [iter[x] EXCEPT !.at = "none"]
      next == RegionOf(x) + 1 IN
  IF next \in Region
  THEN Goto(x, IF iter[x].op = "zap" THEN "ZapTable" ELSE "FreezeEntry", [it EXCEPT !.gfn = next])
       /\ RcuRead(rcu, waits)
  ELSE IF iter[x].op = "zap" THEN EndWalkWith(x, waits)
  ELSE Goto(x, "CallRcu", [it EXCEPT !.gfn = 0, !.at = Upper]) /\ RcuRead(rcu, waits)
(* WARN_ON_ONCE(sp->nx_huge_page_disallowed)                                  *)
Warn(w) == IF iter[w].sp \in disallowed THEN {"still disallowed"} ELSE {}
NextPage(w, it) == Goto(w, "TakePage", [it EXCEPT !.sp = "none", !.at = "none", !.old = "none"])

(* Where the remover of a table goes on.                                      *)
AfterRemoval(x, waits) ==
  IF iter[x].op = "recover" THEN NextPage(x, iter[x]) /\ RcuRead(rcu, waits)
  ELSE IF iter[x].op = "huge" \/ iter[x].at = Upper
  THEN Goto(x, "FlushZapped", [iter[x] EXCEPT !.at = "none"]) /\ RcuRead(rcu, waits)
  ELSE NextRegion(x, waits)

UnlinkPage(x) ==  \* tdp_mmu_unlink_sp(), mmu_lock held
  LET t == iter[x].at IN
  /\ pc[x] = "UnlinkPage"
  /\ disallowed' = disallowed \ {t}
  /\ list' = (IF t \in disallowed /\ UntrackAtUnlink THEN Without(t) ELSE list)
  /\ Goto(x, "FreezeChild", iter[x])
  /\ UNCHANGED <<taskVars, lockVars, invalid, treeVars, rcuVars, hwVars, hostVars, splat>>

FreezeChild(x) ==  \* handle_removed_pt(): xchg of one entry, mmu_lock held
  LET t == iter[x].at IN
  /\ pc[x] = "FreezeChild"
  /\ leaf' = [leaf EXCEPT ![t] = IF FreezeChildren THEN "frozen" ELSE "none"]
  /\ Goto(x, "CallRcu", iter[x])
  /\ UNCHANGED <<taskVars, lockVars, invalid, root, entry, life, spGfn, listVars, rcuVars, hwVars, hostVars, splat>>

(* The grace period waits for who is inside RCU now, the caller included.     *)
CallRcu(x) ==  \* call_rcu(&sp->rcu_head, tdp_mmu_free_sp_rcu_callback), mmu_lock held
  LET p == iter[x].at
      first == life[p] = "linked"
      waits == IF first /\ FreeByRcu THEN [grace EXCEPT ![p] = rcu] ELSE grace IN
  /\ pc[x] = "CallRcu"
  /\ life' = (IF ~first THEN life ELSE [life EXCEPT ![p] = IF FreeByRcu THEN "freeing" ELSE "freed"])
  /\ splat' = splat \cup (IF first THEN {} ELSE {"double call_rcu"}) \cup Warn(x)
  /\ AfterRemoval(x, waits)
  /\ UNCHANGED <<taskVars, lockVars, invalid, root, entry, leaf, spGfn, listVars, hwVars, hostVars>>

-----------------------------------------------------------------------------
(* The worker.                                                                *)

RecoverNx(w) ==  \* kvm_nx_huge_page_recovery_worker(): kvm_recover_nx_huge_pages(), no lock
  /\ pc[w] = "Idle"
  /\ left' = [left EXCEPT ![w] = @ - 1]
  /\ Goto(w, IF RecoverUnderRead THEN "ReadLock" ELSE "WriteLock", [Rest EXCEPT !.op = "recover", !.left = ToZap])
  /\ UNCHANGED <<topped, lockVars, invalid, treeVars, listVars, rcuVars, hwVars, hostVars, splat>>

(* What a pass owes at its end: a flush, inside RCU and under mmu_lock.       *)
EndPass(w) ==
  LET end == [Over(w) EXCEPT !.gfn = 0, !.flush = iter[w].flush] IN
  IF ~iter[w].flush \/ ~FlushUnderLock THEN Goto(w, "UnlockMmu", end) /\ Leave(w)
  ELSE Goto(w, "FlushRemoteTlbs", end) /\ IF FlushBeforeRcuDrop THEN UNCHANGED rcuVars ELSE Leave(w)

(* What is dirty-logged would only be faulted in again in small pages.        *)
TakePage(w) ==  \* kvm_recover_nx_huge_pages(): unaccount_nx_huge_page(), mmu_lock held
  /\ pc[w] = "TakePage"
  /\ IF iter[w].left = 0 \/ list = <<>> THEN EndPass(w) /\ UNCHANGED <<listVars, splat>>
     ELSE LET t  == Head(list)
              it == [iter[w] EXCEPT !.left = @ - 1, !.progress = TRUE] IN
          /\ IF UntrackAtTake \/ spGfn[t] \in Logged
             THEN list' = Tail(list) /\ disallowed' = disallowed \ {t} ELSE UNCHANGED listVars
          /\ splat' = splat \cup Touch(t)
          /\ IF spGfn[t] \in Logged THEN NextPage(w, it)
             ELSE Goto(w, "ReadPtep", [it EXCEPT !.sp = t, !.gfn = spGfn[t]])
          /\ UNCHANGED rcuVars
  /\ UNCHANGED <<taskVars, lockVars, invalid, treeVars, hwVars, hostVars>>

ReadPtep(w) ==  \* kvm_tdp_mmu_zap_possible_nx_huge_page(): kvm_tdp_mmu_read_spte(sp->ptep), mmu_lock held
  LET old  == entry[RegionOf(w)]
      zaps == old = iter[w].sp \/ (~PointsAtTable /\ old \in Table \cup {"huge"}) IN
  /\ pc[w] = "ReadPtep"
  /\ splat' = splat \cup Touch(iter[w].sp) \cup Touch(Upper) \cup IF zaps THEN {} ELSE Warn(w)
  /\ IF zaps THEN Goto(w, "ZapNxPage", [iter[w] EXCEPT !.old = old]) ELSE NextPage(w, iter[w])
  /\ UNCHANGED <<taskVars, lockVars, invalid, treeVars, listVars, rcuVars, hwVars, hostVars>>

ZapNxPage(w) ==  \* kvm_tdp_mmu_zap_possible_nx_huge_page(): tdp_mmu_set_spte_atomic(), mmu_lock held
  LET r  == RegionOf(w)
      it == [iter[w] EXCEPT !.flush = FlushAfterZap \/ @] IN
  /\ pc[w] = "ZapNxPage"
  /\ IF CmpxchgEntry /\ entry[r] # iter[w].old THEN NextPage(w, iter[w]) /\ UNCHANGED entry
     ELSE /\ entry' = [entry EXCEPT ![r] = "none"]
          /\ IF iter[w].old \in Table THEN Goto(w, "UnlinkPage", [it EXCEPT !.at = it.old]) ELSE NextPage(w, it)
  /\ splat' = splat \cup Touch(Upper) \cup IF pc'[w] = "TakePage" THEN Warn(w) ELSE {}
  /\ UNCHANGED <<taskVars, lockVars, invalid, root, leaf, life, spGfn, listVars, rcuVars, hwVars, hostVars>>

(* The worker looks whether to yield after each page that it has taken.       *)
MayYield(w) == pc[w] = (IF TakeAfterYield THEN "TakePage" ELSE "ReadPtep") /\ iter[w].progress
Flushes(w) == iter[w].flush /\ FlushBeforeYield
FlushForYield(w) ==  \* kvm_recover_nx_huge_pages(): kvm_mmu_remote_flush_or_zap(), mmu_lock R
  /\ IF FlushBeforeRcuDrop THEN MayYield(w) /\ Flushes(w) ELSE pc[w] = "FlushForYield"
  /\ Flush(Region)
  /\ Goto(w, "CondResched", [iter[w] EXCEPT !.flush = FALSE])
  /\ UNCHANGED <<taskVars, lockVars, invalid, treeVars, listVars, rcuVars, hostVars, splat>>

DropRcu(w) ==  \* kvm_recover_nx_huge_pages(): rcu_read_unlock() too early, mmu_lock R
  /\ ~FlushBeforeRcuDrop /\ MayYield(w) /\ Flushes(w)
  /\ Goto(w, "FlushForYield", iter[w])
  /\ Leave(w)
  /\ UNCHANGED <<taskVars, lockVars, invalid, treeVars, listVars, hwVars, hostVars, splat>>

CondResched(w) ==  \* kvm_recover_nx_huge_pages(): cond_resched_rwlock_read() drops mmu_lock
  /\ pc[w] = "CondResched" \/ (MayYield(w) /\ ~Flushes(w))
  /\ writer' = (IF writer = w THEN None ELSE writer) /\ readers' = readers \ {w}
  /\ Goto(w, "RetakeMmuLock", [iter[w] EXCEPT !.progress = FALSE])
  /\ Leave(w)
  /\ UNCHANGED <<taskVars, invalid, treeVars, listVars, hwVars, hostVars, splat>>

RetakeMmuLock(w) ==  \* the other half of cond_resched_rwlock_{read,write}()
  /\ pc[w] = "RetakeMmuLock" /\ IF RecoverUnderRead THEN writer = None ELSE CanWrite
  /\ IF RecoverUnderRead THEN readers' = readers \cup {w} /\ UNCHANGED writer
     ELSE writer' = w /\ UNCHANGED readers
  /\ Goto(w, IF iter[w].sp = "none" THEN "TakePage" ELSE "ReadPtep", iter[w])
  /\ EnterIfSo(w)
  /\ UNCHANGED <<taskVars, invalid, treeVars, listVars, hwVars, hostVars, splat>>

FlushRemoteTlbs(t) ==  \* kvm_flush_remote_tlbs() at the end of a pass or a zap, mmu_lock R
  /\ pc[t] = "FlushRemoteTlbs"
  /\ Flush(Region)
  /\ IF t \in Worker /\ ~FlushUnderLock
     THEN Goto(t, IF left[t] > 0 THEN "Idle" ELSE "Done", Rest) /\ UNCHANGED rcuVars
     ELSE EndWalk(t)
  /\ UNCHANGED <<taskVars, lockVars, invalid, treeVars, listVars, hostVars, splat>>

-----------------------------------------------------------------------------
(* A fault that maps a huge page, where no table keeps it away.               *)

ReplaceTable(p, r) ==  \* direct_page_fault() that maps a huge page, no lock
  /\ pc[p] = "Idle"
  /\ left' = [left EXCEPT ![p] = @ - 1]
  /\ Goto(p, "ReadLock", [Rest EXCEPT !.op = "huge", !.gfn = r])
  /\ UNCHANGED <<topped, lockVars, invalid, treeVars, listVars, rcuVars, hwVars, hostVars, splat>>

SwapParent(p) ==  \* tdp_mmu_map_handle_target_level(): cmpxchg of a table, mmu_lock R
  LET r == RegionOf(p)
      e == entry[r] IN
  /\ pc[p] = "SwapParent"
  /\ splat' = splat \cup Touch(Upper)
  /\ IF e \in disallowed \cup {"frozen", "huge"} THEN EndWalk(p) /\ UNCHANGED entry
     ELSE /\ entry' = [entry EXCEPT ![r] = "huge"]
          /\ IF e = "none" THEN EndWalk(p)
             ELSE Goto(p, "UnlinkPage", [iter[p] EXCEPT !.at = e]) /\ UNCHANGED rcuVars
  /\ UNCHANGED <<taskVars, lockVars, invalid, root, leaf, life, spGfn, listVars, hwVars, hostVars>>

ReplaceUpper(p) ==  \* direct_page_fault() that maps a giant page, no lock
  /\ pc[p] = "Idle"
  /\ left' = [left EXCEPT ![p] = @ - 1]
  /\ Goto(p, "ReadLock", [Rest EXCEPT !.op = "giant"])
  /\ UNCHANGED <<topped, lockVars, invalid, treeVars, listVars, rcuVars, hwVars, hostVars, splat>>

(* Nobody asks whether a table below keeps a huge page away.                  *)
SwapUpper(p) ==  \* tdp_mmu_map_handle_target_level(): cmpxchg of the upper table, mmu_lock R
  /\ pc[p] = "SwapUpper"
  /\ IF root # Upper THEN EndWalk(p) /\ UNCHANGED root
     ELSE root' = "huge" /\ Goto(p, "FreezeEntry", iter[p]) /\ UNCHANGED rcuVars
  /\ UNCHANGED <<taskVars, lockVars, invalid, entry, leaf, life, spGfn, listVars, hwVars, hostVars, splat>>

FreezeEntry(p) ==  \* handle_removed_pt(): xchg of one entry of the upper table, mmu_lock R
  LET r == RegionOf(p)
      e == entry[r] IN
  /\ pc[p] = "FreezeEntry"
  /\ entry' = [entry EXCEPT ![r] = IF FreezeChildren THEN "frozen" ELSE "none"]
  /\ IF e \in Table THEN Goto(p, "UnlinkPage", [iter[p] EXCEPT !.at = e]) /\ UNCHANGED rcuVars
     ELSE NextRegion(p, grace)
  /\ UNCHANGED <<taskVars, lockVars, invalid, root, leaf, life, spGfn, listVars, hwVars, hostVars, splat>>

FlushZapped(p) ==  \* kvm_flush_remote_tlbs_gfn() after the cmpxchg, mmu_lock R
  /\ pc[p] = "FlushZapped"
  /\ Flush(IF iter[p].op = "giant" THEN Region ELSE {RegionOf(p)})
  /\ EndWalk(p)
  /\ UNCHANGED <<taskVars, lockVars, invalid, treeVars, listVars, hostVars, splat>>

-----------------------------------------------------------------------------
(* The fast zap: the root is invalid, and no vCPU has it any more.            *)

ZapTables(z) ==  \* tdp_mmu_zap_root(), no lock
  /\ pc[z] = "Idle"
  /\ left' = [left EXCEPT ![z] = @ - 1]
  /\ Goto(z, "WriteLock", [Rest EXCEPT !.op = "invalidate"])
  /\ UNCHANGED <<topped, lockVars, invalid, treeVars, listVars, rcuVars, hwVars, hostVars, splat>>

(* vCPUs are told to drop the root, and waited for; each flushes.             *)
InvalidateRoots(z) ==  \* kvm_tdp_mmu_invalidate_all_roots(), mmu_lock W
  /\ pc[z] = "InvalidateRoots"
  /\ invalid' = TRUE
  /\ Flush(Region)
  /\ Goto(z, "UnlockMmu", iter[z])
  /\ UNCHANGED <<taskVars, lockVars, treeVars, listVars, rcuVars, hostVars, splat>>

ZapTable(z) ==  \* __tdp_mmu_zap_root(): tdp_mmu_set_spte_atomic() of the upper table's entry, mmu_lock R
  LET e == entry[RegionOf(z)] IN
  /\ pc[z] = "ZapTable"
  /\ IF root # Upper THEN root' = "none" /\ EndWalk(z) /\ UNCHANGED entry
     ELSE /\ entry' = [entry EXCEPT ![RegionOf(z)] = "none"]
          /\ IF e \in Table THEN Goto(z, "UnlinkPage", [iter[z] EXCEPT !.at = e]) /\ UNCHANGED rcuVars
             ELSE NextRegion(z, grace)
          /\ UNCHANGED root
  /\ UNCHANGED <<taskVars, lockVars, invalid, leaf, life, spGfn, listVars, hwVars, hostVars, splat>>

-----------------------------------------------------------------------------
(* The primary MM, RCU, and the hardware.                                     *)

InvalidateRangeStart(n) ==  \* kvm_mmu_notifier_invalidate_range_start(), no lock
  /\ pc[n] = "Idle"
  /\ left' = [left EXCEPT ![n] = @ - 1]
  /\ Goto(n, "WriteLock", [Rest EXCEPT !.op = "start"])
  /\ UNCHANGED <<topped, lockVars, invalid, treeVars, listVars, rcuVars, hwVars, hostVars, splat>>

(* A huge page goes as a whole.  Nobody else writes to the tree meanwhile.    *)
ZapSpte(n) ==  \* kvm_tdp_mmu_zap_leafs(): tdp_mmu_iter_set_spte(), mmu_lock W
  LET r    == RegionOf(n)
      it   == [iter[n] EXCEPT !.flush = @ \/ Mapped(r)]
      todo == {o \in NotifierRange : o > r} IN
  /\ pc[n] = "ZapSpte"
  /\ IF root = "huge" THEN root' = "none" /\ UNCHANGED <<entry, leaf>>
     ELSE IF ~Mapped(r) THEN UNCHANGED <<root, entry, leaf>>
     ELSE IF entry[r] = "huge" THEN entry' = [entry EXCEPT ![r] = "none"] /\ UNCHANGED <<root, leaf>>
     ELSE leaf' = [leaf EXCEPT ![entry[r]] = "none"] /\ UNCHANGED <<root, entry>>
  /\ IF todo # {} THEN Goto(n, "ZapSpte", [it EXCEPT !.gfn = Min(todo)])
     ELSE IF it.flush THEN Goto(n, "FlushRemoteTlbs", it)
     ELSE Goto(n, "UnlockMmu", Over(n))
  /\ UNCHANGED <<taskVars, lockVars, invalid, life, spGfn, listVars, rcuVars, hwVars, hostVars, splat>>

FreePage(r) ==  \* __free_pages() of a page that nobody refers to any more
  /\ r \in returned /\ page[r] = "mapped"
  /\ page' = [page EXCEPT ![r] = "free"]
  /\ UNCHANGED <<pc, iter, taskVars, lockVars, invalid, treeVars, listVars, rcuVars, hwVars, returned,
                 inProgress, splat>>

RcuFree(p) ==  \* the grace period ends: tdp_mmu_free_sp_rcu_callback()
  /\ life[p] = "freeing" /\ grace[p] = {}
  /\ life' = [life EXCEPT ![p] = "freed"]
  /\ UNCHANGED <<pc, iter, taskVars, lockVars, invalid, root, entry, leaf, spGfn, listVars, rcuVars, hwVars,
                 hostVars, splat>>

InGuest(v) == pc[v] \in {"Idle", "Done"} /\ ~invalid
WalkRoot(v, r) ==  \* the hardware reads the entry of the root, no lock
  /\ InGuest(v) /\ r \notin tlb[v] /\ cached[v][r] = "none"
  /\ root = "huge" \/ (root = Upper /\ entry[r] \in Table \cup {"huge"})
  /\ IF root = "huge" \/ entry[r] = "huge" THEN tlb' = [tlb EXCEPT ![v] = @ \cup {r}] /\ UNCHANGED cached
     ELSE cached' = [cached EXCEPT ![v][r] = entry[r]] /\ UNCHANGED tlb
  /\ UNCHANGED <<pc, iter, taskVars, lockVars, invalid, treeVars, listVars, rcuVars, hostVars, splat>>

WalkTable(v, r) ==  \* the hardware reads the entry of the table that it has, no lock
  LET t == cached[v][r] IN
  /\ InGuest(v) /\ r \notin tlb[v] /\ t # "none"
  /\ life[t] = "freed" \/ leaf[t] = "present"
  /\ IF life[t] = "freed" THEN splat' = splat \cup {"hardware walks a freed table"} /\ UNCHANGED tlb
     ELSE tlb' = [tlb EXCEPT ![v] = @ \cup {r}] /\ UNCHANGED splat
  /\ UNCHANGED <<pc, iter, taskVars, lockVars, invalid, treeVars, listVars, rcuVars, cached, hostVars>>

RemoveStep(x)  == ReadLock(x) \/ UnlinkPage(x) \/ FreezeChild(x) \/ CallRcu(x) \/ UnlockMmu(x)
FaultStep(v)   == ReadLock(v) \/ IsPageFaultStale(v) \/ ReadRoot(v) \/ ReadParent(v) \/ LinkTable(v)
                  \/ ReadDisallowed(v) \/ TrackPage(v) \/ ReadLeaf(v) \/ MapPage(v) \/ UnlockMmu(v)
RecoverStep(w) == RemoveStep(w) \/ WriteLock(w) \/ TakePage(w) \/ ReadPtep(w) \/ ZapNxPage(w)
                  \/ FlushForYield(w) \/ DropRcu(w) \/ CondResched(w) \/ RetakeMmuLock(w)
                  \/ FlushRemoteTlbs(w)
ReplaceStep(p) == RemoveStep(p) \/ IsPageFaultStale(p) \/ ReadRoot(p) \/ SwapParent(p) \/ FlushZapped(p)
GiantStep(p)   == RemoveStep(p) \/ IsPageFaultStale(p) \/ SwapUpper(p) \/ FreezeEntry(p) \/ FlushZapped(p)
ZapStep(z)     == RemoveStep(z) \/ WriteLock(z) \/ InvalidateRoots(z) \/ ZapTable(z)
NotifyStep(n)  == WriteLock(n) \/ ZapSpte(n) \/ FlushRemoteTlbs(n) \/ UnlockMmu(n)
Next ==
  \/ \E v \in Vcpu, r \in Region, t \in Table : HandleFault(v, r, t)
  \/ \E v \in Vcpu : FaultStep(v)
  \/ \E w \in Worker : RecoverNx(w) \/ RecoverStep(w)
  \/ \E p \in Replacer, r \in Region : ReplaceTable(p, r)
  \/ \E p \in Replacer : ReplaceStep(p)
  \/ \E p \in Giant : ReplaceUpper(p) \/ GiantStep(p)
  \/ \E z \in Zapper : ZapTables(z) \/ ZapStep(z)
  \/ \E n \in Notifier : InvalidateRangeStart(n) \/ NotifyStep(n)
  \/ \E r \in Region : FreePage(r)
  \/ \E p \in Page : RcuFree(p)
  \/ \E v \in Guest, r \in Region : WalkRoot(v, r) \/ WalkTable(v, r)
Spec == Init /\ [][Next]_vars
(* Every task goes on, and mmu_lock is fair.                                  *)
FairSpec ==
  /\ Spec
  /\ \A v \in Vcpu : WF_vars(FaultStep(v)) /\ SF_vars(ReadLock(v))
  /\ \A w \in Worker : WF_vars(RecoverStep(w)) /\ SF_vars(ReadLock(w) \/ WriteLock(w) \/ RetakeMmuLock(w))
  /\ \A p \in Replacer : WF_vars(ReplaceStep(p)) /\ SF_vars(ReadLock(p))
  /\ \A p \in Giant : WF_vars(GiantStep(p)) /\ SF_vars(ReadLock(p))
  /\ \A z \in Zapper : WF_vars(ZapStep(z)) /\ SF_vars(ReadLock(z) \/ WriteLock(z))
  /\ \A n \in Notifier : WF_vars(NotifyStep(n)) /\ SF_vars(WriteLock(n))

-----------------------------------------------------------------------------
(* The list holds no table that is removed.                                   *)
ListSound == \A t \in Range(list) : life[t] = "linked"
(* A table on the list keeps a huge page away.                                *)
ListedIsDisallowed == Range(list) \subseteq disallowed
(* What a pass is done with keeps no huge page away.                          *)
DoneIsAllowed == "still disallowed" \notin splat
(* The worker zaps the table that it took from the list, and nothing else.    *)
ZapsItsTable ==
  [][\A w \in Worker : pc[w] = "ZapNxPage" /\ pc'[w] # pc[w] /\ entry' # entry
       => entry[RegionOf(w)] = iter[w].sp]_vars
(* S11. No CPU can walk a table that is freed, and what the primary MM may    *)
(* change, no TLB has.                                                        *)
FlushRules ==
  /\ \A v \in Guest, r \in Region : cached[v][r] # "none" => life[cached[v][r]] # "freed"
  /\ \A v \in Guest : tlb[v] \cap returned = {}
(* S11, its consequence. The hardware reads no table that is freed.           *)
NoWalkOfFreed == "hardware walks a freed table" \notin splat
(* S6. No task touches a table that is freed.                                 *)
NoTableUAF == "use-after-free: table" \notin splat
(* S1. What the primary MM may change, no SPTE maps.                          *)
NotifierContract == \A r \in returned : ~Mapped(r)
(* S3. Neither an SPTE nor a TLB refers to a page that is free.               *)
NoFreedMapped ==
  \A r \in Region : page[r] = "free" => ~Mapped(r) /\ \A v \in Guest : r \notin tlb[v]
(* S7. A table is handed to RCU once.                                         *)
FreeOnce == "double call_rcu" \notin splat
(* S8. A table that is handed to RCU maps nothing.                            *)
EmptyAtFree ==
  /\ \A t \in Table : life[t] \in {"freeing", "freed"} => leaf[t] # "present"
  /\ life[Upper] \in {"freeing", "freed"} => \A r \in Region : entry[r] \in {"none", "frozen"}
(* A linked table is in the tree, or on its way out of it.                    *)
NoTableLost ==
  \A t \in Table : life[t] = "linked" =>
    \/ life[Upper] = "linked" /\ \E r \in Region : entry[r] = t
    \/ \E x \in Task : iter[x].at = t /\ pc[x] \in {"UnlinkPage", "FreezeChild", "CallRcu"}
(* S9. Once the fast zap of a root has ended, the root has no table.          *)
ZappedIsEmpty ==
  \A z \in Zapper : pc[z] = "Done" =>
    root = "none" \/ (root = Upper /\ \A r \in Region : entry[r] = "none")
(* mmu_lock is held by one writer, or by readers.                             *)
LockExclusive == writer # None => readers = {}

(* What the secondary MMU can reach: by a walk from the root, by a TLB, or by *)
(* a table that the hardware has already come to.                             *)
Reachable ==
  {r \in Region : Mapped(r) \/ \E v \in Guest :
     \/ r \in tlb[v]
     \/ /\ cached[v][r] # "none" /\ life[cached[v][r]] # "freed"
        /\ leaf[cached[v][r]] = "present"}
Primary == INSTANCE SecondaryMmu WITH
  Frame <- Region, Root <- Page, reach <- Reachable, told <- returned,
  gone <- {r \in Region : page[r] = "free"}, dead <- {p \in Page : life[p] = "freed"}
(* The contract that the primary MM relies on: this module refines it.        *)
Refines == Primary!Spec
(* Every step is one that the contract of the primary MM allows.              *)
Contract == [][Primary!Next]_(Primary!contract)

(* L3. A pass ends, and so does a zap.                                        *)
ZapTerminates ==
  \A x \in Worker \cup Replacer \cup Giant \cup Zapper : (pc[x] \notin {"Idle", "Done"}) ~> (pc[x] \in {"Idle", "Done"})

(* Expected to FAIL: each shows that something can happen at all.             *)

(* A pass has recovered a table, and it is freed.                             *)
ReachRecovered == ~\E w \in Worker : pc[w] = "Done" /\ \E t \in Table : life[t] = "freed"
(* The worker finds that another has taken its table out of the tree.         *)
ReachTakenAway == ~\E w \in Worker : pc[w] = "ReadPtep" /\ entry[RegionOf(w)] # iter[w].sp
(* The worker finds a huge page in the place of its table.                    *)
ReachHugeInPlace == ~\E w \in Worker : pc[w] = "ReadPtep" /\ entry[RegionOf(w)] = "huge"
(* The worker finds another table in the place of its own.                    *)
ReachOtherTable ==
  ~\E w \in Worker : pc[w] = "ReadPtep" /\ entry[RegionOf(w)] \in Table \ {iter[w].sp}
(* The worker loses its exchange.                                             *)
ReachLostZap == ~\E w \in Worker : pc[w] = "ZapNxPage" /\ entry[RegionOf(w)] # iter[w].old
(* The worker finds its entry frozen, in an upper table that is removed.      *)
ReachFrozenPtep == ~\E w \in Worker : pc[w] = "ReadPtep" /\ entry[RegionOf(w)] = "frozen"
(* A fault finds its entry frozen, in an upper table that is removed.         *)
ReachFrozenParent == ~\E v \in Vcpu : pc[v] = "ReadParent" /\ entry[RegionOf(v)] = "frozen"
(* A fault maps a huge page in an upper table that is out of the tree.        *)
ReachHugeInRemoved == ~(root # Upper /\ \E r \in Region : entry[r] = "huge")
(* The worker zaps a table under an upper table that is out of the tree.      *)
ReachZapInRemoved == ~\E w \in Worker : pc[w] = "UnlinkPage" /\ root = "huge" /\ life[Upper] = "linked"
(* A table that is on the list is removed by another.                         *)
ReachListedRemoved ==
  ~\E x \in Giant \cup Zapper : pc[x] = "UnlinkPage" /\ iter[x].at \in Range(list)
(* A fault finds that its table may not go onto the list any more.            *)
ReachNotTracked == ~\E v \in Vcpu : pc[v] = "TrackPage" /\ iter[v].at \notin disallowed
(* A fault splits a huge page.                                                *)
ReachSplit == ~\E v \in Vcpu : pc[v] = "LinkTable" /\ iter[v].old = "huge"
(* A CPU still has its way to a table that the worker has handed to RCU.      *)
ReachCachedInFreeing == ~\E v \in Guest, r \in Region : cached[v][r] # "none" /\ life[cached[v][r]] = "freeing"
(* The worker yields with its flush done.                                     *)
ReachYield == ~\E w \in Worker : pc[w] = "RetakeMmuLock" /\ \E t \in Table : life[t] = "freed"
(* A dirty-logged table is off the list, and where it was.                    *)
ReachLoggedLeft ==
  ~\E w \in Worker : pc[w] = "Done" /\ \E r \in Logged : entry[r] \in Table /\ entry[r] \notin disallowed
=============================================================================
