package org.mmucheck.model.mmu;

import org.mmucheck.model.Task;

/** What follows invalidations beside the page tables: an entry of {@code kvm->gpc_list}. */
@FunctionalInterface
public interface InvalidationHook {
  /** {@code gfn_to_pfn_cache_invalidate_start()}: the host is about to change these PTEs. */
  void invalidateStart(Task task, GfnRange range);

  /**
   * The host has changed these PTEs. No kernel tells.
   *
   * @param when before the active count is lowered, or after that
   */
  default void invalidateEnd(Task task, GfnRange range, EndCount when) {}
}
