package org.mmucheck.tlc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A configuration without what TLC would stop at: the properties, and the check for deadlock. With
 * it TLC explores a wrong design to the end.
 */
final class UncheckedConfig {
  private static final Pattern COMMENT =
      Pattern.compile("\\\\\\*[^\\n]*|\\(\\*.*?\\*\\)", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("\\s*(\\S+)");
  private static final String CHECK_DEADLOCK = "CHECK_DEADLOCK";
  private static final Set<String> DROPPED =
      Set.of("INVARIANT", "INVARIANTS", "PROPERTY", "PROPERTIES", CHECK_DEADLOCK);
  private static final Set<String> KEPT =
      Set.of(
          "CONSTANT",
          "CONSTANTS",
          "SPECIFICATION",
          "INIT",
          "NEXT",
          "CONSTRAINT",
          "CONSTRAINTS",
          "ACTION_CONSTRAINT",
          "ACTION_CONSTRAINTS",
          "SYMMETRY",
          "VIEW",
          "TYPE",
          "TYPE_CONSTRAINT",
          "ALIAS",
          "POSTCONDITION");

  private UncheckedConfig() {}

  /** The names of the invariants that a configuration lists. */
  static List<String> invariants(String config) {
    return listed(config, "INVARIANT");
  }

  /** The names of the temporal properties that a configuration lists. */
  static List<String> properties(String config) {
    return listed(config, "PROPERT");
  }

  /** Whether a state without successors is an error, as it is where nothing is said. */
  static boolean checksDeadlock(String config) {
    return !listed(config, "CHECK_DEADLOCK").contains("FALSE");
  }

  /** What the configuration explores, checking this. */
  static String checking(
      String config, List<String> invariants, List<String> properties, boolean deadlock) {
    StringBuilder text = new StringBuilder(kept(config)).append('\n');
    invariants.forEach(name -> text.append("INVARIANT ").append(name).append('\n'));
    properties.forEach(name -> text.append("PROPERTY ").append(name).append('\n'));
    return text.append(CHECK_DEADLOCK).append(deadlock ? " TRUE\n" : " FALSE\n").toString();
  }

  /** What stands behind the keywords that begin so. */
  private static List<String> listed(String config, String keyword) {
    List<String> names = new ArrayList<>();
    boolean lists = false;
    Matcher word = WORD.matcher(COMMENT.matcher(config).replaceAll(" "));
    while (word.find()) {
      String text = word.group(1);
      if (DROPPED.contains(text) || KEPT.contains(text)) {
        lists = text.startsWith(keyword);
      } else if (lists) {
        names.add(text);
      }
    }
    return names;
  }

  static String of(String config) {
    return checking(config, List.of(), List.of(), false);
  }

  private static String kept(String config) {
    StringBuilder kept = new StringBuilder();
    boolean keeps = true;
    Matcher word = WORD.matcher(COMMENT.matcher(config).replaceAll(" "));
    while (word.find()) {
      String upper = word.group(1).toUpperCase(Locale.ROOT);
      boolean isKeyword = word.group(1).equals(upper);
      if (isKeyword && DROPPED.contains(upper)) {
        keeps = false;
      } else if (isKeyword && KEPT.contains(upper)) {
        keeps = true;
      }
      if (keeps) {
        kept.append(word.group());
      }
    }
    return kept.toString();
  }
}
