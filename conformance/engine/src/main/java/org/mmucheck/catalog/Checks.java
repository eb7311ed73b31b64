package org.mmucheck.catalog;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is checked of a model: as the manifest says it, or as TLC was really given it.
 *
 * @param specification the formula that describes the behaviours; empty where the configuration
 *     names an initial predicate and a next-state relation
 * @param invariants names of state predicates
 * @param properties names of temporal formulas
 * @param deadlock whether a state without successors is an error
 */
public record Checks(
    String specification, Set<String> invariants, Set<String> properties, boolean deadlock) {
  public Checks {
    invariants = new LinkedHashSet<>(invariants);
    properties = new LinkedHashSet<>(properties);
  }

  public Checks(
      String specification, List<String> invariants, List<String> properties, boolean deadlock) {
    this(specification, new LinkedHashSet<>(invariants), new LinkedHashSet<>(properties), deadlock);
  }
}
