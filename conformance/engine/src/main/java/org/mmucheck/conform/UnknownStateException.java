package org.mmucheck.conform;

/** The implementation keeps state in a class that the fingerprint has no rule for. */
public final class UnknownStateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownStateException(Class<?> type) {
    super(
        "the fingerprint of the implementation has no rule for "
            + type.getName()
            + "; keep the state in another class, or leave it out of Subject.implementation()");
  }
}
