package org.mmucheck.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.subject.Adapter;
import org.mmucheck.trace.Trace;

/** Tells a trace as a table with a column for each task. */
public final class Explainer {
  private Explainer() {}

  /**
   * Plain text of at most 72 columns, to be pasted into a commit message.
   *
   * @param adapter knows the names of the trace's module; null if there is none, or none that does
   * @param sentence what the violated property says; empty if the module does not say it
   * @param claim whether the trace does break the property that it names
   * @return lines without {@code \n}
   */
  public static List<String> text(
      Trace trace, @Nullable Adapter adapter, String sentence, Claim claim) {
    return TextForm.lines(Story.of(trace, adapter, claim), sentence);
  }

  /** A counterexample: the trace breaks the property that it names. */
  public static List<String> text(Trace trace, @Nullable Adapter adapter, String sentence) {
    return text(trace, adapter, sentence, Claim.BROKEN);
  }

  /** A counterexample as Markdown. */
  public static List<String> markdown(Trace trace, @Nullable Adapter adapter, String sentence) {
    return markdown(trace, adapter, sentence, Claim.BROKEN);
  }

  /** The same as Markdown. */
  public static List<String> markdown(
      Trace trace, @Nullable Adapter adapter, String sentence, Claim claim) {
    return MarkdownForm.lines(Story.of(trace, adapter, claim), sentence);
  }
}
