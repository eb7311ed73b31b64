package org.mmucheck.subject;

/**
 * Where code under test would end the process, and with it a run that has checked nothing yet: its
 * calls of {@code System.exit}, and of {@code Runtime}'s methods, lead here, where its class loader
 * sees to that.
 */
public final class ProcessExit {
  private ProcessExit() {}

  /**
   * In place of {@code System.exit}.
   *
   * @throws IllegalStateException always: what the code does then is its fault
   */
  public static void exit(int status) {
    throw called("System.exit", status);
  }

  /** In place of {@code Runtime.exit}, as {@link #exit(int)}. */
  public static void exit(Runtime runtime, int status) {
    throw called("Runtime.exit", status);
  }

  /** In place of {@code Runtime.halt}, as {@link #exit(int)}. */
  public static void halt(Runtime runtime, int status) {
    throw called("Runtime.halt", status);
  }

  private static IllegalStateException called(String method, int status) {
    return new IllegalStateException("the code under test calls " + method + "(" + status + ")");
  }
}
