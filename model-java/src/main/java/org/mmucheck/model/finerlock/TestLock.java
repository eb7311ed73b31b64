package org.mmucheck.model.finerlock;

/** What a fault holds while it sets the entry, and from its retry test on. */
public enum TestLock {
  /** The entry's own lock. */
  OWN,
  /** mmu_lock, in its place. */
  MMU
}
