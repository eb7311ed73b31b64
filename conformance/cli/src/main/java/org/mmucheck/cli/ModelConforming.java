package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.conform.Checkpoint;
import org.mmucheck.conform.ConformReport;
import org.mmucheck.conform.Divergence;
import org.mmucheck.conform.Hidden;
import org.mmucheck.subject.Fault;
import org.mmucheck.tlc.Limits;
import org.mmucheck.tlc.Saving;
import org.mmucheck.workbench.Conformed;
import org.mmucheck.workbench.Workbench;

/** Checks the conformance of models with a progress line, and writes the ways to divergences. */
final class ModelConforming {
  private final Session session;
  private final Workbench workbench;
  private final int workers;
  private final Path traces;

  /**
   * @param workers threads in all
   * @param traces the folder for the ways to divergences
   */
  ModelConforming(Session session, int workers, Path traces) {
    this(session, session.workbench(), workers, traces);
  }

  /** As {@link #ModelConforming(Session, int, Path)}, with a workbench other than the session's. */
  ModelConforming(Session session, Workbench workbench, int workers, Path traces) {
    this.session = session;
    this.workbench = workbench;
    this.workers = workers;
    this.traces = traces;
  }

  /** Conforms models. One that comes to no verdict keeps no other from its own. */
  List<ConformedModel> conform(List<Model> models, Verdicts verdicts) throws Exception {
    return conform(models, verdicts, Limits.NONE, null);
  }

  /**
   * As {@link #conform(List, Verdicts)}, for what takes hours.
   *
   * @param limits where a check ends without a verdict
   * @param saving where the walks of the one model are saved; null if they are not
   */
  List<ConformedModel> conform(
      List<Model> models, Verdicts verdicts, Limits limits, @Nullable Saving saving)
      throws Exception {
    try (ProgressLine line = new ProgressLine(session.console);
        SavedWalks saved = saving == null ? null : new SavedWalks(session, saving, limits, line)) {
      Checkpoint unsaved = limits.deadline() == null ? Checkpoint.NONE : SavedWalks.within(limits);
      AtomicInteger started = new AtomicInteger();
      Workbench.Judged judged =
          workbench.conformEach(
              models,
              workers,
              model -> line.show("conform", started.getAndIncrement(), models.size(), model.name()),
              limits,
              (model, graph) -> saved == null ? unsaved : saved.of(model, graph));
      judged.unjudged().forEach(verdicts::add);
      return written(judged.conformed());
    }
  }

  /**
   * Conforms code that takes its time to models.
   *
   * @param checkpoints where the check of a model, whose graph has that digest, goes on
   */
  List<ConformedModel> conform(
      List<Model> models, BiFunction<Model, String, Checkpoint> checkpoints) throws Exception {
    return written(workbench.conform(models, workers, model -> {}, checkpoints));
  }

  /** Writes the ways to divergences. */
  List<ConformedModel> written(List<Conformed> models) {
    return models.stream().map(model -> new ConformedModel(model, model.write(traces))).toList();
  }

  /** As {@link #report(ConformedModel, List)}, for a model of the manifest. */
  void report(ConformedModel conformed) {
    report(conformed, List.of(conformed.model().name()));
  }

  /**
   * Prints what is not as it should be, with the command that shows it again.
   *
   * @param again what to conform then
   */
  void report(ConformedModel conformed, List<String> again) {
    report(conformed, List.of("conform"), again);
  }

  /**
   * As {@link #report(ConformedModel, List)}, with another command than {@code conform}.
   *
   * @param again what to conform then, and how
   */
  void report(ConformedModel conformed, List<String> command, List<String> again) {
    String name = conformed.model().name();
    ConformReport report = conformed.report();
    new FaultLines(session.console).printLeft(name, report.left());
    if (conformed.exitCode() == ExitCode.OK) {
      return;
    }
    Divergence divergence = report.divergence();
    Hidden hidden = report.hidden();
    if (divergence != null) {
      session.console.error(
          name
              + ": code and spec disagree after step "
              + divergence.step()
              + ", "
              + about(divergence));
      line(divergence.variable(), "spec " + divergence.spec() + "   code " + divergence.code());
      new FaultLines(session.console).print(divergence.fault());
      line("schedule", divergence.schedule().toString());
    } else if (hidden != null) {
      session.console.error(name + ": the code keeps what the spec does not show");
      hidden.differences().forEach(difference -> line("hidden", difference));
    }
    String graphProblem = conformed.conformed().graphProblem();
    if (graphProblem != null) {
      session.console.error(graphProblem);
    }
    if (conformed.trace() != null) {
      line("trace", Console.display(conformed.trace()));
    }
    List<String> all = new ArrayList<>(command);
    all.addAll(again);
    line("again", session.again(all));
    session.console.err().flush();
  }

  private static String about(Divergence divergence) {
    String action =
        divergence.action() == null ? "the initial state" : divergence.action().toString();
    return switch (divergence.kind()) {
      case INITIAL -> "in the initial state";
      case STATE -> action + " leads to another state";
      case REFUSED -> action + " is refused by the code";
      case ACCEPTED -> action + " is taken by the code, but disabled in the spec";
      case LEFT_OUT -> "the spec leaves out of Next what the code does";
      case CHANGED -> action + " is refused by the code, but changes it";
      case FAILED -> fails(divergence, action);
      case PROPERTY -> "a property has another value";
      case UNREPEATABLE -> action + " does not repeat";
    };
  }

  private static String fails(Divergence divergence, String action) {
    Fault fault = divergence.fault();
    return (fault == null ? Fault.Party.CODE : fault.party()) + " fails in " + action;
  }

  private void line(String label, String text) {
    session.console.err().println(String.format("  %-9s %s", label, text));
  }
}
