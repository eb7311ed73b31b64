package org.mmucheck.compiled.value;

/** A spec uses what the compiled engine does not know; TLC does. */
public final class UnsupportedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param place where it is written; empty where nowhere
   * @param what it is
   */
  public UnsupportedException(String place, String what) {
    super((place.isEmpty() ? "" : place + ": ") + "the compiled engine does not support " + what);
  }
}
