package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.record.LargeModel;
import org.mmucheck.workbench.Unjudged;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "fuzz",
    description = {
      "Run random schedules of the Java code, the spec as the oracle.",
      "A right design must keep its properties; a wrong one must break the one it names."
    },
    footer = {
      "%nFor example: fuzz GuestMap --tries 20",
      "         or: fuzz NotifierFault_V6 --large --tries 10",
      "         or: fuzz NotifierFault_V6 --reach --tries 10000"
    })
final class FuzzCommand implements Callable<Integer> {
  /** Where shrunk schedules go unless the user says otherwise, in the current folder. */
  static final String TRACES = "fuzz-traces";

  private final Session session;

  @Spec CommandSpec command;

  @Parameters(paramLabel = "MODEL", description = "Names, ids or words; all of --tier if none.")
  List<String> names = List.of();

  @Option(
      names = "--tries",
      paramLabel = "N",
      defaultValue = "100",
      description = {
        "Schedules for each model (default: ${DEFAULT-VALUE}).",
        "A model that must break stops at the first that breaks it, and gets up to "
            + ModelFuzzing.PATIENCE
            + " times as many."
      })
  int tries;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "The same seed gives the same schedules (default: a new one, which is printed).")
  @Nullable Long seed;

  @Option(
      names = "--traces",
      paramLabel = "DIR",
      defaultValue = TRACES,
      description = "Where to write shrunk schedules (default: ${DEFAULT-VALUE}).")
  Path traces;

  @Option(
      names = "--tier",
      defaultValue = "quick",
      description = "Without MODEL: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  Tier tier;

  @Option(
      names = "--large",
      description = {
        "At sizes past TLC's, as record runs: up to 8 vCPUs, 4 roots, 16 frames, 4 notifiers.",
        "The spec is still the oracle of each step, and takes longer for it."
      })
  boolean large;

  @Option(
      names = "--reach",
      description =
          "Tell how much of the model's graph was reached after 100, 1,000, ... steps, beside all"
              + " that there is (not with --large).")
  boolean reach;

  @Mixin final ExploringOption engine = new ExploringOption();

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  FuzzCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    if (tries < 1 || tries > Integer.MAX_VALUE / ModelFuzzing.PATIENCE) {
      throw new ParameterException(
          command.commandLine(), "--tries must be at least 1 and below 10 million, not " + tries);
    }
    long from = seed != null ? seed : System.nanoTime() & Integer.MAX_VALUE;
    ModelFuzzing fuzzing = new ModelFuzzing(session, engine.of(session), tries, from, traces);
    Verdicts verdicts = new Verdicts();
    List<Model> models = session.behaviours(names, tier, command);
    if (large) {
      if (names.isEmpty()) {
        throw new ParameterException(command.commandLine(), "--large takes a MODEL");
      }
      models = models.stream().map(this::atLarge).toList();
    }
    List<FuzzedModel> fuzzed = fuzzing.fuzz(models, verdicts);
    verdicts.throwIfOnly(models.size());
    List<Unjudged> unjudged = verdicts.missing();
    List<ReachTable.Row> reached = reach ? ReachTable.of(session, fuzzed, large) : List.of();
    if (session.json()) {
      session.printJson(Json.with(unjudged, CodeJson.fuzz(fuzzed, reached)));
    } else {
      print(fuzzed);
      if (reach) {
        session.print(ReachTable.table(reached));
      }
    }
    fuzzed.stream()
        .filter(model -> !model.passed() || !names.isEmpty() || !model.report().left().isEmpty())
        .forEach(fuzzing::report);
    UnjudgedLines lines = new UnjudgedLines(session);
    unjudged.forEach(lines::report);
    return IntStream.concat(
            fuzzed.stream().mapToInt(FuzzedModel::exitCode),
            unjudged.stream().mapToInt(lines::exitCode))
        .filter(code -> code != ExitCode.OK)
        .findFirst()
        .orElse(ExitCode.OK);
  }

  private Model atLarge(Model model) {
    return LargeModel.of(model, session.workbench().adapter(model.module()));
  }

  private void print(List<FuzzedModel> fuzzed) {
    Table table = new Table("MODEL", "PROPERTY", "TRIES", "STEPS", "SEED", "VERDICT");
    for (FuzzedModel model : fuzzed) {
      table.row(
          model.model().name(),
          model.report().name(),
          Integer.toString(model.report().tries()),
          String.format(Locale.ROOT, "%,d", model.report().steps()),
          Long.toString(model.report().seed()),
          model.report().verdict().word());
    }
    session.print(table);
  }
}
