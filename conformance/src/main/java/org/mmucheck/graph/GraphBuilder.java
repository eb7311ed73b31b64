package org.mmucheck.graph;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;

/** Puts together what the workers of a model checker have recorded. */
public final class GraphBuilder {
  private static final int UNMET = -1;

  private final Spec spec;
  private final int size;
  private final List<Recorder> recorders;
  private final long[] hashes; // by recorded number, as all arrays that are not of the result

  // Where the transitions of a state are: in which recorder, and from where to where.
  private final byte[] recorderOf;
  private final int[] from;
  private final int[] to;

  private final int[] numbers;
  private final int[] order;
  private int met;

  /**
   * @param size the number of states; recorded states are numbered below it
   * @param recorders at most 127
   */
  private GraphBuilder(Spec spec, int size, List<Recorder> recorders) {
    this.spec = spec;
    this.size = size;
    this.recorders = recorders;
    hashes = new long[size];
    recorderOf = new byte[size];
    from = new int[size];
    to = new int[size];
    numbers = new int[size];
    order = new int[size];
    Arrays.fill(numbers, UNMET);
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

  /**
   * The graph.
   *
   * @param spec what has been explored; its actions are the labels
   * @param size the number of states; they are numbered below it as they were recorded
   * @param initial the initial states
   * @param recorders one for each thread, at most 127
   * @throws NondeterministicActionException if an action leads from one state to several
   */
  public static CapturedGraph build(
      Spec spec, int size, List<Integer> initial, List<Recorder> recorders) {
    return new GraphBuilder(spec, size, recorders).build(initial);
  }

  private CapturedGraph build(List<Integer> initial) {
    initial.stream().sorted(Comparator.comparingLong(state -> hashes[state])).forEach(this::meet);
    int capacity = recorders.stream().mapToInt(Recorder::transitions).sum();
    int[] first = new int[size + 1];
    int[] targets = new int[capacity];
    char[] labels = new char[capacity];
    int out = 0;
    for (int i = 0; i < met; i++) {
      first[i] = out;
      out = transitions(order[i], targets, labels, out);
    }
    if (met < size) {
      throw new IllegalStateException(size - met + " recorded states have no way to them");
    }
    first[size] = out;
    long[] sorted = new long[size];
    for (int i = 0; i < size; i++) {
      sorted[i] = hashes[order[i]];
    }
    return new CapturedGraph(
        spec,
        initial.size(),
        first,
        out == capacity ? targets : Arrays.copyOf(targets, out),
        out == capacity ? labels : Arrays.copyOf(labels, out),
        sorted);
  }

  private void meet(int state) {
    if (numbers[state] == UNMET) {
      numbers[state] = met;
      order[met++] = state;
    }
  }

  /** Appends a state's transitions, sorted by label, each once; returns where they end. */
  private int transitions(int state, int[] targets, char[] labels, int start) {
    Recorder recorder = recorders.get(recorderOf[state]);
    int end = start;
    for (int t = from[state]; t < to[state]; t++) {
      char label = (char) recorder.label(t);
      int target = recorder.target(t);
      int at = end;
      while (at > start && labels[at - 1] > label) {
        at--;
      }
      if (at > start && labels[at - 1] == label) {
        if (targets[at - 1] != target) {
          throw nondeterministic(state, label);
        }
        continue; // one action by two ways
      }
      System.arraycopy(labels, at, labels, at + 1, end - at);
      System.arraycopy(targets, at, targets, at + 1, end - at);
      labels[at] = label;
      targets[at] = target;
      end++;
    }
    for (int t = start; t < end; t++) {
      meet(targets[t]);
      targets[t] = numbers[targets[t]];
    }
    return end;
  }

  /** Finds the state again in the spec, which is slow, to tell what differs. */
  private NondeterministicActionException nondeterministic(int recorded, int label) {
    ActionInstance action = spec.actions().get(label);
    State state = find(recorded);
    return new NondeterministicActionException(action, state, spec.next(state, action));
  }

  private State find(int recorded) {
    StateTable table = new StateTable(spec.vars());
    spec.initialStates().forEach(table::add);
    for (int i = 0; i < table.size(); i++) {
      State state = table.get(i);
      if (state.contentHash() == hashes[recorded]) {
        return state;
      }
      for (ActionInstance action : spec.actions()) {
        spec.next(state, action).forEach(table::add);
      }
    }
    throw new IllegalStateException("the spec has no state that TLC recorded");
  }
}
