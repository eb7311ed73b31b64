package org.mmucheck.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one thread has seen of a graph: states and transitions, the transitions out of one state one
 * after the other. It takes six bytes a transition and sixteen a state. For one thread; others may
 * read it once that has ended.
 */
public final class Recorder {
  private static final int CHUNK_BITS = 16;
  private static final int CHUNK = 1 << CHUNK_BITS;

  private final List<int[]> targets = new ArrayList<>();
  private final List<char[]> labels = new ArrayList<>();
  private int[] targetChunk = {};
  private char[] labelChunk = {};
  private int transitions;

  private int[] sources = new int[1 << 10];
  private int[] starts = new int[1 << 10]; // the first transition of each source
  private int sourceCount;

  private int[] states = new int[1 << 10];
  private long[] hashes = new long[1 << 10];
  private int stateCount;

  /** The transitions that follow lead out of this state, and no others of this recorder do. */
  public void source(int state) {
    if (sourceCount == sources.length) {
      sources = Arrays.copyOf(sources, sourceCount * 2);
      starts = Arrays.copyOf(starts, sourceCount * 2);
    }
    sources[sourceCount] = state;
    starts[sourceCount++] = transitions;
  }

  /** A transition out of the last source. */
  public void transition(int label, int target) {
    int at = transitions & (CHUNK - 1);
    if (at == 0) {
      targetChunk = new int[CHUNK];
      labelChunk = new char[CHUNK];
      targets.add(targetChunk);
      labels.add(labelChunk);
    }
    targetChunk[at] = target;
    labelChunk[at] = (char) label;
    transitions++;
  }

  /** A state that nobody has seen before. */
  public void state(int number, long contentHash) {
    if (stateCount == states.length) {
      states = Arrays.copyOf(states, stateCount * 2);
      hashes = Arrays.copyOf(hashes, stateCount * 2);
    }
    states[stateCount] = number;
    hashes[stateCount++] = contentHash;
  }

  /** The number of transitions, repeated ones included. */
  public int transitions() {
    return transitions;
  }

  int sources() {
    return sourceCount;
  }

  int sourceAt(int index) {
    return sources[index];
  }

  int start(int index) {
    return index == sourceCount ? transitions : starts[index];
  }

  int target(int transition) {
    return targets.get(transition >> CHUNK_BITS)[transition & (CHUNK - 1)];
  }

  int label(int transition) {
    return labels.get(transition >> CHUNK_BITS)[transition & (CHUNK - 1)];
  }

  int states() {
    return stateCount;
  }

  int stateAt(int index) {
    return states[index];
  }

  long hashAt(int index) {
    return hashes[index];
  }
}
