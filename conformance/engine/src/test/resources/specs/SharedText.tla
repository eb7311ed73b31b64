---- MODULE SharedText ----
CONSTANT Task
VARIABLE x
Init == x \in Task
Next == x' = "t1"
====
