package org.mmucheck.workbench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mmucheck.catalog.Model;
import org.mmucheck.conform.ConformReport;
import org.mmucheck.conform.Conformer;
import org.mmucheck.graph.CapturedGraph;
import org.mmucheck.graph.NondeterministicActionException;
import org.mmucheck.subject.Adapter;
import org.mmucheck.tlc.CheckOptions.GraphUser;
import org.mmucheck.tlc.Exploration;
import org.mmucheck.tlc.Memory;
import org.mmucheck.tlc.SideBySide;
import org.mmucheck.tlc.StateSpaces;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcOptions;
import org.mmucheck.tlc.TlcResult;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.tlc.TraceMetas;

/**
 * The conformance of models, once for those that explore the same.
 *
 * <p>Concurrency: models are conformed by several threads, each group of them by one.
 */
final class Conforming {
  private static final double NANOS = 1e9;

  private final List<Model> models;
  private final Function<String, Adapter> adapters; // by module
  private final Map<Model, List<Model>> spaces = new LinkedHashMap<>(); // by representative
  private final Map<Model, Conformed> conformed = new ConcurrentHashMap<>();

  Conforming(List<Model> models, Function<String, Adapter> adapters) {
    this.models = models;
    this.adapters = adapters;
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
        try {
          conform(space(model), spec, graph, result.seconds(), workers);
        } catch (InterruptedException | RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  /**
   * Conforms what has not been conformed yet, and returns one result for each model.
   *
   * @param workers threads in all
   * @param started told of each model when it begins; may be called by several threads
   */
  List<Conformed> run(int workers, Consumer<Model> started) throws Exception {
    List<Model> left =
        spaces.keySet().stream().filter(model -> !conformed.containsKey(model)).toList();
    SideBySide.run(
        left,
        workers,
        (model, threads) -> {
          space(model).forEach(started);
          explore(space(model), threads);
          return model;
        });
    return models.stream().map(model -> Objects.requireNonNull(conformed.get(model))).toList();
  }

  private List<Model> space(Model representative) {
    return Objects.requireNonNull(spaces.get(representative));
  }

  private void explore(List<Model> space, int workers) throws Exception {
    long from = System.nanoTime();
    Model first = space.getFirst();
    TlcOptions options = TlcOptions.oneWorker().withWorkers(workers);
    try (Exploration explored = Exploration.of(space, options)) {
      double tlcSeconds = (System.nanoTime() - from) / NANOS;
      conform(space, explored.spec(), explored.graph(), tlcSeconds, workers);
    } catch (NondeterministicActionException e) {
      throw new TlcException(TlcException.NOT_FIT, first.module() + ".tla: " + e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw Memory.exhausted("conform " + first.name(), -1);
    }
  }

  private void conform(
      List<Model> space, TlcSpec spec, CapturedGraph graph, double tlcSeconds, int workers)
      throws Exception {
    Adapter adapter = adapters.apply(space.getFirst().module());
    List<String> invariants = StateSpaces.invariants(space);
    ConformReport report = Conformer.conform(spec, invariants, graph, adapter, workers);
    String digest = graph.digest();
    for (Model model : space) {
      conformed.put(
          model,
          new Conformed(
              model, report, digest, TraceMetas.of(model, "", model.summary()), tlcSeconds));
    }
  }
}
