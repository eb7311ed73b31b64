package org.mmucheck.conform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmucheck.graph.TransitionGraph;
import org.mmucheck.sched.StuckActorException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.subject.FaultException;
import org.mmucheck.trace.Trace;

/**
 * The careful way: a breadth-first search over pairs of a spec's state and a state of the code in
 * it, each reached by a fresh implementation along the shortest path. What it finds first has a
 * shortest witness. It takes about as many steps for a transition as the state is deep, so it runs
 * where {@link Cover} has found that something is wrong, and may be ended before it knows better.
 */
final class Search {
  /** A spec's state and the code's fingerprint in it. */
  private record Pair(int state, long fingerprint) {}

  /**
   * @param via the transition that led here from {@code parent}; -1 for the initial pair
   */
  private record Node(Pair pair, @Nullable Node parent, int via) {}

  /** How many states of the code for each of the spec are explored on average. */
  private static final int PATIENCE = 4;

  private static final int ALWAYS_EXPLORED = 10_000;

  private final Setting setting;
  private final TransitionGraph graph;
  private final Arrival arrival;
  private final BooleanSupplier isOver;
  private boolean isCut;

  private final List<Node> nodes = new ArrayList<>();
  private final Set<Pair> known = new HashSet<>();
  private final Map<Integer, Node> first = new HashMap<>(); // by state
  private final Set<Integer> hiddenStates = new HashSet<>();
  private @Nullable Node hidden;
  // What it is doing, in case that it does not come to an end.
  private @Nullable Node exploring;
  private int trying = -1;

  private long steps;
  private long taken;

  /**
   * @param isOver whether no more states may be explored
   */
  Search(Setting setting, BooleanSupplier isOver) {
    this.setting = setting;
    this.isOver = isOver;
    this.graph = setting.graph;
    this.arrival = new Arrival(setting);
  }

  ConformReport run() {
    int limit = (int) Math.min(Integer.MAX_VALUE, (long) PATIENCE * graph.size() + ALWAYS_EXPLORED);
    Divergence divergence = begin();
    int explored = 0;
    while (divergence == null && explored < nodes.size() && explored < limit && !isCut) {
      divergence = guarded(nodes.get(explored++), this::explore);
      isCut = divergence == null && isOver.getAsBoolean();
    }
    return report(divergence, divergence != null || explored == nodes.size());
  }

  /** Whether it was ended before it found anything. */
  boolean isCut() {
    return isCut;
  }

  /**
   * Looks along one way only.
   *
   * @param way transitions, of which no two lead to one state, but that the last may be a loop
   * @return null if nothing shows
   */
  @Nullable ConformReport along(int[] way) {
    Divergence divergence = begin();
    for (int i = 0; i < way.length && divergence == null; i++) {
      int transition = way[i];
      divergence = guarded(nodes.getLast(), node -> follow(node, transition));
    }
    if (divergence == null) {
      divergence = guarded(nodes.getLast(), this::stay);
    }
    return divergence == null ? null : report(divergence, false);
  }

  private @Nullable Divergence follow(Node node, int transition) {
    try (Visit visit = new Visit(setting)) {
      Divergence divergence = reach(visit, node);
      return divergence == null ? step(visit, node, transition) : divergence;
    }
  }

  private @Nullable Divergence stay(Node node) {
    try (Visit visit = new Visit(setting)) {
      Divergence divergence = reach(visit, node);
      return divergence == null ? rest(visit, node) : divergence;
    }
  }

  /** The report where the code that it called last does not come to an end. */
  ConformReport endless(StuckActorException stuck) {
    Node node = exploring;
    int transition = trying;
    int action = transition < 0 ? -1 : graph.label(transition);
    int state = transition >= 0 ? graph.target(transition) : node == null ? 0 : node.pair.state;
    Finding finding = Finding.failed(action, setting.fault(stuck));
    return report(divergence(node, state, transition, finding), false);
  }

  private ConformReport report(@Nullable Divergence divergence, boolean exhausted) {
    return new ConformReport(
        graph.size(),
        graph.transitions(),
        (long) graph.size() * setting.actions.size(),
        taken,
        arrival.refusedByControl,
        arrival.refusedAttempted,
        hiddenStates.size(),
        hidden == null ? null : witness(hidden),
        steps,
        exhausted,
        divergence,
        0);
  }

  private @Nullable Divergence begin() {
    try {
      return started();
    } catch (FaultException failed) {
      return divergence(null, 0, -1, Finding.failed(-1, failed.fault()));
    }
  }

  private @Nullable Divergence started() {
    try (Visit visit = new Visit(setting)) {
      int start = start(visit);
      if (start < 0) {
        Finding finding = visit.compare(0, -1);
        return divergence(null, 0, -1, finding == null ? unstarted() : finding);
      }
      add(new Node(new Pair(start, visit.fingerprint()), null, -1));
      return graph.initialStates() == 1
          ? null
          : divergence(null, start == 0 ? 1 : 0, -1, unstarted());
    }
  }

  /** The initial state that the code starts in; -1 if it is none of the spec's. */
  private int start(Visit visit) {
    for (int state = 0; state < graph.initialStates(); state++) {
      if (visit.compare(state, -1) == null) {
        return state;
      }
    }
    return -1;
  }

  private static Finding unstarted() {
    return Finding.of(Divergence.Kind.INITIAL, -1, "Init", "TRUE", "FALSE");
  }

  private @Nullable Divergence guarded(Node node, Function<Node, @Nullable Divergence> look) {
    exploring = node;
    try {
      return look.apply(node);
    } catch (FaultException failed) {
      return divergence(node, node.pair.state, -1, Finding.failed(-1, failed.fault()));
    }
  }

  private @Nullable Divergence explore(Node node) {
    int state = node.pair.state;
    int firstOut = graph.firstTransition(state);
    int end = graph.firstTransition(state + 1);
    try (Visit visit = new Visit(setting)) {
      Divergence divergence = reach(visit, node);
      if (divergence == null) {
        divergence = rest(visit, node);
      }
      if (divergence == null && firstOut < end) {
        divergence = step(visit, node, firstOut);
      }
      if (divergence != null) {
        return divergence;
      }
    }
    for (int transition = firstOut + 1; transition < end; transition++) {
      Divergence divergence = follow(node, transition);
      if (divergence != null) {
        return divergence;
      }
    }
    return null;
  }

  /** All that the code is asked in a state before it goes on. */
  private @Nullable Divergence rest(Visit visit, Node node) {
    int state = node.pair.state;
    Finding finding = visit.compareProperties(state);
    if (finding == null) {
      finding = arrival.refuseAll(visit, state, node.pair.fingerprint, isFirst(node));
    }
    if (finding != null && finding.kind() == Divergence.Kind.CHANGED) {
      try (Visit again = new Visit(setting)) {
        Divergence unrepeatable = reach(again, node);
        if (unrepeatable != null) {
          return unrepeatable;
        }
        finding = arrival.changed(again, state, node.pair.fingerprint);
      }
    }
    return finding == null ? null : divergence(node, state, -1, finding);
  }

  private @Nullable Divergence step(Visit visit, Node node, int transition) {
    int action = graph.label(transition);
    int target = graph.target(transition);
    steps++;
    trying = transition;
    Finding finding = visit.take(action);
    trying = -1;
    if (finding == null) {
      finding = visit.compare(target, action);
    }
    if (finding != null) {
      return divergence(node, target, transition, finding);
    }
    if (isFirst(node)) {
      taken++;
    }
    add(new Node(new Pair(target, visit.fingerprint()), node, transition));
    return null;
  }

  /** Pairs count once for each state, even if the code can be in several there. */
  private boolean isFirst(Node node) {
    return first.get(node.pair.state) == node;
  }

  private void add(Node node) {
    if (!known.add(node.pair)) {
      return;
    }
    nodes.add(node);
    if (first.putIfAbsent(node.pair.state, node) != null) {
      hiddenStates.add(node.pair.state);
      if (hidden == null) {
        hidden = node;
      }
    }
  }

  /** Leads a fresh implementation to a node; null if it gets there as it did the first time. */
  private @Nullable Divergence reach(Visit visit, Node node) {
    for (Node step : way(node)) {
      if (step.via >= 0) {
        steps++;
        Finding finding = visit.take(graph.label(step.via));
        if (finding != null) {
          return divergence(step.parent, step.pair.state, step.via, finding);
        }
      }
    }
    if (visit.fingerprint() != node.pair.fingerprint) {
      return divergence(node, node.pair.state, -1, anotherState(node));
    }
    return null;
  }

  /** A getter that caches is one reason why the code is in another state: it shows by itself. */
  private Finding anotherState(Node node) {
    try (Visit visit = new Visit(setting)) {
      for (Node step : way(node)) {
        if (step.via >= 0) {
          visit.take(graph.label(step.via));
        }
      }
      List<String> before = visit.describe();
      visit.compare(node.pair.state, -1);
      List<String[]> changes = Arrival.changes(before, visit.describe());
      if (changes.isEmpty()) {
        return Finding.of(
            Divergence.Kind.UNREPEATABLE, -1, "fingerprint", "the same again", "another");
      }
      String[] change = changes.getFirst();
      return Finding.of(
          Divergence.Kind.UNREPEATABLE,
          -1,
          change[0],
          change[1],
          change[2] + " once the variables are read, which must change nothing");
    }
  }

  private Hidden witness(Node second) {
    Node one = java.util.Objects.requireNonNull(first.get(second.pair.state));
    return new Hidden(path(one), path(second), differences(one, second));
  }

  private List<String> differences(Node one, Node other) {
    return Arrival.changes(describe(one), describe(other)).stream()
        .map(change -> change[0] + ": " + change[1] + " | " + change[2])
        .toList();
  }

  private List<String> describe(Node node) {
    try (Visit visit = new Visit(setting)) {
      return reach(visit, node) == null ? visit.describe() : List.of();
    }
  }

  private static List<Node> way(Node node) {
    List<Node> way = new ArrayList<>();
    for (Node at = node; at != null; at = at.parent) {
      way.add(at);
    }
    Collections.reverse(way);
    return way;
  }

  private List<Trace.Step> path(Node node) {
    List<Trace.Step> path = new ArrayList<>();
    for (Node step : way(node)) {
      ActionInstance action = step.via < 0 ? null : setting.actions.get(graph.label(step.via));
      path.add(new Trace.Step(action, graph.state(step.pair.state)));
    }
    return path;
  }

  /**
   * @param node the last that code and spec agreed on; null if they did not even start so
   * @param state where the spec is
   * @param transition how the spec got there from {@code node}; -1 if it is still there
   */
  private Divergence divergence(@Nullable Node node, int state, int transition, Finding finding) {
    List<Trace.Step> path = node == null ? new ArrayList<>() : path(node);
    if (node == null || transition >= 0) {
      ActionInstance action = transition < 0 ? null : setting.actions.get(graph.label(transition));
      path.add(new Trace.Step(action, graph.state(state)));
    }
    return Divergences.of(setting, path, finding);
  }
}
