package org.mmucheck.tlc;

import java.util.List;
import org.mmucheck.catalog.Model;

/** Checks models, compares the verdicts with the manifest and exports counterexamples. */
public final class Checker {
  private Checker() {}

  /**
   * Checks {@code models} and returns one result for each, in their order.
   *
   * @throws InterruptedException if the calling thread is interrupted; every run has been stopped
   */
  public static List<CheckResult> check(List<Model> models, CheckOptions options)
      throws InterruptedException {
    try {
      return SideBySide.run(
          models,
          options.workers(),
          (model, workers) -> new ModelCheck(model, options, workers).run());
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
