------------------------------ MODULE GuestMap ------------------------------
(* Guest pages that KVM itself reads and writes, outside the page fault path: *)
(* what may happen to a page while the kernel holds a mapping of it?          *)
(* Models kvm_vcpu_map() and kvm_vcpu_unmap() under several policies for the  *)
(* page reference, over normal, file-backed and ZONE_DEVICE pages, and the    *)
(* gfn_to_pfn_cache with __kvm_gpc_refresh() as of v6.2, against              *)
(* kvm_mmu_notifier_invalidate_range_start() and _end() and the teardown of a *)
(* device.                                                                    *)
(*                                                                            *)
(* Left out: SPTEs and faults (NotifierFault.tla), memslots, so the cache's   *)
(* gpa and uhva stay the same and every range overlaps a slot; activation of  *)
(* the cache (it is active and listed throughout).  Memory is sequentially    *)
(* consistent.                                                                *)
EXTENDS Integers, Sequences, FiniteSets
CONSTANTS Vcpu,           \* tasks that map guest pages, or use and refresh the cache
          Notifier,       \* tasks of the primary MM that invalidate a range
          Gfn,            \* guest frames 0..n; gfn g starts out backed by the g-th page
          Pages,          \* number of host pages
          PageKind,       \* "anon", "file" or "zone_device"
          Maps,           \* kvm_vcpu_map() calls that each vCPU may make
          Invalidations,  \* invalidations and teardowns that each notifier may start
          None,           \* no page, no task, no frame
          \* The policy; FALSE restores the mistake, or the weaker promise.
          TrackInvalidations,  \* use a gfn_to_pfn_cache instead of kvm_vcpu_map()
          HoldPageUntilUnmap,  \* kvm_vcpu_map() keeps its page reference until unmap
          PutPageAtUnmap,      \* and unmap gives it back
          PinPage,             \* the reference is a FOLL_PIN, which file systems respect
          PinAtMap,            \* what unmap unpins was pinned by the map, not just referred to
          PutOnce,             \* a reference from GUP is put once
          HookInvalidates,     \* the hook in range_start() invalidates the cache
          WriterWaits          \* who takes gpc->lock for write waits until its readers are gone
ASSUME TasksAreApart == Vcpu \cap Notifier = {} /\ None \notin Vcpu \cup Notifier
ASSUME GfnIsARange   == \E n \in 0..7 : Gfn = 0..n
ASSUME PagesBackGfns == Pages \in 1..6
ASSUME PageKindOK    == PageKind \in {"anon", "file", "zone_device"}
ASSUME BudgetsOK     == Maps \in Nat /\ Invalidations \in Nat
ASSUME PolicyOK      == {TrackInvalidations, HoldPageUntilUnmap, PutPageAtUnmap, PinPage, PinAtMap,
                         PutOnce, HookInvalidates, WriterWaits} \subseteq BOOLEAN

PageNames  == <<"p0", "p1", "p2", "p3", "p4", "p5">>
Page       == {PageNames[i] : i \in 1..Pages}
Task       == Vcpu \cup Notifier
CachedGfn  == 0  \* the guest frame that the gfn_to_pfn_cache caches
ZoneDevice == PageKind = "zone_device"

VARIABLES
  pc,           \* the step each task takes next; Idle: waits for a command, Done: no budget left
  map,          \* per vCPU: struct kvm_host_map
  refresh,      \* per vCPU: what __kvm_gpc_refresh() has in hand
  inv,          \* per notifier: struct kvm_mmu_notifier_range
  gpc,          \* struct gfn_to_pfn_cache: valid, and the page under its khva
  gpcWriter,    \* the task that holds gpc->lock for write
  gpcReaders,   \* the tasks that hold gpc->lock for read
  refreshLock,  \* the task that holds gpc->refresh_lock
  writer,       \* the task that holds mmu_lock for write
  seq,          \* kvm->mmu_invalidate_seq: invalidations that have ended
  inProgress,   \* kvm->mmu_invalidate_in_progress: invalidations that are open
  active,       \* kvm->mn_active_invalidate_count: the coarser count around it
  hpte,         \* per gfn: the host's PTE for its hva
  owner,        \* per page: guest's memory, free, idle in its device, or somebody else's
  refs,         \* per page: reference count; mappings of ZONE_DEVICE pages take none
  pins,         \* per page: how many of its references are FOLL_PINs
  clean,        \* pages that their file system has written back and write-protected
  mapsLeft, invalidationsLeft,  \* budgets
  splat         \* what a debug kernel has printed
vars == <<pc, map, refresh, inv, gpc, gpcWriter, gpcReaders, refreshLock, writer, seq, inProgress,
          active, hpte, owner, refs, pins, clean, mapsLeft, invalidationsLeft, splat>>
gpcLock == <<gpcWriter, gpcReaders>>
counts  == <<seq, inProgress, active>>
host    == <<hpte, owner, refs, pins, clean>>
budgets == <<mapsLeft, invalidationsLeft>>

NoMap     == [gfn |-> None, pfn |-> None, live |-> FALSE]
NoRefresh == [mmu_seq |-> 0, pfn |-> None, oldPfn |-> None]
NoInv     == [op |-> "none", first |-> None, last |-> None, page |-> None, teardown |-> FALSE]
Range(n)  == IF inv[n].first = None THEN {} ELSE inv[n].first .. inv[n].last

MapSteps     == {"GfnToPfn", "KmapPage", "WriteKhva", "KunmapPage", "PutMappedPage"}
UseSteps     == {"ReadLockGpc", "CheckGpc", "AccessGpc", "ReadUnlockGpc"}
RefreshSteps == {"LockRefresh", "LockGpcForRefresh", "BeginRefresh", "SnapshotForRefresh",
                 "UnlockGpcForGup", "PutRetriedPfn", "GpcHvaToPfn", "RelockGpc", "ReadActive",
                 "ReadSeq", "CommitRefresh", "PutRefreshedPfn", "UnlockGpcAfterRefresh",
                 "UnlockRefresh"}
InvSteps     == {"RaiseActive", "InvalidateGpc", "WriteLock", "RaiseCount", "UnlockMmu",
                 "ChangePte", "RaiseSeq", "LowerCount", "LowerActive", "DevPagemapCleanup"}

TypeOK ==
  /\ pc \in [Task -> MapSteps \cup UseSteps \cup RefreshSteps \cup InvSteps \cup {"Idle", "Done"}]
  /\ map \in [Vcpu -> [gfn : Gfn \cup {None}, pfn : Page \cup {None}, live : BOOLEAN]]
  /\ refresh \in [Vcpu -> [mmu_seq : Nat, pfn : Page \cup {None}, oldPfn : Page \cup {None}]]
  /\ inv \in [Notifier -> [op : {"none", "start", "end"}, first : Gfn \cup {None},
                           last : Gfn \cup {None}, page : Page \cup {None}, teardown : BOOLEAN]]
  /\ gpc \in [valid : BOOLEAN, pfn : Page \cup {None}]
  /\ gpcWriter \in Task \cup {None} /\ gpcReaders \subseteq Vcpu
  /\ refreshLock \in Vcpu \cup {None} /\ writer \in Task \cup {None}
  /\ seq \in Nat /\ inProgress \in Nat /\ active \in Nat
  /\ hpte \in [Gfn -> Page \cup {None}]
  /\ owner \in [Page -> {"guest", "free", "idle", "other"}]
  /\ refs \in [Page -> Nat] /\ pins \in [Page -> Nat] /\ clean \subseteq Page
  /\ mapsLeft \in [Vcpu -> 0..Maps] /\ invalidationsLeft \in [Notifier -> 0..Invalidations]
  /\ splat \subseteq {"use-after-free: page", "write to a clean page", "null khva"}

MapRef == IF ZoneDevice THEN 0 ELSE 1  \* what a host PTE adds to its page's reference count

Init ==
  /\ pc = [t \in Task |-> IF (t \in Vcpu /\ Maps = 0 /\ ~TrackInvalidations)
                             \/ (t \in Notifier /\ Invalidations = 0)
                          THEN "Done" ELSE "Idle"]
  /\ map = [v \in Vcpu |-> NoMap] /\ refresh = [v \in Vcpu |-> NoRefresh]
  /\ inv = [n \in Notifier |-> NoInv]
  /\ gpc = [valid |-> FALSE, pfn |-> None]
  /\ gpcWriter = None /\ gpcReaders = {} /\ refreshLock = None /\ writer = None
  /\ seq = 0 /\ inProgress = 0 /\ active = 0
  /\ hpte = [g \in Gfn |-> IF g < Pages THEN PageNames[g + 1] ELSE None]
  /\ owner = [p \in Page |-> IF \E g \in Gfn : hpte[g] = p THEN "guest"
                             ELSE IF ZoneDevice THEN "idle" ELSE "free"]
  /\ refs = [p \in Page |-> MapRef * Cardinality({g \in Gfn : hpte[g] = p})]
  /\ pins = [p \in Page |-> 0] /\ clean = {}
  /\ mapsLeft = [v \in Vcpu |-> Maps]
  /\ invalidationsLeft = [n \in Notifier |-> Invalidations]
  /\ splat = {}

Goto(t, step) == pc' = [pc EXCEPT ![t] = step]
Taken(p)      == owner[p] \in {"free", "other"}  \* freed, or given away by its device
AfterFree(p)  == IF Taken(p) THEN {"use-after-free: page"} ELSE {}
Puts          == IF PutOnce THEN 1 ELSE 2  \* how often a reference from GUP is put
GpcFree       == gpcWriter = None /\ (WriterWaits => gpcReaders = {})

-----------------------------------------------------------------------------
(* kvm_vcpu_map(): the vCPU maps a guest page, uses it across any number of   *)
(* invalidations, and unmaps it, as from nested entry to nested exit.         *)

EndMap(v) == Goto(v, IF mapsLeft[v] = 0 THEN "Done" ELSE "Idle") /\ map' = [map EXCEPT ![v] = NoMap]

VcpuMap(v, g) ==  \* kvm_vcpu_map() is called, no lock
  /\ ~TrackInvalidations /\ pc[v] = "Idle" /\ ~map[v].live
  /\ mapsLeft[v] > 0
  /\ mapsLeft' = [mapsLeft EXCEPT ![v] = @ - 1]
  /\ map' = [map EXCEPT ![v].gfn = g]
  /\ Goto(v, "GfnToPfn")
  /\ UNCHANGED <<refresh, inv, gpc, gpcLock, refreshLock, writer, counts, host, invalidationsLeft,
                 splat>>

GfnToPfn(v) ==  \* gfn_to_pfn(): get_ or pin_user_pages() for write, no lock of KVM's
  LET p == hpte[map[v].gfn] IN
  /\ pc[v] = "GfnToPfn"
  /\ IF p = None
     THEN EndMap(v) /\ UNCHANGED <<refs, pins, clean>>  \* -EINVAL
     ELSE /\ refs' = [refs EXCEPT ![p] = @ + 1]
          /\ pins' = IF PinPage /\ PinAtMap THEN [pins EXCEPT ![p] = @ + 1] ELSE pins
          /\ clean' = clean \ {p}  \* the write fault tells the file system
          /\ map' = [map EXCEPT ![v].pfn = p]
          /\ Goto(v, IF HoldPageUntilUnmap THEN "KmapPage" ELSE "PutMappedPage")
  /\ UNCHANGED <<refresh, inv, gpc, gpcLock, refreshLock, writer, counts, hpte, owner, budgets,
                 splat>>

KmapPage(v) ==  \* kmap() or memremap(); kvm_vcpu_map() returns, no lock
  /\ pc[v] = "KmapPage"
  /\ map' = [map EXCEPT ![v].live = TRUE]
  /\ Goto(v, "Idle")
  /\ UNCHANGED <<refresh, inv, gpc, gpcLock, refreshLock, writer, counts, host, budgets, splat>>

UseMap(v) ==  \* nested virtualization is about to write its control page
  /\ pc[v] = "Idle" /\ map[v].live
  /\ Goto(v, "WriteKhva")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcLock, refreshLock, writer, counts, host, budgets,
                 splat>>

WriteKhva(v) ==  \* a store through map->hva, no lock
  LET p == map[v].pfn IN
  /\ pc[v] = "WriteKhva"
  /\ clean' = clean \ {p}
  /\ splat' = splat \cup AfterFree(p) \cup IF p \in clean THEN {"write to a clean page"} ELSE {}
  /\ Goto(v, "Idle")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcLock, refreshLock, writer, counts, hpte, owner, refs,
                 pins, budgets>>

VcpuUnmap(v) ==  \* kvm_vcpu_unmap() is called, no lock
  /\ pc[v] = "Idle" /\ map[v].live
  /\ Goto(v, "KunmapPage")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcLock, refreshLock, writer, counts, host, budgets,
                 splat>>

KunmapPage(v) ==  \* kunmap() or memunmap(), no lock
  /\ pc[v] = "KunmapPage"
  /\ IF HoldPageUntilUnmap /\ PutPageAtUnmap
     THEN map' = [map EXCEPT ![v].live = FALSE] /\ Goto(v, "PutMappedPage")
     ELSE EndMap(v)
  /\ UNCHANGED <<refresh, inv, gpc, gpcLock, refreshLock, writer, counts, host, budgets, splat>>

PutMappedPage(v) ==  \* kvm_release_pfn_dirty() or unpin_user_page(), no lock
  LET p == map[v].pfn IN
  /\ pc[v] = "PutMappedPage"
  /\ refs' = [refs EXCEPT ![p] = @ - Puts]
  /\ pins' = IF PinPage THEN [pins EXCEPT ![p] = @ - 1] ELSE pins
  /\ IF HoldPageUntilUnmap THEN EndMap(v) ELSE Goto(v, "KmapPage") /\ UNCHANGED map
  /\ UNCHANGED <<refresh, inv, gpc, gpcLock, refreshLock, writer, counts, hpte, owner, clean,
                 budgets, splat>>

-----------------------------------------------------------------------------
(* The user of a gfn_to_pfn_cache: checks and touches under one lock hold.    *)
(* A refresh that finds no page leaves no khva; where a writer does not wait, *)
(* one may come between the check and the store.                              *)

UseGpc(v) ==  \* a user of the cache wants the page, no lock
  /\ TrackInvalidations /\ pc[v] = "Idle"
  /\ Goto(v, "ReadLockGpc")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcLock, refreshLock, writer, counts, host, budgets,
                 splat>>

ReadLockGpc(v) ==  \* read_lock(&gpc->lock)
  /\ pc[v] = "ReadLockGpc" /\ gpcWriter = None
  /\ gpcReaders' = gpcReaders \cup {v}
  /\ Goto(v, "CheckGpc")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcWriter, refreshLock, writer, counts, host, budgets,
                 splat>>

CheckGpc(v) ==  \* kvm_gpc_check(), gpc->lock for read
  /\ pc[v] = "CheckGpc"
  /\ Goto(v, IF gpc.valid THEN "AccessGpc" ELSE "ReadUnlockGpc")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcLock, refreshLock, writer, counts, host, budgets,
                 splat>>

AccessGpc(v) ==  \* a store through gpc->khva, gpc->lock for read
  /\ pc[v] = "AccessGpc"
  /\ splat' = splat \cup IF gpc.pfn = None THEN {"null khva"} ELSE AfterFree(gpc.pfn)
  /\ Goto(v, "ReadUnlockGpc")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcLock, refreshLock, writer, counts, host, budgets>>

ReadUnlockGpc(v) ==  \* read_unlock(&gpc->lock)
  /\ pc[v] = "ReadUnlockGpc"
  /\ gpcReaders' = gpcReaders \ {v}
  /\ Goto(v, "Idle")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcWriter, refreshLock, writer, counts, host, budgets,
                 splat>>

-----------------------------------------------------------------------------
(* The refresh of the cache: the fault protocol again, with gpc->lock in the  *)
(* place of mmu_lock and the active count in the place of in_progress.        *)

EndGpcSection(v) == gpcWriter' = None /\ UNCHANGED gpcReaders

RefreshGpc(v) ==  \* kvm_gpc_refresh() is called, no lock
  /\ TrackInvalidations /\ pc[v] = "Idle"
  /\ Goto(v, "LockRefresh")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcLock, refreshLock, writer, counts, host, budgets,
                 splat>>

LockRefresh(v) ==  \* mutex_lock(&gpc->refresh_lock)
  /\ pc[v] = "LockRefresh" /\ refreshLock = None
  /\ refreshLock' = v
  /\ Goto(v, "LockGpcForRefresh")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcLock, writer, counts, host, budgets, splat>>

LockGpcForRefresh(v) ==  \* write_lock_irq(&gpc->lock) in __kvm_gpc_refresh()
  /\ pc[v] = "LockGpcForRefresh" /\ GpcFree
  /\ gpcWriter' = v
  /\ Goto(v, "BeginRefresh")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcReaders, refreshLock, writer, counts, host, budgets,
                 splat>>

BeginRefresh(v) ==  \* __kvm_gpc_refresh(): is there anything to do?  gpc->lock for write
  /\ pc[v] = "BeginRefresh"
  /\ IF gpc.valid
     THEN Goto(v, "UnlockGpcAfterRefresh") /\ UNCHANGED refresh
     ELSE /\ refresh' = [refresh EXCEPT ![v].oldPfn = gpc.pfn]
          /\ Goto(v, "SnapshotForRefresh")
  /\ UNCHANGED <<map, inv, gpc, gpcLock, refreshLock, writer, counts, host, budgets, splat>>

SnapshotForRefresh(v) ==  \* hva_to_pfn_retry(): mmu_seq = ...; smp_rmb(), gpc->lock for write
  /\ pc[v] = "SnapshotForRefresh"
  /\ refresh' = [refresh EXCEPT ![v].mmu_seq = seq]
  /\ Goto(v, "UnlockGpcForGup")
  /\ UNCHANGED <<map, inv, gpc, gpcLock, refreshLock, writer, counts, host, budgets, splat>>

UnlockGpcForGup(v) ==  \* write_unlock_irq(&gpc->lock) in hva_to_pfn_retry()
  /\ pc[v] = "UnlockGpcForGup"
  /\ EndGpcSection(v)
  /\ Goto(v, IF refresh[v].pfn = None THEN "GpcHvaToPfn" ELSE "PutRetriedPfn")
  /\ UNCHANGED <<map, refresh, inv, gpc, refreshLock, writer, counts, host, budgets, splat>>

PutRetriedPfn(v) ==  \* hva_to_pfn_retry() undoes its last attempt: put_page(), refresh_lock
  /\ pc[v] = "PutRetriedPfn"
  /\ refs' = [refs EXCEPT ![refresh[v].pfn] = @ - 1]
  /\ refresh' = [refresh EXCEPT ![v].pfn = None]
  /\ Goto(v, "GpcHvaToPfn")
  /\ UNCHANGED <<map, inv, gpc, gpcLock, refreshLock, writer, counts, hpte, owner, pins, clean,
                 budgets, splat>>

GpcHvaToPfn(v) ==  \* hva_to_pfn() and kmap() in hva_to_pfn_retry(), refresh_lock
  LET p == hpte[CachedGfn] IN
  /\ pc[v] = "GpcHvaToPfn"
  /\ IF p = None THEN UNCHANGED <<refs, refresh, clean>>
     ELSE /\ refs' = [refs EXCEPT ![p] = @ + 1]
          /\ refresh' = [refresh EXCEPT ![v].pfn = p]
          /\ clean' = clean \ {p}
  /\ Goto(v, "RelockGpc")
  /\ UNCHANGED <<map, inv, gpc, gpcLock, refreshLock, writer, counts, hpte, owner, pins, budgets,
                 splat>>

RelockGpc(v) ==  \* write_lock_irq(&gpc->lock) in hva_to_pfn_retry()
  /\ pc[v] = "RelockGpc" /\ GpcFree
  /\ gpcWriter' = v
  /\ Goto(v, IF refresh[v].pfn = None THEN "CommitRefresh" ELSE "ReadActive")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcReaders, refreshLock, writer, counts, host, budgets,
                 splat>>

ReadActive(v) ==  \* mmu_notifier_retry_cache(): mn_active_invalidate_count, gpc->lock for write
  /\ pc[v] = "ReadActive"
  /\ Goto(v, IF active # 0 THEN "SnapshotForRefresh" ELSE "ReadSeq")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcLock, refreshLock, writer, counts, host, budgets,
                 splat>>

ReadSeq(v) ==  \* mmu_notifier_retry_cache(): smp_rmb(); mmu_invalidate_seq, gpc->lock for write
  /\ pc[v] = "ReadSeq"
  /\ Goto(v, IF seq # refresh[v].mmu_seq THEN "SnapshotForRefresh" ELSE "CommitRefresh")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcLock, refreshLock, writer, counts, host, budgets,
                 splat>>

CommitRefresh(v) ==  \* hva_to_pfn_retry(): pfn, khva and valid are set, gpc->lock for write
  /\ pc[v] = "CommitRefresh"
  /\ gpc' = [valid |-> refresh[v].pfn # None, pfn |-> refresh[v].pfn]
  /\ Goto(v, IF refresh[v].pfn = None THEN "UnlockGpcAfterRefresh" ELSE "PutRefreshedPfn")
  /\ UNCHANGED <<map, refresh, inv, gpcLock, refreshLock, writer, counts, host, budgets, splat>>

PutRefreshedPfn(v) ==  \* kvm_release_pfn_clean(): the cache holds no reference, gpc->lock for write
  /\ pc[v] = "PutRefreshedPfn"
  /\ refs' = [refs EXCEPT ![refresh[v].pfn] = @ - Puts]
  /\ refresh' = [refresh EXCEPT ![v].pfn = None]
  /\ Goto(v, "UnlockGpcAfterRefresh")
  /\ UNCHANGED <<map, inv, gpc, gpcLock, refreshLock, writer, counts, hpte, owner, pins, clean,
                 budgets, splat>>

UnlockGpcAfterRefresh(v) ==  \* write_unlock_irq(&gpc->lock); then the old khva is unmapped
  /\ pc[v] = "UnlockGpcAfterRefresh"
  /\ EndGpcSection(v)
  /\ Goto(v, "UnlockRefresh")
  /\ UNCHANGED <<map, refresh, inv, gpc, refreshLock, writer, counts, host, budgets, splat>>

UnlockRefresh(v) ==  \* mutex_unlock(&gpc->refresh_lock)
  /\ pc[v] = "UnlockRefresh"
  /\ refreshLock' = None
  /\ refresh' = [refresh EXCEPT ![v] = NoRefresh]
  /\ Goto(v, "Idle")
  /\ UNCHANGED <<map, inv, gpc, gpcLock, writer, counts, host, budgets, splat>>

-----------------------------------------------------------------------------
(* The invalidation, as in NotifierFault.tla, with the caches' hook.          *)

StartInvalidation(n, range) ==
  /\ pc[n] = "Idle"
  /\ invalidationsLeft' = [invalidationsLeft EXCEPT ![n] = @ - 1]
  /\ inv' = [inv EXCEPT ![n] = range]
  /\ Goto(n, "RaiseActive")
  /\ UNCHANGED <<map, refresh, gpc, gpcLock, refreshLock, writer, counts, hpte, pins, clean,
                 mapsLeft, splat>>

(* The primary MM allocates the page that shall back first..last before it    *)
(* invalidates, as copy-on-write and migration do; None only takes away.      *)
InvalidateRangeStart(n, first, last, p) ==  \* mmu_notifier_invalidate_range_start(), no lock
  /\ first <= last
  /\ StartInvalidation(n, [op |-> "start", first |-> first, last |-> last, page |-> p,
                           teardown |-> FALSE])
  /\ IF p = None THEN UNCHANGED <<owner, refs>>
     ELSE /\ owner[p] = IF ZoneDevice THEN "idle" ELSE "free"
          /\ owner' = [owner EXCEPT ![p] = "guest"] /\ refs' = [refs EXCEPT ![p] = MapRef]

TearDownDevice(n) ==  \* memunmap_pages(): the device takes all its pages away, no lock
  /\ ZoneDevice
  /\ StartInvalidation(n, [op |-> "start", first |-> 0, last |-> Cardinality(Gfn) - 1,
                           page |-> None, teardown |-> TRUE])
  /\ UNCHANGED <<owner, refs>>

RaiseActive(n) ==  \* kvm->mn_active_invalidate_count++, mn_invalidate_lock
  /\ pc[n] = "RaiseActive"
  /\ active' = active + 1
  /\ Goto(n, "InvalidateGpc")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcLock, refreshLock, writer, seq, inProgress, host,
                 budgets, splat>>

InvalidateGpc(n) ==  \* gfn_to_pfn_cache_invalidate_start(), gpc->lock for write
  /\ pc[n] = "InvalidateGpc" /\ GpcFree
  /\ gpc' = [gpc EXCEPT !.valid = @ /\ (HookInvalidates => CachedGfn \notin Range(n))]
  /\ Goto(n, "WriteLock")
  /\ UNCHANGED <<map, refresh, inv, gpcLock, refreshLock, writer, counts, host, budgets, splat>>

WriteLock(n) ==  \* write_lock(&kvm->mmu_lock) in kvm_handle_hva_range(), at start and at end
  /\ pc[n] = "WriteLock" /\ writer = None
  /\ writer' = n
  /\ Goto(n, IF inv[n].op = "start" THEN "RaiseCount" ELSE "RaiseSeq")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcLock, refreshLock, counts, host, budgets, splat>>

RaiseCount(n) ==  \* kvm_mmu_invalidate_begin(), mmu_lock for write
  /\ pc[n] = "RaiseCount"
  /\ inProgress' = inProgress + 1
  /\ Goto(n, "UnlockMmu")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcLock, refreshLock, writer, seq, active, host, budgets,
                 splat>>

UnlockMmu(n) ==  \* write_unlock(&kvm->mmu_lock); range_start() returns
  /\ pc[n] = "UnlockMmu"
  /\ writer' = None
  /\ Goto(n, IF inv[n].op = "start" THEN "ChangePte" ELSE "LowerActive")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcLock, refreshLock, counts, host, budgets, splat>>

ChangePte(n) ==  \* the primary MM between start and end, its page table lock
  /\ pc[n] = "ChangePte"
  /\ hpte' = [g \in Gfn |-> IF g = inv[n].first THEN inv[n].page
                            ELSE IF g \in Range(n) THEN None ELSE hpte[g]]
  /\ refs' = [p \in Page |-> refs[p] - MapRef * Cardinality({g \in Range(n) : hpte[g] = p})]
  /\ inv' = [inv EXCEPT ![n].page = None, ![n].op = "end"]
  /\ Goto(n, "WriteLock")
  /\ UNCHANGED <<map, refresh, gpc, gpcLock, refreshLock, writer, counts, owner, pins, clean,
                 budgets, splat>>

RaiseSeq(n) ==  \* kvm_mmu_invalidate_end(): seq++; smp_wmb(), mmu_lock for write
  /\ pc[n] = "RaiseSeq"
  /\ seq' = seq + 1
  /\ Goto(n, "LowerCount")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcLock, refreshLock, writer, inProgress, active, host,
                 budgets, splat>>

LowerCount(n) ==  \* kvm_mmu_invalidate_end(): in_progress--, mmu_lock for write
  /\ pc[n] = "LowerCount"
  /\ inProgress' = inProgress - 1
  /\ Goto(n, "UnlockMmu")
  /\ UNCHANGED <<map, refresh, inv, gpc, gpcLock, refreshLock, writer, seq, active, host, budgets,
                 splat>>

EndInvalidation(n) == /\ Goto(n, IF invalidationsLeft[n] = 0 THEN "Done" ELSE "Idle")
                      /\ inv' = [inv EXCEPT ![n] = NoInv]

LowerActive(n) ==  \* kvm->mn_active_invalidate_count--, mn_invalidate_lock; range_end() returns
  /\ pc[n] = "LowerActive"
  /\ active' = active - 1
  /\ IF inv[n].teardown THEN Goto(n, "DevPagemapCleanup") /\ UNCHANGED inv ELSE EndInvalidation(n)
  /\ UNCHANGED <<map, refresh, gpc, gpcLock, refreshLock, writer, seq, inProgress, host, budgets,
                 splat>>

DevPagemapCleanup(n) ==  \* dev_pagemap_cleanup() waits until nobody refers to the pages, no lock
  /\ pc[n] = "DevPagemapCleanup" /\ \A p \in Page : refs[p] = 0
  /\ EndInvalidation(n)
  /\ UNCHANGED <<map, refresh, gpc, gpcLock, refreshLock, writer, counts, host, budgets, splat>>

-----------------------------------------------------------------------------
(* The host: no lock of KVM's.                                                *)

Unmapped(p) == (\A g \in Gfn : hpte[g] # p) /\ (\A n \in Notifier : inv[n].page # p)
HostStep    == UNCHANGED <<pc, map, refresh, inv, gpc, gpcLock, refreshLock, writer, counts, hpte,
                           refs, pins, budgets, splat>>

FreePage(p) ==  \* __free_pages() of a page that nobody refers to any more
  /\ ~ZoneDevice /\ owner[p] = "guest" /\ refs[p] = 0
  /\ owner' = [owner EXCEPT ![p] = "free"] /\ clean' = clean \ {p}
  /\ HostStep

ReusePage(p) ==  \* alloc_pages() for somebody else
  /\ owner[p] = "free"
  /\ owner' = [owner EXCEPT ![p] = "other"] /\ UNCHANGED clean
  /\ HostStep

GiveAwayPage(p) ==  \* the device's file system gives an idle, truncated block to another file
  /\ ZoneDevice /\ owner[p] = "guest" /\ refs[p] = 0 /\ Unmapped(p)
  /\ owner' = [owner EXCEPT ![p] = "other"] /\ UNCHANGED clean
  /\ HostStep

CleanPage(p) ==  \* folio_mkclean() after writeback; a file system leaves pinned pages alone
  /\ PageKind = "file" /\ (\E g \in Gfn : hpte[g] = p) /\ pins[p] = 0 /\ p \notin clean
  /\ clean' = clean \cup {p} /\ UNCHANGED owner
  /\ HostStep

-----------------------------------------------------------------------------
MapStep(v)   == GfnToPfn(v) \/ KmapPage(v) \/ WriteKhva(v) \/ KunmapPage(v) \/ PutMappedPage(v)
GpcStep(v)   == \/ CheckGpc(v) \/ AccessGpc(v) \/ ReadUnlockGpc(v) \/ BeginRefresh(v)
                \/ SnapshotForRefresh(v) \/ UnlockGpcForGup(v) \/ PutRetriedPfn(v) \/ GpcHvaToPfn(v)
                \/ ReadActive(v) \/ ReadSeq(v) \/ CommitRefresh(v) \/ PutRefreshedPfn(v)
                \/ UnlockGpcAfterRefresh(v) \/ UnlockRefresh(v)
GpcTake(v)   == ReadLockGpc(v) \/ LockRefresh(v) \/ LockGpcForRefresh(v) \/ RelockGpc(v)
InvStep(n)   == \/ RaiseActive(n) \/ RaiseCount(n) \/ UnlockMmu(n) \/ ChangePte(n) \/ RaiseSeq(n)
                \/ LowerCount(n) \/ LowerActive(n) \/ DevPagemapCleanup(n)
InvTake(n)   == InvalidateGpc(n) \/ WriteLock(n)

Next ==
  \/ \E v \in Vcpu, g \in Gfn : VcpuMap(v, g)
  \/ \E v \in Vcpu : GfnToPfn(v)
  \/ \E v \in Vcpu : KmapPage(v)
  \/ \E v \in Vcpu : UseMap(v)
  \/ \E v \in Vcpu : WriteKhva(v)
  \/ \E v \in Vcpu : VcpuUnmap(v)
  \/ \E v \in Vcpu : KunmapPage(v)
  \/ \E v \in Vcpu : PutMappedPage(v)
  \/ \E v \in Vcpu : UseGpc(v)
  \/ \E v \in Vcpu : ReadLockGpc(v)
  \/ \E v \in Vcpu : CheckGpc(v)
  \/ \E v \in Vcpu : AccessGpc(v)
  \/ \E v \in Vcpu : ReadUnlockGpc(v)
  \/ \E v \in Vcpu : RefreshGpc(v)
  \/ \E v \in Vcpu : LockRefresh(v)
  \/ \E v \in Vcpu : LockGpcForRefresh(v)
  \/ \E v \in Vcpu : BeginRefresh(v)
  \/ \E v \in Vcpu : SnapshotForRefresh(v)
  \/ \E v \in Vcpu : UnlockGpcForGup(v)
  \/ \E v \in Vcpu : PutRetriedPfn(v)
  \/ \E v \in Vcpu : GpcHvaToPfn(v)
  \/ \E v \in Vcpu : RelockGpc(v)
  \/ \E v \in Vcpu : ReadActive(v)
  \/ \E v \in Vcpu : ReadSeq(v)
  \/ \E v \in Vcpu : CommitRefresh(v)
  \/ \E v \in Vcpu : PutRefreshedPfn(v)
  \/ \E v \in Vcpu : UnlockGpcAfterRefresh(v)
  \/ \E v \in Vcpu : UnlockRefresh(v)
  \/ \E n \in Notifier, first \in Gfn, last \in Gfn, p \in Page \cup {None} :
       InvalidateRangeStart(n, first, last, p)
  \/ \E n \in Notifier : TearDownDevice(n)
  \/ \E n \in Notifier : RaiseActive(n)
  \/ \E n \in Notifier : InvalidateGpc(n)
  \/ \E n \in Notifier : WriteLock(n)
  \/ \E n \in Notifier : RaiseCount(n)
  \/ \E n \in Notifier : UnlockMmu(n)
  \/ \E n \in Notifier : ChangePte(n)
  \/ \E n \in Notifier : RaiseSeq(n)
  \/ \E n \in Notifier : LowerCount(n)
  \/ \E n \in Notifier : LowerActive(n)
  \/ \E n \in Notifier : DevPagemapCleanup(n)
  \/ \E p \in Page : FreePage(p)
  \/ \E p \in Page : ReusePage(p)
  \/ \E p \in Page : GiveAwayPage(p)
  \/ \E p \in Page : CleanPage(p)

Spec == Init /\ [][Next]_vars
(* Locks are queued.  A vCPU leaves its nested guest at last, and then unmaps. *)
FairSpec ==
  /\ Spec
  /\ \A v \in Vcpu : /\ WF_vars(MapStep(v)) /\ SF_vars(VcpuUnmap(v))
                     /\ WF_vars(GpcStep(v)) /\ SF_vars(GpcTake(v))
  /\ \A n \in Notifier : WF_vars(InvStep(n)) /\ SF_vars(InvTake(n))

-----------------------------------------------------------------------------
(* S16, weak: the page under a live mapping is neither free nor given away. *)
MapSoundWeak ==
  /\ \A v \in Vcpu : map[v].live => ~Taken(map[v].pfn)
  /\ gpcWriter = None /\ gpc.valid => ~Taken(gpc.pfn)
(* S15: a valid cache maps the page that the host maps. *)
GpcSound == gpcWriter = None /\ gpc.valid => gpc.pfn # None /\ gpc.pfn = hpte[CachedGfn]
(* S16, strong: it is also the page that the guest sees at that frame. *)
MapSoundStrong ==
  /\ MapSoundWeak /\ GpcSound
  /\ \A v \in Vcpu : map[v].live => map[v].pfn = hpte[map[v].gfn]
(* S3: no live mapping refers to a free page. *)
NoFreedMapped ==
  /\ \A v \in Vcpu : map[v].live => owner[map[v].pfn] # "free"
  /\ gpcWriter = None /\ gpc.valid => owner[gpc.pfn] # "free"
(* Start has returned and end has not begun. *)
StartReturned(n) == pc[n] = "ChangePte" \/ (inv[n].op = "end" /\ pc[n] = "WriteLock")
(* What KVM can reach, by the frame and by the page: through the cache, and through live mappings. *)
CacheReaches == IF gpcWriter = None /\ gpc.valid THEN {<<"frame", CachedGfn>>, <<"page", gpc.pfn>>}
                ELSE {}
MapsReach    == LET live == {v \in Vcpu : map[v].live} IN
                {<<"frame", map[v].gfn>> : v \in live} \cup {<<"page", map[v].pfn>> : v \in live}
Primary == INSTANCE SecondaryMmu WITH
  Frame <- {<<"frame", g>> : g \in Gfn} \cup {<<"page", p>> : p \in Page}, Root <- {},
  reach <- CacheReaches \cup MapsReach,
  told <- {<<"frame", g>> : g \in UNION {Range(n) : n \in {m \in Notifier : StartReturned(m)}}},
  gone <- {<<"page", p>> : p \in {q \in Page : Taken(q)}}, dead <- {}
(* The contract that the primary MM relies on: this module refines it. *)
Refines == Primary!Spec
(* Every step is one that the contract of the primary MM allows. *)
Contract == [][Primary!Next]_(Primary!contract)
(* KVM does not write to a page that its file system believes to be clean. *)
NoWriteToCleanPage == "write to a clean page" \notin splat
(* KVM does not store through the khva of a cache without a page. *)
NoNullKhva == "null khva" \notin splat
(* Every reference to a page has a holder: a host PTE, its allocator, a mapping, a refresh. *)
PageRefExact ==
  \A p \in Page :
    refs[p] = MapRef * Cardinality({g \in Gfn : hpte[g] = p})
            + MapRef * Cardinality({n \in Notifier : inv[n].page = p})
            + Cardinality({v \in Vcpu : map[v].pfn = p
                                        /\ (HoldPageUntilUnmap \/ pc[v] = "PutMappedPage")})
            + Cardinality({v \in Vcpu : refresh[v].pfn = p})
(* A page is pinned as long as somebody means to write to it. *)
PinExact ==
  PinPage => \A p \in Page : pins[p] = Cardinality({v \in Vcpu : map[v].pfn = p})
(* gpc->lock is held by one writer, or by readers. *)
GpcLockExclusive == gpcWriter # None => gpcReaders = {}
(* The code's own checks stay silent. *)
NoSplat == splat = {}

(* The teardown of a device ends: who refers to its pages lets go. *)
DeviceTeardownEnds ==
  \A n \in Notifier : pc[n] = "DevPagemapCleanup" ~> pc[n] # "DevPagemapCleanup"
(* L9: a refresh completes once invalidations stop; here they are few. *)
RefreshProgress == \A v \in Vcpu : pc[v] \in RefreshSteps ~> pc[v] = "Idle"

-----------------------------------------------------------------------------
(* Expected to FAIL: each shows that something can happen at all. *)

(* A mapping outlives the host PTE that it came from. *)
ReachMappedAfterChange == ~\E v \in Vcpu : map[v].live /\ map[v].pfn # hpte[map[v].gfn]
(* The new page is mapped while its invalidation is still open: nobody is asked. *)
ReachMappedBeforeEnd ==
  ~\E v \in Vcpu, n \in Notifier : StartReturned(n) /\ map[v].live /\ map[v].pfn = "p1"
(* KVM writes through a mapping that was made before an invalidation ended. *)
ReachWriteAfterInvalidation == ~\E v \in Vcpu : pc[v] = "WriteKhva" /\ seq > 0
(* The teardown of a device has to wait for a mapping. *)
ReachTeardownWaits ==
  ~\E v \in Vcpu, n \in Notifier : map[v].live /\ pc[n] = "DevPagemapCleanup"
(* A refresh meets an open invalidation and retries. *)
ReachRefreshRetry == ~\E v \in Vcpu : pc[v] = "PutRetriedPfn" /\ active # 0
(* A refresh misses the open invalidation, but not that it has ended. *)
ReachRefreshRetryBySeq ==
  ~\E v \in Vcpu : pc[v] = "ReadSeq" /\ seq # refresh[v].mmu_seq
(* After an invalidation the cache is valid again, with the host's new page. *)
ReachRevalidated == ~(gpc.valid /\ gpc.pfn = "p1" /\ active = 0)
(* The host frees the page of a valid cache's former days. *)
ReachOldPageFreed == ~(gpc.valid /\ owner["p0"] = "other")
=============================================================================
