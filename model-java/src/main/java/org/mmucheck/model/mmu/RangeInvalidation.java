package org.mmucheck.model.mmu;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Design;
import org.mmucheck.model.Fixed;
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
 * it can yield, so no fault slips in behind the zap, and flushes before the lock is dropped, so
 * that another invalidation of the range, which finds nothing to zap, may return at once. The range
 * goes memslot by memslot: each part is in the hull before it is zapped. End raises seq before it
 * lowers in_progress, for readers without mmu_lock. Start and end each look up by themselves
 * whether a memslot overlaps, under kvm->srcu: that they see the same memslots is what the active
 * count is for.
 */
public final class RangeInvalidation implements MmuNotifier.Invalidation {
  private final Kvm kvm;
  private final Design design;
  private final TdpWalk walk;
  private final GfnRange range;
  private final boolean copy; // of a shared page, by a fault's own GUP

  @Fixed(Fixed.Since.MADE)
  private volatile List<GfnRange> parts = List.of();

  // the memslots' parts, while under kvm->srcu
  private volatile boolean counted;
  private volatile int added; // the end of what is in the hull so far
  private volatile boolean ending;

  RangeInvalidation(Kvm kvm, Task task, GfnRange range, boolean copy) {
    this.kvm = kvm;
    this.design = kvm.design;
    this.walk = new TdpWalk(task);
    this.range = range;
    this.copy = copy;
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
    handleHvaRange(this::startLocked);
    walk.end();
    for (int gfn = range.start(); gfn < range.end(); gfn++) {
      kvm.host.release(gfn);
    }
  }

  /**
   * {@code kvm_handle_hva_range()}: without an overlapping memslot there is nothing to zap, and
   * nobody to be told.
   */
  private void handleHvaRange(Runnable locked) {
    walk.task.probe().before(Step.FIND_MEMSLOTS);
    kvm.srcu.readLock(walk.task);
    parts = kvm.memslots.overlapping(range);
    if (!parts.isEmpty()) {
      locked.run();
    }
    parts = List.of();
    kvm.srcu.readUnlock(walk.task);
  }

  private void startLocked() {
    kvm.mmuLock.writeLock(walk.task);
    if (design.has(Rule.COUNT_BEFORE_ZAP)) {
      begin();
      zap(true);
    } else {
      zap(true);
      begin();
    }
    boolean flushInTime = design.has(Rule.FLUSH_BEFORE_RETURN);
    if (flushInTime && design.has(Rule.FLUSH_BEFORE_UNLOCK)) {
      flush();
    }
    kvm.mmuLock.unlock(walk.task);
    if (flushInTime) {
      flush();
    }
  }

  /** {@code kvm_mmu_invalidate_begin()}. */
  private void begin() {
    Probe probe = walk.task.probe();
    probe.before(Step.RAISE_COUNT);
    if (design.has(Rule.FIRST_BY_UNSET) && kvm.counts.inProgressAcquire() == 0) {
      kvm.hull.clear();
    }
    if (design.has(Rule.COUNT_AT_START)) {
      kvm.counts.raiseInProgress();
    }
    if (!design.has(Rule.RAISE_ONCE)) {
      kvm.counts.raiseInProgress();
    }
    counted = true;
    if (!design.has(Rule.SEQ_AT_END)) {
      probe.before(Step.RAISE_SEQ);
      kvm.counts.raiseSeqRelease();
    }
  }

  /** {@code kvm_mmu_unmap_gfn_range()} for each memslot that the range overlaps. */
  private void zap(boolean mayYield) {
    if (design.has(Rule.FILTER_BY_RANGE)) {
      added = range.start();
    }
    for (GfnRange part : parts) {
      if (design.has(Rule.FILTER_BY_RANGE)) {
        addRange(part);
      }
      if (copy && !design.has(Rule.ZAP_FOR_COPY)) {
        continue;
      }
      for (TdpRoot root = next(); root != null; root = next()) {
        forgetFlush();
        kvm.tdpMmu.zapRoot(walk, root, part, false, mayYield);
      }
      rememberFlush();
    }
  }

  /** {@code kvm_mmu_invalidate_range_add()}. */
  private void addRange(GfnRange part) {
    walk.task.probe().before(Step.ADD_RANGE);
    boolean first =
        design.has(Rule.FIRST_BY_UNSET)
            ? kvm.hull.frames() == null
            : kvm.counts.inProgressAcquire() == 1;
    if (first || !design.has(Rule.WIDEN_HULL)) {
      kvm.hull.set(part);
    } else {
      kvm.hull.widen(part);
    }
    added = part.end();
  }

  /**
   * As before v5.12: the zap of a root starts with no flush pending, whatever another root owes.
   */
  private void forgetFlush() {
    if (!design.has(Rule.CARRY_FLUSH) && walk.flushPending) {
      walk.flushOwed = true;
      walk.flushPending = false;
    }
  }

  private void rememberFlush() {
    walk.flushPending |= walk.flushOwed;
    walk.flushOwed = false;
  }

  private void flush() {
    if (walk.flushPending) {
      walk.task.probe().before(Step.FLUSH_REMOTE_TLBS);
      kvm.tlbs.flushAll();
      walk.flushPending = false;
    }
  }

  /** Lets faults on the range pass again. */
  @Override
  public void end() {
    ending = true;
    flush();
    if (!design.has(Rule.LOWER_ACTIVE_LAST)) {
      lowerActive();
    }
    handleHvaRange(this::endLocked);
    if (design.has(Rule.LOWER_ACTIVE_LAST)) {
      lowerActive();
    }
  }

  private void lowerActive() {
    Probe probe = walk.task.probe();
    if (kvm.endCount == EndCount.BEFORE_ACTIVE) {
      probe.before(Step.RAISE_ENDED);
      kvm.counts.raiseEnded();
    }
    kvm.invalidationHooks.forEach(
        hook -> hook.invalidateEnd(walk.task, range, EndCount.BEFORE_ACTIVE));
    probe.before(Step.LOWER_ACTIVE);
    kvm.counts.lowerActive();
    kvm.invalidationHooks.forEach(
        hook -> hook.invalidateEnd(walk.task, range, EndCount.AFTER_ACTIVE));
    if (kvm.endCount == EndCount.AFTER_ACTIVE) {
      probe.before(Step.RAISE_ENDED);
      kvm.counts.raiseEnded();
    }
  }

  private void endLocked() {
    kvm.mmuLock.writeLock(walk.task);
    endCounts();
    kvm.mmuLock.unlock(walk.task);
  }

  /** {@code kvm_mmu_invalidate_end()}. */
  private void endCounts() {
    Probe probe = walk.task.probe();
    boolean raiseSeq = design.has(Rule.SEQ_AT_END) && (!copy || design.has(Rule.SEQ_FOR_COPY));
    boolean seqFirst = design.has(Rule.SEQ_BEFORE_COUNT);
    if (raiseSeq && seqFirst) {
      probe.before(Step.RAISE_SEQ);
      kvm.counts.raiseSeqRelease();
    }
    probe.before(Step.LOWER_COUNT);
    counted = false;
    if (kvm.counts.lowerInProgressRelease() < 0) {
      kvm.splats.report("mmu_invalidate_in_progress is negative"); // KVM_BUG_ON()
    }
    if (!design.has(Rule.KEEP_HULL_AT_END)) {
      kvm.hull.set(range);
    }
    if (raiseSeq && !seqFirst) {
      probe.before(Step.RAISE_SEQ);
      kvm.counts.raiseSeqRelease();
    }
  }

  /**
   * {@code kvm_zap_gfn_range()}, for a change that KVM has made by itself: begin, zap and end in
   * one section of mmu_lock, but for yields. Here the change comes first, so what the range maps is
   * right once this has returned.
   *
   * @param mayYield whether the zap may yield between two frames
   */
  public void zapGfnRange(boolean mayYield) {
    walk.begin(TdpWalk.Op.START);
    kvm.mmuLock.writeLock(walk.task);
    parts = kvm.memslots.overlapping(range);
    begin();
    zap(mayYield);
    if (design.has(Rule.FLUSH_BEFORE_RETURN)) {
      flush();
    }
    endCounts();
    parts = List.of();
    kvm.mmuLock.unlock(walk.task);
    walk.end();
  }

  private @Nullable TdpRoot next() {
    RootFilter filter = kvm.design.has(Rule.WALK_ALL_ROOTS) ? RootFilter.ALL : RootFilter.VALID;
    return kvm.tdpMmu.nextRoot(walk, filter, kvm.design.has(Rule.WALK_TAKES_REFS), false);
  }

  /** Whether end has begun. */
  public boolean ending() {
    return ending;
  }

  /** Whether in_progress is raised on its behalf. */
  public boolean counted() {
    return counted;
  }

  /** The frame up to which the range is in the hull; 0 before, and without a range filter. */
  public int added() {
    return added;
  }

  public TdpWalk walk() {
    return walk;
  }
}
