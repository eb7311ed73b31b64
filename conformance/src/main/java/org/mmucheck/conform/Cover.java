package org.mmucheck.conform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.graph.TransitionGraph;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.trace.Trace;

/**
 * The fast way: few long walks that take every transition. Each transition is checked when it is
 * taken first; each state, at the first arrival. As long as all arrivals in one state have one
 * fingerprint, nothing else can happen the next time, so nothing is checked again on the way to
 * what is still untaken. At later arrivals in a state the fingerprint alone is compared: the
 * projection is a function of what the fingerprint covers.
 */
final class Cover {
  /** States looked at for a short way from a state without untaken transitions to one with. */
  private static final int HORIZON = 256;

  private static final int NONE = -1;

  private final Setting setting;
  private final TransitionGraph graph;
  private final Fingerprint fingerprint = new Fingerprint();
  private final Arrival arrival;

  private final long[] fingerprints; // of the code in each state; 0 before the first arrival
  private final BitSet untaken = new BitSet();
  private final int[] parents; // the transition by which a breadth-first search meets a state
  private final int[] sources; // of these transitions
  private final int[] order; // of the states in that search
  private final Horizon horizon;

  private int[] walk = new int[64]; // the transitions of the current walk
  private int length;
  private long steps;
  private @Nullable Finding finding;

  Cover(Setting setting) {
    this.setting = setting;
    this.graph = setting.graph;
    this.arrival = new Arrival(setting);
    this.fingerprints = new long[graph.size()];
    this.parents = new int[graph.size()];
    this.sources = new int[graph.size()];
    this.order = new int[graph.size()];
    this.horizon = new Horizon();
    untaken.set(0, graph.transitions());
    Arrays.fill(parents, NONE);
  }

  /** The report if everything conforms; null if anything does not. */
  @Nullable ConformReport run() {
    if (graph.initialStates() != 1) {
      return null; // the code has one start
    }
    search();
    walk(NONE); // also where there is no transition
    for (int i = 0; i < order.length && finding == null; i++) {
      while (finding == null && nextUntaken(order[i]) != NONE) {
        walk(order[i]);
      }
    }
    if (finding != null) {
      return null;
    }
    return new ConformReport(
        graph.size(),
        graph.transitions(),
        (long) graph.size() * setting.actions.size(),
        graph.transitions(),
        arrival.refusedByControl,
        arrival.refusedAttempted,
        0,
        null,
        steps,
        true,
        null,
        0);
  }

  /** What this run found, for the case that the careful search found nothing. */
  ConformReport unrepeatable(ConformReport report) {
    List<Trace.Step> path = new ArrayList<>();
    path.add(new Trace.Step(null, graph.state(0)));
    for (int i = 0; i < length; i++) {
      ActionInstance action = setting.actions.get(graph.label(walk[i]));
      path.add(new Trace.Step(action, graph.state(graph.target(walk[i]))));
    }
    Finding once =
        Finding.of(Divergence.Kind.UNREPEATABLE, NONE, "outcome", "the same again", "another");
    return report.with(Divergences.of(setting, path, once));
  }

  private void search() {
    int size = 0;
    BitSet met = new BitSet(graph.size());
    met.set(0);
    order[size++] = 0;
    for (int i = 0; i < size; i++) {
      int from = order[i];
      for (int t = graph.firstTransition(from); t < graph.firstTransition(from + 1); t++) {
        int to = graph.target(t);
        if (!met.get(to)) {
          met.set(to);
          parents[to] = t;
          sources[to] = from;
          order[size++] = to;
        }
      }
    }
    if (size < order.length) {
      throw new IllegalArgumentException(order.length - size + " states cannot be reached");
    }
  }

  private int nextUntaken(int state) {
    int next = untaken.nextSetBit(graph.firstTransition(state));
    return next < 0 || next >= graph.firstTransition(state + 1) ? NONE : next;
  }

  /** One life of the code: by the shortest way to {@code goal}, then on as long as it is worth. */
  private void walk(int goal) {
    length = 0;
    try (Visit visit = new Visit(setting, fingerprint)) {
      finding = arrive(visit, 0, NONE);
      int at = 0;
      if (goal > 0) {
        for (int transition : wayTo(goal)) {
          step(visit, transition);
        }
        at = goal;
      }
      while (finding == null) {
        int next = nextUntaken(at);
        if (next != NONE) {
          at = takeFirst(visit, next);
        } else {
          int[] way = horizon.wayFrom(at);
          if (way.length == 0) {
            return;
          }
          for (int transition : way) {
            step(visit, transition);
          }
          at = graph.target(way[way.length - 1]);
        }
      }
    }
  }

  private int[] wayTo(int goal) {
    int distance = 0;
    for (int at = goal; at != 0; at = sources[at]) {
      distance++;
    }
    int[] way = new int[distance];
    for (int at = goal; at != 0; at = sources[at]) {
      way[--distance] = parents[at];
    }
    return way;
  }

  private int takeFirst(Visit visit, int transition) {
    untaken.clear(transition);
    int to = graph.target(transition);
    step(visit, transition);
    if (finding == null) {
      finding = arrive(visit, to, graph.label(transition));
    }
    return to;
  }

  private void step(Visit visit, int transition) {
    if (finding == null) {
      if (length == walk.length) {
        walk = Arrays.copyOf(walk, length * 2);
      }
      walk[length++] = transition;
      steps++;
      finding = visit.take(graph.label(transition));
    }
  }

  private @Nullable Finding arrive(Visit visit, int state, int action) {
    long now = visit.fingerprint();
    if (fingerprints[state] == now) {
      return null;
    }
    if (fingerprints[state] != 0) {
      return Finding.of(Divergence.Kind.STATE, action, "fingerprint", "", "");
    }
    fingerprints[state] = now;
    Finding found = visit.compare(state, action);
    if (found == null) {
      found = visit.compareProperties(state);
    }
    return found == null ? arrival.refuseAll(visit, state, now, true) : found;
  }

  /** Looks around a state for another with an untaken transition. */
  private final class Horizon {
    private final int[] states = new int[HORIZON];
    private final int[] via = new int[HORIZON];
    private final int[] from = new int[HORIZON];
    private final int[] seen = new int[graph.size()]; // the number of the search that saw it last
    private int search;

    /** The transitions of a short way; none if there is none in sight. */
    int[] wayFrom(int state) {
      search++;
      int size = 0;
      states[size] = state;
      from[size++] = NONE;
      seen[state] = search;
      for (int i = 0; i < size; i++) {
        int at = states[i];
        for (int t = graph.firstTransition(at); t < graph.firstTransition(at + 1); t++) {
          int to = graph.target(t);
          if (seen[to] != search && size < HORIZON) {
            seen[to] = search;
            states[size] = to;
            via[size] = t;
            from[size++] = i;
            if (nextUntaken(to) != NONE) {
              return back(size - 1);
            }
          }
        }
      }
      return new int[0];
    }

    private int[] back(int found) {
      int distance = 0;
      for (int i = found; from[i] != NONE; i = from[i]) {
        distance++;
      }
      int[] way = new int[distance];
      for (int i = found; from[i] != NONE; i = from[i]) {
        way[--distance] = via[i];
      }
      return way;
    }
  }
}
