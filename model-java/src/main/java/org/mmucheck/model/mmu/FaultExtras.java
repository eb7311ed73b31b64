package org.mmucheck.model.mmu;

/**
 * What a fault handler does beyond the bare protocol.
 *
 * @param prefetch it also maps the next frame, as shadow paging does
 * @param precheck how it asks without mmu_lock, around GUP, whether the fault is bound to retry
 * @param gupMayWait it tries GUP without waiting first, which may fail
 * @param putUnderLock it puts its page before it drops mmu_lock, as since v6.13
 */
public record FaultExtras(
    boolean prefetch, Precheck precheck, boolean gupMayWait, boolean putUnderLock) {
  /** The bare protocol. */
  public static final FaultExtras NONE = new FaultExtras(false, Precheck.NONE, false, false);

  /** The unlocked pre-check. */
  public enum Precheck {
    /** There is none. */
    NONE,
    /** {@code mmu_invalidate_retry_gfn_unsafe()}. */
    READ,
    /** The environment may answer instead, rightly or wrongly: no answer does harm. */
    ANY
  }
}
