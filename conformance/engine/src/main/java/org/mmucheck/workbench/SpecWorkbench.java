package org.mmucheck.workbench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mmucheck.ablation.Ablated;
import org.mmucheck.ablation.Ablation;
import org.mmucheck.bench.Bench;
import org.mmucheck.bench.Ratio;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Design;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.conform.Checkpoint;
import org.mmucheck.fuzz.FuzzReport;
import org.mmucheck.fuzz.FuzzTarget;
import org.mmucheck.fuzz.Fuzzer;
import org.mmucheck.graph.CapturedGraph;
import org.mmucheck.graph.GraphFile;
import org.mmucheck.input.InputException;
import org.mmucheck.log.Recording;
import org.mmucheck.reading.AnyTrace;
import org.mmucheck.replay.Divergence;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.replay.Replayer;
import org.mmucheck.replay.Target;
import org.mmucheck.report.Explainer;
import org.mmucheck.spec.Spec;
import org.mmucheck.subject.Adapter;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.tlc.Checker;
import org.mmucheck.tlc.Exploration;
import org.mmucheck.tlc.GraphEngine;
import org.mmucheck.tlc.Limits;
import org.mmucheck.tlc.ScratchDir;
import org.mmucheck.tlc.Specs;
import org.mmucheck.tlc.StateSpaces;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcOptions;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.tlc.TraceMetas;
import org.mmucheck.trace.Trace;
import org.mmucheck.validate.Meaning;
import org.mmucheck.validate.TraceModule;
import org.mmucheck.validate.Validator;
import org.mmucheck.validate.Verdict;

/** Puts the engine's parts together over one folder. */
final class SpecWorkbench implements Workbench {
  private static final double NANOS = 1e9;

  /** TLC's code for a configuration that does not fit the module. */
  private static final int CONFIG_WRONG = 151;

  private final Path specDir;
  private final List<Adapter> adapters;
  private @Nullable Catalog catalog;
  private final @Nullable GraphEngine engine;
  private final Map<String, Target> targets = new ConcurrentHashMap<>(); // by state space

  SpecWorkbench(Path specDir, List<Adapter> adapters) {
    this(specDir, adapters, null);
  }

  private SpecWorkbench(Path specDir, List<Adapter> adapters, @Nullable GraphEngine engine) {
    this.specDir = specDir;
    this.adapters = List.copyOf(adapters);
    this.engine = engine;
  }

  SpecWorkbench(Model model, List<Adapter> adapters) {
    this(model.source().folder(), adapters);
    catalog = Catalog.of(model);
  }

  @Override
  public Workbench exploredBy(GraphEngine other) {
    SpecWorkbench same = new SpecWorkbench(specDir, adapters, other);
    same.catalog = catalog();
    return same;
  }

  @Override
  public Path specDir() {
    return specDir;
  }

  @Override
  public synchronized Catalog catalog() {
    Catalog loaded = catalog;
    if (loaded == null) {
      loaded = Catalog.load(specDir);
      catalog = loaded;
    }
    return loaded;
  }

  @Override
  public List<Adapter> adapters() {
    return adapters;
  }

  @Override
  public List<CheckResult> check(List<Model> models, CheckOptions options)
      throws InterruptedException {
    return Checker.check(models, options);
  }

  @Override
  public CheckResult verdict(Model model, CheckOptions options) throws InterruptedException {
    return Checker.verdict(model, options);
  }

  @Override
  public Trace labelled(AnyTrace read, Model model) {
    if (read.isComplete()) {
      return read.asItIs();
    }
    try (TlcSpec spec = Specs.open(model)) {
      return read.of(spec, model.name());
    }
  }

  @Override
  public ReplayReport replay(String file, Trace trace, Model bounds, Model design, int stopAfter) {
    String module = trace.meta().module();
    if (!module.isEmpty() && !module.equals(bounds.module())) {
      throw new InputException(
          file,
          "#meta.module",
          "is " + module + ", but " + bounds.name() + " is a model of " + bounds.module());
    }
    Target known = targets.get(StateSpaces.name(bounds));
    if (known != null) {
      ReplayReport report = replay(file, trace, known, bounds, design, stopAfter);
      boolean isOther = report.divergence() != null && !design.equals(bounds);
      if (isOther || (report.divergence() == null && !isWhole(trace, stopAfter))) {
        return report; // there is nothing to ask the spec
      }
      try (TlcSpec spec = Specs.open(bounds)) {
        return asked(report, file, trace, spec, bounds, design, stopAfter);
      }
    }
    try (TlcSpec spec = Specs.open(bounds)) {
      return replay(file, trace, spec, bounds, design, stopAfter);
    }
  }

  private ReplayReport replay(
      String file, Trace trace, TlcSpec spec, Model bounds, Model design, int stopAfter) {
    Adapter adapter = adapter(bounds.module());
    Target opened =
        targets.computeIfAbsent(StateSpaces.name(bounds), key -> Target.of(adapter, spec));
    ReplayReport report = replay(file, trace, opened, bounds, design, stopAfter);
    return asked(report, file, trace, spec, bounds, design, stopAfter);
  }

  /** With what the spec says of the trace: of its claims, or why its own design's code parts. */
  private static ReplayReport asked(
      ReplayReport report,
      String file,
      Trace trace,
      TlcSpec spec,
      Model bounds,
      Model design,
      int stopAfter) {
    Divergence divergence = report.divergence();
    if (divergence != null) {
      return design.equals(bounds)
          ? report.with(Doubts.ofSteps(file, trace, bounds, spec, divergence.step()))
          : report;
    }
    return isWhole(trace, stopAfter) ? report.with(Doubts.of(file, trace, bounds, spec)) : report;
  }

  private ReplayReport replay(
      String file, Trace trace, Target own, Model bounds, Model design, int stopAfter) {
    Target target = design.equals(bounds) ? own : own.withDesignOf(target(design).constants());
    return Replayer.replay(file, trace, target, stopAfter);
  }

  private static boolean isWhole(Trace trace, int stopAfter) {
    return stopAfter >= trace.steps().size() - 1;
  }

  @Override
  public List<Conformed> conform(List<Model> models, int workers, Consumer<Model> started)
      throws Exception {
    return conform(models, workers, started, (model, graphDigest) -> Checkpoint.NONE);
  }

  @Override
  public List<Conformed> conform(
      List<Model> models,
      int workers,
      Consumer<Model> started,
      BiFunction<Model, String, Checkpoint> checkpoints)
      throws Exception {
    Conforming conforming = new Conforming(models, this::adapter, engine, Limits.NONE, checkpoints);
    conforming.run(Set.of(), workers, started);
    if (!conforming.unjudged().isEmpty()) {
      throw conforming.unjudged().getFirst().why();
    }
    return conforming.conformed();
  }

  @Override
  public Judged conformEach(
      List<Model> models,
      int workers,
      Consumer<Model> started,
      Limits limits,
      BiFunction<Model, String, Checkpoint> checkpoints)
      throws Exception {
    Conforming conforming = new Conforming(models, this::adapter, engine, limits, checkpoints);
    conforming.run(Set.of(), workers, started);
    return new Judged(conforming.conformed(), conforming.unjudged());
  }

  @Override
  public Checked checkAndConform(List<Model> models, CheckOptions options) throws Exception {
    List<Model> explored =
        models.stream()
            .filter(model -> model.induction() == null)
            .filter(model -> model.expected().result() == Result.SUCCESS)
            .filter(model -> adapterIfAny(model.module()).isPresent())
            .toList();
    Conforming conforming = new Conforming(explored, this::adapter, engine);
    FreshReplays replays =
        new FreshReplays(
            (trace, model, spec) ->
                replay(model.name(), trace, spec, model, model, Integer.MAX_VALUE),
            options.witness());
    List<CheckResult> checks =
        Checker.check(models, options.withGraphs(conforming.whileChecking()).witnessedBy(replays));
    Set<Model> without =
        checks.stream()
            .filter(result -> result.failure() != null)
            .map(CheckResult::model)
            .collect(Collectors.toSet());
    conforming.run(without, options.workers(), model -> {});
    return new Checked(checks, replays.reports(), conforming.conformed(), conforming.unjudged());
  }

  @Override
  public List<Ablated> ablate(
      List<Design> designs, Predicate<String> wanted, Consumer<Model> progress)
      throws InterruptedException {
    CheckOptions options =
        new CheckOptions(
                Runtime.getRuntime().availableProcessors(),
                null,
                (model, explored) -> progress.accept(model),
                null)
            .exploredBy(engine);
    return Ablation.of(
        catalog(),
        designs,
        wanted,
        options,
        (model, trace) ->
            adapterIfAny(model.module()).isEmpty()
                ? null
                : Replayer.replay(model.name(), trace, open(model), Integer.MAX_VALUE));
  }

  @Override
  public ExportedGraph graph(Model model, int workers, Path file) throws Exception {
    long from = System.nanoTime();
    TlcOptions options = TlcOptions.oneWorker().withWorkers(workers);
    try (Exploration explored = Exploration.asItIs(model, options)) {
      CapturedGraph graph = explored.graph();
      String digest = graph.digest();
      long bytes = GraphFile.write(graph, model.name(), digest, file);
      return new ExportedGraph(
          model.name(),
          graph.size(),
          graph.transitions(),
          graph.initialStates(),
          digest,
          bytes,
          (System.nanoTime() - from) / NANOS);
    }
  }

  @Override
  public List<Ratio> bench(Bench.Setup setup, Set<Bench.Part> parts) throws Exception {
    try (ScratchDir scratch = new ScratchDir()) {
      return new Bench(setup, scratch.path()).run(parts);
    }
  }

  /** Opened once for the models of one state space: most of a replay's time goes into that. */
  private Target target(Model model) {
    return targets.computeIfAbsent(StateSpaces.name(model), key -> open(model));
  }

  private Target open(Model model) {
    try (Spec spec = Specs.open(model)) {
      return Target.of(adapter(model.module()), spec);
    }
  }

  @Override
  public String explain(Trace trace, ExplainFormat format, boolean all) {
    return Explanation.text(format, subject(trace, modelOf(trace), all));
  }

  @Override
  public String departure(String file, Trace trace) {
    Model model = modelOf(trace);
    return model == null ? "" : Parting.departure(file, trace, model);
  }

  @Override
  public String explain(Model model, Trace counterexample, ExplainFormat format, boolean all) {
    return Explanation.text(format, Explanation.found(subject(counterexample, model, all)));
  }

  @Override
  public String beside(Trace a, Trace b, ExplainFormat format) {
    Model ofA = modelOf(a);
    Model ofB = modelOf(b);
    return Explanation.beside(format, subject(a, ofA, true), ofA, subject(b, ofB, true), ofB);
  }

  @Override
  public String beside(Trace a, Model design, ExplainFormat format) {
    Model ofA = modelOf(a);
    return Explanation.beside(format, subject(a, ofA, true), ofA, null, design);
  }

  private Explainer.Subject subject(Trace trace, @Nullable Model model, boolean all) {
    return Explanation.subject(trace, model, adapterIfAny(trace.meta().module()).orElse(null), all);
  }

  /** Null for a trace of another tool, and for one of a model that is not here. */
  private @Nullable Model modelOf(Trace trace) {
    String name = trace.meta().model();
    if (name.isEmpty()) {
      return null;
    }
    return catalog().models().stream()
        .filter(model -> model.name().equals(name) && model.module().equals(trace.meta().module()))
        .findFirst()
        .orElse(null);
  }

  /** A model step by step, by the engine that was chosen. */
  private TlcSpec evaluated(Model model) {
    return engine == null ? Specs.open(model) : Specs.open(model, engine);
  }

  @Override
  public FuzzReport fuzz(Model model, int tries, long seed) {
    Adapter adapter = adapter(model.module());
    try (TlcSpec spec = evaluated(model)) {
      Set<String> steps = spec.stepProperties();
      FuzzTarget target =
          new FuzzTarget(
              model,
              spec,
              adapter,
              TraceMetas.of(model, "", model.summary()),
              spec.stateProperties().stream().sorted().toList(),
              steps.stream().sorted().toList(),
              spec::stepHolds,
              spec.checksDeadlock());
      return Fuzzer.fuzz(target, tries, seed);
    }
  }

  @Override
  public Validated validate(Recording recording, @Nullable Model design, int largest) {
    Model model = LogModel.of(recording, catalog(), design);
    try (Spec spec = opened(recording, () -> evaluated(model))) {
      Verdict verdict = Validator.validate(spec, Meaning.of(recording, spec), largest);
      return new Validated(recording.file(), model, verdict, lastSteps(spec, model, verdict));
    }
  }

  /** A configuration that does not fit the module is the log's own, in its first line. */
  private static Spec opened(Recording recording, Supplier<TlcSpec> open) {
    try {
      return open.get();
    } catch (TlcException e) {
      if (e.exitCode() == CONFIG_WRONG && !recording.header().config().isEmpty()) {
        throw new InputException(
            recording.file(), "line 1", "its \"config\" does not fit: " + e.getMessage());
      }
      throw e;
    }
  }

  private String lastSteps(Spec spec, Model model, Verdict verdict) {
    if (verdict.unexplained() == null) {
      return "";
    }
    Trace.Meta meta = new Trace.Meta("", model.module(), "", "", "", "");
    return explain(
        new Trace(meta, spec.vars(), verdict.unexplained().lastSteps(), OptionalInt.empty()),
        ExplainFormat.text,
        true);
  }

  @Override
  public Path traceModule(Recording recording, @Nullable Model design, Path folder)
      throws IOException {
    Model model = LogModel.of(recording, catalog(), design);
    try (Spec spec = opened(recording, () -> Specs.open(model))) {
      return TraceModule.write(model, spec, Meaning.of(recording, spec), folder);
    }
  }
}
