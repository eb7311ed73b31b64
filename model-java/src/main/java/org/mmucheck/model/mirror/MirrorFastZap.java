package org.mmucheck.model.mirror;

import static org.mmucheck.model.Rule.FAST_ZAP_DIRECT_ONLY;

import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.mmu.SpteTable;

/**
 * {@code kvm_mmu_zap_all_fast()}: makes the direct root invalid, then zaps it. The mirror root
 * stays, since what it maps cannot be faulted in again.
 *
 * <p>Concurrency: roots become invalid with mmu_lock held for write, so no fault is in one that
 * does. The zap holds it for read: a notifier comes before or after, and finds the root either way.
 */
public final class MirrorFastZap {
  private final MirrorRoots td;
  private final MirrorWalk walk;
  private final PrivateZap zap;

  MirrorFastZap(MirrorRoots td, Task task) {
    this.td = td;
    this.walk = new MirrorWalk(task);
    this.zap = new PrivateZap(td, walk);
  }

  /** Zaps the direct root. Models {@code ZapAllFast}. */
  public void zap() {
    walk.begin(MirrorWalk.Op.INVALIDATE, 0);
    td.mmuLock.writeLock(walk.task);
    walk.task.probe().before(Step.INVALIDATE_ROOTS);
    td.invalidate(!td.design.has(FAST_ZAP_DIRECT_ONLY));
    td.mmuLock.unlock(walk.task);
    walk.begin(MirrorWalk.Op.ZAP, 0);
    td.mmuLock.readLock(walk.task);
    walk.task.probe().before(Step.ZAP_DIRECT_ROOTS);
    for (int gfn = 0; gfn < td.frames(); gfn++) {
      td.invalid.exchange(gfn, SpteTable.NONE);
    }
    if (td.isDead()) {
      zap.zapMirrorRoot();
    }
    td.finish(walk);
  }

  public MirrorWalk walk() {
    return walk;
  }
}
