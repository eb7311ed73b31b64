package org.mmucheck.model.guestmap;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Design;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.Page;
import org.mmucheck.model.mmu.EndCount;
import org.mmucheck.model.mmu.GfnRange;
import org.mmucheck.model.mmu.InvalidateCounts;
import org.mmucheck.model.mmu.InvalidationHook;
import org.mmucheck.model.mmu.Kvm;
import org.mmucheck.model.sync.TaskMutex;
import org.mmucheck.model.sync.TaskRwLock;

/**
 * A kernel mapping of one guest page that follows invalidations: {@code struct gfn_to_pfn_cache}.
 *
 * <p>Concurrency: {@code lock} protects {@code active}, {@code valid}, {@code frame}, {@code page}
 * and {@code khva}; {@code refreshLock} serialises refreshes, which drop {@code lock} around GUP,
 * with each other and with activation. The refresh is the page fault again: an invalidation clears
 * {@code valid} under {@code lock}, after it has raised the active count and before the host
 * changes its PTEs; a refresh takes its snapshot of seq before GUP and, under {@code lock}, accepts
 * the page only if no invalidation is active and seq is the same. So it either sets {@code valid}
 * in time for the invalidation to clear it, or sees the invalidation. The cache is on the list
 * whenever it is active. No page reference is held while the cache is valid.
 */
public final class GfnToPfnCache implements InvalidationHook {
  private static final long POLL_NANOS = 10_000;

  private final Kvm kvm;
  private final Design design;
  private final HostMm mm;
  private final InvalidateCounts counts;
  private final HvaCure cure;
  private final TaskRwLock lock;
  private final TaskMutex refreshLock = new TaskMutex();
  private volatile int frame; // gpa, and uhva
  private volatile boolean active;
  private volatile boolean valid;
  private volatile boolean marked; // an invalidation hit the cache since the last snapshot
  private volatile @Nullable Page page; // pfn
  private volatile @Nullable Page khva; // the page under the kernel mapping

  /** An inactive cache of {@code frame}, outside no memslot. */
  public GfnToPfnCache(Kvm kvm, Design design, HostMm mm, int frame) {
    this(kvm, design, mm, frame, HvaCure.NONE);
  }

  /** An inactive cache of {@code frame}. */
  public GfnToPfnCache(Kvm kvm, Design design, HostMm mm, int frame, HvaCure cure) {
    this.kvm = kvm;
    this.design = design;
    this.lock = new TaskRwLock(design.has(Rule.WRITER_WAITS));
    this.mm = mm;
    this.counts = kvm.counts();
    this.frame = frame;
    this.cure = cure;
  }

  public TaskRwLock lock() {
    return lock;
  }

  public TaskMutex refreshLock() {
    return refreshLock;
  }

  /** Whether the mapping may be used; stable only under {@code lock}. */
  public boolean isValid() {
    return valid;
  }

  /** Whether the cache is switched on; stable only under {@code lock}. */
  public boolean isActive() {
    return active;
  }

  /** Whether an invalidation hit the cache since a refresh took its last snapshot. */
  public boolean isMarked() {
    return marked;
  }

  /** The guest frame that is cached; stable only under {@code lock}. */
  public int frame() {
    return frame;
  }

  /** The page that is or was mapped last; stable only under {@code lock}. */
  public @Nullable Page page() {
    return page;
  }

  /** The page under the kernel mapping; stable only under {@code lock}. */
  public @Nullable Page khva() {
    return khva;
  }

  /** Makes the cache active before any task runs. */
  public void startActive() {
    kvm.add(this);
    active = true;
  }

  /**
   * A user's access: {@code kvm_gpc_check()} and a store, under one hold of the lock.
   *
   * @return false if the cache is not valid for {@code wanted} and must be refreshed first
   */
  public boolean use(Task task, int wanted) {
    Probe probe = task.probe();
    probe.before(Step.READ_LOCK_GPC, lock::canRead);
    lock.readLock(task);
    probe.before(Step.CHECK_GPC);
    boolean usable = valid && frame == wanted && (active || !design.has(Rule.CHECK_TESTS_ACTIVE));
    if (usable) {
      probe.before(Step.ACCESS_GPC);
      access(khva, kvm.splats());
    }
    probe.before(Step.READ_UNLOCK_GPC);
    lock.readUnlock(task);
    return usable;
  }

  private static void access(@Nullable Page mapped, Splats splats) {
    if (mapped == null) {
      splats.report("null khva");
      return;
    }
    if (mapped.kernelMappings() == 0) {
      splats.report("unmapped khva");
    }
    mapped.write();
  }

  /** {@code kvm_gpc_refresh()}: makes the cache valid, if the host maps a page there. */
  public void refresh(Task task, GpcRefresh refresh) {
    boolean serialised = design.has(Rule.SERIALISE_REFRESH);
    if (serialised) {
      lockRefresh(task);
    }
    refreshSerialised(task, refresh);
    if (serialised) {
      unlockRefresh(task);
    }
  }

  /** {@code kvm_gpc_activate()}, which also refreshes. */
  private void activate(Task task, GpcRefresh refresh) {
    Probe probe = task.probe();
    probe.before(Step.ADD_TO_LIST);
    kvm.add(this);
    probe.before(Step.SET_ACTIVE, lock::canWrite);
    lock.writeLock(task);
    active = true;
    lock.writeUnlock(task);
    refreshSerialised(task, refresh);
  }

  /** {@code kvm_gpc_deactivate()}. */
  private void deactivate(Task task, GpcRefresh refresh) {
    Probe probe = task.probe();
    probe.before(Step.CLEAR_ACTIVE, lock::canWrite);
    lock.writeLock(task);
    active = false;
    valid = false;
    refresh.setOld(null, khva);
    page = null;
    khva = null;
    lock.writeUnlock(task);
    probe.before(Step.REMOVE_FROM_LIST);
    kvm.remove(this);
    unmapOld(task, refresh);
  }

  /** Deactivates an active cache, activates another. */
  public void toggle(Task task, GpcRefresh refresh) {
    boolean serialised = design.has(Rule.SWITCH_LOCKS_REFRESH);
    if (serialised) {
      lockRefresh(task);
    }
    if (active) {
      deactivate(task, refresh);
    } else {
      activate(task, refresh);
    }
    if (serialised) {
      unlockRefresh(task);
    }
  }

  private void lockRefresh(Task task) {
    task.probe().before(Step.LOCK_REFRESH, refreshLock::isFree);
    refreshLock.lock(task);
  }

  private void unlockRefresh(Task task) {
    task.probe().before(Step.UNLOCK_REFRESH);
    refreshLock.unlock(task);
  }

  /** {@code __kvm_gpc_refresh()}. */
  private void refreshSerialised(Task task, GpcRefresh refresh) {
    Probe probe = task.probe();
    probe.before(Step.LOCK_GPC_FOR_REFRESH, lock::canWrite);
    lock.writeLock(task);
    probe.before(Step.BEGIN_REFRESH);
    boolean refused = !active && design.has(Rule.REFRESH_TESTS_ACTIVE);
    if (!refused && !(valid && frame == refresh.frame())) {
      frame = refresh.frame();
      valid = false;
      refresh.setOld(page, khva);
      hvaToPfnRetry(task, refresh);
    }
    probe.before(Step.UNLOCK_GPC_AFTER_REFRESH);
    boolean replaced = refresh.oldPage() != page || !design.has(Rule.KEEP_REUSED_KHVA);
    lock.writeUnlock(task);
    if (replaced && design.has(Rule.UNMAP_REPLACED)) {
      unmapOld(task, refresh);
    }
  }

  private static void unmapOld(Task task, GpcRefresh refresh) {
    if (refresh.oldKhva() != null) {
      task.probe().before(Step.UNMAP_OLD_KHVA);
      refresh.unmapOld();
    }
  }

  /** {@code hva_to_pfn_retry()}. Called and left with {@code lock} held for write. */
  private void hvaToPfnRetry(Task task, GpcRefresh refresh) {
    Probe probe = task.probe();
    do {
      snapshot(task, refresh);
      probe.before(Step.UNLOCK_GPC_FOR_GUP);
      lock.writeUnlock(task);
      if (refresh.page() != null) {
        probe.before(Step.PUT_RETRIED_PFN);
        refresh.undo();
      }
      probe.before(Step.GPC_HVA_TO_PFN);
      refresh.setPage(mm.getUserPage(refresh.frame()));
      map(task, refresh);
      probe.before(Step.RELOCK_GPC, lock::canWrite);
      lock.writeLock(task);
    } while (refresh.page() != null && mustRetry(task, refresh));
    probe.before(Step.COMMIT_REFRESH);
    page = refresh.page();
    khva = refresh.khva();
    valid = page != null;
    Page found = refresh.page();
    if (found != null) {
      probe.before(Step.PUT_REFRESHED_PFN);
      boolean reused = refresh.khva() != null && refresh.khva() == refresh.oldKhva();
      if (!reused || design.has(Rule.PUT_REUSED_PFN)) {
        found.put();
      }
      if (!design.has(Rule.PUT_ONCE)) {
        found.put();
      }
      refresh.setPage(null);
      refresh.setKhva(null); // it is the cache's now
    }
  }

  private void snapshot(Task task, GpcRefresh refresh) {
    Probe probe = task.probe();
    probe.before(Step.SNAPSHOT_FOR_REFRESH);
    while (cure.waitForNone() && counts.activeAcquire() != 0) {
      probe.before(Step.UNLOCK_GPC_TO_WAIT);
      lock.writeUnlock(task);
      probe.before(Step.WAIT_FOR_NO_ACTIVE, () -> counts.activeAcquire() == 0);
      awaitNoActive();
      probe.before(Step.RELOCK_GPC_AFTER_WAIT, lock::canWrite);
      lock.writeLock(task);
      probe.before(Step.SNAPSHOT_FOR_REFRESH);
    }
    refresh.setMmuSeq(seq());
    valid = !design.has(Rule.VALID_LAST);
    marked = false;
  }

  private void awaitNoActive() {
    while (counts.activeAcquire() != 0) {
      LockSupport.parkNanos(this, POLL_NANOS);
      if (Thread.interrupted()) {
        throw new IllegalStateException("interrupted while an invalidation is active");
      }
    }
  }

  /** Maps the page that GUP found; keeps the old mapping if the page is what the cache has. */
  private void map(Task task, GpcRefresh refresh) {
    Page found = refresh.page();
    if (found == null) {
      return;
    }
    task.probe().before(Step.MAP_KHVA);
    if (found == page) {
      refresh.setKhva(refresh.oldKhva());
    } else {
      found.map();
      refresh.setKhva(found);
    }
  }

  private long seq() {
    return cure.compareEnded() ? counts.endedAcquire() : counts.seqAcquire();
  }

  /** {@code mmu_notifier_retry_cache()}. */
  private boolean mustRetry(Task task, GpcRefresh refresh) {
    Probe probe = task.probe();
    probe.before(Step.READ_ACTIVE);
    int open =
        design.has(Rule.RETRY_BY_ACTIVE) ? counts.activeAcquire() : counts.inProgressAcquire();
    boolean hit = marked || (!design.has(Rule.VALID_LAST) && !valid);
    if (open != 0 || hit) {
      return true;
    }
    probe.before(Step.READ_SEQ);
    return seq() != refresh.mmuSeq();
  }

  @Override
  public void invalidateStart(Task task, GfnRange range) {
    task.probe().before(Step.INVALIDATE_GPC, lock::canWrite);
    lock.writeLock(task);
    if (range.contains(frame)) {
      if (design.has(Rule.HOOK_INVALIDATES)) {
        valid = false;
      }
      marked |= cure.markInFlight();
    }
    lock.writeUnlock(task);
  }

  @Override
  public void invalidateEnd(Task task, GfnRange range, EndCount when) {
    if (cure.markAtEnd() != when) {
      return;
    }
    task.probe().before(Step.MARK_GPC, lock::canWrite);
    lock.writeLock(task);
    marked |= range.contains(frame);
    lock.writeUnlock(task);
  }
}
