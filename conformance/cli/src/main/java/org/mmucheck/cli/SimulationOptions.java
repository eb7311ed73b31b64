package org.mmucheck.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.Simulating;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that draw behaviours from a model in place of exploring it. */
final class SimulationOptions {
  @Option(
      names = "--simulate",
      paramLabel = "N",
      description = {
        "Draw N behaviours of the one MODEL at random, for one that is too large to be explored."
            + " Where none of them breaks anything, the exit code is 24: that is no pass.",
        "Properties that only infinite behaviours break are not looked at.",
        "TLC draws an action, then a step of it; \\E over a constant set is an action of each"
            + " element, unless a guard stands before it: a step beside many such is seldom taken."
      })
  @Nullable Long traces;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "With --simulate: the most steps of one (default: 100).")
  @Nullable Integer depth;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "With --simulate: the same behaviours again (default: 1).")
  @Nullable Long seed;

  private static final int DEPTH = 100;

  /**
   * What to draw from these models; null if they are explored.
   *
   * @param other the first option that has no meaning then; null if there is none
   * @throws ParameterException if they are not what one can draw from
   */
  @Nullable Simulating of(List<Model> models, @Nullable String other, CommandSpec command) {
    if (traces == null) {
      if (depth != null || seed != null) {
        throw wrong(command, "--depth and --seed are for behaviours that --simulate draws");
      }
      return null;
    }
    if (traces < 1 || (depth != null && depth < 1)) {
      throw wrong(command, "--simulate and --depth must be at least 1");
    }
    if (other != null) {
      throw wrong(command, other + " does not go with --simulate");
    }
    if (models.size() != 1) {
      throw wrong(command, "--simulate draws from one model, not " + models.size() + "; name it");
    }
    return new Simulating(traces, depth == null ? DEPTH : depth, seed == null ? 1 : seed);
  }

  private static ParameterException wrong(CommandSpec command, String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
