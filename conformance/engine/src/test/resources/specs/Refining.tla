---- MODULE Refining ----
(* Two counters, of which each should do what Upwards does. *)
EXTENDS Naturals
CONSTANTS First, Leap
VARIABLES a, b
vars == <<a, b>>

Init == a = First /\ b = 0
Up == a < 3 /\ a' = a + 1 /\ UNCHANGED b
Leaps == Leap /\ a = 2 /\ b' = b + 2 /\ UNCHANGED a
Next == Up \/ Leaps
Spec == Init /\ [][Next]_vars

A == INSTANCE Upwards WITH n <- a
B == INSTANCE Upwards WITH n <- b
RefinesByA == A!Spec
RefinesByB == B!Spec
Small == a < 2
AlwaysSmall == []Small
====
