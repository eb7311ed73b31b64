package org.mmucheck.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "report",
    description = {
      "Write the catalogue with its traces and results as one page of HTML that needs nothing"
          + " else."
    },
    footer = {
      "",
      "For example: report --out report.html",
      "             conform --json > conform.json; report --with conform.json --out report.html"
    })
final class ReportCommand implements Callable<Integer> {
  private final Session session;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The page.")
  Path file;

  @Option(
      names = "--with",
      paramLabel = "FILE",
      description =
          "What a command printed with --json, as often as you like; linux/results/*.json always.")
  List<Path> documents = List.of();

  @Option(
      names = "--traces",
      paramLabel = "DIR",
      description = "The folder of the traces (default: the project's).")
  @Nullable Path traces;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  ReportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    List<Path> all = new ArrayList<>(documents);
    all.addAll(linuxRuns());
    session.workbench().report(session.tracesDir(traces), all, file);
    if (!session.json()) {
      session.console.out().println(Console.display(file) + ": " + Files.size(file) + " bytes");
    } else {
      session.printJson(SpecJson.report(file, Files.size(file)));
    }
    return ExitCode.OK;
  }

  /** What the project keeps of runs on Linux. */
  private List<Path> linuxRuns() {
    Path folder = session.console.home().resolve("linux").resolve("results");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(each -> each.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
