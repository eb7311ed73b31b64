-------------------------------- MODULE Ring -------------------------------
(* A token that goes round a ring of model values; who may keep it may      *)
(* starve the others.                                                       *)
EXTENDS Naturals, FiniteSets
CONSTANTS Nodes, First, None
VARIABLES token, wants
vars == <<token, wants>>
ASSUME First \in Nodes /\ None \notin Nodes
Init == token = First /\ wants = {}
Want(n) == n \notin wants /\ wants' = wants \cup {n} /\ UNCHANGED token
Use == token \in wants /\ wants' = wants \ {token} /\ UNCHANGED token
Pass(n) == n # token /\ token \notin wants /\ token' = n /\ UNCHANGED wants
Next == Use \/ \E n \in Nodes : Want(n) \/ Pass(n)
Spec == Init /\ [][Next]_vars /\ WF_vars(Next)

(* Who wants the token gets it. *)
Served == \A n \in Nodes : n \in wants ~> n \notin wants
AllWant == Cardinality(wants) < Cardinality(Nodes)
Sym == {[n \in Nodes \cup {None} |-> IF n = None THEN None ELSE p[n]] :
          p \in {q \in [Nodes -> Nodes] : q[First] = First /\ \A a, b \in Nodes : q[a] = q[b] => a = b}}
============================================================================
