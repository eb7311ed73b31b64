---- MODULE StandardText ----
EXTENDS TLC
CONSTANTS S
VARIABLE x
(* The module TLC has strings of its own, "a" and "b" among its definitions. *)
Init == x \in S
Move == x' \in S
Next == Move
====
