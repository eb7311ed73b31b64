package org.mmucheck.linux.kernel;

import java.util.List;
import java.util.stream.Collectors;

/** A kernel has no function or variable of a name, or several. */
public final class NoSuchSymbolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NoSuchSymbolException(String name, List<Symbol> found) {
    super(
        found.isEmpty()
            ? "the kernel has no " + name + "; another version may call it otherwise"
            : "the kernel has "
                + found.size()
                + " symbols "
                + name
                + ": "
                + found.stream()
                    .map(s -> "0x" + Long.toHexString(s.address()) + " " + s)
                    .collect(Collectors.joining(", ")));
  }
}
