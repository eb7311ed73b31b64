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
import org.mmucheck.catalog.Design;
import org.mmucheck.catalog.EditDistance;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.mutants.KindRow;
import org.mmucheck.mutants.Layer;
import org.mmucheck.mutants.Mutant;
import org.mmucheck.mutants.Mutants;
import org.mmucheck.mutants.Pairs;
import org.mmucheck.mutants.Reasons;
import org.mmucheck.mutants.SharedModules;
import org.mmucheck.mutants.SpecRows;
import org.mmucheck.mutants.Tried;
import org.mmucheck.mutants.trace.TraceTrials;
import org.mmucheck.tlc.Limits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "mutants",
    description = {
      "Make small changes to specs, to rules of spec and code alike, to counterexamples and to Java"
          + " code, one at a time, and tell which layer notices each first: the kill matrix.",
      "A change of a spec that nothing notices needs a reason in mutants.json beside the manifest;"
          + " of a rule, in the manifest. Models of the tier quick are asked: first those in which"
          + " a rule that the change is about has an unusual value, then the smallest. Where all"
          + " that a model explores and checks stays the same, no layer is asked."
    },
    footer = {"%nFor example: mutants FinerLock --kind spec,pair"})
final class MutantsCommand implements Callable<Integer> {
  private static final Set<Layer> ALL = EnumSet.complementOf(EnumSet.of(Layer.NO_VERDICT));

  private final Session session;

  @Spec CommandSpec command;

  @Parameters(paramLabel = "MODULE", description = "Modules of the manifest; all of them if none.")
  List<String> modules = List.of();

  /** What to change; the constants are the words of the option. */
  enum Changed {
    spec,
    pair,
    trace,
    java
  }

  @Option(
      names = "--kind",
      split = ",",
      paramLabel = "KIND",
      description =
          "Change only these: spec, pair (a rule in spec and code), trace, java (default: all).")
  Set<Changed> kinds = EnumSet.allOf(Changed.class);

  @Option(
      names = "--layer",
      split = ",",
      paramLabel = "LAYER",
      description = "Only these: unit, check, replay, conform, stress, count (default: all).")
  Set<Layer> layers = ALL;

  @Option(names = "--all-killers", description = "Do not stop at the first that notices.")
  boolean all;

  @Option(
      names = "--in",
      paramLabel = "DEFINITION",
      description =
          "Only changes of this definition; of Java code, of this class, or of CLASS.method.")
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
      names = "--time-limit",
      paramLabel = "TIME",
      converter = LimitOptions.Time.class,
      description =
          "Begin no more changes after this time: 90s, 30m, 1h30m. Those tried till then are spread"
              + " over all, the others are counted, and the exit code is 24.")
  @Nullable Duration time;

  @Mixin final JavaMutants java = new JavaMutants();

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
    long from = System.nanoTime();
    Limits limits = Limits.of(time, null);
    KillMatrix matrix = new KillMatrix();
    SharedModules shared = SharedModules.of(quick().values());
    Set<String> chosen = chosen(shared);
    Map<String, List<Model>> models = quick();
    models.keySet().retainAll(chosen);
    try (ProgressLine line = new ProgressLine(session.console)) {
      if (kinds.contains(Changed.spec)) {
        for (String name : chosen) {
          trySpec(name, shared, limits, matrix, line);
        }
      }
      if (kinds.contains(Changed.trace)) {
        for (Map.Entry<String, List<Model>> module : models.entrySet()) {
          if (limits.isOver()) {
            matrix.addUntried("traces of " + module.getKey(), module.getValue().size());
          } else if (session.workbench().adapterIfAny(module.getKey()).isPresent()) {
            tryTraces(module.getValue(), matrix, line);
          }
        }
      }
      if (kinds.contains(Changed.pair)) {
        for (String module : models.keySet()) {
          tryPairs(module, limits, matrix, line);
        }
      }
      if (kinds.contains(Changed.java)) {
        java.tryAll(
            session,
            models.values().stream().flatMap(List::stream).toList(),
            new JavaMutants.Extent(
                layers,
                definition,
                every,
                limit,
                mostStates,
                session.workers(workers, command),
                limits),
            matrix,
            line);
      }
    }
    double seconds = (System.nanoTime() - from) / 1e9;
    if (session.json()) {
      session.printJson(MutantsJson.of(matrix, seconds));
    } else {
      new MutantsText(session).print(matrix, seconds);
    }
    report(matrix);
    if (!matrix.isAsWanted()) {
      return ExitCode.UNEXPECTED;
    }
    return matrix.untried().isEmpty() ? ExitCode.OK : ExitCode.UNFINISHED;
  }

  private void trySpec(
      String name, SharedModules shared, Limits limits, KillMatrix matrix, ProgressLine line)
      throws InterruptedException {
    AtomicInteger done = new AtomicInteger();
    Consumer<Tried> progress = each -> line.show(name + " " + done.incrementAndGet());
    Mutants.Result result;
    Path folder;
    if (shared.names().contains(name)) {
      SharedModules.Shared module = shared.get(name);
      result = Mutants.tryShared(session.workbench(), name, module, plan(limits), progress);
      folder = module.folder();
    } else {
      List<Model> models = Objects.requireNonNull(quick().get(name));
      result = Mutants.tryAll(session.workbench(), models, plan(limits), progress);
      folder = models.getFirst().source().folder();
    }
    List<Tried> tried = result.tried();
    matrix.addUntried(name, result.untried());
    Reasons reasons = Reasons.in(folder);
    SpecRows.of(name, tried, reasons).forEach(matrix::add);
    if (isWhole() && result.untried() == 0) {
      reasons.stale(tried).forEach(reason -> matrix.addStale(name + ": " + reason.line()));
    }
    if (all) {
      tried.forEach(matrix::addDetail);
    }
  }

  private void tryTraces(List<Model> models, KillMatrix matrix, ProgressLine line)
      throws InterruptedException {
    TraceTrials.tryAll(
            session.workbench(),
            models,
            session.tracesDir(null),
            every,
            session.workers(workers, command),
            model -> line.show("trace of " + model.name()))
        .forEach(matrix::add);
  }

  private void tryPairs(String module, Limits limits, KillMatrix matrix, ProgressLine line)
      throws InterruptedException {
    List<Design> designs =
        session.catalog().designs().stream()
            .filter(design -> design.model().module().equals(module))
            .toList();
    if (limits.isOver()) {
      matrix.addUntried("pairs of " + module, designs.size());
      return;
    }
    Pairs.rows(
            session
                .workbench()
                .ablate(designs, constant -> true, model -> line.show("pair " + model.name())))
        .forEach(matrix::add);
  }

  /** Whether each change is tried on all that may notice it. */
  private boolean isWhole() {
    return every == 1 && definition == null && layers.containsAll(ALL);
  }

  private Mutants.Plan plan(Limits limits) {
    AtomicInteger number = new AtomicInteger();
    return new Mutants.Plan(
        layers,
        all,
        Duration.ofSeconds(limit),
        mostStates,
        mutant -> isWanted(mutant) && number.getAndIncrement() % every == 0,
        session.workers(workers, command),
        limits);
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

  private void report(KillMatrix matrix) {
    for (KindRow row : matrix.rows()) {
      if (row.kind() != KindRow.Kind.JAVA) {
        row.unexplained()
            .forEach(left -> session.console.error("nothing notices " + left.change()));
      }
      row.unexplainedUnjudged()
          .forEach(each -> session.console.error("no verdict on " + each.change()));
      row.noticed()
          .forEach(noticed -> session.console.error("means nothing, but is noticed: " + noticed));
    }
    matrix
        .untried()
        .forEach(
            (of, changes) ->
                session.console.error(
                    "%s: %d not tried, the time was over".formatted(of, changes)));
    matrix.stale().forEach(reason -> session.console.error("a reason for no survivor: " + reason));
    if (!matrix.isAsWanted()) {
      List<String> args = new ArrayList<>(List.of("mutants"));
      args.addAll(modules);
      session.console.err().println("  again     " + session.again(args));
      session.console.err().flush();
    }
  }
}
