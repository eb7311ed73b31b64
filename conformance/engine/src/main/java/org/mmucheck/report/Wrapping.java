package org.mmucheck.report;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines of a given width; no line is ever longer. The width is at least 1. */
final class Wrapping {
  private static final String INDENT = "  ";

  private Wrapping() {}

  /** Breaks at blanks, and inside a word only if it alone is too long. */
  static List<String> words(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      String rest = word;
      if (!line.isEmpty() && line.length() + 1 + rest.length() <= width) {
        line.append(' ').append(rest);
        continue;
      }
      if (!line.isEmpty()) {
        lines.add(line.toString());
        line.setLength(0);
      }
      while (rest.length() > width) {
        int at = breakIn(rest, width);
        lines.add(rest.substring(0, at));
        rest = rest.substring(at);
      }
      line.append(rest);
    }
    lines.add(line.toString());
    return lines;
  }

  /**
   * What a step does, then what that changes: on the same line where it fits, else on lines of its
   * own, indented; a change is broken only if it alone is too long.
   */
  static List<String> phrases(String text, List<String> changes, int width) {
    List<String> lines = new ArrayList<>(words(text, width));
    String between = text.isEmpty() ? "" : "  ";
    String indent = width > 2 * INDENT.length() ? INDENT : "";
    for (String change : changes) {
      String line = lines.getLast() + between + change;
      if (line.length() <= width) {
        lines.set(lines.size() - 1, line);
      } else {
        if (between.equals(", ") && lines.getLast().length() < width) {
          lines.set(lines.size() - 1, lines.getLast() + ",");
        }
        if (lines.getLast().isEmpty()) {
          lines.removeLast(); // a step without a name begins with what it changes
        }
        for (String part : words(change, width - indent.length())) {
          lines.add(lines.isEmpty() ? part : indent + part);
        }
      }
      between = ", ";
    }
    return lines;
  }

  /** After an underscore or a bracket if there is one in the second half, else at the width. */
  private static int breakIn(String word, int width) {
    for (int at = width; at > width / 2; at--) {
      char last = word.charAt(at - 1);
      if (last == '_' || last == ',' || last == '(') {
        return at;
      }
    }
    return width;
  }
}
