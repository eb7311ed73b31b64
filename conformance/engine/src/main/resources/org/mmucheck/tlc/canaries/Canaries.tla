------------------------------ MODULE Canaries ------------------------------
(* What some versions of TLC get wrong.  A TLC that gets it right finds 1     *)
(* more state for the first of these, 2 for the second and 4 for the third.   *)
EXTENDS Naturals, Sequences, TLC
VARIABLES kind,   \* what is right
          n,      \* as many states
          guard,  \* the instance's other variables have other names than here
          list,
          prices, \* of one name for each possible name
          raised
Names == [{0} -> {"low", "high"}]
Low   == [i \in {0} |-> "low"]
High  == [i \in {0} |-> "high"]
Ticket == INSTANCE CanaryTicket WITH left <- guard, guard <- n

Init ==
  /\ kind = "none" /\ n = 0 /\ guard = 0 /\ list = <<1, 2>>
  /\ prices = [[name \in Names |-> 0] EXCEPT ![Low] = Low :> 5]
  /\ raised = [prices EXCEPT ![High] = 9]

Right(what, states) ==
  /\ kind = "none" /\ kind' = what /\ n' \in 1..states
  /\ UNCHANGED <<guard, list, prices, raised>>

(* What EXCEPT puts into a function constructor is there (tlaplus#1145). *)
Constructor == Tail([[i \in 1..3 |-> n] EXCEPT ![2] = 7])[1] = 7
(* EXCEPT at an index that is a function constructor keeps the domain (#1302). *)
Index == DOMAIN prices = Names /\ DOMAIN raised = Names
(* ENABLED of an instance's step whose LAMBDA has a primed variable (#725). *)
Instance == ~Ticket!CanTake

Next ==
  \/ Constructor /\ Right("constructor", 1)
  \/ Index /\ Right("index", 2)
  \/ Instance /\ Right("instance", 4)

Counted == n <= 4
=============================================================================
