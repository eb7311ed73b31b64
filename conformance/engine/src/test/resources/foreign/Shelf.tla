------------------------------- MODULE Shelf -------------------------------
(* Extends a module that is in a folder of its own.                         *)
EXTENDS Shared
VARIABLE n
Init == n = 0
Next == n' = Plus(n)
Spec == Init /\ [][Next]_n
Small == n < 2
============================================================================
