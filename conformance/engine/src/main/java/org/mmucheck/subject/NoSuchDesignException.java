package org.mmucheck.subject;

/** The code under test has no such design as the model's constants ask for. */
public final class NoSuchDesignException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoSuchDesignException(String message) {
    super(message);
  }
}
