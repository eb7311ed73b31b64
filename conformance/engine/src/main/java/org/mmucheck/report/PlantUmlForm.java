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
    Diagram.Bars bars = new Diagram.Bars();
    for (Story.Entry entry : story.entries()) {
      if (entry instanceof Story.Gap gap) {
        lines.add("... " + gap.text() + " ...");
        lines.add("autonumber " + (gap.last() + 1));
        continue;
      }
      Story.Row row = (Story.Row) entry;
      String lane = "t" + row.column();
      if (bars.begins(row)) {
        lines.add("activate " + lane);
      }
      lines.add(lane + " -> " + lane + " : " + escape(Diagram.line(row)));
      if (bars.ends(row)) {
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
