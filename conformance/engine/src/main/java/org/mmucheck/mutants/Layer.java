package org.mmucheck.mutants;

import java.util.Locale;

/** What may notice a mutant, in the order in which it is asked. */
public enum Layer {
  /** The code's own tests, without those that race threads. */
  UNIT,
  /** TLC's verdict, the property that breaks, and in how many steps. */
  CHECK,
  /** The code, led along the counterexample of the changed spec. */
  REPLAY,
  /** The code, held to every transition of the changed spec. */
  CONFORM,
  /** The code's own tests that race threads. */
  STRESS,
  /** A pinned number of states, or a pinned depth, and nothing else. */
  COUNT,
  /** Nothing: a layer ran out of memory, or out of time, and so has not said anything. */
  NO_VERDICT;

  /** How reports write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether a mutant that it notices is killed. */
  public boolean kills() {
    return this != COUNT && this != NO_VERDICT;
  }
}
