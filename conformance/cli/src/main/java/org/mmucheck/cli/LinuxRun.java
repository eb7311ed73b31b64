package org.mmucheck.cli;

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
    return model == null ? replayed.conforms() : parting(replayed.report()) == parting(model);
  }

  /**
   * The step at which the design's code parts from the trace; 0 if it does not, or none is named.
   */
  int expectedParting() {
    return model == null ? 0 : parting(model);
  }

  /** For people. */
  String verdict() {
    int step = parting(replayed.report());
    String own = step == 0 ? "conforms" : "parts at step " + step;
    if (model == null) {
      return step == 0 ? own : "PARTS at step " + step;
    }
    if (asExpected()) {
      return own + ", as the design does";
    }
    int other = expectedParting();
    return own + ", BUT the design " + (other == 0 ? "does not part" : "parts at step " + other);
  }

  private static int parting(ReplayReport report) {
    Divergence divergence = report.divergence();
    return divergence == null ? 0 : divergence.step();
  }
}
