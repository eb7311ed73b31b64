------------------------------ MODULE Counter ------------------------------
(* Counts up to a limit, with every way to go wrong behind a constant.      *)
EXTENDS Integers, TLC
CONSTANTS Limit, Wrap, Fair
ASSUME LimitOK == Limit > 0
VARIABLE count
vars == <<count>>
Init == count = 0
Up == count < Limit /\ count' = count + 1
Back == Wrap /\ count = Limit /\ count' = 1
Next == Up \/ Back
Spec == Init /\ [][Next]_vars /\ (Fair => WF_vars(Next))
Below == count < Limit
AlwaysBelow == [](count < Limit)
Forward == [][count' > count]_vars
StartsAtOne == count = 1
NotNegative == count >= 0
ReachesLimit == <>(count = Limit)
SettlesAtLimit == <>[](count = Limit)
Broken == count < "five"
Asserted == Assert(count < 2, "two is too much")
============================================================================
