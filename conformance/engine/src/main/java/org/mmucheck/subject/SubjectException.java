package org.mmucheck.subject;

/** The code under test breaks down in a step, or cannot be led to take it; the message says why. */
public final class SubjectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SubjectException(String message) {
    super(message);
  }

  public SubjectException(String message, Throwable cause) {
    super(message, cause);
  }
}
