------------------------------- MODULE Forks -------------------------------
(* Philosophers that each take the left fork first: they all wait for ever. *)
EXTENDS Naturals
CONSTANT Seats
VARIABLES fork, has
vars == <<fork, has>>
Right(p) == IF p = Seats THEN 1 ELSE p + 1
Init == fork = [f \in 1..Seats |-> 0] /\ has = [p \in 1..Seats |-> {}]
Take(p, f) ==
  /\ fork[f] = 0
  /\ fork' = [fork EXCEPT ![f] = p]
  /\ has' = [has EXCEPT ![p] = @ \cup {f}]
Eat(p) ==
  /\ has[p] = {p, Right(p)}
  /\ fork' = [f \in 1..Seats |-> IF fork[f] = p THEN 0 ELSE fork[f]]
  /\ has' = [has EXCEPT ![p] = {}]
Next ==
  \E p \in 1..Seats :
    \/ has[p] = {} /\ Take(p, p)
    \/ has[p] = {p} /\ Take(p, Right(p))
    \/ Eat(p)
Spec == Init /\ [][Next]_vars
============================================================================
