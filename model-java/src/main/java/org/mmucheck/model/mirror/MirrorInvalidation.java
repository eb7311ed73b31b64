package org.mmucheck.model.mirror;

import static org.mmucheck.model.Rule.ROOTS_BY_FILTER;
import static org.mmucheck.model.Rule.ZAP_UNDER_WRITE;

import java.util.List;
import org.mmucheck.model.Fixed;
import org.mmucheck.model.Task;

/**
 * {@code kvm_mmu_notifier_invalidate_range_start()}, and {@code kvm_gmem_invalidate_start()} of
 * private memory.
 *
 * <p>Concurrency: mmu_lock held for write; see {@link PrivateZap}. The count is up before the first
 * zap, so a fault that comes later retries; one that came before is done when the lock is had.
 */
public final class MirrorInvalidation {
  private final MirrorRoots td;
  private final MirrorWalk walk;
  private final PrivateZap zap;

  @Fixed(Fixed.Since.MADE)
  private final List<Integer> range;

  MirrorInvalidation(MirrorRoots td, Task task, List<Integer> range) {
    this.td = td;
    this.walk = new MirrorWalk(task);
    this.zap = new PrivateZap(td, walk);
    this.range = List.copyOf(range);
  }

  /** Zaps the range. Models {@code InvalidateRangeStart}. */
  public void start() {
    walk.begin(MirrorWalk.Op.START, 0);
    td.mmuLock.lock(walk.task, !td.design.has(ZAP_UNDER_WRITE));
    td.inProgress.incrementAndGet();
    zap.zapLeafs(range, td.design.has(ROOTS_BY_FILTER));
    td.finish(walk);
    range.forEach(td.host::release);
  }

  public MirrorWalk walk() {
    return walk;
  }
}
