package org.mmucheck.cli;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells who ended the program, if it was not {@link Main}: some of TLC's threads call {@code
 * System.exit} where they cannot go on, and what they print first is kept off the output with the
 * rest of TLC's text.
 */
final class ForeignExit {
  private static final String EXIT = "exit";

  /** The JVM's own thread, named for the signal, by which one ends the program. */
  private static final Pattern SIGNAL = Pattern.compile("SIG\\w+ handler");

  private static volatile boolean isOurs;

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

  /** Says that {@link Main} ends the program now. */
  static void isOurs() {
    isOurs = true;
  }

  /** Where {@code System.exit} was called; its thread waits there until the hooks are done. */
  private static Optional<String> caller() {
    if (isOurs) {
      return Optional.empty();
    }
    Map<Thread, StackTraceElement[]> threads = Thread.getAllStackTraces();
    Optional<String> caller =
        threads.entrySet().stream()
            .flatMap(
                thread ->
                    callerIn(thread.getValue()).stream()
                        .map(frame -> "by " + thread.getKey().getName() + " at " + frame))
            .findFirst();
    boolean isSignal =
        threads.keySet().stream().anyMatch(thread -> SIGNAL.matcher(thread.getName()).matches());
    return caller.isPresent() || isSignal
        ? caller
        : Optional.of("by code on a virtual thread, as code under test is");
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
