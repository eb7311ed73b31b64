package org.mmucheck.validate;

/** More spec states are consistent with a prefix of a log than the user allows. */
public final class SetTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SetTooLargeException(String message) {
    super(message);
  }
}
