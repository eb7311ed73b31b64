package org.mmucheck.subject;

/**
 * An implementation, set up as one model's constants say and ready to be started any number of
 * times.
 */
@FunctionalInterface
public interface Binding {
  /** A fresh implementation in its initial state. */
  Subject start();
}
