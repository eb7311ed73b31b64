package org.mmucheck.model.host;

/** Whose a page is. */
public enum Owner {
  /** The guest's memory, mapped by the host, about to be, or unmapped and not yet freed. */
  GUEST,
  /** In the page allocator. */
  FREE,
  /** A device's block that no file uses. */
  IDLE,
  /** Another process's, or another file's block. */
  OTHER
}
