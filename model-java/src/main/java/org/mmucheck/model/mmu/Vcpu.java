package org.mmucheck.model.mmu;

import static org.mmucheck.model.Rule.PUT_UNDER_READ;

import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;

/**
 * A vCPU, as far as it loads and frees roots.
 *
 * <p>Concurrency: {@code root} is written by the vCPU's own task, with mmu_lock held.
 */
public final class Vcpu {
  private final Kvm kvm;
  private final TdpWalk walk;
  private volatile @Nullable TdpRoot root; // vcpu->arch.mmu->root

  Vcpu(Kvm kvm, Task task) {
    this.kvm = kvm;
    this.walk = new TdpWalk(task);
  }

  /** {@code kvm_mmu_free_roots()}: puts the vCPU's reference. Models {@code FreeRoots}. */
  public void freeRoots() {
    boolean shared = kvm.design.has(PUT_UNDER_READ);
    walk.begin(TdpWalk.Op.PUT);
    walk.put = root;
    kvm.mmuLock.lock(walk.task, shared);
    TdpRoot loaded = root;
    if (loaded != null) {
      kvm.tdpMmu.putRoot(walk, loaded, shared);
      root = null;
    }
    kvm.mmuLock.unlock(walk.task);
    walk.end();
  }

  /**
   * {@code kvm_mmu_load()}: shares the valid root, or makes {@code fresh} one. Models {@code
   * LoadRoot}.
   *
   * @param fresh the page that {@code mmu_topup_memory_caches()} got
   */
  public void loadRoot(TdpRoot fresh) {
    walk.begin(TdpWalk.Op.LOAD);
    walk.next = fresh;
    kvm.mmuLock.writeLock(walk.task);
    walk.task.probe().before(Step.ALLOC_ROOT);
    root = shareOrAdd(fresh);
    walk.next = null;
    kvm.mmuLock.unlock(walk.task);
    walk.end();
  }

  private TdpRoot shareOrAdd(TdpRoot fresh) {
    for (TdpRoot listed : kvm.roots.all()) {
      if (!listed.readInvalid() && listed.tryGet(walk.task)) {
        return listed;
      }
    }
    fresh.setRefcountOne(walk.task);
    kvm.roots.add(fresh);
    return fresh;
  }

  /** Gives the vCPU a reference before any task runs. */
  void adopt(TdpRoot adopted, boolean first) {
    if (first) {
      adopted.setRefcountOne(walk.task);
    } else {
      adopted.tryGet(walk.task);
    }
    root = adopted;
  }

  public @Nullable TdpRoot root() {
    return root;
  }

  public TdpWalk walk() {
    return walk;
  }
}
