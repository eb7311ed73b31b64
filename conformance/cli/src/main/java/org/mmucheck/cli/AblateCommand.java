package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.mmucheck.ablation.Ablated;
import org.mmucheck.ablation.Ablation;
import org.mmucheck.catalog.Design;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.ModuleTexts;
import org.mmucheck.cli.AblatedDesigns.Chosen;
import org.mmucheck.input.InputException;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.report.ConstantSentences;
import org.mmucheck.trace.Trace;
import org.mmucheck.workbench.ExplainFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "ablate",
    description = {
      "Switch off each ordering that a right design relies on, alone, and show what breaks.",
      "An ordering whose removal breaks nothing needs a reason in the manifest."
    },
    footer = "%nFor example: ablate NotifierFault SeqBeforeCount")
final class AblateCommand implements Callable<Integer> {
  /** Where the shortest way to a broken property goes unless the user says otherwise. */
  static final String TRACES = "ablate-traces";

  private final Session session;

  @Spec CommandSpec command;

  @Parameters(
      paramLabel = "MODEL|CONSTANT",
      description =
          "Names, ids or words of models, each for the right design that it is of; names of"
              + " modules, each for its right design; and names of constants, to look at only"
              + " these. Without any, all designs that the manifest explains. Or a module's file"
              + " and a configuration's.")
  List<String> names = List.of();

  @Option(
      names = "--traces",
      paramLabel = "DIR",
      defaultValue = TRACES,
      description = "Where to write what breaks (default: ${DEFAULT-VALUE}).")
  Path traces;

  @Mixin final ExploringOption engine = new ExploringOption();

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  AblateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Chosen chosen = chosen();
    List<Ablated> ablated;
    try (ProgressLine line = new ProgressLine(session.console)) {
      ablated =
          engine
              .of(session)
              .ablate(chosen.designs(), chosen::wants, model -> line.show(model.name()));
    }
    for (Ablated ordering : ablated) {
      Trace trace = ordering.trace();
      if (trace != null) {
        TraceFiles.write(trace, file(ordering));
      }
    }
    if (session.json()) {
      session.printJson(CodeJson.ablate(ablated, this::file));
    } else {
      print(ablated);
      if (!chosen.constants().isEmpty()) {
        ablated.forEach(this::explain);
      }
    }
    boolean isUnexpected = ablated.stream().anyMatch(this::isUnexpected);
    if (isUnexpected) {
      ablated.stream().filter(this::isUnexpected).forEach(this::report);
    }
    boolean diverges = ablated.stream().anyMatch(o -> o.replay() != null && !o.replay().conforms());
    if (diverges) {
      return ExitCode.DIVERGENCE;
    }
    return isUnexpected ? ExitCode.UNEXPECTED : ExitCode.OK;
  }

  private Chosen chosen() {
    if (Session.isFile(names)) {
      return new Chosen(List.of(fileDesign()), Set.of());
    }
    if (session.catalog().designs().isEmpty()) {
      throw new InputException(
          session.specDir().toString(),
          "",
          "names no right design, so there is no ordering to switch off; list one, or name a module"
              + " and a configuration");
    }
    try {
      return new AblatedDesigns(session.catalog()).of(names);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
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
    session.print(table);
    printSentences(ablated);
  }

  /** What the modules say of the orderings. */
  private void printSentences(List<Ablated> ablated) {
    Map<String, String> sentences = new LinkedHashMap<>();
    for (Ablated ordering : ablated) {
      String sentence = sentence(ordering);
      if (!sentence.isEmpty()) {
        sentences.putIfAbsent(ordering.constant(), sentence);
      }
    }
    if (!sentences.isEmpty()) {
      session.console.out().println();
      Table table = new Table("ORDERING", "WHAT IT SAYS");
      sentences.forEach(table::row);
      session.print(table);
    }
  }

  private static String sentence(Ablated ordering) {
    return ModuleTexts.of(ordering.design().model().source()).values().stream()
        .map(text -> ConstantSentences.in(text).getOrDefault(ordering.constant(), ""))
        .filter(sentence -> !sentence.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** The shortest behaviour that breaks a property without the ordering, as a table. */
  private void explain(Ablated ordering) {
    Trace trace = ordering.trace();
    if (trace != null) {
      session.console.out().println();
      session
          .console
          .out()
          .print(session.workbench().explain(ordering.design().model(), trace, ExplainFormat.text));
    }
  }

  /** Of a design that no manifest explains nothing is expected. */
  private boolean isUnexpected(Ablated ordering) {
    return !Session.isFile(names)
        && session.catalog().designs().contains(ordering.design())
        && !ordering.problems().isEmpty();
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
