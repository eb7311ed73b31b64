package org.mmucheck.subject;

/** A binding does not fit the spec that it binds; the message says what to add or change. */
public final class BindingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public BindingException(String message) {
    super(message);
  }

  BindingException(String message, Throwable cause) {
    super(message, cause);
  }
}
