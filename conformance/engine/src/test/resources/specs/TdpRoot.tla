------------------------------ MODULE TdpRoot ------------------------------
(* Lifetime of one TDP MMU root: who may hold it and who may free it.       *)
(* Models kvm_tdp_mmu_{get,put}_root(), kvm_tdp_mmu_invalidate_roots() and  *)
(* kvm_tdp_mmu_zap_invalidated_roots() as of kvm.git 6249af463216.          *)
(* Left out: SPTEs, mirror roots, NX recovery.  mmu_lock is not a variable: *)
(* each action is one step that no other task can see half done.            *)
EXTENDS Integers, Sequences, FiniteSets
CONSTANTS Vcpu,        \* vCPUs that may load the root
          PutAfterZap  \* FALSE puts the MMU's reference too early (the bug)
ASSUME VcpuOK        == Vcpu # {} /\ IsFiniteSet(Vcpu)
ASSUME PutAfterZapOK == PutAfterZap \in BOOLEAN
VARIABLES refcount,  \* root->tdp_mmu_root_count
          invalid,   \* root->role.invalid
          loaded,    \* vCPUs holding a reference
          zapper     \* steps the zapping task still owes, in order
vars == <<refcount, invalid, loaded, zapper>>
Owes(step) == \E i \in DOMAIN zapper : zapper[i] = step
Freed      == refcount = 0  \* off tdp_mmu_roots, handed to call_rcu()

TypeOK ==
  /\ refcount \in Int /\ invalid \in BOOLEAN /\ loaded \subseteq Vcpu
  /\ zapper \in {<<>>, <<"zap">>, <<"put">>, <<"zap", "put">>, <<"put", "zap">>}
Init ==  \* kvm_tdp_mmu_alloc_root(): the MMU's reference; vCPUs take their own
  /\ refcount = 1 /\ invalid = FALSE /\ loaded = {} /\ zapper = <<>>

GetRoot(v) ==  \* kvm_tdp_mmu_get_root() on a valid root, mmu_lock held for read
  /\ v \notin loaded /\ ~invalid /\ ~Freed
  /\ refcount' = refcount + 1 /\ loaded' = loaded \cup {v}
  /\ UNCHANGED <<invalid, zapper>>
PutRoot(v) ==  \* kvm_tdp_mmu_put_root() by a vCPU, mmu_lock held for read
  /\ v \in loaded
  /\ refcount' = refcount - 1 /\ loaded' = loaded \ {v}
  /\ UNCHANGED <<invalid, zapper>>
InvalidateRoot ==  \* kvm_tdp_mmu_invalidate_roots(), mmu_lock held for write
  /\ ~invalid
  /\ invalid' = TRUE
  /\ zapper' = IF PutAfterZap THEN <<"zap", "put">> ELSE <<"put", "zap">>
  /\ UNCHANGED <<refcount, loaded>>
ZapRoot ==  \* tdp_mmu_zap_root() in kvm_tdp_mmu_zap_invalidated_roots()
  /\ zapper # <<>> /\ Head(zapper) = "zap"
  /\ zapper' = Tail(zapper)
  /\ UNCHANGED <<refcount, invalid, loaded>>
PutMmuRef ==  \* kvm_tdp_mmu_put_root() on the reference the zapper was gifted
  /\ zapper # <<>> /\ Head(zapper) = "put"
  /\ refcount' = refcount - 1 /\ zapper' = Tail(zapper)
  /\ UNCHANGED <<invalid, loaded>>

Next == InvalidateRoot \/ ZapRoot \/ PutMmuRef \/ \E v \in Vcpu : GetRoot(v) \/ PutRoot(v)
Spec == /\ Init /\ [][Next]_vars
        /\ WF_vars(ZapRoot \/ PutMmuRef) /\ \A v \in Vcpu : WF_vars(PutRoot(v))

(* No task walks page tables that are already on their way to the allocator. *)
ZapSeesLiveRoot == Owes("zap") => ~Freed
(* Every reference has an owner: a vCPU, or the MMU until the zapper puts it. *)
RefcountHasOwners == refcount = Cardinality(loaded) + IF ~invalid \/ Owes("put") THEN 1 ELSE 0
(* An invalid root goes away once the vCPUs that still hold it let go. *)
InvalidRootIsFreed == invalid ~> Freed
(* Expected to FAIL: shows that a vCPU can outlive the invalidation. *)
ReachHeldWhileInvalid == ~(invalid /\ loaded # {})
============================================================================
