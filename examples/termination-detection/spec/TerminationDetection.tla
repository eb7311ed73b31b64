----------------------- MODULE TerminationDetection -----------------------
(* Have all nodes of a ring come to rest?  Each of them sees only itself,   *)
(* and one that rests wakes up when a message arrives.  So a token goes     *)
(* round, adds up the messages that are still on their way, and takes a     *)
(* colour if what it has added up may be out of date.  The idea is Safra's, *)
(* told by Dijkstra in EWD 998.                                             *)
(*                                                                          *)
(* A node has two threads: a worker, which sends, receives and finishes,    *)
(* and a carrier, which takes the token on.  A step of this module is what  *)
(* one of them does under the node's lock.  Left out: what the messages say *)
(* and their order, and messages that get lost.                             *)
EXTENDS Integers
CONSTANTS N,                 \* nodes; node 0 is the initiator
          Messages,          \* how many messages the workers send in all
          \* FALSE is a mistake:
          CountMessages,     \* a node counts what it sends and receives
          BlackenOnReceive,  \* a node that receives turns black
          WakeAtOnce,        \* what receives, wakes up under the same lock
          KeepWhileActive,   \* an active node keeps the token
          TaintToken,        \* a black node blackens the token
          WhitenAfterPass,   \* a node that has passed the token turns white
          JudgeOwnColour,    \* the initiator judges its own colour as well
          JudgeOwnBalance,   \* the initiator judges its own balance as well
          StartWhite         \* a new round makes the token white
ASSUME SizesOK == N \in Nat \ {0, 1} /\ Messages \in Nat
ASSUME DesignOK ==
  {CountMessages, BlackenOnReceive, WakeAtOnce, KeepWhileActive, TaintToken,
   WhitenAfterPass, JudgeOwnColour, JudgeOwnBalance, StartWhite} \subseteq BOOLEAN
VARIABLES active,    \* is the node's worker at work?
          waking,    \* has it taken a message that it has not acted on yet?
          inbox,     \* messages on their way to the node
          balance,   \* messages that the node has sent, less those received
          colour,    \* black: it has received since it passed the token
          token,     \* where it is, its colour, the sum of the balances so far
          detected,  \* the initiator has announced that all have come to rest
          left       \* messages that the workers may still send
vars == <<active, waking, inbox, balance, colour, token, detected, left>>

Node      == 0 .. N - 1
Initiator == 0
After(n)  == (n + 1) % N  \* the next on the token's way

Colour == {"white", "black"}

TypeOK ==
  /\ active \in [Node -> BOOLEAN] /\ waking \in [Node -> BOOLEAN]
  /\ inbox \in [Node -> 0 .. Messages] /\ balance \in [Node -> -Messages .. Messages]
  /\ colour \in [Node -> Colour]
  /\ token.at \in Node /\ token.colour \in Colour /\ token.count \in Int
  /\ detected \in BOOLEAN /\ left \in 0 .. Messages
Init ==  \* all are at work; the token has seen nobody yet, so it is black
  /\ active = [n \in Node |-> TRUE] /\ waking = [n \in Node |-> FALSE]
  /\ inbox = [n \in Node |-> 0] /\ balance = [n \in Node |-> 0]
  /\ colour = [n \in Node |-> "white"]
  /\ token = [at |-> Initiator, colour |-> "black", count |-> 0]
  /\ detected = FALSE /\ left = Messages

(***************************** The workers ********************************)

Send(n, m) ==  \* a worker at work sends to any node, also to its own
  /\ active[n] /\ ~waking[n] /\ left > 0
  /\ left' = left - 1
  /\ inbox' = [inbox EXCEPT ![m] = @ + 1]
  /\ balance' = IF CountMessages THEN [balance EXCEPT ![n] = @ + 1] ELSE balance
  /\ UNCHANGED <<active, waking, colour, token, detected>>

Awake(n) ==  \* the receiver is at work, and what the token knows of it is old
  /\ active' = [active EXCEPT ![n] = TRUE]
  /\ colour' = IF BlackenOnReceive THEN [colour EXCEPT ![n] = "black"] ELSE colour

Receive(n) ==
  /\ inbox[n] > 0 /\ ~waking[n]
  /\ inbox' = [inbox EXCEPT ![n] = @ - 1]
  /\ balance' = IF CountMessages THEN [balance EXCEPT ![n] = @ - 1] ELSE balance
  /\ IF WakeAtOnce
     THEN Awake(n) /\ UNCHANGED waking
     ELSE waking' = [waking EXCEPT ![n] = TRUE] /\ UNCHANGED <<active, colour>>
  /\ UNCHANGED <<token, detected, left>>

WakeUp(n) ==  \* only where it has not happened at once
  /\ waking[n]
  /\ waking' = [waking EXCEPT ![n] = FALSE]
  /\ Awake(n)
  /\ UNCHANGED <<inbox, balance, token, detected, left>>

Finish(n) ==
  /\ active[n] /\ ~waking[n]
  /\ active' = [active EXCEPT ![n] = FALSE]
  /\ UNCHANGED <<waking, inbox, balance, colour, token, detected, left>>

(***************************** The carriers *******************************)

Holds(n) == token.at = n /\ (KeepWhileActive => ~active[n])

PassToken(n) ==
  /\ n # Initiator /\ Holds(n)
  /\ token' = [at     |-> After(n),
               colour |-> IF TaintToken /\ colour[n] = "black" THEN "black" ELSE token.colour,
               count  |-> token.count + balance[n]]
  /\ colour' = IF WhitenAfterPass THEN [colour EXCEPT ![n] = "white"] ELSE colour
  /\ UNCHANGED <<active, waking, inbox, balance, detected, left>>

Conclusive ==  \* the round has found all at rest and nothing on its way
  /\ token.colour = "white" /\ (JudgeOwnColour => colour[Initiator] = "white")
  /\ token.count + (IF JudgeOwnBalance THEN balance[Initiator] ELSE 0) = 0

Judge ==  \* the initiator has the token back: it announces, or tries again
  /\ ~detected /\ Holds(Initiator)
  /\ IF Conclusive
     THEN detected' = TRUE /\ UNCHANGED <<token, colour>>
     ELSE /\ token' = [at     |-> After(Initiator),
                       colour |-> IF StartWhite THEN "white" ELSE token.colour,
                       count  |-> 0]
          /\ colour' = [colour EXCEPT ![Initiator] = "white"]
          /\ UNCHANGED detected
  /\ UNCHANGED <<active, waking, inbox, balance, left>>

Next ==
  \/ \E n \in Node : Receive(n) \/ WakeUp(n) \/ Finish(n) \/ PassToken(n)
  \/ \E n \in Node, m \in Node : Send(n, m)
  \/ Judge
Spec     == Init /\ [][Next]_vars
FairSpec == Spec /\ WF_vars(Judge) /\ \A n \in Node : WF_vars(PassToken(n))

(***************************** Properties *********************************)

Terminated == \A n \in Node : ~active[n] /\ ~waking[n] /\ inbox[n] = 0

(* What is announced is true. *)
Sound == detected => Terminated
(* What is true is announced, if the carriers go on. *)
Live == Terminated ~> detected

RECURSIVE Sum(_, _)
Sum(f, S) == IF S = {} THEN 0 ELSE LET n == CHOOSE n \in S : TRUE IN f[n] + Sum(f, S \ {n})

(* The balances add up to the messages on their way. *)
CountExact == Sum(balance, Node) = Sum(inbox, Node)

(* Why it is sound: what the token has counted is still so, unless something *)
(* is bound to make this round inconclusive.                                 *)
Passed == {n \in Node \ {Initiator} : token.at = Initiator \/ n < token.at}
Ahead  == Node \ Passed
Founded ==
  \/ (\A n \in Passed : ~active[n]) /\ Sum(balance, Passed) = token.count
  \/ token.count + Sum(balance, Ahead) > 0
  \/ \E n \in Ahead : colour[n] = "black"
  \/ token.colour = "black"

(* Expected to FAIL: each shows that a state can be reached. *)
ReachDetected     == ~(detected /\ left = 0)
ReachActiveBehind == ~(token.at # Initiator /\ \E n \in Passed : active[n])
============================================================================
