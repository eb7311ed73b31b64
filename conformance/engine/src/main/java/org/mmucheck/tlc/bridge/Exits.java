package org.mmucheck.tlc.bridge;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Where this copy of TLC would have ended the process. Its calls of {@code System.exit} lead here:
 * the thread that called ends by an exception, and {@link Checking} ends the run.
 *
 * <p>Concurrency: any thread of TLC may call {@link #exit}; the first call is kept and never
 * changes, as the copy serves no other session after it.
 */
public final class Exits {
  private static final AtomicReference<Exit> FIRST = new AtomicReference<>();

  private Exits() {}

  /** In place of {@code System.exit}. */
  public static void exit(int status) {
    Exit exit = new Exit(status);
    FIRST.compareAndSet(null, exit);
    Thread.currentThread().setUncaughtExceptionHandler(Exits::ended);
    throw exit;
  }

  /** A thread of TLC's own has ended so, perhaps after its run: there is nobody to be told. */
  private static void ended(Thread thread, Throwable thrown) {
    if (!(thrown instanceof Exit)) {
      thread.getThreadGroup().uncaughtException(thread, thrown);
    }
  }

  /** The first call, with the stack of its thread. */
  static Optional<Exit> first() {
    return Optional.ofNullable(FIRST.get());
  }

  /** A call of {@code System.exit}. */
  static final class Exit extends Error {
    private static final long serialVersionUID = 1L;

    Exit(int status) {
      super("TLC calls System.exit(" + status + ")");
    }

    /** The method of TLC that called. */
    String caller() {
      StackTraceElement[] stack = getStackTrace();
      return stack.length > 1 ? stack[1].toString() : "an unknown place";
    }
  }
}
