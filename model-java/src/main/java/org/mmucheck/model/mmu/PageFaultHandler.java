package org.mmucheck.model.mmu;

import java.util.Objects;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.Page;

/**
 * Maps the host's page where the guest faulted: {@code direct_page_fault()} with {@code
 * kvm_faultin_pfn()}, {@code is_page_fault_stale()} and {@code kvm_tdp_mmu_map()}.
 *
 * <p>Concurrency: GUP runs without KVM's locks, so its answer may be out of date at once. The
 * snapshot of seq is older than that answer, and the retry test and the install share one section
 * of mmu_lock for read, which an invalidation takes for write to zap. So a test that passes before
 * the zap leaves an SPTE for the zap to find, and one that runs after it sees the open invalidation
 * or its new seq. Two faults meet only in the compare-and-set of the SPTE.
 */
public final class PageFaultHandler {
  private final Kvm kvm;
  private final HostMm mm;

  /**
   * @param mm the address space that backs the guest
   */
  public PageFaultHandler(Kvm kvm, HostMm mm) {
    this.kvm = kvm;
    this.mm = mm;
  }

  /**
   * Handles the fault; a stale one as often as it takes.
   *
   * @return false if the host maps nothing there: {@code -EFAULT} to user space
   */
  public boolean handle(Vcpu vcpu, PageFault fault) {
    while (attempt(vcpu, fault)) {
      if (!fault.mustRetry()) {
        return true;
      }
      fault.restart();
    }
    return false;
  }

  /**
   * Handles the fault once. If it {@link PageFault#mustRetry() must retry}, that is RET_PF_RETRY:
   * the vCPU serves its requests and runs into the fault again.
   *
   * @return false if the host maps nothing there
   */
  public boolean attempt(Vcpu vcpu, PageFault fault) {
    Task task = vcpu.walk().task();
    if (!faultIn(task, fault)) {
      return false;
    }
    map(vcpu, task, fault);
    if (kvm.design.has(Rule.HOLD_PAGE_UNTIL_INSTALLED)) {
      release(task, fault);
    }
    return true;
  }

  /** {@code kvm_faultin_pfn()}: from frame to page; false if the host maps none. */
  private boolean faultIn(Task task, PageFault fault) {
    boolean snapshotFirst = kvm.design.has(Rule.SNAPSHOT_BEFORE_GUP);
    if (snapshotFirst) {
      snapshot(task, fault);
    }
    task.probe().before(Step.HVA_TO_PFN);
    Page page = mm.getUserPage(fault.gfn());
    if (page == null) {
      return false;
    }
    fault.setPage(page);
    if (!kvm.design.has(Rule.HOLD_PAGE_UNTIL_INSTALLED)) {
      release(task, fault);
    }
    if (!snapshotFirst) {
      snapshot(task, fault);
    }
    return true;
  }

  private void map(Vcpu vcpu, Task task, PageFault fault) {
    boolean checkUnderLock = kvm.design.has(Rule.CHECK_UNDER_LOCK);
    if (!checkUnderLock && isStale(vcpu, task, fault)) {
      return;
    }
    kvm.mmuLock.readLock(task);
    if (!checkUnderLock || !isStale(vcpu, task, fault)) {
      task.probe().before(Step.MAP_PAGE);
      fault.setRetry(!mapLeaf(vcpu, fault));
    }
    kvm.mmuLock.unlock(task);
  }

  /** {@code tdp_mmu_map_handle_target_level()}; false if another task owns the SPTE. */
  private boolean mapLeaf(Vcpu vcpu, PageFault fault) {
    TdpRoot root = Objects.requireNonNull(vcpu.root());
    SpteTable sptes = root.walkSptes();
    long leaf = SpteTable.leaf(Objects.requireNonNull(fault.page()).number());
    long old;
    do {
      old = sptes.getAcquire(fault.gfn());
      if (old == SpteTable.FROZEN) {
        return false;
      }
    } while (!sptes.compareAndSet(fault.gfn(), old, leaf));
    if (root.isInvalid()) {
      kvm.splats.report("insert into an invalid root");
    }
    return true;
  }

  private void snapshot(Task task, PageFault fault) {
    task.probe().before(Step.SNAPSHOT_SEQ);
    fault.setMmuSeq(kvm.counts.seqAcquire());
  }

  /** {@code is_page_fault_stale()}. */
  private boolean isStale(Vcpu vcpu, Task task, PageFault fault) {
    task.probe().before(Step.IS_PAGE_FAULT_STALE);
    boolean obsolete =
        kvm.design.has(Rule.CHECK_ROOT_IN_FAULT)
            && Objects.requireNonNull(vcpu.root()).readInvalid();
    boolean invalidated =
        kvm.counts.mustRetry(
            fault.mmuSeq(), kvm.design.has(Rule.CHECK_COUNT), kvm.design.has(Rule.CHECK_SEQ));
    fault.setRetry(obsolete || invalidated);
    return fault.mustRetry();
  }

  private void release(Task task, PageFault fault) {
    task.probe().before(Step.RELEASE_PFN);
    Objects.requireNonNull(fault.page()).put();
  }
}
