package org.mmucheck.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Labelled paragraphs, broken at blanks: each label in a column, its text beside it. */
final class Paragraphs {
  private static final int LABEL = 12;

  private final PrintWriter out;
  private final int width;

  /**
   * @param width of a line, with its label
   */
  Paragraphs(PrintWriter out, int width) {
    this.out = out;
    this.width = Math.max(width, 2 * LABEL);
  }

  /** Prints nothing where there is no text. */
  void print(String label, String text) {
    String lead = label;
    for (String line : lines(text, width - LABEL)) {
      out.println((lead + " ".repeat(LABEL - lead.length()) + line).stripTrailing());
      lead = "";
    }
  }

  static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }
}
