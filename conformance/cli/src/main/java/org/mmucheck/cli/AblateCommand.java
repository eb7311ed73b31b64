package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.mmucheck.ablation.Ablated;
import org.mmucheck.ablation.Ablation;
import org.mmucheck.catalog.Design;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.trace.Trace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "ablate",
    description = {
      "Switch off each ordering that a right design relies on, alone, and show what breaks.",
      "An ordering whose removal breaks nothing needs a reason in the manifest."
    })
final class AblateCommand implements Callable<Integer> {
  /** Where the shortest way to a broken property goes unless the user says otherwise. */
  static final String TRACES = "ablate-traces";

  private final Session session;

  @Spec CommandSpec command;

  @Parameters(
      paramLabel = "MODEL",
      description =
          "Names, ids or words of right designs, all that the manifest explains if none; or a"
              + " module's file and a configuration's.")
  List<String> names = List.of();

  @Option(
      names = "--traces",
      paramLabel = "DIR",
      defaultValue = TRACES,
      description = "Where to write what breaks (default: ${DEFAULT-VALUE}).")
  Path traces;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  AblateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<Design> designs = designs();
    List<Ablated> ablated;
    try (ProgressLine line = new ProgressLine(session.console)) {
      ablated = session.workbench().ablate(designs, model -> line.show(model.name()));
    }
    for (Ablated ordering : ablated) {
      Trace trace = ordering.trace();
      if (trace != null) {
        TraceFiles.write(trace, file(ordering));
      }
    }
    if (session.json()) {
      session.printJson(Json.ablate(ablated, this::file));
    } else {
      print(ablated);
    }
    boolean isUnexpected =
        !Session.isFile(names) && ablated.stream().anyMatch(o -> !o.problems().isEmpty());
    if (isUnexpected) {
      ablated.stream().filter(ordering -> !ordering.problems().isEmpty()).forEach(this::report);
    }
    boolean diverges = ablated.stream().anyMatch(o -> o.replay() != null && !o.replay().conforms());
    if (diverges) {
      return ExitCode.DIVERGENCE;
    }
    return isUnexpected ? ExitCode.UNEXPECTED : ExitCode.OK;
  }

  private List<Design> designs() {
    if (Session.isFile(names)) {
      return List.of(fileDesign());
    }
    List<Design> all = session.catalog().designs();
    if (all.isEmpty()) {
      throw new InputException(
          session.specDir().toString(),
          "",
          "names no right design, so there is no ordering to switch off; list one, or name a module"
              + " and a configuration");
    }
    if (names.isEmpty()) {
      return all;
    }
    List<Design> chosen = new ArrayList<>();
    for (String name : names) {
      List<Model> found = session.catalog().find(name);
      List<Design> explained = all.stream().filter(d -> found.contains(d.model())).toList();
      if (explained.isEmpty()) {
        throw new InputException(
            session.specDir().toString(),
            "",
            "does not list "
                + name
                + "; it lists "
                + String.join(", ", all.stream().map(d -> d.model().name()).toList()));
      }
      chosen.addAll(explained);
    }
    return chosen;
  }

  /** A module's file with a configuration: what says {@code TRUE} there is looked at. */
  private Design fileDesign() {
    Model model = session.fileModel(names, command);
    if (!Ablation.hasOrdering(model)) {
      throw new InputException(
          model.configName(), "", "says TRUE of no constant, so there is nothing to switch off");
    }
    return session.catalog().designs().getFirst();
  }

  private Path file(Ablated ordering) {
    return traces.resolve(
        ordering.design().model().name() + "_without-" + ordering.constant() + TraceFiles.ENDING);
  }

  private void print(List<Ablated> ablated) {
    Table table = new Table("DESIGN", "WITHOUT", "BREAKS", "STEPS", "REPLAY", "AT THE SIZE OF");
    for (Ablated ordering : ablated) {
      Integer steps = ordering.steps();
      table.row(
          ordering.design().model().name(),
          ordering.constant(),
          ordering.breaks() == null ? "nothing" : ordering.breaks(),
          steps == null ? "" : steps.toString(),
          ordering.replay() == null ? "" : ordering.replay().verdict(),
          ordering.at() == null
              ? ordering.why() == null ? "" : ordering.why()
              : ordering.at().name());
    }
    table.print(session.console.out());
  }

  private void report(Ablated ordering) {
    String name = ordering.design().model().name();
    ordering
        .problems()
        .forEach(
            problem -> session.console.error(name + ", " + ordering.constant() + ": " + problem));
    session.console.err().println("  again     " + session.again(List.of("ablate", name)));
    session.console.err().flush();
  }
}
