--------------------------- MODULE MemslotUpdate ---------------------------
(* Updates of memslots against the mmu_notifier: start and end of an         *)
(* invalidation take mmu_lock only if the range overlaps a memslot, so they  *)
(* must see the same memslots.                                               *)
(* Models kvm_set_memslot() with kvm_swap_active_memslots(), the lock        *)
(* elision in kvm_handle_hva_range(), and direct_page_fault() as of v6.12,   *)
(* with the zap of a deleted slot's leafs of that version (kvm_mmu_zap_      *)
(* memslot_leafs(), the quirk of zapping everything switched off), and       *)
(* KVM_PRE_FAULT_MEMORY as of v6.18.  Before the fix of 2021 an update did   *)
(* not wait for invalidations.                                               *)
(*                                                                           *)
(* Left out: TLBs, roots (there is one, always valid), moving slots and      *)
(* flags, a second update (kvm->slots_lock keeps it out), pages that are     *)
(* reused.  A memslot is one frame; an invalidation is about one frame.      *)
EXTENDS Integers, FiniteSets
CONSTANTS Vcpu,           \* tasks that handle guest page faults
          Notifier,       \* tasks of the primary MM that invalidate
          Updater,        \* the task that updates memslots
          Gfn,            \* guest frames 0..n, each the place of a memslot; backed by the g-th page
          FaultGfn,       \* the frames that the guest accesses
          HostGfn,        \* the frames that invalidations are about
          SlotGfn,        \* the frames whose slots are added and deleted
          SlotsAtFirst,   \* the frames that have a memslot at first
          Pages,          \* number of host pages
          Faults,         \* faults that each vCPU may take
          Invalidations,  \* invalidations that each notifier may start
          Updates,        \* updates that the updater may start
          Endless,        \* invalidations never run out
          SeqWrap,        \* seq wraps at this number, for endless runs, which are about liveness
                          \* only, as seq may then come round to a snapshot; 0: it never does
          Prefault,       \* the vCPUs whose faults are KVM_PRE_FAULT_MEMORY: one read-side section
                          \* of kvm->srcu from the call to its return, whatever retries in it
          None,           \* no page, no task, no frame
          \* What the protocol relies on; FALSE restores the mistake.
          WaitForActive,  \* memslots are swapped while no invalidation is active
          FilterByRange,  \* an open invalidation concerns only the frames in the hull (safe either way)
          ZapBeforeSwap,  \* a slot is gone only after what it maps has been zapped
          PrefaultGivesUp,  \* pre-faulting a slot on its way out is an error, and no retry
          PutAtRetry,     \* a fault that retries puts GUP's reference, too
          PutOnce,        \* ... and nobody puts it again
          WriterWaits     \* who takes mmu_lock for write waits until its readers are gone
ASSUME TasksAreApart == /\ Vcpu \cap Notifier = {} /\ Updater \cap (Vcpu \cup Notifier) = {}
                        /\ None \notin Vcpu \cup Notifier \cup Updater
ASSUME OneUpdater    == Cardinality(Updater) = 1
ASSUME GfnIsARange   == \E n \in 0..7 : Gfn = 0..n
ASSUME PrefaultOK    == Prefault \subseteq Vcpu
ASSUME FramesOK      == FaultGfn \cup HostGfn \cup SlotGfn \cup SlotsAtFirst \subseteq Gfn
ASSUME PagesBackGfns == Pages \in 1..4
ASSUME BudgetsOK     == /\ Faults \in Nat /\ Invalidations \in Nat /\ Updates \in Nat
                        /\ SeqWrap \in Nat /\ (Endless => SeqWrap > 1)
ASSUME RulesOK       == {WaitForActive, FilterByRange, ZapBeforeSwap, PrefaultGivesUp, PutAtRetry, PutOnce,
                         WriterWaits, Endless} \subseteq BOOLEAN

PageNames == <<"p0", "p1", "p2", "p3">>
Page      == {PageNames[i] : i \in 1..Pages}
Task      == Vcpu \cup Notifier \cup Updater

VARIABLES
  pc,          \* the step each task takes next; Idle: waits for a command, Done: no budget left
  fault,       \* per vCPU: struct kvm_page_fault
  inv,         \* per notifier: the change of a PTE, and whether its start raised the count
  update,      \* per updater: what it does to which slot
  writer,      \* the task that holds mmu_lock for write
  readers,     \* the tasks that hold mmu_lock for read
  slots,       \* per gfn: what kvm->memslots has there; an invalid slot still overlaps ranges
  grace,       \* the readers of kvm->srcu that an update waits for
  seq,         \* kvm->mmu_invalidate_seq: invalidations that have ended
  inProgress,  \* kvm->mmu_invalidate_in_progress: invalidations that are open
  hull,        \* kvm->mmu_invalidate_range_start and _end: covers the open invalidations
  active,      \* kvm->mn_active_invalidate_count: the coarser count around it
  spte,        \* per gfn: the leaf SPTE
  hpte,        \* per gfn: the host's PTE for its hva
  owner,       \* per page: the guest's memory, or free
  refs,        \* per page: reference count; the host's mappings count too
  left,        \* per task: what its budget still allows
  splat        \* what a debug kernel has printed
vars == <<pc, fault, inv, update, writer, readers, slots, grace, seq, inProgress, hull, active, spte,
          hpte, owner, refs, left, splat>>
lock     == <<writer, readers>>
counts   == <<seq, inProgress, hull, active>>
memslots == <<slots, grace>>
host     == <<hpte, owner, refs>>

NoFault  == [gfn |-> None, mmu_seq |-> 0, pfn |-> None, retry |-> FALSE]
NoInv    == [op |-> "none", gfn |-> None, page |-> None, counted |-> FALSE]
NoUpdate == [op |-> "none", gfn |-> None]
Unset    == [start |-> None, end |-> None]

FaultSteps  == {"GfnToMemslot", "SnapshotSeq", "HvaToPfn", "ReadLock", "IsPageFaultStale", "MapPage",
                "UnlockMmu", "ReleasePfn"}
InvSteps    == {"RaiseActive", "FindMemslots", "WriteLock", "RaiseCount", "AddRange", "ZapSpte",
                "UnlockMmu", "ChangePte", "RaiseSeq", "LowerCount", "LowerActive"}
UpdateSteps == {"SwapMemslots", "SynchronizeSrcu", "WriteLock", "ZapSpte", "UnlockMmu"}

TypeOK ==
  /\ pc \in [Task -> FaultSteps \cup InvSteps \cup UpdateSteps \cup {"Idle", "Done"}]
  /\ fault \in [Vcpu -> [gfn : Gfn \cup {None}, mmu_seq : Nat, pfn : Page \cup {None},
                         retry : BOOLEAN]]
  /\ inv \in [Notifier -> [op : {"none", "start", "end"}, gfn : Gfn \cup {None},
                           page : Page \cup {None}, counted : BOOLEAN]]
  /\ update \in [Updater -> [op : {"none", "add", "invalidate", "delete"}, gfn : Gfn \cup {None}]]
  /\ writer \in Task \cup {None} /\ readers \subseteq Vcpu
  /\ slots \in [Gfn -> {"none", "valid", "invalid"}] /\ grace \subseteq Vcpu \cup Notifier
  /\ seq \in Nat /\ inProgress \in Int /\ active \in Nat
  /\ hull \in {Unset} \cup [start : Nat, end : Nat]
  /\ spte \in [Gfn -> Page \cup {None}] /\ hpte \in [Gfn -> Page \cup {None}]
  /\ owner \in [Page -> {"guest", "free"}] /\ refs \in [Page -> Nat]
  /\ left \in [Task -> Nat]
  /\ splat \subseteq {"use-after-free: page", "mmu_invalidate_in_progress is negative"}

Budget(t) == IF t \in Vcpu THEN Faults ELSE IF t \in Notifier THEN Invalidations ELSE Updates
Init ==
  /\ left = [t \in Task |-> Budget(t)]
  /\ pc = [t \in Task |-> IF Budget(t) = 0 THEN "Done" ELSE "Idle"]
  /\ fault = [v \in Vcpu |-> NoFault] /\ inv = [n \in Notifier |-> NoInv]
  /\ update = [u \in Updater |-> NoUpdate]
  /\ writer = None /\ readers = {}
  /\ slots = [g \in Gfn |-> IF g \in SlotsAtFirst THEN "valid" ELSE "none"] /\ grace = {}
  /\ seq = 0 /\ inProgress = 0 /\ active = 0 /\ hull = Unset
  /\ spte = [g \in Gfn |-> None]
  /\ hpte = [g \in Gfn |-> IF g < Pages THEN PageNames[g + 1] ELSE None]
  /\ owner = [p \in Page |-> IF \E g \in Gfn : hpte[g] = p THEN "guest" ELSE "free"]
  /\ refs = [p \in Page |-> Cardinality({g \in Gfn : hpte[g] = p})]
  /\ splat = {}

Goto(t, step) == pc' = [pc EXCEPT ![t] = step]
Rest(t)       == Goto(t, IF left[t] = 0 THEN "Done" ELSE "Idle")
Spend(t)      == left' = [left EXCEPT ![t] = @ - 1]
(* A task leaves its read-side section of kvm->srcu. *)
LeaveSrcu(t)  == grace' = grace \ {t}
StayInSrcu    == UNCHANGED grace

-----------------------------------------------------------------------------
(* The fault.  A retry leaves kvm->srcu and looks its slot up anew; one of   *)
(* KVM_PRE_FAULT_MEMORY looks it up anew, too, but stays in its section.     *)

HandleFault(v, g) ==  \* kvm_mmu_page_fault() on a gfn that the hardware cannot translate, no lock
  /\ pc[v] = "Idle" /\ spte[g] = None
  /\ Spend(v)
  /\ fault' = [fault EXCEPT ![v].gfn = g]
  /\ Goto(v, "GfnToMemslot")
  /\ UNCHANGED <<inv, update, lock, memslots, counts, spte, host, splat>>

EndFault(v) == Rest(v) /\ fault' = [fault EXCEPT ![v] = NoFault] /\ LeaveSrcu(v)
Retry(v)    == /\ Goto(v, "GfnToMemslot") /\ IF v \in Prefault THEN StayInSrcu ELSE LeaveSrcu(v)
               /\ fault' = [fault EXCEPT ![v] = [NoFault EXCEPT !.gfn = fault[v].gfn]]

(* Without a slot the access is emulated; a slot on its way out waits, and   *)
(* pre-faulting it is -EAGAIN.                                               *)
GfnToMemslot(v) ==  \* srcu_read_lock(&kvm->srcu) and kvm_vcpu_gfn_to_memslot(), no lock
  /\ pc[v] = "GfnToMemslot"
  /\ CASE slots[fault[v].gfn] = "valid"   -> Goto(v, "SnapshotSeq") /\ UNCHANGED <<fault, grace>>
       [] slots[fault[v].gfn] = "invalid" -> IF v \in Prefault /\ PrefaultGivesUp THEN EndFault(v)
                                             ELSE Retry(v)
       [] slots[fault[v].gfn] = "none"    -> EndFault(v)
  /\ UNCHANGED <<inv, update, lock, slots, counts, spte, host, left, splat>>

SnapshotSeq(v) ==  \* fault->mmu_seq = kvm->mmu_invalidate_seq; smp_rmb(), no lock
  /\ pc[v] = "SnapshotSeq"
  /\ fault' = [fault EXCEPT ![v].mmu_seq = seq]
  /\ Goto(v, "HvaToPfn")
  /\ UNCHANGED <<inv, update, lock, memslots, counts, spte, host, left, splat>>

HvaToPfn(v) ==  \* hva_to_pfn(): get_user_pages() takes a page reference, no lock of KVM's
  LET p == hpte[fault[v].gfn] IN
  /\ pc[v] = "HvaToPfn"
  /\ IF p = None
     THEN EndFault(v) /\ UNCHANGED refs  \* -EFAULT to user space
     ELSE /\ refs' = [refs EXCEPT ![p] = @ + 1]
          /\ fault' = [fault EXCEPT ![v].pfn = p]
          /\ Goto(v, "ReadLock") /\ StayInSrcu
  /\ UNCHANGED <<inv, update, lock, slots, counts, spte, hpte, owner, left, splat>>

ReadLock(v) ==  \* read_lock(&kvm->mmu_lock) in kvm_tdp_mmu_page_fault()
  /\ pc[v] = "ReadLock" /\ writer = None
  /\ readers' = readers \cup {v}
  /\ Goto(v, "IsPageFaultStale")
  /\ UNCHANGED <<fault, inv, update, writer, memslots, counts, spte, host, left, splat>>

(* An open invalidation concerns the fault; the count alone if there is no filter. *)
FrameIn(h, g) == h # Unset /\ h.start <= g /\ g < h.end
OpenFor(g)    == inProgress # 0 /\ (FilterByRange => FrameIn(hull, g))

IsPageFaultStale(v) ==  \* is_page_fault_stale(): mmu_invalidate_retry_gfn(), mmu_lock for read
  LET stale == OpenFor(fault[v].gfn) \/ seq # fault[v].mmu_seq IN
  /\ pc[v] = "IsPageFaultStale"
  /\ fault' = [fault EXCEPT ![v].retry = stale]
  /\ Goto(v, IF stale THEN "UnlockMmu" ELSE "MapPage")
  /\ UNCHANGED <<inv, update, lock, memslots, counts, spte, host, left, splat>>

MapPage(v) ==  \* tdp_mmu_map_handle_target_level(): cmpxchg the leaf in, mmu_lock for read
  /\ pc[v] = "MapPage"
  /\ spte' = [spte EXCEPT ![fault[v].gfn] = fault[v].pfn]
  /\ Goto(v, "UnlockMmu")
  /\ UNCHANGED <<fault, inv, update, lock, memslots, counts, host, left, splat>>

(* How often the reference from GUP is put: by the retry, and by whom it is not for. *)
Puts(v) == (IF fault[v].retry /\ ~PutAtRetry THEN 0 ELSE 1) + (IF PutOnce THEN 0 ELSE 1)

ReleasePfn(v) ==  \* kvm_release_pfn_clean(): the reference from GUP is put, no lock
  /\ pc[v] = "ReleasePfn"
  /\ refs' = [refs EXCEPT ![fault[v].pfn] = @ - Puts(v)]
  /\ IF fault[v].retry THEN Retry(v) ELSE EndFault(v)
  /\ UNCHANGED <<inv, update, lock, slots, counts, spte, hpte, owner, left, splat>>

-----------------------------------------------------------------------------
(* The invalidation of one frame: range_start(), the change of the host's    *)
(* PTE, range_end().  Each looks up by itself whether a memslot overlaps.    *)

(* The primary MM allocates the page that shall back g before it invalidates. *)
InvalidateRangeStart(n, g, p) ==  \* mmu_notifier_invalidate_range_start(), no lock
  /\ pc[n] = "Idle"
  /\ p # None => owner[p] = "free"
  /\ IF Endless THEN UNCHANGED left ELSE Spend(n)
  /\ inv' = [inv EXCEPT ![n] = [op |-> "start", gfn |-> g, page |-> p, counted |-> FALSE]]
  /\ IF p = None THEN UNCHANGED <<owner, refs>>
     ELSE owner' = [owner EXCEPT ![p] = "guest"] /\ refs' = [refs EXCEPT ![p] = 1]
  /\ Goto(n, "RaiseActive")
  /\ UNCHANGED <<fault, update, lock, memslots, counts, spte, hpte, splat>>

RaiseActive(n) ==  \* kvm->mn_active_invalidate_count++, mn_invalidate_lock
  /\ pc[n] = "RaiseActive"
  /\ active' = active + 1
  /\ Goto(n, "FindMemslots")
  /\ UNCHANGED <<fault, inv, update, lock, memslots, seq, inProgress, hull, spte, host, left, splat>>

(* Lock elision: without an overlapping memslot there is nothing to do. *)
FindMemslots(n) ==  \* kvm_for_each_memslot_in_hva_range() under kvm->srcu, no lock
  /\ pc[n] = "FindMemslots"
  /\ Goto(n, IF slots[inv[n].gfn] # "none" THEN "WriteLock"
             ELSE IF inv[n].op = "start" THEN "ChangePte" ELSE "LowerActive")
  /\ UNCHANGED <<fault, inv, update, lock, memslots, counts, spte, host, left, splat>>

(* The updater takes it to zap what a slot on its way out maps. *)
WriteLock(t) ==  \* write_lock(&kvm->mmu_lock) in kvm_handle_hva_range(), at start and at end
  /\ pc[t] = "WriteLock" /\ writer = None /\ (WriterWaits => readers = {})
  /\ writer' = t
  /\ Goto(t, CASE t \in Updater                       -> "ZapSpte"
              [] t \in Notifier /\ inv[t].op = "start" -> "RaiseCount"
              [] t \in Notifier /\ inv[t].op = "end"   -> "RaiseSeq")
  /\ UNCHANGED <<fault, inv, update, readers, memslots, counts, spte, host, left, splat>>

(* The first open invalidation starts a new hull. *)
RaiseCount(n) ==  \* kvm_mmu_invalidate_begin(), mmu_lock for write
  /\ pc[n] = "RaiseCount"
  /\ inProgress' = inProgress + 1
  /\ hull' = IF inProgress = 0 THEN Unset ELSE hull
  /\ inv' = [inv EXCEPT ![n].counted = TRUE]
  /\ Goto(n, IF FilterByRange THEN "AddRange" ELSE "ZapSpte")
  /\ UNCHANGED <<fault, update, lock, memslots, seq, active, spte, host, left, splat>>

Least(a, b)    == IF a < b THEN a ELSE b
Greatest(a, b) == IF a > b THEN a ELSE b
AddRange(n) ==  \* kvm_mmu_invalidate_range_add() for one memslot, mmu_lock for write
  LET g == inv[n].gfn IN
  /\ pc[n] = "AddRange"
  /\ hull' = IF hull = Unset THEN [start |-> g, end |-> g + 1]
             ELSE [start |-> Least(hull.start, g), end |-> Greatest(hull.end, g + 1)]
  /\ Goto(n, "ZapSpte")
  /\ UNCHANGED <<fault, inv, update, lock, memslots, seq, inProgress, active, spte, host, left, splat>>

(* Zapping a leaf writes its dirty and accessed bits back to the struct page. *)
ZapSpte(t) ==  \* tdp_mmu_zap_leafs(): one SPTE, mmu_lock for write
  LET g   == IF t \in Updater THEN update[t].gfn ELSE inv[t].gfn
      old == spte[g] IN
  /\ pc[t] = "ZapSpte"
  /\ spte' = [spte EXCEPT ![g] = None]
  /\ splat' = IF old # None /\ owner[old] # "guest"
              THEN splat \cup {"use-after-free: page"} ELSE splat
  /\ Goto(t, "UnlockMmu")
  /\ UNCHANGED <<fault, inv, update, lock, memslots, counts, host, left>>

(* The new page takes over the reference it was allocated with. *)
ChangePte(n) ==  \* the primary MM between start and end, its page table lock
  LET g == inv[n].gfn IN
  /\ pc[n] = "ChangePte"
  /\ hpte' = [hpte EXCEPT ![g] = inv[n].page]
  /\ refs' = [p \in Page |-> IF hpte[g] = p THEN refs[p] - 1 ELSE refs[p]]
  /\ inv' = [inv EXCEPT ![n].page = None, ![n].op = "end"]
  /\ Goto(n, "FindMemslots")
  /\ UNCHANGED <<fault, update, lock, memslots, counts, spte, owner, left, splat>>

RaiseSeq(n) ==  \* kvm_mmu_invalidate_end(): seq++; smp_wmb(), mmu_lock for write
  /\ pc[n] = "RaiseSeq"
  /\ seq' = IF SeqWrap = 0 THEN seq + 1 ELSE (seq + 1) % SeqWrap
  /\ Goto(n, "LowerCount")
  /\ UNCHANGED <<fault, inv, update, lock, memslots, inProgress, hull, active, spte, host, left, splat>>

LowerCount(n) ==  \* kvm_mmu_invalidate_end(): in_progress--, mmu_lock for write
  /\ pc[n] = "LowerCount"
  /\ inProgress' = inProgress - 1
  /\ inv' = [inv EXCEPT ![n].counted = FALSE]
  /\ splat' = IF inProgress <= 0
              THEN splat \cup {"mmu_invalidate_in_progress is negative"} ELSE splat
  /\ Goto(n, "UnlockMmu")
  /\ UNCHANGED <<fault, update, lock, memslots, seq, hull, active, spte, host, left>>

(* The last one wakes the update that waits, if one does. *)
LowerActive(n) ==  \* kvm->mn_active_invalidate_count--, mn_invalidate_lock; range_end() returns
  /\ pc[n] = "LowerActive"
  /\ active' = active - 1
  /\ inv' = [inv EXCEPT ![n] = NoInv]
  /\ Rest(n)
  /\ UNCHANGED <<fault, update, lock, memslots, seq, inProgress, hull, spte, host, left, splat>>

-----------------------------------------------------------------------------
(* The update.  A slot that is deleted is marked invalid first, so that no   *)
(* fault maps into it any more; what it maps is zapped while notifiers still *)
(* find it; then it goes.                                                    *)

AddSlot(u, g) ==  \* kvm_set_memory_region(): KVM_MR_CREATE, kvm->slots_lock
  /\ pc[u] = "Idle" /\ slots[g] = "none"
  /\ Spend(u)
  /\ update' = [update EXCEPT ![u] = [op |-> "add", gfn |-> g]]
  /\ Goto(u, "SwapMemslots")
  /\ UNCHANGED <<fault, inv, lock, memslots, counts, spte, host, splat>>

DeleteSlot(u, g) ==  \* kvm_set_memory_region(): KVM_MR_DELETE, kvm->slots_lock
  /\ pc[u] = "Idle" /\ slots[g] = "valid"
  /\ Spend(u)
  /\ update' = [update EXCEPT ![u] = [op |-> "invalidate", gfn |-> g]]
  /\ Goto(u, "SwapMemslots")
  /\ UNCHANGED <<fault, inv, lock, memslots, counts, spte, host, splat>>

(* The tasks inside a read-side section of kvm->srcu. *)
SrcuReaders ==
  {v \in Vcpu : pc[v] \in FaultSteps \ (IF v \in Prefault THEN {} ELSE {"GfnToMemslot"})}
  \cup {n \in Notifier : pc[n] \in InvSteps \ {"RaiseActive", "FindMemslots", "ChangePte", "LowerActive"}}

(* mn_memslots_update_rcuwait: the swap and the test are one section of mn_invalidate_lock. *)
SwapMemslots(u) ==  \* kvm_swap_active_memslots(), mn_invalidate_lock
  /\ pc[u] = "SwapMemslots" /\ (WaitForActive => active = 0)
  /\ slots' = [slots EXCEPT ![update[u].gfn] = CASE update[u].op = "add"        -> "valid"
                                                 [] update[u].op = "invalidate" -> "invalid"
                                                 [] update[u].op = "delete"     -> "none"]
  /\ grace' = SrcuReaders
  /\ Goto(u, "SynchronizeSrcu")
  /\ UNCHANGED <<fault, inv, update, lock, counts, spte, host, left, splat>>

SynchronizeSrcu(u) ==  \* synchronize_srcu_expedited(&kvm->srcu), kvm->slots_lock
  /\ pc[u] = "SynchronizeSrcu" /\ grace = {}
  /\ CASE update[u].op = (IF ZapBeforeSwap THEN "invalidate" ELSE "delete") ->
            Goto(u, "WriteLock") /\ UNCHANGED update
       [] update[u].op = "invalidate" /\ ~ZapBeforeSwap ->
            Goto(u, "SwapMemslots") /\ update' = [update EXCEPT ![u].op = "delete"]
       [] update[u].op = "add" \/ (update[u].op = "delete" /\ ZapBeforeSwap) ->
            Rest(u) /\ update' = [update EXCEPT ![u] = NoUpdate]
  /\ UNCHANGED <<fault, inv, lock, memslots, counts, spte, host, left, splat>>

-----------------------------------------------------------------------------
(* A start then returns; the update goes on to the second swap. *)
UnlockMmu(t) ==  \* read_unlock() or write_unlock(&kvm->mmu_lock)
  /\ pc[t] = "UnlockMmu"
  /\ readers' = readers \ {t}
  /\ writer' = IF writer = t THEN None ELSE writer
  /\ update' = IF t \notin Updater THEN update
               ELSE [update EXCEPT ![t] = IF ZapBeforeSwap THEN [@ EXCEPT !.op = "delete"]
                                          ELSE NoUpdate]
  /\ Goto(t, CASE t \in Vcpu                           -> "ReleasePfn"
              [] t \in Updater                        -> IF ZapBeforeSwap THEN "SwapMemslots"
                                                         ELSE IF left[t] = 0 THEN "Done" ELSE "Idle"
              [] t \in Notifier /\ inv[t].op = "start" -> "ChangePte"
              [] t \in Notifier /\ inv[t].op = "end"   -> "LowerActive")
  /\ IF t \in Notifier THEN LeaveSrcu(t) ELSE StayInSrcu
  /\ UNCHANGED <<fault, inv, slots, counts, spte, host, left, splat>>

FreePage(p) ==  \* __free_pages() of a page that nobody refers to any more
  /\ owner[p] = "guest" /\ refs[p] = 0
  /\ owner' = [owner EXCEPT ![p] = "free"]
  /\ UNCHANGED <<pc, fault, inv, update, lock, memslots, counts, spte, hpte, refs, left, splat>>

-----------------------------------------------------------------------------
FaultStep(v)  == \/ GfnToMemslot(v) \/ SnapshotSeq(v) \/ HvaToPfn(v) \/ IsPageFaultStale(v)
                 \/ MapPage(v) \/ UnlockMmu(v) \/ ReleasePfn(v)
InvStep(n)    == \/ RaiseActive(n) \/ FindMemslots(n) \/ RaiseCount(n) \/ AddRange(n) \/ ZapSpte(n)
                 \/ UnlockMmu(n) \/ ChangePte(n) \/ RaiseSeq(n) \/ LowerCount(n) \/ LowerActive(n)
UpdateStep(u) == SynchronizeSrcu(u) \/ ZapSpte(u) \/ UnlockMmu(u)

Next ==
  \/ \E v \in Vcpu, g \in FaultGfn : HandleFault(v, g)
  \/ \E v \in Vcpu : GfnToMemslot(v)
  \/ \E v \in Vcpu : SnapshotSeq(v)
  \/ \E v \in Vcpu : HvaToPfn(v)
  \/ \E v \in Vcpu : ReadLock(v)
  \/ \E v \in Vcpu : IsPageFaultStale(v)
  \/ \E v \in Vcpu : MapPage(v)
  \/ \E v \in Vcpu : ReleasePfn(v)
  \/ \E n \in Notifier, g \in HostGfn, p \in Page \cup {None} : InvalidateRangeStart(n, g, p)
  \/ \E n \in Notifier : RaiseActive(n)
  \/ \E n \in Notifier : FindMemslots(n)
  \/ \E t \in Notifier \cup Updater : WriteLock(t)
  \/ \E n \in Notifier : RaiseCount(n)
  \/ \E n \in Notifier : AddRange(n)
  \/ \E t \in Notifier \cup Updater : ZapSpte(t)
  \/ \E n \in Notifier : ChangePte(n)
  \/ \E n \in Notifier : RaiseSeq(n)
  \/ \E n \in Notifier : LowerCount(n)
  \/ \E n \in Notifier : LowerActive(n)
  \/ \E u \in Updater, g \in SlotGfn : AddSlot(u, g)
  \/ \E u \in Updater, g \in SlotGfn : DeleteSlot(u, g)
  \/ \E u \in Updater : SwapMemslots(u)
  \/ \E u \in Updater : SynchronizeSrcu(u)
  \/ \E t \in Task : UnlockMmu(t)
  \/ \E p \in Page : FreePage(p)

Spec == Init /\ [][Next]_vars
(* mmu_lock is a queued rwlock: who waits for it gets it.  Nobody is forced  *)
(* to fault, to invalidate or to update.                                     *)
Fair ==
  /\ \A v \in Vcpu : WF_vars(FaultStep(v)) /\ SF_vars(ReadLock(v))
  /\ \A n \in Notifier : WF_vars(InvStep(n)) /\ SF_vars(WriteLock(n))
  /\ \A u \in Updater : WF_vars(UpdateStep(u)) /\ SF_vars(WriteLock(u))
(* The update may be late each time that it is woken ... *)
FairSpec   == Spec /\ Fair /\ \A u \in Updater : WF_vars(SwapMemslots(u))
(* ... or gets its turn if that happens again and again. *)
StrongSpec == Spec /\ Fair /\ \A u \in Updater : SF_vars(SwapMemslots(u))

-----------------------------------------------------------------------------
(* range_start(n) has returned and range_end(n) has yet to take mmu_lock. *)
StartReturned(n) == \/ pc[n] = "ChangePte"
                    \/ pc[n] \in {"FindMemslots", "WriteLock"} /\ inv[n].op = "end"

(* S1: what the primary MM may change, no SPTE maps. *)
NotifierContract == \A n \in Notifier : StartReturned(n) => spte[inv[n].gfn] = None
(* S2: the guest sees the page that the host sees. *)
NoStaleInsert == \A g \in Gfn : spte[g] # None => spte[g] = hpte[g]
(* S3: no SPTE refers to a page that is free. *)
NoFreedMapped == \A g \in Gfn : spte[g] # None => owner[spte[g]] = "guest"
(* What the secondary MMU can reach, by the frame and by the page. *)
Reachable == {<<"frame", g>> : g \in {h \in Gfn : spte[h] # None}}
             \cup {<<"page", spte[g]>> : g \in {h \in Gfn : spte[h] # None}}
Primary == INSTANCE SecondaryMmu WITH
  Frame <- {<<"frame", g>> : g \in Gfn} \cup {<<"page", p>> : p \in Page}, Root <- {},
  reach <- Reachable,
  told <- {<<"frame", inv[n].gfn>> : n \in {m \in Notifier : StartReturned(m)}},
  gone <- {<<"page", p>> : p \in {q \in Page : owner[q] # "guest"}}, dead <- {}
(* The contract that the primary MM relies on: this module refines it. *)
Refines == Primary!Spec
(* Every step is one that the contract of the primary MM allows. *)
Contract == [][Primary!Next]_(Primary!contract)
(* S13: in_progress counts the open invalidations whose start raised it. *)
CountBalance == inProgress = Cardinality({n \in Notifier : inv[n].counted})
(* S14: the hull covers the frame of every open invalidation that has added it. *)
HullCovers ==
  FilterByRange => \A n \in Notifier :
    inv[n].counted /\ pc[n] # "AddRange"
      => hull # Unset /\ hull.start <= inv[n].gfn /\ inv[n].gfn < hull.end
(* What has no memslot maps nothing. *)
NoSlotNoMapping == \A g \in Gfn : slots[g] = "none" => spte[g] = None
(* Every reference to a page has a holder: a host PTE, GUP, or who allocated it. *)
PageRefExact ==
  \A p \in Page :
    refs[p] = Cardinality({g \in Gfn : hpte[g] = p})
            + Cardinality({n \in Notifier : inv[n].page = p})
            + Cardinality({v \in Vcpu : fault[v].pfn = p})
(* mmu_lock is held by one writer, or by readers. *)
LockExclusive == writer # None => readers = {}
(* The code's own checks stay silent. *)
NoSplat == splat = {}

(* L1: a fault completes once invalidations stop; endless ones may starve it. *)
FaultProgress == \A v \in Vcpu : pc[v] \in FaultSteps ~> pc[v] \in {"Idle", "Done"}
(* L7: an update of the memslots completes. *)
SlotUpdateProgress == \A u \in Updater : pc[u] \in UpdateSteps ~> pc[u] \in {"Idle", "Done"}

-----------------------------------------------------------------------------
(* Expected to FAIL: each shows that something can happen at all. *)

(* An update waits for an invalidation. *)
ReachSwapWaits == ~\E u \in Updater : pc[u] = "SwapMemslots" /\ active # 0
(* An update waits for a fault that has looked up the old memslots. *)
ReachSrcuWaits == ~\E u \in Updater : pc[u] = "SynchronizeSrcu" /\ grace # {}
(* A start returns without having taken mmu_lock. *)
ReachElided == ~\E n \in Notifier : pc[n] = "ChangePte" /\ ~inv[n].counted
(* A fault finds a slot on its way out. *)
ReachFaultMeetsInvalid == ~\E v \in Vcpu : pc[v] = "GfnToMemslot" /\ slots[fault[v].gfn] = "invalid"
(* Pre-faulting finds an invalidation open, and retries within its section of kvm->srcu. *)
ReachPrefaultRetries == ~\E v \in Prefault : fault[v].retry
(* An update zaps what the deleted slot maps. *)
ReachZapOfDeleted == ~\E u \in Updater : pc[u] = "ZapSpte" /\ spte[update[u].gfn] # None
(* A deleted slot is back, and the guest uses it. *)
ReachMappedAgain == ~\E u \in Updater : pc[u] = "Done" /\ \E g \in SlotGfn : spte[g] # None
(* A fault retries since an invalidation is open. *)
ReachRetryByCount == ~\E v \in Vcpu : fault[v].retry /\ inProgress # 0
=============================================================================
