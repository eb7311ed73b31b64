package org.mmucheck.model.host;

/** What KVM tells the primary MM about the pages behind guest memory. */
public interface GuestMemory {
  /** {@code kvm_set_pfn_dirty()} and {@code kvm_set_pfn_accessed()}: writes to struct page. */
  void setDirtyAccessed(int pfn);

  /** {@code invalidate_range_start()} is about to return: KVM uses page {@code pfn} no longer. */
  default void release(int pfn) {}
}
