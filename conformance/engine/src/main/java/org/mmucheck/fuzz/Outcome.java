package org.mmucheck.fuzz;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.subject.Fault;

/**
 * What running one schedule has shown.
 *
 * @param moves the attempts that were made; the last one failed if anything did
 * @param failure null if the schedule ran to its end
 * @param broken the property, if that is what failed
 * @param fault what broke down, if that is what failed
 * @param detail what failed, in words; empty if nothing did
 */
record Outcome(
    List<Move> moves,
    @Nullable Failure failure,
    @Nullable String broken,
    @Nullable Fault fault,
    String detail) {
  /** Whether to run it again takes as long as a wait without end, so that nothing is shrunk. */
  boolean isEndless() {
    return fault != null && fault.endless();
  }

  /** Whether both fail, and in the same way: what shrinking must keep. */
  boolean failsLike(Outcome other) {
    return failure != null
        && failure == other.failure
        && (broken == null ? other.broken == null : broken.equals(other.broken));
  }
}
