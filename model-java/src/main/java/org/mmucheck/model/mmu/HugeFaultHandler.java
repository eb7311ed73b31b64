package org.mmucheck.model.mmu;

import java.util.Objects;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HugeHostPage;
import org.mmucheck.model.host.Page;

/**
 * Maps the host's page where the guest faulted, by a huge leaf if the host has a huge entry there:
 * {@code direct_page_fault()} with {@code kvm_mmu_hugepage_adjust()}.
 *
 * <p>Concurrency: as {@link PageFaultHandler}, and the mapping level is one more thing that GUP's
 * answer stands for: it is not older than the snapshot of seq, so a split that it missed is open or
 * has raised seq when the retry test runs under mmu_lock. A test that asks for the faulting frame
 * only may let a huge leaf pass that covers the range of an open invalidation: that is right only
 * if the primary MM sends another invalidation, of the whole leaf, before it changes the PTE.
 * Nobody frees the page here, so its reference is put at once.
 */
public final class HugeFaultHandler {
  private final Kvm kvm;
  private final HugeHostPage host;
  private final RetryTest retryTest;

  /**
   * @param host the address space that backs the guest
   */
  public HugeFaultHandler(Kvm kvm, HugeHostPage host) {
    this.kvm = kvm;
    this.host = host;
    this.retryTest = new RetryTest(kvm);
  }

  /**
   * Handles the fault once; if it {@link PageFault#mustRetry() must retry}, it has mapped nothing.
   *
   * @return false if the host maps nothing there
   */
  public boolean attempt(Vcpu vcpu, PageFault fault) {
    Task task = vcpu.walk().task();
    boolean notOlder = kvm.design.has(Rule.LEVEL_NOT_OLDER);
    if (!notOlder) {
      adjust(task, fault);
    }
    task.probe().before(Step.SNAPSHOT_SEQ);
    fault.setMmuSeq(kvm.counts.seqAcquire());
    task.probe().before(Step.HVA_TO_PFN);
    Page page = host.getUserPage(fault.gfn());
    if (page == null) {
      return false;
    }
    page.put();
    fault.setPage(page);
    boolean underLock = notOlder && kvm.design.has(Rule.LEVEL_UNDER_LOCK);
    if (notOlder && !underLock) {
      fault.setHuge(host.isHuge());
    }
    kvm.mmuLock.readLock(task);
    boolean filterCovered = kvm.design.has(Rule.FILTER_COVERED);
    if (underLock && filterCovered) {
      adjust(task, fault);
    }
    if (!isStale(task, fault)) {
      if (underLock && !filterCovered) {
        adjust(task, fault);
      }
      map(vcpu, task, fault);
    }
    kvm.mmuLock.unlock(task);
    return true;
  }

  /** {@code kvm_mmu_hugepage_adjust()}. */
  private void adjust(Task task, PageFault fault) {
    task.probe().before(Step.HUGEPAGE_ADJUST);
    fault.setHuge(host.isHuge());
  }

  /** {@code is_page_fault_stale()}. */
  private boolean isStale(Task task, PageFault fault) {
    task.probe().before(Step.IS_PAGE_FAULT_STALE);
    boolean askForAll = kvm.design.has(Rule.FILTER_COVERED) && Boolean.TRUE.equals(fault.huge());
    fault.setRetry(askForAll ? retryTest.locked(fault, kvm.allGfns()) : retryTest.locked(fault));
    return fault.mustRetry();
  }

  /** {@code tdp_mmu_map_handle_target_level()}. */
  private void map(Vcpu vcpu, Task task, PageFault fault) {
    task.probe().before(Step.MAP_PAGE);
    SpteTable sptes = Objects.requireNonNull(vcpu.root()).walkSptes();
    int pfn = Objects.requireNonNull(fault.page()).number();
    if (Boolean.TRUE.equals(fault.huge())) {
      sptes.mapHuge(pfn - fault.gfn());
    } else {
      sptes.mapSmall(fault.gfn(), pfn);
    }
  }
}
