package org.mmucheck.conform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.mmucheck.graph.TransitionGraph;
import org.mmucheck.replay.Schedule;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Fault;
import org.mmucheck.trace.Trace;

/** Puts findings and the ways to them together. */
final class Divergences {
  private Divergences() {}

  /** The code, or its binding, breaks down before it is in its initial state. */
  static Divergence unstarted(TransitionGraph graph, Adapter adapter, Fault fault) {
    Finding finding = Finding.failed(-1, fault);
    return new Divergence(
        finding.kind(),
        List.of(new Trace.Step(null, graph.state(0))),
        null,
        finding.variable(),
        finding.spec(),
        finding.code(),
        finding.differences(),
        fault,
        Schedule.of(adapter, List.of()));
  }

  /** The code has an action that the spec leaves out of its Next. */
  static Divergence leftOut(Setting setting, String action) {
    return of(
        setting,
        List.of(new Trace.Step(null, setting.graph.state(0))),
        Finding.of(Divergence.Kind.LEFT_OUT, -1, "Next", "has no " + action, "has " + action));
  }

  /** A shortest way of the spec to a state: states are numbered as they are reached. */
  static int[] shortestWay(TransitionGraph graph, int state) {
    int[] entries = new int[state + 1];
    int[] parents = new int[state + 1];
    Arrays.fill(parents, -1);
    for (int from = 0; from < state && parents[state] < 0; from++) {
      for (int t = graph.firstTransition(from); t < graph.firstTransition(from + 1); t++) {
        int to = graph.target(t);
        if (to > 0 && to <= state && parents[to] < 0) {
          parents[to] = from;
          entries[to] = t;
        }
      }
    }
    int length = 0;
    for (int at = state; at > 0; at = parents[at]) {
      length++;
    }
    int[] way = new int[length];
    for (int at = state; at > 0; at = parents[at]) {
      way[--length] = entries[at];
    }
    return way;
  }

  /** The states along transitions from the initial state. */
  static List<Trace.Step> path(Setting setting, int[] way) {
    TransitionGraph graph = setting.graph;
    List<Trace.Step> path = new ArrayList<>();
    path.add(new Trace.Step(null, graph.state(0)));
    for (int transition : way) {
      ActionInstance action = setting.actions.get(graph.label(transition));
      path.add(new Trace.Step(action, graph.state(graph.target(transition))));
    }
    return path;
  }

  static Divergence of(Setting setting, List<Trace.Step> path, Finding finding) {
    ActionInstance action = finding.action() < 0 ? null : setting.actions.get(finding.action());
    List<ActionInstance> taken = new ArrayList<>();
    for (Trace.Step step : path) {
      if (step.action() != null) {
        taken.add(step.action());
      }
    }
    boolean attempted =
        switch (finding.kind()) {
          case ACCEPTED, CHANGED -> true;
          case FAILED -> !path.isEmpty() && !Objects.equals(path.getLast().action(), action);
          default -> false;
        };
    if (attempted && action != null) {
      taken.add(action);
    }
    return new Divergence(
        finding.kind(),
        path,
        action,
        finding.variable(),
        finding.spec(),
        finding.code(),
        finding.differences(),
        finding.fault(),
        Schedule.of(setting.adapter, taken));
  }
}
