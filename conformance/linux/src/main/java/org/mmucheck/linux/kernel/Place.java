package org.mmucheck.linux.kernel;

import java.util.List;
import org.mmucheck.linux.memory.KernelMemory;

/**
 * A field, found from the address of the struct that its path begins with.
 *
 * @param path the expression that led here
 * @param hops how far from the struct, and then from what each pointer before points to, the next
 *     pointer to be followed lies, in bytes
 * @param bit how far the field lies from there, in bits
 * @param bits how wide it is
 * @param signed whether it is a signed number
 * @param type the name of its type as it is declared, such as that of a typedef; empty if it has
 *     none, as a pointer has none
 */
public record Place(String path, List<Long> hops, long bit, int bits, boolean signed, String type) {
  public Place {
    hops = List.copyOf(hops);
  }

  /** Where the field is for the struct at {@code base}; for a bit field, its first byte. */
  public long address(KernelMemory memory, long base) {
    long at = base;
    for (long hop : hops) {
      at = memory.u64(at + hop);
    }
    return at + Math.floorDiv(bit, Byte.SIZE);
  }

  /** How many bytes from the struct the field lies. */
  public long offset() {
    if (!hops.isEmpty()) {
      throw new IllegalArgumentException(path + " leads through a pointer");
    }
    return Math.floorDiv(bit, Byte.SIZE);
  }

  /** The field's value for the struct at {@code base}: a number, a bit field or a pointer. */
  public long read(KernelMemory memory, long base) {
    int shift = Math.floorMod(bit, Byte.SIZE);
    int length = (shift + bits + Byte.SIZE - 1) / Byte.SIZE;
    if (bits < 1 || length > Long.BYTES) {
      throw new IllegalArgumentException(path + " is no number: it is " + bits + " bits wide");
    }
    byte[] bytes = memory.read(address(memory, base), length);
    long value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = value << Byte.SIZE | bytes[i] & 0xffL;
    }
    int unused = Long.SIZE - bits;
    long left = value >>> shift << unused;
    return signed ? left >> unused : left >>> unused;
  }
}
