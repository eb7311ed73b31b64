---------------------------- MODULE SecondaryMmu ----------------------------
(* What the primary MM relies on when it takes a page away from a secondary  *)
(* MMU: the contract of mmu_notifier, in abstract terms.  Each module with   *)
(* something that can reach a page refines it; see Refines there.            *)
(*                                                                           *)
(* A frame is one page of memory as the primary MM names it.  How the        *)
(* secondary MMU reaches it (roots, SPTEs, TLBs, kernel mappings) is left    *)
(* out; so is who asks for an invalidation.                                  *)
CONSTANTS Frame,  \* pages of memory, by the name that the primary MM has
          Root    \* the secondary MMU's own tables
VARIABLES
  reach,  \* frames that the secondary MMU can still reach, through anything
  told,   \* frames whose invalidate_range_start() has returned and whose
          \* invalidate_range_end() has not begun
  gone,   \* frames whose page belongs to nobody, or to somebody else
  dead    \* tables that have been freed
contract == <<reach, told, gone, dead>>

Init == /\ reach \subseteq Frame /\ told = {} /\ dead = {}
        /\ gone \subseteq Frame \ reach

(* The secondary MMU maps and unmaps as it likes, but not what is told.      *)
Remap == /\ reach' \subseteq Frame
         /\ (reach' \ reach) \cap (told \cup gone) = {}
         /\ UNCHANGED <<told, gone, dead>>
(* Start returns only once nothing in the range can be reached.              *)
StartReturns == /\ told \subseteq told' /\ told' \subseteq Frame
                /\ told' \cap reach = {}
                /\ UNCHANGED <<reach, gone, dead>>
EndBegins == /\ told' \subseteq told
             /\ UNCHANGED <<reach, gone, dead>>
(* The primary MM frees, or gives away, what nobody can reach, and takes it  *)
(* back.                                                                     *)
TurnOverPages == /\ gone' \subseteq Frame /\ gone' \cap reach = {}
                 /\ UNCHANGED <<reach, told, dead>>
(* A table is freed once, and what it reached was unmapped before.           *)
FreeTable == /\ \E r \in Root \ dead : dead' = dead \cup {r}
             /\ UNCHANGED <<reach, told, gone>>

Next == Remap \/ StartReturns \/ EndBegins \/ TurnOverPages \/ FreeTable
Spec == Init /\ [][Next]_contract

(* Once start has returned, and until end, nothing of the range is reached.  *)
ToldIsUnreachable == told \cap reach = {}
(* A page that is freed cannot be reached.                                   *)
GoneIsUnreachable == gone \cap reach = {}
=============================================================================
