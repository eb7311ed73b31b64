package org.mmucheck.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.mmucheck.catalog.Design;
import org.mmucheck.catalog.Model;
import org.mmucheck.compiled.SecondOpinion;
import org.mmucheck.compiled.SecondOpinion.Agreement;
import org.mmucheck.conform.ConformReport;
import org.mmucheck.tlc.Limits;
import org.mmucheck.workbench.Unjudged;
import org.mmucheck.workbench.Workbench;

/**
 * What {@code mmucheck} does without a command: check every quick model, compare each
 * counterexample with the committed trace, replay the committed traces, take every transition of
 * the models that must succeed on the code, fuzz the right designs briefly; what TLC finds is what
 * the compiled engine finds. Where a part comes to no verdict on a model, that is told, and all
 * others are judged.
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
    this.checking = new ModelChecking(session, workers, null, null, Limits.NONE, null);
    this.replaying = new TraceReplaying(session, null, Integer.MAX_VALUE);
    this.conforming = new ModelConforming(session, workers, Path.of(ConformCommand.TRACES));
  }

  int run() throws Exception {
    List<Model> models = session.models(List.of(), Tier.quick);
    Path committed = session.tracesDir(null);

    Verdicts verdicts = new Verdicts();

    // One thread fuzzes beside the rest: jqwik runs once a process.
    try (Background<List<FuzzedModel>> fuzz =
        Background.of(() -> fuzzing.fuzz(rightDesigns(), verdicts, model -> {}))) {
      SecondOpinion second = new SecondOpinion();
      Workbench.Checked explored = checking.checkAndConform(models, second);
      List<CheckedModel> checked =
          explored.checks().stream()
              .map(result -> CommittedTraces.compared(CheckedModel.of(result), committed))
              .toList();
      explored.unjudged().forEach(verdicts::add);
      Set<Model> unchecked =
          checked.stream()
              .filter(model -> model.result().failure() != null)
              .map(CheckedModel::model)
              .collect(Collectors.toSet());
      SortedMap<Path, Model> traces = new TreeMap<>();
      models.stream()
          .filter(session::hasCode)
          .filter(model -> !unchecked.contains(model))
          .forEach(model -> traces.put(CommittedTraces.file(model, committed), model));
      traces.keySet().removeIf(file -> !Files.exists(file));
      List<ReplayedTrace> replayed = replaying.replay(traces, verdicts);
      List<ConformedModel> conformed = conforming.written(explored.conformed());
      List<FuzzedModel> fuzzed = fuzz.result();
      return new Outcome(checked, replayed, conformed, fuzzed, verdicts.missing(unchecked), second)
          .finish();
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
    private final List<Unjudged> unjudged;
    private final SecondOpinion second;

    /**
     * @param unjudged where a part came to no verdict on a model that TLC has one on
     * @param second what the compiled engine found
     */
    Outcome(
        List<CheckedModel> checked,
        List<ReplayedTrace> replayed,
        List<ConformedModel> conformed,
        List<FuzzedModel> fuzzed,
        List<Unjudged> unjudged,
        SecondOpinion second) {
      this.checked = checked;
      this.replayed = replayed;
      this.conformed = conformed;
      this.fuzzed = fuzzed;
      this.unjudged = unjudged;
      this.second = second;
    }

    int finish() {
      UnjudgedLines lines = new UnjudgedLines(session);
      List<Integer> codes = new ArrayList<>();
      checked.forEach(model -> codes.add(model.exitCode()));
      replayed.forEach(trace -> codes.add(trace.exitCode()));
      conformed.forEach(model -> codes.add(model.exitCode()));
      fuzzed.forEach(model -> codes.add(model.exitCode()));
      unjudged.forEach(one -> codes.add(lines.exitCode(one)));
      List<String> disagreements = disagreements();
      disagreements.forEach(each -> codes.add(ExitCode.UNEXPECTED));
      int exitCode = codes.stream().filter(code -> code != ExitCode.OK).findFirst().orElse(0);

      if (session.json()) {
        session.printJson(
            Json.all(
                Json.check(checked),
                Json.replay(replayed),
                Json.conform(conformed),
                Json.fuzz(fuzzed),
                EngineJson.second(second, disagreements),
                unjudged,
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
      fuzzed.stream()
          .filter(model -> !model.passed() || !model.report().left().isEmpty())
          .forEach(fuzzing::report);
      unjudged.forEach(lines::report);
      disagreements.forEach(session.console::error);
      return exitCode;
    }

    /**
     * Where the compiled engine found something else than TLC, or was not asked as it should be.
     */
    private List<String> disagreements() {
      List<String> all = new ArrayList<>();
      for (CheckedModel each : checked) {
        SecondOpinion.Opinion opinion = second.of(each.model());
        String name = each.model().name();
        if (opinion != null && opinion.agreement() == Agreement.DIFFERENT) {
          opinion.why().forEach(why -> all.add(name + ": the compiled engine: " + why));
        } else if (opinion == null && second.size() > 0 && each.result().failure() == null) {
          all.add(name + ": the compiled engine was not asked");
        }
      }
      return all;
    }

    private boolean isJudged(Model model) {
      return unjudged.stream().noneMatch(one -> one.model().equals(model));
    }

    /** What a table says of a part without a result: it may have come to none. */
    private String without(String part, Model model) {
      boolean missing =
          unjudged.stream().anyMatch(one -> one.part().equals(part) && one.model().equals(model));
      return missing ? "NO VERDICT" : "";
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
                && (fuzz == null || fuzz.passed())
                && isJudged(model.model());
        if (good && !all) {
          continue;
        }
        empty = false;
        table.row(
            model.model().name(),
            CheckedModel.expected(model.model()),
            model.judged(),
            model.states(),
            model.steps(),
            replay == null ? without("replay", model.model()) : replay.word(),
            conform == null ? without("conform", model.model()) : word(conform),
            fuzz == null ? without("fuzz", model.model()) : fuzz.report().verdict().word());
      }
      if (!empty) {
        session.console.out().println();
        session.print(table);
      }
    }

    private String word(ConformedModel model) {
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
      if (second.size() > 0) {
        say(
            "%d of %d models equal in both engines, %d left to TLC, %d refused%n",
            second.count(Agreement.EQUAL),
            checked.size(),
            second.count(Agreement.LEFT_TO_TLC),
            second.count(Agreement.REFUSED));
      }
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
