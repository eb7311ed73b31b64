package org.mmucheck.trace;

import java.util.List;
import java.util.Optional;
import org.mmucheck.catalog.EditDistance;

/** Whether a trace is over a spec's variables: over all of them and no other, in any order. */
public final class TraceVariables {
  private TraceVariables() {}

  /**
   * What is wrong with a trace's variables, and what would be right.
   *
   * @param vars those of the trace
   * @param own those of the spec
   * @param spec what messages call it: {@code module RootLifetime}
   * @return empty if nothing is
   */
  public static Optional<String> problem(List<String> vars, List<String> own, String spec) {
    List<String> missing = own.stream().filter(name -> !vars.contains(name)).toList();
    for (String name : vars) {
      if (!own.contains(name)) {
        return Optional.of(spec + " has no variable '" + name + "'" + meant(name, missing));
      }
    }
    return missing.stream()
        .findFirst()
        .map(
            name ->
                "variable '%s' of %s is missing; each state must have a value for it"
                    .formatted(name, spec));
  }

  private static String meant(String name, List<String> missing) {
    if (missing.isEmpty()) {
      return "; without it the trace has them all";
    }
    return EditDistance.nearest(name, missing)
        .map(near -> "; did you mean " + near + "?")
        .orElse("; those that the trace lacks: " + String.join(", ", missing));
  }
}
