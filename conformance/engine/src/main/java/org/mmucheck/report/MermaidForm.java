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
    for (Story.Row row : story.rows()) {
      String lane = "t" + row.column();
      if (Diagram.takes(row)) {
        lines.add("  activate " + lane);
      }
      lines.add("  " + lane + "->>" + lane + ": " + escape(Diagram.line(row)));
      if (Diagram.releases(row)) {
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
