------------------------------ MODULE TablePages ------------------------------
(* Page-table pages under a root: who links one, who takes it away, and when  *)
(* it may be freed, against faults that walk it and hardware that walks it.   *)
(* Models kvm_tdp_mmu_map(), tdp_mmu_link_sp(), tdp_mmu_zap_spte_atomic(),    *)
(* tdp_mmu_set_spte(), handle_removed_pt() and tdp_mmu_iter_cond_resched() of *)
(* v5.13 to v6.10.  A tree has two levels: a root with slots, and tables.     *)
(*                                                                            *)
(* Two kinds of pages are freed by two contracts: a table after an RCU grace  *)
(* period, the guest's pages once invalidate_range_start() has returned.      *)
(* Hardware keeps what it has read on its way to an SPTE (cached), and what   *)
(* it found there (tlb), for each frame, until a flush that covers the frame. *)
(* Reading an SPTE and the cmpxchg of a zap that lost are one step, since it  *)
(* only reads again; a fault reads in one step and exchanges in another.      *)
(*                                                                            *)
(* Left out: fast_page_fault(), so a zap's cmpxchg on a leaf is lost to other *)
(* zaps only; the sequence count and the end of an invalidation (a fault      *)
(* retries from its start on); tdp_mmu_pages_lock; a vCPU's hardware walks    *)
(* only while the vCPU is in the guest.  A page is named by its frame.        *)
EXTENDS Integers, Sequences, FiniteSets, TLC
CONSTANTS
  None,           \* no task
  Vcpu,           \* tasks that handle faults
  Guest,          \* those that run guest code: with a TLB
  Zapper,         \* tasks that zap the tree, once each
  Replacer,       \* vCPUs that map a huge page in place of a table, once each
  LeafZapper,     \* tasks that zap one SPTE under a read lock, once each
  Notifier,       \* tasks that invalidate NotifierRange, once each
  Table,          \* page-table pages: "t0", "t1", ...
  Slots,          \* the number of entries of the root
  PerTable,       \* the number of entries of a table
  MappedAtStart,  \* frames that are mapped; their slot s has table "t<s>"
  NotifierRange,
  Faults          \* how many faults each vCPU may take
CONSTANTS         \* the rules; FALSE restores a design or a mistake
  ZapUnderRead,       \* a zapper holds mmu_lock for read, not for write
  FlushBeforeFree,    \* removing a table flushes before it hands it to RCU
  FlushBaseGfn,       \* ... the frames of that table
  FlushBeforeRcuDrop, \* a yield flushes what is owed before it leaves RCU
  FreezeParentFirst,  \* who removes a table has first frozen the entry above
  FreezeChildren,     \* ... and leaves its entries frozen
  FreezeUntilOwned,   \* ... each exchanged until it was not frozen by another
  RefuseFrozen,       \* a fault does not exchange a frozen entry
  FreeByRcu,          \* a table is freed after a grace period
  FlushAfterZap,      \* who zaps under a read lock flushes before it goes on
  CheckCount,         \* a fault retries while an invalidation is open
  WriterWaits         \* who takes mmu_lock for write waits until its readers are gone
Task == Vcpu \cup Zapper \cup Replacer \cup LeafZapper \cup Notifier
Slot == 0 .. Slots - 1
Gfn  == 0 .. Slots * PerTable - 1
ASSUME ConstantsOK ==
  /\ Guest \subseteq Vcpu /\ Slots \in Nat /\ PerTable \in Nat /\ Faults \in Nat
  /\ Zapper = {} \/ Replacer = {}  \* the zap of a huge page is left out
  /\ MappedAtStart \subseteq Gfn /\ NotifierRange \subseteq Gfn
  /\ {ZapUnderRead, FlushBeforeFree, FlushBaseGfn, FlushBeforeRcuDrop, FreezeParentFirst,
      FreezeChildren, FreezeUntilOwned, RefuseFrozen, FreeByRcu, FlushAfterZap,
      CheckCount, WriterWaits} \subseteq BOOLEAN

VARIABLES
  pc,         \* the step each task takes next; Idle: waits for a command, Done: no budget left
  iter,       \* what each task is doing: struct tdp_iter and its caller's locals
  topped,     \* the page that mmu_topup_memory_caches() got for each vCPU
  faults,     \* how many faults each vCPU may still take
  writer,     \* mmu_lock: the task that holds it for write
  readers,    \* mmu_lock: the tasks that hold it for read
  root,       \* the root's entries: none, frozen, huge, or a table
  leaf,       \* the entries of each table: none, present, frozen
  life,       \* of a table: unused, linked, freeing (call_rcu), freed
  rcu,        \* tasks inside rcu_read_lock()
  grace,      \* tasks that the grace period of a table waits for
  cached,     \* per vCPU and frame: the table that its hardware goes on with
  tlb,        \* per vCPU: the frames with a translation
  page,       \* the host page behind each frame: mapped, free
  returned,   \* frames whose invalidate_range_start() has returned
  inProgress, \* kvm->mmu_invalidate_in_progress
  splat       \* what a debug kernel has printed
lockVars == <<writer, readers>>
treeVars == <<root, leaf, life>>
rcuVars  == <<rcu, grace>>
hwVars   == <<cached, tlb>>
hostVars == <<page, returned, inProgress>>
vcpuVars == <<topped, faults>>
vars == <<pc, iter, vcpuVars, lockVars, treeVars, rcuVars, hwVars, hostVars, splat>>

SlotOf(g)  == g \div PerTable
Index      == 0 .. PerTable - 1
IndexOf(g) == g % PerTable
GfnsOf(s)  == s * PerTable .. s * PerTable + PerTable - 1
Min(S)     == CHOOSE x \in S : \A y \in S : x <= y
Rest       == [op |-> "none", gfn |-> 0, at |-> "none", old |-> "none", yielded |-> 0, flush |-> FALSE]
Budget(t)  == IF t \in Vcpu THEN faults[t] ELSE 0

TypeOK ==
  /\ pc \in [Task -> {"Idle", "Done", "ReadLock", "WriteLock", "UnlockMmu", "IsPageFaultStale",
       "ReadParent", "LinkTable", "ReadLeaf", "MapPage", "FreezeParent", "SwapParent", "ZapParent",
       "FreezeChild", "FlushTable", "CallRcu", "FlushZapped", "ClearParent", "FreezeSpte", "ClearSpte",
       "DropRcu", "FlushForYield", "CondResched", "RetakeMmuLock", "ZapSpte", "FlushRemoteTlbs"}]
  /\ iter \in [Task -> [op : {"none", "fault", "zap", "huge", "leaf", "start"}, gfn : Gfn,
                        at : Table \cup {"none"}, old : {"none", "frozen"}, yielded : Gfn,
                        flush : BOOLEAN]]
  /\ topped \in [Vcpu -> Table \cup {"none"}] /\ faults \in [Vcpu -> 0 .. Faults]
  /\ writer \in Task \cup {None} /\ readers \subseteq Task
  /\ root \in [Slot -> Table \cup {"none", "frozen", "huge"}]
  /\ leaf \in [Table -> [Index -> {"none", "present", "frozen"}]]
  /\ life \in [Table -> {"unused", "linked", "freeing", "freed"}]
  /\ rcu \subseteq Task /\ grace \in [Table -> SUBSET Task]
  /\ cached \in [Guest -> [Gfn -> Table \cup {"none"}]] /\ tlb \in [Guest -> SUBSET Gfn]
  /\ page \in [Gfn -> {"mapped", "free"}] /\ returned \subseteq Gfn
  /\ inProgress \in 0 .. Cardinality(Notifier)
  /\ splat \subseteq {"use-after-free: table", "hardware walks a freed table", "double call_rcu",
                      "changes a frozen SPTE", "late writeback: page", "use-after-free: page"}

TableAtStart(s) == "t" \o ToString(s)
LinkedAtStart == {s \in Slot : GfnsOf(s) \cap MappedAtStart # {}}
Init ==
  /\ faults = [v \in Vcpu |-> Faults]
  /\ pc = [t \in Task |-> IF t \in Vcpu /\ Faults = 0 THEN "Done" ELSE "Idle"]
  /\ iter = [t \in Task |-> Rest] /\ topped = [v \in Vcpu |-> "none"]
  /\ writer = None /\ readers = {}
  /\ root = [s \in Slot |-> IF s \in LinkedAtStart THEN TableAtStart(s) ELSE "none"]
  /\ leaf = [t \in Table |-> [i \in Index |->
       IF \E s \in LinkedAtStart : TableAtStart(s) = t /\ s * PerTable + i \in MappedAtStart
       THEN "present" ELSE "none"]]
  /\ life = [t \in Table |-> IF \E s \in LinkedAtStart : TableAtStart(s) = t THEN "linked" ELSE "unused"]
  /\ rcu = {} /\ grace = [t \in Table |-> {}]
  /\ cached = [v \in Guest |-> [g \in Gfn |-> "none"]] /\ tlb = [v \in Guest |-> {}]
  /\ page = [g \in Gfn |-> "mapped"] /\ returned = {} /\ inProgress = 0 /\ splat = {}

-----------------------------------------------------------------------------
Goto(t, step, it) == pc' = [pc EXCEPT ![t] = step] /\ iter' = [iter EXCEPT ![t] = it]
RcuRead(tasks, waits) == rcu' = tasks /\ grace' = [t \in Table |-> waits[t] \cap tasks]
Enter(t) == RcuRead(rcu \cup {t}, grace)
Leave(t) == RcuRead(rcu \ {t}, grace)
Flush(gfns) ==
  /\ tlb' = [v \in Guest |-> tlb[v] \ gfns]
  /\ cached' = [v \in Guest |-> [g \in Gfn |-> IF g \in gfns THEN "none" ELSE cached[v][g]]]
Touch(t)     == IF life[t] = "freed" THEN {"use-after-free: table"} ELSE {}
(* kvm_set_pfn_dirty() of what the entry mapped.                              *)
Writeback(g) == (IF g \in returned THEN {"late writeback: page"} ELSE {})
                \cup IF page[g] = "free" THEN {"use-after-free: page"} ELSE {}
SlotNow(t) == SlotOf(iter[t].gfn)
(* The leaf SPTE that a walk from the root comes to.                          *)
Mapped(g) == \/ root[SlotOf(g)] = "huge"
             \/ root[SlotOf(g)] \in Table /\ leaf[root[SlotOf(g)]][IndexOf(g)] = "present"

CanWrite == writer = None /\ (WriterWaits => readers = {})
ReadLock(t) ==  \* read_lock(&kvm->mmu_lock)
  /\ pc[t] = "ReadLock" /\ writer = None
  /\ readers' = readers \cup {t}
  /\ CASE iter[t].op \in {"fault", "huge"} -> Goto(t, "IsPageFaultStale", iter[t]) /\ UNCHANGED rcuVars
       [] iter[t].op = "zap"  -> Goto(t, "FreezeParent", iter[t]) /\ Enter(t)
       [] iter[t].op = "leaf" -> Goto(t, "ReadParent", iter[t]) /\ Enter(t)
  /\ UNCHANGED <<vcpuVars, writer, treeVars, hwVars, hostVars, splat>>

WriteLock(t) ==  \* write_lock(&kvm->mmu_lock)
  /\ pc[t] = "WriteLock" /\ CanWrite
  /\ writer' = t
  /\ IF iter[t].op = "zap"
     THEN Goto(t, "ZapParent", iter[t]) /\ Enter(t) /\ UNCHANGED inProgress
     ELSE /\ Goto(t, "ZapSpte", [iter[t] EXCEPT !.gfn = Min(NotifierRange)])
          /\ inProgress' = inProgress + 1 /\ UNCHANGED rcuVars
  /\ UNCHANGED <<vcpuVars, readers, treeVars, hwVars, page, returned, splat>>

UnlockMmu(t) ==  \* {read,write}_unlock(&kvm->mmu_lock); a notifier's start returns
  /\ pc[t] = "UnlockMmu"
  /\ writer' = (IF writer = t THEN None ELSE writer)
  /\ readers' = readers \ {t}
  /\ Goto(t, IF Budget(t) > 0 THEN "Idle" ELSE "Done", Rest)
  /\ topped' = (IF t \in Vcpu THEN [topped EXCEPT ![t] = "none"] ELSE topped)
  /\ returned' = (IF iter[t].op = "start" THEN returned \cup NotifierRange ELSE returned)
  /\ UNCHANGED <<faults, treeVars, rcuVars, hwVars, page, inProgress, splat>>

(* Ends a walk: out of RCU, and to the unlock.  The grace period of a table   *)
(* waits for the tasks that waits says.                                       *)
Over(t) == [Rest EXCEPT !.op = iter[t].op, !.gfn = iter[t].gfn]
EndWalkWith(t, waits) ==
  Goto(t, "UnlockMmu", Over(t)) /\ RcuRead(rcu \ {t}, waits)
EndWalk(t) == EndWalkWith(t, grace)

-----------------------------------------------------------------------------
(* The page fault.                                                            *)

HandleFault(v, g, t) ==  \* direct_page_fault(): from the lock on
  /\ pc[v] = "Idle" /\ ~Mapped(g)
  /\ life[t] = "unused" /\ \A o \in Vcpu : topped[o] # t
  /\ faults' = [faults EXCEPT ![v] = @ - 1]
  /\ topped' = [topped EXCEPT ![v] = t]
  /\ Goto(v, "ReadLock", [Rest EXCEPT !.op = "fault", !.gfn = g])
  /\ UNCHANGED <<lockVars, treeVars, rcuVars, hwVars, hostVars, splat>>

IsPageFaultStale(v) ==  \* is_page_fault_stale(), mmu_lock R
  /\ pc[v] = "IsPageFaultStale"
  /\ IF CheckCount /\ inProgress > 0
     THEN Goto(v, "UnlockMmu", Over(v)) /\ UNCHANGED rcuVars
     ELSE Goto(v, IF iter[v].op = "huge" THEN "SwapParent" ELSE "ReadParent", iter[v]) /\ Enter(v)
  /\ UNCHANGED <<vcpuVars, lockVars, treeVars, hwVars, hostVars, splat>>

(* A fault whose entry is frozen gives up, and the guest faults again.        *)
ReadParent(t) ==  \* tdp_iter_refresh_sptep(): reads the entry of the root, mmu_lock R
  LET old == root[SlotNow(t)] IN
  /\ pc[t] = "ReadParent"
  /\ IF old \in Table
     THEN /\ Goto(t, IF iter[t].op = "fault" THEN "ReadLeaf" ELSE "FreezeSpte", [iter[t] EXCEPT !.at = old])
          /\ UNCHANGED rcuVars
     ELSE IF iter[t].op = "leaf" \/ old = "huge" \/ (old = "frozen" /\ RefuseFrozen) THEN EndWalk(t)
     ELSE Goto(t, "LinkTable", [iter[t] EXCEPT !.old = old]) /\ UNCHANGED rcuVars
  /\ UNCHANGED <<vcpuVars, lockVars, treeVars, hwVars, hostVars, splat>>

Frozen(old) == IF old = "frozen" THEN {"changes a frozen SPTE"} ELSE {}
LinkTable(v) ==  \* tdp_mmu_link_sp(): cmpxchg of the entry of the root, mmu_lock R
  LET s == SlotNow(v) IN
  /\ pc[v] = "LinkTable"
  /\ IF root[s] = iter[v].old
     THEN /\ root' = [root EXCEPT ![s] = topped[v]]
          /\ life' = [life EXCEPT ![topped[v]] = "linked"]
          /\ splat' = splat \cup Frozen(root[s])
          /\ Goto(v, "ReadLeaf", [iter[v] EXCEPT !.at = topped[v], !.old = "none"])
          /\ UNCHANGED rcuVars
     ELSE EndWalk(v) /\ UNCHANGED <<root, life, splat>>
  /\ UNCHANGED <<vcpuVars, lockVars, leaf, hwVars, hostVars>>

ReadLeaf(v) ==  \* tdp_iter_refresh_sptep(): reads the entry of the table, mmu_lock R
  LET old == leaf[iter[v].at][IndexOf(iter[v].gfn)] IN
  /\ pc[v] = "ReadLeaf"
  /\ splat' = splat \cup Touch(iter[v].at)
  /\ IF old = "present" \/ (old = "frozen" /\ RefuseFrozen) THEN EndWalk(v)
     ELSE Goto(v, "MapPage", [iter[v] EXCEPT !.old = old]) /\ UNCHANGED rcuVars
  /\ UNCHANGED <<vcpuVars, lockVars, treeVars, hwVars, hostVars>>

MapPage(v) ==  \* tdp_mmu_map_handle_target_level(): cmpxchg of the leaf SPTE, mmu_lock R
  LET t == iter[v].at
      i == IndexOf(iter[v].gfn) IN
  /\ pc[v] = "MapPage"
  /\ IF leaf[t][i] = iter[v].old
     THEN /\ leaf' = [leaf EXCEPT ![t][i] = "present"]
          /\ splat' = splat \cup Touch(t) \cup Frozen(leaf[t][i])
     ELSE splat' = splat \cup Touch(t) /\ UNCHANGED leaf
  /\ EndWalk(v)
  /\ UNCHANGED <<vcpuVars, lockVars, root, life, hwVars, hostVars>>

-----------------------------------------------------------------------------
(* Removing tables: by a zap of the tree under a read or a write lock, or by  *)
(* a huge page.                                                               *)

ZapTables(z) ==  \* tdp_mmu_zap_root(), no lock
  /\ pc[z] = "Idle"
  /\ Goto(z, IF ZapUnderRead THEN "ReadLock" ELSE "WriteLock", [Rest EXCEPT !.op = "zap"])
  /\ UNCHANGED <<vcpuVars, lockVars, treeVars, rcuVars, hwVars, hostVars, splat>>

ReplaceTable(p, s) ==  \* direct_page_fault() that maps a huge page, no lock
  /\ pc[p] = "Idle"
  /\ Goto(p, "ReadLock", [Rest EXCEPT !.op = "huge", !.gfn = Min(GfnsOf(s))])
  /\ UNCHANGED <<vcpuVars, lockVars, treeVars, rcuVars, hwVars, hostVars, splat>>

(* After one slot: the next, or the end.  Under a write lock a flush may be   *)
(* owed then.                                                                 *)
NextSlotWith(z, waits) ==
  LET it   == [iter[z] EXCEPT !.at = "none"]
      next == (SlotNow(z) + 1) * PerTable
  IN  IF next \in Gfn
      THEN Goto(z, IF ZapUnderRead THEN "FreezeParent" ELSE "ZapParent", [it EXCEPT !.gfn = next])
           /\ RcuRead(rcu, waits)
      ELSE IF iter[z].flush THEN Goto(z, "FlushRemoteTlbs", it) /\ RcuRead(rcu, waits)
      ELSE EndWalkWith(z, waits)
NextSlot(z) == NextSlotWith(z, grace)

FreezeParent(z) ==  \* tdp_mmu_zap_spte_atomic(): cmpxchg of the entry of the root, mmu_lock R
  LET s == SlotNow(z) IN
  /\ pc[z] = "FreezeParent"
  /\ IF root[s] \in Table
     THEN /\ root' = (IF FreezeParentFirst THEN [root EXCEPT ![s] = "frozen"] ELSE root)
          /\ Goto(z, "FreezeChild", [iter[z] EXCEPT !.at = root[s]])
          /\ UNCHANGED rcuVars
     ELSE NextSlot(z) /\ UNCHANGED root
  /\ UNCHANGED <<vcpuVars, lockVars, leaf, life, hwVars, hostVars, splat>>

SwapParent(p) ==  \* tdp_mmu_map_handle_target_level(): cmpxchg of a table, mmu_lock R
  LET s == SlotNow(p) IN
  /\ pc[p] = "SwapParent"
  /\ IF root[s] \in Table
     THEN /\ root' = [root EXCEPT ![s] = "huge"]
          /\ Goto(p, "FreezeChild", [iter[p] EXCEPT !.at = root[s]])
          /\ UNCHANGED rcuVars
     ELSE EndWalk(p) /\ UNCHANGED root
  /\ UNCHANGED <<vcpuVars, lockVars, leaf, life, hwVars, hostVars, splat>>

ZapParent(z) ==  \* tdp_mmu_set_spte() of the entry of the root, mmu_lock W
  LET s == SlotNow(z) IN
  /\ pc[z] = "ZapParent"
  /\ IF root[s] \notin Table THEN NextSlot(z) /\ UNCHANGED root
     ELSE /\ root' = [root EXCEPT ![s] = "none"]
          /\ Goto(z, "FreezeChild", [iter[z] EXCEPT !.at = root[s], !.flush = TRUE])
          /\ UNCHANGED rcuVars
  /\ UNCHANGED <<vcpuVars, lockVars, leaf, life, hwVars, hostVars, splat>>

(* An entry that is frozen belongs to a task that will still write to it.     *)
FreezeChild(z) ==  \* handle_removed_pt(): xchg of one entry, mmu_lock held
  LET t == iter[z].at
      g == iter[z].gfn
      old == leaf[t][IndexOf(g)] IN
  /\ pc[z] = "FreezeChild"
  /\ leaf' = [leaf EXCEPT ![t][IndexOf(g)] = IF FreezeChildren THEN "frozen" ELSE "none"]
  /\ splat' = splat \cup Touch(t) \cup IF old = "present" THEN Writeback(g) ELSE {}
  /\ IF old = "frozen" /\ FreezeUntilOwned THEN UNCHANGED <<pc, iter>>
     ELSE IF SlotOf(g + 1) = SlotOf(g) THEN Goto(z, "FreezeChild", [iter[z] EXCEPT !.gfn = g + 1])
     ELSE Goto(z, IF FlushBeforeFree THEN "FlushTable" ELSE "CallRcu",
               [iter[z] EXCEPT !.gfn = Min(GfnsOf(SlotOf(g)))])
  /\ UNCHANGED <<vcpuVars, lockVars, root, life, rcuVars, hwVars, hostVars>>

FlushTable(z) ==  \* handle_removed_pt(): kvm_flush_remote_tlbs_with_address(), mmu_lock held
  LET first == iter[z].gfn + IF FlushBaseGfn THEN 0 ELSE PerTable - 1 IN
  /\ pc[z] = "FlushTable"
  /\ Flush(first .. first + PerTable - 1)
  /\ Goto(z, "CallRcu", iter[z])
  /\ UNCHANGED <<vcpuVars, lockVars, treeVars, rcuVars, hostVars, splat>>

(* What a zap under a read lock, or a huge page, does last: a flush, and then *)
(* the entry is its task's to clear.                                          *)
Clearing(t) == IF iter[t].op = "leaf" THEN "ClearSpte" ELSE "ClearParent"
AfterCmpxchg(t, waits) ==
  IF FlushAfterZap THEN Goto(t, "FlushZapped", iter[t]) /\ RcuRead(rcu, waits)
  ELSE IF iter[t].op = "huge" THEN EndWalkWith(t, waits)
  ELSE Goto(t, Clearing(t), iter[t]) /\ RcuRead(rcu, waits)

(* The grace period waits for who is inside RCU now, the caller included.     *)
CallRcu(z) ==  \* call_rcu(&sp->rcu_head, tdp_mmu_free_sp_rcu_callback), mmu_lock held
  LET t == iter[z].at
      first == life[t] = "linked"
      waits == IF first /\ FreeByRcu THEN [grace EXCEPT ![t] = rcu] ELSE grace IN
  /\ pc[z] = "CallRcu"
  /\ life' = (IF ~first THEN life ELSE [life EXCEPT ![t] = IF FreeByRcu THEN "freeing" ELSE "freed"])
  /\ splat' = splat \cup IF first THEN {} ELSE {"double call_rcu"}
  /\ CASE iter[z].op = "zap" /\ ~ZapUnderRead -> NextSlotWith(z, waits)
       [] iter[z].op = "huge" /\ FlushBeforeFree -> EndWalkWith(z, waits)
       [] OTHER -> AfterCmpxchg(z, waits)
  /\ UNCHANGED <<vcpuVars, lockVars, root, leaf, hwVars, hostVars>>

FlushZapped(t) ==  \* kvm_flush_remote_tlbs_gfn() after the cmpxchg, mmu_lock R
  LET g == iter[t].gfn IN
  /\ pc[t] = "FlushZapped"
  /\ Flush(IF iter[t].op = "leaf" THEN {g} ELSE GfnsOf(SlotOf(g)))
  /\ IF iter[t].op = "huge" THEN EndWalk(t)
     ELSE Goto(t, Clearing(t), iter[t]) /\ UNCHANGED rcuVars
  /\ UNCHANGED <<vcpuVars, lockVars, treeVars, hostVars, splat>>

ClearParent(z) ==  \* tdp_mmu_zap_spte_atomic(): write non-present to the entry of the root, mmu_lock R
  /\ pc[z] = "ClearParent"
  /\ root' = [root EXCEPT ![SlotNow(z)] = "none"]
  /\ NextSlot(z)
  /\ UNCHANGED <<vcpuVars, lockVars, leaf, life, hwVars, hostVars, splat>>

(* tdp_mmu_iter_cond_resched() of a zap under a write lock, after progress.   *)
MayYield(z) == pc[z] = "ZapParent" /\ iter[z].gfn # iter[z].yielded

FlushForYield(z) ==  \* tdp_mmu_iter_cond_resched(): kvm_flush_remote_tlbs(), mmu_lock W
  /\ IF FlushBeforeRcuDrop THEN MayYield(z) /\ iter[z].flush ELSE pc[z] = "FlushForYield"
  /\ Flush(Gfn)
  /\ Goto(z, "CondResched", [iter[z] EXCEPT !.flush = FALSE])
  /\ UNCHANGED <<vcpuVars, lockVars, treeVars, rcuVars, hostVars, splat>>

DropRcu(z) ==  \* tdp_mmu_iter_cond_resched(): rcu_read_unlock() too early, mmu_lock W
  /\ ~FlushBeforeRcuDrop /\ MayYield(z) /\ iter[z].flush
  /\ Goto(z, "FlushForYield", iter[z])
  /\ Leave(z)
  /\ UNCHANGED <<vcpuVars, lockVars, treeVars, hwVars, hostVars, splat>>

CondResched(z) ==  \* tdp_mmu_iter_cond_resched(): drops RCU and mmu_lock
  /\ pc[z] = "CondResched" \/ (MayYield(z) /\ ~iter[z].flush)
  /\ writer' = None
  /\ Goto(z, "RetakeMmuLock", [iter[z] EXCEPT !.yielded = iter[z].gfn])
  /\ Leave(z)
  /\ UNCHANGED <<vcpuVars, readers, treeVars, hwVars, hostVars, splat>>

RetakeMmuLock(z) ==  \* the other half of cond_resched_rwlock_write()
  /\ pc[z] = "RetakeMmuLock" /\ CanWrite
  /\ writer' = z
  /\ Goto(z, "ZapParent", iter[z])
  /\ Enter(z)
  /\ UNCHANGED <<vcpuVars, readers, treeVars, hwVars, hostVars, splat>>

FlushRemoteTlbs(t) ==  \* kvm_flush_remote_tlbs() at the end of a zap, mmu_lock W
  /\ pc[t] = "FlushRemoteTlbs"
  /\ Flush(Gfn)
  /\ EndWalk(t)
  /\ UNCHANGED <<vcpuVars, lockVars, treeVars, hostVars, splat>>

-----------------------------------------------------------------------------
ZapLeaf(l, g) ==  \* tdp_mmu_zap_root() at the level of 4 KiB, no lock
  /\ pc[l] = "Idle"
  /\ Goto(l, "ReadLock", [Rest EXCEPT !.op = "leaf", !.gfn = g])
  /\ UNCHANGED <<vcpuVars, lockVars, treeVars, rcuVars, hwVars, hostVars, splat>>

FreezeSpte(l) ==  \* tdp_mmu_zap_spte_atomic(): cmpxchg to REMOVED_SPTE, mmu_lock R
  LET t == iter[l].at
      i == IndexOf(iter[l].gfn) IN
  /\ pc[l] = "FreezeSpte"
  /\ IF leaf[t][i] = "present"
     THEN /\ leaf' = [leaf EXCEPT ![t][i] = "frozen"]
          /\ splat' = splat \cup Touch(t) \cup Writeback(iter[l].gfn)
          /\ AfterCmpxchg(l, grace)
     ELSE EndWalk(l) /\ splat' = splat \cup Touch(t) /\ UNCHANGED leaf
  /\ UNCHANGED <<vcpuVars, lockVars, root, life, hwVars, hostVars>>

ClearSpte(l) ==  \* tdp_mmu_zap_spte_atomic(): write non-present, mmu_lock R
  /\ pc[l] = "ClearSpte"
  /\ leaf' = [leaf EXCEPT ![iter[l].at][IndexOf(iter[l].gfn)] = "none"]
  /\ splat' = splat \cup Touch(iter[l].at)
  /\ EndWalk(l)
  /\ UNCHANGED <<vcpuVars, lockVars, root, life, hwVars, hostVars>>

-----------------------------------------------------------------------------
(* The primary MM, RCU, and the hardware.                                     *)

InvalidateRangeStart(n) ==  \* kvm_mmu_notifier_invalidate_range_start(), no lock
  /\ pc[n] = "Idle"
  /\ Goto(n, "WriteLock", [Rest EXCEPT !.op = "start"])
  /\ UNCHANGED <<vcpuVars, lockVars, treeVars, rcuVars, hwVars, hostVars, splat>>

(* A huge page goes as a whole.  Nobody else writes to the tree meanwhile.    *)
ZapSpte(n) ==  \* kvm_tdp_mmu_zap_leafs(): tdp_mmu_iter_set_spte(), mmu_lock W
  LET g    == iter[n].gfn
      s    == SlotOf(g)
      it   == [iter[n] EXCEPT !.flush = @ \/ Mapped(g)]
      left == {h \in NotifierRange : h > g} IN
  /\ pc[n] = "ZapSpte"
  /\ IF root[s] = "huge" THEN root' = [root EXCEPT ![s] = "none"] /\ UNCHANGED leaf
     ELSE IF Mapped(g) THEN leaf' = [leaf EXCEPT ![root[s]][IndexOf(g)] = "none"] /\ UNCHANGED root
     ELSE UNCHANGED <<root, leaf>>
  /\ splat' = splat \cup IF Mapped(g) THEN Writeback(g) ELSE {}
  /\ IF left # {} THEN Goto(n, "ZapSpte", [it EXCEPT !.gfn = Min(left)])
     ELSE IF it.flush THEN Goto(n, "FlushRemoteTlbs", it)
     ELSE Goto(n, "UnlockMmu", Over(n))
  /\ UNCHANGED <<vcpuVars, lockVars, life, rcuVars, hwVars, hostVars>>

FreePage(g) ==  \* __free_pages() of a page that nobody refers to any more
  /\ g \in returned /\ page[g] = "mapped"
  /\ page' = [page EXCEPT ![g] = "free"]
  /\ UNCHANGED <<pc, iter, vcpuVars, lockVars, treeVars, rcuVars, hwVars, returned, inProgress, splat>>

RcuFree(t) ==  \* the grace period ends: tdp_mmu_free_sp_rcu_callback()
  /\ life[t] = "freeing" /\ grace[t] = {}
  /\ life' = [life EXCEPT ![t] = "freed"]
  /\ UNCHANGED <<pc, iter, vcpuVars, lockVars, root, leaf, rcuVars, hwVars, hostVars, splat>>

InGuest(v) == pc[v] \in {"Idle", "Done"}
WalkRoot(v, g) ==  \* the hardware reads the entry of the root, no lock
  LET e == root[SlotOf(g)] IN
  /\ InGuest(v) /\ g \notin tlb[v] /\ cached[v][g] = "none"
  /\ e = "huge" \/ e \in Table
  /\ IF e = "huge" THEN tlb' = [tlb EXCEPT ![v] = @ \cup {g}] /\ UNCHANGED cached
     ELSE cached' = [cached EXCEPT ![v][g] = e] /\ UNCHANGED tlb
  /\ UNCHANGED <<pc, iter, vcpuVars, lockVars, treeVars, rcuVars, hostVars, splat>>

WalkTable(v, g) ==  \* the hardware reads the entry of the table that it has, no lock
  LET t == cached[v][g] IN
  /\ InGuest(v) /\ g \notin tlb[v] /\ t # "none"
  /\ life[t] = "freed" \/ leaf[t][IndexOf(g)] = "present"
  /\ IF life[t] = "freed" THEN splat' = splat \cup {"hardware walks a freed table"} /\ UNCHANGED tlb
     ELSE tlb' = [tlb EXCEPT ![v] = @ \cup {g}] /\ UNCHANGED splat
  /\ UNCHANGED <<pc, iter, vcpuVars, lockVars, treeVars, rcuVars, cached, hostVars>>

FaultStep(v)   == ReadLock(v) \/ IsPageFaultStale(v) \/ ReadParent(v) \/ LinkTable(v) \/ ReadLeaf(v)
                  \/ MapPage(v) \/ UnlockMmu(v)
RemoveStep(z)  == ReadLock(z) \/ FreezeChild(z) \/ FlushTable(z) \/ CallRcu(z) \/ FlushZapped(z)
                  \/ UnlockMmu(z)
ZapStep(z)     == RemoveStep(z) \/ WriteLock(z) \/ FreezeParent(z) \/ ZapParent(z) \/ ClearParent(z)
                  \/ FlushForYield(z) \/ DropRcu(z) \/ CondResched(z) \/ RetakeMmuLock(z)
                  \/ FlushRemoteTlbs(z)
ReplaceStep(p) == RemoveStep(p) \/ IsPageFaultStale(p) \/ SwapParent(p)
LeafStep(l)    == ReadLock(l) \/ ReadParent(l) \/ FreezeSpte(l) \/ FlushZapped(l) \/ ClearSpte(l)
                  \/ UnlockMmu(l)
NotifyStep(n)  == WriteLock(n) \/ ZapSpte(n) \/ FlushRemoteTlbs(n) \/ UnlockMmu(n)
Next ==
  \/ \E v \in Vcpu, g \in Gfn, t \in Table : HandleFault(v, g, t)
  \/ \E v \in Vcpu : FaultStep(v)
  \/ \E z \in Zapper : ZapTables(z) \/ ZapStep(z)
  \/ \E p \in Replacer, s \in Slot : ReplaceTable(p, s)
  \/ \E p \in Replacer : ReplaceStep(p)
  \/ \E l \in LeafZapper, g \in Gfn : ZapLeaf(l, g)
  \/ \E l \in LeafZapper : LeafStep(l)
  \/ \E n \in Notifier : InvalidateRangeStart(n) \/ NotifyStep(n)
  \/ \E g \in Gfn : FreePage(g)
  \/ \E t \in Table : RcuFree(t)
  \/ \E v \in Guest, g \in Gfn : WalkRoot(v, g) \/ WalkTable(v, g)
Spec == Init /\ [][Next]_vars
(* Every task goes on, and mmu_lock is fair.                                  *)
FairSpec ==
  /\ Spec
  /\ \A v \in Vcpu : WF_vars(FaultStep(v)) /\ SF_vars(ReadLock(v))
  /\ \A z \in Zapper : WF_vars(ZapStep(z)) /\ SF_vars(ReadLock(z) \/ WriteLock(z) \/ RetakeMmuLock(z))
  /\ \A p \in Replacer : WF_vars(ReplaceStep(p)) /\ SF_vars(ReadLock(p))
  /\ \A l \in LeafZapper : WF_vars(LeafStep(l)) /\ SF_vars(ReadLock(l))
  /\ \A n \in Notifier : WF_vars(NotifyStep(n)) /\ SF_vars(WriteLock(n))

-----------------------------------------------------------------------------
(* S11. No CPU can walk a table that is freed, and what the primary MM may    *)
(* change, no TLB has.                                                        *)
FlushRules ==
  /\ \A v \in Guest, g \in Gfn : cached[v][g] # "none" => life[cached[v][g]] # "freed"
  /\ \A v \in Guest : tlb[v] \cap returned = {}
(* S11, its consequence. The hardware reads no table that is freed.           *)
NoWalkOfFreed == "hardware walks a freed table" \notin splat
(* S6. No task touches a table that is freed.                                 *)
NoTableUAF == "use-after-free: table" \notin splat
(* S1. What the primary MM may change, no SPTE maps.                          *)
NotifierContract == \A g \in returned : ~Mapped(g)
(* S3. Neither an SPTE nor a TLB refers to a page that is free.               *)
NoFreedMapped ==
  \A g \in Gfn : page[g] = "free" => ~Mapped(g) /\ \A v \in Guest : g \notin tlb[v]
(* S7. A table is handed to RCU once.                                         *)
FreeOnce == "double call_rcu" \notin splat
(* S8. A table that is handed to RCU maps nothing.                            *)
EmptyAtFree ==
  \A t \in Table, i \in Index : life[t] \in {"freeing", "freed"} => leaf[t][i] # "present"
(* S12. Who has frozen an entry finds it frozen.                              *)
FrozenOwner ==
  /\ \A z \in Zapper : ZapUnderRead /\ iter[z].at # "none" => root[SlotNow(z)] = "frozen"
  /\ \A l \in LeafZapper : pc[l] \in {"FlushZapped", "ClearSpte"}
       => leaf[iter[l].at][IndexOf(iter[l].gfn)] = "frozen"
(* Nobody exchanges an entry that another has frozen.                         *)
NoFrozenChange == "changes a frozen SPTE" \notin splat
(* A linked table is in the tree, or on its way out of it.                    *)
NoTableLost ==
  \A t \in Table : life[t] = "linked" =>
    (\E s \in Slot : root[s] = t) \/ \E z \in Zapper \cup Replacer : iter[z].at = t
(* The code's own checks stay silent.                                         *)
NoSplat == splat = {}
(* mmu_lock is held by one writer, or by readers.                             *)
LockExclusive == writer # None => readers = {}

(* What the secondary MMU can reach: by a walk from the root, by a TLB, or by *)
(* a table that the hardware has already come to.                             *)
Reachable ==
  {g \in Gfn : Mapped(g) \/ \E v \in Guest :
     \/ g \in tlb[v]
     \/ /\ cached[v][g] # "none" /\ life[cached[v][g]] # "freed"
        /\ leaf[cached[v][g]][IndexOf(g)] = "present"}
Primary == INSTANCE SecondaryMmu WITH
  Frame <- Gfn, Root <- Table, reach <- Reachable, told <- returned,
  gone <- {g \in Gfn : page[g] = "free"}, dead <- {t \in Table : life[t] = "freed"}
(* The contract that the primary MM relies on: this module refines it.        *)
Refines == Primary!Spec
(* Every step is one that the contract of the primary MM allows.              *)
Contract == [][Primary!Next]_(Primary!contract)

(* L3. A zap ends.                                                            *)
ZapTerminates ==
  \A z \in Zapper \cup Replacer \cup LeafZapper : (pc[z] \notin {"Idle", "Done"}) ~> (pc[z] = "Done")

(* Expected to FAIL: each shows that something can happen at all.             *)

(* A table is freed.                                                          *)
ReachFreed == \A t \in Table : life[t] # "freed"
(* A fault meets an entry that another task has frozen.                       *)
ReachMeetsFrozen ==
  ~\E v \in Vcpu : \/ pc[v] = "ReadParent" /\ root[SlotNow(v)] = "frozen"
                   \/ pc[v] = "ReadLeaf" /\ leaf[iter[v].at][IndexOf(iter[v].gfn)] = "frozen"
(* A fault loses its cmpxchg on an entry of a table that is removed.          *)
ReachLostLeaf == ~\E v \in Vcpu : pc[v] = "MapPage" /\ life[iter[v].at] = "freeing"
(* A fault stands in a table that waits for its grace period.                 *)
ReachFaultInFreeing == ~\E v \in Vcpu : pc[v] = "ReadLeaf" /\ life[iter[v].at] = "freeing"
(* The remover of a table waits for who has frozen one of its entries.        *)
ReachWaitsForFreezer ==
  ~\E z \in Zapper \cup Replacer : pc[z] = "FreezeChild" /\ leaf[iter[z].at][IndexOf(iter[z].gfn)] = "frozen"
(* A flush drops what the hardware had on its way to a removed table.         *)
ReachFlushOfCached ==
  ~\E v \in Guest, g \in Gfn : cached[v][g] # "none" /\ life[cached[v][g]] = "freeing"
(* A zap yields with its flush done, while a CPU is in the guest.             *)
ReachYield == ~\E z \in Zapper : pc[z] = "RetakeMmuLock" /\ \E t \in Table : life[t] = "freed"
(* A frame is mapped again, by a table that came after the removed one.       *)
ReachMappedAgain == ~\E t \in Table, g \in Gfn : life[t] = "freed" /\ Mapped(g)
(* The host frees a page whose table is still there.                          *)
ReachPageFreed == ~\E g \in Gfn : page[g] = "free" /\ root[SlotOf(g)] \in Table
(* The notifier meets a huge page.                                            *)
ReachHugeZapped == ~\E n \in Notifier : pc[n] = "ZapSpte" /\ root[SlotNow(n)] = "huge"
(* A zapper meets an entry of the root that another has frozen.               *)
ReachMeetsRemover == ~\E z \in Zapper : pc[z] = "FreezeParent" /\ root[SlotNow(z)] = "frozen"
=============================================================================
