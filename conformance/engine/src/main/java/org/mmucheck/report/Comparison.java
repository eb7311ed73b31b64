package org.mmucheck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Two traces side by side: what they have in common, and how each goes on from where they part.
 *
 * @param titles what each is, the first one's first
 * @param notes in what the designs differ, and where
 * @param both the steps that are the same from the first on
 * @param left those of the first trace from there on
 * @param right those of the second
 * @param endings what comes after the last step of each; empty for nothing
 */
record Comparison(
    List<String> titles,
    List<String> notes,
    List<Cell> both,
    List<Cell> left,
    List<Cell> right,
    List<String> endings) {
  /** What the two are called. */
  static final List<String> NAMES = List.of("A", "B");

  /**
   * A step as one of two columns shows it.
   *
   * @param number empty for what is no step
   * @param who the task; empty if the spec names none
   */
  record Cell(String number, String who, String text, List<String> changes) {
    /** Who does what. */
    String line() {
      return who.isEmpty() || text.isEmpty() ? who + text : who + ": " + text;
    }
  }

  /**
   * @param b null if only the second design is known, not a trace of it
   * @param followed how many steps of {@code a} the second design follows; asked where there is no
   *     {@code b}
   * @param refusal why it does not follow on; empty if it does
   */
  static Comparison of(
      Story a,
      @Nullable Story b,
      String nameOfB,
      int followed,
      String refusal,
      List<String> notes) {
    int same = b == null ? followed : same(a, b);
    List<Cell> right =
        b != null
            ? cells(b, same, b.rows().size())
            : refusal.isEmpty() ? List.of() : List.of(new Cell("", "", refusal, List.of()));
    return new Comparison(
        List.of(a.title(), b == null ? nameOfB : b.title()),
        notes,
        cells(a, 0, same),
        cells(a, same, a.rows().size()),
        right,
        List.of(a.ending(), b == null ? "" : b.ending()));
  }

  /** How many steps from the first on are told alike; none if the traces begin differently. */
  private static int same(Story a, Story b) {
    if (!a.initially().equals(b.initially())) {
      return 0;
    }
    int same = 0;
    while (same < Math.min(a.rows().size(), b.rows().size())
        && cell(a, a.rows().get(same)).equals(cell(b, b.rows().get(same)))) {
      same++;
    }
    return same;
  }

  private static List<Cell> cells(Story story, int from, int to) {
    List<Cell> cells = new ArrayList<>();
    story.rows().subList(from, to).forEach(row -> cells.add(cell(story, row)));
    return cells;
  }

  private static Cell cell(Story story, Story.Row row) {
    String heading = Objects.requireNonNull(story.headings().get(row.column()));
    String who = heading.substring(heading.lastIndexOf(' ') + 1);
    return new Cell(String.valueOf(row.number()), who, row.text(), row.changes());
  }
}
