package org.mmucheck.subject;

/**
 * Where code under test would end the process, and with it a run that has checked nothing yet: its
 * calls of {@code System.exit} lead here, where its class loader sees to that.
 */
public final class ProcessExit {
  private ProcessExit() {}

  /**
   * In place of {@code System.exit}.
   *
   * @throws IllegalStateException always: what the code does then is its fault
   */
  public static void exit(int status) {
    throw new IllegalStateException("the code under test calls System.exit(" + status + ")");
  }
}
