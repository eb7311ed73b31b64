package org.mmucheck.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.subject.LeftThread;

/**
 * What became of one trace.
 *
 * @param steps how many steps the code was made to take, the one that diverges included
 * @param divergence the first difference; null if there is none
 * @param doubts what the trace says of itself that is not so, each a phrase of which the trace is
 *     the subject, or a sentence
 * @param left threads that the code has started itself and not ended; no fault by themselves
 */
public record ReplayReport(
    int steps, @Nullable Divergence divergence, List<String> doubts, List<LeftThread> left) {
  public ReplayReport {
    doubts = List.copyOf(doubts);
    left = List.copyOf(left);
  }

  /** The report with the doubts of somebody who has asked about the trace's claims. */
  public ReplayReport with(List<String> found) {
    return new ReplayReport(steps, divergence, found, left);
  }

  /** Of a trace whose claims nobody has asked about. */
  public ReplayReport(int steps, @Nullable Divergence divergence) {
    this(steps, divergence, List.of(), List.of());
  }

  /** {@code conforms}, {@code diverges} or {@code refuted}, as reports print it. */
  public String verdict() {
    if (divergence != null) {
      return "diverges";
    }
    return doubts.isEmpty() ? "conforms" : "refuted";
  }

  /** Whether code and trace agree, and the trace shows what it says. */
  public boolean conforms() {
    return divergence == null && doubts.isEmpty();
  }
}
