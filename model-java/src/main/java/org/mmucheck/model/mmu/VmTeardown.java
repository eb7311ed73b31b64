package org.mmucheck.model.mmu;

import static org.mmucheck.model.Rule.BARRIER_AFTER_FLUSH;
import static org.mmucheck.model.Rule.FLUSH_BEFORE_DESTROY;
import static org.mmucheck.model.Rule.INVALIDATE_AT_UNINIT;
import static org.mmucheck.model.Rule.OWN_REFERENCE;
import static org.mmucheck.model.Rule.RCU_BARRIER_AT_UNINIT;
import static org.mmucheck.model.Rule.ZAP_AT_UNINIT;
import static org.mmucheck.model.Rule.ZAP_UNDER_READ;

import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * {@code kvm_put_kvm()}, {@code kvm_destroy_vm()} and {@code kvm_mmu_uninit_tdp_mmu()}.
 *
 * <p>Concurrency: whoever puts the last reference to the VM runs the destruction, alone but for the
 * zaps that are queued and the RCU callbacks under way. It waits for the zaps first: they register
 * callbacks. A zap that had a reference to the VM could be the one that runs this, and would wait
 * for itself. A root with a reference of the TDP MMU's own waits for nobody but this: whoever
 * destroys zaps it and puts that reference, and is alone with it.
 */
final class VmTeardown {
  private final Kvm kvm;

  VmTeardown(Kvm kvm) {
    this.kvm = kvm;
  }

  /** {@code kvm_put_kvm()}. Models {@code PutVm}. */
  void putVm(TdpWalk walk) {
    walk.task.probe().before(Step.PUT_VM);
    if (kvm.users.put()) {
      walk.begin(TdpWalk.Op.DESTROY);
      destroyVm(walk);
      walk.end();
    }
  }

  private void destroyVm(TdpWalk walk) {
    kvm.vcpus().forEach(vcpu -> vcpu.unload(walk));
    uninitTdpMmu(walk);
    walk.task.probe().before(Step.FREE_VM);
    kvm.users.setFreed();
  }

  private void uninitTdpMmu(TdpWalk walk) {
    Task task = walk.task;
    boolean barrierAfterFlush = kvm.design.has(BARRIER_AFTER_FLUSH);
    if (!barrierAfterFlush) {
      rcuBarrier(task);
    }
    if (kvm.design.has(OWN_REFERENCE)) {
      zapRoots(walk);
    } else if (kvm.design.has(FLUSH_BEFORE_DESTROY)) {
      kvm.zapWorkqueue.flush(task);
      kvm.zapWorkqueue.destroy();
    }
    task.probe().before(Step.CHECK_ROOT_LIST);
    if (kvm.roots.head() != null) {
      kvm.splats.report("roots left behind"); // WARN_ON()
    }
    if (barrierAfterFlush) {
      rcuBarrier(task);
    }
  }

  /** v6.6: no root is left in use, and those that are there have the TDP MMU's reference only. */
  private void zapRoots(TdpWalk walk) {
    if (kvm.design.has(INVALIDATE_AT_UNINIT)) {
      walk.task.probe().before(Step.INVALIDATE_ROOTS);
      kvm.roots.all().forEach(kvm.scheduledRoots::schedule);
    }
    if (kvm.design.has(ZAP_AT_UNINIT)) {
      boolean shared = kvm.design.has(ZAP_UNDER_READ);
      walk.begin(TdpWalk.Op.ZAP);
      kvm.mmuLock.lock(walk.task, shared);
      kvm.scheduledRoots.zap(walk, shared);
      kvm.mmuLock.unlock(walk.task);
      walk.begin(TdpWalk.Op.DESTROY);
    }
  }

  private void rcuBarrier(Task task) {
    if (kvm.design.has(RCU_BARRIER_AT_UNINIT)) {
      task.probe().before(Step.RCU_BARRIER, kvm.rcu::isQuiet);
      kvm.rcu.barrier();
    }
  }
}
