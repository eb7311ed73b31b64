package org.mmucheck.mutants;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.mmucheck.catalog.Model;
import org.mmucheck.workbench.Workbench;

/** Tries the mutants of modules. */
public final class Mutants {
  private Mutants() {}

  /**
   * What to try.
   *
   * @param layers to be asked
   * @param all whether to go on after the first layer that notices a mutant
   * @param limit how long one model may take
   * @param mostStates a model with more pinned states is not asked
   * @param wanted the mutants to try
   * @param threads mutants that are tried at a time
   */
  public record Plan(
      Set<Layer> layers,
      boolean all,
      Duration limit,
      long mostStates,
      Predicate<Mutant> wanted,
      int threads) {
    public Plan {
      layers = Set.copyOf(layers);
    }
  }

  /**
   * The mutants of a module, in the order of its text.
   *
   * @param models the module's
   */
  public static List<Mutant> of(List<Model> models) {
    return Subject.of(models).mutants();
  }

  /**
   * Tries the mutants of a module.
   *
   * @param models the module's
   * @param progress told of each mutant when it has been tried; by several threads
   * @throws InterruptedException if the calling thread is interrupted; no file is left then
   */
  public static List<Tried> tryAll(
      Workbench workbench, List<Model> models, Plan plan, Consumer<Tried> progress)
      throws InterruptedException {
    Subject subject = Subject.of(models);
    MutantRun run =
        new MutantRun(
            workbench,
            subject,
            new MutantRun.Effort(plan.layers(), plan.all(), plan.limit(), plan.mostStates()));
    ExecutorService threads = Executors.newFixedThreadPool(plan.threads());
    try {
      List<Future<Tried>> results = new ArrayList<>();
      for (Mutant mutant : subject.mutants()) {
        if (plan.wanted().test(mutant)) {
          results.add(
              threads.submit(
                  () -> {
                    Tried tried = run.run(mutant);
                    progress.accept(tried);
                    return tried;
                  }));
        }
      }
      List<Tried> tried = new ArrayList<>();
      for (Future<Tried> result : results) {
        tried.add(result.get());
      }
      return tried;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
      threads.close();
    }
  }
}
