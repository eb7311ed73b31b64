package org.mmucheck.report;

import java.util.ArrayList;
import java.util.List;

/** A story as a sequence diagram of PlantUML. */
final class PlantUmlForm {
  private PlantUmlForm() {}

  static List<String> lines(Story story) {
    List<String> lines = new ArrayList<>(List.of("@startuml", "autonumber"));
    for (int i = 0; i < story.headings().size(); i++) {
      lines.add("participant \"" + escape(Diagram.lane(story, i)) + "\" as t" + i);
    }
    for (Story.Row row : story.rows()) {
      String lane = "t" + row.column();
      if (Diagram.takes(row)) {
        lines.add("activate " + lane);
      }
      lines.add(lane + " -> " + lane + " : " + escape(Diagram.line(row)));
      if (Diagram.releases(row)) {
        lines.add("deactivate " + lane);
      }
    }
    if (!story.headings().isEmpty()) {
      lines.add("note over t0 : " + escape(Diagram.ending(story)));
    }
    lines.add("@enduml");
    return lines;
  }

  /** What PlantUML takes for mark-up: tags, quotes, Creole pairs, and its own escape. */
  private static String escape(String text) {
    return text.replace("<", "<U+003C>")
        .replace("\\", "<U+005C>")
        .replace("\"", "<U+0022>")
        .replace("**", "~**")
        .replace("__", "~__")
        .replace("//", "~//")
        .replace("--", "~--")
        .replace("@@", "~@@");
  }
}
