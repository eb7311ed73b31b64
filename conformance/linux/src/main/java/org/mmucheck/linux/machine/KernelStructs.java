package org.mmucheck.linux.machine;

import java.util.ArrayList;
import java.util.List;
import org.mmucheck.linux.kernel.Layouts;
import org.mmucheck.linux.kernel.NoSuchFieldInKernelException;
import org.mmucheck.linux.kernel.Symbols;
import org.mmucheck.linux.memory.KernelMemory;

/** The structs in a kernel's memory, read field by field. */
public final class KernelStructs {
  /** A list in a scene has a few elements; a longer one does not end. */
  private static final int LONGEST_LIST = 4096;

  private final Symbols symbols;
  private final Layouts layouts;
  private final KernelMemory memory;

  public KernelStructs(Symbols symbols, Layouts layouts, KernelMemory memory) {
    this.symbols = symbols;
    this.layouts = layouts;
    this.memory = memory;
  }

  /** The memory that they lie in. */
  public KernelMemory memory() {
    return memory;
  }

  /** The number, bit field or pointer to which a path leads from a struct. */
  public long number(String path, long struct) {
    return layouts.place(path).read(memory, struct);
  }

  /** Whether a number is not 0. */
  public boolean isSet(String path, long struct) {
    return number(path, struct) != 0;
  }

  /** Where the field is to which a path leads from a struct. */
  public long address(String path, long struct) {
    return layouts.place(path).address(memory, struct);
  }

  /** Whether this kernel has what a path names. */
  public boolean has(String path) {
    try {
      layouts.place(path);
      return true;
    } catch (NoSuchFieldInKernelException e) {
      return false;
    }
  }

  /** The name of a field's type as it is declared; empty if it has none. */
  public String type(String path) {
    return layouts.place(path).type();
  }

  /** How many bytes a type takes. */
  public int size(String type) {
    return layouts.size(type);
  }

  /** The struct that has, where {@code path} says, a field at {@code address}. */
  public long containing(String path, long address) {
    return address - layouts.place(path).offset();
  }

  /** Where a variable of the kernel is. */
  public long variable(String name) {
    return symbols.variable(name).address();
  }

  /**
   * The structs on a {@code struct list_head}, in its order.
   *
   * @param head where the list's head is
   * @param link the path of the field by which a struct is on it
   * @throws IllegalStateException if the list does not end
   */
  public List<Long> list(long head, String link) {
    List<Long> structs = new ArrayList<>();
    long next = memory.u64(head);
    while (next != head) {
      if (structs.size() == LONGEST_LIST || next == 0) {
        throw new IllegalStateException(
            "the list at 0x%x of structs with %s does not end".formatted(head, link));
      }
      structs.add(containing(link, next));
      next = memory.u64(next);
    }
    return structs;
  }
}
