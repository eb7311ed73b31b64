package org.mmucheck.model.host;

import org.mmucheck.model.Task;

/** A secondary MMU that follows the host's page tables: {@code struct mmu_notifier_ops}. */
public interface MmuNotifier {
  /**
   * An invalidation that {@code task} is about to run.
   *
   * @param first first frame of the range
   * @param last last frame of the range, included
   */
  Invalidation invalidation(Task task, int first, int last);

  /**
   * The same of one frame, by a task whose GUP copies the page there.
   *
   * @param frame the frame
   */
  default Invalidation copy(Task task, int frame) {
    return invalidation(task, frame, frame);
  }

  /** The end of the whole address space, which {@code task} is about to run. */
  Invalidation release(Task task);

  /**
   * One invalidation. From the return of {@link #start} until {@link #end}, the secondary MMU holds
   * no translation of the range and makes none.
   */
  interface Invalidation {
    /** The primary MM is about to change its PTEs of the range. */
    void start();

    /** The primary MM has changed its PTEs of the range. */
    void end();
  }
}
