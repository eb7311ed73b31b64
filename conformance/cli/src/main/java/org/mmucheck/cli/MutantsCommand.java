package org.mmucheck.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.EditDistance;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.mutants.Layer;
import org.mmucheck.mutants.Matrix;
import org.mmucheck.mutants.Mutant;
import org.mmucheck.mutants.Mutants;
import org.mmucheck.mutants.Reasons;
import org.mmucheck.mutants.SharedModules;
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
          + " the tier quick are asked, the smallest first. A module that several protocols have by"
          + " a link is tried on all of them."
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
      SharedModules shared = SharedModules.of(quick().values());
      for (String name : chosen(shared)) {
        AtomicInteger done = new AtomicInteger();
        Consumer<Tried> progress = each -> line.show(name + " " + done.incrementAndGet());
        List<Tried> tried;
        Path folder;
        if (shared.names().contains(name)) {
          SharedModules.Shared module = shared.get(name);
          tried = Mutants.tryShared(workbench, name, module, plan(), progress);
          folder = module.folder();
        } else {
          List<Model> models = Objects.requireNonNull(quick().get(name));
          tried = Mutants.tryAll(workbench, models, plan(), progress);
          folder = models.getFirst().source().folder();
        }
        Reasons reasons = Reasons.in(folder);
        rows.addAll(Matrix.rows(name, tried, reasons));
        if (isWhole()) {
          reasons.stale(tried).forEach(reason -> stale.add(name + ": " + reason.line()));
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
    Set<String> chosen = chosen(SharedModules.of(List.of()));
    List<Model> models =
        quick().entrySet().stream()
            .filter(module -> chosen.contains(module.getKey()))
            .flatMap(module -> module.getValue().stream())
            .toList();
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

  /** The quick models of each module. */
  private Map<String, List<Model>> quick() {
    Map<String, List<Model>> byModule = new LinkedHashMap<>();
    session.catalog().models().stream()
        .filter(model -> Tier.quick.includes(model) && model.induction() == null)
        .forEach(
            model -> byModule.computeIfAbsent(model.module(), key -> new ArrayList<>()).add(model));
    if (byModule.isEmpty()) {
      throw new InputException(session.specDir().toString(), "", "lists no quick model");
    }
    return byModule;
  }

  /** The names of the modules to change, those that several protocols share last. */
  private Set<String> chosen(SharedModules shared) {
    Set<String> known = new LinkedHashSet<>(quick().keySet());
    known.addAll(shared.names());
    for (String module : modules) {
      if (!known.contains(module)) {
        throw new ParameterException(
            command.commandLine(),
            "no module '"
                + module
                + "' with quick models"
                + EditDistance.nearest(module, known)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse(""));
      }
    }
    if (!modules.isEmpty()) {
      known.retainAll(modules);
    }
    return known;
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
