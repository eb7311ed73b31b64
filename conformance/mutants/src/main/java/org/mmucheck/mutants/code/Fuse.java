package org.mmucheck.mutants.code;

/**
 * Ends the loops of a mutant that has taken too long. Each mutant has a copy of this class of its
 * own, and each backward jump of its code comes by here.
 *
 * <p>Concurrency: set once by the thread that gives the mutant up, read by the mutant's tasks.
 */
public final class Fuse {
  private static volatile boolean blown;

  private Fuse() {}

  /** From now on every loop of the mutant fails. */
  public static void blow() {
    blown = true;
  }

  /**
   * Called by each turn of a loop.
   *
   * @throws IllegalStateException if the mutant was given up
   */
  public static void check() {
    if (blown) {
      throw new IllegalStateException("given up: a loop that does not end");
    }
  }
}
