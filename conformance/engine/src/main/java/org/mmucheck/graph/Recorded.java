package org.mmucheck.graph;

import java.util.List;

/**
 * What the threads of a search have recorded, by state. States are numbered as they were recorded;
 * one that the search has not gone on from has no transitions.
 */
public final class Recorded {
  private final List<Integer> initial;
  private final List<Recorder> recorders;
  private final long[] hashes;

  // Where the transitions of a state are: in which recorder, and from where to where.
  private final byte[] recorderOf;
  private final int[] from;
  private final int[] to;

  /**
   * @param size the number of states; they are numbered below it
   * @param initial the initial states
   * @param recorders one for each thread, at most 127; their threads have ended
   */
  public Recorded(int size, List<Integer> initial, List<Recorder> recorders) {
    this.initial = List.copyOf(initial);
    this.recorders = List.copyOf(recorders);
    hashes = new long[size];
    recorderOf = new byte[size];
    from = new int[size];
    to = new int[size];
    for (int r = 0; r < recorders.size(); r++) {
      Recorder recorder = recorders.get(r);
      for (int i = 0; i < recorder.states(); i++) {
        hashes[recorder.stateAt(i)] = recorder.hashAt(i);
      }
      for (int i = 0; i < recorder.sources(); i++) {
        int source = recorder.sourceAt(i);
        recorderOf[source] = (byte) r;
        from[source] = recorder.start(i);
        to[source] = recorder.start(i + 1);
      }
    }
  }

  int size() {
    return hashes.length;
  }

  List<Integer> initial() {
    return initial;
  }

  /** The hash of the state's content. */
  long hash(int state) {
    return hashes[state];
  }

  /** The number of transitions, repeated ones included. */
  int transitions() {
    return recorders.stream().mapToInt(Recorder::transitions).sum();
  }

  /** The number of transitions out of a state, repeated ones included. */
  int transitions(int state) {
    return to[state] - from[state];
  }

  /**
   * Appends a state's transitions, sorted by label and then as they were recorded. What was
   * recorded twice, since one action leads there by two ways, is there once; so a label that stands
   * there twice leads to two states.
   *
   * @return where they end
   */
  int transitions(int state, int[] targets, char[] labels, int start) {
    Recorder recorder = recorders.get(recorderOf[state]);
    int end = start;
    for (int t = from[state]; t < to[state]; t++) {
      char label = (char) recorder.label(t);
      int target = recorder.target(t);
      int at = end;
      while (at > start && labels[at - 1] > label) {
        at--;
      }
      boolean known = false;
      for (int same = at; same > start && labels[same - 1] == label; same--) {
        known |= targets[same - 1] == target;
      }
      if (!known) {
        System.arraycopy(labels, at, labels, at + 1, end - at);
        System.arraycopy(targets, at, targets, at + 1, end - at);
        labels[at] = label;
        targets[at] = target;
        end++;
      }
    }
    return end;
  }
}
