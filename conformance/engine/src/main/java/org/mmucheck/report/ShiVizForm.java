package org.mmucheck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A story as a log for ShiViz: each step with the clocks of all tasks. Steps are in one order, as
 * in the trace, so each step comes after the one before it.
 */
final class ShiVizForm {
  private ShiVizForm() {}

  /** What ShiViz's "log parsing regular expression" has to be for this log. */
  static final String EXPRESSION = "(?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)";

  static List<String> lines(Story story) {
    List<String> lines = new ArrayList<>(List.of(EXPRESSION, ""));
    int[] clocks = new int[story.headings().size()];
    for (Story.Entry entry : story.entries()) {
      if (!(entry instanceof Story.Row row)) {
        continue; // the clocks count what is shown
      }
      clocks[row.column()]++;
      StringJoiner clock = new StringJoiner(", ", "{", "}");
      for (int i = 0; i < clocks.length; i++) {
        if (clocks[i] > 0) {
          clock.add("\"" + host(story, i) + "\": " + clocks[i]);
        }
      }
      lines.add(host(story, row.column()) + " " + clock);
      lines.add(Diagram.line(row));
    }
    return lines;
  }

  private static String host(Story story, int column) {
    return Diagram.lane(story, column).replaceAll("[^\\w.-]+", "_");
  }
}
