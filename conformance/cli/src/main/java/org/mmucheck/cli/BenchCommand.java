package org.mmucheck.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.bench.Bench;
import org.mmucheck.bench.Bench.Part;
import org.mmucheck.bench.Logged;
import org.mmucheck.bench.Ratio;
import org.mmucheck.catalog.Model;
import org.mmucheck.compiled.CompiledEngine;
import org.mmucheck.input.InputException;
import org.mmucheck.linux.trace.KernelLog;
import org.mmucheck.linux.trace.NotifierFaultLog;
import org.mmucheck.log.Recording;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    description = {
      "Measure what we promise, each beside what it is compared with; medians and spread.",
      "Let nothing else run: a ratio stands some disturbance, a second does not. It takes about"
          + " half an hour."
    },
    footer = "%nFor example: bench --only replay")
final class BenchCommand implements Callable<Integer> {
  private static final String KERNEL = "7.3.4";

  /** Of about 1,000 steps. */
  private static final String LOG = "linux/logs/7.3.4/big.ndjson.gz";

  private final Session session;

  @Spec CommandSpec command;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Measure only these: ${COMPLETION-CANDIDATES}.")
  Set<Part> only = EnumSet.allOf(Part.class);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds of each measurement (default: ${DEFAULT-VALUE}).")
  int rounds;

  @Option(
      names = "--large",
      paramLabel = "MODEL",
      defaultValue = "GuestMap_map-gpc_Large",
      description = "The model of millions of states (default: ${DEFAULT-VALUE}).")
  String large;

  @Option(
      names = "--small",
      paramLabel = "MODEL",
      defaultValue = "GuestMap_map-gpc",
      description = "A model of about 100,000 transitions (default: ${DEFAULT-VALUE}).")
  String small;

  @Option(
      names = "--dumped",
      paramLabel = "MODEL",
      defaultValue = "GuestMap_map-gpc_TwoNotifiers",
      description = "The model whose graph is written (default: ${DEFAULT-VALUE}).")
  String dumped;

  @Option(
      names = "--recorded",
      paramLabel = "MODEL",
      defaultValue = "NotifierFault_V6",
      description = "The model whose code runs free (default: ${DEFAULT-VALUE}).")
  String recorded;

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Measure the check of every Nth quick model only; all take a quarter of an hour (default:"
              + " ${DEFAULT-VALUE}).")
  int sample;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Worker threads in all (default: the processors of this machine).")
  @Nullable Integer workers;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  BenchCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    if (rounds < 1) {
      throw new ParameterException(
          command.commandLine(), "--rounds must be at least 1, not " + rounds);
    }
    if (sample < 1) {
      throw new ParameterException(
          command.commandLine(), "--sample must be at least 1, not " + sample);
    }
    int threads = session.workers(workers, command);
    List<Ratio> ratios;
    try (ProgressLine line = new ProgressLine(session.console)) {
      ratios =
          session
              .workbench()
              .bench(
                  new Bench.Setup(
                      List.of(session.console.home().resolve("mmucheck").toString()),
                      session.specDir(),
                      model(large),
                      model(small),
                      model(dumped),
                      session.workbench().adapter(model(small).module()),
                      quick(),
                      model(recorded),
                      session.workbench().adapter(model(recorded).module()),
                      this::logged,
                      threads,
                      rounds,
                      line::show),
                  only);
    }
    if (session.json()) {
      session.printJson(Json.bench(ratios));
    } else {
      print(ratios);
    }
    return ExitCode.OK;
  }

  private Logged logged() {
    String log = session.console.home().resolve(LOG).toString();
    try (InputStream in = LogInput.open(log)) {
      Recording recording = NotifierFaultLog.of(log, KERNEL, KernelLog.read(log, in));
      Model model = session.workbench().validate(recording, null, Integer.MAX_VALUE).model();
      List<String> arguments = List.of("validate", "--kernel", KERNEL, log);
      return new Logged(recording, model, arguments, new CompiledEngine());
    } catch (IOException e) {
      throw new InputException(log, "", "cannot be read: " + e.getMessage());
    }
  }

  private List<Model> quick() {
    List<Model> all = session.models(List.of(), Tier.quick);
    return IntStream.range(0, all.size()).filter(i -> i % sample == 0).mapToObj(all::get).toList();
  }

  private Model model(String name) {
    return session.models(List.of(name), Tier.all).get(0);
  }

  private void print(List<Ratio> ratios) {
    Table table = new Table("MEASURED", "OURS", "REFERENCE", "UNIT", "RATIO", "SPREAD");
    for (Ratio ratio : ratios) {
      table.row(
          ratio.name(),
          number(ratio.ourMedian()),
          number(ratio.referenceMedian()),
          ratio.unit(),
          number(ratio.ratio()),
          number(ratio.lowest()) + " to " + number(ratio.highest()));
    }
    session.print(table);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 1000 ? "%,.0f" : "%.3g", value);
  }
}
