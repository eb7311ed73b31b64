package org.mmucheck.model.finerlock;

/** What a fault holds while it runs the retry test. */
public enum TestLock {
  /** The entry's lock, from the test until the entry is set. */
  HELD,
  /** mmu_lock, in its place. */
  MMU,
  /** Nothing; the entry's lock is taken to set the entry only. */
  NONE
}
