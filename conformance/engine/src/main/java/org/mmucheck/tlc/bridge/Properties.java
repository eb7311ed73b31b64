package org.mmucheck.tlc.bridge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tlc2.tool.Action;
import tlc2.tool.impl.FastTool;

/**
 * What TLC makes of the configuration's invariants and properties: it takes each property apart
 * into conjuncts about states, initial states, steps and behaviours. Here each goes by the name
 * that the configuration has for it.
 */
final class Properties {
  private final Conjuncts invariants;
  private final Conjuncts initial;
  private final Conjuncts steps;
  private final Conjuncts temporal;

  Properties(FastTool tool) {
    PropertyNames names = new PropertyNames(tool);
    invariants = new Conjuncts(names, tool.getInvNames(), tool.getInvariants());
    initial = new Conjuncts(names, tool.getImpliedInitNames(), tool.getImpliedInits());
    steps = new Conjuncts(names, tool.getImpliedActNames(), tool.getImpliedActions());
    temporal = new Conjuncts(names, tool.getImpliedTemporalNames(), tool.getImpliedTemporals());
  }

  Set<String> invariants() {
    return Collections.unmodifiableSet(invariants.byName.keySet());
  }

  Set<String> initial() {
    return Collections.unmodifiableSet(initial.byName.keySet());
  }

  Set<String> steps() {
    return Collections.unmodifiableSet(steps.byName.keySet());
  }

  /** The properties with conjuncts that only infinite behaviours can break. */
  Set<String> temporal() {
    return Collections.unmodifiableSet(temporal.byName.keySet());
  }

  /** The conjuncts about states; none if there is no such property. */
  List<Action> invariants(String name) {
    return invariants.of(name);
  }

  List<Action> initial(String name) {
    return initial.of(name);
  }

  List<Action> steps(String name) {
    return steps.of(name);
  }

  List<Action> temporal(String name) {
    return temporal.of(name);
  }

  /** The configuration's name of an invariant of which TLC reports that it is broken. */
  String invariantThatTlcCalls(String tlcName, Predicate<Action> isBroken) {
    return invariants.thatTlcCalls(tlcName, isBroken);
  }

  /** The same of a property that an initial state breaks. */
  String initialThatTlcCalls(String tlcName, Predicate<Action> isBroken) {
    return initial.thatTlcCalls(tlcName, isBroken);
  }

  /** The same of a property that a step breaks. */
  String stepThatTlcCalls(String tlcName, Predicate<Action> isBroken) {
    return steps.thatTlcCalls(tlcName, isBroken);
  }

  /** Conjuncts of one kind. */
  private static final class Conjuncts {
    private final Map<String, List<Action>> byName = new LinkedHashMap<>();
    private final Map<String, Map<Action, String>> byTlcName = new LinkedHashMap<>();

    Conjuncts(PropertyNames names, String[] tlcNames, Action[] conjuncts) {
      List<String> ours = names.of(tlcNames, conjuncts);
      for (int i = 0; i < conjuncts.length; i++) {
        byName.computeIfAbsent(ours.get(i), name -> new ArrayList<>()).add(conjuncts[i]);
        byTlcName
            .computeIfAbsent(tlcNames[i], name -> new LinkedHashMap<>())
            .put(conjuncts[i], ours.get(i));
      }
    }

    List<Action> of(String name) {
      return byName.getOrDefault(name, List.of());
    }

    /** TLC may have one name for conjuncts of several properties. */
    String thatTlcCalls(String tlcName, Predicate<Action> isBroken) {
      Map<Action, String> candidates = byTlcName.getOrDefault(tlcName, Map.of());
      Set<String> properties = new LinkedHashSet<>(candidates.values());
      if (properties.size() <= 1) {
        return properties.isEmpty() ? tlcName : properties.iterator().next();
      }
      return candidates.entrySet().stream()
          .filter(candidate -> isBroken.test(candidate.getKey()))
          .map(Map.Entry::getValue)
          .findFirst()
          .orElse(tlcName);
    }
  }
}
