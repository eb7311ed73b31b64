package org.mmucheck.model.guestmap;

import org.mmucheck.model.mmu.EndCount;

/**
 * What a cache whose hva lies outside every memslot does about invalidations that leave seq alone.
 *
 * @param compareEnded the retry test compares the count of all ended invalidations instead of seq
 * @param markInFlight the start hook marks a refresh in flight, which the retry test sees
 * @param waitForNone a refresh waits until no invalidation is active before it takes its snapshot
 * @param markAtEnd when a hook in {@code range_end()} marks it
 */
public record HvaCure(
    boolean compareEnded, boolean markInFlight, boolean waitForNone, EndCount markAtEnd) {
  /** Nothing, as the kernel. */
  public static final HvaCure NONE = new HvaCure(false, false, false, EndCount.NEVER);
}
