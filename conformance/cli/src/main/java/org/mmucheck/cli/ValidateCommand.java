package org.mmucheck.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.linux.trace.KernelLog;
import org.mmucheck.linux.trace.NotifierFaultLog;
import org.mmucheck.log.LogReader;
import org.mmucheck.log.Recording;
import org.mmucheck.validate.SetTooLargeException;
import org.mmucheck.validate.Unexplained;
import org.mmucheck.validate.Verdict;
import org.mmucheck.workbench.Validated;
import org.mmucheck.workbench.Workbench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "validate",
    description = {
      "Is what free-running code did a behaviour of the spec?",
      "Some order of a log's steps that their begin and end marks allow must be one; actions that"
          + " the log does not show may come in between."
    },
    footer = "%nFor example: validate --kernel 7.3.4 linux/logs/7.3.4/seq.ndjson.gz")
final class ValidateCommand implements Callable<Integer> {
  private final Session session;

  @Spec CommandSpec command;

  @Parameters(paramLabel = "LOG", arity = "1..*", description = "Recorded runs; - reads one.")
  List<String> logs = List.of();

  @Option(
      names = "--as",
      paramLabel = "MODEL",
      description = "Hold them against this design instead of the one that was recorded.")
  @Nullable String as;

  @Option(
      names = "--kernel",
      paramLabel = "RELEASE",
      description =
          "The logs are a kernel's events, as its tracer shows them: 7.3.4, say. Faults are held"
              + " against invalidations.")
  @Nullable String kernel;

  @Option(
      names = "--max-set",
      paramLabel = "N",
      defaultValue = "200000",
      description =
          "Give up, with 24, where more states explain a part of a log (default:"
              + " ${DEFAULT-VALUE}).")
  int largest;

  @Option(
      names = "--tla",
      paramLabel = "DIR",
      description = "Write the question about one log as a module for TLC as well.")
  @Nullable Path tla;

  @Mixin final ExploringOption engine = new ExploringOption();

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  ValidateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (largest < 1) {
      throw new ParameterException(
          command.commandLine(), "--max-set must be at least 1, not " + largest);
    }
    if (tla != null && logs.size() > 1) {
      throw new ParameterException(
          command.commandLine(), "--tla takes one log, not " + logs.size());
    }
    Model design = as == null ? null : design(as);
    Workbench workbench = engine.of(session);
    List<Validated> validated = new ArrayList<>();
    for (String log : logs) {
      Recording recording = read(log);
      if (tla != null) {
        session.console.err().println("wrote " + write(recording, design, tla));
      }
      try {
        validated.add(workbench.validate(recording, design, largest));
      } catch (SetTooLargeException e) {
        session.console.error(
            recording.file() + ": no verdict: " + e.getMessage() + "; --max-set N allows more");
        return ExitCode.UNFINISHED;
      }
    }
    if (session.json()) {
      session.printJson(RunJson.validate(validated));
    } else {
      print(validated);
    }
    return validated.stream().allMatch(each -> each.verdict().valid())
        ? ExitCode.OK
        : ExitCode.NO_BEHAVIOUR;
  }

  private Model design(String name) {
    List<Model> found = session.catalog().find(name);
    long rows = found.stream().map(Model::row).distinct().count();
    if (rows > 1) {
      throw new ParameterException(
          command.commandLine(),
          "--as "
              + name
              + " is ambiguous: "
              + String.join(", ", found.stream().map(Model::row).distinct().toList()));
    }
    return found.getFirst();
  }

  private Recording read(String log) {
    String name = log.equals(LogInput.STANDARD_INPUT) ? "standard input" : log;
    try (InputStream in = LogInput.open(log)) {
      return kernel == null
          ? LogReader.read(name, in)
          : NotifierFaultLog.of(name, kernel, KernelLog.read(name, in));
    } catch (NoSuchFileException e) {
      throw new InputException(log, "", "no such file");
    } catch (IOException e) {
      throw new InputException(log, "", "cannot be read: " + e.getMessage());
    }
  }

  private Path write(Recording recording, @Nullable Model design, Path folder) {
    try {
      return session.workbench().traceModule(recording, design, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(folder + ": cannot be written: " + e.getMessage(), e));
    }
  }

  private void print(List<Validated> validated) {
    Table table = new Table("LOG", "MODEL", "STEPS", "HIDDEN", "LARGEST SET", "VERDICT");
    for (Validated each : validated) {
      Verdict verdict = each.verdict();
      table.row(
          each.file(),
          each.model().row(),
          Integer.toString(verdict.events()),
          Long.toString(verdict.hiddenSteps()),
          Integer.toString(verdict.largestSet()),
          verdict.valid() ? "a behaviour" : "NO BEHAVIOUR");
    }
    session.print(table);
    validated.forEach(this::report);
  }

  private void report(Validated each) {
    Verdict verdict = each.verdict();
    if (!verdict.unobserved().isEmpty()) {
      session
          .console
          .out()
          .println(
              each.file()
                  + ": never seen, though the log would show it: "
                  + String.join(", ", verdict.unobserved()));
    }
    Unexplained unexplained = verdict.unexplained();
    if (unexplained == null) {
      return;
    }
    session.console.out().println();
    session
        .console
        .out()
        .println(
            each.file()
                + ": line "
                + unexplained.event().line()
                + ": "
                + unexplained.event().said()
                + " by "
                + unexplained.event().task()
                + " is no step of "
                + each.model().row()
                + "; "
                + verdict.explained()
                + " of "
                + verdict.events()
                + " steps are explained");
    unexplained.nearest().forEach(line -> session.console.out().println("  " + line));
    session
        .console
        .out()
        .println(
            unexplained.allowed().isEmpty()
                ? "  the spec allows " + unexplained.event().task() + " nothing there"
                : "  the spec allows there: " + String.join(", ", unexplained.allowed()));
    session.console.out().println();
    session
        .console
        .out()
        .println("The last steps of one behaviour that explains what came before:");
    session.console.out().println();
    session.console.out().print(each.lastSteps());
  }
}
