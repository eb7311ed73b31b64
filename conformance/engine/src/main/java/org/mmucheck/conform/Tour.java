package org.mmucheck.conform;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.mmucheck.graph.TransitionGraph;

/**
 * Walks from the initial state that take every transition, and others as little as possible.
 *
 * <p>A state that more transitions leave than enter must be visited more often than once for each
 * that enters it. What is missing is supplied down a tree of cheap ways from the initial state,
 * where a step is cheap if its task has taken the step before, too; so a way there is not as short
 * as it could be, but takes few handoffs. Once each state is entered as often as it is left, walks
 * that take what is left to take, until there is nothing, take all.
 *
 * <p>Concurrency: {@link #next} may be called by several threads.
 */
final class Tour {
  /** What a step costs, in tenths of a microsecond, if its task goes on or takes over. */
  private static final int STEP = 1;

  private static final int HANDOFF = 6;

  private static final int NONE = -1;
  private static final int UNTAKEN = 1;
  private static final int ONCE_MORE = 2;
  private static final int PASSES = 2;

  /** A walk ends after as many, a second's worth: only at its end can a check be interrupted. */
  private static final int LONG = 1 << 19;

  private final TransitionGraph graph;
  private final IntUnaryOperator actorOf; // of a label
  private final int longest;

  // The tree: by which transition a state is entered, and from which state.
  private final int[] entries;
  private final int[] parents;
  private final int[] costs;

  // Of each transition, how often it is to be taken still, twice that, and 1 more if it has never
  // been: one place to look at on each step, since the graph is far larger than a cache.
  private final int[] left;
  private int from; // no transition below it is untaken

  private int[] walk = new int[256];
  private int length;

  /**
   * @param graph with one initial state
   * @param actorOf who takes the transitions with a label
   */
  Tour(TransitionGraph graph, IntUnaryOperator actorOf) {
    this(graph, actorOf, LONG);
  }

  /**
   * As {@link #Tour(TransitionGraph, IntUnaryOperator)}, with that for the length of a long walk.
   */
  Tour(TransitionGraph graph, IntUnaryOperator actorOf, int longest) {
    this.graph = graph;
    this.actorOf = actorOf;
    this.longest = longest;
    int size = graph.size();
    entries = new int[size];
    parents = new int[size];
    costs = new int[size];
    left = new int[graph.transitions()];
    Arrays.fill(left, UNTAKEN);
    growTree();
    supply();
  }

  private void growTree() {
    int[] last = new int[graph.size()]; // who takes the step into a state
    Arrays.fill(costs, Integer.MAX_VALUE);
    Arrays.fill(entries, NONE);
    costs[0] = 0;
    last[0] = NONE;
    for (int pass = 0; pass < PASSES; pass++) {
      for (int state = 0; state < costs.length; state++) {
        if (costs[state] == Integer.MAX_VALUE) {
          throw new IllegalArgumentException("states are not numbered as they can be reached");
        }
        for (int t = graph.firstTransition(state); t < graph.firstTransition(state + 1); t++) {
          int actor = actorOf.applyAsInt(graph.label(t));
          int cost = costs[state] + (actor == last[state] ? STEP : HANDOFF);
          int to = graph.target(t);
          if (cost < costs[to]) {
            costs[to] = cost;
            last[to] = actor;
            entries[to] = t;
            parents[to] = state;
          }
        }
      }
    }
  }

  /** Adds to the tree's transitions until each state is entered as often as it is left. */
  private void supply() {
    int[] missing = new int[graph.size()];
    for (int state = 0; state < missing.length; state++) {
      missing[state] += graph.firstTransition(state + 1) - graph.firstTransition(state);
      for (int t = graph.firstTransition(state); t < graph.firstTransition(state + 1); t++) {
        missing[graph.target(t)]--;
      }
    }
    // A parent costs less than its children, so it comes after all that it supplies.
    for (int state : dearestFirst()) {
      if (state != 0 && missing[state] > 0) {
        int more = Math.multiplyExact(ONCE_MORE, missing[state]); // beyond the first time
        left[entries[state]] = Math.addExact(left[entries[state]], more);
        missing[parents[state]] += missing[state];
      }
    }
  }

  private int[] dearestFirst() {
    int dearest = 0;
    for (int cost : costs) {
      dearest = Math.max(dearest, cost);
    }
    int[] place = new int[dearest + 2];
    for (int cost : costs) {
      place[dearest - cost + 1]++;
    }
    for (int i = 1; i < place.length; i++) {
      place[i] += place[i - 1];
    }
    int[] order = new int[costs.length];
    for (int state = 0; state < order.length; state++) {
      order[place[dearest - costs[state]]++] = state;
    }
    return order;
  }

  /**
   * The next walk: its transitions in their order, those that no walk has taken before as {@code
   * ~transition}.
   *
   * @return empty if everything has been taken
   */
  synchronized int[] next() {
    length = 0;
    go(0);
    if (length == 0) {
      // Circles that their neighbours' walks have passed by.
      while (from < left.length && (left[from] & UNTAKEN) == 0) {
        from++;
      }
      if (from == left.length) {
        return new int[0];
      }
      int next = from;
      wayTo(source(next));
      go(source(next));
    }
    return Arrays.copyOf(walk, length);
  }

  private void go(int start) {
    int state = start;
    int actor = length == 0 ? NONE : actorOf.applyAsInt(graph.label(transition(length - 1)));
    int end = length + longest;
    while (length < end) {
      int next = NONE;
      for (int t = graph.firstTransition(state); t < graph.firstTransition(state + 1); t++) {
        if (left[t] != 0) {
          next = t;
          if (actorOf.applyAsInt(graph.label(t)) == actor) {
            break;
          }
        }
      }
      if (next == NONE) {
        return;
      }
      take(next);
      actor = actorOf.applyAsInt(graph.label(next));
      state = graph.target(next);
    }
  }

  private void take(int transition) {
    if ((left[transition] & UNTAKEN) != 0) {
      left[transition] -= UNTAKEN;
      add(~transition);
    } else {
      left[transition] -= ONCE_MORE;
      add(transition);
    }
  }

  private void add(int transition) {
    if (length == walk.length) {
      walk = Arrays.copyOf(walk, length * 2);
    }
    walk[length++] = transition;
  }

  private int transition(int index) {
    return Math.max(walk[index], ~walk[index]);
  }

  private void wayTo(int goal) {
    int distance = 0;
    for (int at = goal; at != 0; at = parents[at]) {
      distance++;
    }
    for (int i = 0; i < distance; i++) {
      add(0);
    }
    for (int at = goal; at != 0; at = parents[at]) {
      int entry = entries[at];
      walk[--distance] = (left[entry] & UNTAKEN) == 0 ? entry : ~entry;
      left[entry] &= ~UNTAKEN;
    }
  }

  private int source(int transition) {
    int low = 0;
    int high = graph.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (graph.firstTransition(middle) <= transition) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
