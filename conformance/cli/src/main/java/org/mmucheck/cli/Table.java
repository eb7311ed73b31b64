package org.mmucheck.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of text in columns as wide as their widest cell; a column of numbers is set to the right.
 */
final class Table {
  private static final String CUT = "\u2026";

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings));
  }

  /**
   * @throws IllegalArgumentException if there are not as many cells as headings
   */
  void row(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(cells.length + " cells under " + rows.get(0));
    }
    rows.add(Arrays.stream(cells).map(Visible::of).toList());
  }

  void print(PrintWriter out) {
    print(out, 0);
  }

  /**
   * @param columns of the terminal, whose lines are cut there; 0 for whole lines
   */
  void print(PrintWriter out, int columns) {
    int[] widths = IntStream.range(0, rows.getFirst().size()).map(this::width).toArray();
    boolean[] numeric = numeric();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        String padding = " ".repeat(widths[column] - cell.length());
        line.append(column == 0 ? "" : "  ");
        line.append(numeric[column] ? padding + cell : cell + padding);
      }
      String whole = line.toString().stripTrailing();
      boolean fits = columns == 0 || whole.length() <= columns;
      out.println(fits ? whole : whole.substring(0, columns - 1) + CUT);
    }
  }

  /** As Markdown of GitHub's kind. */
  void printMarkdown(PrintWriter out) {
    for (int i = 0; i < rows.size(); i++) {
      out.println(markdown(rows.get(i)));
      if (i == 0) {
        StringBuilder rule = new StringBuilder("|");
        for (boolean isNumeric : numeric()) {
          rule.append(isNumeric && rows.size() > 1 ? " ---: |" : " --- |");
        }
        out.println(rule);
      }
    }
  }

  private static String markdown(List<String> row) {
    StringBuilder line = new StringBuilder("|");
    row.forEach(cell -> line.append(' ').append(cell.replace("|", "\\|")).append(" |"));
    return line.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private boolean[] numeric() {
    boolean[] numeric = new boolean[rows.getFirst().size()];
    for (int column = 0; column < numeric.length; column++) {
      int of = column;
      numeric[column] = rows.stream().skip(1).map(row -> row.get(of)).allMatch(Table::isNumber);
    }
    return numeric;
  }

  private static boolean isNumber(String cell) {
    return cell.chars().allMatch(c -> Character.isDigit(c) || c == ',' || c == '.' || c == '-');
  }
}
