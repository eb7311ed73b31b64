package org.mmucheck.cli;

import org.mmucheck.compiled.BothEngines;
import org.mmucheck.compiled.CompiledEngine;
import org.mmucheck.workbench.Workbench;
import picocli.CommandLine.Option;

/** Which engine explores state graphs. */
final class ExploringOption {
  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "tlc",
      description = {
        "Who explores: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). compiled makes"
            + " bytecode of a model.",
        "both has the two find the same, or tells that they do not. Temporal properties remain"
            + " TLC's."
      })
  Engine engine;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated field
  ExploringOption() {}

  /** The session's workbench, with the engine that the user wants. */
  Workbench of(Session session) {
    Workbench workbench = session.workbench();
    return switch (engine) {
      case tlc -> workbench;
      case compiled -> workbench.exploredBy(new CompiledEngine());
      case both -> workbench.exploredBy(new BothEngines());
    };
  }
}
