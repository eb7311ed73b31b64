package org.mmucheck.model.finerlock;

/**
 * One invalidation; belongs to its task, others look while that is parked.
 *
 * <p>Concurrency: see above.
 */
public final class EntryInvalidation {
  /** How far it is. */
  public enum Phase {
    /** In {@code range_start()}, or between that and the change of the host's PTE. */
    START,
    /** The host's PTE is changed. */
    END,
    /** {@code range_end()} has made at least one of its two writes. */
    HALF
  }

  volatile Phase phase = Phase.START;

  public Phase phase() {
    return phase;
  }
}
