package org.mmucheck.linux.kernel;

/**
 * A symbol of a kernel, as its kallsyms lists it.
 *
 * @param name with the compiler's suffix, such as {@code .isra.0}, if there is one
 * @param module empty if it is part of vmlinux
 * @param type the letter of {@code nm}: {@code t} and {@code T} are code
 */
public record Symbol(String name, String module, char type, long address) {
  /** Whether it is code; the rest is data. */
  public boolean isCode() {
    return type == 't' || type == 'T' || type == 'w' || type == 'W';
  }

  @Override
  public String toString() {
    return module.isEmpty() ? name : name + " [" + module + "]";
  }
}
