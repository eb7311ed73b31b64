------------------------------ MODULE VmLifetime ------------------------------
(* The end of a VM, against what zaps its last root and the RCU callback that *)
(* frees it: does the destruction end, and does anybody touch the VM or the   *)
(* root afterwards?                                                           *)
(* Models kvm_put_kvm(), kvm_destroy_vm() and kvm_mmu_uninit_tdp_mmu() with   *)
(* kvm_tdp_mmu_put_root(): of v5.18, where the last put of a root leaves its  *)
(* zap to a helper, tdp_mmu_zap_root_work(); and of v6.6 to v7.3, where the   *)
(* TDP MMU has a reference of its own to a valid root, so that destroying     *)
(* zaps it and puts that reference: kvm_tdp_mmu_zap_invalidated_roots().      *)
(*                                                                            *)
(* A freed VM stands for what the VM kept alive, too: its last reference lets *)
(* go of the module, and with it of the code of RCU callbacks.                *)
(* Left out: the notifier (mmu_notifier_unregister() waits for its readers)   *)
(* and its release, which zaps all SPTEs before; all tasks but one vCPU, who  *)
(* closes the VM, and the helpers; yields; see RootLifetime.  So mmu_lock is  *)
(* taken for write just by who destroys, when nobody else is left to take it, *)
(* and no variable has it; and a callback under way is of no root that a task *)
(* inside RCU can meet.  Destroying puts what a vCPU still holds.             *)
EXTENDS Integers, Sequences, FiniteSets
CONSTANTS
  None,      \* no root
  Vcpu,      \* one vCPU: has the root loaded, and a reference to the VM
  Closer,    \* tasks that have the VM's file open, and with it a reference
  Worker,    \* kworkers of the zap workqueue
  Root       \* the one root; it maps one page
CONSTANTS    \* the rules; FALSE restores a mistake
  HelperWithoutVmReference, \* a queued zap has no reference to the VM
  PutOwnVmReference,        \* it puts a reference to the VM just if it has one
  FlushBeforeDestroy,       \* destroying waits for what is queued
  RcuBarrierAtUninit,       \* ... and for the RCU callbacks that are under way
  BarrierAfterFlush,        \* ... in this order: a zap registers callbacks
  OwnReference,             \* the TDP MMU has a reference of its own to a valid root
  CountOwners,              \* the refcount of a root is the number of its owners
  InvalidateAtUninit,       \* destroying makes the roots invalid, which has them zapped
  ZapAtUninit,              \* ... and zaps them and puts the TDP MMU's reference
  ZapUnderRead,             \* ... with mmu_lock held for read, not for write
  ZapWalkTakesRefs,         \* ... and a reference of the walk's own to each root
  PutAfterZap               \* ... and puts the TDP MMU's after the zap
ASSUME ConstantsOK ==
  /\ Cardinality(Vcpu) = 1 /\ Cardinality(Root) = 1
  /\ {HelperWithoutVmReference, PutOwnVmReference, FlushBeforeDestroy, RcuBarrierAtUninit,
      BarrierAfterFlush, OwnReference, CountOwners, InvalidateAtUninit, ZapAtUninit,
      ZapUnderRead, ZapWalkTakesRefs, PutAfterZap} \subseteq BOOLEAN
Task == Vcpu \cup Closer \cup Worker
File == Vcpu \cup Closer

VARIABLES
  pc,         \* the step each task takes next; Idle: waits for a command, Done: file closed
  op,         \* what each task is doing; visit: its walk is in the root
  readers,    \* the tasks that hold mmu_lock for read
  loaded,     \* vcpu->arch.mmu->root
  users,      \* kvm->users_count
  vm,         \* alive, destroying, freed
  life,       \* listed, unlinked, freeing (call_rcu), freed
  count,      \* root->tdp_mmu_root_count
  invalid,    \* root->role.invalid
  spte,       \* the root's SPTEs
  queue,      \* kvm->arch.tdp_mmu_zap_wq
  vmHolders,  \* roots whose queued zap has a reference to the VM
  splat       \* what a debug kernel has printed
vars == <<pc, op, readers, loaded, users, vm, life, count, invalid, spte, queue, vmHolders, splat>>
rootVars == <<life, count, invalid>>
vmVars   == <<users, vm>>

TypeOK ==
  /\ pc \in [Task -> {"Idle", "Done", "ReadLock", "PutRoot", "MarkInvalid", "SetRefcountOne", "QueueRoot",
       "UnlinkRoot", "CallRcu", "UnlockMmu", "ProcessWork", "FreezeSpte", "ClearSpte",
       "PutVm", "FlushWorkqueue", "CheckRootList", "RcuBarrier", "FreeVm", "InvalidateRoots",
       "WriteLock", "FindRoot", "GetRoot", "TestScheduled", "ClearScheduled", "ZapSpte"}]
  /\ op \in [Task -> {"none", "put", "work", "destroy", "zap", "visit"}]
  /\ readers \subseteq Task /\ loaded \in [Vcpu -> Root \cup {None}]
  /\ users \in 0 .. Cardinality(File) + 1 /\ vm \in {"alive", "destroying", "freed"}
  /\ life \in [Root -> {"listed", "unlinked", "freeing", "freed"}]
  /\ count \in [Root -> 0 .. 2] /\ invalid \in [Root -> BOOLEAN]
  /\ spte \in [Root -> {"none", "present", "frozen"}]
  /\ queue \in Seq(Root) /\ Len(queue) <= 1 /\ vmHolders \subseteq Root
  /\ splat \subseteq {"use-after-free: vm", "use-after-free: root", "roots left behind",
                      "final put of a valid root", "double call_rcu"}

TheRoot == CHOOSE r \in Root : TRUE
Init ==
  /\ pc = [t \in Task |-> IF t \in Worker THEN "ProcessWork" ELSE "Idle"]
  /\ op = [t \in Task |-> "none"] /\ readers = {}
  /\ loaded = [v \in Vcpu |-> TheRoot]
  /\ users = Cardinality(File) /\ vm = "alive"
  /\ life = [r \in Root |-> "listed"]
  /\ count = [r \in Root |-> IF OwnReference = CountOwners THEN 2 ELSE 1]
  /\ invalid = [r \in Root |-> FALSE]
  /\ spte = [r \in Root |-> "present"]
  /\ queue = <<>> /\ vmHolders = {} /\ splat = {}

Goto(t, step) == pc' = [pc EXCEPT ![t] = step]
Begin(t, o, step) == op' = [op EXCEPT ![t] = o] /\ Goto(t, step)
(* After its file is closed a task rests for good; a helper waits for work.   *)
Resting(t) == IF t \in Worker THEN "ProcessWork" ELSE "Done"
Touch == IF vm = "freed" THEN {"use-after-free: vm"} ELSE {}
TouchRoot == IF life[TheRoot] = "freed" THEN {"use-after-free: root"} ELSE {}

-----------------------------------------------------------------------------
(* The steps that destroying takes, once no vCPU has a root loaded.           *)
ZapLock == IF ZapUnderRead THEN "ReadLock" ELSE "WriteLock"  \* the zap begins with it
Uninit ==
  LET flush   == IF FlushBeforeDestroy THEN <<"FlushWorkqueue">> ELSE <<>>
      mark    == IF InvalidateAtUninit THEN <<"InvalidateRoots">> ELSE <<>>
      zap     == IF ZapAtUninit THEN <<ZapLock>> ELSE <<>>
      rid     == IF OwnReference THEN mark \o zap ELSE flush
      barrier == IF RcuBarrierAtUninit THEN <<"RcuBarrier">> ELSE <<>>
  IN  IF BarrierAfterFlush
      THEN rid \o <<"CheckRootList">> \o barrier \o <<"FreeVm">>
      ELSE barrier \o rid \o <<"CheckRootList", "FreeVm">>
After(step) == LET i == CHOOSE i \in DOMAIN Uninit : Uninit[i] = step IN Uninit[i + 1]
GoOn(t, step) == Begin(t, IF step = ZapLock THEN "zap" ELSE "destroy", step)
Destroys(t) == op[t] \in {"destroy", "zap", "visit"}

FreeRoots(v) ==  \* kvm_mmu_free_roots(), by an ioctl of the vCPU; no lock
  /\ pc[v] = "Idle" /\ loaded[v] # None
  /\ Begin(v, "put", "ReadLock")
  /\ UNCHANGED <<spte, readers, loaded, vmVars, rootVars, queue, vmHolders, splat>>

CloseFile(t) ==  \* kvm_vcpu_release() or kvm_vm_release(), no lock
  /\ pc[t] = "Idle"
  /\ Goto(t, "PutVm")
  /\ UNCHANGED <<op, spte, readers, loaded, vmVars, rootVars, queue, vmHolders, splat>>

(* Whoever puts the last reference destroys the VM, with the roots that vCPUs *)
(* still have loaded.  A put below zero destroys nothing.                     *)
PutVm(t) ==  \* kvm_put_kvm(), no lock
  /\ pc[t] = "PutVm"
  /\ users' = users - 1
  /\ IF users # 1
     THEN Goto(t, Resting(t)) /\ UNCHANGED <<op, vm>>
     ELSE /\ vm' = "destroying"
          /\ IF \E v \in Vcpu : loaded[v] # None THEN Begin(t, "destroy", "ReadLock")
             ELSE GoOn(t, Uninit[1])
  /\ UNCHANGED <<spte, readers, loaded, rootVars, queue, vmHolders, splat>>

ReadLock(t) ==  \* read_lock(&kvm->mmu_lock)
  /\ pc[t] = "ReadLock"
  /\ readers' = readers \cup {t}
  /\ Goto(t, CASE op[t] = "work" -> "FreezeSpte" [] op[t] = "zap" -> "FindRoot" [] OTHER -> "PutRoot")
  /\ splat' = splat \cup Touch
  /\ UNCHANGED <<op, spte, loaded, vmVars, rootVars, queue, vmHolders>>

ZapStep  == IF ZapUnderRead THEN "FreezeSpte" ELSE "ZapSpte"
AfterZap == IF OwnReference /\ ~PutAfterZap THEN "FindRoot" ELSE "PutRoot"
(* The return of kvm_tdp_mmu_put_root().  In the root, the walk has put the   *)
(* TDP MMU's reference; before, a vCPU's, and behind it, its own.  No vCPU    *)
(* has the root from the first put on.                                        *)
PutReturns(t) ==
  /\ Goto(t, IF op[t] # "visit" THEN "UnlockMmu" ELSE IF PutAfterZap THEN "FindRoot" ELSE ZapStep)
  /\ loaded' = [v \in Vcpu |-> None]

PutRoot(t) ==  \* kvm_tdp_mmu_put_root(): refcount_dec_and_test(), mmu_lock R or W
  /\ pc[t] = "PutRoot"
  /\ count' = [count EXCEPT ![TheRoot] = @ - 1]
  /\ IF count[TheRoot] = 1
     THEN Goto(t, IF OwnReference THEN "UnlinkRoot" ELSE "MarkInvalid") /\ UNCHANGED loaded
     ELSE PutReturns(t)
  /\ UNCHANGED <<op, spte, readers, vmVars, life, invalid, queue, vmHolders, splat>>

MarkInvalid(t) ==  \* xchg(&root->role.invalid, true), mmu_lock R
  /\ pc[t] = "MarkInvalid"
  /\ invalid' = [invalid EXCEPT ![TheRoot] = TRUE]
  /\ Goto(t, IF invalid[TheRoot] THEN "UnlinkRoot" ELSE "SetRefcountOne")
  /\ UNCHANGED <<op, spte, readers, loaded, vmVars, life, count, queue, vmHolders, splat>>

SetRefcountOne(t) ==  \* refcount_set(&root->tdp_mmu_root_count, 1), mmu_lock R
  /\ pc[t] = "SetRefcountOne"
  /\ count' = [count EXCEPT ![TheRoot] = 1]
  /\ Goto(t, "QueueRoot")
  /\ UNCHANGED <<op, spte, readers, loaded, vmVars, life, invalid, queue, vmHolders, splat>>

(* A VM that is being destroyed gives no more references.  The put returns,   *)
(* and the vCPU has no root loaded.                                           *)
QueueRoot(t) ==  \* tdp_mmu_schedule_zap_root(): queue_work(), mmu_lock R
  LET holds == ~HelperWithoutVmReference /\ users > 0 IN
  /\ pc[t] = "QueueRoot"
  /\ queue' = Append(queue, TheRoot)
  /\ users' = IF holds THEN users + 1 ELSE users
  /\ vmHolders' = IF holds THEN vmHolders \cup {TheRoot} ELSE vmHolders
  /\ loaded' = [v \in Vcpu |-> None]
  /\ Goto(t, "UnlockMmu")
  /\ UNCHANGED <<op, spte, readers, vm, rootVars, splat>>

UnlinkRoot(t) ==  \* list_del_rcu(&root->link), mmu_lock R or W, tdp_mmu_pages_lock
  /\ pc[t] = "UnlinkRoot"
  /\ life' = [life EXCEPT ![TheRoot] = "unlinked"]
  /\ splat' = splat \cup Touch
              \cup IF invalid[TheRoot] THEN {} ELSE {"final put of a valid root"}
  /\ Goto(t, "CallRcu")
  /\ UNCHANGED <<op, spte, readers, loaded, vmVars, count, invalid, queue, vmHolders>>

CallRcu(t) ==  \* call_rcu(&root->rcu_head), mmu_lock R or W
  /\ pc[t] = "CallRcu"
  /\ life' = [life EXCEPT ![TheRoot] = "freeing"]
  /\ PutReturns(t)
  /\ UNCHANGED <<op, spte, readers, vmVars, count, invalid, queue, vmHolders, splat>>

UnlockMmu(t) ==  \* {read,write}_unlock(&kvm->mmu_lock)
  /\ pc[t] = "UnlockMmu"
  /\ readers' = readers \ {t}
  /\ splat' = splat \cup Touch
  /\ vmHolders' = IF op[t] = "work" THEN {} ELSE vmHolders
  /\ CASE op[t] = "put"     -> Begin(t, "none", "Idle")
       [] op[t] = "work"    -> Begin(t, "none", IF (vmHolders # {}) = PutOwnVmReference THEN "PutVm"
                                            ELSE "ProcessWork")
       [] op[t] = "destroy" -> GoOn(t, Uninit[1])
       [] op[t] = "zap"     -> GoOn(t, After(ZapLock))
  /\ UNCHANGED <<spte, loaded, vmVars, rootVars, queue>>

-----------------------------------------------------------------------------
ProcessWork(w) ==  \* process_one_work(): tdp_mmu_zap_root_work()
  /\ pc[w] = "ProcessWork" /\ queue # <<>>
  /\ queue' = Tail(queue)
  /\ Begin(w, "work", "ReadLock")
  /\ UNCHANGED <<spte, readers, loaded, vmVars, rootVars, vmHolders, splat>>

(* Nobody else maps or zaps in this root; w may be who destroys.              *)
FreezeSpte(w) ==  \* tdp_mmu_zap_spte_atomic(): cmpxchg to REMOVED_SPTE, mmu_lock R
  /\ pc[w] = "FreezeSpte"
  /\ spte' = [spte EXCEPT ![TheRoot] = "frozen"]
  /\ splat' = splat \cup TouchRoot
  /\ Goto(w, "ClearSpte")
  /\ UNCHANGED <<op, readers, loaded, vmVars, rootVars, queue, vmHolders>>

ClearSpte(w) ==  \* tdp_mmu_zap_spte_atomic(): write non-present, mmu_lock R
  /\ pc[w] = "ClearSpte"
  /\ spte' = [spte EXCEPT ![TheRoot] = "none"]
  /\ splat' = splat \cup TouchRoot
  /\ Goto(w, AfterZap)
  /\ UNCHANGED <<op, readers, loaded, vmVars, rootVars, queue, vmHolders>>

RcuFree(r) ==  \* tdp_mmu_free_sp_rcu_callback(), no lock
  /\ life[r] = "freeing"
  /\ life' = [life EXCEPT ![r] = "freed"]
  /\ splat' = splat \cup Touch
  /\ UNCHANGED <<pc, op, spte, readers, loaded, vmVars, count, invalid, queue, vmHolders>>

-----------------------------------------------------------------------------
(* kvm_mmu_uninit_tdp_mmu(), by who destroys.                                 *)

FlushWorkqueue(t) ==  \* destroy_workqueue(kvm->arch.tdp_mmu_zap_wq)
  /\ pc[t] = "FlushWorkqueue"
  /\ queue = <<>> /\ \A w \in Worker : pc[w] = "ProcessWork"
  /\ Goto(t, After("FlushWorkqueue"))
  /\ UNCHANGED <<op, spte, readers, loaded, vmVars, rootVars, queue, vmHolders, splat>>

CheckRootList(t) ==  \* WARN_ON(!list_empty(&kvm->arch.tdp_mmu_roots)), no lock
  /\ pc[t] = "CheckRootList"
  /\ splat' = splat \cup IF \E r \in Root : life[r] = "listed" THEN {"roots left behind"} ELSE {}
  /\ Goto(t, After("CheckRootList"))
  /\ UNCHANGED <<op, spte, readers, loaded, vmVars, rootVars, queue, vmHolders>>

RcuBarrier(t) ==  \* rcu_barrier(), no lock
  /\ pc[t] = "RcuBarrier" /\ \A r \in Root : life[r] # "freeing"
  /\ GoOn(t, After("RcuBarrier"))
  /\ UNCHANGED <<spte, readers, loaded, vmVars, rootVars, queue, vmHolders, splat>>

(* With a reference of the TDP MMU's own: the valid roots become invalid, and *)
(* then each is zapped, and that reference put, which is the last.            *)

InvalidateRoots(t) ==  \* kvm_tdp_mmu_invalidate_all_roots(), no lock: nobody else is left
  /\ pc[t] = "InvalidateRoots"
  /\ invalid' = [r \in Root |-> life[r] = "listed"]
  /\ GoOn(t, After("InvalidateRoots"))
  /\ UNCHANGED <<spte, readers, loaded, vmVars, life, count, queue, vmHolders, splat>>

WriteLock(t) ==  \* write_lock(&kvm->mmu_lock)
  /\ pc[t] = "WriteLock" /\ readers = {}
  /\ Goto(t, "FindRoot")
  /\ UNCHANGED <<op, spte, readers, loaded, vmVars, rootVars, queue, vmHolders, splat>>

(* The walk comes to the root, and later to the end of the list; there it     *)
(* puts the reference that it took.                                           *)
FindRoot(t) ==  \* tdp_mmu_next_root(): list_next_or_null_rcu(), mmu_lock R or W
  /\ pc[t] = "FindRoot"
  /\ CASE op[t] = "visit" -> Begin(t, "zap", IF ZapWalkTakesRefs THEN "PutRoot" ELSE "UnlockMmu")
       [] life[TheRoot] # "listed" -> Goto(t, "UnlockMmu") /\ UNCHANGED op
       [] ZapWalkTakesRefs -> Goto(t, "GetRoot") /\ UNCHANGED op
       [] OTHER -> Begin(t, "visit", "TestScheduled")
  /\ splat' = splat \cup IF op[t] = "visit" THEN TouchRoot ELSE {}
  /\ UNCHANGED <<spte, readers, loaded, vmVars, rootVars, queue, vmHolders>>

GetRoot(t) ==  \* kvm_tdp_mmu_get_root(): refcount_inc_not_zero(), mmu_lock R or W
  /\ pc[t] = "GetRoot"
  /\ count' = [count EXCEPT ![TheRoot] = @ + 1]
  /\ Begin(t, "visit", "TestScheduled")
  /\ UNCHANGED <<spte, readers, loaded, vmVars, life, invalid, queue, vmHolders, splat>>

(* What made the root invalid scheduled it as well.                           *)
TestScheduled(t) ==  \* root->tdp_mmu_scheduled_root_to_zap, mmu_lock R or W
  /\ pc[t] = "TestScheduled"
  /\ Goto(t, IF invalid[TheRoot] THEN "ClearScheduled" ELSE "FindRoot")
  /\ UNCHANGED <<op, spte, readers, loaded, vmVars, rootVars, queue, vmHolders, splat>>

ClearScheduled(t) ==  \* ... = false: the TDP MMU's reference is the walk's now, mmu_lock R or W
  /\ pc[t] = "ClearScheduled"
  /\ Goto(t, IF PutAfterZap THEN ZapStep ELSE "PutRoot")
  /\ UNCHANGED <<op, spte, readers, loaded, vmVars, rootVars, queue, vmHolders, splat>>

ZapSpte(t) ==  \* tdp_mmu_iter_set_spte() and handle_changed_spte(), mmu_lock W
  /\ pc[t] = "ZapSpte"
  /\ spte' = [spte EXCEPT ![TheRoot] = "none"]
  /\ splat' = splat \cup TouchRoot
  /\ Goto(t, AfterZap)
  /\ UNCHANGED <<op, readers, loaded, vmVars, rootVars, queue, vmHolders>>

FreeVm(t) ==  \* kvm_arch_free_vm() at the end of kvm_destroy_vm(), no lock
  /\ pc[t] = "FreeVm"
  /\ vm' = "freed"
  /\ Begin(t, "none", Resting(t))
  /\ UNCHANGED <<spte, readers, loaded, users, rootVars, queue, vmHolders, splat>>

TaskStep(t) ==
  \/ ReadLock(t) \/ PutRoot(t) \/ MarkInvalid(t) \/ SetRefcountOne(t) \/ QueueRoot(t)
  \/ UnlinkRoot(t) \/ CallRcu(t) \/ UnlockMmu(t)
  \/ PutVm(t) \/ FlushWorkqueue(t) \/ CheckRootList(t) \/ RcuBarrier(t) \/ FreeVm(t)
WorkerStep(w) == ProcessWork(w) \/ FreezeSpte(w) \/ ClearSpte(w)
ZapRootsStep(t) ==
  \/ InvalidateRoots(t) \/ WriteLock(t) \/ FindRoot(t) \/ GetRoot(t) \/ TestScheduled(t)
  \/ ClearScheduled(t) \/ ZapSpte(t) \/ FreezeSpte(t) \/ ClearSpte(t)
Next ==
  \/ \E v \in Vcpu : FreeRoots(v)
  \/ \E t \in File : CloseFile(t)
  \/ \E t \in Task : TaskStep(t)
  \/ \E w \in Worker : WorkerStep(w)
  \/ \E t \in File : ZapRootsStep(t)
  \/ \E r \in Root : RcuFree(r)
Spec == Init /\ [][Next]_vars
(* Every task goes on, and a grace period ends.                               *)
FairSpec == /\ Spec
            /\ \A t \in Task : WF_vars(TaskStep(t))
            /\ \A w \in Worker : WF_vars(WorkerStep(w))
            /\ \A t \in File : WF_vars(ZapRootsStep(t))
            /\ \A r \in Root : WF_vars(RcuFree(r))

-----------------------------------------------------------------------------
(* S17. Nobody touches a VM that is freed: no helper, no RCU callback.        *)
DestroySound == "use-after-free: vm" \notin splat
(* S17, its other half. A VM that is freed has no root on its list.           *)
NoRootLeft == vm = "freed" => \A r \in Root : life[r] # "listed"
(* A freed VM has no callback under way, so its module may go.                *)
NoCallbackLeft == vm = "freed" => \A r \in Root : life[r] # "freeing"
(* S6. Nobody touches a root after RCU has freed it.                          *)
NoRootUAF == "use-after-free: root" \notin splat
(* S7, with a reference of the TDP MMU's own: only an invalid root sees its   *)
(* final put.                                                                 *)
FinalPutInvalid == "final put of a valid root" \notin splat
(* S8. A root that is handed to RCU maps nothing.                             *)
EmptyAtFree == \A r \in Root : life[r] \in {"freeing", "freed"} => spte[r] # "present"
(* The code's own checks stay silent.                                         *)
NoSplat == splat = {}
(* Every reference to the VM has a holder: an open file, or a queued zap.     *)
UsersExact ==
  users = Cardinality({t \in File : pc[t] \notin {"Done"} /\ ~Destroys(t)})
          + Cardinality(vmHolders) + Cardinality({w \in Worker : pc[w] = "PutVm"})
(* L6. The destruction of a VM ends.                                          *)
DestroyTerminates == (vm = "destroying") ~> (vm = "freed")
(* L4. A root that was invalidated is freed in the end.                       *)
RootFreed == \A r \in Root : invalid[r] ~> (life[r] = "freed")

(* Expected to FAIL: each shows that something can happen at all.             *)

(* The VM goes.                                                               *)
ReachFreed == vm # "freed"
(* Destroying waits for a zap that is under way.                              *)
ReachFlushWaits == ~\E t \in Task : pc[t] = "FlushWorkqueue" /\ readers # {}
(* Destroying waits for a callback.                                           *)
ReachBarrierWaits == ~\E t \in Task : pc[t] = "RcuBarrier" /\ \E r \in Root : life[r] = "freeing"
(* Destroying puts the root that the vCPU had loaded.                         *)
ReachUnload == ~\E t \in Task : op[t] = "destroy" /\ pc[t] = "PutRoot"
(* The vCPU's file is closed last.                                            *)
ReachVcpuDestroys == ~\E v \in Vcpu : op[v] = "destroy"
(* No vCPU has the root any more, which the TDP MMU keeps.                    *)
ReachRootUnused == \A v \in Vcpu : loaded[v] # None
=============================================================================
