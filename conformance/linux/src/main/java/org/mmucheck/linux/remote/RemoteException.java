package org.mmucheck.linux.remote;

/** The machine's end of a connection is gone, or says what it must not. */
public final class RemoteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RemoteException(String message) {
    super(message);
  }

  public RemoteException(String message, Throwable cause) {
    super(message, cause);
  }
}
