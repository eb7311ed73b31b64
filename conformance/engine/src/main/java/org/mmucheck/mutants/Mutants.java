package org.mmucheck.mutants;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.Limits;
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
   * @param limits when no more mutant is begun; then those that were are spread over the module
   */
  public record Plan(
      Set<Layer> layers,
      boolean all,
      Duration limit,
      long mostStates,
      Predicate<Mutant> wanted,
      int threads,
      Limits limits) {
    public Plan {
      layers = Set.copyOf(layers);
    }

    /** Without an end to all of it. */
    public Plan(
        Set<Layer> layers,
        boolean all,
        Duration limit,
        long mostStates,
        Predicate<Mutant> wanted,
        int threads) {
      this(layers, all, limit, mostStates, wanted, threads, Limits.NONE);
    }
  }

  /**
   * What became of the mutants that were wanted.
   *
   * @param tried in the order of the module's text
   * @param untried how many the time was over for
   */
  public record Result(List<Tried> tried, int untried) {}

  /**
   * The mutants of a module, in the order of its text.
   *
   * @param models the module's
   */
  public static List<Mutant> of(List<Model> models) {
    return Subject.of(models).mutants();
  }

  /**
   * Tries the mutants of a module; those of {@link SharedModules} are not its own.
   *
   * @param models the module's
   * @param progress told of each mutant when it has been tried; by several threads
   * @throws InterruptedException if the calling thread is interrupted; no file is left then
   */
  public static Result tryAll(
      Workbench workbench, List<Model> models, Plan plan, Consumer<Tried> progress)
      throws InterruptedException {
    Subject subject = Subject.of(models);
    Set<String> shared = SharedModules.links(subject.folder()).keySet();
    List<Mutant> own =
        subject.mutants().stream().filter(mutant -> !shared.contains(mutant.module())).toList();
    MutantRun run = new MutantRun(workbench, subject, effort(plan));
    return each(own, plan, progress, run::run);
  }

  /**
   * Tries the mutants of a module that several protocols share, on one after the other of them.
   *
   * @param name the module's
   * @param progress told of each mutant when it has been tried; by several threads
   * @throws InterruptedException if the calling thread is interrupted; no file is left then
   */
  public static Result tryShared(
      Workbench workbench,
      String name,
      SharedModules.Shared shared,
      Plan plan,
      Consumer<Tried> progress)
      throws InterruptedException {
    List<Subject> subjects = shared.users().stream().map(Subject::of).toList();
    List<MutantRun> runs =
        subjects.stream().map(each -> new MutantRun(workbench, each, effort(plan))).toList();
    List<Mutant> mutants =
        subjects.getFirst().mutants().stream()
            .filter(mutant -> mutant.module().equals(name))
            .toList();
    return each(mutants, plan, progress, mutant -> runAll(mutant, runs, plan.all()));
  }

  private static Tried runAll(Mutant mutant, List<MutantRun> runs, boolean all)
      throws InterruptedException {
    List<Kill> kills = new ArrayList<>();
    int asked = 0;
    for (MutantRun run : runs) {
      Tried tried = run.run(mutant);
      asked += tried.asked();
      if (tried.stillborn() != null) {
        return new Tried(mutant, List.of(), tried.stillborn(), asked);
      }
      kills.addAll(tried.kills());
      if (tried.isKilled() && !all) {
        break;
      }
    }
    return new Tried(mutant, kills, null, asked);
  }

  private static MutantRun.Effort effort(Plan plan) {
    return new MutantRun.Effort(plan.layers(), plan.all(), plan.limit(), plan.mostStates());
  }

  /** What becomes of a mutant. */
  @FunctionalInterface
  private interface Trial {
    Tried of(Mutant mutant) throws InterruptedException;
  }

  private static Result each(List<Mutant> mutants, Plan plan, Consumer<Tried> progress, Trial trial)
      throws InterruptedException {
    List<Mutant> wanted = mutants.stream().filter(plan.wanted()).toList();
    Map<Mutant, Tried> tried = new ConcurrentHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(plan.threads());
    try {
      List<Future<?>> results = new ArrayList<>();
      for (Mutant mutant : plan.limits().deadline() == null ? wanted : Spread.of(wanted)) {
        results.add(
            threads.submit(
                () -> {
                  if (!plan.limits().isOver()) {
                    Tried each = trial.of(mutant);
                    tried.put(mutant, each);
                    progress.accept(each);
                  }
                  return null;
                }));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
      threads.close();
    }
    List<Tried> inOrder = wanted.stream().map(tried::get).filter(Objects::nonNull).toList();
    return new Result(inOrder, wanted.size() - inOrder.size());
  }
}
