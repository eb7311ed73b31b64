package org.mmucheck.compiled.explore;

import java.util.Arrays;
import org.mmucheck.compiled.value.Val;

/** States of one distance from the initial ones, with their hashes. For one thread. */
final class Level {
  private Val[][] states = new Val[16][];
  private long[] hashes = new long[16];
  private int size;

  void add(Val[] state, long hash) {
    if (size == states.length) {
      states = Arrays.copyOf(states, size * 2);
      hashes = Arrays.copyOf(hashes, size * 2);
    }
    states[size] = state;
    hashes[size++] = hash;
  }

  int size() {
    return size;
  }

  Val[] state(int index) {
    return states[index];
  }

  long hash(int index) {
    return hashes[index];
  }
}
