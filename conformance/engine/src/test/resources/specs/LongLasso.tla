---- MODULE LongLasso ----
(* Counts up to Handle, and then round and round. *)
EXTENDS Naturals
CONSTANTS Handle, Loop
VARIABLES count, colour
vars == <<count, colour>>

Init == count = 0 /\ colour = 0
Next ==
  \/ /\ count < Handle
     /\ colour' \in 0..3
     /\ count' = count + 1
  \/ /\ count >= Handle
     /\ count' = IF count = Handle + Loop THEN Handle ELSE count + 1
     /\ colour' = 0
Spec == Init /\ [][Next]_vars /\ WF_vars(Next)

Returns == []<>(count = 1)
====
