package org.mmucheck.model.mmu;

/**
 * When {@code range_end()} counts every invalidation, be its range in a memslot or not. Up to
 * v7.3.1 the kernel never does: seq stands still for ranges outside every memslot.
 */
public enum EndCount {
  /** As v7.3.1 and before. */
  NEVER,
  /** Before the active count is lowered, as v7.3.2 does. */
  BEFORE_ACTIVE,
  /** After that: too late for who then finds no invalidation active. */
  AFTER_ACTIVE
}
