package org.mmucheck.tlc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.mmucheck.catalog.Model;

/**
 * Runs something on each of many models with a number of threads: small models side by side, with
 * one worker each, then the large ones by themselves, with all.
 */
public final class SideBySide {
  /** From so many states on, more workers save more time than another model beside it. */
  private static final long LARGE = 200_000;

  private SideBySide() {}

  /** What is done with one model. */
  @FunctionalInterface
  public interface Job<R> {
    R run(Model model, int workers) throws Exception;
  }

  /**
   * Returns one result for each model, in their order.
   *
   * @param workers threads in all
   * @throws Exception what a job throws; all other jobs have ended by then
   * @throws InterruptedException if the calling thread is interrupted; every job has ended then
   */
  public static <R> List<R> run(List<Model> models, int workers, Job<R> job) throws Exception {
    int atATime = Math.max(1, Math.min(workers, models.size()));
    ExecutorService runs = Executors.newFixedThreadPool(atATime);
    try {
      Map<Model, Future<R>> small = new HashMap<>();
      for (Model model : models) {
        if (!isLarge(model)) {
          small.put(model, runs.submit(() -> job.run(model, 1)));
        }
      }
      Map<Model, R> results = new HashMap<>();
      for (Map.Entry<Model, Future<R>> run : small.entrySet()) {
        results.put(run.getKey(), resultOf(run.getValue()));
      }
      for (Model model : models) {
        if (isLarge(model)) {
          results.put(model, resultOf(runs.submit(() -> job.run(model, workers))));
        }
      }
      return models.stream().map(results::get).toList();
    } finally {
      runs.shutdownNow();
      runs.close(); // waits until every run has stopped
    }
  }

  /** Whether TLC runs on the model with all workers. */
  static boolean isLarge(Model model) {
    Long states = model.expected().distinctStates();
    return states != null && states >= LARGE;
  }

  private static <R> R resultOf(Future<R> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }
}
