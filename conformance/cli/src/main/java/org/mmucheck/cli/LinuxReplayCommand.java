package org.mmucheck.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.file.AtomicFile;
import org.mmucheck.linux.subject.LinuxAdapters;
import org.mmucheck.workbench.Workbench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    description = {
      "Replay traces on a kernel, step for step.",
      "After every step the kernel's state must be the trace's. A trace of a wrong design parts"
          + " from the kernel where that has the right one."
    },
    footer = "%nFor example: linux replay traces/NotifierFault/V6 --kernel debian:7.3.4")
final class LinuxReplayCommand implements Callable<Integer> {
  private final Session session;

  @Spec CommandSpec command;

  @Mixin LinuxOptions linux;

  @Parameters(paramLabel = "FILE|DIR", arity = "1..*", description = "Traces, or folders of them.")
  List<Path> paths = List.of();

  @Option(
      names = "--as",
      paramLabel = "MODEL",
      description = {
        "The model whose design the kernel is taken for: wherever that design's Java code parts"
            + " from a trace, the kernel must, and nowhere else."
      })
  @Nullable String as;

  @Option(names = "--stop-after", paramLabel = "N", description = "Take at most N steps.")
  @Nullable Integer stopAfter;

  @Option(
      names = "--exchange",
      paramLabel = "FILE",
      description = {
        "Write what is said to the machine to a file, compressed by gzip: for one trace.",
        "With it the run can be looked into, or taken again in a test, without the machine."
      })
  @Nullable Path exchange;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  LinuxReplayCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (stopAfter != null && stopAfter < 0) {
      throw new ParameterException(
          command.commandLine(), "--stop-after must not be negative, but is " + stopAfter);
    }
    int last = stopAfter == null ? Integer.MAX_VALUE : stopAfter;
    TraceReplaying code = as == null ? null : new TraceReplaying(session, one(as), last);
    List<Path> files = TraceReplaying.files(paths);
    if (exchange != null && files.size() != 1) {
      throw new ParameterException(
          command.commandLine(), "--exchange takes one trace, not " + files.size());
    }
    List<LinuxRun> runs = new ArrayList<>();
    TraceReplaying replaying;
    try (ProgressLine line = new ProgressLine(session.console);
        LinuxAdapters adapters = linux.adapters(session, line)) {
      if (exchange != null) {
        adapters.tap();
      }
      replaying =
          new TraceReplaying(session.with(dir -> Workbench.open(dir, adapters.all())), null, last);
      for (Path file : files) {
        line.show("replay " + (runs.size() + 1) + "/" + files.size() + " on " + linux.kernel);
        long before = adapters.mergedSteps();
        long lostBefore = adapters.lostMachines();
        ReplayedTrace replayed = replaying.replay(file);
        runs.add(
            new LinuxRun(
                replayed,
                adapters.mergedSteps() - before,
                adapters.lostMachines() - lostBefore,
                code == null ? null : code.replay(file).report()));
      }
      if (exchange != null) {
        write(exchange, adapters.exchange().orElseThrow());
      }
    }
    if (session.json()) {
      session.printJson(LinuxJson.replay(linux.kernel, runs));
    } else {
      print(runs);
    }
    runs.stream()
        .filter(run -> !run.asExpected())
        .forEach(run -> replaying.report(run.replayed(), "linux replay", linux.again()));
    return runs.stream().allMatch(LinuxRun::asExpected) ? ExitCode.OK : ExitCode.DIVERGENCE;
  }

  private static void write(Path file, String text) {
    try {
      AtomicFile.write(
          file,
          out -> {
            GZIPOutputStream zipped = new GZIPOutputStream(out);
            zipped.write(text.getBytes(StandardCharsets.ISO_8859_1));
            zipped.finish();
          });
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(file + ": cannot be written: " + e.getMessage(), e));
    }
  }

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
    return found.getFirst();
  }

  private void print(List<LinuxRun> runs) {
    Table table = new Table("TRACE", "MODEL", "STEPS", "MERGED", "VERDICT");
    for (LinuxRun run : runs) {
      table.row(
          Console.display(run.replayed().file()),
          run.replayed().model().name(),
          Integer.toString(run.replayed().report().steps()),
          Long.toString(run.mergedSteps()),
          run.verdict());
    }
    table.print(session.console.out());
  }
}
