package org.mmucheck.model.mirror;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.mmucheck.model.Design;
import org.mmucheck.model.Fixed;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.GuestPages;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.sync.MmuLock;

/**
 * The roots of a TD: a direct one for shared memory, invalid ones, and a mirror of the tables that
 * the module keeps for private memory.
 *
 * <p>Concurrency: with mmu_lock held for read an SPTE changes by a compare-and-set. One of the
 * mirror is frozen first: who froze it owns it, calls the module, and then writes plainly what the
 * module has done. So an SPTE that is not frozen says what the external one is, and a fault that
 * finds a table in the mirror may call for a page in it. Who holds mmu_lock for write has all roots
 * to itself, but for the vCPUs that run the TD, and so for the module being busy: it writes the
 * mirror first, and has the module do likewise, which must not fail. {@code direct} and {@code
 * invalid} are exchanged with mmu_lock held for write only.
 */
public final class MirrorRoots {
  /** An entry of the mirror root that points to the table. */
  private static final long TABLE = SpteTable.leaf(0);

  /** The page of the external table: {@code sp->external_spt}. */
  public enum Table {
    UNUSED,
    LINKED,
    RECLAIMED,
    /** It could not be reclaimed, and is lost. */
    LEAKED,
    /** It could not be reclaimed, and is freed all the same. */
    FREED
  }

  final Design design;
  final Splats splats;
  final GuestPages host;
  final MmuLock mmuLock;
  final AtomicInteger inProgress = new AtomicInteger(); // kvm->mmu_invalidate_in_progress
  volatile SpteTable direct;
  volatile SpteTable invalid;
  final AtomicLong parent = new AtomicLong();
  final SpteTable leaf;
  volatile boolean dead; // role.invalid of the mirror root
  volatile Table table = Table.UNUSED;
  private final TdxModule module;
  private volatile boolean entryForbidden; // kvm_tdx->wait_for_sept_zap
  private final int frames;

  @Fixed(Fixed.Since.MADE)
  private final Set<Integer> shared;

  private final CopyOnWriteArrayList<MirrorFault> vcpus = new CopyOnWriteArrayList<>();

  /**
   * @param shared the frames of shared memory; the others of {@code 0 .. frames-1} are private
   */
  public MirrorRoots(
      Design design, int frames, Set<Integer> shared, GuestPages host, Splats splats) {
    this.design = design;
    this.splats = splats;
    this.host = host;
    this.frames = frames;
    this.shared = Set.copyOf(shared);
    this.mmuLock = new MmuLock(design.has(Rule.WRITER_WAITS));
    this.module = new TdxModule(frames);
    this.leaf = new SpteTable(frames);
    this.direct = new SpteTable(frames);
    this.invalid = new SpteTable(frames);
  }

  /** Maps frames before any task runs. */
  public void populate(List<Integer> mapped) {
    for (int gfn : mapped) {
      if (isShared(gfn)) {
        direct.exchange(gfn, SpteTable.leaf(gfn));
      } else {
        if (parent.compareAndSet(SpteTable.NONE, TABLE)) {
          module.addTable();
          table = Table.LINKED;
        }
        module.augment(gfn);
        leaf.exchange(gfn, SpteTable.leaf(gfn));
      }
    }
  }

  /** {@code is_page_fault_stale()}, as far as it does not ask for the vCPU's root. */
  boolean isInvalidated() {
    return design.has(Rule.CHECK_COUNT) && inProgress.get() > 0;
  }

  /** {@code kvm_tdp_mmu_invalidate_roots()}, mmu_lock held for write. */
  void invalidate(boolean mirror) {
    invalid = direct; // an older one is zapped
    direct = new SpteTable(frames);
    vcpus.forEach(MirrorFault::setObsolete);
    dead |= mirror;
  }

  void forbidEntry(boolean forbidden) {
    entryForbidden = forbidden;
  }

  /** Whether vCPUs are kept out of the guest. */
  public boolean isEntryForbidden() {
    return entryForbidden;
  }

  /** Drops mmu_lock and ends the walk. */
  void finish(MirrorWalk walk) {
    mmuLock.unlock(walk.task);
    walk.end();
  }

  /** The entry of the mirror root while it points to the table. */
  static long tableEntry() {
    return TABLE;
  }

  /** A vCPU that {@code task} runs, as far as it handles faults. */
  public MirrorFault fault(Task task) {
    MirrorFault fault = new MirrorFault(this, task);
    vcpus.add(fault);
    return fault;
  }

  /** A vCPU that runs the TD. */
  public TdVcpu vcpu() {
    return module.vcpu(this);
  }

  /** A task that is about to invalidate {@code range}. */
  public MirrorInvalidation invalidation(Task task, List<Integer> range) {
    return new MirrorInvalidation(this, task, range);
  }

  /** A task that is about to invalidate and to zap the direct root. */
  public MirrorFastZap fastZap(Task task) {
    return new MirrorFastZap(this, task);
  }

  /** The task that ends the TD. */
  public TdTeardown teardown(Task task) {
    return new TdTeardown(this, task);
  }

  /** Reports where the mirror and the module's tables differ; while no task runs. */
  public void checkMirror() {
    boolean hasTable = SpteTable.isPresent(parent.get());
    boolean differs = hasTable != module.hasTable() || parent.get() == SpteTable.FROZEN;
    for (int gfn = 0; gfn < frames; gfn++) {
      boolean mapped = SpteTable.isPresent(leaf.getAcquire(gfn));
      differs |= leaf.getAcquire(gfn) == SpteTable.FROZEN;
      differs |= mapped != (module.entry(gfn) == TdxModule.Sept.PRESENT);
    }
    if (differs) {
      splats.report("mirror differs from the module's tables");
    }
  }

  /** Whether an SPTE, or the module, maps the frame, now. */
  public boolean isMapped(int gfn) {
    return SpteTable.isPresent(direct.getAcquire(gfn))
        || SpteTable.isPresent(invalid.getAcquire(gfn))
        || SpteTable.isPresent(leaf.getAcquire(gfn))
        || module.maps(gfn);
  }

  boolean isShared(int gfn) {
    return shared.contains(gfn);
  }

  public int frames() {
    return frames;
  }

  public MmuLock mmuLock() {
    return mmuLock;
  }

  public TdxModule module() {
    return module;
  }

  /** The direct root's leaves. */
  public SpteTable direct() {
    return direct;
  }

  /** The leaves of invalid direct roots. */
  public SpteTable invalid() {
    return invalid;
  }

  /** The mirror root's entry. */
  public long parent() {
    return parent.get();
  }

  /** The entries of the mirror's table. */
  public SpteTable leaf() {
    return leaf;
  }

  /** Whether the mirror root is invalid. */
  public boolean isDead() {
    return dead;
  }

  public Table table() {
    return table;
  }

  public int inProgress() {
    return inProgress.get();
  }
}
