package org.mmucheck.linux.lab;

import org.mmucheck.input.NoFault;

/** The machine lacks a program that the lab needs; the message names it and what installs it. */
public final class MissingProgramException extends RuntimeException implements NoFault {
  private static final long serialVersionUID = 1L;

  public MissingProgramException(String what, String debianPackage) {
    super(
        what
            + " is not on this machine; install it: apt-get install --no-install-recommends "
            + debianPackage);
  }
}
