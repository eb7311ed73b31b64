package org.mmucheck.model.mmu;

/**
 * What a fault handler does beyond the bare protocol.
 *
 * @param prefetch it also maps the next frame, as shadow paging does
 * @param precheck how it asks without mmu_lock, around GUP, whether the fault is bound to retry
 */
public record FaultExtras(boolean prefetch, Precheck precheck) {
  /** The bare protocol. */
  public static final FaultExtras NONE = new FaultExtras(false, Precheck.NONE);

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
