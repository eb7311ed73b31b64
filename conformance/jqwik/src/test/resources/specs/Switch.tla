------------------------------- MODULE Switch -------------------------------
(* A switch that users turn, and a lamp that blinks while it is on.          *)
CONSTANT User
VARIABLE on

Init == on = FALSE
Turn(u) == on' = ~on
Blink == on /\ UNCHANGED on
Next == Blink \/ \E u \in User : Turn(u)
Spec == Init /\ [][Next]_on

(* As if somebody had forgotten that the lamp blinks. *)
Steady == Init /\ [][\E u \in User : Turn(u)]_on

TypeOK == on \in BOOLEAN
=============================================================================
