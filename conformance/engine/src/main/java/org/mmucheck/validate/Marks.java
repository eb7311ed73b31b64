package org.mmucheck.validate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The begin and end marks of a log in their order; at one mark the begins come first. */
final class Marks {
  /**
   * @param isEnd whether the event ends here
   */
  record Mark(long at, boolean isEnd, LogEvent event) {}

  private Marks() {}

  static List<Mark> of(List<LogEvent> events) {
    List<Mark> marks = new ArrayList<>(2 * events.size());
    for (LogEvent event : events) {
      marks.add(new Mark(event.begin(), false, event));
      marks.add(new Mark(event.end(), true, event));
    }
    marks.sort(
        Comparator.comparingLong(Mark::at)
            .thenComparing(Mark::isEnd)
            .thenComparingInt(mark -> mark.event().line()));
    return marks;
  }
}
