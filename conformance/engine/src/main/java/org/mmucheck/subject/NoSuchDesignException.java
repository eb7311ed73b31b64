package org.mmucheck.subject;

import org.mmucheck.input.NoFault;

/** The code under test has no such design as the model's constants ask for. */
public final class NoSuchDesignException extends RuntimeException implements NoFault {
  private static final long serialVersionUID = 1L;

  NoSuchDesignException(String message) {
    super(message);
  }
}
