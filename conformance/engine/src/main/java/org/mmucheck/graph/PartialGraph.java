package org.mmucheck.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;

/**
 * What a breadth-first search with one thread has recorded before it stopped: every state that is
 * nearer to the initial states than where it stopped, with all transitions out of it.
 */
public final class PartialGraph {
  private static final int NONE = -1;

  private final Spec spec;
  private final Recorded recorded;

  /**
   * @param spec what was explored; its actions are the labels
   */
  public PartialGraph(Spec spec, Recorded recorded) {
    this.spec = spec;
    this.recorded = recorded;
  }

  /**
   * The states that are so many steps away from the initial states and no fewer, in the order in
   * which a search meets them that takes initial states and actions in sorted order.
   *
   * @param depth less than that of the step at which the search stopped
   */
  public Level level(int depth) {
    return new Level(depth);
  }

  /** States that are equally far away. They are evaluated when they are asked for. */
  public final class Level {
    private final int[] order = new int[recorded.size()]; // recorded numbers, as they are met
    private final int[] parents = new int[recorded.size()];
    private final char[] labels = new char[recorded.size()];
    private final boolean[] isMet = new boolean[recorded.size()];
    private final @Nullable State[] states = new State[recorded.size()];
    private int met;
    private final int start;

    private Level(int depth) {
      meetInitialStates();
      int from = 0;
      for (int i = 0; i < depth; i++) {
        int end = met;
        for (int at = from; at < end; at++) {
          goOnFrom(at);
        }
        from = end;
      }
      start = from;
    }

    private void meetInitialStates() {
      for (State state : spec.initialStates()) {
        for (int number : recorded.initial()) {
          if (recorded.hash(number) == state.contentHash() && !isMet[number]) {
            states[met] = state;
            meet(number, NONE, (char) 0);
          }
        }
      }
    }

    private void goOnFrom(int at) {
      int count = recorded.transitions(order[at]);
      int[] targets = new int[count];
      char[] actions = new char[count];
      int end = recorded.transitions(order[at], targets, actions, 0);
      for (int t = 0; t < end; t++) {
        if (!isMet[targets[t]]) {
          meet(targets[t], at, actions[t]);
        }
      }
    }

    private void meet(int number, int parent, char label) {
      isMet[number] = true;
      order[met] = number;
      parents[met] = parent;
      labels[met++] = label;
    }

    public int size() {
      return met - start;
    }

    /** The state at an index of this level. */
    public State state(int index) {
      return at(start + index);
    }

    /** The steps to the state at an index of this level. */
    public List<Trace.Step> pathTo(int index) {
      List<Trace.Step> path = new ArrayList<>();
      for (int i = start + index; i != NONE; i = parents[i]) {
        path.add(new Trace.Step(parents[i] == NONE ? null : spec.actions().get(labels[i]), at(i)));
      }
      Collections.reverse(path);
      return path;
    }

    private State at(int index) {
      State known = states[index];
      if (known != null) {
        return known;
      }
      List<State> next = spec.next(at(parents[index]), spec.actions().get(labels[index]));
      State state =
          next.stream()
              .filter(each -> each.contentHash() == recorded.hash(order[index]))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("a state is not what was recorded"));
      if (next.size() > 1) {
        throw new NondeterministicActionException(
            spec.actions().get(labels[index]), at(parents[index]), next);
      }
      states[index] = state;
      return state;
    }
  }
}
