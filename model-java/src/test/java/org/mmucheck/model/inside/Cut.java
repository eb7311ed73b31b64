package org.mmucheck.model.inside;

/**
 * Where in a round one thread of a race stops and all others go first.
 *
 * @param run which run of the race, from 0
 * @param thread which of its threads, from 0
 * @param place where in the code
 * @param visit the how-many-th time that the thread comes there, from 1
 * @param backwards whether the last of the others goes first
 */
record Cut(int run, int thread, int place, int visit, boolean backwards) {
  /** No cut, but that {@code thread} of {@code run} goes before the others. */
  static Cut none(int run, int thread) {
    return new Cut(run, thread, -1, 1, false);
  }

  /** A cut of the same thread. */
  Cut at(int atPlace, int atVisit, boolean othersBackwards) {
    return new Cut(run, thread, atPlace, atVisit, othersBackwards);
  }
}
