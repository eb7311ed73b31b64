package org.mmucheck.model.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.mmucheck.model.Design;
import org.mmucheck.model.Fixed;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.GuestPages;
import org.mmucheck.model.mmu.GfnRange;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.sync.MmuLock;
import org.mmucheck.model.sync.Rcu;

/**
 * A root with its page-table pages: a tree of two levels.
 *
 * <p>Concurrency: who holds mmu_lock for write has the tree to itself, but for the hardware. With
 * it held for read, an entry changes by a compare-and-set from what its task read. Who froze an
 * entry owns it. A table leaves the tree by the exchange of the entry above, and then all of its
 * entries are frozen for good, so a task that came by earlier changes nothing in it any more. It is
 * freed after a grace period; walks are inside RCU. Hardware is not: so whoever removes a table
 * flushes while it is itself inside RCU, or before it hands the table over.
 */
public final class TdpTree {
  /** An entry of the root that maps a huge page: present, and the page size bit. */
  public static final long HUGE = 0x81;

  final Design design;
  final Splats splats;
  final MmuLock mmuLock;
  final Rcu rcu = new Rcu();
  final GuestPages host;
  final SpteTable root;
  final int perTable;
  final AtomicInteger inProgress = new AtomicInteger(); // kvm->mmu_invalidate_in_progress

  @Fixed(Fixed.Since.TASKS_RUN)
  private final List<TablePage> tables = new ArrayList<>();

  private final CopyOnWriteArrayList<GuestWalker> cpus = new CopyOnWriteArrayList<>();

  /**
   * @param slots the number of entries of the root
   * @param perTable the number of entries of a table
   * @param tableCount how many page-table pages there are
   */
  public TdpTree(
      Design design, int slots, int perTable, int tableCount, GuestPages host, Splats splats) {
    this.design = design;
    this.mmuLock = new MmuLock(design.has(Rule.WRITER_WAITS));
    this.splats = splats;
    this.host = host;
    this.perTable = perTable;
    this.root = new SpteTable(slots);
    for (int number = 0; number < tableCount; number++) {
      tables.add(new TablePage(number, perTable, splats));
    }
  }

  /** Maps frames before any task runs; the table of slot {@code s} is the one with that number. */
  public void populate(List<Integer> mapped) {
    for (int gfn : mapped) {
      TablePage table = tables.get(slotOf(gfn));
      table.setLinked();
      table.sptes().exchange(indexOf(gfn), SpteTable.leaf(gfn));
      root.exchange(slotOf(gfn), entry(table));
    }
  }

  /** The entry of the root that points to {@code table}. */
  static long entry(TablePage table) {
    return SpteTable.leaf(table.number());
  }

  /** Whether an entry of the root points to a table. */
  public static boolean isTable(long entry) {
    return SpteTable.isPresent(entry) && entry != HUGE;
  }

  /** The table that an entry of the root points to. */
  TablePage table(long entry) {
    return tables.get(SpteTable.pfn(entry));
  }

  int slotOf(int gfn) {
    return gfn / perTable;
  }

  int indexOf(int gfn) {
    return gfn % perTable;
  }

  int slots() {
    return root.size();
  }

  public int gfns() {
    return slots() * perTable;
  }

  GfnRange gfnsOf(int slot) {
    return new GfnRange(slot * perTable, (slot + 1) * perTable);
  }

  /** Whether a walk from the root comes to a present leaf, now. */
  public boolean isMapped(int gfn) {
    long entry = root.getAcquire(slotOf(gfn));
    return entry == HUGE
        || (isTable(entry) && SpteTable.isPresent(table(entry).sptes().getAcquire(indexOf(gfn))));
  }

  /** {@code kvm_flush_remote_tlbs_with_address()}. */
  void flush(GfnRange range) {
    cpus.forEach(cpu -> cpu.flush(range));
  }

  /** {@code kvm_flush_remote_tlbs()}. */
  void flushAll() {
    flush(new GfnRange(0, gfns()));
  }

  /** Reads the entry of the root that covers the walk's frame. */
  long readParent(TreeWalk walk) {
    walk.task.probe().before(Step.READ_PARENT);
    return root.getAcquire(slotOf(walk.gfn));
  }

  /** Flushes what a zap under a read lock has taken away. */
  void flushZapped(TreeWalk walk, GfnRange range) {
    if (design.has(Rule.FLUSH_AFTER_ZAP)) {
      walk.task.probe().before(Step.FLUSH_ZAPPED);
      flush(range);
    }
  }

  /** {@code is_page_fault_stale()}. */
  boolean isStale(Task task) {
    task.probe().before(Step.IS_PAGE_FAULT_STALE);
    return design.has(Rule.CHECK_COUNT) && inProgress.get() > 0;
  }

  /** Leaves RCU, drops mmu_lock and ends the walk. */
  void finish(TreeWalk walk) {
    rcu.readUnlock(walk.task);
    finishOutsideRcu(walk);
  }

  void finishOutsideRcu(TreeWalk walk) {
    walk.leaveTree();
    mmuLock.unlock(walk.task);
    walk.end();
  }

  /** The hardware that runs the guest code of one vCPU. */
  public GuestWalker guestWalker() {
    GuestWalker cpu = new GuestWalker(this);
    cpus.add(cpu);
    return cpu;
  }

  /** A vCPU that {@code task} runs, as far as it handles faults. */
  public TreeFault fault(Task task) {
    return new TreeFault(this, task);
  }

  /** A task that is about to zap the tree. */
  public TreeZap zap(Task task) {
    return new TreeZap(this, task);
  }

  /** A vCPU that is about to map a huge page. */
  public HugeFault hugeFault(Task task) {
    return new HugeFault(this, task);
  }

  /** A task that is about to zap one SPTE. */
  public LeafZap leafZap(Task task) {
    return new LeafZap(this, task);
  }

  /** A task that is about to invalidate {@code gfns}. */
  public TreeInvalidation invalidation(Task task, List<Integer> gfns) {
    return new TreeInvalidation(this, task, gfns);
  }

  /**
   * Reports what a removed table still maps, and tables that nothing leads to; while no task runs.
   */
  public void checkTables() {
    for (TablePage table : tables) {
      boolean removed =
          table.life() == TablePage.Life.FREEING || table.life() == TablePage.Life.FREED;
      if (removed && table.sptes().maps()) {
        splats.report("leaf in a removed table");
      }
      if (table.life() == TablePage.Life.LINKED && !isLinked(table)) {
        splats.report("lost table");
      }
    }
  }

  private boolean isLinked(TablePage table) {
    for (int slot = 0; slot < slots(); slot++) {
      if (root.getAcquire(slot) == entry(table)) {
        return true;
      }
    }
    return false;
  }

  public MmuLock mmuLock() {
    return mmuLock;
  }

  public Rcu rcu() {
    return rcu;
  }

  public SpteTable root() {
    return root;
  }

  /** All page-table pages, by number. */
  public List<TablePage> tables() {
    return List.copyOf(tables);
  }

  public int inProgress() {
    return inProgress.get();
  }
}
