------------------------------ MODULE Deposits -----------------------------
(* Two tellers that read the balance, choose an amount, and write the sum.  *)
EXTENDS Naturals
CONSTANT Tellers
(* --algorithm Deposits
variables balance = 0, paid = 0;
process teller \in Tellers
variables seen = 0;
begin
  look:
    seen := balance;
  store:
    with amount \in 1..2 do
      balance := seen + amount;
      paid := paid + amount;
    end with;
end process;
end algorithm; *)
\* BEGIN TRANSLATION (chksum(pcal) = "7e081888" /\ chksum(tla) = "8cbef016")
VARIABLES balance, paid, pc, seen

vars == << balance, paid, pc, seen >>

ProcSet == (Tellers)

Init == (* Global variables *)
        /\ balance = 0
        /\ paid = 0
        (* Process teller *)
        /\ seen = [self \in Tellers |-> 0]
        /\ pc = [self \in ProcSet |-> "look"]

look(self) == /\ pc[self] = "look"
              /\ seen' = [seen EXCEPT ![self] = balance]
              /\ pc' = [pc EXCEPT ![self] = "store"]
              /\ UNCHANGED << balance, paid >>

store(self) == /\ pc[self] = "store"
               /\ \E amount \in 1..2:
                    /\ balance' = seen[self] + amount
                    /\ paid' = paid + amount
               /\ pc' = [pc EXCEPT ![self] = "Done"]
               /\ seen' = seen

teller(self) == look(self) \/ store(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in Tellers: teller(self))
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
TypeOK == balance \in Nat /\ paid \in Nat
(* What was paid in is in the account. *)
NothingLost == (\A t \in Tellers : pc[t] = "Done") => balance = paid
============================================================================
