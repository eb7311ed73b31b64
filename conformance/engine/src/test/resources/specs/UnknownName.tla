---- MODULE UnknownName ----
VARIABLE x
Init == x = Zero
Next == x' = x
====
