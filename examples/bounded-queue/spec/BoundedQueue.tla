---------------------------- MODULE BoundedQueue ----------------------------
(* A queue of bounded length between producers and consumers, guarded by one *)
(* lock.  A producer that finds it full waits for room, a consumer that      *)
(* finds it empty waits for an item; whoever changes the queue wakes one     *)
(* waiting task.  The known mistake: all wait on one condition, and a        *)
(* producer wakes a producer.                                                *)
(*                                                                           *)
(* One action is what a task does with the lock held: from its call, or from *)
(* when it has been woken, until it returns or waits.                        *)
EXTENDS Naturals, Sequences
CONSTANTS Producer,       \* tasks that call put()
          Consumer,       \* tasks that call take()
          Capacity,       \* items that the queue holds at most
          TwoConditions,  \* FALSE: one condition for "not full" and "not empty"
          Rechecks        \* FALSE: a woken task does not look again
ASSUME TasksDiffer == Producer \cap Consumer = {}
ASSUME CapacityOK  == Capacity \in Nat \ {0}
ASSUME DesignOK    == TwoConditions \in BOOLEAN /\ Rechecks \in BOOLEAN
VARIABLES buffer,    \* the items, oldest first; an item is its producer's name
          notFull,   \* producers that wait for room, in the order of waiting
          notEmpty,  \* consumers that wait for an item; unused with one condition
          woken      \* tasks that have been woken and have not got the lock yet
vars == <<buffer, notFull, notEmpty, woken>>

Range(seq) == {seq[i] : i \in DOMAIN seq}
First(seq) == IF seq = <<>> THEN {} ELSE {Head(seq)}
Rest(seq)  == IF seq = <<>> THEN <<>> ELSE Tail(seq)
Asleep     == Range(notFull) \cup Range(notEmpty)

TypeOK ==
  /\ buffer \in Seq(Producer) /\ Asleep \subseteq Producer \cup Consumer
  /\ woken \subseteq (Producer \cup Consumer) \ Asleep
Init == buffer = <<>> /\ notFull = <<>> /\ notEmpty = <<>> /\ woken = {}

Sleeps(t, queue) == queue' = Append(queue, t) /\ woken' = woken \ {t}
Wakes(t, queue)  == queue' = Rest(queue) /\ woken' = (woken \ {t}) \cup First(queue)
GoesOn(t, can)   == can \/ (~Rechecks /\ t \in woken)

Put(p) ==  \* put(): adds an item and wakes a consumer, or waits for room
  /\ p \notin Asleep
  /\ IF GoesOn(p, Len(buffer) < Capacity)
     THEN /\ buffer' = Append(buffer, p)
          /\ IF TwoConditions THEN Wakes(p, notEmpty) /\ UNCHANGED notFull
                              ELSE Wakes(p, notFull) /\ UNCHANGED notEmpty
     ELSE Sleeps(p, notFull) /\ UNCHANGED <<buffer, notEmpty>>
Take(c) ==  \* take(): removes an item and wakes a producer, or waits for one
  /\ c \notin Asleep
  /\ IF GoesOn(c, buffer # <<>>)
     THEN /\ buffer' = Rest(buffer)
          /\ Wakes(c, notFull) /\ UNCHANGED notEmpty
     ELSE /\ IF TwoConditions THEN Sleeps(c, notEmpty) /\ UNCHANGED notFull
                              ELSE Sleeps(c, notFull) /\ UNCHANGED notEmpty
          /\ UNCHANGED buffer

Next == (\E p \in Producer : Put(p)) \/ (\E c \in Consumer : Take(c))
Spec == Init /\ [][Next]_vars

(* The queue never holds more than it may. *)
NeverOverfull == Len(buffer) <= Capacity
(* Not everybody sleeps: somebody can go on. *)
NotAllAsleep == Asleep # Producer \cup Consumer
(* Expected to fail: shows that a producer waits for room at all. *)
NobodyWaitsForRoom == notFull = <<>>
=============================================================================
