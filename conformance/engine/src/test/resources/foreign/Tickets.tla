------------------------------ MODULE Tickets ------------------------------
(* A lock that serves its waiters in order. Next chooses from a sequence    *)
(* that is a variable, so that TLC cannot take it apart without a state.    *)
EXTENDS Naturals, Sequences
CONSTANT Clients
VARIABLES at, holder, line
vars == <<at, holder, line>>
Init == at = [c \in Clients |-> "away"] /\ holder = {} /\ line = <<>>
Arrive(c) ==
  /\ at[c] = "away"
  /\ at' = [at EXCEPT ![c] = "waits"]
  /\ line' = Append(line, c)
  /\ UNCHANGED holder
Serve(c) ==
  /\ holder' = {c}
  /\ at' = [at EXCEPT ![c] = "served"]
  /\ line' = Tail(line)
Leave ==
  \E c \in holder :
    /\ holder' = {}
    /\ at' = [at EXCEPT ![c] = "away"]
    /\ UNCHANGED line
Next ==
  \/ \E c \in Clients : Arrive(c)
  \/ line # <<>> /\ holder = {} /\ \E c \in {Head(line)} : Serve(c)
  \/ holder # {} /\ Leave
Spec == Init /\ [][Next]_vars
FairSpec == Spec /\ WF_vars(Next)

OneAtATime == \A c, d \in Clients : at[c] = "served" /\ at[d] = "served" => c = d
NobodyServed == \A c \in Clients : at[c] # "served"
EachIsServed == \A c \in Clients : at[c] = "waits" ~> at[c] = "served"
============================================================================
