package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.reading.AnyTrace;
import org.mmucheck.workbench.Unjudged;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    description = {
      "Replay traces on the Java code, step for step.",
      "After every step the code's whole state must be the trace's.",
      "The spec is asked whether the trace breaks the property that it names, and not before its"
          + " end. Traces of other tools are read as well: their actions are found in the spec."
    },
    footer = "%nFor example: replay traces/FinerLock")
final class ReplayCommand implements Callable<Integer> {
  private final Session session;

  @Spec CommandSpec command;

  @Parameters(
      paramLabel = "FILE|DIR",
      description = "Traces, or folders of them (default: the project's traces).")
  List<Path> paths = List.of();

  @Option(
      names = "--as",
      paramLabel = "MODEL",
      description = "Replay on this model's code instead of each trace's own.")
  @Nullable String as;

  @Option(names = "--stop-after", paramLabel = "N", description = "Take at most N steps.")
  @Nullable Integer stopAfter;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  ReplayCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    if (stopAfter != null && stopAfter < 0) {
      throw new ParameterException(
          command.commandLine(), "--stop-after must not be negative, but is " + stopAfter);
    }
    TraceReplaying replaying =
        new TraceReplaying(
            session,
            as == null ? null : one(as),
            stopAfter == null ? Integer.MAX_VALUE : stopAfter);
    List<Path> found =
        TraceReplaying.files(paths.isEmpty() ? List.of(session.tracesDir(null)) : paths);
    List<Path> files =
        found.stream().filter(file -> paths.contains(file) || hasCode(file)).toList();
    if (files.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "no Java code implements the module of any of these traces");
    }
    Verdicts verdicts = new Verdicts();
    List<ReplayedTrace> replayed = replaying.replay(files, verdicts);
    verdicts.throwIfOnly(files.size());
    List<Unjudged> unjudged = verdicts.missing();
    if (session.json()) {
      session.printJson(Json.with(unjudged, CodeJson.replay(replayed)));
    } else {
      print(replayed);
      if (files.size() < found.size()) {
        session
            .console
            .out()
            .println(
                found.size()
                    - files.size()
                    + " more traces are of modules that no Java code implements");
      }
    }
    replayed.forEach(replaying::report);
    UnjudgedLines lines = new UnjudgedLines(session);
    unjudged.forEach(lines::report);
    List<Integer> codes =
        Stream.concat(
                replayed.stream().map(ReplayedTrace::exitCode),
                unjudged.stream().map(lines::exitCode))
            .distinct()
            .toList();
    return codes.contains(ExitCode.DIVERGENCE) ? ExitCode.DIVERGENCE : Collections.max(codes);
  }

  /** Whether anything can replay a trace that the user has not named, but found in a folder. */
  private boolean hasCode(Path file) {
    String module = AnyTrace.read(file).meta().module();
    return module.isEmpty() || session.workbench().adapterIfAny(module).isPresent();
  }

  /** The model of that name; of several with one catalogue id none is meant. */
  private Model one(String nameOrId) {
    List<Model> found = session.catalog().find(nameOrId);
    if (found.size() > 1) {
      throw new ParameterException(
          command.commandLine(),
          "--as "
              + nameOrId
              + " is ambiguous: "
              + String.join(", ", found.stream().map(Model::name).toList()));
    }
    return found.get(0);
  }

  private void print(List<ReplayedTrace> replayed) {
    Table table = new Table("TRACE", "MODEL", "STEPS", "VERDICT");
    for (ReplayedTrace trace : replayed) {
      table.row(
          Console.display(trace.file()),
          trace.model().name(),
          Integer.toString(trace.report().steps()),
          trace.word());
    }
    session.print(table);
  }
}
