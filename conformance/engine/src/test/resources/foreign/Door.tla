-------------------------------- MODULE Door -------------------------------
(* A door that two persons pass one after the other, if they knock.         *)
CONSTANTS Persons, KnockFirst, Polite
VARIABLES knocked, inside
vars == <<knocked, inside>>
Init == knocked = {} /\ inside = {}
Knock(p) == knocked = {} /\ inside = {} /\ knocked' = {p} /\ UNCHANGED inside
Enter(p) ==
  /\ p \notin inside
  /\ KnockFirst => p \in knocked
  /\ inside' = inside \cup {p}
  /\ knocked' = knocked \ {p}
Leave(p) == p \in inside /\ inside' = inside \ {p} /\ UNCHANGED knocked
Next == \E p \in Persons : Knock(p) \/ Enter(p) \/ Leave(p)
Spec == Init /\ [][Next]_vars

OneInside == \A p, q \in inside : p = q
============================================================================
