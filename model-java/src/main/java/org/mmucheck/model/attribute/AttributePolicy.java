package org.mmucheck.model.attribute;

/**
 * How a fault deals with the attribute, and how a change of it tells faults.
 *
 * @param firstSnapshot seq is snapshotted before anything else
 * @param oneSnapshot seq is not snapshotted again on the way to the page
 * @param lateKind the kind of the access is the attribute below the second snapshot, where nothing
 *     is left to check
 * @param checkBelow the attribute is checked below the second snapshot, not above it
 * @param pageByKind the page is chosen by the kind of the access, not by the attribute by then
 * @param recheckUnderLock the attribute is compared again under mmu_lock
 * @param useBeginEnd a change is an invalidation
 * @param countAtStart an invalidation that begins raises the count
 * @param raiseOnce ... once
 * @param writerWaits who takes mmu_lock for write waits until its readers are gone
 */
public record AttributePolicy(
    boolean firstSnapshot,
    boolean oneSnapshot,
    boolean lateKind,
    boolean checkBelow,
    boolean pageByKind,
    boolean recheckUnderLock,
    boolean useBeginEnd,
    boolean countAtStart,
    boolean raiseOnce,
    boolean writerWaits) {
  /** The sound order: one snapshot, then the check. */
  public static final AttributePolicy ONE_SNAPSHOT =
      new AttributePolicy(true, true, false, false, true, false, true, true, true, true);
}
