package org.mmucheck.catalog;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A right design and the orderings that it relies on, as its row of {@code models.json} says under
 * {@code ablation}.
 *
 * @param model the design's model: its constants and its invariants
 * @param also further models of the same design, with other tasks and sizes
 * @param environment BOOLEAN constants that are no ordering, but say what may happen
 * @param orderings one for each other constant that says {@code TRUE} in the model
 */
public record Design(
    Model model, List<Model> also, List<String> environment, List<Ordering> orderings) {
  public Design {
    environment = List.copyOf(environment);
    also = List.copyOf(also);
    orderings = List.copyOf(orderings);
  }

  /** What the manifest says of a constant; empty if it does not mention it. */
  public Optional<Ordering> ordering(String constant) {
    return orderings.stream().filter(o -> o.constant().equals(constant)).findFirst();
  }

  /**
   * What happens if one ordering alone is switched off: it breaks a property, or for a reason it
   * breaks nothing, or for a reason the module does not allow it.
   *
   * @param constant says {@code TRUE} where the ordering is kept
   * @param harm null if nothing breaks
   * @param why nothing breaks; null if something does
   * @param isRuledOut whether the module's assumptions do not allow it, for that reason
   */
  public record Ordering(
      String constant, @Nullable Harm harm, @Nullable String why, boolean isRuledOut) {
    public Ordering {
      if ((harm == null) == (why == null)) {
        throw new IllegalArgumentException(constant + " breaks something, or nothing for a reason");
      }
    }
  }

  /**
   * @param at the model whose tasks and sizes show it
   * @param breaks the property that breaks there, and holds there with the ordering
   * @param steps of the shortest behaviour that breaks it
   */
  public record Harm(Model at, String breaks, int steps) {}
}
