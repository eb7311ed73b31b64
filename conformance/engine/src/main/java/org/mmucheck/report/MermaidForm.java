package org.mmucheck.report;

import java.util.ArrayList;
import java.util.List;

/** A story as a sequence diagram of Mermaid: a participant a task, a note a step. */
final class MermaidForm {
  private MermaidForm() {}

  static List<String> lines(Story story) {
    List<String> lines = new ArrayList<>(List.of("sequenceDiagram", "  autonumber"));
    for (int i = 0; i < story.headings().size(); i++) {
      lines.add("  participant t" + i + " as " + escape(Diagram.lane(story, i)));
    }
    Diagram.Bars bars = new Diagram.Bars();
    for (Story.Entry entry : story.entries()) {
      if (entry instanceof Story.Gap gap) {
        lines.add("  note over t0: " + gap.text());
        lines.add("  autonumber " + (gap.last() + 1));
        continue;
      }
      Story.Row row = (Story.Row) entry;
      String lane = "t" + row.column();
      if (bars.begins(row)) {
        lines.add("  activate " + lane);
      }
      lines.add("  " + lane + "->>" + lane + ": " + escape(Diagram.line(row)));
      if (bars.ends(row)) {
        lines.add("  deactivate " + lane);
      }
    }
    if (!story.headings().isEmpty()) {
      lines.add("  note over t0: " + escape(Diagram.ending(story)));
    }
    return lines;
  }

  /** Mermaid ends a message at these, and takes entities by their number. */
  private static String escape(String text) {
    return text.replace("#", "#35;")
        .replace(";", "#59;")
        .replace("#35#59;", "#35;")
        .replace("<", "#60;")
        .replace(">", "#62;")
        .replace("%", "#37;");
  }
}
