package org.mmucheck.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mmucheck.catalog.Model;
import org.mmucheck.conform.Pace;
import org.mmucheck.record.FreeRunner;
import org.mmucheck.record.Recorder;
import org.mmucheck.sched.Handoffs;
import org.mmucheck.subject.Adapter;
import org.mmucheck.tlc.Exploration;
import org.mmucheck.tlc.TlcOptions;
import org.mmucheck.tlc.TlcRunner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The ratios that the project promises. */
public final class Bench {
  private static final double NANOS = 1e9;
  private static final double MICROS = 1e6;
  private static final long STEPS = 3_000_000;
  private static final FreeRunner.Limits FREE =
      new FreeRunner.Limits(Duration.ofSeconds(30), 40_000, 1);

  /** What to measure with. */
  public record Setup(
      List<String> program,
      Path specDir,
      Model large,
      Model small,
      Model dumped,
      Adapter smallAdapter,
      List<Model> quick,
      Model recorded,
      Adapter recordedAdapter,
      Supplier<Logged> logged,
      int workers,
      int rounds,
      Consumer<String> progress) {
    /**
     * @param program the command line of mmucheck, without a command
     * @param specDir what the program is told with {@code --spec}
     * @param large at least 10 million transitions
     * @param small about 100 thousand
     * @param dumped what is exported; its DOT file has 300 bytes a transition
     * @param smallAdapter plugs in the implementation of {@code small}
     * @param quick what {@code check} checks; all quick models, or a sample of them
     * @param recorded what runs free
     * @param recordedAdapter plugs in its implementation
     * @param logged what is validated; asked for if it is
     * @param workers TLC's and ours
     * @param rounds of each measurement but that of {@code quick}
     * @param progress told what is measured now
     */
    public Setup {
      quick = List.copyOf(quick);
      program = List.copyOf(program);
    }
  }

  private final Setup setup;
  private final Path scratch;
  private final PlainTlc plainTlc;

  /**
   * @param scratch an empty folder
   */
  public Bench(Setup setup, Path scratch) throws IOException {
    this.setup = setup;
    this.scratch = scratch;
    this.plainTlc = new PlainTlc(scratch, setup.workers);
  }

  /** The parts of the benchmark; each gives one ratio or two. */
  public enum Part {
    CONFORM,
    CAPTURE,
    REPLAY,
    CHECK,
    DUMP,
    COMPILED,
    RECORD,
    VALIDATE
  }

  public List<Ratio> run(Set<Part> parts) throws Exception {
    List<Ratio> ratios = new ArrayList<>();
    for (Part part : Part.values()) {
      if (parts.contains(part)) {
        ratios.addAll(
            switch (part) {
              case CONFORM -> conform();
              case CAPTURE -> List.of(capture());
              case REPLAY -> replay();
              case CHECK -> List.of(check());
              case DUMP -> dump();
              case COMPILED -> List.of(compiled());
              case RECORD -> List.of(record());
              case VALIDATE -> new LogBench(setup, plainTlc, scratch).ratios();
            });
      }
    }
    return ratios;
  }

  /** The whole command beside plain TLC, and what a transition takes in a large and small graph. */
  private List<Ratio> conform() throws Exception {
    List<Double> command = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    List<Double> inLarge = new ArrayList<>();
    List<Double> inSmall = new ArrayList<>();
    for (int round = 0; round < setup.rounds; round++) {
      tell("conform", round, "plain TLC", setup.large);
      plain.add(plainTlc.check(setup.large));
      tell("conform", round, "conform", setup.large);
      Child.Run large = mmucheck("conform", setup.large.name(), "--json");
      command.add(large.seconds());
      inLarge.add(microsPerTransition(large));
      tell("conform", round, "conform", setup.small);
      inSmall.add(microsPerTransition(mmucheck("conform", setup.small.name(), "--json")));
    }
    return List.of(
        new Ratio("conform to plain TLC", "s", command, plain),
        new Ratio("transition in a large graph to a small", "us", inLarge, inSmall));
  }

  private static double microsPerTransition(Child.Run run) {
    JsonNode model = JsonMapper.builder().build().readTree(run.output()).get("models").get(0);
    double seconds = model.get("tlcSeconds").asDouble() + model.get("seconds").asDouble();
    return seconds * MICROS / model.get("transitions").asDouble();
  }

  /** In this process, so that both sides run in warm code. */
  private Ratio capture() throws Exception {
    TlcOptions options = TlcOptions.oneWorker().withWorkers(setup.workers);
    return Ratio.measure(
        "capture to plain TLC",
        "s",
        1,
        setup.rounds,
        () -> {
          setup.progress.accept("capture: with the graph, " + setup.large.name());
          long from = System.nanoTime();
          try (Exploration explored = Exploration.checked(setup.large, options)) {
            return (System.nanoTime() - from) / NANOS;
          }
        },
        () -> {
          setup.progress.accept("capture: without, " + setup.large.name());
          long from = System.nanoTime();
          TlcRunner.run(setup.large, options);
          return (System.nanoTime() - from) / NANOS;
        });
  }

  /** How fast walks are, and whether they are longer than they have to be. */
  private List<Ratio> replay() throws Exception {
    setup.progress.accept("replay: " + setup.small.name());
    try (Exploration explored = Exploration.of(setup.small, TlcOptions.oneWorker())) {
      Ratio pace =
          Ratio.measure(
              "replay steps to raw handoffs",
              "1/s",
              2,
              Math.max(setup.rounds, 5),
              () ->
                  Pace.stepsPerSecond(explored.spec(), explored.graph(), setup.smallAdapter, STEPS),
              () -> Handoffs.perSecond(STEPS));
      Pace.Steps steps = Pace.steps(explored.spec(), explored.graph(), setup.smallAdapter);
      return List.of(
          pace,
          new Ratio(
              "steps of the walks to the fewest possible",
              "steps",
              List.of((double) steps.taken()),
              List.of((double) steps.fewest())));
    }
  }

  private Ratio check() throws Exception {
    double plain = 0;
    for (int i = 0; i < setup.quick.size(); i++) {
      setup.progress.accept(
          "check: plain TLC "
              + (i + 1)
              + "/"
              + setup.quick.size()
              + " "
              + setup.quick.get(i).name());
      plain += plainTlc.check(setup.quick.get(i));
    }
    setup.progress.accept("check: mmucheck");
    List<String> command = new ArrayList<>(List.of("check"));
    setup.quick.forEach(model -> command.add(model.name()));
    command.addAll(List.of("--traces", scratch.resolve("traces").toString()));
    double ours = mmucheck(command.toArray(String[]::new)).seconds();
    return new Ratio(
        "check of " + setup.quick.size() + " quick models to plain TLC",
        "s",
        List.of(ours),
        List.of(plain));
  }

  /** The whole command with the compiled engine beside plain TLC. */
  private Ratio compiled() throws Exception {
    return Ratio.measure(
        "check --engine compiled to plain TLC",
        "s",
        0,
        setup.rounds,
        () -> {
          setup.progress.accept("compiled: check, " + setup.large.name());
          return mmucheck("check", setup.large.name(), "--engine", "compiled").seconds();
        },
        () -> {
          setup.progress.accept("compiled: plain TLC, " + setup.large.name());
          return plainTlc.check(setup.large);
        });
  }

  /** Free threads at sizes past TLC's, recorded and only counted: each run's time for a step. */
  private Ratio record() throws Exception {
    Recorder recorder = new Recorder(setup.recorded, setup.recordedAdapter);
    return Ratio.measure(
        "a recorded step to one that is only counted",
        "us",
        2,
        Math.max(setup.rounds, 5),
        () -> microsPerStep(recorder, true),
        () -> microsPerStep(recorder, false));
  }

  private double microsPerStep(Recorder recorder, boolean records) throws InterruptedException {
    setup.progress.accept("record: " + setup.recorded.name());
    return MICROS / recorder.stepsPerSecond(FREE, records);
  }

  private List<Ratio> dump() throws Exception {
    Path dot = scratch.resolve("graph.dot");
    Path graph = scratch.resolve("graph");
    List<Double> ourBytes = new ArrayList<>();
    List<Double> dotBytes = new ArrayList<>();
    Ratio time =
        Ratio.measure(
            "graph to -dump dot,actionlabels, time",
            "s",
            0,
            setup.rounds,
            () -> {
              setup.progress.accept("dump: graph, " + setup.dumped.name());
              double seconds =
                  mmucheck("graph", setup.dumped.name(), "--out", graph.toString()).seconds();
              ourBytes.add((double) Files.size(graph));
              return seconds;
            },
            () -> {
              setup.progress.accept("dump: plain TLC, " + setup.dumped.name());
              double seconds = plainTlc.dump(setup.dumped, dot);
              dotBytes.add((double) Files.size(dot));
              Files.delete(dot);
              return seconds;
            });
    return List.of(
        time, new Ratio("graph to -dump dot,actionlabels, size", "bytes", ourBytes, dotBytes));
  }

  private Child.Run mmucheck(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(setup.program);
    command.addAll(List.of(args));
    command.addAll(
        List.of(
            "--workers",
            Integer.toString(setup.workers),
            "--spec",
            setup.specDir.toAbsolutePath().toString()));
    return Child.run(command, scratch, Set.of(0));
  }

  private void tell(String part, int round, String what, Model model) {
    setup.progress.accept(part + " " + (round + 1) + ": " + what + ", " + model.name());
  }
}
