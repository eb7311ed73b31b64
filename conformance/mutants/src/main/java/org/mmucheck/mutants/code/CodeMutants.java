package org.mmucheck.mutants.code;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
import org.mmucheck.mutants.Spread;
import org.mmucheck.mutants.code.tests.TestClasses;
import org.mmucheck.subject.Adapter;
import org.mmucheck.tlc.Limits;
import org.mmucheck.workbench.Workbench;

/**
 * Tries the mutants of the classes that the models' adapters, and the code's own tests, load. A
 * mutant is tried where its class is loaded, the quickest first, until one shows it.
 *
 * <p>Concurrency: each thread takes the next mutant from one queue, and has graphs of its own.
 */
public final class CodeMutants {
  private CodeMutants() {}

  /**
   * What to try.
   *
   * @param layers to be asked; unit and stress are the code's own tests
   * @param isMutated which classes are changed, by name; never the tests'
   * @param isReloaded which classes refer to those, and are loaded anew with them
   * @param wanted the mutants to try
   * @param traces the committed counterexamples
   * @param tests the code's own
   * @param perModule graphs of each module
   * @param mostStates of a graph
   * @param limit how long a mutant may take for one graph, counterexample or class of tests
   * @param threads mutants that are tried at a time
   * @param limits when no more mutant is begun; then those that were are spread over the code
   */
  public record Plan(
      Set<Layer> layers,
      Predicate<String> isMutated,
      Predicate<String> isReloaded,
      Predicate<CodeMutant> wanted,
      Path traces,
      TestClasses tests,
      int perModule,
      long mostStates,
      Duration limit,
      int threads,
      Limits limits) {
    public Plan {
      layers = Set.copyOf(layers);
    }
  }

  /**
   * What became of them.
   *
   * @param tried those that were wanted
   * @param untried how many of them the time was over for
   * @param leftOut tests that nothing was asked of, since they fail on the code as it is
   */
  public record Result(List<CodeTried> tried, int untried, List<Kill> leftOut) {}

  /** The mutants of a class of this program; none if it has no such class. */
  public static List<CodeMutant> of(String className) {
    return new CodeMutator(CodeMutants.class.getClassLoader())
        .mutants(className).stream().map(CodeMutator.Made::mutant).toList();
  }

  /**
   * Tries them.
   *
   * @param progress told of each mutant when it has been tried; by several threads
   * @throws IllegalStateException if the code does not conform as it is
   */
  public static Result tryAll(
      Workbench workbench, List<Model> models, Plan plan, Consumer<CodeTried> progress)
      throws InterruptedException {
    Map<String, Adapter> adapters = new HashMap<>();
    workbench.adapters().forEach(adapter -> adapters.put(adapter.module(), adapter));
    Walks walks = new Walks(models, plan.traces(), adapters);
    Courses.Loaded loaded;
    try (Courses courses = new Courses(workbench, models, walks, plan)) {
      loaded = courses.load();
    }
    CodeMutator mutator = new CodeMutator(plan.tests().loader());
    List<CodeMutator.Made> wanted =
        loaded.classes().stream()
            .flatMap(name -> mutator.mutants(name).stream())
            .filter(each -> plan.wanted().test(each.mutant()))
            .toList();
    boolean isEndless = plan.limits().deadline() == null;
    ConcurrentLinkedQueue<CodeMutator.Made> left =
        new ConcurrentLinkedQueue<>(isEndless ? wanted : Spread.of(wanted));
    Map<CodeMutant, CodeTried> tried = new ConcurrentHashMap<>();
    run(
        plan.threads(),
        () -> {
          CodeMutator own = new CodeMutator(plan.tests().loader());
          try (Courses courses = new Courses(workbench, models, walks, plan)) {
            CodeMutator.Made each = left.poll();
            while (each != null && !plan.limits().isOver()) {
              List<Course> asked = courses.of(each.mutant().className(), loaded);
              CodeTried result = tried(asked, each.mutant(), own.bytes(each), plan);
              tried.put(each.mutant(), result);
              progress.accept(result);
              each = left.poll();
            }
          }
        });
    List<CodeTried> inOrder =
        wanted.stream().map(each -> tried.get(each.mutant())).filter(Objects::nonNull).toList();
    return new Result(inOrder, wanted.size() - inOrder.size(), loaded.leftOut());
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

  private static CodeTried tried(List<Course> courses, CodeMutant mutant, byte[] bytes, Plan plan) {
    int asked = 0;
    ChangedCode ofModels = changed(mutant, bytes, plan); // warm from the second model on
    for (Course course : courses) {
      asked++;
      ChangedCode code = course.isTest() ? changed(mutant, bytes, plan) : ofModels;
      Kill kill = lead(course, code, plan.limit());
      if (kill != null) {
        code.giveUp();
        return new CodeTried(mutant, Optional.of(kill), asked);
      }
    }
    return new CodeTried(mutant, Optional.empty(), asked);
  }

  private static ChangedCode changed(CodeMutant mutant, byte[] bytes, Plan plan) {
    return new ChangedCode(plan.tests().loader(), plan.isReloaded(), mutant.className(), bytes);
  }

  /**
   * Leads code through a course, in a thread of its own: the code may wait for ever where nobody
   * watches, in what the projection asks of it. Such a thread is left alone, and ends with the
   * program.
   *
   * @return what is different; null if nothing is
   */
  static @Nullable Kill lead(Course course, ChangedCode code, Duration limit) {
    FutureTask<@Nullable Kill> task = new FutureTask<>(() -> course.way().lead(code));
    Thread thread = Thread.ofPlatform().daemon().name("mutant").unstarted(task);
    try {
      thread.start();
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      return course.isEndless(limit.toSeconds());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return cause instanceof OutOfMemoryError
          ? course.lacksMemory()
          : course.fails(cause == null ? e : cause);
    } catch (OutOfMemoryError e) {
      return course.lacksMemory();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return course.fails(e);
    }
  }
}
