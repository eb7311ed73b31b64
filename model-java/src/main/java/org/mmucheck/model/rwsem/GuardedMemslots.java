package org.mmucheck.model.rwsem;

import org.mmucheck.model.Design;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.sync.RwSemaphore;
import org.mmucheck.model.sync.TaskMutex;

/**
 * Memslots that an invalidation holds in place by a semaphore: {@code kvm->mmu_notifier_slots_lock}
 * of the first try of 2021.
 *
 * <p>Concurrency: {@code generation} stands for the memslots. It is written with the semaphore held
 * for write, and an invalidation holds it for read from its start to its end, so that it sees the
 * same memslots at both. {@code map} is the primary MM's pseudo-lock: in the kernel it tells
 * lockdep that starts and ends do not nest in each other; where a design makes it real, it
 * excludes.
 */
public final class GuardedMemslots {
  private final Design design;
  private final int depth;
  private final Splats splats;
  private final RwSemaphore semaphore;
  private final TaskMutex map = new TaskMutex();
  private volatile int generation;

  /**
   * @param depth how many invalidations a task nests
   */
  public GuardedMemslots(Design design, int depth, Splats splats) {
    this.design = design;
    this.depth = depth;
    this.splats = splats;
    this.semaphore = new RwSemaphore(design.has(Rule.FAIR_RWSEM), design.has(Rule.WRITER_WAITS));
  }

  public RwSemaphore semaphore() {
    return semaphore;
  }

  public TaskMutex map() {
    return map;
  }

  /** How often the memslots have been swapped. */
  public int generation() {
    return generation;
  }

  /** Nested invalidations, from the outer start to the outer end. */
  public void invalidate(Task task, NestedInvalidation nested) {
    while (nested.open < depth) {
      start(task, nested);
    }
    while (nested.open > 0) {
      task.probe().before(Step.CHANGE_PTE);
      nested.ending = true;
      end(task, nested);
    }
  }

  /** {@code range_start()}. */
  private void start(Task task, NestedInvalidation nested) {
    acquireMap(task);
    semaphore.downRead(task);
    if (nested.open == 0) {
      nested.seen = generation;
    }
    nested.open++;
    releaseMap(task);
  }

  /** {@code range_end()}. */
  private void end(Task task, NestedInvalidation nested) {
    acquireMap(task);
    semaphore.upRead(task, () -> check(nested));
    nested.open--;
    releaseMap(task);
  }

  private void check(NestedInvalidation nested) {
    if (nested.seen != generation) {
      splats.report("memslots changed under an invalidation");
    }
  }

  private void acquireMap(Task task) {
    if (design.has(Rule.REAL_MAP)) {
      task.probe().before(Step.ACQUIRE_MAP, map::isFree);
      map.lock(task);
    }
  }

  private void releaseMap(Task task) {
    if (design.has(Rule.REAL_MAP)) {
      task.probe().before(Step.RELEASE_MAP);
      map.unlock(task);
    }
  }

  /** {@code kvm_set_memslot()}. */
  public void update(Task task) {
    boolean excludes = design.has(Rule.UPDATE_TAKES_RWSEM);
    if (excludes) {
      semaphore.downWrite(task);
    }
    task.probe().before(Step.SWAP_MEMSLOTS);
    generation = generation + 1;
    if (excludes) {
      semaphore.upWrite(task);
    }
  }
}
