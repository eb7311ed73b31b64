package org.mmucheck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The steps of a trace that its telling goes without.
 *
 * @param steps their numbers, from 1
 * @param reason why the others show all that matters, as the end of a sentence; empty if none is
 *     left out
 */
public record LeftOut(SortedSet<Integer> steps, String reason) {
  /** All steps are told. */
  public static final LeftOut NOTHING = new LeftOut(new TreeSet<>(), "");

  /** Names the steps and the reason; empty if none is left out. */
  String sentence() {
    if (steps.isEmpty()) {
      return "";
    }
    return (steps.size() == 1 ? "Step " : "Steps ")
        + ranges()
        + (steps.size() == 1 ? " is" : " are")
        + " left out: "
        + reason
        + " (--all shows "
        + (steps.size() == 1 ? "it)." : "them).");
  }

  private String ranges() {
    List<String> ranges = new ArrayList<>();
    int first = 0;
    int last = 0;
    for (int step : steps) {
      if (step != last + 1 || first == 0) {
        if (first != 0) {
          ranges.add(range(first, last));
        }
        first = step;
      }
      last = step;
    }
    ranges.add(range(first, last));
    return String.join(", ", ranges);
  }

  private static String range(int first, int last) {
    return first == last ? String.valueOf(first) : first + "-" + last;
  }
}
