package org.mmucheck.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the definitions of a module by their text. */
final class ActionTexts {
  private static final Pattern DEFINITION = Pattern.compile("(\\w+)(\\([^)]*\\))?\\s*==.*");

  private ActionTexts() {}

  /**
   * @param line the number of its first line
   * @param text as its author wrote it
   */
  record ActionText(int line, String text) {}

  /**
   * By name: each definition from its line up to a blank line, a comment or the next definition at
   * the margin.
   *
   * @param module the module's text
   */
  static Map<String, ActionText> in(String module) {
    Map<String, ActionText> found = new LinkedHashMap<>();
    List<String> lines = module.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher definition = DEFINITION.matcher(lines.get(i));
      if (definition.matches()) {
        int end = i + 1;
        while (end < lines.size() && lines.get(end).startsWith(" ")) {
          end++;
        }
        String text = String.join("\n", lines.subList(i, end));
        found.putIfAbsent(definition.group(1), new ActionText(i + 1, text.stripTrailing()));
      }
    }
    return found;
  }
}
