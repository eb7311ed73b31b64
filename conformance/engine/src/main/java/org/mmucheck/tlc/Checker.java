package org.mmucheck.tlc;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.mmucheck.catalog.Model;

/** Checks models, compares the verdicts with the manifest and exports counterexamples. */
public final class Checker {
  private Checker() {}

  /**
   * Checks {@code models} and returns one result for each, in their order; with {@link
   * CheckOptions#enough} perhaps for some of them. TLC runs once for those that explore the same,
   * where they are as expected.
   *
   * @throws InterruptedException if the calling thread is interrupted; every run has been stopped
   */
  public static List<CheckResult> check(List<Model> models, CheckOptions options)
      throws InterruptedException {
    Map<Model, SharedRun> runs = new LinkedHashMap<>();
    SharedRun.of(models).forEach(run -> runs.put(run.representative(), run));
    Map<Model, CheckResult> results = new ConcurrentHashMap<>();
    try {
      SideBySide.run(
          List.copyOf(runs.keySet()),
          options.workers(),
          (model, workers) -> {
            if (!isEnough(results.values(), options)) {
              SharedRun run = Objects.requireNonNull(runs.get(model));
              results.putAll(new SharedCheck(run, options, workers).run());
            }
            return model;
          });
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return models.stream().map(results::get).filter(Objects::nonNull).toList();
  }

  private static boolean isEnough(Collection<CheckResult> results, CheckOptions options) {
    return options.enough() != null && results.stream().anyMatch(options.enough());
  }

  /**
   * TLC's verdict on a model of which nothing is expected, with the counterexample as TLC finds it.
   *
   * @throws InterruptedException if the calling thread is interrupted; the run has been stopped
   */
  public static CheckResult verdict(Model model, CheckOptions options) throws InterruptedException {
    return new ModelCheck(model, options, options.workers()).verdict();
  }
}
