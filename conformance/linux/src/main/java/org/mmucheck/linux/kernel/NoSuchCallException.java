package org.mmucheck.linux.kernel;

/** One function of a kernel does not call another, or not as often as a spot says. */
public final class NoSuchCallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param calls how often it does
   */
  public NoSuchCallException(Spot spot, int calls) {
    super(
        "the kernel has no place '"
            + spot
            + "': there are "
            + calls
            + " such calls; the compiler may have inlined one function into the other");
  }
}
