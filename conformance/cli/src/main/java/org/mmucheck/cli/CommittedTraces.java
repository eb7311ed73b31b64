package org.mmucheck.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.trace.Trace;

/** The traces in the project's folder against what TLC finds now. */
final class CommittedTraces {
  private CommittedTraces() {}

  /** Where the trace of {@code model} is kept. */
  static Path file(Model model, Path folder) {
    return model.traceFile(folder);
  }

  /** The same, and not as expected if the kept trace is not byte for byte the counterexample. */
  static CheckedModel compared(CheckedModel checked, Path folder) {
    Trace counterexample = checked.result().counterexample();
    if (counterexample == null || !checked.asExpected()) {
      return checked;
    }
    Path file = file(checked.model(), folder);
    return new CheckedModel(
        checked.result(), Files.exists(file) ? file : null, problem(counterexample, file));
  }

  private static @Nullable String problem(Trace counterexample, Path file) {
    String name = Console.display(file);
    try {
      if (!Files.exists(file)) {
        return name + " is missing, but TLC finds a counterexample";
      }
      return Arrays.equals(Files.readAllBytes(file), TraceFiles.bytes(counterexample))
          ? null
          : name + " is not the counterexample that TLC finds now";
    } catch (IOException e) {
      throw new InputException(name, "", "cannot be read: " + e.getMessage());
    }
  }
}
