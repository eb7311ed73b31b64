package org.mmucheck.mutants;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The definitions that a model needs, by what it needs them for.
 *
 * @param module of the model
 * @param explored keys of those that TLC generates the states with
 * @param checked keys of those that each listed property needs, itself included, by its name
 * @param breaks the property that is expected to break; null if there is none
 */
record Cone(
    String module,
    Set<String> explored,
    Map<String, Set<String>> checked,
    @Nullable String breaks) {
  /**
   * Whether a change may show in the model. What makes a property weaker shows only where that
   * property breaks.
   */
  boolean mayShow(Mutant mutant) {
    String definition = mutant.definition();
    if (explored.contains(definition)) {
      return true;
    }
    return checked.entrySet().stream()
        .filter(property -> property.getValue().contains(definition))
        .anyMatch(property -> !isOnlyWeaker(property.getKey(), mutant));
  }

  /** Whether a property that the model lists needs the definition. */
  boolean checks(String definition) {
    return checked.values().stream().anyMatch(needed -> needed.contains(definition));
  }

  private boolean isOnlyWeaker(String property, Mutant mutant) {
    boolean isItself = mutant.definition().equals(module + "!" + property);
    return mutant.weakens() && isItself && !property.equals(breaks);
  }
}
