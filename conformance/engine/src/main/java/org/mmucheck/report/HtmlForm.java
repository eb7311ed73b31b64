package org.mmucheck.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmucheck.report.ActionTexts.ActionText;
import org.mmucheck.trace.Trace;

/** One trace as a page, as {@link HtmlReport} has it among others, without scripts. */
final class HtmlForm {
  private HtmlForm() {}

  /**
   * @param sentence what the property says; empty if the module does not say it
   * @param text the module's; empty if it is not known
   */
  static List<String> lines(Trace trace, Story story, String sentence, String text) {
    String module = trace.meta().module();
    Map<String, ActionText> definitions = ActionTexts.in(text);
    Html html = new Html();
    new TraceTable(trace, story, module, html, definitions::containsKey).writeOpen(sentence);
    Set<String> taken = new LinkedHashSet<>();
    for (Trace.Step step : trace.steps()) {
      if (step.action() != null && definitions.containsKey(step.action().action())) {
        taken.add(step.action().action());
      }
    }
    definitions.forEach(
        (name, action) -> {
          if (taken.contains(name)) {
            definition(module, name, action, html);
          }
        });
    return Page.of(story.title(), html);
  }

  static void definition(String module, String name, ActionText action, Html html) {
    html.raw("<div class=\"def\" id=\"" + Html.escaped(TraceTable.anchor(module, name)) + "\">");
    html.element("b", module + ".tla:" + action.line()).raw("<pre>");
    html.text(action.text()).raw("</pre></div>\n");
  }
}
