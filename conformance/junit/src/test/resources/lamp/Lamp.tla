-------------------------------- MODULE Lamp --------------------------------
(* A lamp that its users turn on and off. *)
CONSTANT User
VARIABLE on

Init == on = FALSE
Turn(u) == on' = ~on
Next == \E u \in User : Turn(u)
Spec == Init /\ [][Next]_on

TypeOK == on \in BOOLEAN
=============================================================================
