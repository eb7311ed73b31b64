package org.mmucheck.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.EditDistance;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.mutants.Layer;
import org.mmucheck.mutants.Matrix;
import org.mmucheck.mutants.Mutant;
import org.mmucheck.mutants.Mutants;
import org.mmucheck.mutants.Reasons;
import org.mmucheck.mutants.Tried;
import org.mmucheck.mutants.code.CodeMutants;
import org.mmucheck.mutants.code.CodeTried;
import org.mmucheck.workbench.Workbench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "mutants",
    description = {
      "Make small changes to specs, one at a time, and tell which layer notices each first.",
      "A change that nothing notices needs a reason in mutants.json beside the manifest. Models of"
          + " the tier quick are asked, the smallest first."
    },
    footer = "%nFor example: mutants FinerLock")
final class MutantsCommand implements Callable<Integer> {
  private static final Set<Layer> ALL = EnumSet.allOf(Layer.class);

  /** Of each module, the smallest. */
  private static final int GRAPHS = 12;

  /** Most changes of code show in small graphs, and what is left goes through all of them. */
  private static final long MOST_STATES_FOR_CODE = 3_000;

  private final Session session;

  @Spec CommandSpec command;

  @Parameters(paramLabel = "MODULE", description = "Modules of the manifest; all of them if none.")
  List<String> modules = List.of();

  @Option(
      names = "--layer",
      split = ",",
      paramLabel = "LAYER",
      description = "Only these: check, replay, conform, count (default: all).")
  Set<Layer> layers = ALL;

  @Option(names = "--all-killers", description = "Do not stop at the first that notices.")
  boolean all;

  @Option(
      names = "--in",
      paramLabel = "DEFINITION",
      description = "Only changes of this definition.")
  @Nullable String definition;

  @Option(
      names = "--every",
      paramLabel = "N",
      defaultValue = "1",
      description = "Only each Nth change, for a first look.")
  int every;

  @Option(
      names = "--limit",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long one model may take with a change (default: ${DEFAULT-VALUE}).")
  int limit;

  @Option(
      names = "--most-states",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Do not ask models with more pinned states (default: ${DEFAULT-VALUE}).")
  long mostStates;

  @Option(
      names = "--code",
      paramLabel = "PACKAGE",
      description = {
        "Change the Java code instead, the classes of this package and those below it, with PIT's"
            + " operators, and lead it through small graphs and the committed traces. What is left"
            + " is listed and needs no reason."
      })
  @Nullable String code;

  @Option(
      names = "--also-load",
      paramLabel = "PACKAGE",
      defaultValue = "org.mmucheck.kvm",
      description = "The package of the adapters of that code (default: ${DEFAULT-VALUE}).")
  String adapters;

  @Option(names = "--workers", paramLabel = "N", description = "Changes to try at a time.")
  @Nullable Integer workers;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  MutantsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (every < 1 || limit < 1) {
      throw new ParameterException(command.commandLine(), "--every and --limit must be at least 1");
    }
    Workbench workbench = session.workbench();
    if (code != null) {
      return tryCode(workbench, code);
    }
    long from = System.nanoTime();
    List<Matrix.Row> rows = new ArrayList<>();
    List<String> stale = new ArrayList<>();
    List<Tried> everything = new ArrayList<>();
    try (ProgressLine line = new ProgressLine(session.console)) {
      for (Map.Entry<String, List<Model>> module : chosen().entrySet()) {
        AtomicInteger done = new AtomicInteger();
        List<Tried> tried =
            Mutants.tryAll(
                workbench,
                module.getValue(),
                plan(),
                each -> line.show(module.getKey() + " " + done.incrementAndGet()));
        Reasons reasons = Reasons.in(module.getValue().getFirst().source().folder());
        rows.addAll(Matrix.rows(module.getKey(), tried, reasons));
        if (isWhole()) {
          reasons.stale(tried).forEach(reason -> stale.add(module.getKey() + ": " + reason.line()));
        }
        everything.addAll(tried);
      }
    }
    Matrix matrix = new Matrix(rows, stale);
    double seconds = (System.nanoTime() - from) / 1e9;
    if (session.json()) {
      session.printJson(MutantsJson.of(matrix, all ? everything : List.of(), seconds));
    } else {
      new MutantsText(session.console.out()).print(matrix, all ? everything : List.of(), seconds);
    }
    report(matrix);
    return matrix.isAsWanted() ? ExitCode.OK : ExitCode.UNEXPECTED;
  }

  private int tryCode(Workbench workbench, String changed) throws InterruptedException {
    AtomicInteger number = new AtomicInteger();
    CodeMutants.Plan plan =
        new CodeMutants.Plan(
            name -> name.startsWith(changed + "."),
            name -> name.startsWith(changed + ".") || name.startsWith(adapters + "."),
            mutant -> number.getAndIncrement() % every == 0,
            session.tracesDir(null),
            GRAPHS,
            Math.min(mostStates, MOST_STATES_FOR_CODE),
            Duration.ofSeconds(limit),
            session.workers(workers, command));
    List<Model> models = chosen().values().stream().flatMap(List::stream).toList();
    List<CodeTried> tried;
    try (ProgressLine line = new ProgressLine(session.console)) {
      tried = CodeMutants.tryAll(workbench, models, plan, each -> line.show(each.mutant().told()));
    }
    if (session.json()) {
      session.printJson(CodeMutantsReport.json(tried));
    } else {
      CodeMutantsReport.print(session.console.out(), tried);
    }
    return ExitCode.OK;
  }

  /** Whether each change is tried on all that may notice it. */
  private boolean isWhole() {
    return every == 1 && definition == null && layers.equals(ALL);
  }

  private Mutants.Plan plan() {
    AtomicInteger number = new AtomicInteger();
    return new Mutants.Plan(
        layers,
        all,
        Duration.ofSeconds(limit),
        mostStates,
        mutant -> isWanted(mutant) && number.getAndIncrement() % every == 0,
        session.workers(workers, command));
  }

  private boolean isWanted(Mutant mutant) {
    return definition == null || definition.equals(mutant.name());
  }

  private Map<String, List<Model>> chosen() {
    Map<String, List<Model>> byModule = new LinkedHashMap<>();
    session.catalog().models().stream()
        .filter(model -> Tier.quick.includes(model) && model.induction() == null)
        .forEach(
            model -> byModule.computeIfAbsent(model.module(), key -> new ArrayList<>()).add(model));
    if (byModule.isEmpty()) {
      throw new InputException(session.specDir().toString(), "", "lists no quick model");
    }
    for (String module : modules) {
      if (!byModule.containsKey(module)) {
        throw new ParameterException(
            command.commandLine(),
            "no module '"
                + module
                + "' with quick models"
                + EditDistance.nearest(module, byModule.keySet())
                    .map(near -> "; did you mean " + near + "?")
                    .orElse(""));
      }
    }
    if (!modules.isEmpty()) {
      byModule.keySet().retainAll(modules);
    }
    return byModule;
  }

  private void report(Matrix matrix) {
    for (Matrix.Row row : matrix.rows()) {
      for (Matrix.Survivor survivor : row.unexplained()) {
        session.console.error("nothing notices " + survivor.tried().mutant().line());
      }
      for (Tried noticed : row.noticed()) {
        session.console.error(
            "means nothing, but is noticed: "
                + noticed.mutant().line()
                + noticed.killer().map(kill -> ": " + kill.says()).orElse(""));
      }
    }
    matrix.stale().forEach(reason -> session.console.error("a reason for no survivor: " + reason));
    if (!matrix.isAsWanted()) {
      List<String> args = new ArrayList<>(List.of("mutants"));
      args.addAll(modules);
      session.console.err().println("  again     " + session.again(args));
      session.console.err().flush();
    }
  }
}
