----------------------------- MODULE SlotsRwsem -----------------------------
(* The first try of the fix that MemslotUpdate.tla shows: a rw_semaphore     *)
(* that an invalidation holds for read from start to end, and an update of   *)
(* the memslots for write.                                                   *)
(* Models kvm->mmu_notifier_slots_lock of the posted patch (2021), the       *)
(* pseudo-lock that the primary MM holds during start and during end, and    *)
(* invalidations that one task nests.                                        *)
(*                                                                           *)
(* Left out: all that the invalidation does; kvm->slots_lock, as there is    *)
(* one updater.                                                              *)
EXTENDS Integers, FiniteSets
CONSTANTS Notifier,       \* tasks of the primary MM that invalidate
          Updater,        \* tasks that update memslots
          Depth,          \* how many invalidations a task nests
          Invalidations,  \* outer invalidations that each notifier may start
          Updates,        \* updates that each updater may start
          Endless,        \* invalidations never run out
          None,           \* no task
          \* What decides about the deadlock.
          FairRwsem,      \* a writer that waits holds back new readers
          RealMap,        \* the pseudo-lock excludes, instead of only telling lockdep
          \* What the semaphore is for.
          UpdateTakesRwsem, \* an update holds the semaphore for write around its swap
          WriterWaits       \* who takes the semaphore for write waits until its readers are gone
ASSUME TasksAreApart == Notifier \cap Updater = {} /\ None \notin Notifier \cup Updater
ASSUME SizesOK       == Depth \in 1..3 /\ Invalidations \in Nat /\ Updates \in Nat
ASSUME RulesOK       == {Endless, FairRwsem, RealMap, UpdateTakesRwsem, WriterWaits} \subseteq BOOLEAN

Task == Notifier \cup Updater

VARIABLES
  pc,          \* the step each task takes next; Idle: waits for a command, Done: no budget left
  phase,       \* per notifier: whether it nests further or is on its way out
  open,        \* per notifier: its open invalidations, each a hold of the semaphore
  seen,        \* per notifier: the memslots that its outer start saw
  mapOwner,    \* the task that holds the pseudo-lock
  queued,      \* the writers that wait in a fair semaphore
  writer,      \* the task that holds the semaphore for write
  generation,  \* which memslots are in place
  left,        \* per task: what its budget still allows
  splat        \* what a debug kernel has printed
vars == <<pc, phase, open, seen, mapOwner, queued, writer, generation, left, splat>>

Steps == {"AcquireMap", "DownRead", "ReleaseMap", "ChangePte", "UpRead", "QueueWriter", "DownWrite",
          "SwapMemslots", "UpWrite"}
TypeOK ==
  /\ pc \in [Task -> Steps \cup {"Idle", "Done"}]
  /\ phase \in [Notifier -> {"start", "end"}] /\ open \in [Notifier -> 0..Depth]
  /\ seen \in [Notifier -> Nat] /\ generation \in Nat
  /\ mapOwner \in Notifier \cup {None} /\ queued \subseteq Updater
  /\ writer \in Updater \cup {None} /\ left \in [Task -> Nat]
  /\ splat \subseteq {"memslots changed under an invalidation"}

Init ==
  /\ left = [t \in Task |-> IF t \in Notifier THEN Invalidations ELSE Updates]
  /\ pc = [t \in Task |-> IF left[t] = 0 THEN "Done" ELSE "Idle"]
  /\ phase = [n \in Notifier |-> "start"] /\ open = [n \in Notifier |-> 0]
  /\ seen = [n \in Notifier |-> 0]
  /\ mapOwner = None /\ queued = {} /\ writer = None /\ generation = 0
  /\ splat = {}

Goto(t, step) == pc' = [pc EXCEPT ![t] = step]
Resting(t)    == IF left[t] = 0 THEN "Done" ELSE "Idle"

-----------------------------------------------------------------------------
(* The invalidation: AcquireMap, DownRead, ReleaseMap for each nested start, *)
(* then ChangePte, AcquireMap, UpRead, ReleaseMap for each end.              *)

InvalidateRangeStart(n) ==  \* mmu_notifier_invalidate_range_start(), no lock
  /\ pc[n] = "Idle"
  /\ left' = IF Endless THEN left ELSE [left EXCEPT ![n] = @ - 1]
  /\ Goto(n, IF RealMap THEN "AcquireMap" ELSE "DownRead")
  /\ UNCHANGED <<phase, open, seen, mapOwner, queued, writer, generation, splat>>

AcquireMap(n) ==  \* lock_map_acquire(&__mmu_notifier_invalidate_range_start_map), as if it excluded
  /\ pc[n] = "AcquireMap" /\ mapOwner = None
  /\ mapOwner' = n
  /\ Goto(n, IF phase[n] = "start" THEN "DownRead" ELSE "UpRead")
  /\ UNCHANGED <<phase, open, seen, queued, writer, generation, left, splat>>

(* A start has returned: the next one is nested, or the PTEs change. *)
AfterStart(n, opened) ==
  Goto(n, IF opened = Depth THEN "ChangePte" ELSE IF RealMap THEN "AcquireMap" ELSE "DownRead")
(* An end has returned: the invalidation around it goes on, or all is over. *)
AfterEnd(n, opened) ==
  /\ Goto(n, IF opened > 0 THEN "ChangePte" ELSE Resting(n))
  /\ phase' = [phase EXCEPT ![n] = IF opened > 0 THEN "end" ELSE "start"]
  /\ seen' = [seen EXCEPT ![n] = IF opened > 0 THEN @ ELSE 0]

DownRead(n) ==  \* down_read(&kvm->mmu_notifier_slots_lock) in range_start()
  /\ pc[n] = "DownRead" /\ writer = None /\ (FairRwsem => queued = {})
  /\ open' = [open EXCEPT ![n] = @ + 1]
  /\ seen' = IF open[n] = 0 THEN [seen EXCEPT ![n] = generation] ELSE seen
  /\ IF RealMap THEN Goto(n, "ReleaseMap") ELSE AfterStart(n, open[n] + 1)
  /\ UNCHANGED <<phase, mapOwner, queued, writer, generation, left, splat>>

ReleaseMap(n) ==  \* lock_map_release(&__mmu_notifier_invalidate_range_start_map)
  /\ pc[n] = "ReleaseMap"
  /\ mapOwner' = None
  /\ IF phase[n] = "start" THEN AfterStart(n, open[n]) /\ UNCHANGED <<phase, seen>>
     ELSE AfterEnd(n, open[n])
  /\ UNCHANGED <<open, queued, writer, generation, left, splat>>

ChangePte(n) ==  \* the primary MM between start and end, its page table lock
  /\ pc[n] = "ChangePte"
  /\ phase' = [phase EXCEPT ![n] = "end"]
  /\ Goto(n, IF RealMap THEN "AcquireMap" ELSE "UpRead")
  /\ UNCHANGED <<open, seen, mapOwner, queued, writer, generation, left, splat>>

UpRead(n) ==  \* up_read(&kvm->mmu_notifier_slots_lock) in range_end()
  /\ pc[n] = "UpRead"
  /\ open' = [open EXCEPT ![n] = @ - 1]
  /\ splat' = IF seen[n] # generation
              THEN splat \cup {"memslots changed under an invalidation"} ELSE splat
  /\ IF RealMap THEN Goto(n, "ReleaseMap") /\ UNCHANGED <<phase, seen>> ELSE AfterEnd(n, open[n] - 1)
  /\ UNCHANGED <<mapOwner, queued, writer, generation, left>>

-----------------------------------------------------------------------------
SetMemslot(u) ==  \* kvm_set_memslot(), kvm->slots_lock
  /\ pc[u] = "Idle"
  /\ left' = [left EXCEPT ![u] = @ - 1]
  /\ Goto(u, IF ~UpdateTakesRwsem THEN "SwapMemslots"
             ELSE IF FairRwsem THEN "QueueWriter" ELSE "DownWrite")
  /\ UNCHANGED <<phase, open, seen, mapOwner, queued, writer, generation, splat>>

QueueWriter(u) ==  \* down_write(&kvm->mmu_notifier_slots_lock) queues, kvm->slots_lock
  /\ pc[u] = "QueueWriter"
  /\ queued' = queued \cup {u}
  /\ Goto(u, "DownWrite")
  /\ UNCHANGED <<phase, open, seen, mapOwner, writer, generation, left, splat>>

DownWrite(u) ==  \* down_write(&kvm->mmu_notifier_slots_lock) returns, kvm->slots_lock
  /\ pc[u] = "DownWrite" /\ writer = None /\ (WriterWaits => \A n \in Notifier : open[n] = 0)
  /\ writer' = u /\ queued' = queued \ {u}
  /\ Goto(u, "SwapMemslots")
  /\ UNCHANGED <<phase, open, seen, mapOwner, generation, left, splat>>

SwapMemslots(u) ==  \* kvm_swap_active_memslots(), kvm->slots_lock
  /\ pc[u] = "SwapMemslots"
  /\ generation' = generation + 1
  /\ Goto(u, IF UpdateTakesRwsem THEN "UpWrite" ELSE Resting(u))
  /\ UNCHANGED <<phase, open, seen, mapOwner, queued, writer, left, splat>>

UpWrite(u) ==  \* up_write(&kvm->mmu_notifier_slots_lock), kvm->slots_lock
  /\ pc[u] = "UpWrite"
  /\ writer' = None
  /\ Goto(u, Resting(u))
  /\ UNCHANGED <<phase, open, seen, mapOwner, queued, generation, left, splat>>

Terminating ==  \* every task rests: the end, not a deadlock
  /\ \A t \in Task : pc[t] \in {"Idle", "Done"}
  /\ UNCHANGED vars

-----------------------------------------------------------------------------
InvStep(n) == \/ AcquireMap(n) \/ DownRead(n) \/ ReleaseMap(n) \/ ChangePte(n) \/ UpRead(n)
UpdateStep(u) == QueueWriter(u) \/ DownWrite(u) \/ SwapMemslots(u) \/ UpWrite(u)

Next ==
  \/ \E n \in Notifier : InvalidateRangeStart(n)
  \/ \E n \in Notifier : AcquireMap(n)
  \/ \E n \in Notifier : DownRead(n)
  \/ \E n \in Notifier : ReleaseMap(n)
  \/ \E n \in Notifier : ChangePte(n)
  \/ \E n \in Notifier : UpRead(n)
  \/ \E u \in Updater : SetMemslot(u)
  \/ \E u \in Updater : QueueWriter(u)
  \/ \E u \in Updater : DownWrite(u)
  \/ \E u \in Updater : SwapMemslots(u)
  \/ \E u \in Updater : UpWrite(u)
  \/ Terminating

Spec == Init /\ [][Next]_vars
(* Who can go on does; nobody is forced to invalidate or to update. *)
FairSpec ==
  /\ Spec
  /\ \A n \in Notifier : WF_vars(InvStep(n))
  /\ \A u \in Updater : WF_vars(UpdateStep(u))

-----------------------------------------------------------------------------
(* What the semaphore is for: start and end see the same memslots. *)
SameMemslots == \A n \in Notifier : open[n] > 0 => seen[n] = generation
(* The semaphore is held by one writer, or by readers. *)
RwsemExclusive == writer # None => \A n \in Notifier : open[n] = 0
(* The code's own checks stay silent. *)
NoSplat == splat = {}
(* L7: an update of the memslots completes. *)
SlotUpdateProgress == \A u \in Updater : pc[u] \in Steps ~> pc[u] \in {"Idle", "Done"}

-----------------------------------------------------------------------------
(* Expected to FAIL: each shows that something can happen at all. *)

(* A task nests an invalidation while an update waits. *)
ReachNestedWhileWaiting ==
  ~\E n \in Notifier, u \in Updater : open[n] = 2 /\ pc[u] = "DownWrite"
(* An end waits for the pseudo-lock that another task's start holds. *)
ReachEndWaitsForMap ==
  ~\E n \in Notifier : phase[n] = "end" /\ pc[n] = "AcquireMap" /\ mapOwner # None
=============================================================================
