package org.mmucheck.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;

/**
 * What a breadth-first search with one thread has recorded before it stopped: every state that is
 * nearer to the initial states than where it stopped, with all transitions out of it. For one
 * thread.
 */
public final class PartialGraph {
  private static final int NONE = -1;

  private final Spec spec;
  private final Recorded recorded;

  // The search over what is recorded, as far as it has been asked for.
  private final List<Integer> levels = new ArrayList<>(); // where each begins, and the last ends
  private int[] order = {}; // recorded numbers, as they are met
  private int[] parents = {};
  private char[] labels = {};
  private boolean[] isMet = {};
  private @Nullable State[] states = {};
  private int met;

  /**
   * @param spec what was explored; its actions are the labels
   */
  public PartialGraph(Spec spec, Recorded recorded) {
    this.spec = spec;
    this.recorded = recorded;
  }

  /**
   * All of it, where the search went to its end.
   *
   * @throws NondeterministicActionException if an action leads from one state to several
   */
  public CapturedGraph whole() {
    return GraphBuilder.build(spec, recorded);
  }

  /**
   * The states that are so many steps away from the initial states and no fewer, in the order in
   * which a search meets them that takes initial states and actions in sorted order.
   *
   * @param depth less than that of the step at which the search stopped
   */
  public Level level(int depth) {
    if (levels.isEmpty()) {
      begin();
    }
    while (levels.size() < depth + 2) {
      int end = met;
      for (int at = levels.get(levels.size() - 2); at < end; at++) {
        goOnFrom(at);
      }
      levels.add(met);
    }
    return new Level(levels.get(depth), levels.get(depth + 1));
  }

  private void begin() {
    order = new int[recorded.size()];
    parents = new int[recorded.size()];
    labels = new char[recorded.size()];
    isMet = new boolean[recorded.size()];
    states = new State[recorded.size()];
    levels.add(0);
    for (State state : spec.initialStates()) {
      for (int number : recorded.initial()) {
        if (recorded.hash(number) == state.contentHash() && !isMet[number]) {
          states[met] = state;
          meet(number, NONE, (char) 0);
        }
      }
    }
    levels.add(met);
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

  /** The state that was met at {@code index}. */
  private State at(int index) {
    State known = states[index];
    if (known != null) {
      return known;
    }
    State state = successor(at(parents[index]), spec.actions().get(labels[index]), order[index]);
    states[index] = state;
    return state;
  }

  /** The recorded state {@code number}, to which {@code action} leads. */
  private State successor(State from, ActionInstance action, int number) {
    List<State> next = spec.next(from, action);
    State state =
        next.stream()
            .filter(each -> each.contentHash() == recorded.hash(number))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("a state is not what was recorded"));
    if (next.size() > 1) {
      throw new NondeterministicActionException(spec, action, from, next);
    }
    return state;
  }

  private List<Trace.Step> pathToMet(int index) {
    List<Trace.Step> path = new ArrayList<>();
    for (int i = index; i != NONE; i = parents[i]) {
      path.add(new Trace.Step(parents[i] == NONE ? null : spec.actions().get(labels[i]), at(i)));
    }
    Collections.reverse(path);
    return path;
  }

  /** States that are equally far away. They are evaluated when they are asked for. */
  public final class Level {
    private final int start;
    private final int end;

    private Level(int start, int end) {
      this.start = start;
      this.end = end;
    }

    public int size() {
      return end - start;
    }

    /** The state at an index of this level. */
    public State state(int index) {
      return at(start + index);
    }

    /** The steps to the state at an index of this level. */
    public List<Trace.Step> pathTo(int index) {
      return pathToMet(start + index);
    }

    /**
     * The steps to a state that {@code isWanted}, the last one by the first transition out of this
     * level that leads to such a state; empty if none does.
     *
     * @param isWanted asked for recorded numbers
     */
    public Optional<List<Trace.Step>> firstInto(IntPredicate isWanted) {
      for (int from = start; from < end; from++) {
        int count = recorded.transitions(order[from]);
        int[] targets = new int[count];
        char[] actions = new char[count];
        int known = recorded.transitions(order[from], targets, actions, 0);
        for (int t = 0; t < known; t++) {
          if (isWanted.test(targets[t])) {
            List<Trace.Step> path = pathToMet(from);
            ActionInstance action = spec.actions().get(actions[t]);
            path.add(new Trace.Step(action, successor(at(from), action, targets[t])));
            return Optional.of(path);
          }
        }
      }
      return Optional.empty();
    }
  }
}
