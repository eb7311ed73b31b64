package org.mmucheck.linux.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A {@code struct kvm}. Everything is read anew each time; the machine must stand still. */
public final class VirtualMachine {
  /** {@code INVALID_GPA}: the hull is unset. */
  private static final long UNSET = -1;

  /** The word of a queued read-write lock. */
  private static final String COUNTS = "raw_lock.cnts.counter";

  private static final String LOCK_WORD = "kvm.mmu_lock." + COUNTS;

  /** What the lowest bits of an xarray's pointer say if it points to a node. */
  private static final long XARRAY_NODE = 2;

  /** The lowest bits of a mutex's owner are its own. */
  private static final long MUTEX_FLAGS = 7;

  private static final long INVALID_SLOT = 1L << 16; // KVM_MEMSLOT_INVALID

  private final KernelStructs structs;
  private final HostMemory host;
  private final long address;

  public VirtualMachine(KernelStructs structs, long address) {
    this.structs = structs;
    this.host = new HostMemory(structs);
    this.address = address;
  }

  /** All VMs of a machine, the newest first: {@code vm_list}. */
  public static List<VirtualMachine> all(KernelStructs structs) {
    return structs.list(structs.variable("vm_list"), "kvm.vm_list").stream()
        .map(kvm -> new VirtualMachine(structs, kvm))
        .toList();
  }

  /** The VM whose notifier a callback gets. */
  public static VirtualMachine ofNotifier(KernelStructs structs, long mmuNotifier) {
    return new VirtualMachine(structs, structs.containing("kvm.mmu_notifier", mmuNotifier));
  }

  /** Where its struct is. */
  public long address() {
    return address;
  }

  /** The host's memory, which backs it. */
  public HostMemory host() {
    return host;
  }

  /** {@code mmu_invalidate_seq}: how many invalidations have ended. */
  public long seq() {
    return structs.number("kvm.mmu_invalidate_seq", address);
  }

  /** {@code mmu_invalidate_in_progress}: how many are open. */
  public long inProgress() {
    return structs.number("kvm.mmu_invalidate_in_progress", address);
  }

  /** {@code mn_active_invalidate_count}: how many are open, also those that touch no memslot. */
  public long active() {
    return structs.number("kvm.mn_active_invalidate_count", address);
  }

  /** {@code gpc_invalidate_seq}: how many have ended, for the caches; kernels since 7.3 have it. */
  public OptionalLong gpcSeq() {
    return structs.has("kvm.gpc_invalidate_seq")
        ? OptionalLong.of(structs.number("kvm.gpc_invalidate_seq", address))
        : OptionalLong.empty();
  }

  /**
   * What the open invalidations cover, and those since the last time that there was none; empty if
   * it is unset, as before the first of them. Kernels up to 6.7 keep it in bytes of the VMM's
   * addresses: then these are the frames that the memslots of address space 0 have there.
   */
  public Optional<Hull> hull() {
    long start = structs.number("kvm.mmu_invalidate_range_start", address);
    long end = structs.number("kvm.mmu_invalidate_range_end", address);
    if (start == UNSET || start == end) {
      return Optional.empty();
    }
    return structs.type("kvm.mmu_invalidate_range_start").equals("gfn_t")
        ? Optional.of(new Hull(start, end))
        : frames(start, end);
  }

  private Optional<Hull> frames(long start, long end) {
    return memslots(0).stream()
        .filter(slot -> Long.compareUnsigned(start, slot.end()) < 0)
        .filter(slot -> Long.compareUnsigned(slot.userspaceAddress(), end) < 0)
        .map(slot -> slot.frames(start, end))
        .reduce((a, b) -> new Hull(Math.min(a.start(), b.start()), Math.max(a.end(), b.end())));
  }

  /** Who holds mmu_lock. */
  public MmuLock mmuLock() {
    return new MmuLock((int) structs.number(LOCK_WORD, address));
  }

  /** Where the word of mmu_lock is. */
  public long mmuLockAddress() {
    return structs.address(LOCK_WORD, address);
  }

  /** {@code users_count}: how many keep the VM. */
  public long users() {
    return structs.number("kvm.users_count.refs.counter", address);
  }

  /** The roots that are on the list, in its order: the newest first. */
  public List<Root> roots() {
    long head = structs.address("kvm.arch.tdp_mmu_roots", address);
    return structs.list(head, "kvm_mmu_page.link").stream().map(this::root).toList();
  }

  /** A root, also one that is no longer on the list. */
  public Root root(long page) {
    return new Root(structs, host, page);
  }

  /** Where the {@code struct kvm_vcpu} of each vCPU is, by their index; at most 64 of them. */
  public List<Long> vcpus() {
    long head = structs.number("kvm.vcpu_array.xa_head", address);
    long count = structs.number("kvm.created_vcpus", address);
    if ((head & XARRAY_NODE) == 0) {
      return count == 0 ? List.of() : List.of(head);
    }
    long node = head & ~XARRAY_NODE;
    List<Long> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      found.add(structs.number("xa_node.slots[" + i + "]", node));
    }
    return List.copyOf(found);
  }

  /** Whether somebody holds slots_lock. */
  public boolean isSlotsLocked() {
    return isHeld("kvm.slots_lock", address);
  }

  private boolean isHeld(String mutex, long struct) {
    return (structs.number(mutex + ".owner.counter", struct) & ~MUTEX_FLAGS) != 0;
  }

  /**
   * The root that a vCPU has loaded.
   *
   * @param vcpu its {@code struct kvm_vcpu}
   * @return the page of the root's table; empty if it has loaded none
   */
  public OptionalLong loaded(long vcpu) {
    long hpa = structs.number("kvm_vcpu.arch.mmu->root.hpa", vcpu);
    return hpa == UNSET ? OptionalLong.empty() : OptionalLong.of(hpa >>> HostMemory.PAGE_SHIFT);
  }

  /** The page that backs an address of the VMM now. */
  public Optional<Long> backing(long userspaceAddress) {
    return host.backing(structs.number("kvm.mm", address), userspaceAddress);
  }

  /** The memslots of an address space that are installed, by their first frame. */
  public List<Memslot> memslots(int addressSpace) {
    long slots = structs.number("kvm.memslots[" + addressSpace + "]", address);
    long index = structs.number("kvm_memslots.node_idx", slots);
    String node = "kvm_memory_slot.gfn_node[" + index + "]";
    Deque<Long> open = new ArrayDeque<>();
    open.push(structs.number("kvm_memslots.gfn_tree.rb_node", slots));
    List<Memslot> found = new ArrayList<>();
    while (!open.isEmpty()) {
      long next = open.pop();
      if (next != 0) {
        found.add(memslot(structs.containing(node, next)));
        open.push(structs.number("rb_node.rb_left", next));
        open.push(structs.number("rb_node.rb_right", next));
      }
    }
    found.sort(Comparator.comparing(Memslot::firstGfn));
    return List.copyOf(found);
  }

  private Memslot memslot(long slot) {
    return new Memslot(
        (int) structs.number("kvm_memory_slot.id", slot),
        structs.number("kvm_memory_slot.base_gfn", slot),
        structs.number("kvm_memory_slot.npages", slot),
        structs.number("kvm_memory_slot.userspace_addr", slot),
        (structs.number("kvm_memory_slot.flags", slot) & INVALID_SLOT) != 0);
  }

  /** The caches that an invalidation looks at: {@code gpc_list}. */
  public List<PfnCache> caches() {
    long head = structs.address("kvm.gpc_list", address);
    return structs.list(head, "gfn_to_pfn_cache.list").stream().map(this::cache).toList();
  }

  /** Where the cache is by which a vCPU's {@code vcpu_info} is reached. */
  public long infoCache(long vcpu) {
    return structs.address("kvm_vcpu.arch.xen.vcpu_info_cache", vcpu);
  }

  /** A cache, also one that is on no list. */
  public PfnCache cache(long cache) {
    return new PfnCache(
        cache,
        structs.number("gfn_to_pfn_cache.gpa", cache),
        structs.number("gfn_to_pfn_cache.uhva", cache),
        structs.number("gfn_to_pfn_cache.khva", cache),
        structs.number("gfn_to_pfn_cache.pfn", cache),
        structs.isSet("gfn_to_pfn_cache.valid", cache),
        structs.isSet("gfn_to_pfn_cache.active", cache));
  }

  /** Who holds a cache's lock. */
  public MmuLock cacheLock(long cache) {
    return new MmuLock((int) structs.number("gfn_to_pfn_cache.lock." + COUNTS, cache));
  }

  /** Where the word of a cache's lock is, and with it the lock. */
  public long cacheLockAddress(long cache) {
    return structs.address("gfn_to_pfn_cache.lock." + COUNTS, cache);
  }

  /** Whether somebody holds a cache's refresh_lock. */
  public boolean isRefreshLocked(long cache) {
    return isHeld("gfn_to_pfn_cache.refresh_lock", cache);
  }

  /** Whether somebody holds a vCPU's mutex, as who works on its caches does. */
  public boolean isVcpuLocked(long vcpu) {
    return isHeld("kvm_vcpu.mutex", vcpu);
  }

  /** Whether somebody holds gpc_lock, which guards the list of caches. */
  public boolean isCacheListLocked() {
    return structs.number("kvm.gpc_lock.rlock.raw_lock.val.counter", address) != 0;
  }
}
