package org.mmucheck.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.conform.ConformReport;
import org.mmucheck.workbench.Conformed;

/**
 * One model after its conformance check, as a command shows it.
 *
 * @param trace where the shortest way to the divergence was written; null if there is none
 */
record ConformedModel(Conformed conformed, @Nullable Path trace) {
  Model model() {
    return conformed.model();
  }

  ConformReport report() {
    return conformed.report();
  }

  /** The exit code that this model alone would give. */
  int exitCode() {
    if (!report().conforms()) {
      return ExitCode.DIVERGENCE;
    }
    return conformed.graphProblem() == null ? ExitCode.OK : ExitCode.UNEXPECTED;
  }
}
