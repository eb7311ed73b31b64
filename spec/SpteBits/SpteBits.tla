------------------------------ MODULE SpteBits ------------------------------
(* The accessed and dirty bits of a leaf SPTE: hardware sets them without    *)
(* any lock, aging clears the one, the dirty log the other, a zap removes    *)
(* both with the SPTE; and the page that the guest wrote to must be marked   *)
(* dirty before the primary MM takes it.  Models kvm_tdp_mmu_write_spte(),   *)
(* tdp_mmu_clear_spte_bits(), age_gfn_range(), clear_dirty_pt_masked() and   *)
(* kvm_get_dirty_log_protect(), in two designs: up to v6.12, where a zap and *)
(* the dirty log write the dirty bit back to the page and aging holds        *)
(* mmu_lock, and v7.3, where a fault marks the page when it is finished,     *)
(* still under mmu_lock (since v6.13), and aging holds no lock (since v6.15).*)
(*                                                                           *)
(* What hardware does: a walk sets the accessed bit, a write the dirty bit,  *)
(* by a locked access that also looks whether the SPTE is present.  A TLB    *)
(* entry that was filled or written while the dirty bit was set lets further *)
(* writes pass without a look at the SPTE; any other is walked anew.         *)
(*                                                                           *)
(* Left out: all but one frame, one root and one level; SPTEs without        *)
(* hardware's bits, access tracking, write protection and the fast page      *)
(* fault; read-only memory (each SPTE is writable, so it is mapped dirty);   *)
(* prefetching; the page's accessed mark, of which nothing is promised; the  *)
(* dirty bit of the host's own PTE, which a GUP for write may have set; the  *)
(* PML buffer (what hardware logs is in the bitmap at once); yields and RCU. *)
(* A fault whose frame is mapped meanwhile leaves the SPTE as it is.         *)
EXTENDS Integers, FiniteSets
CONSTANTS
  None,       \* no task, no page, no translation
  Vcpu,       \* tasks that run the guest and handle its page faults
  Notifier,   \* the task that invalidates the frame for the primary MM
  Ager,       \* tasks that look whether the frame is young
  Logger,     \* the task that fetches the dirty log; without it there is none
  Faults, Invalidations, Agings, Fetches  \* budgets
CONSTANTS     \* the rules; FALSE restores a mistake, or the older design
  MarkAtFault,       \* a fault marks the page dirty when it is finished
  MarkUnderLock,     \* ... while it still holds mmu_lock
  MarkOnlyMapped,    \* ... and only if its page was not stale
  WriteBackAtZap,    \* a zap marks the page dirty if the SPTE was
  WriteBackAtClear,  \* who clears the dirty bit for the log marks the page
  DirtyVolatile,     \* an SPTE whose dirty bit is clear is changed by an atomic exchange
  AccessedVolatile,  \* ... and one whose accessed bit is clear, too; safe either way
  LocklessAging,     \* aging holds no lock
  AtomicAging,       \* aging clears the bit alone, atomically, if others may be set meanwhile
  AlwaysAtomicAging, \* ... and if not, too: without the lock the SPTE may go meanwhile
  FlushBeforeReturn, \* range_start() flushes before it returns
  FlushAfterClear,   \* fetching the log flushes before it returns
  TakeLogFirst,      \* it takes the bitmap before it clears the dirty bit
  CountAtStart,      \* an invalidation that begins raises the count
  RaiseOnce,         \* ... once
  WriterWaits        \* who takes mmu_lock for write waits until its readers are gone
ASSUME TasksAreApart ==
  /\ Vcpu \cap Notifier = {} /\ (Vcpu \cup Notifier) \cap (Ager \cup Logger) = {}
  /\ Ager \cap Logger = {} /\ None \notin Vcpu \cup Notifier \cup Ager \cup Logger
ASSUME OneOfThem == Cardinality(Notifier) <= 1 /\ Cardinality(Logger) <= 1
ASSUME ConstantsOK ==
  /\ {Faults, Invalidations, Agings, Fetches} \subseteq Nat
  /\ {MarkAtFault, MarkUnderLock, MarkOnlyMapped, WriteBackAtZap, WriteBackAtClear, DirtyVolatile,
      AccessedVolatile, LocklessAging, AtomicAging, AlwaysAtomicAging, FlushBeforeReturn,
      FlushAfterClear, TakeLogFirst, CountAtStart, RaiseOnce, WriterWaits} \subseteq BOOLEAN
Walker == Notifier \cup Ager \cup Logger
Task   == Vcpu \cup Walker
Page   == {"p0", "p1"}

VARIABLES
  pc,          \* the step each task takes next; Idle: waits for a command, Done: no budget left
  fault,       \* per vCPU: struct kvm_page_fault
  iter,        \* per walker: struct tdp_iter, and what else its operation keeps
  writer,      \* the task that holds mmu_lock for write
  readers,     \* the tasks that hold mmu_lock for read
  seq,         \* kvm->mmu_invalidate_seq
  inProgress,  \* kvm->mmu_invalidate_in_progress
  spte,        \* the leaf SPTE: None, or its page, accessed and dirty bit
  tlb,         \* per vCPU: None, or the page and whether it is cached as dirty
  hpte,        \* the page that the host's PTE maps
  written,     \* pages that the guest has written to since the host mapped them
  dirty,       \* pages that KVM has marked dirty since then
  log,         \* whether the frame's bit in memslot->dirty_bitmap is set
  unseen,      \* whether the guest wrote since the log that reported it was fetched
  splat,       \* what went wrong
  left         \* per task: its budget
vars == <<pc, fault, iter, writer, readers, seq, inProgress, spte, tlb, hpte, written, dirty, log,
          unseen, splat, left>>
lock   == <<writer, readers>>
counts == <<seq, inProgress>>
host   == <<hpte, written, dirty>>
guest  == <<tlb, log, unseen>>

NoFault == [mmu_seq |-> 0, pfn |-> None, stale |-> FALSE]
NoIter  == [old |-> None, ending |-> FALSE, took |-> FALSE]
Leaf    == [pfn : Page, accessed : BOOLEAN, dirty : BOOLEAN]

TypeOK ==
  /\ pc \in [Task -> {"Idle", "Done", "SnapshotSeq", "HvaToPfn", "ReadLock", "IsPageFaultStale",
                      "MapPage", "FinishFault", "WriteLock", "RaiseCount", "ReadSpte", "ZapSpte",
                      "FlushRemoteTlbs", "UnlockMmu", "ChangePte", "RaiseSeq", "LowerCount",
                      "ClearAccessed", "TakeLog", "ClearDirty", "FlushLogged"}]
  /\ fault \in [Vcpu -> [mmu_seq : Nat, pfn : Page \cup {None}, stale : BOOLEAN]]
  /\ iter \in [Walker -> [old : Leaf \cup {None}, ending : BOOLEAN, took : BOOLEAN]]
  /\ writer \in Walker \cup {None} /\ readers \subseteq Vcpu
  /\ seq \in Nat /\ inProgress \in Int
  /\ spte \in Leaf \cup {None} /\ tlb \in [Vcpu -> [pfn : Page, dirty : BOOLEAN] \cup {None}]
  /\ hpte \in Page /\ written \subseteq Page /\ dirty \subseteq Page
  /\ log \in BOOLEAN /\ unseen \in BOOLEAN
  /\ splat \subseteq {"late writeback: page", "lost write: page", "resurrected SPTE"}
  /\ left \in [Task -> 0..(Faults + Invalidations + Agings + Fetches)]

Init ==
  /\ left = [t \in Task |-> IF t \in Vcpu THEN Faults ELSE IF t \in Notifier THEN Invalidations
                            ELSE IF t \in Ager THEN Agings ELSE Fetches]
  /\ pc = [t \in Task |-> IF left[t] = 0 THEN "Done" ELSE "Idle"]
  /\ fault = [v \in Vcpu |-> NoFault] /\ iter = [t \in Walker |-> NoIter]
  /\ writer = None /\ readers = {} /\ seq = 0 /\ inProgress = 0
  /\ spte = None /\ tlb = [v \in Vcpu |-> None]
  /\ hpte = "p0" /\ written = {} /\ dirty = {} /\ log = FALSE /\ unseen = FALSE
  /\ splat = {}

Goto(t, step) == pc' = [pc EXCEPT ![t] = step]
Rest(t)       == Goto(t, IF left[t] = 0 THEN "Done" ELSE "Idle")
Spend(t)      == left' = [left EXCEPT ![t] = @ - 1]
Logged        == Logger # {}
(* spte_has_volatile_bits(), in v7.3 spte_needs_atomic_update().             *)
Volatile(s) == (DirtyVolatile /\ ~s.dirty) \/ (AccessedVolatile /\ ~s.accessed)
(* The page is the primary MM's own from the return of range_start() on.     *)
Taken(p) == p # hpte \/ \E n \in Notifier : pc[n] = "ChangePte"
(* kvm_set_pfn_dirty(): writes to struct page.                               *)
Mark(p) == /\ dirty' = dirty \cup {p}
           /\ splat' = IF Taken(p) THEN splat \cup {"late writeback: page"} ELSE splat
MarkNone == UNCHANGED <<dirty, splat>>

-----------------------------------------------------------------------------
GuestRead(v) ==  \* the guest reads: a TLB miss walks to the SPTE, sets accessed and caches it
  /\ pc[v] \in {"Idle", "Done"} /\ tlb[v] = None /\ spte # None
  /\ spte' = [spte EXCEPT !.accessed = TRUE]
  /\ tlb' = [tlb EXCEPT ![v] = [pfn |-> spte.pfn, dirty |-> spte.dirty]]
  /\ UNCHANGED <<pc, fault, iter, lock, counts, host, log, unseen, splat, left>>

GuestWrite(v) ==  \* the guest writes: what is not cached as dirty walks, sets dirty and is logged
  LET cached == tlb[v] # None /\ tlb[v].dirty
      p      == IF cached THEN tlb[v].pfn ELSE spte.pfn IN
  /\ pc[v] \in {"Idle", "Done"} /\ (cached \/ spte # None)
  /\ spte' = IF cached THEN spte ELSE [spte EXCEPT !.accessed = TRUE, !.dirty = TRUE]
  /\ tlb' = [tlb EXCEPT ![v] = [pfn |-> p, dirty |-> TRUE]]
  /\ written' = written \cup {p}
  /\ log' = (log \/ (Logged /\ ~cached /\ ~spte.dirty))
  /\ unseen' = (unseen \/ Logged)
  /\ UNCHANGED <<pc, fault, iter, lock, counts, hpte, dirty, splat, left>>

-----------------------------------------------------------------------------
HandleFault(v) ==  \* kvm_mmu_page_fault(): the hardware cannot translate, no lock
  /\ pc[v] = "Idle" /\ spte = None /\ (tlb[v] # None => ~tlb[v].dirty)
  /\ Spend(v)
  /\ Goto(v, "SnapshotSeq")
  /\ UNCHANGED <<fault, iter, lock, counts, spte, host, guest, splat>>

SnapshotSeq(v) ==  \* fault->mmu_seq = kvm->mmu_invalidate_seq; smp_rmb(), no lock
  /\ pc[v] = "SnapshotSeq"
  /\ fault' = [fault EXCEPT ![v].mmu_seq = seq]
  /\ Goto(v, "HvaToPfn")
  /\ UNCHANGED <<iter, lock, counts, spte, host, guest, splat, left>>

HvaToPfn(v) ==  \* hva_to_pfn(): get_user_pages() takes a page reference, no lock of KVM's
  /\ pc[v] = "HvaToPfn"
  /\ fault' = [fault EXCEPT ![v].pfn = hpte]
  /\ Goto(v, "ReadLock")
  /\ UNCHANGED <<iter, lock, counts, spte, host, guest, splat, left>>

ReadLock(v) ==  \* read_lock(&kvm->mmu_lock) in kvm_tdp_mmu_page_fault()
  /\ pc[v] = "ReadLock" /\ writer = None
  /\ readers' = readers \cup {v}
  /\ Goto(v, "IsPageFaultStale")
  /\ UNCHANGED <<fault, iter, writer, counts, spte, host, guest, splat, left>>

Marks(stale) == MarkAtFault /\ (stale => ~MarkOnlyMapped)
AfterMap(stale) == IF Marks(stale) /\ MarkUnderLock THEN "FinishFault" ELSE "UnlockMmu"

IsPageFaultStale(v) ==  \* is_page_fault_stale(): mmu_invalidate_retry_gfn(), mmu_lock for read
  LET stale == inProgress # 0 \/ seq # fault[v].mmu_seq IN
  /\ pc[v] = "IsPageFaultStale"
  /\ fault' = [fault EXCEPT ![v].stale = stale]
  /\ Goto(v, IF stale THEN AfterMap(TRUE) ELSE "MapPage")
  /\ UNCHANGED <<iter, lock, counts, spte, host, guest, splat, left>>

MapPage(v) ==  \* tdp_mmu_map_handle_target_level(): make_spte() and cmpxchg, mmu_lock for read
  /\ pc[v] = "MapPage"
  /\ IF spte # None THEN UNCHANGED <<spte, log>>  \* RET_PF_SPURIOUS
     ELSE /\ spte' = [pfn |-> fault[v].pfn, accessed |-> TRUE, dirty |-> TRUE]
          /\ log' = (log \/ Logged)  \* mark_page_dirty_in_slot()
  /\ Goto(v, AfterMap(FALSE))
  /\ UNCHANGED <<fault, iter, lock, counts, tlb, host, unseen, splat, left>>

FinishFault(v) ==  \* kvm_mmu_finish_page_fault(): kvm_release_page_dirty(), mmu_lock for read
  /\ pc[v] = "FinishFault"
  /\ Mark(fault[v].pfn)
  /\ IF MarkUnderLock THEN Goto(v, "UnlockMmu") /\ UNCHANGED fault
     ELSE Rest(v) /\ fault' = [fault EXCEPT ![v] = NoFault]
  /\ UNCHANGED <<iter, lock, counts, spte, hpte, written, guest, left>>

-----------------------------------------------------------------------------
InvalidateRange(n) ==  \* mmu_notifier_invalidate_range_start(), no lock
  /\ pc[n] = "Idle"
  /\ Spend(n)
  /\ Goto(n, "WriteLock")
  /\ UNCHANGED <<fault, iter, lock, counts, spte, host, guest, splat>>

AgeRange(a) ==  \* mmu_notifier_clear_flush_young(): kvm_age_hva_range(), no lock
  /\ pc[a] = "Idle"
  /\ Spend(a)
  /\ Goto(a, IF LocklessAging THEN "ReadSpte" ELSE "WriteLock")
  /\ UNCHANGED <<fault, iter, lock, counts, spte, host, guest, splat>>

GetDirtyLog(l) ==  \* kvm_get_dirty_log_protect(), kvm->slots_lock
  /\ pc[l] = "Idle"
  /\ Spend(l)
  /\ Goto(l, "WriteLock")
  /\ UNCHANGED <<fault, iter, lock, counts, spte, host, guest, splat>>

WriteLock(t) ==  \* write_lock(&kvm->mmu_lock): the notifier at start and at end, aging, the log
  /\ pc[t] = "WriteLock" /\ writer = None /\ (WriterWaits => readers = {})
  /\ writer' = t
  /\ Goto(t, IF t \in Ager THEN "ReadSpte"
             ELSE IF t \in Logger THEN (IF TakeLogFirst THEN "TakeLog" ELSE "ReadSpte")
             ELSE IF iter[t].ending THEN "RaiseSeq" ELSE "RaiseCount")
  /\ UNCHANGED <<fault, iter, readers, counts, spte, host, guest, splat, left>>

RaiseCount(n) ==  \* kvm_mmu_invalidate_begin(), mmu_lock for write
  /\ pc[n] = "RaiseCount"
  /\ inProgress' = inProgress + (IF CountAtStart THEN 1 ELSE 0) + (IF RaiseOnce THEN 0 ELSE 1)
  /\ Goto(n, "ReadSpte")
  /\ UNCHANGED <<fault, iter, lock, seq, spte, host, guest, splat, left>>

(* Where a task goes on that has looked at the SPTE and leaves it alone.     *)
Leave(t) == IF t \in Ager /\ LocklessAging THEN "Idle"
            ELSE IF t \in Logger /\ ~TakeLogFirst THEN "TakeLog" ELSE "UnlockMmu"

ReadSpte(t) ==  \* tdp_iter_refresh_sptep(): kvm_tdp_mmu_read_spte(), RCU
  LET wanted == spte # None /\ (t \in Ager => spte.accessed) /\ (t \in Logger => spte.dirty)
      next == IF t \in Ager THEN "ClearAccessed" ELSE IF t \in Logger THEN "ClearDirty"
              ELSE "ZapSpte" IN
  /\ pc[t] = "ReadSpte"
  /\ IF wanted THEN Goto(t, next) /\ iter' = [iter EXCEPT ![t].old = spte]
     ELSE /\ IF Leave(t) = "Idle" THEN Rest(t) ELSE Goto(t, Leave(t))
          /\ UNCHANGED iter
  /\ UNCHANGED <<fault, lock, counts, spte, host, guest, splat, left>>

ZapSpte(n) ==  \* tdp_mmu_iter_set_spte() and handle_changed_spte(), mmu_lock for write
  LET read == iter[n].old
      old  == IF Volatile(read) THEN spte ELSE read IN  \* xchg() tells what it removed
  /\ pc[n] = "ZapSpte"
  /\ spte' = None
  /\ iter' = [iter EXCEPT ![n].old = None]
  /\ IF WriteBackAtZap /\ old # None /\ old.dirty THEN Mark(old.pfn) ELSE MarkNone
  /\ Goto(n, IF FlushBeforeReturn THEN "FlushRemoteTlbs" ELSE "UnlockMmu")
  /\ UNCHANGED <<fault, lock, counts, hpte, written, guest, left>>

FlushRemoteTlbs(n) ==  \* kvm_flush_remote_tlbs(), mmu_lock for write
  /\ pc[n] = "FlushRemoteTlbs"
  /\ tlb' = [v \in Vcpu |-> None]
  /\ Goto(n, "UnlockMmu")
  /\ UNCHANGED <<fault, iter, lock, counts, spte, host, log, unseen, splat, left>>

ChangePte(n) ==  \* the primary MM maps another page; the old one it writes out if it is dirty
  LET other == IF hpte = "p0" THEN "p1" ELSE "p0" IN
  /\ pc[n] = "ChangePte"
  /\ hpte' = other
  /\ written' = written \ {hpte, other} /\ dirty' = dirty \ {hpte, other}
  /\ splat' = IF hpte \in written \ dirty THEN splat \cup {"lost write: page"} ELSE splat
  /\ iter' = [iter EXCEPT ![n].ending = TRUE]
  /\ Goto(n, "WriteLock")
  /\ UNCHANGED <<fault, lock, counts, spte, guest, left>>

RaiseSeq(n) ==  \* kvm_mmu_invalidate_end(): seq++; smp_wmb(), mmu_lock for write
  /\ pc[n] = "RaiseSeq"
  /\ seq' = seq + 1
  /\ Goto(n, "LowerCount")
  /\ UNCHANGED <<fault, iter, lock, inProgress, spte, host, guest, splat, left>>

LowerCount(n) ==  \* kvm_mmu_invalidate_end(): in_progress--, mmu_lock for write
  /\ pc[n] = "LowerCount"
  /\ inProgress' = inProgress - 1
  /\ Goto(n, "UnlockMmu")
  /\ UNCHANGED <<fault, iter, lock, seq, spte, host, guest, splat, left>>

-----------------------------------------------------------------------------
ClearAccessed(a) ==  \* kvm_tdp_mmu_age_spte(), before v6.15 age_gfn_range(): clears the bit, RCU
  LET read   == iter[a].old
      atomic == AtomicAging /\ (AlwaysAtomicAging \/ Volatile(read)) IN
  /\ pc[a] = "ClearAccessed"
  /\ spte' = IF ~atomic THEN [read EXCEPT !.accessed = FALSE]
             ELSE IF spte = None THEN None ELSE [spte EXCEPT !.accessed = FALSE]
  /\ splat' = IF spte = None /\ ~atomic THEN splat \cup {"resurrected SPTE"} ELSE splat
  /\ iter' = [iter EXCEPT ![a] = NoIter]
  /\ IF LocklessAging THEN Rest(a) ELSE Goto(a, "UnlockMmu")
  /\ UNCHANGED <<fault, lock, counts, host, guest, left>>

TakeLog(l) ==  \* kvm_get_dirty_log_protect(): xchg(&dirty_bitmap[i], 0), mmu_lock for write
  /\ pc[l] = "TakeLog"
  /\ log' = FALSE
  /\ iter' = [iter EXCEPT ![l].took = log]
  /\ Goto(l, IF log /\ TakeLogFirst THEN "ReadSpte" ELSE "UnlockMmu")
  /\ UNCHANGED <<fault, lock, counts, spte, host, tlb, unseen, splat, left>>

ClearDirty(l) ==  \* clear_dirty_pt_masked(): tdp_mmu_clear_spte_bits(), mmu_lock for write
  LET read == iter[l].old
      old  == IF Volatile(read) THEN spte ELSE read IN
  /\ pc[l] = "ClearDirty"
  /\ spte' = IF old = None THEN None ELSE [old EXCEPT !.dirty = FALSE]
  /\ iter' = [iter EXCEPT ![l].old = None]
  /\ IF WriteBackAtClear /\ old # None THEN Mark(old.pfn) ELSE MarkNone
  /\ Goto(l, IF TakeLogFirst THEN "UnlockMmu" ELSE "TakeLog")
  /\ UNCHANGED <<fault, lock, counts, hpte, written, guest, left>>

Fetched(l) == IF iter[l].took THEN unseen' = FALSE ELSE UNCHANGED unseen

FlushLogged(l) ==  \* kvm_flush_remote_tlbs_memslot(), kvm->slots_lock; the log is fetched
  /\ pc[l] = "FlushLogged"
  /\ tlb' = [v \in Vcpu |-> None]
  /\ iter' = [iter EXCEPT ![l] = NoIter]
  /\ Fetched(l)
  /\ Rest(l)
  /\ UNCHANGED <<fault, lock, counts, spte, host, log, splat, left>>

UnlockMmu(t) ==  \* {read,write}_unlock(&kvm->mmu_lock); a notifier's start returns
  /\ pc[t] = "UnlockMmu"
  /\ writer' = IF writer = t THEN None ELSE writer
  /\ readers' = readers \ {t}
  /\ CASE t \in Vcpu ->
            /\ IF Marks(fault[t].stale) /\ ~MarkUnderLock
               THEN Goto(t, "FinishFault") /\ UNCHANGED fault
               ELSE Rest(t) /\ fault' = [fault EXCEPT ![t] = NoFault]
            /\ UNCHANGED <<iter, unseen>>
       [] t \in Notifier ->
            /\ IF iter[t].ending THEN Rest(t) /\ iter' = [iter EXCEPT ![t] = NoIter]
               ELSE Goto(t, "ChangePte") /\ UNCHANGED iter
            /\ UNCHANGED <<fault, unseen>>
       [] t \in Ager -> Rest(t) /\ UNCHANGED <<iter, fault, unseen>>
       [] t \in Logger ->
            /\ IF iter[t].took /\ FlushAfterClear
               THEN Goto(t, "FlushLogged") /\ UNCHANGED <<iter, unseen>>
               ELSE Rest(t) /\ iter' = [iter EXCEPT ![t] = NoIter] /\ Fetched(t)
            /\ UNCHANGED fault
  /\ UNCHANGED <<counts, spte, host, tlb, log, splat, left>>

Next ==
  \/ \E v \in Vcpu : GuestRead(v)
  \/ \E v \in Vcpu : GuestWrite(v)
  \/ \E v \in Vcpu : HandleFault(v)
  \/ \E v \in Vcpu : SnapshotSeq(v)
  \/ \E v \in Vcpu : HvaToPfn(v)
  \/ \E v \in Vcpu : ReadLock(v)
  \/ \E v \in Vcpu : IsPageFaultStale(v)
  \/ \E v \in Vcpu : MapPage(v)
  \/ \E v \in Vcpu : FinishFault(v)
  \/ \E n \in Notifier : InvalidateRange(n)
  \/ \E a \in Ager : AgeRange(a)
  \/ \E l \in Logger : GetDirtyLog(l)
  \/ \E t \in Walker : WriteLock(t)
  \/ \E n \in Notifier : RaiseCount(n)
  \/ \E t \in Walker : ReadSpte(t)
  \/ \E n \in Notifier : ZapSpte(n)
  \/ \E n \in Notifier : FlushRemoteTlbs(n)
  \/ \E n \in Notifier : ChangePte(n)
  \/ \E n \in Notifier : RaiseSeq(n)
  \/ \E n \in Notifier : LowerCount(n)
  \/ \E a \in Ager : ClearAccessed(a)
  \/ \E l \in Logger : TakeLog(l)
  \/ \E l \in Logger : ClearDirty(l)
  \/ \E l \in Logger : FlushLogged(l)
  \/ \E t \in Task : UnlockMmu(t)
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
StartReturned(n) == pc[n] = "ChangePte" \/ (pc[n] = "WriteLock" /\ iter[n].ending)
(* Once start has returned, what the guest wrote to is marked dirty.         *)
NoLostDirty == \A n \in Notifier : pc[n] = "ChangePte" => written \cap {hpte} \subseteq dirty
(* What the guest wrote is not lost when the primary MM takes the page.      *)
NoLostWrite == "lost write: page" \notin splat
(* A write since the log was last fetched is in the log, or in one that is   *)
(* being fetched.                                                            *)
NoLostLog == unseen => log \/ \E l \in Logger : iter[l].took
(* S4. No page is marked dirty once start has returned.                      *)
NoLateWriteback == "late writeback: page" \notin splat
(* What a zap has removed only a fault brings back.                          *)
NoResurrection == "resurrected SPTE" \notin splat
(* S1. Once start has returned, neither the SPTE nor a TLB has the frame.    *)
NotifierContract ==
  \A n \in Notifier : StartReturned(n) => spte = None /\ \A v \in Vcpu : tlb[v] = None
(* S2. The SPTE maps just the page that the host maps.                       *)
NoStaleInsert == spte # None => spte.pfn = hpte
(* S11. A TLB caches another page than the SPTE only while who zapped holds  *)
(* mmu_lock.                                                                 *)
FlushRules == writer = None => \A v \in Vcpu : tlb[v] # None => spte # None /\ spte.pfn = tlb[v].pfn
(* S13. in_progress counts the invalidations that are open.                  *)
CountBalance ==
  inProgress = Cardinality({n \in Notifier : StartReturned(n)
    \/ pc[n] \in {"ReadSpte", "ZapSpte", "FlushRemoteTlbs", "RaiseSeq", "LowerCount"}
    \/ (pc[n] = "UnlockMmu" /\ ~iter[n].ending)})
(* mmu_lock is held by one writer, or by readers.                            *)
LockExclusive == writer # None => readers = {}

Cached   == {tlb[v].pfn : v \in {u \in Vcpu : tlb[u] # None}}
Pages    == Cached \cup (IF spte = None THEN {} ELSE {spte.pfn})
Primary == INSTANCE SecondaryMmu WITH
  Frame <- {<<"frame", 0>>} \cup {<<"page", p>> : p \in Page}, Root <- {},
  reach <- (IF Pages = {} THEN {} ELSE {<<"frame", 0>>}) \cup {<<"page", p>> : p \in Pages},
  told <- IF \E n \in Notifier : StartReturned(n) THEN {<<"frame", 0>>} ELSE {},
  gone <- {<<"page", p>> : p \in Page \ {hpte}}, dead <- {}
(* The contract that the primary MM relies on: this module refines it.       *)
Refines == Primary!Spec
(* Every step is one that the contract of the primary MM allows.             *)
Contract == [][Primary!Next]_(Primary!contract)

(* Expected to FAIL: each shows that something can happen at all.            *)

(* Hardware sets the dirty bit between the zap's look and its exchange.      *)
ReachDirtyMeanwhile ==
  ~\E n \in Notifier : pc[n] = "ZapSpte" /\ spte # None /\ spte.dirty /\ ~iter[n].old.dirty
(* Aging meets an SPTE that has been zapped since it looked.                 *)
ReachAgeZapped == ~\E a \in Ager : pc[a] = "ClearAccessed" /\ spte = None
(* The guest writes through a TLB entry that was cached before the dirty bit *)
(* was cleared, and is not flushed yet.                                      *)
ReachStaleDirty ==
  ~\E v \in Vcpu : tlb[v] # None /\ tlb[v].dirty /\ spte # None /\ ~spte.dirty /\ unseen
                   /\ written # {} /\ ~log
(* The page that is taken has been written to.                               *)
ReachWritten == ~\E n \in Notifier : pc[n] = "ChangePte" /\ hpte \in written
(* A fault finds that an invalidation has ended since its snapshot.          *)
ReachStale == ~\E v \in Vcpu : fault[v].stale /\ inProgress = 0
=============================================================================
