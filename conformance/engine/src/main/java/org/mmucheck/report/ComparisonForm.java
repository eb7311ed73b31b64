package org.mmucheck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.mmucheck.report.Comparison.Cell;

/** A comparison as text of two columns, as Markdown, and as a page. */
final class ComparisonForm {
  private static final int WIDTH = 72;
  private static final int COLUMN = 35;
  private static final int NUMBER = 4; // of a step, and the blank behind it

  private ComparisonForm() {}

  static List<String> text(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      paragraph(Comparison.NAMES.get(i) + "  " + comparison.titles().get(i), "   ", lines);
    }
    lines.add("");
    comparison.notes().forEach(note -> paragraph(note, "  ", lines));
    if (!comparison.notes().isEmpty()) {
      lines.add("");
    }
    if (!comparison.both().isEmpty()) {
      lines.add("A and B");
      lines.add("-".repeat(WIDTH));
      comparison.both().forEach(cell -> lines.addAll(wrapped(cell, WIDTH)));
      lines.add("");
    }
    if (!comparison.left().isEmpty() || !comparison.right().isEmpty()) {
      lines.add(beside("A", "B"));
      lines.add(beside("-".repeat(COLUMN), "-".repeat(COLUMN)));
      for (int i = 0; i < most(comparison); i++) {
        List<String> left = column(comparison.left(), comparison.endings().get(0), i);
        List<String> right = column(comparison.right(), comparison.endings().get(1), i);
        for (int line = 0; line < Math.max(left.size(), right.size()); line++) {
          lines.add(
              beside(
                  line < left.size() ? left.get(line) : "",
                  line < right.size() ? right.get(line) : ""));
        }
      }
    }
    while (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  /** The step of that index, and behind the last one how it goes on. */
  private static List<String> column(List<Cell> cells, String ending, int index) {
    if (index < cells.size()) {
      return wrapped(cells.get(index), COLUMN);
    }
    return index == cells.size() && !ending.isEmpty() ? Wrapping.words(ending, COLUMN) : List.of();
  }

  private static int most(Comparison comparison) {
    return Math.max(
        comparison.left().size() + (comparison.endings().get(0).isEmpty() ? 0 : 1),
        comparison.right().size() + (comparison.endings().get(1).isEmpty() ? 0 : 1));
  }

  private static List<String> wrapped(Cell cell, int width) {
    List<String> lines = new ArrayList<>();
    String number = cell.number();
    int margin = number.isEmpty() ? 0 : NUMBER;
    for (String phrase : Wrapping.phrases(cell.line(), cell.changes(), width - margin)) {
      String first = number.isEmpty() ? "" : "%3s ".formatted(number);
      lines.add((lines.isEmpty() ? first : " ".repeat(margin)) + phrase);
    }
    return lines;
  }

  private static String beside(String left, String right) {
    return (left + " ".repeat(COLUMN + 2 - left.length()) + right).stripTrailing();
  }

  private static void paragraph(String text, String indent, List<String> lines) {
    List<String> wrapped = Wrapping.words(text, WIDTH - indent.length());
    for (int i = 0; i < wrapped.size(); i++) {
      lines.add((i == 0 ? "" : indent) + wrapped.get(i));
    }
  }

  static List<String> markdown(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      String title = MarkdownForm.escape(comparison.titles().get(i));
      lines.add("**" + Comparison.NAMES.get(i) + "** " + title);
      lines.add("");
    }
    for (String note : comparison.notes()) {
      lines.add(MarkdownForm.escape(note));
      lines.add("");
    }
    lines.add("| # | A | # | B |");
    lines.add("| ---: | --- | ---: | --- |");
    comparison.both().forEach(cell -> lines.add(row(cell, SAME)));
    for (int i = 0; i < Math.max(comparison.left().size(), comparison.right().size()); i++) {
      lines.add(row(at(comparison.left(), i), at(comparison.right(), i)));
    }
    if (!String.join("", comparison.endings()).isEmpty()) {
      StringJoiner row = new StringJoiner(" |  | ", "|  | ", " |");
      comparison.endings().forEach(ending -> row.add(MarkdownForm.escape(ending)));
      lines.add(row.toString());
    }
    return lines;
  }

  private static final Cell SAME = new Cell("", "", "the same", List.of());
  private static final Cell NOTHING = new Cell("", "", "", List.of());

  private static Cell at(List<Cell> cells, int index) {
    return index < cells.size() ? cells.get(index) : NOTHING;
  }

  private static String row(Cell left, Cell right) {
    StringJoiner row = new StringJoiner(" | ", "| ", " |");
    for (Cell cell : List.of(left, right)) {
      StringJoiner text = new StringJoiner("<br>");
      text.setEmptyValue("");
      if (!cell.line().isEmpty()) {
        text.add(MarkdownForm.escape(cell.line()));
      }
      cell.changes().forEach(change -> text.add(MarkdownForm.code(change)));
      row.add(cell.number()).add(text.toString());
    }
    return row.toString();
  }

  static List<String> html(Comparison comparison) {
    Html html = new Html();
    for (int i = 0; i < 2; i++) {
      html.raw("<p>")
          .element("b", Comparison.NAMES.get(i))
          .raw(" ")
          .text(comparison.titles().get(i))
          .raw("\n");
    }
    comparison.notes().forEach(note -> html.element("p", note).raw("\n"));
    html.raw("<div class=\"wide\"><table class=\"lanes\"><thead><tr>");
    html.raw("<th scope=\"col\">Step<th scope=\"col\">A<th scope=\"col\">Step<th scope=\"col\">B");
    html.raw("</thead><tbody>\n");
    comparison.both().forEach(cell -> row(cell, SAME, html));
    for (int i = 0; i < Math.max(comparison.left().size(), comparison.right().size()); i++) {
      row(at(comparison.left(), i), at(comparison.right(), i), html);
    }
    html.raw("<tr>");
    comparison.endings().forEach(ending -> html.raw("<th><td>").text(ending));
    html.raw("\n</tbody></table></div>\n");
    return Page.of(String.join(" / ", comparison.titles()), html);
  }

  private static void row(Cell left, Cell right, Html html) {
    html.raw("<tr>");
    for (Cell cell : List.of(left, right)) {
      html.element("th", cell.number()).raw("<td>").text(cell.line());
      cell.changes().forEach(change -> html.element("i", change));
    }
    html.raw("\n");
  }
}
