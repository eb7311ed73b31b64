package org.mmucheck.mutants.code;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.mutants.Kill;
import org.mmucheck.mutants.Layer;
import org.mmucheck.subject.Adapter;
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
   * @param traces the committed counterexamples
   * @param perModule graphs of each module, the smallest
   * @param mostStates of a graph
   * @param limit how long a mutant may take for one graph or one counterexample
   * @param threads mutants that are tried at a time
   */
  public record Plan(
      Predicate<String> isMutated,
      Predicate<String> isReloaded,
      Predicate<CodeMutant> wanted,
      Path traces,
      int perModule,
      long mostStates,
      Duration limit,
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
    Map<String, Adapter> adapters = new HashMap<>();
    workbench.adapters().forEach(adapter -> adapters.put(adapter.module(), adapter));
    Walks walks = new Walks(models, plan.traces(), adapters);
    try (Arena arena = new Arena(models, plan.perModule(), plan.mostStates())) {
      for (String module : arena.modules()) {
        if (workbench.adapterIfAny(module).isPresent()) {
          loadedBy(workbench, arena, walks, module, plan).stream()
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
              CodeTried result = tried(workbench, courses(arena, walks, asked), own, made, plan);
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
      Workbench workbench, Arena arena, Walks walks, String module, Plan plan) {
    ChangedCode code = new ChangedCode(plan.isReloaded());
    Adapter adapter = code.adapter(workbench.adapter(module));
    List<Course> courses = courses(arena, walks, List.of(module));
    for (Course course : courses) {
      Optional<Kill> kill = run(course, adapter, plan.limit());
      if (kill.isPresent()) {
        throw new IllegalStateException("the code does not conform as it is: " + kill.get().says());
      }
    }
    return code.loaded();
  }

  private static CodeTried tried(
      Workbench workbench,
      List<Course> courses,
      CodeMutator mutator,
      CodeMutator.Made made,
      Plan plan) {
    byte[] bytes = mutator.bytes(made);
    int asked = 0;
    for (Course course : courses) {
      asked++;
      ChangedCode code = new ChangedCode(plan.isReloaded(), made.mutant().className(), bytes);
      Optional<Kill> kill;
      try {
        kill = run(course, code.adapter(workbench.adapter(course.module())), plan.limit());
      } catch (LinkageError | IllegalStateException e) {
        kill = Optional.of(course.fails(e));
      }
      if (kill.isPresent()) {
        code.giveUp();
        return new CodeTried(made.mutant(), kill, asked);
      }
    }
    return new CodeTried(made.mutant(), Optional.empty(), asked);
  }

  /** A graph of a module, or a counterexample, that code is led through. */
  private record Course(String module, String model, Layer layer, Way way) {
    Kill fails(Throwable failure) {
      return new Kill(layer, model, model + ": the code fails: " + failure);
    }
  }

  /** Leads the code; null if it conforms. */
  @FunctionalInterface
  private interface Way {
    @Nullable Kill lead(Adapter adapter) throws Exception;
  }

  /** The smallest graph of each module, the counterexamples, and the other graphs. */
  private static List<Course> courses(Arena arena, Walks walks, Iterable<String> modules) {
    List<Course> first = new ArrayList<>();
    List<Course> last = new ArrayList<>();
    for (String module : modules) {
      for (List<Model> space : arena.spaces(module)) {
        String model = space.getFirst().name();
        List<Course> list = space == arena.spaces(module).getFirst() ? first : last;
        list.add(new Course(module, model, Layer.CONFORM, adapter -> arena.lead(space, adapter)));
      }
    }
    for (String module : modules) {
      for (Walks.Walk walk : walks.of(module)) {
        first.add(
            new Course(
                module, walk.model().name(), Layer.REPLAY, adapter -> Walks.lead(walk, adapter)));
      }
    }
    first.addAll(last);
    return first;
  }

  /**
   * In a thread of its own: the code may wait for ever where nobody watches, in what the projection
   * asks of it. Such a thread is left alone, and ends with the program.
   */
  private static Optional<Kill> run(Course course, Adapter adapter, Duration limit) {
    FutureTask<@Nullable Kill> task = new FutureTask<>(() -> course.way().lead(adapter));
    Thread thread = Thread.ofPlatform().daemon().name("mutant").start(task);
    try {
      return Optional.ofNullable(task.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      task.cancel(true);
      String says = course.model() + ": the code does not end within " + limit.toSeconds() + " s";
      return Optional.of(new Kill(course.layer(), course.model(), says));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return Optional.of(course.fails(cause == null ? e : cause));
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return Optional.of(course.fails(e));
    }
  }
}
