package org.mmucheck.linux.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The kernel's virtual memory of a machine that stands still. */
@FunctionalInterface
public interface KernelMemory {
  /**
   * The bytes at a virtual address of the kernel.
   *
   * @param address as an unsigned number; addresses of the kernel are negative in Java
   * @param length in bytes, at least 1
   * @return exactly {@code length} bytes
   * @throws UnreadableMemoryException if any of them is not mapped
   */
  byte[] read(long address, int length);

  /** The eight bytes at {@code address} as x86 stores a number. */
  default long u64(long address) {
    return little(address, Long.BYTES).getLong();
  }

  /** The four bytes at {@code address} as an unsigned number. */
  default long u32(long address) {
    return Integer.toUnsignedLong(little(address, Integer.BYTES).getInt());
  }

  /** The byte at {@code address} as an unsigned number. */
  default int u8(long address) {
    return Byte.toUnsignedInt(read(address, 1)[0]);
  }

  private ByteBuffer little(long address, int length) {
    return ByteBuffer.wrap(read(address, length)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
