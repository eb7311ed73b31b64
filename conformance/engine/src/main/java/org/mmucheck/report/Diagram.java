package org.mmucheck.report;

import java.util.HashSet;
import java.util.Set;
import org.mmucheck.subject.Adapter.Lock;

/** What the diagrams of a story have in common. */
final class Diagram {
  private Diagram() {}

  /** What a lane is called; a spec that names no task has one lane. */
  static String lane(Story story, int column) {
    String heading = story.headings().get(column);
    return heading.isEmpty() ? "steps" : heading;
  }

  /** What the step does and what that changes. */
  static String line(Story.Row row) {
    String changes = String.join(", ", row.changes());
    if (row.text().isEmpty() || changes.isEmpty()) {
      return row.text() + changes;
    }
    return row.text() + ": " + changes;
  }

  /** Of whom the reader has seen that it holds the lock, so that each bar that ends has begun. */
  static final class Bars {
    private final Set<Integer> open = new HashSet<>();

    /** Whether a bar begins here: the acting task takes the lock in this step. */
    boolean begins(Story.Row row) {
      return row.before().get(row.column()) == Lock.NONE
          && row.after().get(row.column()) != Lock.NONE
          && open.add(row.column());
    }

    /** Whether it ends here: the acting task gives the lock back, and a bar has begun. */
    boolean ends(Story.Row row) {
      return row.before().get(row.column()) != Lock.NONE
          && row.after().get(row.column()) == Lock.NONE
          && open.remove(row.column());
    }
  }

  /** What the whole shows. */
  static String ending(Story story) {
    return story.notes().isEmpty()
        ? story.title()
        : story.title() + ". " + String.join(" ", story.notes());
  }
}
