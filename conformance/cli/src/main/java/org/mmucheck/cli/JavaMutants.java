package org.mmucheck.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.mutants.Layer;
import org.mmucheck.mutants.code.CodeMutant;
import org.mmucheck.mutants.code.CodeMutants;
import org.mmucheck.mutants.code.CodeReasons;
import org.mmucheck.mutants.code.tests.TestClasses;
import org.mmucheck.tlc.Limits;
import picocli.CommandLine.Option;

/** The options of {@code mutants} that are for Java code, and the trials of it. */
final class JavaMutants {
  /** Of each module, the smallest. */
  private static final int GRAPHS = 12;

  /** Most changes of code show in small graphs, and what is left goes through all of them. */
  private static final long MOST_STATES = 3_000;

  @Option(
      names = "--code",
      paramLabel = "PACKAGE",
      description = {
        "Java code to change: the classes of this package and those below it, with PIT's operators."
            + " It is led through small graphs and the committed traces. What is left is listed; "
            + CodeReasons.FILE
            + " in the folder of specs says why some of it is no fault"
            + " (default: ${DEFAULT-VALUE})."
      },
      defaultValue = "org.mmucheck.model")
  String code = "";

  @Option(
      names = "--also-load",
      paramLabel = "PACKAGE",
      defaultValue = "org.mmucheck.kvm",
      description = "The package of the adapters of that code (default: ${DEFAULT-VALUE}).")
  String adapters = "";

  @Option(
      names = "--tests",
      split = "[:;]",
      paramLabel = "PATH",
      description =
          "The code's own JUnit tests, for the layers unit and stress: folders of compiled classes,"
              + " and the jars that they need. Without it neither is asked.")
  List<Path> tests = List.of();

  /**
   * Which changes to try, and how much to do for each.
   *
   * @param in a class, or {@code CLASS.method}; null for all
   * @param limit seconds
   */
  record Extent(
      Set<Layer> layers,
      @Nullable String in,
      int every,
      int limit,
      long mostStates,
      int workers,
      Limits limits) {
    private boolean isIn(CodeMutant mutant) {
      String name = mutant.className();
      return in == null || in.equals(name) || in.equals(name + "." + mutant.method());
    }
  }

  /** Tries the changes; adds their rows, and the reasons that are for no survivor. */
  void tryAll(
      Session session, List<Model> models, Extent extent, KillMatrix matrix, ProgressLine line)
      throws InterruptedException {
    AtomicInteger number = new AtomicInteger();
    CodeMutants.Plan plan =
        new CodeMutants.Plan(
            extent.layers(),
            name -> name.startsWith(code + "."),
            name -> name.startsWith(code + ".") || name.startsWith(adapters + "."),
            mutant -> extent.isIn(mutant) && number.getAndIncrement() % extent.every() == 0,
            session.tracesDir(null),
            tests.isEmpty() ? TestClasses.none() : TestClasses.of(tests),
            GRAPHS,
            Math.min(extent.mostStates(), MOST_STATES),
            Duration.ofSeconds(extent.limit()),
            extent.workers(),
            extent.limits());
    CodeReasons reasons = CodeReasons.in(session.specDir());
    CodeMutants.Result result =
        CodeMutants.tryAll(
            session.workbench(), models, plan, each -> line.show(each.mutant().told()));
    result
        .leftOut()
        .forEach(kill -> session.console.error("left out, as it fails as it is: " + kill.says()));
    CodeRows.of(result.tried(), reasons).forEach(matrix::add);
    matrix.addUntried("code", result.untried());
    if (result.untried() == 0) {
      reasons.stale(result.tried()).forEach(reason -> matrix.addStale(reason.line()));
    }
  }
}
