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
   * A trace and what is known of it.
   *
   * @param adapter knows the names of the trace's module; null if there is none, or none that does
   * @param tasks says who takes which step, where no adapter does
   * @param sentence what the violated property says; empty if the module does not say it
   * @param module the module's text; empty if it is not known
   * @param claim whether the trace does break the property that it names
   * @param leftOut the steps that are not told
   */
  public record Subject(
      Trace trace,
      @Nullable Adapter adapter,
      Tasks tasks,
      String sentence,
      String module,
      Claim claim,
      LeftOut leftOut) {
    Story story() {
      return Story.of(trace, adapter, tasks, claim, leftOut);
    }
  }

  /**
   * A trace in a format.
   *
   * @return lines without {@code \n}
   */
  public static List<String> lines(Format format, Subject subject) {
    Story story = subject.story();
    String said = Fit.forTerminal(subject.sentence());
    return switch (format) {
      case TEXT -> TextForm.lines(story, said);
      case MARKDOWN -> MarkdownForm.lines(story, said);
      case MERMAID -> MermaidForm.lines(story);
      case PLANTUML -> PlantUmlForm.lines(story);
      case SHIVIZ -> ShiVizForm.lines(story);
      case SVG -> SvgForm.lines(story);
      case HTML -> HtmlForm.lines(subject.trace(), story, said, subject.module());
    };
  }

  /** All of a trace in a format; its module's text is not known. */
  public static List<String> lines(
      Format format,
      Trace trace,
      @Nullable Adapter adapter,
      Tasks tasks,
      String sentence,
      Claim claim) {
    return lines(format, new Subject(trace, adapter, tasks, sentence, "", claim, LeftOut.NOTHING));
  }

  /**
   * Two traces side by side, or a trace beside a design of which no trace is known.
   *
   * @param b null for a design without a trace
   * @param nameOfB what that design is called
   * @param followed how many steps of {@code a} the second design follows
   * @param refusal why it follows no further; empty if it does
   * @param notes in what the designs differ
   * @throws IllegalArgumentException for a format that has no two columns
   */
  public static List<String> beside(
      Format format,
      Subject a,
      @Nullable Subject b,
      String nameOfB,
      int followed,
      String refusal,
      List<String> notes) {
    Comparison comparison =
        Comparison.of(
            a.story(),
            b == null ? null : b.story(),
            nameOfB,
            followed,
            Fit.forTerminal(refusal),
            notes.stream().map(Fit::forTerminal).toList());
    return switch (format) {
      case TEXT -> ComparisonForm.text(comparison);
      case MARKDOWN -> ComparisonForm.markdown(comparison);
      case HTML -> ComparisonForm.html(comparison);
      default -> throw new IllegalArgumentException(format + " shows one trace");
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
    SVG,
    /** A page of HTML. */
    HTML
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
