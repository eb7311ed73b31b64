package org.mmucheck.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mmucheck.catalog.EditDistance;
import org.mmucheck.spec.State;

/**
 * A state graph as Graphviz reads it: one node for all states in which some variables have the same
 * values, one edge for all steps between two nodes. The same graph gives the same text.
 */
public final class Picture {
  /** More nodes than that are no picture. */
  public static final int MOST = 300;

  /** Of variables that a message proposes. */
  private static final int MOST_NAMED = 3;

  private Picture() {}

  /**
   * @param by the variables that tell nodes apart; all if there is none
   * @throws IllegalArgumentException if there is no such variable, or there are too many nodes; the
   *     message says what to do
   */
  public static String of(CapturedGraph graph, String name, List<String> by) {
    List<String> vars = graph.state(0).vars();
    for (String variable : by) {
      if (!vars.contains(variable)) {
        throw new IllegalArgumentException(
            "no variable '"
                + variable
                + "'"
                + EditDistance.nearest(variable, vars)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("; there are " + String.join(", ", vars)));
      }
    }
    List<String> shown = by.isEmpty() ? vars : by;
    Map<String, Integer> nodes = new LinkedHashMap<>(); // by label
    List<Integer> sizes = new ArrayList<>();
    int[] nodeOf = new int[graph.size()];
    Set<Integer> initial = new LinkedHashSet<>();
    for (int state = 0; state < graph.size(); state++) {
      int node = nodes.computeIfAbsent(label(graph.state(state), shown), label -> nodes.size());
      if (node == sizes.size()) {
        sizes.add(0);
      }
      sizes.set(node, sizes.get(node) + 1);
      nodeOf[state] = node;
      if (state < graph.initialStates()) {
        initial.add(node);
      }
      if (nodes.size() > MOST) {
        throw new IllegalArgumentException(tooMany(graph, shown, vars));
      }
    }
    return text(name, nodes, sizes, initial, edges(graph, nodeOf));
  }

  private static String label(State state, List<String> shown) {
    List<String> values = new ArrayList<>();
    shown.forEach(variable -> values.add(variable + " = " + state.value(variable)));
    return String.join("\n", values);
  }

  /** The names of the actions, by source and target. */
  private static Map<List<Integer>, Set<String>> edges(CapturedGraph graph, int[] nodeOf) {
    Map<List<Integer>, Set<String>> edges =
        new TreeMap<>(
            (a, b) -> a.get(0).equals(b.get(0)) ? a.get(1) - b.get(1) : a.get(0) - b.get(0));
    for (int state = 0; state < graph.size(); state++) {
      for (int i = graph.firstTransition(state); i < graph.firstTransition(state + 1); i++) {
        edges
            .computeIfAbsent(
                List.of(nodeOf[state], nodeOf[graph.target(i)]), edge -> new TreeSet<>())
            .add(graph.actions().get(graph.label(i)).action());
      }
    }
    edges.keySet().removeIf(edge -> edge.get(0).equals(edge.get(1)));
    return edges;
  }

  private static String text(
      String name,
      Map<String, Integer> nodes,
      List<Integer> sizes,
      Set<Integer> initial,
      Map<List<Integer>, Set<String>> edges) {
    StringBuilder dot = new StringBuilder("digraph " + quoted(name) + " {\n");
    dot.append("  node [shape=box, fontname=monospace]\n  edge [fontname=monospace]\n");
    nodes.forEach(
        (label, node) -> {
          int size = sizes.get(node);
          dot.append(
              "  n"
                  + node
                  + " [label="
                  + quoted(size == 1 ? label : label + "\n(" + size + " states)"));
          dot.append(initial.contains(node) ? ", penwidth=3]\n" : "]\n");
        });
    edges.forEach(
        (edge, actions) ->
            dot.append(
                "  n%d -> n%d [label=%s]\n"
                    .formatted(edge.get(0), edge.get(1), quoted(String.join("\n", actions)))));
    return dot.append("}\n").toString();
  }

  private static String tooMany(CapturedGraph graph, List<String> shown, List<String> vars) {
    Map<String, Integer> values = new LinkedHashMap<>();
    for (String variable : vars) {
      Set<Object> different = new LinkedHashSet<>();
      for (int state = 0; state < graph.size() && different.size() <= MOST; state++) {
        different.add(Objects.requireNonNull(graph.state(state).value(variable)));
      }
      values.put(variable, different.size());
    }
    List<String> counts = new ArrayList<>();
    values.forEach(
        (variable, count) ->
            counts.add(variable + " " + (count > MOST ? "more than " + MOST : count)));
    String few = few(values);
    return "%,d states are more than %d nodes by %s; tell them apart by fewer variables%s, which have so many values: %s"
        .formatted(
            graph.size(),
            MOST,
            String.join(", ", shown),
            few.isEmpty() ? "" : ", for example --by " + few,
            String.join(", ", counts));
  }

  /** Variables that change, those of the fewest values, whose combinations are few enough. */
  private static String few(Map<String, Integer> values) {
    List<String> few = new ArrayList<>();
    long nodes = 1;
    List<Map.Entry<String, Integer>> fewestFirst =
        values.entrySet().stream()
            .filter(each -> each.getValue() > 1)
            .sorted(Map.Entry.comparingByValue())
            .toList();
    for (Map.Entry<String, Integer> each : fewestFirst) {
      nodes *= each.getValue();
      if (nodes > MOST || few.size() == MOST_NAMED) {
        break;
      }
      few.add(each.getKey());
    }
    return String.join(",", few);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
