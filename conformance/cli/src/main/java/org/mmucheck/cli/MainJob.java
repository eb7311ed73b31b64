package org.mmucheck.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Design;
import org.mmucheck.catalog.Model;
import org.mmucheck.conform.ConformReport;
import org.mmucheck.workbench.Workbench;

/**
 * What {@code mmucheck} does without a command: check every quick model, compare each
 * counterexample with the committed trace, replay the committed traces, take every transition of
 * the models that must succeed on the code, fuzz the right designs briefly.
 */
final class MainJob {
  private static final int BRIEF_TRIES = 20;
  private static final long SEED = 1;

  private final Session session;
  private final boolean all;
  private final ModelFuzzing fuzzing;
  private final ModelChecking checking;
  private final TraceReplaying replaying;
  private final ModelConforming conforming;

  /**
   * @param all whether to print a line for each model, and not only for what is not as expected
   */
  MainJob(Session session, boolean all) {
    int workers = Runtime.getRuntime().availableProcessors();
    this.session = session;
    this.all = all;
    this.fuzzing = new ModelFuzzing(session, BRIEF_TRIES, SEED, null);
    this.checking = new ModelChecking(session, workers, null, null);
    this.replaying = new TraceReplaying(session, null, Integer.MAX_VALUE);
    this.conforming = new ModelConforming(session, workers, Path.of(ConformCommand.TRACES));
  }

  int run() throws Exception {
    List<Model> models = session.models(List.of(), Tier.quick);
    Path committed = session.tracesDir(null);

    // One thread fuzzes beside the rest: jqwik runs once a process.
    try (Background<List<FuzzedModel>> fuzz = Background.of(() -> fuzzing.fuzz(rightDesigns()))) {
      Workbench.Checked all = checking.checkAndConform(models);
      List<CheckedModel> checked =
          all.checks().stream()
              .map(result -> CommittedTraces.compared(CheckedModel.of(result), committed))
              .toList();
      if (checked.stream().anyMatch(model -> model.result().failure() != null)) {
        return new Outcome(checked, List.of(), List.of(), List.of()).finish();
      }
      List<ReplayedTrace> replayed =
          replaying.replay(
              models.stream()
                  .filter(session::hasCode)
                  .map(model -> CommittedTraces.file(model, committed))
                  .filter(Files::exists)
                  .toList());
      List<ConformedModel> conformed = conforming.written(all.conformed());
      return new Outcome(checked, replayed, conformed, fuzz.result()).finish();
    }
  }

  /** What the manifest calls the right designs; in a wrong one TLC has found the mistake. */
  private List<Model> rightDesigns() {
    return session.catalog().designs().stream()
        .map(Design::model)
        .filter(session::hasCode)
        .toList();
  }

  /** What the parts of the job came to. */
  private final class Outcome {
    private final List<CheckedModel> checked;
    private final List<ReplayedTrace> replayed;
    private final List<ConformedModel> conformed;
    private final List<FuzzedModel> fuzzed;

    Outcome(
        List<CheckedModel> checked,
        List<ReplayedTrace> replayed,
        List<ConformedModel> conformed,
        List<FuzzedModel> fuzzed) {
      this.checked = checked;
      this.replayed = replayed;
      this.conformed = conformed;
      this.fuzzed = fuzzed;
    }

    int finish() {
      List<Integer> codes = new ArrayList<>();
      checked.forEach(model -> codes.add(model.exitCode()));
      replayed.forEach(trace -> codes.add(trace.exitCode()));
      conformed.forEach(model -> codes.add(model.exitCode()));
      fuzzed.forEach(model -> codes.add(model.exitCode()));
      int exitCode = codes.stream().filter(code -> code != ExitCode.OK).findFirst().orElse(0);

      if (session.json()) {
        session.printJson(
            Json.all(
                Json.check(checked),
                Json.replay(replayed),
                Json.conform(conformed),
                Json.fuzz(fuzzed),
                exitCode == ExitCode.OK));
      } else {
        if (!all) {
          printProtocols();
        }
        printModels();
        printTotals();
      }
      checked.forEach(model -> checking.report(model, List.of()));
      replayed.forEach(replaying::report);
      conformed.forEach(conforming::report);
      fuzzed.stream().filter(model -> !model.passed()).forEach(fuzzing::report);
      return exitCode;
    }

    private void printProtocols() {
      Table table = new Table("PROTOCOL", "MODELS", "AS EXPECTED", "REPLAY", "CONFORM", "FUZZ");
      checked.stream()
          .map(model -> protocol(model.model()))
          .distinct()
          .forEach(
              protocol ->
                  table.row(
                      protocol,
                      Long.toString(
                          checked.stream()
                              .filter(m -> protocol(m.model()).equals(protocol))
                              .count()),
                      share(protocol, checked, CheckedModel::model, CheckedModel::asExpected),
                      share(protocol, replayed, ReplayedTrace::model, ReplayedTrace::conforms),
                      share(
                          protocol,
                          conformed,
                          ConformedModel::model,
                          model -> model.exitCode() == ExitCode.OK),
                      share(protocol, fuzzed, FuzzedModel::model, FuzzedModel::passed)));
      session.print(table);
    }

    /** {@code all 12}, or {@code 11 of 12}; empty for none. */
    private <T> String share(
        String protocol, List<T> results, Function<T, Model> model, Predicate<T> good) {
      List<T> own =
          results.stream().filter(each -> protocol(model.apply(each)).equals(protocol)).toList();
      long passed = own.stream().filter(good).count();
      if (own.isEmpty()) {
        return "";
      }
      return passed == own.size() ? "all " + passed : passed + " OF " + own.size();
    }

    /** The folder that the model's module stands in; the module where all stand in one. */
    private String protocol(Model model) {
      Path folder = model.source().folder().toAbsolutePath().normalize();
      boolean flat = folder.equals(session.specDir().toAbsolutePath().normalize());
      return flat ? model.module() : String.valueOf(folder.getFileName());
    }

    /** The models that the user wants to see: all, or those of which something is wrong. */
    private void printModels() {
      Map<Model, ReplayedTrace> replays = new HashMap<>();
      replayed.forEach(trace -> replays.put(trace.model(), trace));
      Map<Model, ConformedModel> conforms = new HashMap<>();
      conformed.forEach(model -> conforms.put(model.model(), model));
      Map<Model, FuzzedModel> fuzzes = new HashMap<>();
      fuzzed.forEach(model -> fuzzes.put(model.model(), model));
      Table table =
          new Table("MODEL", "EXPECTED", "FOUND", "STATES", "STEPS", "REPLAY", "CONFORM", "FUZZ");
      boolean empty = true;
      for (CheckedModel model : checked) {
        ReplayedTrace replay = replays.get(model.model());
        ConformedModel conform = conforms.get(model.model());
        FuzzedModel fuzz = fuzzes.get(model.model());
        boolean good =
            model.asExpected()
                && (replay == null || replay.conforms())
                && (conform == null || conform.exitCode() == ExitCode.OK)
                && (fuzz == null || fuzz.passed());
        if (good && !all) {
          continue;
        }
        empty = false;
        table.row(
            model.model().name(),
            CheckedModel.expected(model.model()),
            model.found() + (model.asExpected() ? "" : " (NOT as expected)"),
            model.states(),
            model.steps(),
            word(replay),
            word(conform),
            fuzz == null ? "" : fuzz.report().verdict().word());
      }
      if (!empty) {
        session.console.out().println();
        session.print(table);
      }
    }

    private String word(@Nullable ReplayedTrace replay) {
      if (replay == null) {
        return "";
      }
      return replay.word();
    }

    private String word(@Nullable ConformedModel model) {
      if (model == null) {
        return "";
      }
      String verdict = model.report().verdict();
      return model.exitCode() == ExitCode.OK ? verdict : verdict.toUpperCase(Locale.ROOT);
    }

    private void printTotals() {
      say(
          "%n%d of %d models as expected, %d of %d traces conform, %d of %d designs fuzzed pass%n",
          checked.stream().filter(CheckedModel::asExpected).count(),
          checked.size(),
          replayed.stream().filter(ReplayedTrace::conforms).count(),
          replayed.size(),
          fuzzed.stream().filter(FuzzedModel::passed).count(),
          fuzzed.size());
      List<String> without =
          checked.stream()
              .map(CheckedModel::model)
              .filter(model -> !session.hasCode(model))
              .map(Model::module)
              .distinct()
              .toList();
      if (!without.isEmpty()) {
        say("no Java code implements %s: checked only%n", String.join(", ", without));
      }
      // Models that explore the same share a report; each counts once.
      List<ConformReport> reports =
          conformed.stream().map(ConformedModel::report).distinct().toList();
      say(
          "%d of %d models conform: %,d states, %,d (state, action) pairs:"
              + " %,d enabled and taken, %,d disabled and refused, %,d hidden%n",
          conformed.stream().filter(model -> model.report().conforms()).count(),
          conformed.size(),
          reports.stream().mapToLong(ConformReport::states).sum(),
          reports.stream().mapToLong(ConformReport::pairs).sum(),
          reports.stream().mapToLong(ConformReport::taken).sum(),
          reports.stream().mapToLong(ConformReport::refused).sum(),
          reports.stream().mapToLong(ConformReport::hiddenStates).sum());
    }

    private void say(String format, Object... values) {
      session.console.out().printf(Locale.ROOT, format, values);
    }
  }
}
