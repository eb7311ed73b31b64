package org.mmucheck.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one trace.
 *
 * @param steps how many steps the code was made to take, the one that diverges included
 * @param divergence the first difference; null if there is none
 * @param doubts what the trace says of itself that is not so, each a phrase of which the trace is
 *     the subject, or a sentence
 */
public record ReplayReport(int steps, @Nullable Divergence divergence, List<String> doubts) {
  public ReplayReport {
    doubts = List.copyOf(doubts);
  }

  /** Of a trace whose claims nobody has asked about. */
  public ReplayReport(int steps, @Nullable Divergence divergence) {
    this(steps, divergence, List.of());
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
