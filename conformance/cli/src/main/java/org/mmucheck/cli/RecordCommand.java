package org.mmucheck.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Row;
import org.mmucheck.record.FreeRun;
import org.mmucheck.record.FreeRunner;
import org.mmucheck.record.Recorder;
import org.mmucheck.record.RunLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "record",
    description = {
      "Run a design's code on threads that nobody holds back, and log each step.",
      "More tasks, frames and operations than TLC could enumerate; `mmucheck validate` tells"
          + " whether what they did is a behaviour of the spec. docs/log-format.md describes the"
          + " log.",
      "With --runs no log is written: each wrong design that MODEL names runs N times, and a table"
          + " tells how often its own checks report something, and how often the log is no"
          + " behaviour of the nearest right design."
    },
    footer = {
      "%nFor example: record NotifierFault_V6 --seconds 2 --out run.ndjson",
      "         or: record NotifierFault GuestMap --runs 10 --seconds 1"
    })
final class RecordCommand implements Callable<Integer> {
  private final Session session;

  @Spec CommandSpec command;

  @Parameters(
      paramLabel = "MODEL",
      arity = "1..*",
      description = {
        "A name; or an id or a word, that stands for the row called so.",
        "With --runs any number; a module's name stands for all its rows called as their ids."
      })
  List<String> names = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "2",
      description = "No operation starts after so long (default: ${DEFAULT-VALUE}).")
  int seconds;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "20000",
      description = "... nor after so many steps (default: ${DEFAULT-VALUE}).")
  long steps;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of the choice of operations; the threads add their own chance.")
  @Nullable Long seed;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Run each wrong design N times, and tell how often that shows.")
  @Nullable Integer runs;

  @Option(names = "--small", description = "Keep the model's own tasks, sizes and budgets.")
  boolean small;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The file to write; one of that name is replaced (default: standard output).")
  @Nullable Path out;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  RecordCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    requirePositive("--seconds", seconds);
    requirePositive("--steps", steps);
    if (runs != null) {
      return rates(runs);
    }
    if (session.json() && out == null) {
      throw new ParameterException(
          command.commandLine(), "--json and the log would share standard output; name --out FILE");
    }
    Model model = model();
    long chosen = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
    Recorder.Recorded recorded =
        session
            .workbench()
            .record(
                model, new FreeRunner.Limits(Duration.ofSeconds(seconds), steps, chosen), small);
    write(recorded);
    FreeRun run = recorded.run();
    List<String> reports = Reports.of(run.last());
    if (session.json()) {
      session.printJson(RunJson.record(recorded, String.valueOf(out), reports));
    } else {
      tell(recorded, reports);
    }
    if (!run.failures().isEmpty()) {
      return ExitCode.DIVERGENCE;
    }
    return run.last() == null ? ExitCode.UNFINISHED : ExitCode.OK;
  }

  private int rates(int howOften) throws InterruptedException {
    requirePositive("--runs", howOften);
    if (small || out != null) {
      throw new ParameterException(
          command.commandLine(), "--runs writes no log, and does not go with --small or --out");
    }
    List<Row> rows = new ArrayList<>();
    for (String name : names) {
      rows.addAll(rows(name));
    }
    long first = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
    List<Rate> rates =
        new Rates(session, howOften, seconds, steps, first)
            .of(List.copyOf(new LinkedHashSet<>(rows)));
    if (rates.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          String.join(", ", names) + " names no wrong design whose mistake is a rule");
    }
    if (session.json()) {
      session.printJson(RunJson.rates(rates, first));
    } else {
      print(rates);
    }
    return ExitCode.OK;
  }

  /** The row of that name; of a module's name, or a word, those that are called as their ids. */
  private List<Row> rows(String name) {
    List<Row> ofModule =
        session.catalog().rows().stream()
            .filter(row -> row.models().getFirst().module().equals(name))
            .toList();
    if (!ofModule.isEmpty()) {
      return OneRow.plain(ofModule);
    }
    List<Row> named = session.catalog().findRows(name);
    return named.size() > 1 ? OneRow.plain(named) : named;
  }

  private void print(List<Rate> rates) {
    Table table =
        new Table(
            "DESIGN",
            "WORD",
            "AGAINST",
            "RUNS",
            "NO BEHAVIOUR",
            "REPORTED",
            "EITHER",
            "NO VERDICT",
            "PARTS AT");
    for (Rate rate : rates) {
      table.row(
          rate.design.name(),
          Objects.requireNonNullElse(rate.design.models().getFirst().word(), ""),
          rate.against.row(),
          Integer.toString(rate.runs()),
          Integer.toString(rate.invalid()),
          Integer.toString(rate.reported()),
          Integer.toString(rate.either()),
          Integer.toString(rate.open()),
          rate.mostOften());
    }
    session.print(table);
  }

  /** That of the first module whose row is called so; says which others there are. */
  private Model model() {
    if (names.size() > 1) {
      throw new ParameterException(
          command.commandLine(),
          "records one MODEL, not " + names.size() + "; --runs N takes several");
    }
    String name = names.getFirst();
    List<Row> plain =
        OneRow.plain(session.catalog().findRows(name)).stream()
            .filter(row -> row.models().getFirst().induction() == null)
            .toList();
    if (plain.size() < 2) {
      return OneRow.of(session.catalog(), name, command).models().getFirst();
    }
    session
        .console
        .err()
        .println(
            plain.stream()
                .skip(1)
                .map(Row::name)
                .collect(
                    Collectors.joining(", ", "records " + plain.getFirst().name() + ", not ", "")));
    return plain.getFirst().models().getFirst();
  }

  private void requirePositive(String option, long value) {
    if (value < 1) {
      throw new ParameterException(
          command.commandLine(), option + " must be at least 1, not " + value);
    }
  }

  private void write(Recorder.Recorded recorded) {
    try {
      if (out == null) {
        RunLog.write(recorded, session.console.out());
      } else {
        RunLog.write(recorded, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(out + ": cannot be written: " + e.getMessage(), e));
    }
  }

  private void tell(Recorder.Recorded recorded, List<String> reports) {
    FreeRun run = recorded.run();
    session
        .console
        .err()
        .printf(
            "%s: %,d steps of %d tasks%n",
            recorded.header().model(), run.steps().size(), run.tasks());
    reports.forEach(report -> session.console.err().println("the code reports: " + report));
    FaultLines lines = new FaultLines(session.console);
    for (FreeRun.Failure failure : run.failures()) {
      session.console.err().println(failure.fault().party() + " fails: " + failure);
      lines.print(failure.fault());
    }
    if (run.last() == null) {
      session.console.err().println("never ended: " + run.open().size() + " steps");
    }
    for (FreeRun.Failure task : run.unended()) {
      session.console.err().println(task);
      lines.print(task.fault());
    }
  }
}
