package org.mmucheck.report;

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

  /** Whether the acting task takes the lock in this step. */
  static boolean takes(Story.Row row) {
    return row.before().get(row.column()) == Lock.NONE
        && row.after().get(row.column()) != Lock.NONE;
  }

  /** Whether it gives the lock back in this step. */
  static boolean releases(Story.Row row) {
    return row.before().get(row.column()) != Lock.NONE
        && row.after().get(row.column()) == Lock.NONE;
  }

  /** What the whole shows. */
  static String ending(Story story) {
    return story.ending().isEmpty() ? story.title() : story.title() + ". " + story.ending();
  }
}
