package org.mmucheck.cli;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mmucheck.replay.Divergence;
import org.mmucheck.replay.ReplayReport;

/**
 * One trace after its replay on a kernel.
 *
 * @param mergedSteps steps of the spec that the kernel took together with another
 * @param lostMachines how many machines broke down on the way and were replaced
 * @param model what the code of the design that the kernel is taken for makes of the trace; null if
 *     the user has named none
 */
record LinuxRun(
    ReplayedTrace replayed, long mergedSteps, long lostMachines, @Nullable ReplayReport model) {
  /** Whether the kernel follows the trace, or parts from it just where the design's code does. */
  boolean asExpected() {
    return model == null ? replayed.conforms() : parting(replayed.report()).equals(parting(model));
  }

  /**
   * The step at which the design's code parts from the trace, 0 for its initial state; empty if it
   * does not, or none is named.
   */
  OptionalInt expectedParting() {
    return model == null ? OptionalInt.empty() : parting(model);
  }

  /** For people. */
  String verdict() {
    OptionalInt step = parting(replayed.report());
    if (model == null) {
      return step.isEmpty() ? "conforms" : "PARTS " + at(step);
    }
    String own = step.isEmpty() ? "conforms" : "parts " + at(step);
    if (asExpected()) {
      return own + ", as the design does";
    }
    OptionalInt other = expectedParting();
    return own + ", BUT the design " + (other.isEmpty() ? "does not part" : "parts " + at(other));
  }

  private static String at(OptionalInt step) {
    int number = step.orElseThrow();
    return number == 0 ? "in the initial state" : "at step " + number;
  }

  private static OptionalInt parting(ReplayReport report) {
    Divergence divergence = report.divergence();
    return divergence == null ? OptionalInt.empty() : OptionalInt.of(divergence.step());
  }
}
