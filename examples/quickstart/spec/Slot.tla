-------------------------------- MODULE Slot --------------------------------
(* A place for one item, handed from putters to takers under one lock.  Who  *)
(* has to wait sleeps until the slot changes; every change wakes all.        *)
EXTENDS Naturals, Sequences
CONSTANTS Putter, Taker  \* the tasks that call put() and take()
VARIABLES item,     \* what is in the slot, named for its putter; or "none"
          waiting,  \* tasks that sleep, in the order of falling asleep
          woken     \* tasks that have been woken and have not got the lock yet
vars == <<item, waiting, woken>>

Task     == Putter \cup Taker
Asleep   == {waiting[i] : i \in DOMAIN waiting}
TypeOK   == item \in Putter \cup {"none"} /\ Asleep \subseteq Task /\ woken \subseteq Task \ Asleep
Init     == item = "none" /\ waiting = <<>> /\ woken = {}
Sleep(t) == waiting' = Append(waiting, t) /\ woken' = woken \ {t}
Wake(t)  == waiting' = <<>> /\ woken' = (woken \ {t}) \cup Asleep

Put(p) ==   \* put(), until it returns or waits
  /\ p \notin Asleep
  /\ IF item = "none" THEN item' = p /\ Wake(p)
                      ELSE Sleep(p) /\ UNCHANGED item
Take(t) ==  \* take(), until it returns or waits
  /\ t \notin Asleep
  /\ IF item # "none" THEN item' = "none" /\ Wake(t)
                      ELSE Sleep(t) /\ UNCHANGED item

Next == (\E p \in Putter : Put(p)) \/ (\E t \in Taker : Take(t))
Spec == Init /\ [][Next]_vars

(* Somebody can always go on. *)
NotAllAsleep == Asleep # Task
=============================================================================
