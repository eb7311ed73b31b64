package org.mmucheck.model.inside;

/**
 * Where in a round one thread of a race stops and all others go first; and where, if at all, one of
 * these stops in turn, for the first to go on.
 *
 * @param run which run of the race, from 0
 * @param thread which of its threads, from 0
 * @param place where in the code
 * @param visit the how-many-th time that the thread comes there, from 1
 * @param backwards whether the last of the others goes first
 * @param other which of the others stops, or -1 for none
 * @param otherPlace where, the first time that it comes there
 */
record Cut(
    int run, int thread, int place, int visit, boolean backwards, int other, int otherPlace) {
  private static final int NONE = -1;

  /** No cut, but that {@code thread} of {@code run} goes before the others. */
  static Cut none(int run, int thread) {
    return new Cut(run, thread, NONE, 1, false, NONE, NONE);
  }

  /** A cut of the same thread. */
  Cut at(int atPlace, int atVisit, boolean othersBackwards) {
    return new Cut(run, thread, atPlace, atVisit, othersBackwards, NONE, NONE);
  }

  /** Whether one of the others stops, too. */
  boolean cutsTwo() {
    return other != NONE;
  }

  /** The same, and one of the others is cut, too. */
  Cut and(int otherThread, int atPlace) {
    return new Cut(run, thread, place, visit, backwards, otherThread, atPlace);
  }
}
