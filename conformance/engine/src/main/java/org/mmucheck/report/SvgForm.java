package org.mmucheck.report;

import java.util.ArrayList;
import java.util.List;
import org.mmucheck.subject.Adapter.Lock;

/**
 * A story as a picture: a lane a task from left to right, time from top to bottom, a dot a step
 * with what it does and changes beside it, a bar where the task holds the lock. One file, no
 * script, no font of its own; its colours follow the reader's light or dark setting.
 */
final class SvgForm {
  private static final int LANE = 280;
  private static final int LINE = 16;
  private static final int TOP = 64;
  private static final int MARGIN = 40;
  private static final int LETTERS = 34; // that fit beside a dot

  private final Story story;
  private final List<String> body = new ArrayList<>();
  private final int lanes;

  private SvgForm(Story story) {
    this.story = story;
    this.lanes = Math.max(1, story.headings().size());
  }

  static List<String> lines(Story story) {
    return new SvgForm(story).draw();
  }

  private List<String> draw() {
    int y = TOP + LINE;
    for (Story.Entry entry : story.entries()) {
      if (entry instanceof Story.Gap gap) {
        body.add(text(MARGIN, y + 4, "n", "... " + gap.text()));
        y += LINE + LINE / 2;
        continue;
      }
      Story.Row row = (Story.Row) entry;
      List<String> text = Wrapping.phrases(row.text(), row.changes(), LETTERS);
      int height = Math.max(1, text.size()) * LINE + LINE / 2;
      locks(row, y, height);
      int x = x(row.column());
      body.add(element("circle", "cx", x, "cy", y, "r", 4));
      body.add(text(8, y + 4, "n", String.valueOf(row.number())));
      for (int i = 0; i < text.size(); i++) {
        body.add(
            text(
                x + 12,
                y + 4 + i * LINE,
                i == 0 && !row.text().isEmpty() ? "s" : "c",
                text.get(i)));
      }
      y += height;
    }
    int bottom = y;
    List<String> below = new ArrayList<>();
    story.notes().forEach(note -> below.addAll(Wrapping.words(note, LETTERS * lanes)));
    if (hasLocks()) {
      below.add("bars: lock held for write (red), for read (green)");
    }
    for (String line : below) {
      y += LINE;
      body.add(text(MARGIN, y, "n", line));
    }
    return document(bottom, y + LINE);
  }

  /** A bar over the row in each lane whose task holds the lock after it, or held it before. */
  private void locks(Story.Row row, int y, int height) {
    for (int i = 0; i < story.headings().size(); i++) {
      Lock after = row.after().get(i);
      Lock shown = after == Lock.NONE ? row.before().get(i) : after;
      if (shown != Lock.NONE) {
        int end = after == Lock.NONE ? LINE / 2 : height;
        body.add(
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"10\" height=\"%d\"/>"
                .formatted(shown == Lock.WRITE ? "w" : "r", x(i) - 5, y - LINE / 2, end));
      }
    }
  }

  private List<String> document(int bottom, int height) {
    int width = MARGIN + lanes * LANE;
    List<String> lines = new ArrayList<>();
    lines.add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">"
            .formatted(width, height, width, height));
    lines.add("<title>" + escape(story.title()) + "</title>");
    lines.add(
        "<style>svg{background:#fff;color:#111}text{font:12px"
            + " monospace;fill:#111}.h,.t{font-weight:bold}"
            + ".n,.c{fill:#555}line{stroke:#999}circle{fill:#111}.w{fill:#e9a}.r{fill:#9c9}"
            + "@media(prefers-color-scheme:dark){svg{background:#111}text,circle{fill:#eee}.n,.c{fill:#aaa}"
            + ".w{fill:#a35}.r{fill:#474}}</style>");
    lines.add("<rect width=\"100%\" height=\"100%\" fill=\"none\"/>");
    lines.add(text(MARGIN, 20, "t", story.title()));
    for (int i = 0; i < story.headings().size(); i++) {
      lines.add(text(x(i) - 5, 44, "h", Diagram.lane(story, i)));
      lines.add(
          "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>".formatted(x(i), TOP - 8, x(i), bottom));
    }
    lines.addAll(body);
    lines.add("</svg>");
    return lines;
  }

  private boolean hasLocks() {
    return story.rows().stream()
        .anyMatch(
            row ->
                row.after().stream().anyMatch(lock -> lock != Lock.NONE)
                    || row.before().stream().anyMatch(lock -> lock != Lock.NONE));
  }

  private static int x(int lane) {
    return MARGIN + lane * LANE;
  }

  private static String element(String name, Object... attributes) {
    StringBuilder element = new StringBuilder("<" + name);
    for (int i = 0; i < attributes.length; i += 2) {
      element.append(" %s=\"%s\"".formatted(attributes[i], attributes[i + 1]));
    }
    return element.append("/>").toString();
  }

  private static String text(int x, int y, String type, String text) {
    return "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>".formatted(type, x, y, escape(text));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
