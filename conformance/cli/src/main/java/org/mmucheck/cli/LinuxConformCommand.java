package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.mmucheck.linux.subject.LinuxAdapters;
import org.mmucheck.workbench.Workbench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "conform",
    description = {
      "Take every transition of a model's state graph on a kernel, and have it refuse the rest.",
      "About twenty steps a second: choose a small model. If it is interrupted, the same command"
          + " goes on where it was, as long as neither the model nor the table of points changes."
    },
    footer = "%nFor example: linux conform NotifierFault_precheck_OneFrame --kernel debian:7.3.4")
final class LinuxConformCommand implements Callable<Integer> {
  private final Session session;

  @Spec CommandSpec command;

  @Mixin LinuxOptions linux;

  @Parameters(paramLabel = "MODEL", arity = "1..*", description = "Names, ids or words.")
  List<String> names = List.of();

  @Option(
      names = "--traces",
      paramLabel = "DIR",
      defaultValue = ConformCommand.TRACES,
      description = "Where to write the way to a divergence (default: ${DEFAULT-VALUE}).")
  Path traces;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  LinuxConformCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    List<ConformedModel> conformed;
    long merged;
    long lost;
    List<KeptCheckpoint> checkpoints = new ArrayList<>();
    Session onLinux;
    ModelConforming conforming;
    try (ProgressLine line = new ProgressLine(session.console);
        LinuxAdapters adapters = linux.adapters(session, line)) {
      onLinux = session.with(dir -> Workbench.open(dir, adapters.all()));
      conforming = new ModelConforming(onLinux, 1, traces);
      conformed =
          conforming.conform(
              onLinux.behaviours(names, Tier.all, command),
              (model, graph) -> {
                checkpoints.add(linux.checkpoint(session, model, graph, line));
                return checkpoints.getLast();
              });
      merged = adapters.mergedSteps();
      lost = adapters.lostMachines();
    }
    boolean hasGoneOn = checkpoints.stream().anyMatch(KeptCheckpoint::hasGoneOn);
    if (session.json()) {
      session.printJson(LinuxJson.conform(linux.kernel, conformed, merged, lost, hasGoneOn));
    } else {
      for (ConformedModel model : conformed) {
        session
            .console
            .out()
            .println(
                "%s on %s, %,d steps merged%s%s"
                    .formatted(
                        model.report().line(model.model().name()),
                        linux.kernel,
                        merged,
                        lost == 0 ? "" : ", %,d machines lost and replaced".formatted(lost),
                        hasGoneOn ? " since the interruption" : ""));
      }
    }
    for (ConformedModel model : conformed) {
      List<String> again = new ArrayList<>(List.of(model.model().name()));
      again.addAll(linux.again());
      conforming.report(model, List.of("linux", "conform"), again);
    }
    return conformed.stream()
        .mapToInt(ConformedModel::exitCode)
        .filter(code -> code != ExitCode.OK)
        .min()
        .orElse(ExitCode.OK);
  }
}
