package org.mmucheck.subject;

/** The code under test, or its binding, broke down. */
public final class FaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  FaultException(Fault fault, Throwable cause) {
    super(fault.party() + " fails: " + fault.what(), cause);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
