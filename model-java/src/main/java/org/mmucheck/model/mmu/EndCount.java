package org.mmucheck.model.mmu;

/**
 * When {@code range_end()} counts every invalidation, be its range in a memslot or not. The kernel
 * never does: seq stands still for ranges outside every memslot.
 */
public enum EndCount {
  /** As the kernel. */
  NEVER,
  /** Before the active count is lowered. */
  BEFORE_ACTIVE,
  /** After that: too late for who then finds no invalidation active. */
  AFTER_ACTIVE
}
