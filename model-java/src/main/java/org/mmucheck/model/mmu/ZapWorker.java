package org.mmucheck.model.mmu;

import org.mmucheck.model.Rule;
import org.mmucheck.model.Task;

/**
 * One kworker of the zap workqueue.
 *
 * <p>Concurrency: an item's reference is its own, so the root outlives the zap whoever else puts
 * theirs; several workers share mmu_lock for read.
 */
public final class ZapWorker {
  private final Kvm kvm;
  private final TdpWalk walk;

  ZapWorker(Kvm kvm, Task task) {
    this.kvm = kvm;
    this.walk = new TdpWalk(task);
  }

  /** Works until the workqueue is destroyed. */
  public void run() {
    while (true) {
      TdpRoot root = kvm.zapWorkqueue.take(walk.task);
      if (root == null) {
        return;
      }
      zapRootWork(root);
      kvm.zapWorkqueue.done();
    }
  }

  /** {@code tdp_mmu_zap_root_work()}. */
  private void zapRootWork(TdpRoot root) {
    walk.begin(TdpWalk.Op.WORK);
    walk.root = root;
    boolean referenced = kvm.zapOwnerHasReference();
    if (referenced) {
      root.own(walk.task);
    }
    kvm.mmuLock.readLock(walk.task);
    kvm.users.touch(); // mmu_lock is the VM's
    kvm.tdpMmu.zapRoot(walk, root, kvm.allGfns(), true, true);
    if (referenced) {
      kvm.tdpMmu.putRoot(walk, root, true);
    } else {
      walk.put = root;
      kvm.tdpMmu.free(walk.task, root);
      walk.put = null;
    }
    walk.root = null;
    kvm.mmuLock.unlock(walk.task);
    kvm.users.touch();
    walk.end();
    if (root.takeVmReference() == kvm.design.has(Rule.PUT_OWN_VM_REFERENCE)) {
      kvm.teardown.putVm(walk);
    }
  }

  public TdpWalk walk() {
    return walk;
  }
}
