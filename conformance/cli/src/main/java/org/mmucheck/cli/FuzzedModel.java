package org.mmucheck.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.fuzz.FuzzReport;
import org.mmucheck.trace.Trace;

/**
 * One model after fuzzing, as a command shows it.
 *
 * @param trace where the shrunk schedule was written; null if it was not
 */
record FuzzedModel(Model model, FuzzReport report, @Nullable Path trace) {
  boolean passed() {
    return report.verdict() != FuzzReport.Verdict.FAILED;
  }

  /** Whether a mistake went unnoticed, which more schedules might have shown. */
  boolean missed() {
    return !passed() && report.failure() == null;
  }

  /** The exit code that this model alone would give. */
  int exitCode() {
    if (passed()) {
      return ExitCode.OK;
    }
    if (missed()) {
      return ExitCode.UNEXPECTED;
    }
    return report.diverges() ? ExitCode.DIVERGENCE : ExitCode.FUZZ;
  }

  /** The shrunk schedule in one line; empty where nothing failed. */
  String schedule() {
    Trace shrunk = report.shrunk();
    if (shrunk == null) {
      return "";
    }
    return String.join(
        ", ", shrunk.steps().stream().skip(1).map(step -> String.valueOf(step.action())).toList());
  }
}
