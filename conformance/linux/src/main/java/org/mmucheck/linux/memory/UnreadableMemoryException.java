package org.mmucheck.linux.memory;

/** An address at which the kernel has mapped nothing. */
public final class UnreadableMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableMemoryException(long address, int length) {
    super("cannot read %d bytes at 0x%x of the kernel's memory".formatted(length, address));
  }
}
