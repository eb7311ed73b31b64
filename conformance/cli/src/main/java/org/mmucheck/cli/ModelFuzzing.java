package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.fuzz.FuzzReport;
import org.mmucheck.workbench.Workbench;

/** Fuzzes models with a progress line, and prints what broke. */
final class ModelFuzzing {
  /** What must break stops at the first schedule that breaks it, so it may take more of them. */
  static final int PATIENCE = 200;

  private final Session session;
  private final Workbench workbench;
  private final int tries;
  private final long seed;
  private final @Nullable Path traces;

  /**
   * @param workbench has the engine that is the oracle
   * @param tries schedules to run on each model; on one that must break at most {@link #PATIENCE}
   *     times as many
   * @param traces the folder for shrunk schedules; null to write none
   */
  ModelFuzzing(Session session, Workbench workbench, int tries, long seed, @Nullable Path traces) {
    this.session = session;
    this.workbench = workbench;
    this.tries = tries;
    this.seed = seed;
    this.traces = traces;
  }

  /** As {@link #fuzz(List, Verdicts, Consumer)}, with a progress line. */
  List<FuzzedModel> fuzz(List<Model> models, Verdicts verdicts) throws InterruptedException {
    AtomicInteger started = new AtomicInteger();
    try (ProgressLine line = new ProgressLine(session.console)) {
      return fuzz(
          models,
          verdicts,
          model -> line.show("fuzz", started.getAndIncrement(), models.size(), model.name()));
    }
  }

  /**
   * Fuzzes one model after the other. One that comes to no verdict keeps no other from its own.
   *
   * @param started told of each model when it begins
   */
  List<FuzzedModel> fuzz(List<Model> models, Verdicts verdicts, Consumer<Model> started)
      throws InterruptedException {
    List<FuzzedModel> fuzzed = new ArrayList<>();
    for (Model model : models) {
      started.accept(model);
      verdicts.of("fuzz", model, model.name(), () -> fuzz(model)).ifPresent(fuzzed::add);
    }
    return fuzzed;
  }

  private FuzzedModel fuzz(Model model) {
    FuzzReport report = workbench.fuzz(model, tries(model), seed);
    return new FuzzedModel(model, report, traces == null ? null : report.write(traces));
  }

  private int tries(Model model) {
    return switch (model.expected().result()) {
      case SAFETY_FAILURE, LIVENESS_FAILURE, DEADLOCK -> Math.multiplyExact(tries, PATIENCE);
      case SUCCESS -> tries;
    };
  }

  /** Prints what broke for a person, expected or not, with the command that shows it again. */
  void report(FuzzedModel fuzzed) {
    FuzzReport report = fuzzed.report();
    String name = fuzzed.model().name();
    new FaultLines(session.console).printLeft(name, report.left());
    if (report.verdict() == FuzzReport.Verdict.PASSED) {
      return;
    }
    if (fuzzed.passed()) {
      session.console.err().println(name + ": " + report.detail() + ", as expected");
    } else {
      session.console.error(name + ": " + report.detail());
    }
    new FaultLines(session.console).print(report.fault());
    if (report.shrunk() != null) {
      line("schedule", fuzzed.schedule());
    }
    if (fuzzed.trace() != null) {
      line("trace", Console.display(fuzzed.trace()));
    }
    line("seed", Long.toString(seed));
    line(
        "again",
        session.again(
            List.of(
                "fuzz", name, "--tries", Integer.toString(tries), "--seed", Long.toString(seed))));
    session.console.err().flush();
  }

  private void line(String label, String text) {
    session.console.err().println(String.format("  %-9s %s", label, text));
  }
}
