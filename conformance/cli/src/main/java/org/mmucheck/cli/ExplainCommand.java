package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.reading.AnyTrace;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.trace.Trace;
import org.mmucheck.workbench.ExplainFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    description = "Print a trace as a table, one column a task, to paste into a commit message.",
    footer = "%nFor example: explain RootLifetime_b_NoPageUAF")
final class ExplainCommand implements Callable<Integer> {
  private final Session session;

  @Spec CommandSpec command;

  @Parameters(
      paramLabel = "FILE|MODEL",
      arity = "1..2",
      description =
          "A trace, what TLC printed, or the model whose committed trace it is; or a module's file"
              + " and a configuration's, whose counterexample TLC finds now.")
  List<String> names = List.of();

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
  public Integer call() throws InterruptedException {
    if (Session.isFile(names)) {
      return explainFound();
    }
    if (names.size() > 1) {
      throw new ParameterException(
          command.commandLine(), "one trace at a time, not " + String.join(" ", names));
    }
    Path file = new KeptTraces(session).file(names.getFirst(), command);
    Trace trace = AnyTrace.read(file).forReaders();
    requireOwnModule(trace);
    print(session.workbench().explain(trace, format));
    return ExitCode.OK;
  }

  /** Has TLC find a counterexample, and tells that. */
  private int explainFound() throws InterruptedException {
    Model model = session.fileModel(names, command);
    CheckResult found =
        session.workbench().verdict(model, new CheckOptions(1, null, (any, progress) -> {}, null));
    if (found.failure() != null) {
      throw found.failure();
    }
    if (found.counterexample() == null) {
      session.console.error(model.name() + ": TLC finds no error, so there is nothing to explain");
      return ExitCode.UNEXPECTED;
    }
    print(session.workbench().explain(model, found.counterexample(), format));
    return ExitCode.OK;
  }

  private void print(String table) {
    if (session.json()) {
      session.printJson(Json.explain(Path.of(names.getFirst()), format, table));
    } else {
      session.console.out().print(table);
    }
  }

  /**
   * @throws InputException if the trace is of a model of ours, but says another module
   */
  private void requireOwnModule(Trace trace) {
    String name = trace.meta().model();
    String module = trace.meta().module();
    if (name.isEmpty() || module.isEmpty()) {
      return;
    }
    session.catalog().models().stream()
        .filter(model -> model.name().equals(name) && !model.module().equals(module))
        .findFirst()
        .ifPresent(
            model -> {
              throw new InputException(
                  names.getFirst(),
                  "#meta.module",
                  "is " + module + ", but " + name + " is a model of " + model.module());
            });
  }
}
