package org.mmucheck.report;

import java.util.List;
import org.mmucheck.subject.Adapter;
import org.mmucheck.trace.Trace;

/** Tells a trace as a table with a column for each task. */
public final class Explainer {
  private Explainer() {}

  /**
   * Plain text of at most 72 columns, to be pasted into a commit message.
   *
   * @param adapter knows the names of the trace's module
   * @param sentence what the violated property says; empty if the module does not say it
   * @return lines without {@code \n}
   */
  public static List<String> text(Trace trace, Adapter adapter, String sentence) {
    return TextForm.lines(Story.of(trace, adapter), sentence);
  }

  /** The same as Markdown. */
  public static List<String> markdown(Trace trace, Adapter adapter, String sentence) {
    return MarkdownForm.lines(Story.of(trace, adapter), sentence);
  }
}
