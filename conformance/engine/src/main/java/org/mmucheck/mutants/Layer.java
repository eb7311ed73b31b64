package org.mmucheck.mutants;

import java.util.Locale;

/** What may notice a mutant, in the order in which it is asked. */
public enum Layer {
  /** TLC's verdict, the property that breaks, and in how many steps. */
  CHECK,
  /** The code, led along the counterexample of the changed spec. */
  REPLAY,
  /** The code, held to every transition of the changed spec. */
  CONFORM,
  /** A pinned number of states, or a pinned depth, and nothing else. */
  COUNT;

  /** How reports write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
