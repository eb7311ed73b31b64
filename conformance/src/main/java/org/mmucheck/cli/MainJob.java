package org.mmucheck.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mmucheck.catalog.Model;

/**
 * What {@code mmucheck} does without a command: check every quick model, compare each
 * counterexample with the committed trace, replay the committed traces, fuzz briefly, print one
 * table.
 */
final class MainJob {
  private static final int BRIEF_TRIES = 100;
  private static final long SEED = 1;

  private final Session session;

  MainJob(Session session) {
    this.session = session;
  }

  int run() throws InterruptedException {
    List<Model> models = session.models(List.of(), Tier.quick);
    Path committed = session.tracesDir(null);
    ModelFuzzing fuzzing = new ModelFuzzing(session, BRIEF_TRIES, SEED, null);
    ModelChecking checking =
        new ModelChecking(session, Runtime.getRuntime().availableProcessors(), null, null);
    TraceReplaying replaying = new TraceReplaying(session, null, Integer.MAX_VALUE);

    // One thread fuzzes beside the rest: jqwik runs once a process.
    try (Background<List<FuzzedModel>> fuzz = Background.of(() -> fuzzing.fuzz(models))) {
      List<CheckedModel> checked =
          checking.check(models).stream()
              .map(model -> CommittedTraces.compared(model, committed))
              .toList();
      if (checked.stream().anyMatch(model -> model.result().failure() != null)) {
        return finish(checking, checked, replaying, List.of(), fuzzing, List.of());
      }
      List<ReplayedTrace> replayed =
          replaying.replay(
              models.stream()
                  .map(model -> CommittedTraces.file(model, committed))
                  .filter(Files::exists)
                  .toList());
      return finish(checking, checked, replaying, replayed, fuzzing, fuzz.result());
    }
  }

  private int finish(
      ModelChecking checking,
      List<CheckedModel> checked,
      TraceReplaying replaying,
      List<ReplayedTrace> replayed,
      ModelFuzzing fuzzing,
      List<FuzzedModel> fuzzed) {
    List<Integer> codes = new ArrayList<>();
    checked.forEach(model -> codes.add(model.exitCode()));
    replayed.forEach(trace -> codes.add(trace.exitCode()));
    List<FuzzedModel> broken = fuzzed.stream().filter(f -> !f.passed() && !f.missed()).toList();
    broken.forEach(model -> codes.add(model.exitCode()));
    int exitCode = codes.stream().filter(code -> code != ExitCode.OK).findFirst().orElse(0);

    if (session.json()) {
      session.printJson(
          Json.all(
              Json.check(checked),
              Json.replay(replayed),
              Json.fuzz(fuzzed),
              exitCode == ExitCode.OK));
    } else {
      print(checked, replayed, fuzzed, broken);
    }
    checked.forEach(model -> checking.report(model, List.of()));
    replayed.forEach(replaying::report);
    broken.forEach(fuzzing::report);
    return exitCode;
  }

  private void print(
      List<CheckedModel> checked,
      List<ReplayedTrace> replayed,
      List<FuzzedModel> fuzzed,
      List<FuzzedModel> broken) {
    Map<Model, ReplayedTrace> replays = new HashMap<>();
    replayed.forEach(trace -> replays.put(trace.model(), trace));
    Map<Model, FuzzedModel> fuzzes = new HashMap<>();
    fuzzed.forEach(model -> fuzzes.put(model.model(), model));
    Table table = new Table("MODEL", "EXPECTED", "FOUND", "STATES", "STEPS", "REPLAY", "FUZZ");
    for (CheckedModel model : checked) {
      ReplayedTrace replay = replays.get(model.model());
      FuzzedModel fuzz = fuzzes.get(model.model());
      table.row(
          model.model().name(),
          CheckedModel.expected(model.model()),
          model.found() + (model.asExpected() ? "" : " (NOT as expected)"),
          model.states(),
          model.steps(),
          replay == null ? "" : replay.conforms() ? "conforms" : "DIVERGES",
          fuzz == null ? "" : fuzz.missed() ? "not found" : fuzz.report().verdict().word());
    }
    table.print(session.console.out());
    session
        .console
        .out()
        .printf(
            Locale.ROOT,
            "%n%d of %d models as expected, %d of %d traces conform, %d models fuzzed, %d failed%n",
            checked.stream().filter(CheckedModel::asExpected).count(),
            checked.size(),
            replayed.stream().filter(ReplayedTrace::conforms).count(),
            replayed.size(),
            fuzzed.size(),
            broken.size());
  }
}
