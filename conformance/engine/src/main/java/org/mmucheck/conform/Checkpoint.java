package org.mmucheck.conform;

import java.util.BitSet;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a check of conformance that takes long can go on after an interruption. It is told after
 * each walk, by one walker at a time, and asked before the first. It may end the check by an
 * exception: what is being walked then counts as not walked.
 */
public interface Checkpoint {
  /** For checks that are made again rather than gone on with. */
  Checkpoint NONE =
      new Checkpoint() {
        @Override
        public Optional<Done> last() {
          return Optional.empty();
        }

        @Override
        public void reached(int taken, int transitions, Supplier<Done> done) {}

        @Override
        public boolean isOver() {
          return false;
        }

        @Override
        public void ended() {}
      };

  /** What an interrupted check of the same graph, on the same code, had done; empty if none was. */
  Optional<Done> last();

  /**
   * A walk has ended, and all is well so far.
   *
   * @param taken how many of the graph's transitions have been taken on walks that have ended
   * @param transitions how many there are to take
   * @param done to go on from here: a copy of what grows with the graph, so not for each walk
   */
  void reached(int taken, int transitions, Supplier<Done> done);

  /**
   * Whether there is no time left. It is asked where something wrong has been found, which is a
   * verdict: what it ends is the search for the shortest way there.
   */
  boolean isOver();

  /** There is a verdict, so nothing is left to go on with. */
  void ended();

  /**
   * What has been done. Walks are dealt out in an order that the graph alone decides.
   *
   * @param walks which of them have ended, by their places in that order
   * @param transitions how many of the graph's they have taken
   * @param steps how many in all
   * @param refusedByControl see {@link ConformReport}
   * @param refusedAttempted see {@link ConformReport}
   * @param fingerprints of the code in each state of the graph; 0 where none of them has been
   */
  record Done(
      BitSet walks,
      int transitions,
      long steps,
      long refusedByControl,
      long refusedAttempted,
      long[] fingerprints) {}
}
