package org.mmucheck.conform;

import java.util.Optional;

/**
 * Where a check of conformance that takes long can go on after an interruption. It is told after
 * each walk, and asked before the first.
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
        public void reached(Done done, int transitions) {}

        @Override
        public void ended() {}
      };

  /** What an interrupted check of the same graph, on the same code, had done; empty if none was. */
  Optional<Done> last();

  /**
   * A walk has ended, and all is well so far.
   *
   * @param transitions how many there are to take
   */
  void reached(Done done, int transitions);

  /** There is a verdict, so nothing is left to go on with. */
  void ended();

  /**
   * What has been done. Walks are dealt out in an order that the graph alone decides.
   *
   * @param walks how many
   * @param transitions how many of the graph's they have taken
   * @param steps how many in all
   * @param refusedByControl see {@link ConformReport}
   * @param refusedAttempted see {@link ConformReport}
   * @param fingerprints of the code in each state of the graph; 0 where it has not been
   */
  record Done(
      int walks,
      int transitions,
      long steps,
      long refusedByControl,
      long refusedAttempted,
      long[] fingerprints) {}
}
