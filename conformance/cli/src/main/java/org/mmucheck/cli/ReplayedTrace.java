package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.mmucheck.catalog.Model;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.trace.Trace;

/**
 * One trace after its replay.
 *
 * @param model the model whose code replayed it; the trace's own unless the user named another
 */
record ReplayedTrace(Path file, Trace trace, Model model, ReplayReport report) {
  /** Whether code and trace agree, and the trace shows what it says. */
  boolean conforms() {
    return report.conforms();
  }

  /** For a table. */
  String word() {
    return conforms() ? "conforms" : report.verdict().toUpperCase(Locale.ROOT);
  }

  /** The exit code that this trace alone would give. */
  int exitCode() {
    if (report.divergence() != null) {
      return ExitCode.DIVERGENCE;
    }
    return conforms() ? ExitCode.OK : ExitCode.UNEXPECTED;
  }
}
