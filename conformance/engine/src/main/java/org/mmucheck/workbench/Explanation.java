package org.mmucheck.workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Tasks;
import org.mmucheck.input.InputException;
import org.mmucheck.report.Claim;
import org.mmucheck.report.Explainer;
import org.mmucheck.report.LeftOut;
import org.mmucheck.report.PropertySentence;
import org.mmucheck.subject.Adapter;
import org.mmucheck.trace.Trace;

/** A trace told in the words of its module: the adapter's captions and the property's sentence. */
final class Explanation {
  private Explanation() {}

  /**
   * What is known of a trace.
   *
   * @param model the trace's; null if it is not known
   * @param adapter knows the module's names; null if there is none
   * @param all whether every step is told, also one that does not matter
   * @throws InputException if the module cannot be read
   */
  static Explainer.Subject subject(
      Trace trace, @Nullable Model model, @Nullable Adapter adapter, boolean all) {
    if (model == null) {
      return new Explainer.Subject(
          trace,
          adapter,
          Tasks.FIRST,
          "",
          "",
          Claim.SAID,
          all ? LeftOut.NOTHING : unchanging(Needless.unchanging(trace)));
    }
    Path module = model.source().moduleFile();
    String text = text(module);
    Evidence evidence = Evidence.of(trace, model);
    return new Explainer.Subject(
        trace,
        adapter,
        Tasks.of(module.toAbsolutePath().resolveSibling("")),
        PropertySentence.in(text, trace.meta().property()),
        text,
        evidence.claim(),
        all ? LeftOut.NOTHING : needless(trace, model, evidence.needless()));
  }

  /** The same of a counterexample that TLC has just found: what it breaks is TLC's word. */
  static Explainer.Subject found(Explainer.Subject subject) {
    return new Explainer.Subject(
        subject.trace(),
        subject.adapter(),
        subject.tasks(),
        subject.sentence(),
        subject.module(),
        Claim.BROKEN,
        subject.leftOut());
  }

  static String text(ExplainFormat format, Explainer.Subject subject) {
    return joined(Explainer.lines(format.format(), subject));
  }

  /**
   * Two traces, or a trace and a design, side by side.
   *
   * @param b null where only the design is known
   * @param modelA the first trace's; null if it is not known
   * @param modelB the second design; null if it is not known
   */
  static String beside(
      ExplainFormat format,
      Explainer.Subject a,
      @Nullable Model modelA,
      Explainer.@Nullable Subject b,
      @Nullable Model modelB) {
    List<String> notes = new ArrayList<>();
    int followed = 0;
    String refusal = "";
    if (modelA != null && modelB != null) {
      notes.addAll(Parting.differences(modelA, modelB));
      Parting parting = Parting.of(a.trace(), modelA, modelB);
      followed = parting.steps();
      refusal = parting.refusal();
      notes.add(parting.sentence("B", "A"));
      if (b != null) {
        notes.add(Parting.of(b.trace(), modelB, modelA).sentence("A", "B"));
      }
    }
    String name = modelB == null ? "" : modelB.name();
    return joined(Explainer.beside(format.format(), a, b, name, followed, refusal, notes));
  }

  private static String joined(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }

  private static LeftOut needless(Trace trace, Model model, SortedSet<Integer> steps) {
    return steps.isEmpty()
        ? LeftOut.NOTHING
        : new LeftOut(
            steps,
            "the others alone are a behaviour of "
                + model.name()
                + " that "
                + (trace.meta().property().equals("deadlock")
                    ? "ends in a deadlock"
                    : "breaks " + trace.meta().property()));
  }

  private static LeftOut unchanging(SortedSet<Integer> steps) {
    return steps.isEmpty()
        ? LeftOut.NOTHING
        : new LeftOut(steps, (steps.size() == 1 ? "it changes" : "they change") + " no variable");
  }

  private static String text(Path module) {
    try {
      return Files.readString(module);
    } catch (IOException e) {
      throw new InputException(module.toString(), "", "cannot be read: " + e.getMessage());
    }
  }
}
