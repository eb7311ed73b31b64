package org.mmucheck.model.finerlock;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.mmucheck.model.Design;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.sync.TaskMutex;

/**
 * One entry of a hash page table with a lock of its own, as on PowerPC, and the host's PTE behind
 * it.
 *
 * <p>Concurrency: {@code seq} and {@code inProgress} are written under mmuLock; {@code entry} under
 * entryLock, or under mmuLock where that takes its place. A fault holds the lock from its retry
 * test until it has set the entry, and the zap takes it as well, so the two do not overlap. But the
 * end of an invalidation does not take entryLock: it raises {@code seq} before it lowers {@code
 * inProgress}, and the test reads them in the opposite order, so it sees the open invalidation or
 * its new seq.
 */
public final class LockedEntry {
  /** No page. */
  public static final int NONE = -1;

  private final Design design;
  private final TestLock testLock;
  private final TaskMutex entryLock = new TaskMutex();
  private final TaskMutex mmuLock = new TaskMutex();
  private final AtomicLong seq = new AtomicLong();
  private final AtomicInteger inProgress = new AtomicInteger();
  private final AtomicInteger entry = new AtomicInteger(NONE);
  private final AtomicInteger hpte = new AtomicInteger();

  public LockedEntry(Design design, TestLock testLock) {
    this.design = design;
    this.testLock = testLock;
  }

  public TaskMutex entryLock() {
    return entryLock;
  }

  public TaskMutex mmuLock() {
    return mmuLock;
  }

  public long seq() {
    return seq.getAcquire();
  }

  public int inProgress() {
    return inProgress.getAcquire();
  }

  /** The page that the entry maps; {@link #NONE} if it maps none. */
  public int entry() {
    return entry.getAcquire();
  }

  /** The page that the host maps: 0 or 1. */
  public int hpte() {
    return hpte.getAcquire();
  }

  /** Handles a fault, once; a stale one maps nothing. */
  public void handle(Task task, EntryFault fault) {
    Probe probe = task.probe();
    probe.before(Step.SNAPSHOT_SEQ);
    fault.mmuSeq = seq();
    probe.before(Step.HVA_TO_PFN);
    fault.pfn = hpte();
    TaskMutex lock = testLock == TestLock.MMU ? mmuLock : entryLock;
    boolean held = design.has(Rule.TEST_UNDER_LOCK);
    if (held) {
      lock(task, lock);
    }
    testRetry(task, fault);
    if (!fault.stale) {
      if (!held) {
        lock(task, lock);
        held = true;
      }
      probe.before(Step.MAP_PAGE);
      entry.setRelease(fault.pfn);
    }
    probe.before(Step.UNLOCK_ENTRY);
    if (held) {
      lock.unlock(task);
    }
  }

  private static void lock(Task task, TaskMutex lock) {
    task.probe().before(Step.LOCK_ENTRY, lock::isFree);
    lock.lock(task);
  }

  /** {@code mmu_invalidate_retry()}. */
  private void testRetry(Task task, EntryFault fault) {
    boolean countFirst = design.has(Rule.COUNT_READ_FIRST);
    Step first = countFirst ? Step.READ_COUNT : Step.READ_SEQ;
    Step second = countFirst ? Step.READ_SEQ : Step.READ_COUNT;
    if (swaps(task, Rule.READ_BARRIER, first, second)) {
      read(second, fault);
      task.probe().before(first);
      read(first, fault);
    } else {
      read(first, fault);
      task.probe().before(second);
      read(second, fault);
    }
  }

  private void read(Step step, EntryFault fault) {
    if (step == Step.READ_COUNT) {
      fault.stale |= inProgress() != 0;
      fault.countRead = true;
    } else {
      fault.stale |= seq() != fault.mmuSeq;
      fault.seqRead = true;
    }
  }

  /** In front of {@code first}: whether, for lack of a barrier, {@code second} comes before it. */
  private boolean swaps(Task task, Rule barrier, Step first, Step second) {
    if (design.has(barrier)) {
      task.probe().before(first);
      return false;
    }
    return task.probe().elects(second, first, ThreadLocalRandom.current()::nextBoolean);
  }

  /** {@code range_start()}, the change of the host's PTE, {@code range_end()}. */
  public void invalidate(Task task, EntryInvalidation invalidation) {
    Probe probe = task.probe();
    lockMmu(task);
    probe.before(Step.RAISE_COUNT);
    inProgress.getAndIncrement();
    probe.before(Step.ZAP_SPTE, entryLock::isFree);
    entryLock.lock(task);
    entry.setRelease(NONE);
    entryLock.unlock(task);
    unlockMmu(task);
    probe.before(Step.CHANGE_PTE);
    hpte.getAndUpdate(page -> 1 - page);
    invalidation.phase = EntryInvalidation.Phase.END;
    lockMmu(task);
    end(task, invalidation);
    unlockMmu(task);
  }

  /** {@code kvm_mmu_invalidate_end()}. */
  private void end(Task task, EntryInvalidation invalidation) {
    boolean seqFirst = design.has(Rule.SEQ_BEFORE_COUNT);
    Step first = seqFirst ? Step.RAISE_SEQ : Step.LOWER_COUNT;
    Step second = seqFirst ? Step.LOWER_COUNT : Step.RAISE_SEQ;
    boolean swapped = swaps(task, Rule.WRITE_BARRIER, first, second);
    write(swapped ? second : first);
    invalidation.phase = EntryInvalidation.Phase.HALF;
    task.probe().before(swapped ? first : second);
    write(swapped ? first : second);
  }

  private void write(Step step) {
    if (step == Step.RAISE_SEQ) {
      seq.getAndIncrement();
    } else {
      inProgress.getAndDecrement();
    }
  }

  private void lockMmu(Task task) {
    task.probe().before(Step.WRITE_LOCK, mmuLock::isFree);
    mmuLock.lock(task);
  }

  private void unlockMmu(Task task) {
    task.probe().before(Step.UNLOCK_MMU);
    mmuLock.unlock(task);
  }
}
