package org.mmucheck.tlc;

import java.util.Locale;

/** What to tell of a run that needs more memory than it was given. */
public final class Memory {
  /** TLC's exit code for what the system does not give. */
  public static final int EXHAUSTED = 153;

  private static final long MEGA = 1 << 20;

  private Memory() {}

  /**
   * @param what was done, for example {@code Queue_right: TLC}
   * @param states how many different ones had been found; negative if that is not known
   */
  public static TlcException exhausted(String what, long states) {
    return new TlcException(
        EXHAUSTED,
        what
            + " ran out of memory"
            + (states < 0 ? "" : String.format(Locale.ROOT, " after %,d different states", states))
            + advice());
  }

  /** How much there was, and what to do; the end of a sentence. */
  public static String advice() {
    return String.format(
        Locale.ROOT,
        ", with %,d MB for the heap; MMUCHECK_JAVA_ARGS=-Xmx%dg gives it more",
        Runtime.getRuntime().maxMemory() / MEGA,
        wanted());
  }

  /** Twice as much as now, in whole gigabytes. */
  private static long wanted() {
    return Math.max(1, 2 * Runtime.getRuntime().maxMemory() / (1024 * MEGA));
  }

  /** Whether that is what a failure comes from. */
  public static boolean isExhausted(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }
}
