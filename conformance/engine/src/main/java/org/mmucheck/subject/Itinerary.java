package org.mmucheck.subject;

/** The actions that a subject is to take, one after the other. */
@FunctionalInterface
public interface Itinerary {
  /** The end of the way. */
  int END = -1;

  /**
   * The number of the next action; asked when the one before has been taken, while nothing runs, on
   * any thread.
   *
   * @return {@link #END} to stop
   */
  int next();
}
