package org.mmucheck.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Tasks;
import org.mmucheck.subject.Adapter;
import org.mmucheck.trace.Trace;

/** Tells a trace as a table with a column for each task. */
public final class Explainer {
  private Explainer() {}

  /**
   * A trace in a format.
   *
   * @param adapter knows the names of the trace's module; null if there is none, or none that does
   * @param tasks says who takes which step, where no adapter does
   * @param sentence what the violated property says; empty if the module does not say it
   * @param claim whether the trace does break the property that it names
   * @return lines without {@code \n}
   */
  public static List<String> lines(
      Format format,
      Trace trace,
      @Nullable Adapter adapter,
      Tasks tasks,
      String sentence,
      Claim claim) {
    Story story = Story.of(trace, adapter, tasks, claim);
    String said = Fit.forTerminal(sentence);
    return switch (format) {
      case TEXT -> TextForm.lines(story, said);
      case MARKDOWN -> MarkdownForm.lines(story, said);
      case MERMAID -> MermaidForm.lines(story);
      case PLANTUML -> PlantUmlForm.lines(story);
      case SHIVIZ -> ShiVizForm.lines(story);
      case SVG -> SvgForm.lines(story);
    };
  }

  /** What a trace is told in. */
  public enum Format {
    /** Plain text of at most 72 columns, to be pasted into a commit message. */
    TEXT,
    /** A Markdown table. */
    MARKDOWN,
    /** A sequence diagram of Mermaid, which GitHub draws. */
    MERMAID,
    /** A sequence diagram of PlantUML. */
    PLANTUML,
    /** A log with vector clocks, for ShiViz. */
    SHIVIZ,
    /** A picture: a lane a task, with its lock sections. */
    SVG
  }

  /** Plain text of at most 72 columns, to be pasted into a commit message. */
  public static List<String> text(
      Trace trace, @Nullable Adapter adapter, String sentence, Claim claim) {
    return lines(Format.TEXT, trace, adapter, Tasks.FIRST, sentence, claim);
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
    return lines(Format.MARKDOWN, trace, adapter, Tasks.FIRST, sentence, claim);
  }
}
