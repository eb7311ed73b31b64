------------------------------- MODULE Shapes -------------------------------
(* One variable for each kind of value that a spec can hold.                *)
EXTENDS Integers, Sequences, FiniteSets, TLC
CONSTANTS Task, Size, Names, Nested, Offset
VARIABLES number, flag, word, task, tuple, record, perTask, sparse, set, empty, mixed
vars == <<number, flag, word, task, tuple, record, perTask, sparse, set, empty, mixed>>
Default == [kind |-> "none", at |-> <<>>]
Init ==
  /\ number = -3 /\ flag = FALSE /\ word = "idle" /\ task \in Task
  /\ tuple = <<1, <<>>, "x">> /\ record = Default
  /\ perTask = [t \in Task |-> 0]
  /\ sparse = [i \in {0, 2} |-> {i}]
  /\ set = {{}, {1, 2}} /\ empty = <<>>
  /\ mixed = [p \in {"a", "b"} |-> [q \in 1..Size |-> -q]]
Grow(t, n) ==
  /\ number < 0 /\ number' = number + n
  /\ perTask' = [perTask EXCEPT ![t] = @ - n]
  /\ tuple' = Append(tuple, t)
  /\ record' = [record EXCEPT !.kind = "grown", !.at = Append(@, n)]
  /\ sparse' = sparse @@ (n + 5 :> SUBSET {n})
  /\ set' = set \cup {n..(n + 1)}
  /\ UNCHANGED <<flag, word, task, empty, mixed>>
Flip ==
  /\ flag' = ~flag /\ word' = IF flag THEN "idle" ELSE "Busy 1"
  /\ empty' = IF flag THEN <<>> ELSE [x \in {} |-> 0]
  /\ mixed' = [mixed EXCEPT !["a"][1] = 2147483647]
  /\ UNCHANGED <<number, task, tuple, record, perTask, sparse, set>>
Hand(t) ==  \* two disjuncts, so two of TLC's actions with one name
  \/ /\ t # task /\ task' = t
     /\ UNCHANGED <<number, flag, word, tuple, record, perTask, sparse, set, empty, mixed>>
  \/ /\ t = task /\ flag /\ word' = "kept"
     /\ UNCHANGED <<number, flag, task, tuple, record, perTask, sparse, set, empty, mixed>>
Next == Flip \/ \E t \in Task : Hand(t) \/ \E n \in {1, 2} : Grow(t, n)
Spec == Init /\ [][Next]_vars
Small == number <= 0
Limit == 1 + Size
StepsForward == [][number' >= number]_vars
=============================================================================
