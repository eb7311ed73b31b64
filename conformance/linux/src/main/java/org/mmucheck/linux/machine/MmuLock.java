package org.mmucheck.linux.machine;

/**
 * The word of a queued read-write lock ({@code include/asm-generic/qrwlock_types.h}): its low byte
 * is all ones while a writer holds it, the bit above is set while a writer waits, and the rest
 * counts the readers that hold it.
 */
public record MmuLock(int word) {
  private static final int WRITER = 0xff;
  private static final int WAITING = 0x100;
  private static final int FIRST_READER = 9;

  /** Whether a writer holds it. */
  public boolean isWriteLocked() {
    return (word & WRITER) == WRITER;
  }

  /** Whether a writer waits, so that no new reader gets it. */
  public boolean hasWaitingWriter() {
    return (word & WAITING) != 0;
  }

  /** How many readers hold it; those that wait for a writer to leave are counted, too. */
  public int readers() {
    return word >>> FIRST_READER;
  }

  /** Whether somebody who asks for it for read would get it at once. */
  public boolean admitsReader() {
    return (word & (WRITER | WAITING)) == 0;
  }

  /** Whether somebody who asks for it for write would get it at once. */
  public boolean admitsWriter() {
    return word == 0;
  }
}
