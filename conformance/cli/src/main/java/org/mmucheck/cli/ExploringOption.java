package org.mmucheck.cli;

import org.mmucheck.compiled.BothEngines;
import org.mmucheck.compiled.CompiledEngine;
import org.mmucheck.workbench.Workbench;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which engine evaluates specs: explores their graphs, or says what they allow in a state. */
final class ExploringOption {
  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "tlc",
      description = {
        "Who evaluates the spec: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). compiled"
            + " makes bytecode of a model.",
        "both has the two find the same, or tells that they do not. Temporal properties remain"
            + " TLC's."
      })
  Engine engine;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated field
  ExploringOption() {}

  /**
   * Refuses what means something to TLC alone.
   *
   * @param isGiven whether the user gave it
   * @throws ParameterException if it was given, and another engine is to explore
   */
  void requireTlc(boolean isGiven, String option, CommandSpec command) {
    if (isGiven && engine != Engine.tlc) {
      throw new ParameterException(
          command.commandLine(), option + " is TLC's; leave it out, or use --engine tlc");
    }
  }

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
