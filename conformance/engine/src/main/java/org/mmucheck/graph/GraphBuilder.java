package org.mmucheck.graph;

import java.util.Arrays;
import java.util.Comparator;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;

/** Puts together what the workers of a model checker have recorded. */
public final class GraphBuilder {
  private static final int UNMET = -1;

  private final Spec spec;
  private final int size;
  private final Recorded recorded;
  private final boolean isDeterministic;

  private final int[] numbers; // by recorded number
  private final int[] order;
  private int met;

  private GraphBuilder(Spec spec, Recorded recorded, boolean isDeterministic) {
    this.spec = spec;
    this.isDeterministic = isDeterministic;
    this.size = recorded.size();
    this.recorded = recorded;
    numbers = new int[size];
    order = new int[size];
    Arrays.fill(numbers, UNMET);
  }

  /**
   * The graph.
   *
   * @param spec what has been explored; its actions are the labels
   * @throws NondeterministicActionException if an action leads from one state to several
   */
  public static CapturedGraph build(Spec spec, Recorded recorded) {
    return new GraphBuilder(spec, recorded, true).build();
  }

  /** The graph, in which an action may lead from one state to several. */
  public static CapturedGraph buildAsItIs(Spec spec, Recorded recorded) {
    return new GraphBuilder(spec, recorded, false).build();
  }

  private CapturedGraph build() {
    recorded.initial().stream()
        .sorted(Comparator.comparingLong(recorded::hash))
        .forEach(this::meet);
    int capacity = recorded.transitions();
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
      sorted[i] = recorded.hash(order[i]);
    }
    return new CapturedGraph(
        spec,
        recorded.initial().size(),
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
    int end = recorded.transitions(state, targets, labels, start);
    for (int t = start + 1; t < end; t++) {
      if (isDeterministic && labels[t] == labels[t - 1]) {
        throw nondeterministic(state, labels[t]);
      }
    }
    for (int t = start; t < end; t++) {
      meet(targets[t]);
      targets[t] = numbers[targets[t]];
    }
    return end;
  }

  /** Finds the state again in the spec, which is slow, to tell what differs. */
  private NondeterministicActionException nondeterministic(int number, int label) {
    ActionInstance action = spec.actions().get(label);
    State state = find(recorded.hash(number));
    return new NondeterministicActionException(spec, action, state, spec.next(state, action));
  }

  private State find(long hash) {
    StateTable table = new StateTable(spec.vars());
    spec.initialStates().forEach(table::add);
    for (int i = 0; i < table.size(); i++) {
      State state = table.get(i);
      if (state.contentHash() == hash) {
        return state;
      }
      for (ActionInstance action : spec.actions()) {
        spec.next(state, action).forEach(table::add);
      }
    }
    throw new IllegalStateException("the spec has no state that TLC recorded");
  }
}
