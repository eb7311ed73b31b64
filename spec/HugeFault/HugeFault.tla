----------------------------- MODULE HugeFault -----------------------------
(* A page fault that maps a 2 MiB leaf against an invalidation of a frame    *)
(* that the leaf covers, but that is not the one that faulted: what must the *)
(* range filter of the retry test ask for?                                   *)
(* Models direct_page_fault() with kvm_mmu_hugepage_adjust(), and a primary  *)
(* MM that splits a huge page before it changes a PTE below, as of v6.10.    *)
(* That __split_huge_pmd() sends an invalidation of its own, of the whole    *)
(* huge range and nested in that of the frame, is an assumption about the    *)
(* primary MM (SplitInvalidates).                                            *)
(*                                                                           *)
(* And the recovery of huge pages in place, when dirty logging is switched   *)
(* off: a huge leaf for the table that dirty logging needed.  What does it   *)
(* rest on, as it makes no retry test?  Models recover_huge_pages_range()    *)
(* and tdp_mmu_make_huge_spte() as of v7.3.                                  *)
(*                                                                           *)
(* Left out: TLBs, yields, page references and freeing, memslots,            *)
(* khugepaged; the huge page has two frames.  The rest of a table's way out  *)
(* (its entries are frozen, the TLBs flushed, the page freed after a grace   *)
(* period) is that of the huge page in TablePages.  No fault is left that    *)
(* still logs: SRCU has waited for those, so the host's level is the leaf's. *)
EXTENDS Integers, FiniteSets
CONSTANTS Vcpu,           \* the task that handles guest page faults
          Notifier,       \* the task of the primary MM that invalidates
          Recoverer,      \* tasks that switch dirty logging off
          MappedAtStart,  \* the frames that dirty logging has mapped by small leafs
          HostGfn,        \* the frames that invalidations are about
          Faults,         \* faults that the vCPU may take; a stale one is used up
          Invalidations,  \* invalidations that the notifier may start
          Recoveries,     \* how often each recoverer may
          None,           \* no page, no task, no frame
          \* What the protocol relies on; FALSE restores the mistake.
          SplitInvalidates,  \* the split of a huge page is an invalidation of all its frames
          LevelNotOlder,     \* the mapping level is not older than the snapshot of seq
          LevelUnderLock,    \* ... and read under mmu_lock, not with the page (safe either way)
          FilterByRange,     \* an open invalidation concerns only the frames in the hull (safe either way)
          FilterCovered,     \* the filter asks for each frame that is about to be mapped
          CountAtStart,      \* an invalidation that begins raises the count
          RaiseOnce,         \* ... once
          WriterWaits,       \* who takes mmu_lock for write waits until its readers are gone
          RecoverLocked,     \* a recovery holds mmu_lock, for read
          RecoverLevelUnderLock, \* ... already when it reads the level
          RecoverFromLeaf,   \* ... and maps what a present leaf below maps, not what the host does
          RecoverEveryLeaf,  \* ... each of them being present (safe either way)
          RecoverByCmpxchg   \* ... by an exchange that fails where the table is gone
ASSUME OneOfEach == Cardinality(Vcpu) = 1 /\ Cardinality(Notifier) = 1
ASSUME TasksOK   == None \notin Vcpu \cup Notifier \cup Recoverer
ASSUME SizesOK   == /\ HostGfn \subseteq {0, 1} /\ MappedAtStart \subseteq {0, 1}
                    /\ Faults \in Nat /\ Invalidations \in Nat /\ Recoveries \in Nat
ASSUME RulesOK   == {SplitInvalidates, LevelNotOlder, LevelUnderLock, FilterByRange, FilterCovered,
                     CountAtStart, RaiseOnce, WriterWaits, RecoverLocked, RecoverLevelUnderLock,
                     RecoverFromLeaf, RecoverEveryLeaf, RecoverByCmpxchg} \subseteq BOOLEAN

Gfn  == {0, 1}  \* the frames below one 2 MiB leaf
Page == {"p0", "p1"}
Task == Vcpu \cup Notifier \cup Recoverer
PageOf(g) == IF g = 0 THEN "p0" ELSE "p1"

VARIABLES
  pc,          \* the step each task takes next; Idle: waits for a command, Done: no budget left
  fault,       \* per vCPU: struct kvm_page_fault; per recoverer: the leaf that it has found, and the level
  inv,         \* per notifier: struct kvm_mmu_notifier_range, with the split in it
  writer,      \* the task that holds mmu_lock for write
  readers,     \* the tasks that hold mmu_lock for read
  seq,         \* kvm->mmu_invalidate_seq: invalidations that have ended
  inProgress,  \* kvm->mmu_invalidate_in_progress: invalidations that are open
  hull,        \* kvm->mmu_invalidate_range_start and _end: covers the open invalidations
  spte,        \* per gfn: the page that a leaf maps there
  leaf,        \* how: "huge" for one leaf for both frames, "small" otherwise
  hpte,        \* per gfn: the host's PTE for its hva
  hostLevel,   \* how the host maps them: "huge" or "small"
  left         \* per task: what its budget still allows
vars == <<pc, fault, inv, writer, readers, seq, inProgress, hull, spte, leaf, hpte, hostLevel, left>>
lock   == <<writer, readers>>
counts == <<seq, inProgress, hull>>
guest  == <<spte, leaf>>
host   == <<hpte, hostLevel>>

NoFault == [gfn |-> None, mmu_seq |-> 0, pfn |-> None, level |-> None, retry |-> FALSE]
NoInv   == [op |-> "none", gfn |-> None, at |-> 0]
Unset   == [start |-> None, end |-> None]

FaultSteps == {"HugepageAdjust", "SnapshotSeq", "HvaToPfn", "ReadLock", "IsPageFaultStale", "MapPage",
               "UnlockMmu"}
RecoverSteps == {"FindTable", "MaxMappingLevel", "MakeHugeSpte", "SetHugeSpte"}
InvSteps   == {"WriteLock", "RaiseCount", "AddRange", "ZapSpte", "UnlockMmu", "SplitHugePmd",
               "ChangePte", "RaiseSeq", "LowerCount"}

TypeOK ==
  /\ pc \in [Task -> FaultSteps \cup RecoverSteps \cup InvSteps \cup {"Idle", "Done"}]
  /\ fault \in [Vcpu \cup Recoverer ->
                        [gfn : Gfn \cup {None}, mmu_seq : Nat, pfn : Page \cup {None},
                         level : {"huge", "small", None}, retry : BOOLEAN]]
  /\ inv \in [Notifier -> [op : {"none", "start", "split-start", "split-end", "end"},
                           gfn : Gfn \cup {None}, at : Gfn]]
  /\ writer \in Notifier \cup {None} /\ readers \subseteq Vcpu \cup Recoverer
  /\ seq \in Nat /\ inProgress \in Nat /\ hull \in {Unset} \cup [start : Nat, end : Nat]
  /\ spte \in [Gfn -> Page \cup {None}] /\ hpte \in [Gfn -> Page \cup {None}]
  /\ leaf \in {"huge", "small"} /\ hostLevel \in {"huge", "small"}
  /\ left \in [Task -> Nat]

Init ==
  /\ left = [t \in Task |-> CASE t \in Vcpu      -> Faults
                             [] t \in Notifier  -> Invalidations
                             [] t \in Recoverer -> Recoveries]
  /\ pc = [t \in Task |-> IF left[t] = 0 THEN "Done" ELSE "Idle"]
  /\ fault = [v \in Vcpu \cup Recoverer |-> NoFault] /\ inv = [n \in Notifier |-> NoInv]
  /\ writer = None /\ readers = {} /\ seq = 0 /\ inProgress = 0 /\ hull = Unset
  /\ spte = [g \in Gfn |-> IF g \in MappedAtStart THEN PageOf(g) ELSE None] /\ leaf = "small"
  /\ hpte = [g \in Gfn |-> PageOf(g)] /\ hostLevel = "huge"

Goto(t, step) == pc' = [pc EXCEPT ![t] = step]
Rest(t)       == Goto(t, IF left[t] = 0 THEN "Done" ELSE "Idle")
Spend(t)      == left' = [left EXCEPT ![t] = @ - 1]

-----------------------------------------------------------------------------
(* The fault.  The kernel's order: SnapshotSeq, HvaToPfn, ReadLock,          *)
(* IsPageFaultStale, HugepageAdjust, MapPage, UnlockMmu.  A filter that asks *)
(* for each frame must know the level before it does.                        *)

AdjustUnderLock == LevelNotOlder /\ LevelUnderLock

HandleFault(v, g) ==  \* kvm_mmu_page_fault() on a gfn that the hardware cannot translate, no lock
  /\ pc[v] = "Idle" /\ spte[g] = None
  /\ Spend(v)
  /\ fault' = [fault EXCEPT ![v].gfn = g]
  /\ Goto(v, IF LevelNotOlder THEN "SnapshotSeq" ELSE "HugepageAdjust")
  /\ UNCHANGED <<inv, lock, counts, guest, host>>

HugepageAdjust(v) ==  \* kvm_mmu_hugepage_adjust(): host_pfn_mapping_level()
  /\ pc[v] = "HugepageAdjust"
  /\ fault' = [fault EXCEPT ![v].level = hostLevel]
  /\ Goto(v, IF ~LevelNotOlder THEN "SnapshotSeq"
             ELSE IF FilterCovered THEN "IsPageFaultStale" ELSE "MapPage")
  /\ UNCHANGED <<inv, lock, counts, guest, host, left>>

SnapshotSeq(v) ==  \* fault->mmu_seq = kvm->mmu_invalidate_seq; smp_rmb(), no lock
  /\ pc[v] = "SnapshotSeq"
  /\ fault' = [fault EXCEPT ![v].mmu_seq = seq]
  /\ Goto(v, "HvaToPfn")
  /\ UNCHANGED <<inv, lock, counts, guest, host, left>>

HvaToPfn(v) ==  \* hva_to_pfn(): get_user_pages(), no lock of KVM's
  LET p == hpte[fault[v].gfn] IN
  /\ pc[v] = "HvaToPfn"
  /\ IF p = None THEN Rest(v) /\ fault' = [fault EXCEPT ![v] = NoFault]  \* -EFAULT to user space
     ELSE /\ fault' = [fault EXCEPT ![v].pfn = p,
                         ![v].level = IF LevelNotOlder /\ ~LevelUnderLock THEN hostLevel ELSE @]
          /\ Goto(v, "ReadLock")
  /\ UNCHANGED <<inv, lock, counts, guest, host, left>>

ReadLock(v) ==  \* read_lock(&kvm->mmu_lock) in kvm_tdp_mmu_page_fault(), kvm_mmu_recover_huge_pages()
  /\ pc[v] = "ReadLock" /\ writer = None
  /\ readers' = readers \cup {v}
  /\ Goto(v, IF v \in Recoverer THEN "FindTable"
             ELSE IF AdjustUnderLock /\ FilterCovered THEN "HugepageAdjust" ELSE "IsPageFaultStale")
  /\ UNCHANGED <<fault, inv, writer, counts, guest, host, left>>

FrameIn(h, g) == h # Unset /\ h.start <= g /\ g < h.end
(* The frames that the retry test asks for. *)
Asked(v) == IF FilterCovered /\ fault[v].level = "huge" THEN Gfn ELSE {fault[v].gfn}

IsPageFaultStale(v) ==  \* is_page_fault_stale(): mmu_invalidate_retry_gfn(), mmu_lock for read
  LET stale == \/ inProgress # 0 /\ (FilterByRange => \E g \in Asked(v) : FrameIn(hull, g))
               \/ seq # fault[v].mmu_seq IN
  /\ pc[v] = "IsPageFaultStale"
  /\ fault' = [fault EXCEPT ![v].retry = stale]
  /\ Goto(v, IF stale THEN "UnlockMmu"
             ELSE IF AdjustUnderLock /\ ~FilterCovered THEN "HugepageAdjust" ELSE "MapPage")
  /\ UNCHANGED <<inv, lock, counts, guest, host, left>>

(* A huge leaf takes the place of the table with the small ones; a small one, with its whole table, *)
(* that of a huge leaf. *)
MapPage(v) ==  \* tdp_mmu_map_handle_target_level(): cmpxchg the leaf in, mmu_lock for read
  /\ pc[v] = "MapPage"
  /\ IF fault[v].level = "huge" THEN spte' = [g \in Gfn |-> PageOf(g)] /\ leaf' = "huge"
     ELSE spte' = [spte EXCEPT ![fault[v].gfn] = fault[v].pfn] /\ leaf' = "small"
  /\ Goto(v, "UnlockMmu")
  /\ UNCHANGED <<fault, inv, lock, counts, host, left>>

-----------------------------------------------------------------------------
(* The recovery of a huge page.  The kernel's order: ReadLock, FindTable,    *)
(* MaxMappingLevel, MakeHugeSpte, SetHugeSpte, UnlockMmu.  No sequence count *)
(* is read: a leaf that is present under mmu_lock has not been zapped, so    *)
(* its invalidation is yet to come, and will zap a huge leaf as well.        *)

FromTable == IF RecoverLocked THEN "ReadLock" ELSE "FindTable"
Leave(r, found) ==
  IF r \in readers THEN Goto(r, "UnlockMmu") /\ fault' = found
  ELSE Rest(r) /\ fault' = [found EXCEPT ![r] = NoFault]

RecoverHugePages(r) ==  \* kvm_mmu_recover_huge_pages(), kvm->slots_lock
  /\ pc[r] = "Idle"
  /\ Spend(r)
  /\ Goto(r, IF RecoverLevelUnderLock THEN FromTable ELSE "MaxMappingLevel")
  /\ UNCHANGED <<fault, inv, lock, counts, guest, host>>

FindTable(r) ==  \* recover_huge_pages_range(): is_last_spte(iter.old_spte), mmu_lock for read
  /\ pc[r] = "FindTable"
  /\ IF leaf = "huge" THEN Leave(r, fault)
     ELSE /\ Goto(r, IF RecoverLevelUnderLock THEN "MaxMappingLevel" ELSE "MakeHugeSpte")
          /\ UNCHANGED fault
  /\ UNCHANGED <<inv, lock, counts, guest, host, left>>

MaxMappingLevel(r) ==  \* kvm_mmu_max_mapping_level(): host_pfn_mapping_level(), mmu_lock for read
  LET found == [fault EXCEPT ![r].level = hostLevel] IN
  /\ pc[r] = "MaxMappingLevel"
  /\ IF hostLevel = "small" THEN Leave(r, found)
     ELSE /\ Goto(r, IF RecoverLevelUnderLock THEN "MakeHugeSpte" ELSE FromTable)
          /\ fault' = found
  /\ UNCHANGED <<inv, lock, counts, guest, host, left>>

(* A table that another has replaced has no present leaf any more. *)
Below == IF leaf = "huge" THEN {} ELSE {g \in Gfn : spte[g] # None}
LeafToWiden ==  \* the frame whose leaf tells the page, None if none may
  IF ~RecoverFromLeaf THEN IF hpte[0] = None THEN None ELSE 0
  ELSE IF Below = Gfn \/ (Below # {} /\ ~RecoverEveryLeaf) THEN IF 0 \in Below THEN 0 ELSE 1
  ELSE None

MakeHugeSpte(r) ==  \* tdp_mmu_make_huge_spte(): the first present leaf, mmu_lock for read
  LET g == LeafToWiden IN
  /\ pc[r] = "MakeHugeSpte"
  /\ IF g = None THEN Leave(r, fault)
     ELSE /\ Goto(r, "SetHugeSpte")
          /\ fault' = [fault EXCEPT ![r].gfn = g, ![r].pfn = IF RecoverFromLeaf THEN spte[g] ELSE hpte[g]]
  /\ UNCHANGED <<inv, lock, counts, guest, host, left>>

(* Where the exchange is lost, the entry is read again. *)
SetHugeSpte(r) ==  \* recover_huge_pages_range(): tdp_mmu_set_spte_atomic(), mmu_lock for read
  LET lost == RecoverByCmpxchg /\ leaf = "huge" IN
  /\ pc[r] = "SetHugeSpte"
  /\ IF lost THEN /\ Goto(r, "FindTable")
                  /\ fault' = [fault EXCEPT ![r].gfn = None, ![r].pfn = None]
                  /\ UNCHANGED guest
     ELSE Leave(r, fault) /\ spte' = [g \in Gfn |-> PageOf(g)] /\ leaf' = "huge"
  /\ UNCHANGED <<inv, lock, counts, host, left>>

-----------------------------------------------------------------------------
(* The invalidation of one frame: start, the split if the frame is part of a *)
(* huge page, the change of the PTE, end.                                    *)

InvalidateRangeStart(n, g) ==  \* mmu_notifier_invalidate_range_start(), no lock
  /\ pc[n] = "Idle"
  /\ Spend(n)
  /\ inv' = [inv EXCEPT ![n] = [op |-> "start", gfn |-> g, at |-> 0]]
  /\ Goto(n, "WriteLock")
  /\ UNCHANGED <<fault, lock, counts, guest, host>>

(* The frames of the innermost invalidation. *)
First(n) == IF inv[n].op = "start" THEN inv[n].gfn ELSE 0
Last(n)  == IF inv[n].op = "start" THEN inv[n].gfn ELSE 1

WriteLock(n) ==  \* write_lock(&kvm->mmu_lock) in kvm_handle_hva_range(), at start and at end
  /\ pc[n] = "WriteLock" /\ writer = None /\ (WriterWaits => readers = {})
  /\ writer' = n
  /\ Goto(n, IF inv[n].op \in {"start", "split-start"} THEN "RaiseCount" ELSE "RaiseSeq")
  /\ UNCHANGED <<fault, inv, readers, counts, guest, host, left>>

BeginZap(n) == Goto(n, "ZapSpte") /\ inv' = [inv EXCEPT ![n].at = First(n)]

(* The first open invalidation starts a new hull. *)
RaiseCount(n) ==  \* kvm_mmu_invalidate_begin(), mmu_lock for write
  /\ pc[n] = "RaiseCount"
  /\ inProgress' = inProgress + (IF CountAtStart THEN 1 ELSE 0) + (IF RaiseOnce THEN 0 ELSE 1)
  /\ hull' = IF inProgress = 0 THEN Unset ELSE hull
  /\ IF FilterByRange THEN Goto(n, "AddRange") /\ UNCHANGED inv ELSE BeginZap(n)
  /\ UNCHANGED <<fault, lock, seq, guest, host, left>>

Least(a, b)    == IF a < b THEN a ELSE b
Greatest(a, b) == IF a > b THEN a ELSE b
AddRange(n) ==  \* kvm_mmu_invalidate_range_add() for one memslot, mmu_lock for write
  /\ pc[n] = "AddRange"
  /\ hull' = IF hull = Unset THEN [start |-> First(n), end |-> Last(n) + 1]
             ELSE [start |-> Least(hull.start, First(n)), end |-> Greatest(hull.end, Last(n) + 1)]
  /\ BeginZap(n)
  /\ UNCHANGED <<fault, lock, seq, inProgress, guest, host, left>>

(* A huge leaf goes as a whole, whichever of its frames is in the range. *)
ZapSpte(n) ==  \* tdp_mmu_zap_leafs(): one SPTE, mmu_lock for write
  LET g == inv[n].at IN
  /\ pc[n] = "ZapSpte"
  /\ spte' = [h \in Gfn |-> IF h = g \/ leaf = "huge" THEN None ELSE spte[h]]
  /\ leaf' = "small"
  /\ IF g < Last(n) THEN inv' = [inv EXCEPT ![n].at = g + 1] /\ UNCHANGED pc
     ELSE inv' = [inv EXCEPT ![n].at = 0] /\ Goto(n, "UnlockMmu")
  /\ UNCHANGED <<fault, lock, counts, host, left>>

SplitHugePmd(n) ==  \* __split_huge_pmd_locked(), the primary MM's page table lock
  /\ pc[n] = "SplitHugePmd"
  /\ hostLevel' = "small"
  /\ IF SplitInvalidates THEN Goto(n, "WriteLock") /\ inv' = [inv EXCEPT ![n].op = "split-end"]
     ELSE Goto(n, "ChangePte") /\ UNCHANGED inv
  /\ UNCHANGED <<fault, lock, counts, guest, hpte, left>>

ChangePte(n) ==  \* the primary MM between start and end, its page table lock
  /\ pc[n] = "ChangePte"
  /\ hpte' = [hpte EXCEPT ![inv[n].gfn] = None]
  /\ inv' = [inv EXCEPT ![n].op = "end"]
  /\ Goto(n, "WriteLock")
  /\ UNCHANGED <<fault, lock, counts, guest, hostLevel, left>>

RaiseSeq(n) ==  \* kvm_mmu_invalidate_end(): seq++; smp_wmb(), mmu_lock for write
  /\ pc[n] = "RaiseSeq"
  /\ seq' = seq + 1
  /\ Goto(n, "LowerCount")
  /\ UNCHANGED <<fault, inv, lock, inProgress, hull, guest, host, left>>

LowerCount(n) ==  \* kvm_mmu_invalidate_end(): in_progress--, mmu_lock for write
  /\ pc[n] = "LowerCount"
  /\ inProgress' = inProgress - 1
  /\ Goto(n, "UnlockMmu")
  /\ UNCHANGED <<fault, inv, lock, seq, hull, guest, host, left>>

(* What comes once a start or an end has returned. *)
AfterUnlock(n) ==
  CASE inv[n].op = "start" /\ hostLevel = "small" -> Goto(n, "ChangePte") /\ UNCHANGED inv
    [] inv[n].op = "start" /\ hostLevel = "huge"  ->
         IF SplitInvalidates THEN Goto(n, "WriteLock") /\ inv' = [inv EXCEPT ![n].op = "split-start"]
         ELSE Goto(n, "SplitHugePmd") /\ UNCHANGED inv
    [] inv[n].op = "split-start" -> Goto(n, "SplitHugePmd") /\ UNCHANGED inv
    [] inv[n].op = "split-end"   -> Goto(n, "ChangePte") /\ inv' = [inv EXCEPT ![n].op = "start"]
    [] inv[n].op = "end"         -> Rest(n) /\ inv' = [inv EXCEPT ![n] = NoInv]

(* A stale fault ends, too: the guest runs into it again, if it likes. *)
UnlockMmu(t) ==  \* read_unlock() or write_unlock(&kvm->mmu_lock)
  /\ pc[t] = "UnlockMmu"
  /\ readers' = readers \ {t}
  /\ writer' = IF writer = t THEN None ELSE writer
  /\ IF t \notin Notifier THEN Rest(t) /\ fault' = [fault EXCEPT ![t] = NoFault] /\ UNCHANGED inv
     ELSE AfterUnlock(t) /\ UNCHANGED fault
  /\ UNCHANGED <<counts, guest, host, left>>

-----------------------------------------------------------------------------
Next ==
  \/ \E v \in Vcpu, g \in Gfn : HandleFault(v, g)
  \/ \E v \in Vcpu : HugepageAdjust(v)
  \/ \E v \in Vcpu : SnapshotSeq(v)
  \/ \E v \in Vcpu : HvaToPfn(v)
  \/ \E v \in Vcpu \cup Recoverer : ReadLock(v)
  \/ \E v \in Vcpu : IsPageFaultStale(v)
  \/ \E v \in Vcpu : MapPage(v)
  \/ \E r \in Recoverer : RecoverHugePages(r)
  \/ \E r \in Recoverer : FindTable(r)
  \/ \E r \in Recoverer : MaxMappingLevel(r)
  \/ \E r \in Recoverer : MakeHugeSpte(r)
  \/ \E r \in Recoverer : SetHugeSpte(r)
  \/ \E n \in Notifier, g \in HostGfn : InvalidateRangeStart(n, g)
  \/ \E n \in Notifier : WriteLock(n)
  \/ \E n \in Notifier : RaiseCount(n)
  \/ \E n \in Notifier : AddRange(n)
  \/ \E n \in Notifier : ZapSpte(n)
  \/ \E n \in Notifier : SplitHugePmd(n)
  \/ \E n \in Notifier : ChangePte(n)
  \/ \E n \in Notifier : RaiseSeq(n)
  \/ \E n \in Notifier : LowerCount(n)
  \/ \E t \in Task : UnlockMmu(t)
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* range_start(n) of the frame has returned and range_end(n) has yet to take mmu_lock. *)
StartReturned(n) == \/ inv[n].op \in {"split-start", "split-end"}
                    \/ inv[n].op = "start" /\ pc[n] \in {"SplitHugePmd", "ChangePte"}
                    \/ inv[n].op = "end" /\ pc[n] = "WriteLock"

(* S1, read literally: once start has returned, no SPTE maps the frame. *)
NotifierContract == \A n \in Notifier : StartReturned(n) => spte[inv[n].gfn] = None
(* S1: once the primary MM may change the PTE, as no huge page is left to split, no SPTE maps it. *)
NotifierContractOnceSplit ==
  \A n \in Notifier : StartReturned(n) /\ hostLevel = "small" => spte[inv[n].gfn] = None
(* S2: the guest sees the page that the host sees. *)
NoStaleInsert == \A g \in Gfn : spte[g] # None => spte[g] = hpte[g]
(* The frames whose start has returned: read literally, or once the primary MM may change a PTE. *)
Told        == {inv[n].gfn : n \in {m \in Notifier : StartReturned(m)}}
ToldIfSplit == IF hostLevel = "small" THEN Told ELSE {}
(* Nested, the split tells of all frames. *)
InSplit     == \E n \in Notifier : \/ inv[n].op = "split-start" /\ pc[n] = "SplitHugePmd"
                                   \/ inv[n].op = "split-end" /\ pc[n] = "WriteLock"
ToldInSplit == IF InSplit THEN Gfn ELSE {}
(* What the secondary MMU can reach, by the frame and by the page. *)
Reachable == {<<"frame", g>> : g \in {h \in Gfn : spte[h] # None}}
             \cup {<<"page", spte[g]>> : g \in {h \in Gfn : spte[h] # None}}
Unbacked  == {<<"page", p>> : p \in {q \in Page : \A g \in Gfn : hpte[g] # q}}
Primary == INSTANCE SecondaryMmu WITH
  Frame <- {<<"frame", g>> : g \in Gfn} \cup {<<"page", p>> : p \in Page}, Root <- {},
  reach <- Reachable, told <- {<<"frame", g>> : g \in Told \cup ToldInSplit},
  gone <- Unbacked, dead <- {}
(* The contract that the primary MM relies on: this module refines it. *)
Refines == Primary!Spec
(* Every step is one that the contract of the primary MM allows. *)
Contract == [][Primary!Next]_(Primary!contract)
(* The same from the split on: an invalidation of part of a huge page tells of nothing before. *)
PrimaryOnceSplit == INSTANCE SecondaryMmu WITH
  Frame <- {<<"frame", g>> : g \in Gfn} \cup {<<"page", p>> : p \in Page}, Root <- {},
  reach <- Reachable, told <- {<<"frame", g>> : g \in ToldIfSplit \cup ToldInSplit},
  gone <- Unbacked, dead <- {}
(* The contract once a split has told of its frames: this module refines it. *)
RefinesOnceSplit == PrimaryOnceSplit!Spec
(* Every step is one that the contract allows once a split has told of its frames. *)
ContractOnceSplit == [][PrimaryOnceSplit!Next]_(PrimaryOnceSplit!contract)
(* The invalidations that notifier n has open, nested. *)
Opened(n) ==
  CASE inv[n].op = "none"        -> 0
    [] inv[n].op = "start"       -> IF pc[n] \in {"WriteLock", "RaiseCount"} THEN 0 ELSE 1
    [] inv[n].op = "split-start" -> IF pc[n] \in {"WriteLock", "RaiseCount"} THEN 1 ELSE 2
    [] inv[n].op = "split-end"   -> IF pc[n] = "UnlockMmu" THEN 1 ELSE 2
    [] inv[n].op = "end"         -> IF pc[n] = "UnlockMmu" THEN 0 ELSE 1
(* S13: in_progress counts the invalidations that are open. *)
CountBalance == \A n \in Notifier : inProgress = Opened(n)
(* A recovery takes out a table, and nobody has taken it out before: who does frees it. *)
TableTakenOnce ==
  [][\A r \in Recoverer : pc[r] = "SetHugeSpte" /\ pc'[r] \notin {"SetHugeSpte", "FindTable"} =>
       leaf = "small"]_vars
(* mmu_lock is held by one writer, or by readers. *)
LockExclusive == writer # None => readers = {}

-----------------------------------------------------------------------------
(* Expected to FAIL: each shows that something can happen at all. *)

(* A fault maps both frames by one leaf. *)
ReachHugeLeaf == leaf # "huge"
(* A fault maps one frame of what was a huge page. *)
ReachSmallLeaf == ~(hostLevel = "small" /\ \E g \in Gfn : spte[g] # None)
(* The nested start zaps a huge leaf that came after the outer start had returned. *)
ReachSplitZapsLeaf ==
  ~\E n \in Notifier : pc[n] = "ZapSpte" /\ inv[n].op = "split-start" /\ leaf = "huge"
(* A fault retries for a neighbour's sake: its own frame is in no open range. *)
ReachRetryForNeighbour ==
  ~\E v \in Vcpu : fault[v].retry /\ inProgress # 0 /\ seq = fault[v].mmu_seq
                   /\ ~FrameIn(hull, fault[v].gfn)
(* A recovery has mapped both frames by one leaf. *)
ReachRecovered == ~\E r \in Recoverer : pc[r] = "UnlockMmu" /\ fault[r].pfn # None
(* A recovery loses its exchange to a fault that maps a huge leaf. *)
ReachExchangeLost == ~\E r \in Recoverer : pc[r] = "SetHugeSpte" /\ leaf = "huge"
(* A recovery finds a huge page of the host and no leaf to widen: an invalidation has zapped them. *)
ReachNothingBelow ==
  ~\E r \in Recoverer : pc[r] = "MakeHugeSpte" /\ LeafToWiden = None /\ inProgress # 0 /\ leaf = "small"
=============================================================================
