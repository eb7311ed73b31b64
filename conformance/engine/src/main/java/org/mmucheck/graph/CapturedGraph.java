package org.mmucheck.graph;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;

/**
 * The state graph that a model checker's workers have recorded. States are numbered as a
 * breadth-first search over initial states in the order of their content hashes and over sorted
 * actions meets them, so the numbers depend on the spec alone.
 *
 * <p>A state takes 12 bytes here and a transition 6. The states' values are not kept: {@link
 * #state} evaluates the spec along a shortest path.
 */
public final class CapturedGraph implements TransitionGraph {
  private static final int BUFFER = 1 << 16;

  private final Spec spec;
  private final List<ActionInstance> actions;
  private final int initial;
  private final int[] first;
  private final int[] targets;
  private final char[] labels;
  private final long[] hashes;
  private int @Nullable [] parents; // the transition by which the search met a state
  private @Nullable State lastState;
  private int lastNumber = -1;

  CapturedGraph(Spec spec, int initial, int[] first, int[] targets, char[] labels, long[] hashes) {
    this.spec = spec;
    this.actions = spec.actions();
    this.initial = initial;
    this.first = first;
    this.targets = targets;
    this.labels = labels;
    this.hashes = hashes;
  }

  @Override
  public int size() {
    return hashes.length;
  }

  @Override
  public int transitions() {
    return targets.length;
  }

  @Override
  public int initialStates() {
    return initial;
  }

  @Override
  public List<ActionInstance> actions() {
    return actions;
  }

  @Override
  public int firstTransition(int state) {
    return first[state];
  }

  @Override
  public int target(int transition) {
    return targets[transition];
  }

  @Override
  public int label(int transition) {
    return labels[transition];
  }

  @Override
  public long contentHash(int state) {
    return hashes[state];
  }

  /** {@inheritDoc} It takes one evaluation of the spec for each step to the state. */
  @Override
  public synchronized State state(int number) {
    if (number == lastNumber && lastState != null) {
      return lastState;
    }
    List<Integer> path = new ArrayList<>();
    int at = number;
    while (at >= initial) {
      int transition = parents()[at];
      path.add(transition);
      at = source(transition);
    }
    Collections.reverse(path);
    State state = initialState(hashes[at]);
    for (int transition : path) {
      state = spec.next(state, actions.get(labels[transition])).get(0);
    }
    if (state.contentHash() != hashes[number]) {
      throw new IllegalStateException("state " + number + " is not what TLC recorded");
    }
    lastNumber = number;
    lastState = state;
    return state;
  }

  /**
   * SHA-256 of the graph in hex: of the actions' names, of each state's content hash and of its
   * transitions. It does not depend on workers, fingerprints or TLC's version.
   */
  public String digest() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
    actions.forEach(action -> digest.update((action + "\n").getBytes(StandardCharsets.UTF_8)));
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    buffer.putInt(size()).putInt(transitions()).putInt(initial);
    for (int state = 0; state < size(); state++) {
      flush(buffer, digest);
      buffer.putLong(hashes[state]).putInt(first[state + 1] - first[state]);
      for (int t = first[state]; t < first[state + 1]; t++) {
        flush(buffer, digest);
        buffer.putChar(labels[t]).putInt(targets[t]);
      }
    }
    digest.update(buffer.flip());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void flush(ByteBuffer buffer, MessageDigest digest) {
    if (buffer.remaining() < Long.BYTES + Integer.BYTES) {
      digest.update(buffer.flip());
      buffer.clear();
    }
  }

  private State initialState(long hash) {
    return spec.initialStates().stream()
        .filter(state -> state.contentHash() == hash)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("TLC recorded another initial state"));
  }

  private int source(int transition) {
    int at = Arrays.binarySearch(first, transition);
    if (at < 0) {
      return -at - 2;
    }
    while (first[at + 1] == transition) {
      at++; // a state without transitions has the same first as the next
    }
    return at;
  }

  private int[] parents() {
    if (parents == null) {
      int[] met = new int[size()];
      int next = initial; // states are numbered as they are met
      for (int t = 0; t < targets.length && next < met.length; t++) {
        if (targets[t] == next) {
          met[next++] = t;
        }
      }
      parents = met;
    }
    return parents;
  }
}
