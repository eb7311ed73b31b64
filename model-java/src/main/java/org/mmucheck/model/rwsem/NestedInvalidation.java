package org.mmucheck.model.rwsem;

/**
 * Invalidations that one task nests.
 *
 * <p>Concurrency: belongs to the task; others look while it is parked.
 */
public final class NestedInvalidation {
  volatile int open;
  volatile boolean ending;
  volatile int seen;

  /** Whether the innermost PTEs have changed, and the task is on its way out. */
  public boolean isEnding() {
    return ending;
  }

  /** The generation of the memslots that the outer start saw; 0 before that. */
  public int seen() {
    return seen;
  }
}
