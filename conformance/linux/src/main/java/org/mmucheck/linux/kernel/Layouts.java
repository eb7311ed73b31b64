package org.mmucheck.linux.kernel;

import java.util.List;

/** Where the fields of a kernel's structs lie, and what its functions are called with. */
public interface Layouts {
  /**
   * Where a path expression leads: {@code TYPE}, then any number of {@code .field}, {@code
   * ->field}, which follows a pointer, and {@code [index]}. {@code TYPE} is the tag of a struct or
   * union, or the name of a typedef. Members of anonymous structs and unions are named as C does:
   * as if they were the outer one's.
   *
   * <p>Examples: {@code kvm.mmu_invalidate_seq}, {@code kvm.mm->pgd}, {@code
   * kvm_mmu_page.role.invalid}, {@code kvm.memslots[0]}.
   *
   * @throws NoSuchFieldInKernelException if the kernel has no such type or field
   * @throws IllegalArgumentException if it is no path expression
   */
  Place place(String path);

  /**
   * What the parameters of a function point to: for each the tag of a struct, or nothing. Empty
   * also where the compiler has changed the parameters, and the kernel does not tell them.
   */
  List<String> parameters(String function);

  /** The size of a type in bytes; {@code TYPE} as in {@link #place}. */
  default int size(String type) {
    return place(type).bits() / Byte.SIZE;
  }
}
