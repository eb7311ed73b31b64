package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.subject.NoSuchDesignException;
import org.mmucheck.workbench.Unjudged;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "conform",
    description = {
      "Take every transition of the state graph on the Java code, and have it refuse the rest.",
      "A wrong design conforms too: the code, set to the same mistake, walks into the same bug."
    },
    footer = "%nFor example: conform FinerLock")
final class ConformCommand implements Callable<Integer> {
  /** Where the shortest way to a divergence goes unless the user says otherwise. */
  static final String TRACES = "conform-traces";

  private final Session session;

  @Spec CommandSpec command;

  @Parameters(paramLabel = "MODEL", description = "Names, ids or words; all of --tier if none.")
  List<String> names = List.of();

  @Option(
      names = "--traces",
      paramLabel = "DIR",
      defaultValue = TRACES,
      description = "Where to write the way to a divergence (default: ${DEFAULT-VALUE}).")
  Path traces;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Worker threads in all (default: the processors of this machine).")
  @Nullable Integer workers;

  @Option(
      names = "--tier",
      defaultValue = "quick",
      description = "Without MODEL: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  Tier tier;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the results as JUnit's XML, too, for CI.")
  @Nullable Path junit;

  @Mixin final Varied varied = new Varied();

  @Mixin final ExploringOption engine = new ExploringOption();

  @Mixin final OfRelease ofRelease = new OfRelease();

  @Mixin final LimitOptions limits = new LimitOptions();

  @Mixin final SavingOptions saving = new SavingOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  ConformCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    ofRelease.refuseBeside(varied.isAny(), command);
    engine.requireTlc(limits.isAny(), "--time-limit or --max-states", command);
    ModelConforming conforming =
        new ModelConforming(session, engine.of(session), session.workers(workers, command), traces);
    List<Model> models =
        ofRelease.of(session, names, tier, session.behaviours(names, tier, command), command);
    List<String> again = List.of();
    if (varied.isAny()) {
      models = List.of(varied.model(session, names, command));
      again = varied.again(names);
    }
    Verdicts verdicts = new Verdicts();
    List<ConformedModel> conformed =
        conforming.conform(
            models, verdicts, limits.from(command), saving.of(models, null, command));
    throwIfOnly(verdicts, models.size());
    List<Unjudged> unjudged = verdicts.missing();
    UnjudgedLines lines = new UnjudgedLines(session);
    if (session.json()) {
      session.printJson(Json.with(unjudged, CodeJson.conform(conformed)));
    } else {
      for (ConformedModel model : conformed) {
        session.console.out().println(model.report().line(model.model().name()));
      }
    }
    if (junit != null) {
      JUnitXml xml = new JUnitXml("conform");
      for (ConformedModel each : conformed) {
        String problem = each.conformed().graphProblem();
        xml.add(
            each.model().module(),
            each.model().name(),
            each.report().seconds(),
            each.exitCode() == ExitCode.OK
                ? List.of()
                : List.of(problem == null ? each.report().line(each.model().name()) : problem));
      }
      for (Unjudged one : unjudged) {
        String why = String.valueOf(one.why().getMessage());
        xml.add(one.model().module(), one.model().name(), 0, List.of(why));
      }
      xml.write(junit);
    }
    for (ConformedModel model : conformed) {
      conforming.report(model, again.isEmpty() ? List.of(model.model().name()) : again);
    }
    unjudged.forEach(lines::report);
    return IntStream.concat(
            conformed.stream().mapToInt(ConformedModel::exitCode),
            unjudged.stream().mapToInt(lines::exitCode))
        .filter(code -> code != ExitCode.OK)
        .min()
        .orElse(ExitCode.OK);
  }

  /**
   * @throws InputException if the code has no design with the constants that the user set
   */
  private void throwIfOnly(Verdicts verdicts, int asked) throws Exception {
    try {
      verdicts.throwIfOnly(asked);
    } catch (NoSuchDesignException e) {
      if (!varied.isAny()) {
        throw e;
      }
      throw new InputException(
          String.join(" ", varied.again(names)),
          "",
          e.getMessage() + "; check takes the same --set and asks the spec alone");
    }
  }
}
