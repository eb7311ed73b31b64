package org.mmucheck.tlc.bridge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tlc2.tool.Action;
import tlc2.tool.impl.FastTool;

/**
 * What TLC makes of the configuration's invariants and properties: it takes each property apart
 * into conjuncts about states, initial states, steps and behaviours.
 */
final class Properties {
  private final Map<String, List<Action>> invariants;
  private final Map<String, List<Action>> initial;
  private final Map<String, List<Action>> steps;
  private final Set<String> temporal;

  Properties(FastTool tool) {
    invariants = byName(tool.getInvNames(), tool.getInvariants());
    initial = byName(tool.getImpliedInitNames(), tool.getImpliedInits());
    steps = byName(tool.getImpliedActNames(), tool.getImpliedActions());
    temporal = new LinkedHashSet<>(List.of(tool.getImpliedTemporalNames()));
  }

  Set<String> invariants() {
    return Collections.unmodifiableSet(invariants.keySet());
  }

  Set<String> initial() {
    return Collections.unmodifiableSet(initial.keySet());
  }

  Set<String> steps() {
    return Collections.unmodifiableSet(steps.keySet());
  }

  /** The properties with conjuncts that only infinite behaviours can break. */
  Set<String> temporal() {
    return Collections.unmodifiableSet(temporal);
  }

  /** The conjuncts about states; none if there is no such property. */
  List<Action> invariants(String name) {
    return invariants.getOrDefault(name, List.of());
  }

  List<Action> initial(String name) {
    return initial.getOrDefault(name, List.of());
  }

  List<Action> steps(String name) {
    return steps.getOrDefault(name, List.of());
  }

  private static Map<String, List<Action>> byName(String[] names, Action[] actions) {
    Map<String, List<Action>> byName = new LinkedHashMap<>();
    for (int i = 0; i < actions.length; i++) {
      byName.computeIfAbsent(names[i], name -> new ArrayList<>()).add(actions[i]);
    }
    return byName;
  }
}
