package org.mmucheck.model.nx;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.mmucheck.model.Design;
import org.mmucheck.model.Fixed;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.GuestPages;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.sync.MmuLock;
import org.mmucheck.model.sync.Rcu;
import org.mmucheck.model.tables.TablePage;

/**
 * A root with one entry, an upper table with an entry a region, and tables of one entry.
 *
 * <p>Concurrency: who holds mmu_lock for write has the tree to itself, but for the hardware. With
 * it held for read an entry changes by a compare-and-set from what its task read, so one task takes
 * a table out of the tree, and that one hands it to RCU. The entries of a removed table stay
 * frozen: who came by earlier changes nothing in it any more, and finds no table there. Only the
 * worker gets to a table other than from the root, by the list; it is inside RCU from before it
 * takes the table until it is done with it, and with the flush that it owes.
 */
public final class NxTree {
  /** An entry that maps a huge page, or in the root a giant one: present, and the page size bit. */
  public static final long HUGE = 0x81;

  final Design design;
  final Splats splats;
  final MmuLock mmuLock;
  final Rcu rcu = new Rcu();
  final GuestPages host;
  final AtomicLong root = new AtomicLong();
  final TablePage upper;
  final PossibleNxPages possible;
  final AtomicInteger inProgress = new AtomicInteger(); // kvm->mmu_invalidate_in_progress
  volatile boolean invalid; // root->role.invalid
  private final int regions;
  private final long upperEntry;

  @Fixed(Fixed.Since.MADE)
  private final Set<Integer> logged;

  @Fixed(Fixed.Since.MADE)
  private final List<NxPage> pages;

  private final CopyOnWriteArrayList<NxGuest> cpus = new CopyOnWriteArrayList<>();

  /**
   * @param regions the number of entries of the upper table
   * @param pageCount how many tables there are
   * @param logged the regions whose memslot is dirty-logged
   */
  public NxTree(
      Design design,
      int regions,
      int pageCount,
      Set<Integer> logged,
      GuestPages host,
      Splats splats) {
    this.design = design;
    this.mmuLock = new MmuLock(design.has(Rule.WRITER_WAITS));
    this.splats = splats;
    this.host = host;
    this.regions = regions;
    this.logged = Set.copyOf(logged);
    this.possible = new PossibleNxPages(design);
    this.upper = new TablePage(pageCount, regions, splats);
    this.upperEntry = SpteTable.leaf(pageCount);
    List<NxPage> all = new ArrayList<>();
    for (int number = 0; number < pageCount; number++) {
      all.add(new NxPage(number, splats));
    }
    this.pages = List.copyOf(all);
    upper.setLinked();
    root.set(upperEntry);
  }

  /** Maps regions before any task runs; the table of region {@code r} has that number. */
  public void populate(List<Integer> mapped) {
    for (int region : mapped) {
      NxPage page = pages.get(region);
      page.prepare(region, true, true);
      upper.sptes().exchange(region, entry(page));
      possible.track(page, true);
    }
  }

  /** The entry that points to {@code page}. */
  static long entry(NxPage page) {
    return SpteTable.leaf(page.page().number());
  }

  /** Whether an entry of the upper table points to a table. */
  public static boolean isTable(long entry) {
    return SpteTable.isPresent(entry) && entry != HUGE;
  }

  /** The table that an entry of the upper table points to. */
  NxPage page(long entry) {
    return pages.get(SpteTable.pfn(entry));
  }

  public int regions() {
    return regions;
  }

  boolean isLogged(int region) {
    return logged.contains(region);
  }

  /** Whether the root's entry points to the upper table. */
  public boolean hasUpper() {
    return root.getAcquire() == upperEntry;
  }

  /**
   * {@code tdp_iter_refresh_sptep()} of the root's entry.
   *
   * @return whether a fault goes on to the upper table; a giant page may take its place then
   */
  boolean readRoot(NxWalk walk) {
    walk.task.probe().before(Step.READ_ROOT);
    return hasUpper();
  }

  /** A giant page takes the place of the upper table. */
  boolean swapUpper() {
    return root.compareAndSet(upperEntry, HUGE);
  }

  /** Whether a walk from the root comes to a present leaf, now. */
  public boolean isMapped(int region) {
    if (!hasUpper()) {
      return root.getAcquire() == HUGE;
    }
    long entry = upper.sptes().getAcquire(region);
    return entry == HUGE
        || (isTable(entry) && SpteTable.isPresent(page(entry).page().sptes().getAcquire(0)));
  }

  /** {@code kvm_flush_remote_tlbs_gfn()}. */
  void flush(int region) {
    cpus.forEach(cpu -> cpu.flush(region));
  }

  /** {@code kvm_flush_remote_tlbs()}. */
  void flushAll() {
    cpus.forEach(NxGuest::flushAll);
  }

  /** {@code is_page_fault_stale()}. */
  boolean isStale(Task task) {
    task.probe().before(Step.IS_PAGE_FAULT_STALE);
    return (design.has(Rule.CHECK_COUNT) && inProgress.get() > 0)
        || (design.has(Rule.CHECK_ROOT_IN_FAULT) && invalid);
  }

  /** Leaves RCU, drops mmu_lock and ends the walk. */
  void finish(NxWalk walk) {
    rcu.readUnlock(walk.task);
    finishOutsideRcu(walk);
  }

  void finishOutsideRcu(NxWalk walk) {
    walk.leaveTree();
    mmuLock.unlock(walk.task);
    walk.end();
  }

  /** The hardware that runs the guest code of one vCPU. */
  public NxGuest guest() {
    NxGuest cpu = new NxGuest(this);
    cpus.add(cpu);
    return cpu;
  }

  /** A vCPU that {@code task} runs, as far as it handles faults of code. */
  public NxFault fault(Task task) {
    return new NxFault(this, task);
  }

  /** The worker that recovers huge pages. */
  public NxRecovery recovery(Task task) {
    return new NxRecovery(this, task);
  }

  /** A vCPU that is about to map a huge page, or a giant one. */
  public NxHugeFault hugeFault(Task task) {
    return new NxHugeFault(this, task);
  }

  /** A task that is about to invalidate and to zap the root. */
  public NxFastZap fastZap(Task task) {
    return new NxFastZap(this, task);
  }

  /** A task that is about to invalidate {@code regions}. */
  public NxInvalidation invalidation(Task task, List<Integer> regions) {
    return new NxInvalidation(this, task, regions);
  }

  /**
   * Reports what a removed table still maps, and tables that nothing leads to; while no task runs.
   */
  public void checkTables() {
    for (NxPage page : pages) {
      TablePage.Life life = page.page().life();
      boolean removed = life == TablePage.Life.FREEING || life == TablePage.Life.FREED;
      if (removed && page.page().sptes().maps()) {
        splats.report("leaf in a removed table");
      }
      if (removed && possible.pages().contains(page)) {
        splats.report("removed table on the list");
      }
      if (life == TablePage.Life.LINKED && !isLinked(page)) {
        splats.report("lost table");
      }
    }
  }

  private boolean isLinked(NxPage page) {
    return hasUpper() && upper.sptes().getAcquire(page.gfn()) == entry(page);
  }

  public MmuLock mmuLock() {
    return mmuLock;
  }

  public Rcu rcu() {
    return rcu;
  }

  /** The root's entry. */
  public long root() {
    return root.getAcquire();
  }

  public boolean isInvalid() {
    return invalid;
  }

  public TablePage upper() {
    return upper;
  }

  /** All tables below the upper one, by number. */
  public List<NxPage> pages() {
    return pages;
  }

  public PossibleNxPages possible() {
    return possible;
  }

  public int inProgress() {
    return inProgress.get();
  }
}
