package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.conform.ConformReport;
import org.mmucheck.conform.Divergence;
import org.mmucheck.conform.Hidden;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "conform",
    description = {
      "Take every transition of the state graph on the Java code, and have it refuse the rest.",
      "A wrong design conforms too: the code, set to the same mistake, walks into the same bug."
    })
final class ConformCommand implements Callable<Integer> {
  /** Where the shortest way to a divergence goes unless the user says otherwise. */
  static final String TRACES = "conform-traces";

  private final Session session;

  @Spec CommandSpec command;

  @Parameters(paramLabel = "MODEL", description = "Names or catalogue ids; all of --tier if none.")
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

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  ConformCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    List<ConformedModel> conformed =
        new ModelConforming(session, session.workers(workers, command), traces)
            .conform(session.models(names, tier));
    boolean conforms = conformed.stream().allMatch(model -> model.report().conforms());
    if (session.json()) {
      session.printJson(Json.conform(conformed, conforms));
    } else {
      for (ConformedModel model : conformed) {
        session.console.out().println(model.report().line(model.model().name()));
      }
    }
    conformed.stream().filter(model -> !model.report().conforms()).forEach(this::report);
    List<String> changed =
        conformed.stream().flatMap(model -> Stream.ofNullable(model.graphProblem())).toList();
    changed.forEach(session.console::error);
    if (!conforms) {
      return ExitCode.DIVERGENCE;
    }
    return changed.isEmpty() ? ExitCode.OK : ExitCode.UNEXPECTED;
  }

  private void report(ConformedModel conformed) {
    String name = conformed.model().name();
    ConformReport report = conformed.report();
    Divergence divergence = report.divergence();
    Hidden hidden = report.hidden();
    if (divergence != null) {
      session.console.error(
          name
              + ": code and spec disagree after step "
              + divergence.step()
              + ", "
              + about(divergence));
      line(divergence.variable(), "spec " + divergence.spec() + "   code " + divergence.code());
      line("schedule", divergence.schedule().toString());
    } else if (hidden != null) {
      session.console.error(name + ": the code keeps what the spec does not show");
      hidden.differences().forEach(difference -> line("hidden", difference));
    }
    if (conformed.trace() != null) {
      line("trace", Console.display(conformed.trace()));
    }
    line("again", session.again(List.of("conform", name)));
    session.console.err().flush();
  }

  private static String about(Divergence divergence) {
    String action =
        divergence.action() == null ? "the initial state" : divergence.action().toString();
    return switch (divergence.kind()) {
      case INITIAL -> "in the initial state";
      case STATE -> action + " leads to another state";
      case REFUSED -> action + " is refused by the code";
      case ACCEPTED -> action + " is taken by the code, but disabled in the spec";
      case CHANGED -> action + " is refused by the code, but changes it";
      case FAILED -> "the code fails at " + action;
      case PROPERTY -> "a property has another value";
      case UNREPEATABLE -> action + " does not repeat";
    };
  }

  private void line(String label, String text) {
    session.console.err().println(String.format("  %-9s %s", label, text));
  }
}
