package org.mmucheck.meeting;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmucheck.catalog.Features.Feature;
import org.mmucheck.graph.TransitionGraph;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/**
 * Which features a model has, and which of them meet: one behaviour takes an action of each. A
 * feature without actions is there from the first state on, so it meets whatever else is there.
 */
final class Presence {
  private final TransitionGraph graph;
  private final Set<String> constants;
  private final List<BitSet> labels = new ArrayList<>(); // of each feature; empty if it has none
  private final BitSet there = new BitSet(); // features
  private final List<BitSet> after = new ArrayList<>(); // features taken after each, or with it

  /**
   * @param constants of the model
   */
  Presence(TransitionGraph graph, Map<String, Value> constants, List<Feature> features) {
    this.graph = graph;
    this.constants = Set.copyOf(constants.keySet());
    BitSet taken = new BitSet();
    for (int t = 0; t < graph.transitions(); t++) {
      taken.set(graph.label(t));
    }
    for (Feature feature : features) {
      BitSet own = labels(feature);
      own.and(taken);
      if (feature.allows(constants) && (feature.takes().isEmpty() || !own.isEmpty())) {
        there.set(labels.size());
      }
      labels.add(own);
    }
    for (int feature = 0; feature < labels.size(); feature++) {
      after.add(there.get(feature) ? takenAfter(feature) : new BitSet());
    }
  }

  private BitSet labels(Feature feature) {
    BitSet own = new BitSet();
    for (int action = 0; action < graph.actions().size(); action++) {
      if (feature.takes().contains(graph.actions().get(action).action())) {
        own.set(action);
      }
    }
    return own;
  }

  /** The names of the model's actions. */
  Set<String> actions() {
    return ActionInstance.names(graph.actions());
  }

  /** The names of the model's constants. */
  Set<String> constants() {
    return constants;
  }

  boolean has(int feature) {
    return there.get(feature);
  }

  boolean meet(int one, int other) {
    return has(one)
        && has(other)
        && (labels.get(one).isEmpty()
            || labels.get(other).isEmpty()
            || after.get(one).get(other)
            || after.get(other).get(one));
  }

  /** The features that the transitions behind one of the feature's take, or that one itself. */
  private BitSet takenAfter(int feature) {
    BitSet own = labels.get(feature);
    BitSet taken = new BitSet();
    taken.or(own);
    BitSet reached = new BitSet();
    List<Integer> open = new ArrayList<>();
    for (int t = 0; t < graph.transitions(); t++) {
      if (own.get(graph.label(t))) {
        reach(graph.target(t), reached, open);
      }
    }
    while (!open.isEmpty()) {
      int state = open.removeLast();
      for (int t = graph.firstTransition(state); t < graph.firstTransition(state + 1); t++) {
        taken.set(graph.label(t));
        reach(graph.target(t), reached, open);
      }
    }
    BitSet features = new BitSet();
    for (int other = 0; other < labels.size(); other++) {
      if (taken.intersects(labels.get(other))) {
        features.set(other);
      }
    }
    return features;
  }

  private static void reach(int state, BitSet reached, List<Integer> open) {
    if (!reached.get(state)) {
      reached.set(state);
      open.add(state);
    }
  }
}
