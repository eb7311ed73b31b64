package org.mmucheck.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mmucheck.catalog.Design;
import org.mmucheck.catalog.Model;
import org.mmucheck.cli.kept.JudgedProtocol;
import org.mmucheck.compiled.SecondOpinion;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.tlc.Limits;
import org.mmucheck.trace.Trace;
import org.mmucheck.workbench.Workbench;

/**
 * What {@code mmucheck} does without a command: check every quick model, compare each
 * counterexample with the committed trace, replay the committed traces, take every transition of
 * the models that must succeed on the code, fuzz the right designs briefly, and see whether the
 * compiled engine finds what TLC finds. Where a part comes to no verdict on a model, that is told,
 * and all others are judged. Protocols of which an earlier run found everything as it should be,
 * and of which nothing has changed since, are not judged again.
 */
final class MainJob {
  private static final int BRIEF_TRIES = 20;
  private static final long SEED = 1;

  private final Session session;
  private final boolean all;
  private final boolean fresh;
  private final ModelFuzzing fuzzing;
  private final ModelChecking checking;
  private final TraceReplaying replaying;
  private final ModelConforming conforming;

  /**
   * @param all whether to print a line for each model, and not only for what is not as expected
   * @param fresh whether to judge what has not changed, too
   */
  MainJob(Session session, boolean all, boolean fresh) {
    int workers = Runtime.getRuntime().availableProcessors();
    this.session = session;
    this.all = all;
    this.fresh = fresh;
    this.fuzzing = new ModelFuzzing(session, session.workbench(), BRIEF_TRIES, SEED, null);
    this.checking = new ModelChecking(session, workers, null, null, Limits.NONE, how -> how);
    this.replaying = new TraceReplaying(session, null, Integer.MAX_VALUE);
    this.conforming = new ModelConforming(session, workers, Path.of(ConformCommand.TRACES));
  }

  int run() throws Exception {
    Map<String, List<Model>> protocols =
        session.models(List.of(), Tier.quick).stream()
            .collect(
                Collectors.groupingBy(this::protocol, LinkedHashMap::new, Collectors.toList()));
    EarlierRuns earlier = EarlierRuns.of(session, protocols);
    Map<String, JudgedProtocol> kept = fresh ? Map.of() : earlier.unchanged();
    List<Model> models = new ArrayList<>();
    protocols.forEach(
        (name, own) -> {
          if (!kept.containsKey(name)) {
            models.addAll(own);
          }
        });

    ProtocolResults results = results(models);
    String now = Instant.now().truncatedTo(ChronoUnit.MINUTES).toString().replace(":00Z", "Z");
    List<JudgedProtocol> judged = new ArrayList<>();
    List<JudgedProtocol> clean = new ArrayList<>();
    for (String name : protocols.keySet()) {
      JudgedProtocol before = kept.get(name);
      if (before != null) {
        judged.add(before);
        continue;
      }
      ProtocolResults own = results.only(model -> protocol(model).equals(name));
      JudgedProtocol found = own.judged(name, now, session::hasCode);
      if (own.isClean()) {
        clean.add(found);
      }
      judged.add(found);
    }
    earlier.keep(clean);
    return finish(judged, List.copyOf(kept.values()), results);
  }

  private ProtocolResults results(List<Model> models) throws Exception {
    if (models.isEmpty()) {
      return new ProtocolResults(
          List.of(), List.of(), List.of(), List.of(), List.of(), new SecondOpinion());
    }
    Path committed = session.tracesDir(null);
    Verdicts verdicts = new Verdicts();
    // One thread fuzzes beside the rest: jqwik runs once a process.
    try (Background<List<FuzzedModel>> fuzz =
        Background.of(() -> fuzzing.fuzz(rightDesigns(models), verdicts, model -> {}))) {
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
      List<ReplayedTrace> replayed = replayed(checked, explored.replays(), traces.keySet());
      replayed.forEach(trace -> traces.remove(trace.file()));
      replayed.addAll(replaying.replay(traces, verdicts));
      replayed.sort(Comparator.comparing(ReplayedTrace::file));
      List<ConformedModel> conformed = conforming.written(explored.conformed());
      List<FuzzedModel> fuzzed = fuzz.result();
      return new ProtocolResults(
          checked, replayed, conformed, fuzzed, verdicts.missing(unchecked), second);
    }
  }

  /**
   * Of kept traces, those that are the counterexample that TLC has found now: it was replayed then.
   * Where that was not as it should be, the file is replayed, for what is told of it.
   */
  private static List<ReplayedTrace> replayed(
      List<CheckedModel> checked, Map<Model, ReplayReport> replays, Set<Path> kept) {
    List<ReplayedTrace> replayed = new ArrayList<>();
    for (CheckedModel model : checked) {
      Path file = model.trace();
      Trace found = model.result().counterexample();
      ReplayReport report = replays.get(model.model());
      if (file == null || found == null || report == null) {
        continue;
      }
      if (model.asExpected() && kept.contains(file) && report.conforms()) {
        replayed.add(new ReplayedTrace(file, found, model.model(), report));
      }
    }
    return replayed;
  }

  /**
   * What the manifest calls the right designs, of the protocols of {@code models}; in a wrong one
   * TLC has found the mistake.
   */
  private List<Model> rightDesigns(List<Model> models) {
    Set<String> wanted = models.stream().map(this::protocol).collect(Collectors.toSet());
    return session.catalog().designs().stream()
        .map(Design::model)
        .filter(session::hasCode)
        .filter(model -> wanted.contains(protocol(model)))
        .toList();
  }

  /** The folder that the model's module stands in; the module where all stand in one. */
  private String protocol(Model model) {
    Path folder = model.source().folder().toAbsolutePath().normalize();
    boolean flat = folder.equals(session.specDir().toAbsolutePath().normalize());
    return flat ? model.module() : String.valueOf(folder.getFileName());
  }

  private int finish(
      List<JudgedProtocol> judged, List<JudgedProtocol> kept, ProtocolResults results) {
    UnjudgedLines lines = new UnjudgedLines(session);
    List<Integer> codes = new ArrayList<>();
    results.checked().forEach(model -> codes.add(model.exitCode()));
    results.replayed().forEach(trace -> codes.add(trace.exitCode()));
    results.conformed().forEach(model -> codes.add(model.exitCode()));
    results.fuzzed().forEach(model -> codes.add(model.exitCode()));
    results.unjudged().forEach(one -> codes.add(lines.exitCode(one)));
    results.disagreements().forEach(each -> codes.add(ExitCode.UNEXPECTED));
    int exitCode = codes.stream().filter(code -> code != ExitCode.OK).findFirst().orElse(0);

    if (session.json()) {
      session.printJson(
          Json.all(
              judged, kept, results.unjudged(), results.disagreements(), exitCode == ExitCode.OK));
    } else {
      new MainSummary(session, judged, kept).print(all);
    }
    results.checked().forEach(model -> checking.report(model, List.of()));
    results.replayed().forEach(replaying::report);
    results.conformed().forEach(conforming::report);
    results.fuzzed().stream()
        .filter(model -> !model.passed() || !model.report().left().isEmpty())
        .forEach(fuzzing::report);
    results.unjudged().forEach(lines::report);
    results.disagreements().forEach(session.console::error);
    return exitCode;
  }
}
