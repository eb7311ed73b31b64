package org.mmucheck.workbench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.conform.Checkpoint;
import org.mmucheck.conform.ConformReport;
import org.mmucheck.conform.Conformer;
import org.mmucheck.graph.CapturedGraph;
import org.mmucheck.graph.NondeterministicActionException;
import org.mmucheck.subject.Adapter;
import org.mmucheck.tlc.CheckOptions.GraphUser;
import org.mmucheck.tlc.Exploration;
import org.mmucheck.tlc.GraphEngine;
import org.mmucheck.tlc.Limits;
import org.mmucheck.tlc.Memory;
import org.mmucheck.tlc.SideBySide;
import org.mmucheck.tlc.StateSpaces;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcOptions;
import org.mmucheck.tlc.TlcResult;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.tlc.TraceMetas;
import org.mmucheck.tlc.UnfinishedException;

/**
 * The conformance of models, once for those that explore the same.
 *
 * <p>Concurrency: models are conformed by several threads, each group of them by one.
 */
final class Conforming {
  private static final double NANOS = 1e9;

  private final List<Model> models;
  private final Function<String, Adapter> adapters; // by module
  private final Limits limits; // of exploring
  private final BiFunction<Model, String, Checkpoint> checkpoints;
  private final @Nullable GraphEngine engine;
  private final Map<Model, List<Model>> spaces = new LinkedHashMap<>(); // by representative
  private final Map<Model, Conformed> conformed = new ConcurrentHashMap<>();
  private final Map<Model, Exception> failures = new ConcurrentHashMap<>(); // by representative

  /**
   * @param engine explores the models; TLC if it is null
   */
  Conforming(List<Model> models, Function<String, Adapter> adapters, @Nullable GraphEngine engine) {
    this(models, adapters, engine, Limits.NONE, (model, graphDigest) -> Checkpoint.NONE);
  }

  /**
   * @param engine explores the models; TLC if it is null
   * @param limits where TLC ends, without a verdict
   * @param checkpoints where a check of a model's graph, of that digest, goes on
   */
  Conforming(
      List<Model> models,
      Function<String, Adapter> adapters,
      @Nullable GraphEngine engine,
      Limits limits,
      BiFunction<Model, String, Checkpoint> checkpoints) {
    this.models = models;
    this.adapters = adapters;
    this.engine = engine;
    this.limits = limits;
    this.checkpoints = checkpoints;
    for (List<Model> space : StateSpaces.of(models)) {
      spaces.put(StateSpaces.representative(space), space);
    }
  }

  /** Conforms groups while TLC checks a model of theirs that it explores to the end. */
  GraphUser whileChecking() {
    return new GraphUser() {
      @Override
      public boolean wants(Model model) {
        return spaces.containsKey(model) && StateSpaces.isExploredWhenChecked(model);
      }

      @Override
      public void use(Model model, TlcSpec spec, TlcResult result, CapturedGraph graph, int workers)
          throws InterruptedException {
        attempt(model, () -> conform(space(model), spec, graph, result.seconds(), workers));
      }
    };
  }

  /**
   * Conforms what has not been conformed yet.
   *
   * @param without models that are left out
   * @param workers threads in all
   * @param started told of each model when it begins; may be called by several threads
   */
  void run(Set<Model> without, int workers, Consumer<Model> started) throws Exception {
    Map<Model, List<Model>> left = new LinkedHashMap<>();
    spaces.forEach(
        (representative, space) -> {
          List<Model> wanted = space.stream().filter(model -> !without.contains(model)).toList();
          if (!wanted.isEmpty() && !isDone(representative)) {
            left.put(representative, wanted);
          }
        });
    SideBySide.run(
        List.copyOf(left.keySet()),
        workers,
        (representative, threads) -> {
          List<Model> space = Objects.requireNonNull(left.get(representative));
          space.forEach(started);
          attempt(representative, () -> explore(space, threads));
          return representative;
        });
  }

  private boolean isDone(Model representative) {
    return conformed.containsKey(representative) || failures.containsKey(representative);
  }

  /** One for each model that came to a verdict, in the models' order. */
  List<Conformed> conformed() {
    return models.stream()
        .filter(conformed::containsKey)
        .map(model -> Objects.requireNonNull(conformed.get(model)))
        .toList();
  }

  /** One for each group of models that came to none. */
  List<Unjudged> unjudged() {
    return spaces.keySet().stream()
        .filter(failures::containsKey)
        .map(
            model ->
                new Unjudged(
                    "conform", model, model.name(), Objects.requireNonNull(failures.get(model))))
        .toList();
  }

  /** Something that may fail for one group of models, and then does not keep the others from it. */
  private interface Attempt {
    void run() throws Exception;
  }

  private void attempt(Model representative, Attempt attempt) throws InterruptedException {
    try {
      attempt.run();
    } catch (InterruptedException interrupted) {
      throw interrupted;
    } catch (Exception failure) {
      failures.put(representative, failure);
    } catch (OutOfMemoryError e) {
      failures.put(representative, Memory.exhausted("conform " + representative.name(), -1));
    }
  }

  private List<Model> space(Model representative) {
    return Objects.requireNonNull(spaces.get(representative));
  }

  private void explore(List<Model> space, int workers) throws Exception {
    long from = System.nanoTime();
    try (Exploration explored = explored(space, workers)) {
      double exploring = (System.nanoTime() - from) / NANOS;
      conform(space, explored.spec(), explored.graph(), exploring, workers);
    } catch (NondeterministicActionException e) {
      throw new TlcException(TlcException.NOT_FIT, String.valueOf(e.getMessage()), e);
    }
  }

  private Exploration explored(List<Model> space, int workers) throws InterruptedException {
    if (limits.isOver()) {
      throw UnfinishedException.notBegun();
    }
    return engine == null
        ? Exploration.of(space, new TlcOptions(workers, progress -> {}, limits))
        : Exploration.of(space, engine, workers);
  }

  private void conform(
      List<Model> space, TlcSpec spec, CapturedGraph graph, double tlcSeconds, int workers)
      throws Exception {
    Adapter adapter = adapters.apply(space.getFirst().module());
    List<String> invariants = StateSpaces.invariants(space);
    String digest = graph.digest();
    Checkpoint checkpoint = checkpoints.apply(space.getFirst(), digest);
    ConformReport report = Conformer.conform(spec, invariants, graph, adapter, workers, checkpoint);
    for (Model model : space) {
      conformed.put(
          model,
          new Conformed(
              model, report, digest, TraceMetas.of(model, "", model.summary()), tlcSeconds));
    }
  }
}
