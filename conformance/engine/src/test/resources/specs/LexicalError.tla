---- MODULE LexicalError ----
VARIABLE x
Init == x = 0
Text == "a\*b"
====
