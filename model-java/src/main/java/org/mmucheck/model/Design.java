package org.mmucheck.model;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** A design of the protocols: the rules that it keeps. Immutable. */
public final class Design {
  @Fixed(Fixed.Since.MADE)
  private final Set<Rule> rules;

  private Design(EnumSet<Rule> rules) {
    this.rules = Set.copyOf(rules);
  }

  /** The design that keeps {@code rules} and no other. */
  public static Design keeping(Collection<Rule> rules) {
    EnumSet<Rule> kept = EnumSet.noneOf(Rule.class);
    kept.addAll(rules);
    return new Design(kept);
  }

  /** The design that keeps {@code rules} and no other. */
  public static Design keeping(Rule... rules) {
    return keeping(Set.of(rules));
  }

  /** The design that keeps every rule but {@code rules}. */
  public static Design without(Collection<Rule> rules) {
    EnumSet<Rule> kept = EnumSet.allOf(Rule.class);
    kept.removeAll(rules);
    return new Design(kept);
  }

  /** The design that keeps every rule but {@code rules}. */
  public static Design without(Rule... rules) {
    return without(Set.of(rules));
  }

  /** This design, but without {@code absent}: rules of a later kernel. */
  public Design minus(Rule... absent) {
    EnumSet<Rule> kept = EnumSet.noneOf(Rule.class);
    kept.addAll(rules);
    kept.removeAll(Set.of(absent));
    return new Design(kept);
  }

  public boolean has(Rule rule) {
    return rules.contains(rule);
  }

  @Override
  public String toString() {
    return rules.toString();
  }
}
