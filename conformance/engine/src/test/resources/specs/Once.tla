---- MODULE Once ----
VARIABLE x
Init == x = FALSE
Next == x' \in BOOLEAN
Spec == Init /\ [][Next]_x
Same == 0
(* Once x has been TRUE and then FALSE, it stays so; nothing sees to that. *)
AtMostOnce == [](x => [](~x => []~x))
====
