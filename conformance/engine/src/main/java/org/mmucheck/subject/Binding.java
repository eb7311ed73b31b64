package org.mmucheck.subject;

import java.util.Set;

/**
 * An implementation, set up as one model's constants say and ready to be started any number of
 * times.
 */
@FunctionalInterface
public interface Binding {
  /**
   * The names of the actions of this module that the code can be asked for, as far as they are
   * known before it runs; none if they are not.
   */
  default Set<String> offers() {
    return Set.of();
  }

  /** A fresh implementation in its initial state. */
  Subject start();
}
