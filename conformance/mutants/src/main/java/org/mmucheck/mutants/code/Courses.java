package org.mmucheck.mutants.code;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.mutants.Kill;
import org.mmucheck.mutants.Layer;
import org.mmucheck.mutants.code.CodeMutants.Plan;
import org.mmucheck.mutants.code.tests.TestClasses;
import org.mmucheck.subject.Adapter;
import org.mmucheck.workbench.Workbench;

/**
 * All that code is led through, by the classes that it loads on its way: a change of another class
 * cannot show there.
 *
 * <p>Concurrency: of one thread, but for {@link Loaded}, which nobody changes once it is made.
 */
final class Courses implements AutoCloseable {
  /** In the names of tests that race threads. */
  private static final List<String> STRESS =
      List.of("StressTest", "InsideStepTest", "OneSwitchTest", "TwoSwitchesTest");

  /** A class of tests that takes longer is asked after all graphs and counterexamples. */
  private static final Duration QUICK = Duration.ofSeconds(1);

  private final Workbench workbench;
  private final Plan plan;
  private final Walks walks;
  private final Arena arena;

  Courses(Workbench workbench, List<Model> models, Walks walks, Plan plan) {
    this.workbench = workbench;
    this.plan = plan;
    this.walks = walks;
    this.arena = new Arena(models, plan.perModule(), plan.mostStates());
  }

  /**
   * The classes that may be changed, with the modules and the tests whose code loads them.
   *
   * @param modules by class
   * @param tests by class
   * @param took how long each class of tests takes on the code as it is
   * @param leftOut the tests that fail on it, and why
   */
  record Loaded(
      Map<String, Set<String>> modules,
      Map<String, Set<String>> tests,
      Map<String, Duration> took,
      List<Kill> leftOut) {
    /** The classes' names. */
    Set<String> classes() {
      Set<String> all = new TreeSet<>(modules.keySet());
      all.addAll(tests.keySet());
      return all;
    }

    /** The tests that load a class, the quickest first. */
    List<String> testsOf(String className) {
      return tests.getOrDefault(className, Set.of()).stream()
          .sorted(Comparator.comparing(this::timeOf))
          .toList();
    }

    private Duration timeOf(String test) {
      return took.getOrDefault(test, Duration.ZERO);
    }

    private boolean isQuick(String test) {
      return timeOf(test).compareTo(QUICK) <= 0;
    }
  }

  /**
   * Leads the code as it is through all of them, and looks what it loads.
   *
   * @throws IllegalStateException if it does not conform
   */
  Loaded load() {
    Map<String, Set<String>> modules = new TreeMap<>();
    Map<String, Set<String>> tests = new TreeMap<>();
    Map<String, Duration> took = new HashMap<>();
    List<Kill> leftOut = new ArrayList<>();
    for (String module : arena.modules()) {
      if (workbench.adapterIfAny(module).isPresent()) {
        Kill kill = load(module, ofModules(List.of(module)), modules);
        if (kill != null) {
          throw new IllegalStateException("the code does not conform as it is: " + kill.says());
        }
      }
    }
    for (String test : plan.tests().names()) {
      long start = System.nanoTime();
      Kill kill = load(test, ofTests(List.of(test)), tests);
      took.put(test, Duration.ofNanos(System.nanoTime() - start));
      if (kill != null) {
        leftOut.add(kill);
      }
    }
    return new Loaded(modules, tests, took, leftOut);
  }

  /**
   * @return what is wrong with the code as it is; null if nothing is
   */
  private @Nullable Kill load(String name, List<Course> courses, Map<String, Set<String>> byClass) {
    ChangedCode code = new ChangedCode(plan.tests().loader(), plan.isReloaded());
    for (Course course : courses) {
      Kill kill = CodeMutants.lead(course, code, plan.limit());
      if (kill != null) {
        return kill;
      }
    }
    code.loaded().stream()
        .filter(each -> plan.isMutated().test(each) && !plan.tests().has(each))
        .forEach(each -> byClass.computeIfAbsent(each, key -> new TreeSet<>()).add(name));
    return null;
  }

  /** Those of a class, the quickest first. */
  List<Course> of(String className, Loaded loaded) {
    List<String> tests = loaded.testsOf(className);
    List<Course> all = new ArrayList<>();
    all.addAll(ofTests(tests.stream().filter(loaded::isQuick).toList()));
    all.addAll(ofModules(loaded.modules().getOrDefault(className, Set.of())));
    all.addAll(ofTests(tests.stream().filter(test -> !loaded.isQuick(test)).toList()));
    return all;
  }

  /** The smallest graph of each module, the counterexamples, and the other graphs. */
  private List<Course> ofModules(Collection<String> modules) {
    List<Course> first = new ArrayList<>();
    List<Course> last = new ArrayList<>();
    for (String module : modules) {
      for (List<Model> space : arena.spaces(module)) {
        List<Course> list = space == arena.spaces(module).getFirst() ? first : last;
        String model = space.getFirst().name();
        list.add(
            new Course(model, Layer.CONFORM, code -> arena.lead(space, adapter(code, module))));
      }
    }
    for (String module : modules) {
      for (Walks.Walk walk : walks.of(module)) {
        first.add(
            new Course(
                walk.model().name(),
                Layer.REPLAY,
                code -> Walks.lead(walk, adapter(code, module))));
      }
    }
    first.addAll(last);
    return asked(first);
  }

  private Adapter adapter(ChangedCode code, String module) {
    return code.adapter(workbench.adapter(module));
  }

  private List<Course> ofTests(Collection<String> tests) {
    return asked(tests.stream().map(Courses::ofTest).toList());
  }

  private static Course ofTest(String test) {
    String name = test.substring(test.lastIndexOf('.') + 1);
    Layer layer = STRESS.stream().anyMatch(name::endsWith) ? Layer.STRESS : Layer.UNIT;
    return new Course(name, layer, code -> failure(code, test, name, layer));
  }

  private static @Nullable Kill failure(ChangedCode code, String test, String name, Layer layer)
      throws ClassNotFoundException {
    String says = TestClasses.failure(code.loadClass(test));
    return says == null ? null : new Kill(layer, name, name + ": " + says);
  }

  private List<Course> asked(List<Course> courses) {
    return courses.stream().filter(course -> plan.layers().contains(course.layer())).toList();
  }

  @Override
  public void close() {
    arena.close();
  }
}
