package org.mmucheck.report;

import java.util.ArrayList;
import java.util.List;
import org.mmucheck.subject.Adapter.Lock;

/**
 * A story as plain text. Only one task acts in a row, so a long phrase may reach into the columns
 * to its right, up to one whose task holds the lock: that one's bar stays visible.
 */
final class TextForm {
  private static final int WIDTH = 72;

  /** A phrase of a kernel function and what it changes reads well up to this width. */
  private static final int COMFORTABLE = 36;

  private final Story story;
  private final int margin; // the steps' numbers
  private final int[] offsets;
  private final boolean[] locks; // whether the column has room for a bar
  private final List<String> lines = new ArrayList<>();

  private TextForm(Story story) {
    this.story = story;
    this.margin = String.valueOf(story.rows().size()).length() + 1;
    int columns = story.headings().size();
    this.locks = new boolean[columns];
    for (Story.Row row : story.rows()) {
      for (int i = 0; i < columns; i++) {
        locks[i] |= row.holds(i);
      }
    }
    this.offsets = offsets();
  }

  static List<String> lines(Story story, String sentence) {
    TextForm form = new TextForm(story);
    form.paragraph(story.title(), "");
    form.lines.add("");
    if (!story.summary().isEmpty()) {
      form.paragraph(story.summary(), "");
      form.lines.add("");
    }
    if (!story.initially().isEmpty()) {
      form.paragraph("Initially " + String.join(", ", story.initially()), "  ");
      form.lines.add("");
    }
    if (!story.rows().isEmpty()) {
      form.headings();
      story.entries().forEach(form::entry);
      form.legend();
      form.lines.add("");
    }
    story.notes().forEach(note -> form.paragraph(note, ""));
    if (!story.property().isEmpty()) {
      form.paragraph(story.moral(sentence), "  ");
    }
    while (form.lines.getLast().isEmpty()) {
      form.lines.removeLast();
    }
    return form.lines;
  }

  /** The columns' left edges: the last gets the room that its texts need, the rest is shared. */
  private int[] offsets() {
    int columns = story.headings().size();
    int[] result = new int[Math.max(columns, 1)];
    result[0] = margin;
    if (columns < 2) {
      return result;
    }
    int last =
        story.rows().stream()
            .filter(row -> row.column() == columns - 1)
            .mapToInt(row -> row.text().length())
            .max()
            .orElse(0);
    int room = WIDTH - margin - Math.clamp(last + gutter(columns - 1), 24, COMFORTABLE);
    int names =
        story.headings().subList(0, columns - 1).stream()
            .mapToInt(name -> Math.max(name.length(), 5) + 2)
            .sum();
    for (int i = 0; i < columns - 1; i++) {
      int stride =
          names <= room
              ? Math.max(story.headings().get(i).length(), 5) + 2 + (room - names) / (columns - 1)
              : (WIDTH - margin) / columns;
      result[i + 1] = result[i] + stride;
    }
    return result;
  }

  private int gutter(int column) {
    return locks[column] ? 2 : 0;
  }

  /** The room of a column up to the next. */
  private int width(int column) {
    return (column + 1 < offsets.length ? offsets[column + 1] - 1 : WIDTH) - offsets[column];
  }

  private void headings() {
    if (story.isPlain()) {
      plainHeadings();
      return;
    }
    List<String> cpus = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> both = new ArrayList<>();
    List<String> rules = new ArrayList<>();
    boolean oneLine = true;
    for (int i = 0; i < story.headings().size(); i++) {
      String name = cut(story.headings().get(i), width(i));
      cpus.add("CPU " + i);
      names.add(name);
      both.add("CPU " + i + "  " + name);
      oneLine &= both.getLast().length() < width(i);
    }
    for (int i = 0; i < names.size(); i++) {
      rules.add("-".repeat(oneLine ? both.get(i).length() : Math.max(5, names.get(i).length())));
    }
    if (oneLine) {
      heading(both);
    } else {
      heading(cpus);
      heading(names);
    }
    heading(rules);
  }

  /** The tasks' names, if the spec names any. */
  private void plainHeadings() {
    if (story.headings().stream().allMatch(String::isEmpty)) {
      return;
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < story.headings().size(); i++) {
      names.add(cut(story.headings().get(i), width(i)));
    }
    heading(names);
    heading(names.stream().map(name -> "-".repeat(Math.max(5, name.length()))).toList());
  }

  private void heading(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      put(line, offsets[i], cut(cells.get(i), width(i)));
    }
    lines.add(line.toString());
  }

  private void entry(Story.Entry entry) {
    switch (entry) {
      case Story.Row row -> row(row);
      case Story.Gap gap -> lines.add(" ".repeat(margin) + "... " + gap.text());
    }
  }

  private void row(Story.Row row) {
    int at = offsets[row.column()] + gutter(row.column());
    int limit = WIDTH;
    for (int i = offsets.length - 1; i > row.column(); i--) {
      if (row.holds(i)) {
        limit = offsets[i] - 1;
      }
    }
    int column = width(row.column()) - gutter(row.column());
    List<String> phrases =
        Wrapping.phrases(
            row.text(),
            row.changes(),
            Math.max(1, Math.min(limit - at, Math.max(column, COMFORTABLE))));
    for (int n = 0; n < phrases.size(); n++) {
      StringBuilder line = new StringBuilder();
      if (n == 0) {
        put(line, 0, ("%" + (margin - 1) + "d").formatted(row.number()));
      }
      for (int i = 0; i < offsets.length; i++) {
        char bar = bar(row, i, n == 0);
        if (bar != ' ') {
          put(line, offsets[i], String.valueOf(bar));
        }
        if (i == row.column()) {
          put(line, at, phrases.get(n));
        }
      }
      lines.add(line.toString());
    }
  }

  /** The lock section of a task: its mode where it begins, and a stroke that ends where it ends. */
  private static char bar(Story.Row row, int task, boolean first) {
    Lock before = row.before().get(task);
    Lock after = row.after().get(task);
    if (!first) {
      return after == Lock.NONE ? ' ' : '|';
    }
    if (after == Lock.NONE) {
      return before == Lock.NONE ? ' ' : '\'';
    }
    if (before == after) {
      return '|';
    }
    return after == Lock.READ ? 'R' : 'W';
  }

  private void legend() {
    for (boolean lock : locks) {
      if (lock) {
        lines.add("W |: lock held for write, R |: for read");
        return;
      }
    }
  }

  private void paragraph(String text, String indent) {
    List<String> wrapped = Wrapping.words(text, WIDTH - indent.length());
    for (int i = 0; i < wrapped.size(); i++) {
      lines.add((i == 0 ? "" : indent) + wrapped.get(i));
    }
  }

  private static void put(StringBuilder line, int at, String text) {
    line.append(" ".repeat(Math.max(0, at - line.length()))).append(text);
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1));
  }
}
