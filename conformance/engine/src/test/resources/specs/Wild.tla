------------------------------- MODULE Wild -------------------------------
(* Next-state relations that an oracle cannot take apart or step through.  *)
EXTENDS Integers
CONSTANT Task
VARIABLES held, last
vars == <<held, last>>
Init == held = Task /\ last = 0
Take(t) == t \in held /\ held' = held \ {t} /\ last' = last
Pick(t) == held' \in {{}, {t}, held} /\ last' = last
Forget(t) == held' = held \ {t}
NextDynamic == \E t \in held : Take(t)
NextMixed == (\E t \in Task : Take(t)) \/ (held = {} /\ UNCHANGED vars)
NextChoice == \E t \in Task : Pick(t)
NextPartial == \E t \in Task : Forget(t)
NextState == \E t \in Task : Take(t) \/ Take(CHOOSE u \in held : TRUE)
===========================================================================
