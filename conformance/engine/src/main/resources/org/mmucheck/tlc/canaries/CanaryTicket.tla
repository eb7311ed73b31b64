---------------------------- MODULE CanaryTicket ----------------------------
(* A step that can never be taken: the rest of the list is not the list.     *)
EXTENDS Naturals, Sequences
VARIABLES left, guard, list
Take ==
  /\ guard' = 42
  /\ left' = 1
  /\ list' = SelectSeq(list, LAMBDA each : each # left')
  /\ list' = <<1, 2>>
CanTake == ENABLED Take
=============================================================================
