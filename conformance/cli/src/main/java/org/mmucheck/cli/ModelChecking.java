package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.tlc.Limits;
import org.mmucheck.tlc.TlcProgress;
import org.mmucheck.tlc.Witness;
import org.mmucheck.trace.Trace;
import org.mmucheck.workbench.ExplainFormat;
import org.mmucheck.workbench.Workbench;

/** Runs TLC on models with a progress line, and prints what is not as expected. */
final class ModelChecking {
  private final Session session;
  private final int workers;
  private final @Nullable Path tla2tools;
  private final @Nullable Path traces;
  private final Limits limits;
  private final UnaryOperator<CheckOptions> how;

  /**
   * @param workers threads in all
   * @param tla2tools the user's own TLC; null for the built-in one
   * @param traces the folder for the counterexamples; null to write none
   * @param limits where TLC's runs end without a verdict
   * @param how what else there is to say of the runs
   */
  ModelChecking(
      Session session,
      int workers,
      @Nullable Path tla2tools,
      @Nullable Path traces,
      Limits limits,
      UnaryOperator<CheckOptions> how) {
    this.session = session;
    this.workers = workers;
    this.tla2tools = tla2tools;
    this.traces = traces;
    this.limits = limits;
    this.how = how;
  }

  List<CheckedModel> check(List<Model> models) throws InterruptedException {
    try (ProgressLine line = new ProgressLine(session.console)) {
      line.show(
          "TLC: " + (models.size() == 1 ? models.getFirst().name() : models.size() + " models"));
      return session.workbench().check(models, options(line)).stream()
          .map(CheckedModel::of)
          .toList();
    }
  }

  /** TLC's verdict on a model of which nothing is expected. */
  CheckedModel verdict(Model model) throws InterruptedException {
    try (ProgressLine line = new ProgressLine(session.console)) {
      line.show("TLC: " + model.name());
      return CheckedModel.of(session.workbench().verdict(model, options(line)));
    }
  }

  /**
   * As {@link #check}, and takes every transition of what is explored on the code.
   *
   * @param witness looks again at what TLC finds
   */
  Workbench.Checked checkAndConform(List<Model> models, Witness witness) throws Exception {
    try (ProgressLine line = new ProgressLine(session.console)) {
      line.show("TLC and conform: " + models.size() + " models");
      return session.workbench().checkAndConform(models, options(line).witnessedBy(witness));
    }
  }

  private CheckOptions options(ProgressLine line) {
    return how.apply(
        new CheckOptions(
                Math.max(1, workers),
                traces,
                (model, progress) -> line.show(model.name() + "  " + text(progress)),
                tla2tools)
            .within(limits));
  }

  private static String text(TlcProgress progress) {
    return String.format(
        Locale.ROOT,
        "%,d states, %,.0f/s, queue %,d",
        progress.distinctStates(),
        progress.distinctStates() / Math.max(progress.seconds(), 0.001),
        progress.queuedStates());
  }

  /** Prints, for a person, what is not as expected, with the command that shows it again. */
  void report(CheckedModel checked, List<String> options) {
    if (checked.asExpected()) {
      return;
    }
    checked.problems().forEach(session.console::error);
    Trace counterexample = checked.result().counterexample();
    if (counterexample != null && !checked.result().asExpected()) {
      session
          .console
          .err()
          .print(session.workbench().explain(checked.model(), counterexample, ExplainFormat.text));
    }
    List<String> again = new ArrayList<>(List.of("check", checked.model().name()));
    again.addAll(options);
    session.console.err().println("  again     " + session.again(again));
    session.console.err().flush();
  }
}
