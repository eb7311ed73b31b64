----------------------------- MODULE GuestMemfd -----------------------------
(* guest_memfd: a file, the memslots that are bound to it, and the page      *)
(* faults that it serves, against holes that are punched, memory errors, the *)
(* deletion of memslots, the release of the file and the end of the VM.      *)
(* Models virt/kvm/guest_memfd.c of v7.3 (kvm_gmem_prepare_memory_region(),  *)
(* kvm_gmem_commit_memory_region(), kvm_gmem_unbind(), kvm_gmem_release(),   *)
(* kvm_gmem_punch_hole(), kvm_gmem_error_folio(), kvm_gmem_get_pfn()), with  *)
(* kvm_set_memory_region() and the part of the fault that maps.  v7.2 stored *)
(* the bindings before the memslot was ready, ignored errors of the xarray,  *)
(* and unbound a dying file without the invalidate lock.                     *)
(*                                                                           *)
(* Left out: populating, conversions, mmap() by user space, huge folios, the *)
(* folio lock (a folio is found and filled in one step), the range filter of *)
(* an invalidation (every open one concerns the fault), moved memslots,      *)
(* TLBs.  The inode has one index; each of its files backs one frame of the  *)
(* one VM with it.  Steps under mmu_lock for write that nobody else can tell *)
(* apart are one: kvm_mmu_invalidate_end() raises seq and lowers the count.  *)
EXTENDS Integers, FiniteSets
CONSTANTS
  None,       \* no task, no file, no memslot, no page
  Vcpu,       \* tasks that handle page faults
  Puncher,    \* tasks that punch a hole through a file
  Poisoner,   \* tasks that report a memory error
  Updater,    \* tasks that create and delete memslots
  Closer,     \* tasks that close and release files, and close the VM
  File,       \* gmem files of the one inode: 0 .. n-1; file f backs frame f
  Slot,       \* objects that may become memslots
  Pages,      \* number of folios that may back the inode's one index
  BoundAtStart, \* the files that a memslot is bound to at first
  Faults,     \* faults that each vCPU may take
  Punches,    \* holes that each puncher may punch
  Errors,     \* memory errors that each poisoner may report
  Updates,    \* memslots that each updater may create or delete
  MayFail     \* preparing a memslot, and storing its binding, may fail
CONSTANTS     \* the rules; FALSE restores a mistake
  BindWhenReady,     \* bindings are stored once nothing else of a new memslot can fail
  CheckStore,        \* a memslot whose binding could not be stored is not installed
  HoldFileInCreate,  \* creating a memslot keeps the file until it is bound
  UnbindLocked,      \* unbinding a dying file takes the invalidate lock, too
  EraseAtUnbind,     \* unbinding erases the binding
  SyncSrcu,          \* deleting a memslot waits for faults that found it
  PunchLocked,       \* punching a hole holds the invalidate lock
  ZapBeforeRemove,   \* ... and zaps before it removes the page
  CheckCount,        \* a fault retries while an invalidation is open
  CheckSeq,          \* a fault retries if an invalidation ended after its snapshot
  RefuseDying,       \* a fault gets no reference to a file whose last one is put
  ReleaseLocksSlots, \* releasing a file holds kvm->slots_lock
  ClearAtRelease,    \* ... makes its memslots forget it
  ZapAtRelease,      \* ... and zaps what was mapped of it
  FilePinsVm,        \* a file has a reference to the VM
  ReleasePutsVm,     \* ... which its release puts
  RaiseOnce,         \* an invalidation raises the count once
  WriterWaits        \* who takes a lock for write waits until its readers are gone
ASSUME ConstantsOK ==
  /\ File = 0 .. Cardinality(File) - 1 /\ BoundAtStart \subseteq File
  /\ Cardinality(BoundAtStart) <= Cardinality(Slot)
  /\ {Faults, Punches, Errors, Updates} \subseteq Nat
  /\ Pages >= Cardinality(Vcpu) /\ Pages > 0
  /\ {MayFail, BindWhenReady, CheckStore, HoldFileInCreate, UnbindLocked, EraseAtUnbind, SyncSrcu,
      PunchLocked, ZapBeforeRemove, CheckCount, CheckSeq, RefuseDying, ReleaseLocksSlots,
      ClearAtRelease, ZapAtRelease, FilePinsVm, ReleasePutsVm, RaiseOnce, WriterWaits} \subseteq BOOLEAN
Walker == Puncher \cup Poisoner
Task   == Vcpu \cup Walker \cup Updater \cup Closer
Page   == 0 .. Pages - 1

VARIABLES
  pc,         \* the step each task takes next; Idle: waits for a command, Done: no budget left
  op,         \* what each task is doing, and its locals
  slotsLock,  \* kvm->slots_lock: its holder
  invWriter,  \* the inode's invalidate lock: the task that holds it for write
  invReaders, \* ... the tasks that hold it for read
  writer,     \* the task that holds mmu_lock for write
  readers,    \* the tasks that hold mmu_lock for read
  memslots,   \* per frame: the memslot in kvm->memslots
  life,       \* per memslot: unborn, made, ready (prepared), valid, invalid, gone (taken out), freed
  gmemFile,   \* per memslot: slot->gmem.file
  bindings,   \* per file: the memslot in f->bindings
  refs,       \* per file: its reference count
  fds,        \* the files that have a descriptor
  file,       \* per file: open, released (off the inode's list), freed
  srcu,       \* tasks inside a read-side section of kvm->srcu
  grace,      \* those that the deletion of a memslot waits for
  cache,      \* the folio at the inode's index
  seq,        \* kvm->mmu_invalidate_seq
  inProgress, \* kvm->mmu_invalidate_in_progress
  spte,       \* per frame: the leaf SPTE
  users,      \* kvm->users_count
  vm,         \* alive, freed
  vmOpen,     \* the VM's own descriptors, those of its vCPUs included
  left,       \* per task: its budget
  splat       \* what a debug kernel has printed
slotVars == <<memslots, life, gmemFile>>
fileVars == <<bindings, refs, fds, file>>
srcuVars == <<srcu, grace>>
mmuVars  == <<seq, inProgress, spte>>
vmVars   == <<users, vm, vmOpen>>
lock     == <<writer, readers>>
invLock  == <<invWriter, invReaders>>
vars == <<pc, op, slotsLock, invLock, lock, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars, left,
          splat>>

Rest == [op |-> "none", file |-> None, slot |-> None, at |-> None, ending |-> FALSE, counted |-> {},
         mmu_seq |-> 0, pfn |-> None, retry |-> FALSE, failed |-> FALSE]
TypeOK ==
  /\ pc \in [Task -> {"Idle", "Done", "LockSlots", "UnlockSlots", "LockInvalidate",
       "LockInvalidateShared", "UnlockInvalidate", "WriteLock", "ReadLock", "UnlockMmu",
       "PrepareGmem", "PrepareMemslot", "BindSlot", "InstallSlot", "PutGmemFile", "FreeSlot",
       "InvalidateSlot", "SynchronizeGmem", "RemoveSlot", "ReadGmemFile", "EraseBinding",
       "FindBindings", "InvalidateStart", "UnmapGfnRange", "InvalidateEnd", "RemoveFolio",
       "ClearSlotFile", "RemoveGmemFile", "FreeGmemFile", "PutGmemVm",
       "LookUpSlot", "SnapshotGmemSeq", "GetGmemFile", "GetGmemFolio", "MapGmemPage"}]
  /\ op \in [Task -> [op : {"none", "create", "delete", "punch", "error", "release", "close", "fault"},
       file : File \cup {None}, slot : Slot \cup {None}, at : File \cup {None}, ending : BOOLEAN,
       counted : SUBSET File, mmu_seq : Nat, pfn : Page \cup {None}, retry : BOOLEAN,
       failed : BOOLEAN]]
  /\ slotsLock \in Task \cup {None} /\ invWriter \in Task \cup {None} /\ invReaders \subseteq Poisoner
  /\ writer \in Task \cup {None} /\ readers \subseteq Vcpu
  /\ memslots \in [File -> Slot \cup {None}]
  /\ life \in [Slot -> {"unborn", "made", "ready", "valid", "invalid", "gone", "freed"}]
  /\ gmemFile \in [Slot -> File \cup {None}] /\ bindings \in [File -> Slot \cup {None}]
  /\ refs \in [File -> Nat] /\ fds \subseteq File /\ file \in [File -> {"open", "released", "freed"}]
  /\ srcu \subseteq Vcpu /\ grace \subseteq Vcpu /\ cache \in Page \cup {None}
  /\ seq \in Nat /\ inProgress \in Int /\ spte \in [File -> Page \cup {None}]
  /\ users \in Int /\ vm \in {"alive", "freed"} /\ vmOpen \in BOOLEAN
  /\ left \in [Task -> Nat]
  /\ splat \subseteq {"use-after-free: memslot", "use-after-free: file", "use-after-free: vm",
       "walk of a memslot that is not ready", "fault fails on a live file"}

Budget(t) == CASE t \in Vcpu -> Faults [] t \in Puncher -> Punches [] t \in Poisoner -> Errors
               [] t \in Updater -> Updates [] t \in Closer -> 1
SlotAtStart == CHOOSE s \in [BoundAtStart -> Slot] : \A a, b \in BoundAtStart : a # b => s[a] # s[b]
Init ==
  /\ left = [t \in Task |-> Budget(t)]
  /\ pc = [t \in Task |-> IF Budget(t) = 0 THEN "Done" ELSE "Idle"]
  /\ op = [t \in Task |-> Rest]
  /\ slotsLock = None /\ invWriter = None /\ invReaders = {} /\ writer = None /\ readers = {}
  /\ memslots = [f \in File |-> IF f \in BoundAtStart THEN SlotAtStart[f] ELSE None]
  /\ life = [s \in Slot |-> IF \E f \in BoundAtStart : SlotAtStart[f] = s THEN "valid" ELSE "unborn"]
  /\ gmemFile = [s \in Slot |-> IF \E f \in BoundAtStart : SlotAtStart[f] = s
                                THEN CHOOSE f \in BoundAtStart : SlotAtStart[f] = s ELSE None]
  /\ bindings = memslots
  /\ refs = [f \in File |-> 1] /\ fds = File /\ file = [f \in File |-> "open"]
  /\ srcu = {} /\ grace = {} /\ cache = None
  /\ seq = 0 /\ inProgress = 0 /\ spte = [f \in File |-> None]
  /\ users = 1 + (IF FilePinsVm THEN Cardinality(File) ELSE 0) /\ vm = "alive" /\ vmOpen = TRUE
  /\ splat = {}

Goto(t, step)       == pc' = [pc EXCEPT ![t] = step]
GoWith(t, step, it) == Goto(t, step) /\ op' = [op EXCEPT ![t] = it]
(* A closer goes on for ever: what it starts can be done once only.          *)
Finish(t) == GoWith(t, IF left[t] = 0 THEN "Done" ELSE "Idle", Rest)
Begin(t, step, it) == GoWith(t, step, it) /\ left' = [left EXCEPT ![t] = @ - 1]
TouchVm      == IF vm = "freed" THEN {"use-after-free: vm"} ELSE {}
TouchSlot(s) == IF life[s] = "freed" THEN {"use-after-free: memslot"} ELSE {}
TouchFile(f) == IF file[f] = "freed" THEN {"use-after-free: file"} ELSE {}
Say(splats)  == splat' = splat \cup splats
Dying(f)     == refs[f] = 0 /\ file[f] = "open"

-----------------------------------------------------------------------------
(* Locks.                                                                    *)

LockSlots(t) ==  \* mutex_lock(&kvm->slots_lock)
  /\ pc[t] = "LockSlots" /\ slotsLock = None
  /\ slotsLock' = t
  /\ Goto(t, CASE op[t].op = "create"  -> "PrepareGmem"
               [] op[t].op = "delete"  -> "InvalidateSlot"
               [] op[t].op = "release" -> "LockInvalidate")
  /\ Say(TouchVm)
  /\ UNCHANGED <<op, invLock, lock, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars, left>>

UnlockSlots(t) ==  \* mutex_unlock(&kvm->slots_lock)
  /\ pc[t] = "UnlockSlots"
  /\ slotsLock' = None
  /\ IF op[t].op = "release" THEN Goto(t, "FreeGmemFile") /\ UNCHANGED op ELSE Finish(t)
  /\ Say(TouchVm)
  /\ UNCHANGED <<invLock, lock, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars, left>>

LockInvalidate(t) ==  \* filemap_invalidate_lock(), which excludes all others
  /\ pc[t] = "LockInvalidate" /\ invWriter = None /\ (WriterWaits => invReaders = {})
  /\ invWriter' = t
  /\ CASE op[t].op = "create"  -> Goto(t, IF op[t].failed THEN "EraseBinding" ELSE "BindSlot")
                                  /\ UNCHANGED op
       [] op[t].op = "delete"  -> Goto(t, "EraseBinding") /\ UNCHANGED op
       [] op[t].op = "release" -> Goto(t, "ClearSlotFile") /\ UNCHANGED op
       [] op[t].op = "punch"   ->
            GoWith(t, IF ZapBeforeRemove THEN "FindBindings" ELSE "RemoveFolio", op[t])
  /\ UNCHANGED <<slotsLock, invReaders, lock, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars,
                 left, splat>>

LockInvalidateShared(t) ==  \* filemap_invalidate_lock_shared()
  /\ pc[t] = "LockInvalidateShared" /\ invWriter = None
  /\ invReaders' = invReaders \cup {t}
  /\ Goto(t, "FindBindings")
  /\ UNCHANGED <<op, slotsLock, invWriter, lock, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars,
                 left, splat>>

(* A new memslot goes in only if its binding is stored; one that failed goes. *)
AfterBind(u) ==
  CASE op[u].failed /\ gmemFile[op[u].slot] = None -> "FreeSlot"  \* unbound again
    [] op[u].failed /\ gmemFile[op[u].slot] # None ->
         IF BindWhenReady /\ ~HoldFileInCreate THEN "FreeSlot" ELSE "PutGmemFile"
    [] ~op[u].failed -> IF BindWhenReady THEN "InstallSlot" ELSE "PutGmemFile"
UnlockInvalidate(t) ==  \* filemap_invalidate_unlock() or filemap_invalidate_unlock_shared()
  /\ pc[t] = "UnlockInvalidate"
  /\ invWriter' = (IF invWriter = t THEN None ELSE invWriter)
  /\ invReaders' = invReaders \ {t}
  /\ CASE op[t].op = "create"  -> Goto(t, AfterBind(t)) /\ UNCHANGED op
       [] op[t].op = "delete"  -> Goto(t, "FreeSlot") /\ UNCHANGED op
       [] op[t].op = "release" -> Goto(t, IF ReleaseLocksSlots THEN "UnlockSlots" ELSE "FreeGmemFile")
                                  /\ UNCHANGED op
       [] op[t].op = "punch"   -> Goto(t, "PutGmemFile") /\ UNCHANGED op
       [] op[t].op = "error"   -> Finish(t)
  /\ UNCHANGED <<slotsLock, lock, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars, left, splat>>

WriteLock(t) ==  \* write_lock(&kvm->mmu_lock)
  /\ pc[t] = "WriteLock" /\ writer = None /\ (WriterWaits => readers = {})
  /\ writer' = t
  /\ Goto(t, CASE op[t].op = "delete" -> "UnmapGfnRange"
               [] op[t].op # "delete" /\ op[t].ending -> "InvalidateEnd"
               [] op[t].op # "delete" /\ ~op[t].ending -> "InvalidateStart")
  /\ Say(TouchVm)
  /\ UNCHANGED <<op, slotsLock, invLock, readers, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars,
                 left>>

ReadLock(v) ==  \* read_lock(&kvm->mmu_lock) in kvm_tdp_mmu_page_fault()
  /\ pc[v] = "ReadLock" /\ writer = None
  /\ readers' = readers \cup {v}
  /\ Goto(v, "MapGmemPage")
  /\ UNCHANGED <<op, slotsLock, invLock, writer, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars,
                 left, splat>>

LeaveSrcu(t) == srcu' = srcu \ {t} /\ grace' = grace \ {t}
UnlockMmu(t) ==  \* read_unlock() or write_unlock(&kvm->mmu_lock)
  /\ pc[t] = "UnlockMmu"
  /\ writer' = (IF writer = t THEN None ELSE writer)
  /\ readers' = readers \ {t}
  /\ IF t \in Vcpu
     THEN /\ LeaveSrcu(t)
          /\ IF op[t].retry THEN GoWith(t, "LookUpSlot", [Rest EXCEPT !.op = "fault", !.file = op[t].file])
             ELSE Finish(t)
     ELSE /\ Goto(t, IF op[t].op = "delete" THEN "RemoveSlot" ELSE "FindBindings")
          /\ UNCHANGED <<op, srcuVars>>
  /\ UNCHANGED <<slotsLock, invLock, slotVars, fileVars, cache, mmuVars, vmVars, left, splat>>

-----------------------------------------------------------------------------
(* Creating a memslot: kvm_set_memory_region() with KVM_MR_CREATE.           *)

CreateSlot(u, f, s) ==  \* kvm_vm_ioctl_set_memory_region() with KVM_MEM_GUEST_MEMFD, no lock
  /\ pc[u] = "Idle" /\ vmOpen
  /\ life[s] = "unborn" /\ \A o \in Updater : op[o].slot # s
  /\ Begin(u, "LockSlots", [Rest EXCEPT !.op = "create", !.file = f, !.slot = s])
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars, splat>>

(* An occupied frame is -EEXIST, a closed descriptor is -EBADF.              *)
PrepareGmem(u) ==  \* kvm_gmem_prepare_memory_region(): fget(), slot->gmem.file = file, kvm->slots_lock
  /\ pc[u] = "PrepareGmem"
  /\ LET f == op[u].file
         s == op[u].slot
     IN  IF memslots[f] # None \/ f \notin fds
         THEN Goto(u, "UnlockSlots") /\ UNCHANGED <<life, gmemFile, refs>>
         ELSE /\ refs' = [refs EXCEPT ![f] = @ + 1]
              /\ gmemFile' = [gmemFile EXCEPT ![s] = f]
              /\ life' = [life EXCEPT ![s] = "made"]
              /\ Goto(u, IF ~BindWhenReady THEN "LockInvalidate"
                         ELSE IF HoldFileInCreate THEN "PrepareMemslot" ELSE "PutGmemFile")
  /\ UNCHANGED <<op, slotsLock, invLock, lock, memslots, bindings, fds, file, srcuVars, cache, mmuVars,
                 vmVars, left, splat>>

PrepareMemslot(u) ==  \* kvm_prepare_memory_region(): kvm_arch_prepare_memory_region(), kvm->slots_lock
  /\ pc[u] = "PrepareMemslot"
  /\ life' = [life EXCEPT ![op[u].slot] = "ready"]
  /\ Goto(u, IF BindWhenReady THEN "LockInvalidate" ELSE "InstallSlot")
  /\ UNCHANGED <<op, slotsLock, invLock, lock, memslots, gmemFile, fileVars, srcuVars, cache, mmuVars,
                 vmVars, left, splat>>

PrepareFails(u) ==  \* ... returns an error, as without memory, kvm->slots_lock
  /\ pc[u] = "PrepareMemslot" /\ MayFail
  /\ GoWith(u, IF ~BindWhenReady THEN "ReadGmemFile"
               ELSE IF HoldFileInCreate THEN "PutGmemFile" ELSE "FreeSlot",
            [op[u] EXCEPT !.failed = TRUE])
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars, left,
                 splat>>

(* f->bindings has another memslot there: -EEXIST.                           *)
BindSlot(u) ==  \* kvm_gmem_commit_memory_region(): xa_store_range(&f->bindings), invalidate lock
  /\ pc[u] = "BindSlot"
  /\ LET f  == op[u].file
         ok == bindings[f] = None
     IN  /\ bindings' = (IF ok THEN [bindings EXCEPT ![f] = op[u].slot] ELSE bindings)
         /\ GoWith(u, "UnlockInvalidate", [op[u] EXCEPT !.failed = ~ok])
         /\ Say(TouchFile(f))
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, refs, fds, file, srcuVars, cache, mmuVars, vmVars,
                 left>>

StoreFails(u) ==  \* ... and xa_err(): what was stored is undone, invalidate lock
  /\ pc[u] = "BindSlot" /\ MayFail
  /\ GoWith(u, "UnlockInvalidate", [op[u] EXCEPT !.failed = CheckStore])
  /\ Say(TouchFile(op[u].file))
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars, left>>

InstallSlot(u) ==  \* kvm_create_memslot(): kvm_swap_active_memslots(), kvm->slots_lock
  /\ pc[u] = "InstallSlot"
  /\ memslots' = [memslots EXCEPT ![op[u].file] = op[u].slot]
  /\ life' = [life EXCEPT ![op[u].slot] = "valid"]
  /\ Goto(u, IF BindWhenReady /\ HoldFileInCreate THEN "PutGmemFile" ELSE "UnlockSlots")
  /\ UNCHANGED <<op, slotsLock, invLock, lock, gmemFile, fileVars, srcuVars, cache, mmuVars, vmVars,
                 left, splat>>

FreeSlot(u) ==  \* kfree(new), or kvm_free_memslot(old); kvm->slots_lock is held
  /\ pc[u] = "FreeSlot"
  /\ life' = [life EXCEPT ![op[u].slot] = "freed"]
  /\ Goto(u, "UnlockSlots")
  /\ UNCHANGED <<op, slotsLock, invLock, lock, memslots, gmemFile, fileVars, srcuVars, cache, mmuVars,
                 vmVars, left, splat>>

-----------------------------------------------------------------------------
(* Deleting a memslot: kvm_set_memory_region() with KVM_MR_DELETE.           *)

DeleteGmemSlot(u, f) ==  \* kvm_vm_ioctl_set_memory_region() with size 0, no lock
  /\ pc[u] = "Idle" /\ vmOpen
  /\ Begin(u, "LockSlots", [Rest EXCEPT !.op = "delete", !.file = f])
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars, splat>>

(* There may be no memslot: -EINVAL.                                         *)
InvalidateSlot(u) ==  \* kvm_invalidate_memslot(): an invalid copy is swapped in, kvm->slots_lock
  /\ pc[u] = "InvalidateSlot"
  /\ LET s == memslots[op[u].file] IN
     IF s = None THEN Goto(u, "UnlockSlots") /\ UNCHANGED <<op, life, grace>>
     ELSE /\ life' = [life EXCEPT ![s] = "invalid"]
          /\ grace' = (IF SyncSrcu THEN srcu ELSE {})
          /\ GoWith(u, "SynchronizeGmem", [op[u] EXCEPT !.slot = s])
  /\ UNCHANGED <<slotsLock, invLock, lock, memslots, gmemFile, fileVars, srcu, cache, mmuVars, vmVars,
                 left, splat>>

SynchronizeGmem(u) ==  \* synchronize_srcu_expedited(&kvm->srcu), kvm->slots_lock
  /\ pc[u] = "SynchronizeGmem" /\ grace = {}
  /\ Goto(u, IF life[op[u].slot] = "invalid" THEN "WriteLock" ELSE "ReadGmemFile")
  /\ UNCHANGED <<op, slotsLock, invLock, lock, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars,
                 left, splat>>

RemoveSlot(u) ==  \* kvm_delete_memslot(): swapped out, kvm->slots_lock
  /\ pc[u] = "RemoveSlot"
  /\ memslots' = [memslots EXCEPT ![op[u].file] = None]
  /\ life' = [life EXCEPT ![op[u].slot] = "gone"]
  /\ grace' = (IF SyncSrcu THEN srcu ELSE {})
  /\ Goto(u, "SynchronizeGmem")
  /\ UNCHANGED <<op, slotsLock, invLock, lock, gmemFile, fileVars, srcu, cache, mmuVars, vmVars, left,
                 splat>>

(* A memslot whose file was released has nothing to unbind.                  *)
ReadGmemFile(u) ==  \* kvm_gmem_unbind() reads slot->gmem.file, kvm->slots_lock
  /\ pc[u] = "ReadGmemFile"
  /\ LET f == gmemFile[op[u].slot] IN
     /\ Goto(u, IF f = None THEN "FreeSlot"
                ELSE IF ~UnbindLocked /\ refs[f] = 0 THEN "EraseBinding" ELSE "LockInvalidate")
     /\ Say(IF f = None THEN {} ELSE TouchFile(f))
  /\ UNCHANGED <<op, slotsLock, invLock, lock, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars,
                 left>>

(* Of a memslot that could not be made, too, where it was bound at once.     *)
EraseBinding(u) ==  \* kvm_gmem_unbind(): bindings and slot->gmem.file go, invalidate lock
  /\ pc[u] = "EraseBinding"
  /\ LET f == op[u].file IN
     /\ bindings' = (IF EraseAtUnbind THEN [bindings EXCEPT ![f] = None] ELSE bindings)
     /\ Say(TouchFile(f))
  /\ gmemFile' = [gmemFile EXCEPT ![op[u].slot] = None]
  /\ Goto(u, IF invWriter = u THEN "UnlockInvalidate" ELSE "FreeSlot")
  /\ UNCHANGED <<op, slotsLock, invLock, lock, memslots, life, refs, fds, file, srcuVars, cache, mmuVars,
                 vmVars, left>>

-----------------------------------------------------------------------------
(* Invalidations: start for each file of the inode that has a binding, then  *)
(* the change, then end for each.  A release is about its own file alone.    *)

PunchHole(p, f) ==  \* fallocate(FALLOC_FL_PUNCH_HOLE) through the file f, no lock
  /\ pc[p] = "Idle" /\ f \in fds
  /\ refs' = [refs EXCEPT ![f] = @ + 1]
  /\ Begin(p, IF PunchLocked THEN "LockInvalidate"
              ELSE IF ZapBeforeRemove THEN "FindBindings" ELSE "RemoveFolio",
           [Rest EXCEPT !.op = "punch", !.file = f])
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, bindings, fds, file, srcuVars, cache, mmuVars,
                 vmVars, splat>>

MemoryError(e) ==  \* memory_failure() of a folio in the page cache: kvm_gmem_error_folio(), no lock
  /\ pc[e] = "Idle" /\ cache # None
  /\ Begin(e, "LockInvalidateShared", [Rest EXCEPT !.op = "error"])
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars, splat>>

(* The file after it.at on the inode's list, or the release's own.           *)
NextFile(t) ==
  LET it   == op[t]
      past == IF it.at = None THEN -1 ELSE it.at
      more == IF it.op = "release" THEN {f \in {it.file} : it.at = None}
              ELSE {f \in File : file[f] = "open" /\ f > past}
  IN  IF more = {} THEN None ELSE CHOOSE f \in more : \A o \in more : f <= o
Unlocks(t) == IF t \in Puncher /\ ~PunchLocked THEN "PutGmemFile" ELSE "UnlockInvalidate"
WalkDone(t) ==
  LET it == op[t]
      over == [it EXCEPT !.at = None, !.slot = None] IN
  CASE ~it.ending /\ it.op = "punch" /\ ZapBeforeRemove -> GoWith(t, "RemoveFolio", over)
    [] ~it.ending /\ ~(it.op = "punch" /\ ZapBeforeRemove) ->
         GoWith(t, "FindBindings", [over EXCEPT !.ending = TRUE])
    [] it.ending /\ it.op = "release" -> GoWith(t, "RemoveGmemFile", over)
    [] it.ending /\ it.op # "release" -> GoWith(t, Unlocks(t), over)
FindBindings(t) ==  \* xa_for_each_range(&f->bindings) or xa_find(&f->bindings), invalidate lock
  /\ pc[t] = "FindBindings"
  /\ LET f == NextFile(t) IN
     IF f = None THEN WalkDone(t) /\ UNCHANGED splat
     ELSE LET s == bindings[f] IN
          /\ Say(TouchFile(f))
          /\ GoWith(t, IF s = None THEN "FindBindings" ELSE "WriteLock",
                    [op[t] EXCEPT !.at = f, !.slot = s])
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars, left>>

InvalidateStart(t) ==  \* kvm_mmu_invalidate_start(), mmu_lock for write
  /\ pc[t] = "InvalidateStart"
  /\ inProgress' = inProgress + IF RaiseOnce THEN 1 ELSE 2
  /\ GoWith(t, "UnmapGfnRange", [op[t] EXCEPT !.counted = @ \cup {op[t].at}])
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, fileVars, srcuVars, cache, seq, spte, vmVars, left,
                 splat>>

(* What is zapped is the frame of the memslot that was found.                *)
UnmapGfnRange(t) ==  \* kvm_mmu_unmap_gfn_range(), or kvm_arch_flush_shadow_memslot(), mmu_lock for write
  /\ pc[t] = "UnmapGfnRange"
  /\ LET s == op[t].slot
         f == IF op[t].op = "delete" THEN op[t].file ELSE op[t].at
     IN  /\ spte' = (IF op[t].op = "release" /\ ~ZapAtRelease THEN spte ELSE [spte EXCEPT ![f] = None])
         /\ Say(TouchSlot(s) \cup IF life[s] = "made" THEN {"walk of a memslot that is not ready"} ELSE {})
  /\ Goto(t, "UnlockMmu")
  /\ UNCHANGED <<op, slotsLock, invLock, lock, slotVars, fileVars, srcuVars, cache, seq, inProgress,
                 vmVars, left>>

InvalidateEnd(t) ==  \* kvm_mmu_invalidate_end(): seq++, in_progress--, mmu_lock for write
  /\ pc[t] = "InvalidateEnd"
  /\ seq' = seq + 1
  /\ inProgress' = inProgress - 1
  /\ GoWith(t, "UnlockMmu", [op[t] EXCEPT !.counted = @ \ {op[t].at}])
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, fileVars, srcuVars, cache, spte, vmVars, left, splat>>

RemoveFolio(p) ==  \* truncate_inode_pages_range(), invalidate lock
  /\ pc[p] = "RemoveFolio"
  /\ cache' = None
  /\ GoWith(p, "FindBindings", [op[p] EXCEPT !.ending = ZapBeforeRemove])
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, fileVars, srcuVars, mmuVars, vmVars, left, splat>>

-----------------------------------------------------------------------------
(* The end of a file, and of the VM.                                         *)

CloseGmem(c, f) ==  \* close() of the file's descriptor, no lock
  /\ pc[c] = "Idle" /\ f \in fds
  /\ fds' = fds \ {f}
  /\ GoWith(c, "PutGmemFile", [Rest EXCEPT !.op = "close", !.file = f])
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, bindings, refs, file, srcuVars, cache, mmuVars,
                 vmVars, left, splat>>

(* Who puts the last reference leaves the release to its task work.          *)
PutGmemFile(t) ==  \* fput(file), no lock
  /\ pc[t] = "PutGmemFile"
  /\ refs' = [refs EXCEPT ![op[t].file] = @ - 1]
  /\ CASE op[t].op = "fault"  -> IF op[t].failed THEN Finish(t) /\ LeaveSrcu(t)
                                 ELSE Goto(t, "ReadLock") /\ UNCHANGED <<op, srcuVars>>
       [] op[t].op = "create" ->
            Goto(t, CASE BindWhenReady /\ HoldFileInCreate ->
                           IF op[t].failed THEN "FreeSlot" ELSE "UnlockSlots"
                      [] BindWhenReady /\ ~HoldFileInCreate ->
                           IF op[t].failed THEN "FreeSlot" ELSE "PrepareMemslot"
                      [] ~BindWhenReady -> IF op[t].failed THEN "FreeSlot" ELSE "PrepareMemslot")
            /\ UNCHANGED <<op, srcuVars>>
       [] op[t].op \in {"punch", "close"} -> Finish(t) /\ UNCHANGED srcuVars
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, bindings, fds, file, cache, mmuVars, vmVars,
                 left, splat>>

ReleaseGmem(c, f) ==  \* __fput(): kvm_gmem_release(), no lock
  /\ pc[c] = "Idle" /\ Dying(f) /\ \A o \in Closer : op[o].op = "release" => op[o].file # f
  /\ GoWith(c, IF ReleaseLocksSlots THEN "LockSlots" ELSE "LockInvalidate",
            [Rest EXCEPT !.op = "release", !.file = f])
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars, left,
                 splat>>

ClearSlotFile(c) ==  \* kvm_gmem_release(): slot->gmem.file = NULL of each bound one, invalidate lock
  /\ pc[c] = "ClearSlotFile"
  /\ LET s == bindings[op[c].file] IN
     /\ gmemFile' = (IF s # None /\ ClearAtRelease THEN [gmemFile EXCEPT ![s] = None] ELSE gmemFile)
     /\ Say(IF s = None THEN {} ELSE TouchSlot(s))
  /\ Goto(c, "FindBindings")
  /\ UNCHANGED <<op, slotsLock, invLock, lock, memslots, life, fileVars, srcuVars, cache, mmuVars, vmVars,
                 left>>

RemoveGmemFile(c) ==  \* list_del(&f->entry), invalidate lock
  /\ pc[c] = "RemoveGmemFile"
  /\ file' = [file EXCEPT ![op[c].file] = "released"]
  /\ Goto(c, "UnlockInvalidate")
  /\ UNCHANGED <<op, slotsLock, invLock, lock, slotVars, bindings, refs, fds, srcuVars, cache, mmuVars,
                 vmVars, left, splat>>

FreeGmemFile(c) ==  \* xa_destroy(&f->bindings) and kfree(f), no lock
  /\ pc[c] = "FreeGmemFile"
  /\ file' = [file EXCEPT ![op[c].file] = "freed"]
  /\ bindings' = [bindings EXCEPT ![op[c].file] = None]
  /\ IF FilePinsVm /\ ReleasePutsVm THEN Goto(c, "PutGmemVm") /\ UNCHANGED op ELSE Finish(c)
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, refs, fds, srcuVars, cache, mmuVars, vmVars, left,
                 splat>>

CloseVm(c) ==  \* close() of the last descriptor of the VM and its vCPUs, no lock
  /\ pc[c] = "Idle" /\ vmOpen /\ \A t \in Vcpu \cup Updater : pc[t] \in {"Idle", "Done"}
  /\ vmOpen' = FALSE
  /\ GoWith(c, "PutGmemVm", [Rest EXCEPT !.op = "close"])
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, fileVars, srcuVars, cache, mmuVars, users, vm, left,
                 splat>>

(* Whoever puts the last reference frees the memslots with the VM, and       *)
(* unbinds those whose file is still there.                                  *)
PutGmemVm(c) ==  \* kvm_put_kvm(), and kvm_destroy_vm() by the last, no lock
  /\ pc[c] = "PutGmemVm"
  /\ users' = users - 1
  /\ LET last  == users = 1
         there == {f \in File : memslots[f] # None}
         bound == {f \in there : gmemFile[memslots[f]] # None}
     IN  /\ vm' = (IF last THEN "freed" ELSE vm)
         /\ memslots' = (IF last THEN [f \in File |-> None] ELSE memslots)
         /\ life' = [s \in Slot |-> IF last /\ \E f \in there : memslots[f] = s THEN "freed" ELSE life[s]]
         /\ spte' = (IF last THEN [f \in File |-> None] ELSE spte)
         /\ bindings' = [f \in File |-> IF last /\ f \in bound THEN None ELSE bindings[f]]
         /\ gmemFile' = [s \in Slot |-> IF last /\ \E f \in there : memslots[f] = s THEN None ELSE gmemFile[s]]
         /\ Say(TouchVm \cup IF last THEN UNION {TouchFile(gmemFile[memslots[f]]) : f \in bound} ELSE {})
  /\ Finish(c)
  /\ UNCHANGED <<slotsLock, invLock, lock, refs, fds, file, srcuVars, cache, seq, inProgress, vmOpen, left>>

-----------------------------------------------------------------------------
(* The fault.                                                                *)

HandleFault(v, f) ==  \* kvm_mmu_page_fault() on private memory that is not mapped, no lock
  /\ pc[v] = "Idle" /\ vmOpen /\ spte[f] = None
  /\ Begin(v, "LookUpSlot", [Rest EXCEPT !.op = "fault", !.file = f])
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars, splat>>

(* Without a memslot the access is emulated; an invalid one waits.           *)
LookUpSlot(v) ==  \* srcu_read_lock(&kvm->srcu) and kvm_vcpu_gfn_to_memslot(), no lock
  /\ pc[v] = "LookUpSlot"
  /\ LET s == memslots[op[v].file] IN
     CASE s = None -> Finish(v) /\ UNCHANGED srcu
       [] s # None /\ life[s] = "invalid" -> UNCHANGED <<pc, op, srcu>>
       [] s # None /\ life[s] # "invalid" ->
            srcu' = srcu \cup {v} /\ GoWith(v, "SnapshotGmemSeq", [op[v] EXCEPT !.slot = s])
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, fileVars, grace, cache, mmuVars, vmVars, left, splat>>

SnapshotGmemSeq(v) ==  \* fault->mmu_seq = kvm->mmu_invalidate_seq; smp_rmb(), no lock
  /\ pc[v] = "SnapshotGmemSeq"
  /\ GoWith(v, "GetGmemFile", [op[v] EXCEPT !.mmu_seq = seq])
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, fileVars, srcuVars, cache, mmuVars, vmVars, left,
                 splat>>

(* -EFAULT to user space, which is right only if the file is on its way out. *)
GetGmemFile(v) ==  \* kvm_gmem_get_file(): get_file_active(&slot->gmem.file), no lock
  /\ pc[v] = "GetGmemFile"
  /\ LET s  == op[v].slot
         f  == gmemFile[s]
         ok == f # None /\ (RefuseDying => refs[f] > 0)
     IN  /\ IF ok THEN /\ refs' = [refs EXCEPT ![f] = @ + 1]
                       /\ Goto(v, "GetGmemFolio") /\ UNCHANGED <<op, srcuVars>>
            ELSE Finish(v) /\ LeaveSrcu(v) /\ UNCHANGED refs
         /\ Say(TouchSlot(s) \cup (IF f = None THEN {} ELSE TouchFile(f))
                \cup IF ~ok /\ refs[op[v].file] > 0 THEN {"fault fails on a live file"} ELSE {})
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, bindings, fds, file, cache, mmuVars, vmVars, left>>

Held(p)     == \E v \in Vcpu : op[v].pfn = p
IsFree(p)   == cache # p /\ ~Held(p)
(* A memslot that is not bound is -EIO.  An absent folio is allocated: the    *)
(* first that nobody holds.                                                  *)
FirstFree == CHOOSE p \in Page : IsFree(p) /\ \A q \in Page : IsFree(q) => p <= q
GetGmemFolio(v) ==  \* __kvm_gmem_get_pfn(): kvm_gmem_get_folio(), folio lock
  /\ pc[v] = "GetGmemFolio"
  /\ LET p  == IF cache # None THEN cache ELSE FirstFree
         s  == op[v].slot
         f  == op[v].file
         ok == gmemFile[s] = f /\ bindings[f] = s
     IN  /\ cache' = (IF ok THEN p ELSE cache)
         /\ GoWith(v, "PutGmemFile", IF ok THEN [op[v] EXCEPT !.pfn = p] ELSE [op[v] EXCEPT !.failed = TRUE])
         /\ Say(TouchSlot(s) \cup TouchFile(f) \cup IF ok THEN {} ELSE {"fault fails on a live file"})
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, fileVars, srcuVars, mmuVars, vmVars, left>>

(* The folio's reference is put under mmu_lock, whether or not it is mapped. *)
MapGmemPage(v) ==  \* is_page_fault_stale(), kvm_tdp_mmu_map(), kvm_release_faultin_page(), mmu_lock for read
  /\ pc[v] = "MapGmemPage"
  /\ LET stale == (CheckCount /\ inProgress # 0) \/ (CheckSeq /\ seq # op[v].mmu_seq) IN
     /\ spte' = (IF stale THEN spte ELSE [spte EXCEPT ![op[v].file] = op[v].pfn])
     /\ GoWith(v, "UnlockMmu", [op[v] EXCEPT !.retry = stale, !.pfn = None])
  /\ UNCHANGED <<slotsLock, invLock, lock, slotVars, fileVars, srcuVars, cache, seq, inProgress, vmVars,
                 left, splat>>

-----------------------------------------------------------------------------
LockStep(t) == \/ LockSlots(t) \/ LockInvalidate(t) \/ LockInvalidateShared(t) \/ WriteLock(t)
               \/ ReadLock(t)
UpdateStep(u) ==
  \/ PrepareGmem(u) \/ PrepareMemslot(u) \/ PrepareFails(u) \/ BindSlot(u) \/ StoreFails(u)
  \/ InstallSlot(u) \/ FreeSlot(u) \/ InvalidateSlot(u) \/ SynchronizeGmem(u) \/ RemoveSlot(u)
  \/ ReadGmemFile(u) \/ EraseBinding(u)
CloseStep(c) == ClearSlotFile(c) \/ RemoveGmemFile(c) \/ FreeGmemFile(c) \/ PutGmemVm(c)
TaskStep(t) == \/ UnlockSlots(t) \/ UnlockInvalidate(t) \/ UnlockMmu(t) \/ FindBindings(t)
               \/ InvalidateStart(t) \/ UnmapGfnRange(t) \/ InvalidateEnd(t) \/ PutGmemFile(t)
FaultStep(v) == \/ LookUpSlot(v) \/ SnapshotGmemSeq(v) \/ GetGmemFile(v) \/ GetGmemFolio(v)
                \/ MapGmemPage(v)
Next ==
  \/ \E t \in Task : LockStep(t) \/ TaskStep(t)
  \/ \E u \in Updater : UpdateStep(u)
  \/ \E u \in Updater, f \in File, s \in Slot : CreateSlot(u, f, s)
  \/ \E u \in Updater, f \in File : DeleteGmemSlot(u, f)
  \/ \E p \in Puncher, f \in File : PunchHole(p, f)
  \/ \E p \in Puncher : RemoveFolio(p)
  \/ \E e \in Poisoner : MemoryError(e)
  \/ \E c \in Closer : CloseStep(c) \/ CloseVm(c)
  \/ \E c \in Closer, f \in File : CloseGmem(c, f) \/ ReleaseGmem(c, f)
  \/ \E v \in Vcpu, f \in File : HandleFault(v, f)
  \/ \E v \in Vcpu : FaultStep(v)
Spec == Init /\ [][Next]_vars
(* Every task goes on, locks are fair, and what is dying is released.        *)
FairSpec ==
  /\ Spec
  /\ \A t \in Task : WF_vars(TaskStep(t)) /\ SF_vars(LockStep(t))
  /\ \A u \in Updater : WF_vars(UpdateStep(u))
  /\ \A c \in Closer : WF_vars(CloseStep(c)) /\ \A f \in File : SF_vars(ReleaseGmem(c, f))
  /\ \A p \in Puncher : WF_vars(RemoveFolio(p))
  /\ \A v \in Vcpu : WF_vars(FaultStep(v))

-----------------------------------------------------------------------------
(* Nobody touches a memslot after it was freed, and no walk of bindings      *)
(* meets one that is not ready.                                              *)
NoSlotUAF ==
  splat \cap {"use-after-free: memslot", "walk of a memslot that is not ready"} = {}
(* Nobody touches a gmem file after it was freed.                            *)
NoFileUAF == "use-after-free: file" \notin splat
(* S17. Nobody touches a VM that is freed.                                   *)
NoVmUAF == "use-after-free: vm" \notin splat
(* A fault fails only if its file is on its way out.                         *)
NoFalseError == "fault fails on a live file" \notin splat
RECURSIVE Counted(_)
Counted(tasks) == IF tasks = {} THEN 0
                  ELSE LET t == CHOOSE x \in tasks : TRUE
                       IN  Cardinality(op[t].counted) + Counted(tasks \ {t})
(* S13. The VM counts just the invalidations that are open.                  *)
CountBalance == inProgress = Counted(Task)
(* S2. An SPTE maps just the folio that the inode has.                       *)
NoStaleInsert == \A f \in File : spte[f] # None => spte[f] = cache
(* S3. No SPTE maps a folio that was freed.                                  *)
NoFreedMapped == \A f \in File : spte[f] # None => ~IsFree(spte[f])
(* A frame without a memslot, or whose file was released, maps nothing.      *)
NoOwnerNoMapping == \A f \in File : memslots[f] = None \/ file[f] # "open" => spte[f] = None
(* A memslot that faults can find is bound to its file.                      *)
BindingsExact ==
  \A f \in File : memslots[f] # None /\ gmemFile[memslots[f]] = f => bindings[f] = memslots[f]
(* Every reference to the VM has a holder: its descriptors, or a file.       *)
UsersExact ==
  users = (IF vmOpen THEN 1 ELSE 0)
          + (IF FilePinsVm THEN Cardinality({f \in File : file[f] # "freed"}) ELSE 0)
          + Cardinality({c \in Closer : pc[c] = "PutGmemVm"})
(* mmu_lock and the invalidate lock are held by one writer, or by readers.   *)
LockExclusive == (writer # None => readers = {}) /\ (invWriter # None => invReaders = {})
(* L1. A fault ends once nobody invalidates any more.                        *)
FaultEnds == \A v \in Vcpu : op[v].op = "fault" ~> op[v].op = "none"
(* L6. A VM whose files and descriptors are closed is freed.                 *)
VmFreed == (~vmOpen /\ fds = {}) ~> vm = "freed"

Reachable == {<<"frame", f>> : f \in {g \in File : spte[g] # None}}
             \cup {<<"page", spte[f]>> : f \in {g \in File : spte[g] # None}}
Told == UNION {op[t].counted : t \in {w \in Walker : pc[w] = "RemoveFolio" \/ op[w].ending}}
Primary == INSTANCE SecondaryMmu WITH
  Frame <- {<<"frame", f>> : f \in File} \cup {<<"page", p>> : p \in Page}, Root <- {},
  reach <- Reachable, told <- {<<"frame", f>> : f \in Told},
  gone <- {<<"page", p>> : p \in {q \in Page : IsFree(q)}}, dead <- {}
(* The contract that the primary MM relies on: this module refines it.       *)
Refines == Primary!Spec
(* Every step is one that the contract of the primary MM allows.             *)
Contract == [][Primary!Next]_(Primary!contract)

(* Expected to FAIL: each shows that something can happen at all.            *)

(* A fault notices a hole that was punched since it began.                   *)
ReachRetryBySeq == ~\E v \in Vcpu : op[v].retry /\ inProgress = 0
(* A hole takes a page away from the guest.                                  *)
ReachHole == ~\E p \in Puncher : pc[p] = "UnmapGfnRange" /\ spte[op[p].at] # None
(* A memslot is deleted while its file is dying.                             *)
ReachDeleteOfDying == ~\E u \in Updater : pc[u] = "EraseBinding" /\ refs[op[u].file] = 0
(* A file is released while a memslot is bound to it.                        *)
ReachReleaseOfBound == ~\E c \in Closer : pc[c] = "ClearSlotFile" /\ bindings[op[c].file] # None
(* A fault finds its file dying.                                             *)
ReachFaultOnDying == ~\E v \in Vcpu : pc[v] = "GetGmemFile" /\ gmemFile[op[v].slot] # None
                                      /\ refs[gmemFile[op[v].slot]] = 0
(* A new memslot takes the place of a deleted one, and the guest uses it.    *)
ReachNewSlot == ~\E f \in File : spte[f] # None /\ \E s \in Slot : life[s] = "freed"
(* The VM goes.                                                              *)
ReachVmFreed == vm # "freed"
=============================================================================
