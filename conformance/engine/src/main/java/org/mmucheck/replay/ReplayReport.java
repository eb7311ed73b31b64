package org.mmucheck.replay;

import org.jspecify.annotations.Nullable;

/**
 * What became of one trace.
 *
 * @param steps how many steps the code was made to take, the one that diverges included
 * @param divergence the first difference; null if there is none
 */
public record ReplayReport(int steps, @Nullable Divergence divergence) {
  /** {@code conforms} or {@code diverges}, as reports print it. */
  public String verdict() {
    return conforms() ? "conforms" : "diverges";
  }

  public boolean conforms() {
    return divergence == null;
  }
}
