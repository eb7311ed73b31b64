package org.mmucheck.fuzz;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;

/**
 * The spec, remembered: the part of its state graph that schedules have reached, with the truth of
 * the properties. Evaluating the spec is a hundred times slower than running the code, and random
 * schedules meet the same states again and again.
 */
final class Oracle {
  /** A node with its state and edges is about 2 KB; beyond this many all are forgotten. */
  private final int capacity;

  private final FuzzTarget target;
  private final List<ActionInstance> actions;
  private final Map<State, Node> nodes = new HashMap<>();
  private final Map<State, Node> initial = new HashMap<>();

  Oracle(FuzzTarget target, int capacity) {
    this.target = target;
    this.capacity = capacity;
    this.actions = List.copyOf(target.spec().actions());
  }

  /** Every action instance; moves name them by index. */
  List<ActionInstance> actions() {
    return actions;
  }

  /** The node of an initial state; null if the spec does not start there. */
  @Nullable Node initial(State state) {
    if (initial.isEmpty()) {
      for (State start : target.spec().initialStates()) {
        initial.put(start, node(start));
      }
    }
    return initial.get(state);
  }

  /**
   * Forgets what it has seen if that is too much. Nodes that a caller holds remain usable.
   *
   * @return whether it has
   */
  boolean trim() {
    if (nodes.size() <= capacity) {
      return false;
    }
    nodes.clear();
    initial.clear();
    return true;
  }

  private Node node(State state) {
    Node known = nodes.get(state);
    if (known == null) {
      known = new Node(state);
      nodes.put(state, known);
    }
    return known;
  }

  /** A reached state: what is enabled there, where it leads, and what is broken. */
  final class Node {
    private final State state;
    private final int[] enabled;
    private final int[] disabled;
    private final @Nullable Edge[] edges;
    private final @Nullable String broken;
    private int fresh;

    private Node(State state) {
      this.state = state;
      edges = new Edge[actions.size()];
      int[] on = new int[edges.length];
      int[] off = new int[edges.length];
      int ons = 0;
      int offs = 0;
      for (int i = 0; i < edges.length; i++) {
        List<State> next = target.spec().next(state, actions.get(i));
        if (next.size() > 1) {
          throw new IllegalStateException(
              "%s leads to %d states; its parameters must determine the one"
                  .formatted(actions.get(i), next.size()));
        }
        if (next.isEmpty()) {
          off[offs++] = i;
        } else {
          on[ons++] = i;
          edges[i] = new Edge(next.getFirst());
        }
      }
      enabled = Arrays.copyOf(on, ons);
      fresh = ons;
      disabled = Arrays.copyOf(off, offs);
      broken = brokenHere();
    }

    State state() {
      return state;
    }

    int enabled() {
      return enabled.length;
    }

    int enabled(int i) {
      return enabled[i];
    }

    int disabled() {
      return disabled.length;
    }

    int disabled(int i) {
      return disabled[i];
    }

    boolean isEnabled(int action) {
      return edges[action] != null;
    }

    /** The first property that the state breaks, in the configuration's order; null if none. */
    @Nullable String broken() {
      return broken;
    }

    /** The first property that the step or the state after it breaks; null if none. */
    @Nullable String brokenBy(int action) {
      Edge edge = edge(action);
      return edge.broken != null ? edge.broken : edge.to().broken();
    }

    /** Where an enabled action leads. */
    Node next(int action) {
      return edge(action).to();
    }

    /** Remembers that a schedule has taken an enabled action here. */
    void take(int action) {
      Edge edge = Objects.requireNonNull(edges[action], "disabled");
      if (!edge.taken) {
        edge.taken = true;
        fresh--;
      }
    }

    boolean isFresh(int action) {
      return !Objects.requireNonNull(edges[action], "disabled").taken;
    }

    /** How many of the enabled actions no schedule has taken here. */
    int fresh() {
      return fresh;
    }

    private Edge edge(int action) {
      Edge edge = Objects.requireNonNull(edges[action], "disabled");
      if (edge.to == null) {
        edge.resolve(state);
      }
      return edge;
    }

    private @Nullable String brokenHere() {
      for (String property : target.stateProperties()) {
        if (!target.spec().holds(property, state)) {
          return property;
        }
      }
      return target.checksDeadlock() && enabled.length == 0 ? FuzzReport.DEADLOCK : null;
    }
  }

  private final class Edge {
    private final State state;
    private @Nullable Node to;
    private @Nullable String broken;
    private boolean taken;

    private Edge(State state) {
      this.state = state;
    }

    private Node to() {
      return Objects.requireNonNull(to);
    }

    private void resolve(State from) {
      for (String property : target.stepProperties()) {
        if (broken == null && !target.stepTruth().holds(property, from, state)) {
          broken = property;
        }
      }
      to = node(state);
    }
  }
}
