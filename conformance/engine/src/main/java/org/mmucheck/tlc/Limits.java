package org.mmucheck.tlc;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where runs of TLC are to end although there is more to explore. What ends there has no verdict.
 * TLC is looked at now and then, so a run may come to more states than allowed, and to its end.
 *
 * @param deadline by {@link System#nanoTime}; null for none
 * @param states the most different states that a run may find; {@link Long#MAX_VALUE} for any
 */
public record Limits(@Nullable Long deadline, long states) {
  /** None. */
  public static final Limits NONE = new Limits(null, Long.MAX_VALUE);

  /**
   * @param time from now on, for all runs together; null for any
   * @param states of each run; null for any
   */
  public static Limits of(@Nullable Duration time, @Nullable Long states) {
    return new Limits(
        time == null ? null : System.nanoTime() + time.toNanos(),
        states == null ? Long.MAX_VALUE : states);
  }

  /** Whether no run may begin any more. */
  public boolean isOver() {
    return deadline != null && System.nanoTime() - deadline >= 0;
  }

  /** Whether a run that has come so far must end. */
  public boolean isReached(TlcProgress progress) {
    return progress.distinctStates() > states || isOver();
  }
}
