package org.mmucheck.compiled.plain;

/** A formula that cannot be worked out here. */
public final class UndecidedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UndecidedException(String place, String why) {
    super(place.isEmpty() ? why : place + ": " + why);
  }
}
