package org.mmucheck.cli;

import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import org.mmucheck.catalog.UnknownModelException;
import org.mmucheck.graph.NondeterministicActionException;
import org.mmucheck.input.InputException;
import org.mmucheck.linux.lab.LabException;
import org.mmucheck.linux.lab.MissingProgramException;
import org.mmucheck.tlc.Memory;
import org.mmucheck.tlc.TlcException;

/**
 * What a failure comes to: an exit code, and a line for the user that ends with what to do.
 *
 * @param message without a stack trace
 */
record Ending(int exitCode, String message) {
  /**
   * @param again the arguments of a command that fails in the same way
   */
  static Ending of(Throwable failure, Console console, List<String> again) {
    String command = "; again: " + console.command(again);
    return switch (failure) {
      case UnknownModelException unknown -> new Ending(ExitCode.USAGE, message(unknown));
      case InputException input -> new Ending(ExitCode.INPUT, message(input) + command);
      case UncheckedIOException io -> new Ending(ExitCode.INPUT, reason(io) + command);
      case MissingProgramException missing -> new Ending(ExitCode.MISSING, message(missing));
      case LabException lab -> new Ending(ExitCode.MISSING, message(lab) + command);
      case TlcException tlc -> new Ending(tlc.exitCode(), message(tlc) + command);
      case NondeterministicActionException several ->
          new Ending(TlcException.NOT_FIT, message(several) + command);
      case InvalidPathException path ->
          new Ending(
              ExitCode.INPUT,
              message(path) + "; set LC_ALL to a locale whose characters the name has");
      case Error error when MemoryWatch.isExhausted(error) ->
          new Ending(
              Memory.EXHAUSTED,
              console.command(again) + " ran out of memory" + LastWords.place() + Memory.advice());
      case InterruptedException interrupted -> new Ending(ExitCode.INTERRUPTED, "interrupted");
      default -> {
        List<String> debugged = new ArrayList<>(again);
        debugged.add("--debug");
        yield new Ending(
            ExitCode.INTERNAL,
            "a fault of our own: " + failure + "; again: " + console.command(debugged));
      }
    };
  }

  private static String reason(UncheckedIOException failure) {
    Throwable cause = failure.getCause();
    return message(cause == null ? failure : cause);
  }

  private static String message(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }
}
