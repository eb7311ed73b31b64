package org.mmucheck.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.ConfigText;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.input.InputException;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.subject.NoSuchDesignException;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.tlc.Distribution;
import org.mmucheck.tlc.EngineReport;
import org.mmucheck.tlc.Saving;
import org.mmucheck.tlc.Simulating;
import org.mmucheck.tlc.Suspect;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcResult;
import org.mmucheck.trace.Trace;
import org.mmucheck.workbench.ExplainFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "check",
    description = {
      "Run TLC on models, compare with the manifest, and write each counterexample as a trace.",
      "A model that must fail and does is as expected."
    },
    footer = {
      "%nFor example: check NotifierFault --set SeqBeforeCount=FALSE",
      "             check RootLifetime --engine both",
      "             check NotifierFault_V6_Large --distributed --listen 10.0.0.1:4711 --token-file"
          + " run.token"
    })
final class CheckCommand implements Callable<Integer> {
  private final Session session;

  @Spec CommandSpec command;

  @Parameters(
      paramLabel = "MODEL",
      description =
          "Names, ids or words, all of --tier if none; or a module's file and a configuration's,"
              + " Foo.tla Foo.cfg, of which nothing is expected.")
  List<String> names = List.of();

  @Option(
      names = "--traces",
      paramLabel = "DIR",
      description =
          "Where to write counterexamples (default: the project's traces; with --spec, DIR/traces;"
              + " with --tla2tools or a module's file, nowhere).")
  @Nullable Path traces;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Worker threads in all (default: the processors of this machine).")
  @Nullable Integer workers;

  @Option(
      names = "--tla2tools",
      paramLabel = "PATH",
      description = "Another TLC: a tla2tools.jar, run as a process of its own.")
  @Nullable Path tla2tools;

  @Option(
      names = "--coverage",
      description = {
        "List the actions and parts of the module that the models never take, with a model that"
            + " does.",
        "What no model takes fails. It runs TLC once more for each model that it asks."
      })
  boolean coverage;

  @Option(
      names = "--tier",
      defaultValue = "quick",
      description = "Without MODEL: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  Tier tier;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the results as JUnit's XML, too, for CI.")
  @Nullable Path junit;

  @Mixin final Varied varied = new Varied();

  @Mixin final EngineOptions engine = new EngineOptions();

  @Mixin final LimitOptions limits = new LimitOptions();

  @Mixin final SavingOptions saving = new SavingOptions();

  @Mixin final DistributionOptions distribution = new DistributionOptions();

  @Mixin final SimulationOptions simulation = new SimulationOptions();

  @Mixin final OfRelease ofRelease = new OfRelease();

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  CheckCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    int threads = threads();
    if (tla2tools != null && !Files.isRegularFile(tla2tools)) {
      throw new InputException(tla2tools.toString(), "", "no such file; --tla2tools names a jar");
    }
    ofRelease.refuseBeside(varied.isAny() || Session.isFile(names), command);
    if (!engine.isTlc()) {
      return otherEngine(threads);
    }
    if (varied.isAny()) {
      return verdict(varied.model(session, names, command));
    }
    if (Session.isFile(names)) {
      return verdict(session.fileModel(names, command));
    }
    Path folder = tla2tools == null ? session.tracesDir(traces) : traces;
    List<Model> models = ofRelease.of(session, names, tier, session.models(names, tier), command);
    ModelChecking checking = checking(models, threads, folder);
    if (simulation.traces != null) {
      return verdict(models.getFirst()); // a behaviour that is drawn is not the one that is pinned
    }
    List<CheckedModel> checked = checking.check(models);
    List<CoverageReport> covered = coverage ? cover(checked) : List.of();
    EngineReport known = session.workbench().engine(models, tla2tools);
    if (session.json()) {
      ObjectNode document =
          coverage ? CheckJson.coverage(checked, covered) : CheckJson.check(checked);
      session.printJson(CheckJson.engine(document, known));
    } else {
      print(checked);
      covered.forEach(this::print);
      print(known);
    }
    if (junit != null) {
      JUnitXml xml = new JUnitXml("check");
      for (CheckedModel each : checked) {
        TlcResult actual = each.result().actual();
        xml.add(
            each.model().module(),
            each.model().name(),
            actual == null ? 0 : actual.seconds(),
            each.problems());
      }
      xml.write(junit);
    }
    checked.forEach(model -> checking.report(model, sameAgain()));
    int exitCode = CheckedModel.exitCode(checked);
    boolean isCovered = covered.stream().allMatch(report -> report.never().isEmpty());
    return exitCode == ExitCode.OK && !isCovered ? ExitCode.UNEXPECTED : exitCode;
  }

  private int otherEngine(int threads) throws InterruptedException {
    engine.requireNone(
        command,
        List.of(
            new EngineOptions.Given("--tla2tools", tla2tools != null),
            new EngineOptions.Given("--coverage", coverage),
            new EngineOptions.Given("--traces", traces != null),
            new EngineOptions.Given("--junit", junit != null),
            new EngineOptions.Given("--checkpoint", saving.folder != null || saving.resume),
            new EngineOptions.Given("--distributed", distribution.distributed),
            new EngineOptions.Given("--simulate", simulation.traces != null),
            new EngineOptions.Given("--time-limit", limits.time != null),
            new EngineOptions.Given("--max-states", limits.states != null)));
    List<Model> models =
        varied.isAny()
            ? List.of(varied.model(session, names, command))
            : Session.isFile(names)
                ? List.of(session.fileModel(names, command))
                : ofRelease.of(session, names, tier, session.models(names, tier), command);
    return new EngineChecking(session, engine.engine, threads).run(models);
  }

  private ModelChecking checking(List<Model> models, int threads, @Nullable Path folder) {
    @Nullable Saving saved = saving.of(models, tla2tools, command);
    @Nullable Distribution where =
        distribution.of(models, threads, notDistributed(), session.console::error, command);
    @Nullable Simulating drawn = simulation.of(models, notSimulated(), command);
    saving.tell(session.console);
    return new ModelChecking(
        session,
        threads,
        tla2tools,
        folder,
        limits.from(command),
        options -> {
          CheckOptions all = saved == null ? options : options.saved(saved);
          all = where == null ? all : all.distributed(where);
          return drawn == null ? all : all.simulated(drawn);
        });
  }

  /** All processors, unless the user says otherwise; no worker here where others may join. */
  private int threads() {
    boolean mayBeNone = distribution.distributed && distribution.token != null;
    return mayBeNone && workers != null && workers == 0 ? 0 : session.workers(workers, command);
  }

  /** What has no meaning where behaviours are drawn, if the user wants it. */
  private @Nullable String notSimulated() {
    return distribution.distributed ? "--distributed" : notDistributed();
  }

  /** What has no meaning in a distributed run, if the user wants it. */
  private @Nullable String notDistributed() {
    if (tla2tools != null) {
      return "--tla2tools";
    }
    if (saving.folder != null) {
      return "--checkpoint";
    }
    return coverage ? "--coverage" : null;
  }

  /** What TLC finds in a model of which nothing is expected, and its exit code. */
  private int verdict(Model model) throws InterruptedException {
    CheckedModel checked = checking(List.of(model), verdictThreads(), traces).verdict(model);
    TlcException failure = checked.result().failure();
    if (failure != null && checked.unfinished() == null) {
      throw failure;
    }
    List<CoverageReport> covered = coverage ? cover(List.of(checked)) : List.of();
    Trace counterexample = checked.result().counterexample();
    EngineReport known = session.workbench().engine(List.of(model), tla2tools);
    if (session.json()) {
      List<CheckedModel> all = List.of(checked);
      ObjectNode document = coverage ? CheckJson.coverage(all, covered) : CheckJson.check(all);
      session.printJson(CheckJson.engine(document, known));
    } else {
      Table table = new Table("MODEL", "FOUND", "STATES", "STEPS");
      table.row(model.name(), checked.found(), checked.states(), checked.steps());
      session.print(table);
      printWhose();
      if (varied.isAny()) {
        printBeside(model, counterexample);
      }
      if (counterexample != null) {
        session.console.out().println();
        session
            .console
            .out()
            .print(session.workbench().explain(model, counterexample, ExplainFormat.text));
      }
      covered.forEach(this::print);
      print(known);
    }
    if (checked.unfinished() != null) {
      checked.problems().forEach(session.console::error);
      return checked.exitCode();
    }
    TlcResult actual = Objects.requireNonNull(checked.result().actual());
    if (actual.result() != Result.SUCCESS) {
      return actual.exitCode();
    }
    checked.result().differences().forEach(session.console::error);
    return checked.result().asExpected() ? ExitCode.OK : ExitCode.UNEXPECTED;
  }

  private int verdictThreads() {
    return distribution.distributed ? threads() : workers == null ? 1 : workers;
  }

  /** What was asked, and what the code does with the answer. */
  private void printBeside(Model model, @Nullable Trace counterexample) {
    PrintWriter out = session.console.out();
    out.println("checked   " + String.join(", ", ConfigText.of(model).checked()));
    if (counterexample != null) {
      out.println("code      " + followed(model, counterexample));
    }
    List<String> conform = new ArrayList<>(List.of("conform"));
    conform.addAll(varied.again(names));
    out.println("next      " + session.again(conform));
  }

  /** Whether the code, set to the same design, takes the same steps. */
  private String followed(Model model, Trace counterexample) {
    if (session.workbench().adapterIfAny(model.module()).isEmpty()) {
      return "none implements " + model.module();
    }
    try {
      ReplayReport report =
          session.workbench().replay(model.name(), counterexample, model, model, Integer.MAX_VALUE);
      return report.conforms()
          ? "with the same constants it takes the same " + report.steps() + " steps"
          : "with the same constants it goes another way; conform tells where";
    } catch (NoSuchDesignException e) {
      return "has no such design: " + e.getMessage();
    }
  }

  private List<CoverageReport> cover(List<CheckedModel> checked) throws InterruptedException {
    List<CoverageReport> reports = new ArrayList<>();
    try (ProgressLine line = new ProgressLine(session.console)) {
      CoverageReport.Measurements measurements = new CoverageReport.Measurements(line);
      for (CheckedModel model : checked) {
        reports.add(CoverageReport.of(measurements, session.catalog(), model.model()));
      }
    }
    return reports;
  }

  private void print(CoverageReport report) {
    session
        .console
        .out()
        .printf(
            "%n%s: %d actions; it leaves out %d actions and parts of actions, %d of them no model"
                + " of %s takes%n",
            report.model().name(),
            report.actions(),
            report.untaken().size(),
            report.never().size(),
            report.model().module());
    Table table = new Table("LEFT OUT", "TAKEN IN");
    report.untaken().forEach((what, by) -> table.row(what, by.isEmpty() ? "NO MODEL" : by));
    if (!report.untaken().isEmpty()) {
      session.print(table);
    }
  }

  private void print(List<CheckedModel> checked) {
    Table table = new Table("MODEL", "EXPECTED", "FOUND", "STATES", "STEPS");
    for (CheckedModel model : checked) {
      table.row(
          model.model().name(),
          CheckedModel.expected(model.model()),
          model.judged(),
          model.states(),
          model.steps());
    }
    session.print(table);
    printWhose();
  }

  /** Whose verdicts and counterexamples these are, if not those of the TLC that is built in. */
  private void printWhose() {
    if (tla2tools != null) {
      session.console.out().println("verdicts and counterexamples are those of " + tla2tools);
    }
  }

  /** What that TLC is known to get wrong, and where it may matter. */
  private void print(EngineReport known) {
    session.console.out().println(known.line());
    for (Suspect suspect : known.suspects()) {
      session.console.error(
          "%s.tla:%d:%d: %s: what TLC makes of it may be wrong (%s)"
              .formatted(
                  suspect.module(),
                  suspect.line(),
                  suspect.column(),
                  suspect.mistake().pattern(),
                  suspect.mistake().issue()));
    }
  }

  /** The options that make another run the same as this one. */
  private List<String> sameAgain() {
    List<String> options = new ArrayList<>();
    if (workers != null) {
      options.addAll(List.of("--workers", Integer.toString(workers)));
    }
    if (tla2tools != null) {
      options.addAll(List.of("--tla2tools", tla2tools.toString()));
    }
    if (traces != null) {
      options.addAll(List.of("--traces", traces.toString()));
    }
    if (distribution.distributed) {
      options.add("--distributed");
    }
    return options;
  }
}
