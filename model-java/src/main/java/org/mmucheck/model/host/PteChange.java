package org.mmucheck.model.host;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Fixed;
import org.mmucheck.model.Task;

/**
 * A change that the primary MM makes to a range of its PTEs: the first frame gets a new page, or
 * none; the others are unmapped. Or the first frame's page is shared, and the new one is its copy:
 * then the change comes to nothing if no shared page is there any more. Also {@code struct
 * mmu_notifier_range}.
 *
 * <p>Concurrency: belongs to the task that makes the change; others look while it is parked.
 */
public final class PteChange {
  private final Task task;
  private final int first;
  private final int last;
  private final boolean copies;

  @Fixed(Fixed.Since.MADE)
  private final List<MmuNotifier.Invalidation> invalidations;

  private volatile @Nullable Page page;

  PteChange(
      Task task,
      int first,
      int last,
      @Nullable Page page,
      List<MmuNotifier.Invalidation> invalidations) {
    this(task, first, last, page, false, invalidations);
  }

  PteChange(
      Task task,
      int first,
      int last,
      @Nullable Page page,
      boolean copies,
      List<MmuNotifier.Invalidation> invalidations) {
    this.task = task;
    this.first = first;
    this.last = last;
    this.page = page;
    this.copies = copies;
    this.invalidations = List.copyOf(invalidations);
  }

  /** The task that makes the change. */
  public Task task() {
    return task;
  }

  /** The first frame of the range. */
  public int first() {
    return first;
  }

  /** The last frame of the range, included. */
  public int last() {
    return last;
  }

  /** The page that is allocated for the range and not mapped yet; null if there is none. */
  public @Nullable Page page() {
    return page;
  }

  /** Whether the new page is the copy of a shared one. */
  boolean copies() {
    return copies;
  }

  /** One for each registered notifier. */
  public List<MmuNotifier.Invalidation> invalidations() {
    return invalidations;
  }

  /** Hands over the new page, and the reference that it was allocated with. */
  @Nullable Page takePage() {
    Page taken = page;
    page = null;
    return taken;
  }
}
