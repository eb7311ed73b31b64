package org.mmucheck.model.mmu;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Design;
import org.mmucheck.model.Fixed;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.GuestMemory;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.MmuNotifier;
import org.mmucheck.model.sync.MmuLock;
import org.mmucheck.model.sync.Rcu;
import org.mmucheck.model.sync.SlotsLock;
import org.mmucheck.model.sync.Srcu;

/**
 * One virtual machine: {@code struct kvm} as far as its TDP MMU roots go.
 *
 * <p>Concurrency: see {@link TdpMmu} for who may do what to a root under which lock. {@code pages}
 * and {@code vcpus} only grow, before any task starts.
 */
public final class Kvm implements MmuNotifier {
  final Design design;
  final Splats splats;
  final MmuLock mmuLock;
  final SlotsLock slotsLock = new SlotsLock();
  final Rcu rcu = new Rcu();
  final Srcu srcu = new Srcu();
  final ZapWorkqueue zapWorkqueue = new ZapWorkqueue();
  final RootList roots;
  final GuestMemory host;
  final InvalidateCounts counts = new InvalidateCounts();
  final InvalidateHull hull = new InvalidateHull();
  final Tlbs tlbs = new Tlbs();
  final CopyOnWriteArrayList<InvalidationHook> invalidationHooks = new CopyOnWriteArrayList<>();
  final TdpMmu tdpMmu = new TdpMmu(this);
  final ScheduledRoots scheduledRoots = new ScheduledRoots(this);
  final VmTeardown teardown = new VmTeardown(this);
  final VmUsers users;
  volatile EndCount endCount = EndCount.NEVER;
  volatile Memslots memslots = new Memslots(Integer.MAX_VALUE);
  private final int gfns;

  @Fixed(Fixed.Since.TASKS_RUN)
  private final List<TdpRoot> pages = new ArrayList<>();

  @Fixed(Fixed.Since.TASKS_RUN)
  private final List<Vcpu> vcpus = new ArrayList<>();

  /**
   * @param gfns how many guest page frames the VM has
   * @param host the memory behind them
   * @param splats where the VM's own checks report
   */
  public Kvm(Design design, int gfns, GuestMemory host, Splats splats) {
    this.design = design;
    this.mmuLock = new MmuLock(design.has(Rule.WRITER_WAITS));
    this.gfns = gfns;
    this.host = host;
    this.splats = splats;
    this.roots = new RootList(splats);
    this.users = new VmUsers(splats);
  }

  /** A page that may become a root. */
  public TdpRoot newRootPage(String name) {
    TdpRoot page = new TdpRoot(name, gfns, splats);
    pages.add(page);
    return page;
  }

  /**
   * Puts a root with leafs on the list before any task runs, with one reference for each holder.
   *
   * @param mapped the gfns that it maps
   */
  public void populate(TdpRoot root, List<Integer> mapped, List<Vcpu> holders) {
    roots.add(root);
    for (int gfn : mapped) {
      root.sptes().exchange(gfn, SpteTable.leaf(gfn));
    }
    for (Vcpu vcpu : holders) {
      vcpu.adopt(root, vcpu == holders.get(0));
    }
  }

  public GfnRange allGfns() {
    return new GfnRange(0, gfns);
  }

  /** Every page that may be or have been a root, on the list or off it. */
  public List<TdpRoot> pages() {
    return List.copyOf(pages);
  }

  /**
   * Reports a root that still maps a page of {@code range}, as a debug kernel would after start.
   */
  public void checkUnmapped(GfnRange range) {
    for (TdpRoot root : pages) {
      for (int gfn = range.start(); gfn < range.end(); gfn++) {
        if (root.life() != TdpRoot.Life.FREED
            && SpteTable.isPresent(root.sptes().getAcquire(gfn))) {
          splats.report("stale mapping: page");
        }
      }
    }
  }

  /** Reports a root with a put that nobody had a reference for; while no task runs. */
  public void checkReferences() {
    for (TdpRoot root : pages) {
      if (root.hasDebtor()) {
        splats.report("put without a reference: root");
      }
    }
  }

  /** The first root on the list. */
  public @Nullable TdpRoot firstRoot() {
    return roots.head();
  }

  public Splats splats() {
    return splats;
  }

  public MmuLock mmuLock() {
    return mmuLock;
  }

  public SlotsLock slotsLock() {
    return slotsLock;
  }

  public Rcu rcu() {
    return rcu;
  }

  public ZapWorkqueue zapWorkqueue() {
    return zapWorkqueue;
  }

  public InvalidateCounts counts() {
    return counts;
  }

  public InvalidateHull hull() {
    return hull;
  }

  /** Cuts the guest's memory into memslots, before any task runs; without, there is one. */
  public void setMemslots(Memslots slots) {
    memslots = slots;
  }

  public Memslots memslots() {
    return memslots;
  }

  /** Says when {@code range_end()} counts for caches by hva, before any task runs. */
  public void setEndCount(EndCount when) {
    endCount = when;
  }

  /** Puts {@code hook} on {@code kvm->gpc_list}. */
  public void add(InvalidationHook hook) {
    invalidationHooks.add(hook);
  }

  /** Takes {@code hook} off {@code kvm->gpc_list}. */
  public void remove(InvalidationHook hook) {
    invalidationHooks.remove(hook);
  }

  /** Whether {@code hook} is on {@code kvm->gpc_list}. */
  public boolean has(InvalidationHook hook) {
    return invalidationHooks.contains(hook);
  }

  /** The references to the VM, and what became of it. */
  public VmUsers users() {
    return users;
  }

  /** The VM's file, which {@code task} has open; the VM is made with this reference. */
  public VmFile file(Task task) {
    return new VmFile(this, task);
  }

  /** The file of a vCPU, which {@code task} has open, with a reference to the VM of its own. */
  public VmFile vcpuFile(Task task) {
    if (!users.tryGet()) {
      throw new IllegalStateException("the VM is being destroyed");
    }
    return new VmFile(this, task);
  }

  List<Vcpu> vcpus() {
    return vcpus;
  }

  /** A vCPU that {@code task} runs. */
  public Vcpu vcpu(Task task) {
    Vcpu vcpu = new Vcpu(this, task);
    vcpus.add(vcpu);
    return vcpu;
  }

  /** {@code kvm_make_all_cpus_request(KVM_REQ_MMU_FREE_OBSOLETE_ROOTS)}. */
  void requestReload() {
    vcpus.forEach(Vcpu::requestReload);
  }

  /** Whether who zaps a dead root has a reference to it. */
  boolean zapOwnerHasReference() {
    return design.has(Rule.KEEP_REACHABLE) || design.has(Rule.OWN_REFERENCE);
  }

  /** The hardware that runs the guest code of {@code vcpu}, with a TLB of its own. */
  public GuestCpu guestCpu(Vcpu vcpu, HostMm mm) {
    Tlb tlb = new Tlb(gfns);
    tlbs.add(tlb);
    vcpu.attach(tlb);
    return new GuestCpu(vcpu, mm, tlb);
  }

  @Override
  public RangeInvalidation invalidation(Task task, int first, int last) {
    return invalidation(task, new GfnRange(first, last + 1));
  }

  @Override
  public RangeInvalidation copy(Task task, int frame) {
    return new RangeInvalidation(this, task, new GfnRange(frame, frame + 1), true);
  }

  @Override
  public ReleaseZap release(Task task) {
    return new ReleaseZap(this, task);
  }

  /** A task that is about to invalidate {@code range}. */
  public RangeInvalidation invalidation(Task task, GfnRange range) {
    return new RangeInvalidation(this, task, range, false);
  }

  /** A task that is about to zap all roots fast. */
  public FastZap fastZap(Task task) {
    return new FastZap(this, task);
  }

  /**
   * A task that is about to add memslot number {@code slot}, which is not there, or to delete it.
   */
  public MemslotUpdate memslotUpdate(Task task, int slot) {
    boolean isThere = memslots.at(memslots.frames(slot).start()) == Memslots.State.VALID;
    return new MemslotUpdate(
        this, task, slot, isThere ? MemslotUpdate.Phase.INVALIDATE : MemslotUpdate.Phase.ADD, null);
  }

  /** A task that is about to delete memslot number {@code slot}, with a fast zap. */
  public MemslotUpdate memslotDeletion(Task task, int slot, FastZap fastZap) {
    return new MemslotUpdate(this, task, slot, MemslotUpdate.Phase.INVALIDATE, fastZap);
  }

  /** A kworker of the zap workqueue. */
  public ZapWorker zapWorker(Task task) {
    return new ZapWorker(this, task);
  }

  /** A task that is about to walk the valid roots. */
  public RootWalker walker(Task task) {
    return new RootWalker(this, task);
  }

  /** A task that is about to age what the valid roots map. */
  public RootAging aging(Task task) {
    return new RootAging(this, task);
  }
}
