package org.mmucheck.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.reading.AnyTrace;
import org.mmucheck.reading.TraceForm;
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
    description = {
      "Print a trace as a table, one column a task, to paste into a commit message.",
      "Steps that the violation does not need are left out, and that is said: the others alone are"
          + " a behaviour of the spec that breaks the property, each evaluated by TLC."
    },
    footer = {
      "",
      "For example: explain RootLifetime_b_NoPageUAF",
      "             explain RootLifetime_b_NoPageUAF RootLifetime_a2_write",
      "             java -jar tla2tools.jar Foo.tla | mmucheck explain -"
    })
final class ExplainCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  private Session session;

  @Spec CommandSpec command;

  @Parameters(
      paramLabel = "FILE|MODEL|-",
      arity = "1..2",
      description = {
        "A trace, what TLC printed, or the model whose committed trace it is; - reads standard"
            + " input. Two of them are told side by side; the second may be a model without a"
            + " trace.",
        "Or a module's file and a configuration's, whose counterexample TLC finds now."
      })
  List<String> names = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "${COMPLETION-CANDIDATES} (default: text; with --markdown md). Two traces: text, md or"
              + " html.")
  @Nullable ExplainFormat wanted;

  @Option(
      names = "--as",
      paramLabel = "MODEL",
      description =
          "The trace is one of this model, whatever tool wrote it: its spec names the steps.")
  @Nullable String as;

  @Option(
      names = "--kernel",
      paramLabel = "RELEASE",
      description =
          "Tell after an @ where each step begins in the code of this kernel: 7.3.4, say; for"
              + " modules that linux/points has.")
  @Nullable String kernel;

  @Option(names = "--all", description = "Leave out no step.")
  boolean all;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  ExplainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    ExplainFormat format = format();
    if (kernel != null) {
      session = new KernelCode(session).of(kernel);
    }
    if (Session.isFile(names) && !isDumped(names.getFirst())) {
      return explainFound(format);
    }
    if (names.size() > 2) {
      throw new ParameterException(
          command.commandLine(), "at most two traces at a time, not " + String.join(" ", names));
    }
    if (names.size() == 2) {
      return beside(format);
    }
    print(session.workbench().explain(read(names.getFirst()), format, all), format);
    return ExitCode.OK;
  }

  private ExplainFormat format() {
    boolean markdown = session.common.markdown;
    if (wanted == null) {
      return markdown ? ExplainFormat.md : ExplainFormat.text;
    }
    if (markdown && wanted != ExplainFormat.md) {
      throw new ParameterException(
          command.commandLine(), "--markdown is --format md, and not --format " + wanted);
    }
    return wanted;
  }

  private int beside(ExplainFormat format) {
    if (!format.hasTwoColumns()) {
      throw new ParameterException(
          command.commandLine(),
          "--format " + format + " shows one trace; two of them: text, md or html");
    }
    if (names.stream().allMatch(STANDARD_INPUT::equals)) {
      throw new ParameterException(command.commandLine(), "standard input is one trace, not two");
    }
    KeptTraces kept = new KeptTraces(session);
    Trace a = read(names.getFirst());
    String other = names.getLast();
    print(
        !other.equals(STANDARD_INPUT) && kept.isDesign(other)
            ? session.workbench().beside(a, kept.design(other, command), format)
            : session.workbench().beside(a, read(other), format),
        format);
    return ExitCode.OK;
  }

  /** A trace that somebody named; says so if it is no behaviour of its model. */
  private Trace read(String name) {
    Trace trace = named(name);
    String departure = session.workbench().departure(name, trace);
    if (!departure.isEmpty()) {
      session.console.error(name + ": " + departure);
    }
    return trace;
  }

  private Trace named(String name) {
    AnyTrace read =
        name.equals(STANDARD_INPUT)
            ? AnyTrace.read("standard input", session.in())
            : AnyTrace.read(new KeptTraces(session).file(name, command));
    if (as == null) {
      Trace trace = read.forReaders();
      requireOwnModule(name, trace);
      return trace;
    }
    Model model = OneRow.of(session.catalog(), as, command).models().getFirst();
    Trace.Meta meta = read.meta();
    if (!meta.module().isEmpty() && !meta.module().equals(model.module())) {
      throw new InputException(
          name,
          "#meta.module",
          "is " + meta.module() + ", but " + model.name() + " is a model of " + model.module());
    }
    Trace trace = session.workbench().labelled(read, model);
    return new Trace(
        new Trace.Meta(model.name(), model.module(), meta.property(), "", "", meta.description()),
        trace.vars(),
        trace.steps(),
        trace.loop());
  }

  /** Whether a module is not a spec, but a trace of it. */
  private static boolean isDumped(String name) {
    Path file = Path.of(name);
    return Files.isRegularFile(file) && TraceForm.of(TraceFiles.text(file)) == TraceForm.TLC_TLA;
  }

  /** Has TLC find a counterexample, and tells that. */
  private int explainFound(ExplainFormat format) throws InterruptedException {
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
    print(session.workbench().explain(model, found.counterexample(), format, all), format);
    return ExitCode.OK;
  }

  private void print(String table, ExplainFormat format) {
    if (session.json()) {
      session.printJson(SpecJson.explain(names, format, table));
    } else {
      session.console.out().print(table);
    }
  }

  /**
   * @throws InputException if the trace is of a model of ours, but says another module
   */
  private void requireOwnModule(String file, Trace trace) {
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
                  file,
                  "#meta.module",
                  "is " + module + ", but " + name + " is a model of " + model.module());
            });
  }
}
