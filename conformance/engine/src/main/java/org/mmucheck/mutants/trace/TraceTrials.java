package org.mmucheck.mutants.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.mmucheck.catalog.Model;
import org.mmucheck.mutants.KindRow;
import org.mmucheck.mutants.Layer;
import org.mmucheck.workbench.TraceJudge;
import org.mmucheck.workbench.Workbench;

/**
 * Changes committed counterexamples, one change a kind in each, and replays them. At which place
 * the change is made differs from one counterexample to the next, and is the same in every run.
 */
public final class TraceTrials {
  private static final int OTHERS = 3;

  private final List<Model> models;
  private final Path traces;
  private final TraceJudge judge;

  private TraceTrials(Workbench workbench, List<Model> models, Path traces) {
    this.models = models;
    this.traces = traces;
    this.judge = new TraceJudge(workbench);
  }

  /**
   * Tries them.
   *
   * @param models of one module
   * @param traces the folder with the counterexamples of all
   * @param every which of the counterexamples are taken: each nth
   * @param threads counterexamples at a time
   * @param progress told of each counterexample when it is done; by several threads
   * @return one row for changes that matter, one for those that do not
   */
  public static List<KindRow> tryAll(
      Workbench workbench,
      List<Model> models,
      Path traces,
      int every,
      int threads,
      Consumer<Model> progress)
      throws InterruptedException {
    TraceTrials trials = new TraceTrials(workbench, models, traces);
    List<Model> traced =
        models.stream().filter(model -> Files.exists(model.traceFile(traces))).toList();
    List<Model> chosen = new ArrayList<>();
    for (int i = 0; i < traced.size(); i += every) {
      chosen.add(traced.get(i));
    }
    List<Outcome> outcomes = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<Outcome>>> running = new ArrayList<>();
      for (Model model : chosen) {
        running.add(
            pool.submit(
                () -> {
                  List<Outcome> found = trials.tried(model);
                  progress.accept(model);
                  return found;
                }));
      }
      for (Future<List<Outcome>> each : running) {
        outcomes.addAll(each.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
      pool.close();
    }
    String module = models.getFirst().module();
    return List.of(
        row(KindRow.Kind.TRACE, module, outcomes),
        row(KindRow.Kind.TRACE_COSMETIC, module, outcomes));
  }

  /**
   * A changed counterexample.
   *
   * @param refusal why replay refuses it; empty if it does not
   */
  private record Outcome(Model model, TraceMutant mutant, String refusal) {
    String line() {
      return model.name() + ": " + mutant.kind() + " at " + mutant.where();
    }
  }

  private List<Outcome> tried(Model model) {
    Path file = model.traceFile(traces);
    List<Outcome> outcomes = new ArrayList<>();
    for (TraceMutant mutant : oneOfEachKind(model, text(file))) {
      String refusal = judge.refusal(file.getFileName().toString(), mutant.text()).orElse("");
      outcomes.add(new Outcome(model, mutant, refusal));
    }
    return outcomes;
  }

  private List<TraceMutant> oneOfEachKind(Model model, String text) {
    Map<TraceMutant.Kind, List<TraceMutant>> byKind = new EnumMap<>(TraceMutant.Kind.class);
    for (TraceMutant mutant : TraceMutants.of(text, otherProperties(model), otherModels(model))) {
      byKind.computeIfAbsent(mutant.kind(), kind -> new ArrayList<>()).add(mutant);
    }
    return byKind.values().stream()
        .map(all -> all.get(Math.floorMod(model.name().hashCode(), all.size())))
        .toList();
  }

  /** Of the same module: another module's would be refused for that. */
  private List<String> otherModels(Model own) {
    return models.stream()
        .filter(model -> !model.equals(own))
        .map(Model::name)
        .limit(OTHERS)
        .toList();
  }

  private List<String> otherProperties(Model own) {
    return models.stream()
        .map(model -> model.expected().property())
        .filter(Objects::nonNull)
        .filter(property -> !property.equals(own.expected().property()))
        .distinct()
        .limit(OTHERS)
        .toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KindRow row(KindRow.Kind kind, String module, List<Outcome> outcomes) {
    List<Outcome> own =
        outcomes.stream().filter(o -> o.mutant().kind().isCosmetic() == kind.isCosmetic()).toList();
    List<Outcome> refused = own.stream().filter(outcome -> !outcome.refusal().isEmpty()).toList();
    List<KindRow.Left> left =
        own.stream()
            .filter(outcome -> outcome.refusal().isEmpty())
            .map(outcome -> new KindRow.Left(outcome.line(), outcome.mutant().kind().reason()))
            .toList();
    return new KindRow(
        kind,
        module,
        own.size(),
        refused.isEmpty() ? Map.of() : Map.of(Layer.REPLAY, refused.size()),
        left,
        List.of(),
        kind.isCosmetic()
            ? refused.stream().map(outcome -> outcome.line() + ": " + outcome.refusal()).toList()
            : List.of());
  }
}
