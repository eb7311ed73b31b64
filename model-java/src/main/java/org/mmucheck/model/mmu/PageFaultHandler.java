package org.mmucheck.model.mmu;

import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.Page;
import org.mmucheck.model.host.PteChange;

/**
 * Maps the host's page where the guest faulted: {@code direct_page_fault()} with {@code
 * kvm_faultin_pfn()}, {@code is_page_fault_stale()} and {@code kvm_tdp_mmu_map()}.
 *
 * <p>Concurrency: GUP runs without KVM's locks, so its answer may be out of date at once. The
 * snapshot of seq is older than that answer, and the retry test and the install share one section
 * of mmu_lock for read, which an invalidation takes for write to zap. So a test that passes before
 * the zap leaves an SPTE for the zap to find, and one that runs after it sees the open invalidation
 * or its new seq. Two faults meet only in the compare-and-set of the SPTE. The unlocked pre-checks
 * may err both ways: they only spare a fault that is bound to retry the lock. GUP itself may
 * invalidate the frame, to copy a shared page: in the vCPU's task, nested in the fault, so nothing
 * that an invalidation takes may be held there, and the fault is stale by its own doing. The look
 * at the copy comes after that, under the old snapshot: one retry, and no more. Each attempt looks
 * its memslot up anew and is one read-side section of kvm->srcu, which an update of the memslots
 * waits for; only pre-faulting stays in one section, and so must not wait for such an update.
 */
public final class PageFaultHandler {
  private final Kvm kvm;
  private final HostMm mm;
  private final RetryTest retryTest;
  private final FaultExtras extras;

  /**
   * @param mm the address space that backs the guest
   */
  public PageFaultHandler(Kvm kvm, HostMm mm) {
    this(kvm, mm, FaultExtras.NONE);
  }

  /**
   * @param mm the address space that backs the guest
   */
  public PageFaultHandler(Kvm kvm, HostMm mm, FaultExtras extras) {
    this.kvm = kvm;
    this.mm = mm;
    this.retryTest = new RetryTest(kvm);
    this.extras = extras;
  }

  /**
   * Handles the fault; a stale one as often as it takes.
   *
   * @return false if the guest has no memory there, or the host maps nothing: user space sees to it
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
   * @return false if the guest has no memory there, or the host maps nothing
   */
  public boolean attempt(Vcpu vcpu, PageFault fault) {
    Task task = vcpu.walk().task();
    task.probe().before(Step.GFN_TO_MEMSLOT);
    kvm.srcu.readLock(task);
    try {
      return attempt(vcpu, task, fault, kvm.memslots.at(fault.gfn()));
    } finally {
      kvm.srcu.readUnlock(task);
    }
  }

  /**
   * {@code KVM_PRE_FAULT_MEMORY} of one frame: as a fault, but user space waits for it in one
   * section of kvm->srcu, in which it retries.
   *
   * @return false if there is no memory, the host maps nothing, or the memslot is on its way out:
   *     that is -EAGAIN, as its deletion waits for this very section
   */
  public boolean prefault(Vcpu vcpu, PageFault fault) {
    Task task = vcpu.walk().task();
    kvm.srcu.readLock(task);
    try {
      do {
        fault.restart();
        task.probe().before(Step.GFN_TO_MEMSLOT);
        Memslots.State slot = kvm.memslots.at(fault.gfn());
        boolean givesUp = slot == Memslots.State.INVALID && kvm.design.has(Rule.PREFAULT_GIVES_UP);
        if (givesUp || !attempt(vcpu, task, fault, slot)) {
          return false;
        }
      } while (fault.mustRetry());
      return true;
    } finally {
      kvm.srcu.readUnlock(task);
    }
  }

  private boolean attempt(Vcpu vcpu, Task task, PageFault fault, Memslots.State slot) {
    return switch (slot) {
      case NONE -> false;
      case VALID -> attemptInSlot(vcpu, task, fault);
      case INVALID -> {
        fault.setRetry(true); // what comes of the slot shows once its update is over
        yield true;
      }
    };
  }

  private boolean attemptInSlot(Vcpu vcpu, Task task, PageFault fault) {
    if (kvm.design.has(Rule.GUP_UNLOCKED)) {
      if (!faultIn(task, fault)) {
        return false;
      }
      boolean reachesLock = !fault.mustRetry();
      if (reachesLock) {
        map(vcpu, task, fault);
      }
      if (reachesLock && extras.putUnderLock()) {
        return true;
      }
    } else if (!faultInLocked(vcpu, task, fault)) {
      return false;
    }
    if (fault.page() != null && kvm.design.has(Rule.HOLD_PAGE_UNTIL_INSTALLED)) {
      release(task, fault);
    }
    return true;
  }

  /**
   * {@code kvm_faultin_pfn()}: from frame to page.
   *
   * @return false if the host maps none
   */
  private boolean faultIn(Task task, PageFault fault) {
    if (!kvm.design.has(Rule.SNAPSHOT_BEFORE_GUP)) {
      return gup(task, fault) && snapshot(task, fault);
    }
    if (!kvm.design.has(Rule.SNAPSHOT_BEFORE_TRY)) {
      return isFoundAtOnce(task)
          ? getPage(task, fault) && snapshot(task, fault)
          : snapshot(task, fault) && gupThatWaits(task, fault);
    }
    if (looksAtPteFirst(task)) {
      return getPage(task, fault) && snapshot(task, fault);
    }
    fault.setMmuSeq(kvm.counts.seqAcquire());
    if (precheck(task, fault)) {
      return true;
    }
    if (!gup(task, fault)) {
      return false;
    }
    precheck(task, fault);
    return true;
  }

  /** A fault that holds mmu_lock over GUP, too; false if the host maps no page. */
  private boolean faultInLocked(Vcpu vcpu, Task task, PageFault fault) {
    snapshot(task, fault);
    kvm.mmuLock.readLock(task);
    boolean found = gup(task, fault);
    if (found) {
      mapLocked(vcpu, task, fault);
    }
    kvm.mmuLock.unlock(task);
    return found;
  }

  /** {@code hva_to_pfn()}, at first without waiting where that may fail; false without a page. */
  private boolean gup(Task task, PageFault fault) {
    return extras.gupMayWait() && isFoundAtOnce(task)
        ? getPage(task, fault)
        : gupThatWaits(task, fault);
  }

  /**
   * Whether {@code hva_to_pfn()} with FOLL_NOWAIT finds the page: the host may have to fetch it.
   */
  private static boolean isFoundAtOnce(Task task) {
    return task.probe()
        .elects(Step.HVA_TO_PFN, Step.GUP_NEEDS_IO, ThreadLocalRandom.current()::nextBoolean);
  }

  private boolean gupThatWaits(Task task, PageFault fault) {
    task.probe().before(Step.HVA_TO_PFN);
    return getPage(task, fault);
  }

  /** In front of the snapshot: whether, lacking a barrier, the CPU loads the host's PTE first. */
  private boolean looksAtPteFirst(Task task) {
    if (kvm.design.has(Rule.SNAPSHOT_BARRIER)) {
      task.probe().before(Step.SNAPSHOT_SEQ);
      return false;
    }
    return task.probe()
        .elects(Step.HVA_TO_PFN, Step.SNAPSHOT_SEQ, ThreadLocalRandom.current()::nextBoolean);
  }

  /**
   * Takes a reference to the frame's page, which GUP copies if it is shared and the guest writes.
   *
   * @return false if the host maps none, or has none for the copy
   */
  private boolean getPage(Task task, PageFault fault) {
    Page page = lookUp(fault);
    while (page != null && fault.isWrite() && mm.isShared(page)) {
      page.put();
      if (!copy(task, fault)) {
        return false;
      }
      page = lookUp(fault);
    }
    if (page == null) {
      return false;
    }
    fault.setPage(page);
    if (!kvm.design.has(Rule.HOLD_PAGE_UNTIL_INSTALLED)) {
      release(task, fault);
    }
    return true;
  }

  private @Nullable Page lookUp(PageFault fault) {
    return mm.getUserPage(fault.gfn());
  }

  /** {@code wp_page_copy()}, and back to the look; false if the host has no page for the copy. */
  private boolean copy(Task task, PageFault fault) {
    task.probe().before(Step.COPY_PAGE);
    PteChange change = mm.prepareCopy(task, fault.gfn());
    if (change == null) {
      return false;
    }
    fault.setCopy(change);
    mm.change(change);
    fault.setCopy(null);
    if (!kvm.design.has(Rule.ONE_SNAPSHOT)) {
      snapshot(task, fault);
    }
    task.probe().before(Step.HVA_TO_PFN);
    return true;
  }

  private boolean snapshot(Task task, PageFault fault) {
    task.probe().before(Step.SNAPSHOT_SEQ);
    fault.setMmuSeq(kvm.counts.seqAcquire());
    return true;
  }

  /** {@code mmu_invalidate_retry_gfn_unsafe()} on the way; true if the fault shall retry. */
  private boolean precheck(Task task, PageFault fault) {
    switch (extras.precheck()) {
      case NONE -> {}
      case READ -> {
        task.probe().before(Step.UNSAFE_RETRY);
        fault.setRetry(retryTest.unsafe(fault));
      }
      case ANY ->
          fault.setRetry(
              task.probe()
                  .elects(
                      Step.PRECHECK_RETRIES, Step.PRECHECK_PASSES, () -> retryTest.unsafe(fault)));
    }
    return fault.mustRetry();
  }

  private void map(Vcpu vcpu, Task task, PageFault fault) {
    boolean checkUnderLock = kvm.design.has(Rule.CHECK_UNDER_LOCK);
    if (!checkUnderLock && isStale(vcpu, task, fault)) {
      return;
    }
    kvm.mmuLock.readLock(task);
    mapLocked(vcpu, task, fault);
    if (extras.putUnderLock()) {
      release(task, fault);
    }
    kvm.mmuLock.unlock(task);
  }

  private void mapLocked(Vcpu vcpu, Task task, PageFault fault) {
    boolean checkUnderLock = kvm.design.has(Rule.CHECK_UNDER_LOCK);
    if (!checkUnderLock || !isStale(vcpu, task, fault)) {
      if (checkUnderLock && !kvm.design.has(Rule.HOLD_LOCK_UNTIL_INSTALLED)) {
        task.probe().before(Step.COND_RESCHED);
        kvm.mmuLock.retake(task, kvm.mmuLock.release(task));
      }
      task.probe().before(Step.MAP_PAGE);
      fault.setRetry(!mapLeaf(vcpu, fault.gfn(), Objects.requireNonNull(fault.page())));
      if (!fault.mustRetry()) {
        prefetch(vcpu, task, fault);
      }
    }
  }

  /** {@code direct_pte_prefetch()}: maps the next frame ahead of its use, mmu_lock held. */
  private void prefetch(Vcpu vcpu, Task task, PageFault fault) {
    int next = fault.gfn() + 1;
    if (!extras.prefetch()
        || next == mm.frames()
        || SpteTable.isPresent(sptes(vcpu).getAcquire(next))
        || (kvm.design.has(Rule.PREFETCH_WHEN_QUIET) && kvm.counts.inProgressAcquire() != 0)) {
      return;
    }
    task.probe().before(Step.PREFETCH_PAGE);
    Page page = mm.getUserPage(next);
    if (page == null) {
      return;
    }
    fault.setPrefetched(page);
    task.probe().before(Step.MAP_PREFETCHED);
    mapLeaf(vcpu, next, page);
    page.put();
    fault.setPrefetched(null);
  }

  /** {@code tdp_mmu_map_handle_target_level()}; false if another task owns the SPTE. */
  private boolean mapLeaf(Vcpu vcpu, int gfn, Page page) {
    TdpRoot root = Objects.requireNonNull(vcpu.root());
    SpteTable sptes = root.walkSptes();
    long leaf = SpteTable.leaf(page.number());
    long old;
    do {
      old = sptes.getAcquire(gfn);
      if (old == SpteTable.FROZEN) {
        return false;
      }
    } while (!sptes.compareAndSet(gfn, old, leaf));
    if (root.isInvalid()) {
      kvm.splats.report("insert into an invalid root");
    }
    return true;
  }

  private static SpteTable sptes(Vcpu vcpu) {
    return Objects.requireNonNull(vcpu.root()).walkSptes();
  }

  /** {@code is_page_fault_stale()}. */
  private boolean isStale(Vcpu vcpu, Task task, PageFault fault) {
    task.probe().before(Step.IS_PAGE_FAULT_STALE);
    boolean obsolete =
        kvm.design.has(Rule.CHECK_ROOT_IN_FAULT)
            && Objects.requireNonNull(vcpu.root()).readInvalid();
    boolean invalidated = retryTest.locked(fault);
    fault.setRetry(obsolete || invalidated);
    return fault.mustRetry();
  }

  private void release(Task task, PageFault fault) {
    task.probe().before(Step.RELEASE_PFN);
    Page page = Objects.requireNonNull(fault.page());
    if (!fault.mustRetry() || kvm.design.has(Rule.PUT_AT_RETRY)) {
      page.put();
    }
    if (!kvm.design.has(Rule.PUT_ONCE)) {
      page.put();
    }
  }
}
