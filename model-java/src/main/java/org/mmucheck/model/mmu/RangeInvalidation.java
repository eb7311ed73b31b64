package org.mmucheck.model.mmu;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.MmuNotifier;

/**
 * One invalidation by the primary MM: {@code kvm_mmu_notifier_invalidate_range_start()} and {@code
 * ..._end()}.
 *
 * <p>Concurrency: one task runs it. The active count encloses everything, since caches are
 * invalidated before mmu_lock is taken. Start holds mmu_lock for write but for its yields, and a
 * reference to the root that it is in, so that root outlives a yield. It raises in_progress before
 * it can yield, so no fault slips in behind the zap, and flushes before the lock is dropped, so that
 * another invalidation of the range, which finds nothing to zap, may return at once. End raises seq
 * before it lowers in_progress, for readers without mmu_lock.
 */
public final class RangeInvalidation implements MmuNotifier.Invalidation {
  private final Kvm kvm;
  private final TdpWalk walk;
  private final GfnRange range;
  private volatile boolean returned;
  private volatile boolean ending;

  RangeInvalidation(Kvm kvm, Task task, GfnRange range) {
    this.kvm = kvm;
    this.walk = new TdpWalk(task);
    this.range = range;
  }

  /** Zaps the range in all roots, valid or not. Models {@code InvalidateRangeStart}. */
  @Override
  public void start() {
    Probe probe = walk.task.probe();
    probe.before(Step.RAISE_ACTIVE);
    kvm.counts.raiseActive();
    for (InvalidationHook hook : kvm.invalidationHooks) {
      hook.invalidateStart(walk.task, range);
    }
    walk.begin(TdpWalk.Op.START);
    kvm.mmuLock.writeLock(walk.task);
    probe.before(Step.RAISE_COUNT);
    kvm.counts.raiseInProgress();
    for (TdpRoot root = next(); root != null; root = next()) {
      kvm.tdpMmu.zapRoot(walk, root, range, false, true);
    }
    if (walk.flushPending) {
      probe.before(Step.FLUSH_REMOTE_TLBS);
      kvm.tlbs.flushAll();
      walk.flushPending = false;
    }
    kvm.mmuLock.unlock(walk.task);
    walk.end();
    for (int gfn = range.start(); gfn < range.end(); gfn++) {
      kvm.host.release(gfn);
    }
    returned = true;
  }

  /** Lets faults on the range pass again. */
  @Override
  public void end() {
    Probe probe = walk.task.probe();
    ending = true;
    kvm.mmuLock.writeLock(walk.task);
    probe.before(Step.RAISE_SEQ);
    kvm.counts.raiseSeqRelease();
    probe.before(Step.LOWER_COUNT);
    kvm.counts.lowerInProgressRelease();
    kvm.mmuLock.unlock(walk.task);
    probe.before(Step.LOWER_ACTIVE);
    kvm.counts.lowerActive();
  }

  private @Nullable TdpRoot next() {
    RootFilter filter = kvm.design.has(Rule.WALK_ALL_ROOTS) ? RootFilter.ALL : RootFilter.VALID;
    return kvm.tdpMmu.nextRoot(walk, filter, kvm.design.has(Rule.WALK_TAKES_REFS), false);
  }

  /** Whether start has returned. */
  public boolean returned() {
    return returned;
  }

  /** Whether end has begun. */
  public boolean ending() {
    return ending;
  }

  public TdpWalk walk() {
    return walk;
  }
}
