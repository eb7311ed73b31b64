package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.ablation.Ablated;
import org.mmucheck.bench.Bench;
import org.mmucheck.bench.Ratio;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Design;
import org.mmucheck.catalog.Model;
import org.mmucheck.conform.Checkpoint;
import org.mmucheck.conform.ConformReport;
import org.mmucheck.fuzz.Failure;
import org.mmucheck.fuzz.FuzzReport;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.log.Recording;
import org.mmucheck.reading.AnyTrace;
import org.mmucheck.replay.Divergence;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.replay.Schedule;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.tlc.EngineReport;
import org.mmucheck.tlc.GraphEngine;
import org.mmucheck.tlc.Limits;
import org.mmucheck.tlc.TlcProgress;
import org.mmucheck.tlc.TlcResult;
import org.mmucheck.tlc.Witness;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;
import org.mmucheck.workbench.Conformed;
import org.mmucheck.workbench.ExplainFormat;
import org.mmucheck.workbench.ExportedGraph;
import org.mmucheck.workbench.Unjudged;
import org.mmucheck.workbench.Validated;
import org.mmucheck.workbench.Workbench;

/** A workbench that answers what a test tells it, and what the manifest expects otherwise. */
final class FakeWorkbench implements Workbench {
  /** Of every graph. */
  static final String DIGEST = "0123456789abcdef".repeat(4);

  private final Path specDir;
  final Map<String, CheckResult> checks = new HashMap<>();
  final Map<String, ReplayReport> replays = new HashMap<>();
  final Map<Model, ReplayReport> replaysWhileChecking = new HashMap<>();
  final Map<String, FuzzReport> fuzzes = new HashMap<>();
  List<Ablated> ablated = List.of();
  @Nullable Throwable failure;
  String hides = ""; // the model whose code keeps what the spec does not show
  final Set<String> broken = new HashSet<>(); // a part and a model of which it comes to no verdict
  int workers;
  Runnable whileChecking = () -> {};
  @Nullable GraphEngine exploring;
  @Nullable LookingAgain looksAgain;
  final Map<String, Integer> stops = new ConcurrentHashMap<>();

  /** What a witness is told of models that are checked. */
  interface LookingAgain {
    void tell(Witness witness, List<Model> models);
  }

  FakeWorkbench(Path specDir) {
    this.specDir = specDir;
  }

  @Override
  public Workbench exploredBy(GraphEngine engine) {
    exploring = engine;
    return this;
  }

  @Override
  public List<CheckResult> check(List<Model> models, CheckOptions options) {
    if (failure instanceof RuntimeException thrown) {
      throw thrown;
    }
    if (failure instanceof Error thrown) {
      throw thrown;
    }
    workers = options.workers();
    whileChecking.run();
    return models.stream().map(model -> check(model, options)).toList();
  }

  /** As of a TLC without mistakes. */
  @Override
  public EngineReport engine(List<Model> models, @Nullable Path tla2tools) {
    return new EngineReport("this TLC", 3, List.of(), List.of());
  }

  private CheckResult check(Model model, CheckOptions options) {
    options.progress().accept(model, new TlcProgress(20, 10, 5, 0.5));
    CheckResult result = checks.getOrDefault(model.name(), asExpected(model));
    Trace counterexample = result.counterexample();
    Path folder = options.traces();
    if (folder == null || counterexample == null) {
      return result;
    }
    Path file = folder.resolve(model.name() + TraceFiles.ENDING);
    TraceFiles.write(counterexample, file);
    return new CheckResult(
        model, result.actual(), result.failure(), result.differences(), counterexample, file);
  }

  static CheckResult asExpected(Model model) {
    boolean fails = model.expected().result() != Model.Result.SUCCESS;
    TlcResult actual =
        new TlcResult(
            model.expected().result(),
            model.expected().property(),
            fails ? 3 : 16,
            fails ? 4 : 48,
            fails ? 2 : 6,
            0.1254,
            fails ? 12 : 0,
            fails ? 2 : 0,
            null);
    return new CheckResult(model, actual, null, List.of(), fails ? trace(model) : null, null);
  }

  static Trace trace(Model model) {
    List<String> vars = List.of("refcount");
    return new Trace(
        new Trace.Meta(
            model.name(), model.module(), "ZapSeesLiveRoot", "0".repeat(64), "1".repeat(64), "x"),
        vars,
        List.of(
            new Trace.Step(null, new State(vars, Value.of(1))),
            new Trace.Step(
                new ActionInstance("GetRoot", Map.of("v", Value.of("v0"))),
                new State(vars, Value.of(2)))),
        OptionalInt.empty());
  }

  static Divergence divergence() {
    return new Divergence(
        Divergence.Kind.STATE,
        1,
        1,
        new ActionInstance("GetRoot", Map.of("v", Value.of("v0"))),
        "refcount",
        "2",
        "1",
        List.of(),
        null,
        new Schedule(List.of(new Schedule.Turn("v0", List.of("GetRoot")))));
  }

  @Override
  public Trace labelled(AnyTrace read, Model model) {
    return read.asItIs();
  }

  @Override
  public ReplayReport replay(String file, Trace trace, Model bounds, Model design, int stopAfter) {
    breakIfTold("replay", design);
    stops.put(design.name() + " within " + bounds.name(), stopAfter);
    return replays.getOrDefault(design.name(), new ReplayReport(trace.steps().size() - 1, null));
  }

  @Override
  public List<Conformed> conform(List<Model> models, int workers, Consumer<Model> started) {
    return models.stream().map(this::conformed).toList();
  }

  @Override
  public List<Conformed> conform(
      List<Model> models,
      int workers,
      Consumer<Model> started,
      BiFunction<Model, String, Checkpoint> checkpoints) {
    return conform(models, workers, started);
  }

  @Override
  public Judged conformEach(
      List<Model> models,
      int workers,
      Consumer<Model> started,
      Limits limits,
      BiFunction<Model, String, Checkpoint> checkpoints) {
    List<Model> walked = models.stream().filter(model -> !isBroken("conform", model)).toList();
    return new Judged(conform(walked, workers, started), unjudged(models));
  }

  private List<Unjudged> unjudged(List<Model> models) {
    return models.stream()
        .filter(model -> isBroken("conform", model))
        .map(
            model ->
                new Unjudged("conform", model, model.name(), new IllegalStateException("broken")))
        .toList();
  }

  @Override
  public Checked checkAndConform(List<Model> models, CheckOptions options) {
    List<CheckResult> results = check(models, options);
    if (looksAgain != null && options.witness() != null) {
      looksAgain.tell(options.witness(), models);
    }
    List<Model> judged =
        results.stream()
            .filter(result -> result.failure() == null)
            .map(CheckResult::model)
            .toList();
    Judged walked =
        conformEach(
            judged, options.workers(), model -> {}, Limits.NONE, (model, graph) -> Checkpoint.NONE);
    return new Checked(results, replaysWhileChecking, walked.conformed(), walked.unjudged());
  }

  private boolean isBroken(String part, Model model) {
    return broken.contains(part + " " + model.name());
  }

  private void breakIfTold(String part, Model model) {
    if (isBroken(part, model)) {
      throw new IllegalStateException("broken");
    }
  }

  @Override
  public ExportedGraph graph(Model model, int workers, Path file) {
    return new ExportedGraph(model.name(), 16, 32, 1, DIGEST, 512, 0.5);
  }

  @Override
  public Validated validate(Recording recording, @Nullable Model design, int largest) {
    throw new UnsupportedOperationException("ValidateTest has the real one");
  }

  @Override
  public Path traceModule(Recording recording, @Nullable Model design, Path folder) {
    throw new UnsupportedOperationException("ValidateTest has the real one");
  }

  @Override
  public List<Ratio> bench(Bench.Setup setup, Set<Bench.Part> parts) {
    return List.of(
        new Ratio("conform to plain TLC", "s", List.of(3.0, 6.0, 5.0), List.of(2.0, 2.0, 2.5)));
  }

  private Conformed conformed(Model model) {
    boolean conforms = !model.name().equals(hides);
    return new Conformed(
        model,
        new ConformReport(16, 32, 112, 32, 60, 20, conforms ? 0 : 1, null, 40, true, null, 0.5),
        DIGEST,
        new Trace.Meta(model.name(), model.module(), "", "", "", ""),
        0.25);
  }

  @Override
  public FuzzReport fuzz(Model model, int tries, long seed) {
    breakIfTold("fuzz", model);
    return fuzzes.getOrDefault(
        model.name(), fuzzed(model, model.expected().property(), tries, seed));
  }

  /** What fuzzing reports where {@code broken}, or nothing if null, breaks. */
  static FuzzReport fuzzed(Model model, @Nullable String broken, int tries, long seed) {
    String due = model.expected().property();
    FuzzReport.Verdict verdict = FuzzReport.Verdict.FAILED;
    if (Objects.equals(broken, due)) {
      verdict = due == null ? FuzzReport.Verdict.PASSED : FuzzReport.Verdict.FOUND;
    }
    return new FuzzReport(
        "codeFollowsSpec",
        model.name(),
        tries,
        100,
        seed,
        verdict,
        broken == null ? null : Failure.BROKEN_PROPERTY,
        broken,
        broken == null ? null : trace(model),
        null,
        broken == null ? "nothing breaks" : broken + " breaks");
  }

  @Override
  public List<Ablated> ablate(
      List<Design> designs, Predicate<String> wanted, Consumer<Model> progress) {
    return ablated;
  }

  @Override
  public Path specDir() {
    return specDir;
  }

  /** Read anew each time: a test may change the manifest. */
  @Override
  public Catalog catalog() {
    return Catalog.load(specDir);
  }

  @Override
  public String departure(String file, Trace trace) {
    return "";
  }

  @Override
  public String explain(Trace trace, ExplainFormat format, boolean all) {
    return real().explain(trace, format, all);
  }

  @Override
  public String explain(Model model, Trace counterexample, ExplainFormat format, boolean all) {
    return real().explain(model, counterexample, format, all);
  }

  @Override
  public String beside(Trace a, Trace b, ExplainFormat format) {
    return real().beside(a, b, format);
  }

  @Override
  public String beside(Trace a, Model design, ExplainFormat format) {
    return real().beside(a, design, format);
  }

  @Override
  public CheckResult verdict(Model model, CheckOptions options) {
    return check(model, options);
  }

  private Workbench real() {
    return Workbench.open(specDir, adapters());
  }

  @Override
  public List<Adapter> adapters() {
    return List.of(new FakeAdapter());
  }
}
