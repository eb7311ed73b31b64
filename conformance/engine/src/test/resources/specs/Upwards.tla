---- MODULE Upwards ----
EXTENDS Naturals
VARIABLE n
Init == n = 0
Inc == n' = n + 1
Spec == Init /\ [][Inc]_n
====
