package org.mmucheck.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which engine checks. */
final class EngineOptions {
  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "tlc",
      description = {
        "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). compiled makes bytecode of a model;"
            + " it writes no traces and leaves temporal properties to TLC.",
        "both compares verdicts, states and steps; what compiled does not support it names."
      })
  Engine engine;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated field
  EngineOptions() {}

  boolean isTlc() {
    return engine == Engine.tlc;
  }

  /**
   * Refuses options that mean something to TLC alone.
   *
   * @param given each with whether the user gave it
   * @throws ParameterException if one was given
   */
  void requireNone(CommandSpec command, List<Given> given) {
    for (Given option : given) {
      if (option.isGiven()) {
        throw new ParameterException(
            command.commandLine(), option.name() + " is TLC's; leave it out, or use --engine tlc");
      }
    }
  }

  /** An option, by its name. */
  record Given(String name, boolean isGiven) {}
}
