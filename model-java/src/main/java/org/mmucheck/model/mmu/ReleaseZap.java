package org.mmucheck.model.mmu;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.MmuNotifier;

/**
 * The host process ends: {@code kvm_mmu_notifier_release()}, which is {@code kvm_mmu_zap_all()}.
 *
 * <p>Concurrency: no vCPU runs any more, but vCPUs may still hold roots and kworkers may be zapping
 * them. So it visits every root, valid or not, with a reference and with mmu_lock held for write,
 * and leaves each root to its owner: who answers for a zap still does the put.
 */
public final class ReleaseZap implements MmuNotifier.Invalidation {
  private final Kvm kvm;
  private final TdpWalk walk;

  ReleaseZap(Kvm kvm, Task task) {
    this.kvm = kvm;
    this.walk = new TdpWalk(task);
  }

  /** Models {@code ReleaseMm}. */
  @Override
  public void start() {
    walk.begin(TdpWalk.Op.RELEASE);
    kvm.mmuLock.writeLock(walk.task);
    for (TdpRoot root = next(); root != null; root = next()) {
      kvm.tdpMmu.zapRoot(walk, root, kvm.allGfns(), false, true);
    }
    kvm.mmuLock.unlock(walk.task);
    walk.end();
  }

  private @Nullable TdpRoot next() {
    return kvm.tdpMmu.nextRoot(walk, RootFilter.ALL, true, false);
  }

  /** Nothing: the memory does not come back. */
  @Override
  public void end() {}

  public TdpWalk walk() {
    return walk;
  }
}
