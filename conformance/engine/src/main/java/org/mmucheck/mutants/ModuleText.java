package org.mmucheck.mutants;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mmucheck.tlc.Coverage.Part;

/**
 * A module's text, to be changed at a place. What a list of conjuncts means depends on the columns
 * of its bullets, so whatever stands behind the change keeps its line and, where it matters, its
 * column.
 */
final class ModuleText {
  private static final Pattern BULLET = Pattern.compile("\\s*(/\\\\|\\\\/).*");

  private final List<String> lines;

  ModuleText(String text) {
    lines = List.of(text.split("\n", -1));
  }

  /** What stands at the place, on one line, without comments at the ends of its lines. */
  String at(Part part) {
    List<String> pieces = new ArrayList<>();
    for (int line = part.line(); line <= part.endLine(); line++) {
      pieces.add(piece(part, line).replaceAll("\\\\\\*.*", ""));
    }
    return String.join(" ", pieces).strip().replaceAll("\\s+", " ");
  }

  /** The first place within {@code part} of what the pattern finds in one line; empty if none. */
  Optional<Part> find(Part part, Pattern pattern) {
    for (int line = part.line(); line <= part.endLine(); line++) {
      Matcher found = pattern.matcher(piece(part, line));
      if (found.find()) {
        int from = (line == part.line() ? part.column() : 1) + found.start();
        return Optional.of(
            new Part(part.module(), line, from, line, from + found.end() - found.start() - 1));
      }
    }
    return Optional.empty();
  }

  /** A bullet right before a place on its line; empty if there is none. */
  Optional<Part> bulletBefore(Part part, String bullet) {
    String before = lines.get(part.line() - 1).substring(0, part.column() - 1);
    if (!before.stripTrailing().endsWith(bullet)) {
      return Optional.empty();
    }
    int column = before.lastIndexOf(bullet) + 1;
    return Optional.of(
        new Part(part.module(), part.line(), column, part.line(), column + bullet.length() - 1));
  }

  /** From the beginning of one place to the end of another. */
  static Part from(Part first, Part last) {
    return new Part(first.module(), first.line(), first.column(), last.endLine(), last.endColumn());
  }

  /** What stands between two places. */
  static Part between(Part before, Part after) {
    return new Part(
        before.module(),
        before.endLine(),
        before.endColumn() + 1,
        after.line(),
        after.column() - 1);
  }

  /**
   * Whether the replacement would move a bullet off the column that the lines below count on. It
   * moves what follows on its line only if it is longer than what stood there.
   */
  boolean wouldMoveBullets(Part part, String replacement) {
    String last = lines.get(part.endLine() - 1);
    int room =
        part.line() == part.endLine() ? part.endColumn() - part.column() + 1 : part.endColumn();
    if (replacement.length() <= room || last.substring(part.endColumn()).isBlank()) {
      return false;
    }
    String rest = last.substring(part.endColumn());
    if (!rest.contains("/\\") && !rest.contains("\\/")) {
      return false;
    }
    for (int line = part.endLine(); line < lines.size(); line++) {
      String below = lines.get(line);
      if (below.isBlank()) {
        return false;
      }
      int indent = below.length() - below.stripLeading().length();
      if (BULLET.matcher(below).matches() && indent >= part.endColumn()) {
        return true;
      }
    }
    return false;
  }

  /** The text with another one at the place. */
  String with(Part part, String replacement) {
    List<String> changed = new ArrayList<>(lines);
    String first = lines.get(part.line() - 1).substring(0, part.column() - 1);
    String rest = lines.get(part.endLine() - 1).substring(part.endColumn());
    String filled = replacement;
    if (part.line() == part.endLine()) {
      int room = part.endColumn() - part.column() + 1;
      changed.set(
          part.line() - 1, first + filled + " ".repeat(Math.max(0, room - filled.length())) + rest);
      return String.join("\n", changed);
    }
    changed.set(part.line() - 1, first + filled);
    for (int line = part.line() + 1; line < part.endLine(); line++) {
      changed.set(line - 1, "");
    }
    changed.set(part.endLine() - 1, " ".repeat(part.endColumn()) + rest);
    return String.join("\n", changed);
  }

  private String piece(Part part, int line) {
    String all = lines.get(line - 1);
    int from = line == part.line() ? part.column() - 1 : 0;
    int to = line == part.endLine() ? Math.min(part.endColumn(), all.length()) : all.length();
    return from >= to ? "" : all.substring(from, to);
  }

  /** The text as it is. */
  String text() {
    return String.join("\n", lines);
  }
}
