package org.mmucheck.report;

import java.util.function.Predicate;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.subject.Adapter.Lock;
import org.mmucheck.trace.Trace;

/**
 * A trace as a table with a lane for each task. The row of a step has the id {@code
 * trace=NAME&step=N}, so that a link to it needs no script.
 */
final class TraceTable {
  private final Trace trace;
  private final Story story;
  private final String module;
  private final Html html;
  private final Predicate<String> isDefined;

  /**
   * @param isDefined whether the page has the definition of an action of the module
   */
  TraceTable(Trace trace, Story story, String module, Html html, Predicate<String> isDefined) {
    this.trace = trace;
    this.story = story;
    this.module = module;
    this.html = html;
    this.isDefined = isDefined;
  }

  /** The id of an action's definition on the page. */
  static String anchor(String module, String action) {
    return "action=" + module + "." + action;
  }

  /**
   * @param sentence what the property says; empty if the module does not say it
   */
  void write(String sentence) {
    write(sentence, "");
  }

  /**
   * @param state {@code " open"} for one that shows its steps at first
   */
  private void write(String sentence, String state) {
    String name = story.model();
    html.raw("<details class=\"trace\"" + state + " id=\"trace=").text(name).raw("\"><summary>");
    html.text(story.title()).raw("</summary>\n");
    paragraph(story.summary());
    if (!story.property().isEmpty()) {
      paragraph(story.moral(sentence));
    }
    if (!story.initially().isEmpty()) {
      paragraph("Initially " + String.join(", ", story.initially()));
    }
    html.raw("<div class=\"wide\"><table class=\"lanes\"><thead><tr><th scope=\"col\">Step");
    for (String heading : story.headings()) {
      html.raw("<th scope=\"col\">").text(heading);
    }
    html.raw("<th scope=\"col\">Action</thead><tbody>\n");
    for (Story.Entry entry : story.entries()) {
      switch (entry) {
        case Story.Row row -> row(name, row);
        case Story.Gap gap ->
            html.raw("<tr><th>...<td colspan=\"" + (story.headings().size() + 1) + "\">")
                .text(gap.text())
                .raw("\n");
      }
    }
    html.raw("</tbody></table></div>\n");
    story.notes().forEach(this::paragraph);
    html.raw("</details>\n");
  }

  /** The only one of its page. */
  void writeOpen(String sentence) {
    write(sentence, " open");
  }

  private void paragraph(String text) {
    if (!text.isEmpty()) {
      html.element("p", text).raw("\n");
    }
  }

  private void row(String name, Story.Row row) {
    String step = "trace=" + name + "&step=" + row.number();
    html.raw("<tr id=\"").text(step).raw("\"><th>").link(step, Integer.toString(row.number()));
    for (int task = 0; task < story.headings().size(); task++) {
      lane(row, task);
    }
    html.raw("<td class=\"a\">");
    ActionInstance action = trace.steps().get(row.number()).action();
    if (action != null && isDefined.test(action.action())) {
      html.link(anchor(module, action.action()), action.toString());
    } else if (action != null) {
      html.text(Fit.forTerminal(action.toString()));
    }
    html.raw("\n");
  }

  private void lane(Story.Row row, int task) {
    Lock before = row.before().get(task);
    Lock after = row.after().get(task);
    Lock held = after == Lock.NONE ? before : after;
    html.raw(
        switch (held) {
          case NONE -> "<td>";
          case READ -> "<td class=\"r\">";
          case WRITE -> "<td class=\"w\">";
        });
    String mark = mark(before, after);
    if (!mark.isEmpty()) {
      html.element("b", mark).raw(" ");
    }
    if (task == row.column()) {
      html.text(row.text());
      row.changes().forEach(change -> html.element("i", change));
    }
  }

  private static String mark(Lock before, Lock after) {
    if (after == Lock.NONE) {
      return before == Lock.NONE ? "" : "'";
    }
    return before == after ? "|" : after == Lock.READ ? "R" : "W";
  }
}
