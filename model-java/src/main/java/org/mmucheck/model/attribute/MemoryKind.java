package org.mmucheck.model.attribute;

/** What a guest frame is, or what an access takes it for. */
public enum MemoryKind {
  /** The guest's own, from guest_memfd. */
  PRIVATE,
  /** Shared with the host, mapped by it. */
  SHARED;

  MemoryKind other() {
    return this == PRIVATE ? SHARED : PRIVATE;
  }
}
