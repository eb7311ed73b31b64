package org.mmucheck.model.guestmap;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.Page;
import org.mmucheck.model.mmu.GfnRange;
import org.mmucheck.model.mmu.InvalidateCounts;
import org.mmucheck.model.mmu.InvalidationHook;
import org.mmucheck.model.sync.TaskMutex;
import org.mmucheck.model.sync.TaskRwLock;

/**
 * A kernel mapping of one guest page that follows invalidations: {@code struct gfn_to_pfn_cache}.
 *
 * <p>Concurrency: {@code lock} protects {@code valid} and {@code page}; {@code refreshLock}
 * serialises refreshes, which drop {@code lock} around GUP. The refresh is the page fault again: an
 * invalidation clears {@code valid} under {@code lock}, after it has raised the active count and
 * before the host changes its PTEs; a refresh takes its snapshot of seq before GUP and, under
 * {@code lock}, accepts the page only if no invalidation is active and seq is the same. So it
 * either sets {@code valid} in time for the invalidation to clear it, or sees the invalidation. No
 * page reference is held while the cache is valid.
 */
public final class GfnToPfnCache implements InvalidationHook {
  private final HostMm mm;
  private final InvalidateCounts counts;
  private final int gfn;
  private final TaskRwLock lock = new TaskRwLock();
  private final TaskMutex refreshLock = new TaskMutex();
  private volatile boolean valid;
  private volatile @Nullable Page page; // what khva maps

  public GfnToPfnCache(HostMm mm, InvalidateCounts counts, int gfn) {
    this.mm = mm;
    this.counts = counts;
    this.gfn = gfn;
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

  /** The page that is or was mapped last; stable only under {@code lock}. */
  public @Nullable Page page() {
    return page;
  }

  /**
   * A user's access: {@code kvm_gpc_check()} and a store, under one hold of the lock.
   *
   * @return false if the cache is not valid and must be refreshed first
   */
  public boolean use(Task task) {
    Probe probe = task.probe();
    probe.before(Step.READ_LOCK_GPC, lock::canRead);
    lock.readLock(task);
    probe.before(Step.CHECK_GPC);
    boolean usable = valid;
    if (usable) {
      probe.before(Step.ACCESS_GPC);
      Objects.requireNonNull(page).write();
    }
    probe.before(Step.READ_UNLOCK_GPC);
    lock.readUnlock(task);
    return usable;
  }

  /** {@code kvm_gpc_refresh()}: makes the cache valid, if the host maps a page there. */
  public void refresh(Task task, GpcRefresh refresh) {
    Probe probe = task.probe();
    probe.before(Step.LOCK_REFRESH, refreshLock::isFree);
    refreshLock.lock(task);
    probe.before(Step.LOCK_GPC_FOR_REFRESH, lock::canWrite);
    lock.writeLock(task);
    probe.before(Step.BEGIN_REFRESH);
    if (!valid) {
      hvaToPfnRetry(task, refresh);
    }
    probe.before(Step.UNLOCK_GPC_AFTER_REFRESH);
    lock.writeUnlock(task);
    probe.before(Step.UNLOCK_REFRESH);
    refreshLock.unlock(task);
  }

  /** {@code hva_to_pfn_retry()}. Called and left with {@code lock} held for write. */
  private void hvaToPfnRetry(Task task, GpcRefresh refresh) {
    Probe probe = task.probe();
    do {
      probe.before(Step.SNAPSHOT_FOR_REFRESH);
      refresh.setMmuSeq(counts.seqAcquire());
      probe.before(Step.UNLOCK_GPC_FOR_GUP);
      lock.writeUnlock(task);
      if (refresh.page() != null) {
        probe.before(Step.PUT_RETRIED_PFN);
        refresh.putPage();
      }
      probe.before(Step.GPC_HVA_TO_PFN);
      refresh.setPage(mm.getUserPage(gfn));
      probe.before(Step.RELOCK_GPC, lock::canWrite);
      lock.writeLock(task);
    } while (refresh.page() != null && mustRetry(task, refresh));
    probe.before(Step.COMMIT_REFRESH);
    page = refresh.page();
    valid = page != null;
    if (refresh.page() != null) {
      probe.before(Step.PUT_REFRESHED_PFN);
      refresh.putPage();
    }
  }

  /** {@code mmu_notifier_retry_cache()}. */
  private boolean mustRetry(Task task, GpcRefresh refresh) {
    Probe probe = task.probe();
    probe.before(Step.READ_ACTIVE);
    if (counts.activeAcquire() != 0) {
      return true;
    }
    probe.before(Step.READ_SEQ);
    return counts.seqAcquire() != refresh.mmuSeq();
  }

  @Override
  public void invalidateStart(Task task, GfnRange range) {
    task.probe().before(Step.INVALIDATE_GPC, lock::canWrite);
    lock.writeLock(task);
    if (range.start() <= gfn && gfn < range.end()) {
      valid = false;
    }
    lock.writeUnlock(task);
  }
}
