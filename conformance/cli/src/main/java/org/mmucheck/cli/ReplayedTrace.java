package org.mmucheck.cli;

import java.nio.file.Path;
import org.mmucheck.catalog.Model;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.trace.Trace;

/**
 * One trace after its replay.
 *
 * @param model the model whose code replayed it; the trace's own unless the user named another
 */
record ReplayedTrace(Path file, Trace trace, Model model, ReplayReport report) {
  boolean conforms() {
    return report.conforms();
  }

  /** The exit code that this trace alone would give. */
  int exitCode() {
    return conforms() ? ExitCode.OK : ExitCode.DIVERGENCE;
  }
}
