package org.mmucheck.tlc;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.mmucheck.catalog.Model;

/** Checks models, compares the verdicts with the manifest and exports counterexamples. */
public final class Checker {
  /** From so many states on, more workers save more time than another model beside it. */
  private static final long LARGE = 200_000;

  private final Path specDir;
  private final CheckOptions options;

  private Checker(Path specDir, CheckOptions options) {
    this.specDir = specDir;
    this.options = options;
  }

  /**
   * Checks {@code models} and returns one result for each, in their order.
   *
   * @throws InterruptedException if the calling thread is interrupted; every run has been stopped
   */
  public static List<CheckResult> check(Path specDir, List<Model> models, CheckOptions options)
      throws InterruptedException {
    return new Checker(specDir, options).check(models);
  }

  private List<CheckResult> check(List<Model> models) throws InterruptedException {
    int atATime = Math.max(1, Math.min(options.workers(), models.size()));
    ExecutorService runs = Executors.newFixedThreadPool(atATime);
    try {
      Map<Model, Future<CheckResult>> small = new HashMap<>();
      for (Model model : models) {
        if (!isLarge(model)) {
          small.put(model, runs.submit(task(model, 1)));
        }
      }
      Map<Model, CheckResult> results = new HashMap<>();
      for (Map.Entry<Model, Future<CheckResult>> run : small.entrySet()) {
        results.put(run.getKey(), resultOf(run.getValue()));
      }
      for (Model model : models) {
        if (isLarge(model)) {
          results.put(model, resultOf(runs.submit(task(model, options.workers()))));
        }
      }
      return models.stream().map(results::get).toList();
    } finally {
      runs.shutdownNow();
      runs.close(); // waits until every run has stopped
    }
  }

  private Callable<CheckResult> task(Model model, int workers) {
    return () -> new ModelCheck(specDir, model, options, workers).run();
  }

  private static boolean isLarge(Model model) {
    Long states = model.expected().distinctStates();
    return states != null && states >= LARGE;
  }

  private static CheckResult resultOf(Future<CheckResult> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
