package org.mmucheck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.mmucheck.subject.Adapter.Lock;

/** A story as a Markdown table. */
final class MarkdownForm {
  private MarkdownForm() {}

  static List<String> lines(Story story, String sentence) {
    List<String> lines = new ArrayList<>();
    lines.add("**" + escape(story.title()) + "**");
    lines.add("");
    if (!story.summary().isEmpty()) {
      lines.add(escape(story.summary()));
      lines.add("");
    }
    if (!story.initially().isEmpty()) {
      lines.add(
          story.initially().stream()
              .map(MarkdownForm::code)
              .collect(Collectors.joining(", ", "Initially ", "")));
      lines.add("");
    }
    if (!story.rows().isEmpty()) {
      StringJoiner heading = new StringJoiner(" | ", "| # | ", " |");
      StringJoiner rule = new StringJoiner(" | ", "| ---: | ", " |");
      for (int i = 0; i < story.headings().size(); i++) {
        String name = escape(story.headings().get(i));
        heading.add(story.isPlain() ? name : "CPU " + i + ": " + name);
        rule.add("---");
      }
      lines.add(heading.toString());
      lines.add(rule.toString());
      story
          .entries()
          .forEach(
              entry ->
                  lines.add(
                      switch (entry) {
                        case Story.Row row -> line(story, row);
                        case Story.Gap gap -> gap(story, gap);
                      }));
      lines.add("");
    }
    for (String note : story.notes()) {
      lines.add(escape(note));
      lines.add("");
    }
    if (!story.property().isEmpty()) {
      lines.add(
          "> `" + story.property() + "`" + (sentence.isEmpty() ? "" : ": " + escape(sentence)));
    }
    while (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  private static String gap(Story story, Story.Gap gap) {
    return "| ... | *" + gap.text() + "* |" + "  |".repeat(story.headings().size() - 1);
  }

  private static String line(Story story, Story.Row row) {
    StringJoiner line = new StringJoiner(" | ", "| " + row.number() + " | ", " |");
    for (int i = 0; i < story.headings().size(); i++) {
      StringJoiner cell = new StringJoiner("<br>", mark(row, i), "");
      if (i == row.column()) {
        if (!row.text().isEmpty()) {
          cell.add(escape(row.text()));
        }
        row.changes().forEach(change -> cell.add(code(change)));
      }
      line.add(cell.toString());
    }
    return line.toString();
  }

  /** The lock's mode, bold where it is taken. */
  private static String mark(Story.Row row, int task) {
    if (!row.holds(task)) {
      return "";
    }
    Lock before = row.before().get(task);
    Lock after = row.after().get(task);
    String mode = (after == Lock.NONE ? before : after) == Lock.READ ? "R" : "W";
    return (before == Lock.NONE ? "**" + mode + "**" : mode) + (task == row.column() ? " " : "");
  }

  static String code(String text) {
    return "`" + text.replace("|", "\\|") + "`";
  }

  /** Underscores within a word need no escape, and kernel names are full of them. */
  static String escape(String text) {
    return text.replaceAll("([\\\\`*|<\\[\\]]|(?<!\\w)_)", "\\\\$1");
  }
}
