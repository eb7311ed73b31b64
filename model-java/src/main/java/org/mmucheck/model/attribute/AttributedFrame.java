package org.mmucheck.model.attribute;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.sync.MmuLock;

/**
 * One guest frame with its attribute, its SPTE, and one page of each kind: {@code
 * kvm_faultin_pfn()} against {@code kvm_vm_set_mem_attributes()}.
 *
 * <p>Concurrency: {@code slotsLock} serialises changes. A change is an invalidation of the frame:
 * it raises {@code inProgress} and clears {@code spte} with mmu_lock held for write, stores {@code
 * attribute} without it, and raises {@code seq} under it again. A fault compares its kind with the
 * attribute without a lock. That is sound if its only snapshot of {@code seq} is older than the
 * comparison: then a change that the comparison missed is open, or has raised {@code seq}, when the
 * fault tests both under mmu_lock, which it holds for read until it has set {@code spte}.
 */
public final class AttributedFrame {
  private final AttributePolicy policy;
  private final MmuLock mmuLock;
  private final ReentrantLock slotsLock = new ReentrantLock();
  private final AtomicLong seq = new AtomicLong();
  private final AtomicInteger inProgress = new AtomicInteger();
  private final AtomicInteger spte = new AtomicInteger(AttributeFault.NONE);
  private volatile MemoryKind attribute = MemoryKind.PRIVATE;

  public AttributedFrame(AttributePolicy policy) {
    this.policy = policy;
    this.mmuLock = new MmuLock(policy.writerWaits());
  }

  /** The page of that kind. */
  public static int pageOf(MemoryKind kind) {
    return kind.ordinal();
  }

  public MmuLock mmuLock() {
    return mmuLock;
  }

  /** How many changes have ended. */
  public long seq() {
    return seq.getAcquire();
  }

  /** How many changes are open. */
  public int inProgress() {
    return inProgress.getAcquire();
  }

  /** The page that the guest reaches; {@link AttributeFault#NONE} if there is none. */
  public int spte() {
    return spte.getAcquire();
  }

  public MemoryKind attribute() {
    return attribute;
  }

  /**
   * {@code kvm_mmu_page_fault()}, once.
   *
   * @return false if the access is of the wrong kind, which user space must settle
   */
  public boolean handle(Task task, AttributeFault fault) {
    Probe probe = task.probe();
    if (fault.kind() == null && !policy.lateKind()) {
      readKind(task, fault);
    }
    if (policy.firstSnapshot()) {
      probe.before(Step.SNAPSHOT_SEQ);
      fault.setMmuSeq(seq());
    }
    if (!policy.checkBelow() && !policy.lateKind() && !matches(task, fault)) {
      return false;
    }
    if (!policy.oneSnapshot()) {
      probe.before(Step.SNAPSHOT_AGAIN);
      fault.setMmuSeq(seq());
    }
    if (policy.checkBelow() && !matches(task, fault)) {
      return false;
    }
    if (policy.lateKind()) {
      readKind(task, fault);
    }
    probe.before(Step.GET_PAGE);
    fault.setPfn(pageOf(policy.pageByKind() ? kind(fault) : attribute));
    map(task, fault);
    return true;
  }

  private void readKind(Task task, AttributeFault fault) {
    task.probe().before(Step.READ_KIND);
    fault.setKind(attribute);
  }

  private boolean matches(Task task, AttributeFault fault) {
    task.probe().before(Step.CHECK_ATTRIBUTE);
    return fault.kind() == attribute;
  }

  private void map(Task task, AttributeFault fault) {
    mmuLock.readLock(task);
    task.probe().before(Step.IS_PAGE_FAULT_STALE);
    fault.setRetry(
        inProgress() != 0
            || seq() != fault.mmuSeq()
            || (policy.recheckUnderLock() && fault.kind() != attribute));
    if (!fault.mustRetry()) {
      task.probe().before(Step.MAP_PAGE);
      spte.setRelease(fault.pfn());
    }
    mmuLock.unlock(task);
  }

  private static MemoryKind kind(AttributeFault fault) {
    return Objects.requireNonNull(fault.kind());
  }

  /** Whether no change is under way. */
  public boolean isQuiet() {
    return !slotsLock.isLocked();
  }

  /**
   * {@code kvm_vm_set_mem_attributes()}: the frame becomes the other kind.
   *
   * @param change tells who looks how far the change is
   */
  public void change(Task task, AttributeChange change) {
    slotsLock.lock();
    try {
      if (policy.useBeginEnd()) {
        begin(task);
      }
      task.probe().before(Step.STORE_ATTRIBUTE);
      attribute = attribute.other();
      if (policy.useBeginEnd()) {
        change.setEnding();
        end(task);
      }
    } finally {
      slotsLock.unlock();
    }
  }

  private void begin(Task task) {
    Probe probe = task.probe();
    mmuLock.writeLock(task);
    probe.before(Step.RAISE_COUNT);
    if (policy.countAtStart()) {
      inProgress.getAndIncrement();
    }
    if (!policy.raiseOnce()) {
      inProgress.getAndIncrement();
    }
    probe.before(Step.ZAP_SPTE);
    spte.setRelease(AttributeFault.NONE);
    mmuLock.unlock(task);
  }

  private void end(Task task) {
    Probe probe = task.probe();
    mmuLock.writeLock(task);
    probe.before(Step.RAISE_SEQ);
    seq.getAndIncrement();
    probe.before(Step.LOWER_COUNT);
    inProgress.getAndDecrement();
    mmuLock.unlock(task);
  }
}
