------------------------------ MODULE Mailbox ------------------------------
(* Records in a sequence: letters of senders to one reader.                 *)
EXTENDS Naturals, Sequences
CONSTANTS Senders, Capacity
VARIABLES box, sent, read
vars == <<box, sent, read>>
Init == box = <<>> /\ sent = [s \in Senders |-> 0] /\ read = {}
Send(s) ==
  /\ sent[s] < 2
  /\ box' = Append(box, [from |-> s, number |-> sent[s] + 1])
  /\ sent' = [sent EXCEPT ![s] = @ + 1]
  /\ UNCHANGED read
(* The newest letter first: that is the mistake. *)
Read ==
  /\ box # <<>>
  /\ read' = read \cup {box[Len(box)]}
  /\ box' = SubSeq(box, 1, Len(box) - 1)
  /\ UNCHANGED sent
Next == Read \/ \E s \in Senders : Send(s)
Spec == Init /\ [][Next]_vars

(* Who has read a sender's letter has read all earlier ones. *)
InOrder == \A m \in read : \A n \in 1..m.number : [from |-> m.from, number |-> n] \in read
(* The reader's box never overflows. *)
Bounded == Len(box) <= Capacity
Small == Len(box) < 3
============================================================================
