package org.mmucheck.cli;

import java.util.Arrays;
import java.util.Optional;

/**
 * Tells who ended the program, if it was not {@link Main}: some of TLC's threads call {@code
 * System.exit} where they cannot go on, and what they print first is kept off the output with the
 * rest of TLC's text.
 */
final class ForeignExit {
  private static final String EXIT = "exit";

  private ForeignExit() {}

  /** Watches from now on. A signal is nobody's call, and is not told of. */
  static void watch(Console console) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () ->
                    caller()
                        .ifPresent(
                            at -> console.error("a fault of our own: the program was ended " + at)),
                "tell of a foreign exit"));
  }

  /** Where {@code System.exit} was called; its thread waits there until the hooks are done. */
  private static Optional<String> caller() {
    return Thread.getAllStackTraces().entrySet().stream()
        .flatMap(
            thread ->
                callerIn(thread.getValue()).stream()
                    .map(frame -> "by " + thread.getKey().getName() + " at " + frame))
        .findFirst();
  }

  private static Optional<StackTraceElement> callerIn(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .dropWhile(frame -> !isExit(frame))
        .dropWhile(ForeignExit::isExit)
        .findFirst()
        .filter(frame -> !frame.getClassName().equals(Main.class.getName()));
  }

  private static boolean isExit(StackTraceElement frame) {
    return frame.getMethodName().equals(EXIT)
        && (frame.getClassName().equals(System.class.getName())
            || frame.getClassName().equals(Runtime.class.getName()));
  }
}
