-------------------------------- MODULE Wide --------------------------------
(* More states wait than TLC keeps in memory, so that it writes and reads files of them. *)
EXTENDS Naturals
VARIABLES x, y
Init == x \in 0..60000 /\ y = 0
Next == y' \in 0..30 /\ UNCHANGED x
=============================================================================
