package org.mmucheck.linux.lab;

import org.mmucheck.input.NoFault;

/** The lab cannot get, boot or steer a kernel; the message is one line that says why. */
public final class LabException extends RuntimeException implements NoFault {
  private static final long serialVersionUID = 1L;

  public LabException(String message) {
    super(message);
  }

  public LabException(String message, Throwable cause) {
    super(message, cause);
  }
}
