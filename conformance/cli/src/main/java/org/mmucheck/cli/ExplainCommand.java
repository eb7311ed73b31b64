package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.workbench.ExplainFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    description = "Print a trace as a table, one column a task, to paste into a commit message.")
final class ExplainCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "FILE", description = "A trace.")
  Path file;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  ExplainFormat format;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  ExplainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String table = session.workbench().explain(TraceFiles.read(file), format);
    if (session.json()) {
      session.printJson(Json.explain(file, format, table));
    } else {
      session.console.out().print(table);
    }
    return ExitCode.OK;
  }
}
