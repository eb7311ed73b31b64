package org.mmucheck.model.bits;

/**
 * {@code struct tdp_iter}, and what else an operation keeps between its steps.
 *
 * <p>Concurrency: belongs to the task of the operation; others look while that is parked.
 */
public final class BitsWalk {
  volatile long oldSpte = LeafSpte.NONE;
  volatile boolean ending;
  volatile boolean took;

  /** The SPTE as the walk read it; {@link LeafSpte#NONE} if it has none in hand. */
  public long oldSpte() {
    return oldSpte;
  }

  /** Whether the invalidation is about to end. */
  public boolean isEnding() {
    return ending;
  }

  /** Whether the dirty log that is being fetched reports the frame. */
  public boolean took() {
    return took;
  }
}
