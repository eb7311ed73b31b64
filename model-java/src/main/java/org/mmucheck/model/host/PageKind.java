package org.mmucheck.model.host;

/** What backs the guest's memory. */
public enum PageKind {
  /** Anonymous memory: each host PTE holds a reference; freed to the page allocator. */
  ANON,
  /** Page cache: as {@link #ANON}, and a file system writes it back. */
  FILE,
  /** Device memory (DAX): host PTEs hold no reference; idle without users, and never freed. */
  ZONE_DEVICE
}
