package org.mmucheck.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a configuration of TLC says.
 *
 * @param specification the formula that describes the behaviours
 * @param assignments each constant with what a configuration writes behind its name: {@code = 3},
 *     {@code <- Operator}
 * @param invariants state predicates
 * @param properties temporal formulas
 */
public record Configuration(
    String specification,
    SequencedMap<String, String> assignments,
    List<String> invariants,
    List<String> properties,
    boolean checksDeadlock) {
  public Configuration {
    assignments = new LinkedHashMap<>(assignments);
    invariants = List.copyOf(invariants);
    properties = List.copyOf(properties);
  }

  /** The text that TLC reads; the same for the same configuration. */
  public String text() {
    StringBuilder text = new StringBuilder("SPECIFICATION ").append(specification).append('\n');
    if (!assignments.isEmpty()) {
      text.append("CONSTANTS\n");
      for (Map.Entry<String, String> constant : assignments.entrySet()) {
        text.append("  " + constant.getKey() + " " + constant.getValue() + "\n");
      }
    }
    list(text, "INVARIANTS", invariants);
    list(text, "PROPERTIES", properties);
    return text.append("CHECK_DEADLOCK ").append(checksDeadlock ? "TRUE" : "FALSE") + "\n";
  }

  private static void list(StringBuilder text, String keyword, List<String> names) {
    if (!names.isEmpty()) {
      text.append(keyword).append('\n');
      names.forEach(name -> text.append("  " + name + "\n"));
    }
  }
}
