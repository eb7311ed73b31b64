package org.mmucheck.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A part of an action's guard that is FALSE in a state.
 *
 * @param place where it is written: {@code NotifierFault.tla:412}; empty for the action as a whole
 * @param text as it is written, on one line
 * @param values by the text of what it speaks of, what that is in the state, as TLA+ writes it
 * @param parts why each alternative of it fails, where it has alternatives: the disjuncts of a
 *     disjunction, the instances of a quantifier; empty where it is FALSE by itself
 */
public record Refusal(
    String place, String text, SequencedMap<String, String> values, List<Refusal> parts) {
  public Refusal {
    values = new LinkedHashMap<>(values);
    parts = List.copyOf(parts);
  }

  /** One that is FALSE by itself. */
  public static Refusal of(String place, String text, Map<String, String> values) {
    return new Refusal(place, text, new LinkedHashMap<>(values), List.of());
  }
}
