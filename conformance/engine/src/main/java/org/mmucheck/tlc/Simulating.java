package org.mmucheck.tlc;

/**
 * That behaviours are drawn from a model in place of exploring it.
 *
 * @param traces how many, if nothing wrong is found
 * @param depth the most steps of one
 * @param seed the same behaviours for the same seed
 */
public record Simulating(long traces, int depth, long seed) {
  public Simulating {
    if (traces < 1 || depth < 1) {
      throw new IllegalArgumentException(traces + " traces of " + depth + " steps");
    }
  }
}
