package org.mmucheck.mutants.code;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.mmucheck.catalog.Model;
import org.mmucheck.mutants.Kill;
import org.mmucheck.mutants.Layer;
import org.mmucheck.workbench.Workbench;

/**
 * Tries the mutants of the classes that the models' adapters lead through their graphs. A mutant is
 * tried on the modules whose code loads its class, on their smallest graphs first, until one shows
 * it.
 */
public final class CodeMutants {
  private CodeMutants() {}

  /**
   * What to try.
   *
   * @param isMutated which classes are changed, by name
   * @param isReloaded which classes refer to those, and are loaded anew with them
   * @param wanted the mutants to try
   * @param perModule graphs of each module, the smallest
   * @param mostStates of a graph
   * @param threads mutants that are tried at a time
   */
  public record Plan(
      Predicate<String> isMutated,
      Predicate<String> isReloaded,
      Predicate<CodeMutant> wanted,
      int perModule,
      long mostStates,
      int threads) {}

  /**
   * Tries them.
   *
   * @param progress told of each mutant when it has been tried; by several threads
   * @throws IllegalStateException if the code does not conform as it is
   */
  public static List<CodeTried> tryAll(
      Workbench workbench, List<Model> models, Plan plan, Consumer<CodeTried> progress)
      throws InterruptedException {
    Map<String, Set<String>> modules = new TreeMap<>(); // by class
    try (Arena arena = new Arena(models, plan.perModule(), plan.mostStates())) {
      for (String module : arena.modules()) {
        if (workbench.adapterIfAny(module).isPresent()) {
          loadedBy(workbench, arena, module, plan).stream()
              .filter(plan.isMutated())
              .forEach(
                  name -> modules.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(module));
        }
      }
    }
    CodeMutator mutator = new CodeMutator();
    ConcurrentLinkedQueue<CodeMutator.Made> left = new ConcurrentLinkedQueue<>();
    for (String name : modules.keySet()) {
      mutator.mutants(name).stream()
          .filter(made -> plan.wanted().test(made.mutant()))
          .forEach(left::add);
    }
    List<CodeMutator.Made> order = List.copyOf(left);
    Map<CodeMutant, CodeTried> tried = new ConcurrentHashMap<>();
    run(
        plan.threads(),
        () -> {
          CodeMutator own = new CodeMutator();
          try (Arena arena = new Arena(models, plan.perModule(), plan.mostStates())) {
            for (CodeMutator.Made made = left.poll(); made != null; made = left.poll()) {
              Set<String> asked = modules.getOrDefault(made.mutant().className(), Set.of());
              CodeTried result = tried(workbench, arena, own, made, asked, plan);
              tried.put(made.mutant(), result);
              progress.accept(result);
            }
          }
        });
    List<CodeTried> results = new ArrayList<>();
    for (CodeMutator.Made made : order) {
      CodeTried result = tried.get(made.mutant());
      if (result != null) {
        results.add(result);
      }
    }
    return results;
  }

  /** A thread's share of the work. */
  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  private static void run(int threads, Work work) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(
            pool.submit(
                () -> {
                  work.run();
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static Set<String> loadedBy(
      Workbench workbench, Arena arena, String module, Plan plan) {
    ChangedCode code = new ChangedCode(plan.isReloaded());
    for (List<Model> space : arena.spaces(module)) {
      Optional<Kill> kill = lead(arena, space, code, workbench, module);
      if (kill.isPresent()) {
        throw new IllegalStateException(
            "the code does not conform as it is: " + kill.get().says());
      }
    }
    return code.loaded();
  }

  private static CodeTried tried(
      Workbench workbench,
      Arena arena,
      CodeMutator mutator,
      CodeMutator.Made made,
      Set<String> modules,
      Plan plan) {
    byte[] bytes = mutator.bytes(made);
    Map<Long, List<Space>> bySize = new LinkedHashMap<>();
    for (String module : modules) {
      long number = 0;
      for (List<Model> space : arena.spaces(module)) {
        bySize.computeIfAbsent(number++, key -> new ArrayList<>()).add(new Space(module, space));
      }
    }
    int asked = 0;
    for (List<Space> round : bySize.values()) {
      for (Space space : round) {
        asked++;
        ChangedCode code =
            new ChangedCode(plan.isReloaded(), made.mutant().className(), bytes);
        Optional<Kill> kill = lead(arena, space.models(), code, workbench, space.module());
        if (kill.isPresent()) {
          code.giveUp();
          return new CodeTried(made.mutant(), kill, asked);
        }
      }
    }
    return new CodeTried(made.mutant(), Optional.empty(), asked);
  }

  /** A graph of a module. */
  private record Space(String module, List<Model> models) {}

  private static Optional<Kill> lead(
      Arena arena, List<Model> space, ChangedCode code, Workbench workbench, String module) {
    try {
      return Optional.ofNullable(
          arena.lead(space, code.adapter(workbench.adapter(module))));
    } catch (Exception | LinkageError | StackOverflowError e) {
      String name = space.getFirst().name();
      return Optional.of(new Kill(Layer.CONFORM, name, name + ": the code fails: " + e));
    }
  }
}
