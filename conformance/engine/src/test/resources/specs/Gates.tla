------------------------------- MODULE Gates -------------------------------
(* Each action is refused in the first state by another form of guard.      *)
EXTENDS Integers, Sequences
CONSTANTS Task
VARIABLES pc, queue, bolts
vars == <<pc, queue, bolts>>
Init == pc = [t \in Task |-> "Idle"] /\ queue = <<>> /\ bolts = {1, 2}

Is(t, step) == pc[t] = step
Bolted(n) == n \in bolts
Free(t) == /\ pc[t] = "Idle"
           /\ ~Bolted(2)
Stay == UNCHANGED vars

Compare(t) == pc[t] = "Idle" /\ pc[t] # "Idle" /\ Stay
Call(t) == Is(t, "Gone") /\ Stay
Within(t) == Free(t) /\ Stay
Let(t) == LET wanted == Len(queue) + 3 IN wanted < 3 /\ Stay
If(t) == IF Bolted(1) THEN queue # <<>> /\ Stay ELSE Stay
Case(t) == CASE ~Bolted(1) -> Stay [] Bolted(2) -> Len(queue) > 5 /\ Stay [] OTHER -> Stay
Some(t) == \E n \in bolts : n > 4 /\ pc' = [pc EXCEPT ![t] = n] /\ UNCHANGED <<queue, bolts>>
NoneThere(t) == \E n \in bolts \ {1, 2} : Stay
All(t) == (\A n \in bolts : n < 2) /\ Stay
Implied(t) == (Bolted(1) => queue # <<>>) /\ Stay
Either(t) == (Is(t, "A") \/ Is(t, "B")) /\ Stay
Nowhere(t) == pc' = pc /\ pc' # pc /\ UNCHANGED <<queue, bolts>>
Two(t) == \/ Is(t, "One") /\ Stay
          \/ Is(t, "Other") /\ Stay
Field(t) == [name |-> t].name # t /\ Stay
Open(t) == pc[t] = "Idle" /\ bolts' = {} /\ UNCHANGED <<pc, queue>>

Next == \E t \in Task : \/ Compare(t) \/ Call(t) \/ Within(t) \/ Let(t) \/ If(t) \/ Case(t)
                        \/ Some(t) \/ NoneThere(t) \/ All(t) \/ Implied(t) \/ Either(t)
                        \/ Nowhere(t) \/ Two(t) \/ Field(t) \/ Open(t)
Spec == Init /\ [][Next]_vars
============================================================================
