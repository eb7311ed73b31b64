------------------------------- MODULE Crowd -------------------------------
(* More initial states than TLC keeps in memory, and an error right behind  *)
(* them: TLC has its verdict while its queue is still being written.        *)
EXTENDS Integers
VARIABLES member, left
vars == <<member, left>>
Init == member \in 1..40000 /\ left = FALSE
Leave == left' = TRUE /\ UNCHANGED member
Next == Leave
Spec == Init /\ [][Next]_vars
AllStay == left = FALSE
============================================================================
