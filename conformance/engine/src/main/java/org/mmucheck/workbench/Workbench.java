package org.mmucheck.workbench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
import org.mmucheck.fuzz.FuzzReport;
import org.mmucheck.graph.Picture;
import org.mmucheck.graph.Walks;
import org.mmucheck.input.InputException;
import org.mmucheck.log.Recording;
import org.mmucheck.reading.AnyTrace;
import org.mmucheck.record.FreeRunner;
import org.mmucheck.record.Recorder;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.report.HtmlReport;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Refusal;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.tlc.EngineReport;
import org.mmucheck.tlc.Exploration;
import org.mmucheck.tlc.GraphEngine;
import org.mmucheck.tlc.Limits;
import org.mmucheck.tlc.Specs;
import org.mmucheck.tlc.TlcOptions;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.tlc.TraceMetas;
import org.mmucheck.trace.Trace;
import org.mmucheck.trace.TraceVariables;

/**
 * A folder of specs with its manifest, and the code that implements them: the one entry for the
 * command line, for tests, and for a program of your own.
 *
 * <pre>{@code
 * Workbench bench = Workbench.open(Path.of("spec"), List.of(new QueueAdapter()));
 * Model model = bench.catalog().find("right").getFirst();
 * CheckResult checked = bench.check(List.of(model), CheckOptions.quiet()).getFirst();
 * }</pre>
 *
 * <p>Whatever reads the manifest or a spec throws {@link InputException} if it is malformed, with
 * its file and position. TLC leaves threads behind: a program that has used a workbench ends with
 * {@link System#exit}.
 */
public interface Workbench {
  /**
   * A workbench over the specs in a folder. Nothing is read before it is asked for.
   *
   * @param adapters one for each module that has an implementation
   */
  static Workbench open(Path specDir, List<Adapter> adapters) {
    return new SpecWorkbench(specDir, adapters);
  }

  /**
   * A workbench over one model that no manifest lists.
   *
   * @param adapters one for each module that has an implementation
   */
  static Workbench of(Model model, List<Adapter> adapters) {
    return new SpecWorkbench(model, adapters);
  }

  /** The same with the adapters that {@link ServiceLoader} finds. */
  static Workbench open(Path specDir) {
    return open(
        specDir,
        ServiceLoader.load(Adapter.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  /**
   * The same, with another engine than TLC that explores the models that are conformed or ablated,
   * and that says what a spec allows where code is fuzzed or a log validated; what is checked, and
   * temporal properties wherever they are asked for, remain TLC's.
   */
  Workbench exploredBy(GraphEngine engine);

  /** The folder of specs. */
  Path specDir();

  /** What the manifest lists. */
  Catalog catalog();

  /** The implementations, one for each module that has one. */
  List<Adapter> adapters();

  /**
   * The implementation of a module.
   *
   * @throws InputException if there is none
   */
  default Adapter adapter(String module) {
    return adapterIfAny(module)
        .orElseThrow(
            () ->
                new InputException(
                    "module " + module,
                    "",
                    "no Java code implements it; there is code for "
                        + String.join(
                            ", ", adapters().stream().map(Adapter::module).sorted().toList())));
  }

  /** The implementation of a module; empty if there is none. */
  default Optional<Adapter> adapterIfAny(String module) {
    return adapters().stream().filter(adapter -> adapter.module().equals(module)).findFirst();
  }

  /**
   * Runs TLC on models and compares with what they expect.
   *
   * @throws InterruptedException if the thread is interrupted; no process and no file is left then
   */
  List<CheckResult> check(List<Model> models, CheckOptions options) throws InterruptedException;

  /**
   * A trace with an action of the model for each step. Where the file does not name them, they are
   * found in the spec.
   *
   * @throws InputException if the file is malformed, or no action, or several, lead to a state
   */
  Trace labelled(AnyTrace read, Model model);

  /**
   * Replays a trace on the code that {@code design} configures, and asks the spec whether it shows
   * what it says.
   *
   * @param file the trace's file, for messages
   * @param bounds the model whose tasks, sizes and budgets the trace has
   * @param stopAfter the last step to take
   */
  ReplayReport replay(String file, Trace trace, Model bounds, Model design, int stopAfter);

  /**
   * Runs random schedules of the code that {@code model} configures, the spec as the oracle.
   *
   * @param tries schedules to run at most
   * @throws IllegalStateException if no {@link org.mmucheck.fuzz.ScheduleDriver} is there
   */
  FuzzReport fuzz(Model model, int tries, long seed);

  /**
   * Takes every transition of each model on the code, and has it refuse the rest.
   *
   * @param workers threads in all
   * @param started told of each model when it begins; may be called by several threads
   * @throws InterruptedException if the thread is interrupted; no file is left then
   */
  List<Conformed> conform(List<Model> models, int workers, Consumer<Model> started)
      throws Exception;

  /**
   * As {@link #conform(List, int, Consumer)}, for code that takes its time.
   *
   * @param checkpoints where the check of a model, whose graph has that digest, goes on
   */
  List<Conformed> conform(
      List<Model> models,
      int workers,
      Consumer<Model> started,
      BiFunction<Model, String, Checkpoint> checkpoints)
      throws Exception;

  /**
   * As {@link #conform(List, int, Consumer)}, and a model on which the walk comes to no verdict
   * keeps no other from its own.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  default Judged conformEach(List<Model> models, int workers, Consumer<Model> started)
      throws Exception {
    return conformEach(
        models, workers, started, Limits.NONE, (model, graphDigest) -> Checkpoint.NONE);
  }

  /**
   * As {@link #conformEach(List, int, Consumer)}, for what takes hours.
   *
   * @param limits where TLC stops exploring; the model is unjudged then. That the walks on the code
   *     end in time is up to the checkpoints.
   * @param checkpoints where the check of a model, whose graph has that digest, goes on
   */
  Judged conformEach(
      List<Model> models,
      int workers,
      Consumer<Model> started,
      Limits limits,
      BiFunction<Model, String, Checkpoint> checkpoints)
      throws Exception;

  /**
   * What became of models that were conformed one beside the other.
   *
   * @param unjudged where the walk has come to no verdict; one for models that explore the same
   */
  record Judged(List<Conformed> conformed, List<Unjudged> unjudged) {}

  /**
   * As {@link #check}, and {@link #conform} for the models with behaviours that must succeed: TLC
   * explores them to the end, and so they are explored once for both. A model on which TLC reaches
   * no verdict is not conformed; the others are.
   *
   * @throws InterruptedException if the thread is interrupted; no process and no file is left then
   */
  Checked checkAndConform(List<Model> models, CheckOptions options) throws Exception;

  /**
   * What became of models.
   *
   * @param replays of the counterexamples that TLC found, on the code of their models; without
   *     those that came to no verdict
   * @param conformed one for each model with behaviours that must succeed, and of which TLC and the
   *     walk on the code have come to a verdict
   * @param unjudged those that TLC has a verdict on, but the walk has not; one for models that
   *     explore the same
   */
  record Checked(
      List<CheckResult> checks,
      Map<Model, ReplayReport> replays,
      List<Conformed> conformed,
      List<Unjudged> unjudged) {}

  /**
   * Writes the state graph of {@code model} to {@code file}.
   *
   * @param workers TLC's
   */
  ExportedGraph graph(Model model, int workers, Path file) throws Exception;

  /**
   * Switches off each ordering of {@code designs} alone.
   *
   * @param wanted says of a constant whether to look at it
   * @param progress told which model TLC is at
   */
  List<Ablated> ablate(List<Design> designs, Predicate<String> wanted, Consumer<Model> progress)
      throws InterruptedException;

  /** All orderings of {@code designs}. */
  default List<Ablated> ablate(List<Design> designs, Consumer<Model> progress)
      throws InterruptedException {
    return ablate(designs, constant -> true, progress);
  }

  /**
   * The trace in the words of its module, one column a task. It says that a property is broken only
   * where the states show it.
   *
   * @param all whether every step is told; otherwise those are left out, and that is said, without
   *     which the others are a behaviour of the spec that breaks the property as well
   */
  String explain(Trace trace, ExplainFormat format, boolean all);

  /**
   * Where a trace leaves the spec of its model; empty if it does not, or if nobody can say.
   *
   * @param file the trace's file, for messages
   * @throws InputException if it is over other variables than its model
   */
  String departure(String file, Trace trace);

  /** The steps that matter. */
  default String explain(Trace trace, ExplainFormat format) {
    return explain(trace, format, false);
  }

  /**
   * The counterexample that TLC has just found, told as {@link #explain(Trace, ExplainFormat,
   * boolean)}.
   */
  String explain(Model model, Trace counterexample, ExplainFormat format, boolean all);

  /** The steps that matter. */
  default String explain(Model model, Trace counterexample, ExplainFormat format) {
    return explain(model, counterexample, format, false);
  }

  /** Two traces side by side: where they part, and where their designs do. */
  String beside(Trace a, Trace b, ExplainFormat format);

  /** A trace beside a design: how far that follows, and why no further. */
  String beside(Trace a, Model design, ExplainFormat format);

  /**
   * TLC's verdict on a model of which nothing is expected, with TLC's own counterexample.
   *
   * @throws InterruptedException if the thread is interrupted; no process and no file is left then
   */
  CheckResult verdict(Model model, CheckOptions options) throws InterruptedException;

  /**
   * What the TLC that checks models is known to get wrong, and where they are written so.
   *
   * @param tla2tools the user's own TLC; null for the one built in
   * @throws InterruptedException if the calling thread is interrupted
   */
  default EngineReport engine(List<Model> models, @Nullable Path tla2tools)
      throws InterruptedException {
    return EngineReport.of(models, tla2tools);
  }

  /**
   * For each wanted action of a model whether it is enabled in a state, and what of its guard is
   * FALSE where it is not.
   *
   * @param state of the model
   * @throws IllegalArgumentException if it is over other variables than the model
   */
  default SortedMap<ActionInstance, Optional<Refusal>> why(
      Model model, State state, Predicate<ActionInstance> wanted) {
    try (TlcSpec spec = Specs.openAsItIs(model)) {
      SortedMap<ActionInstance, Optional<Refusal>> answers = new TreeMap<>();
      TraceVariables.problem(state.vars(), spec.vars(), "module " + model.module())
          .ifPresent(
              problem -> {
                throw new IllegalArgumentException(problem);
              });
      State ordered = state.inOrder(spec.vars());
      spec.actions().stream()
          .filter(wanted)
          .forEach(action -> answers.put(action, spec.refusal(ordered, action)));
      return answers;
    }
  }

  /**
   * Whether what free-running code did is a behaviour of the spec.
   *
   * @param design whose rules to hold it against; null for the design that was recorded
   * @param largest how many states may be consistent with a part of the recording at most
   * @throws org.mmucheck.validate.SetTooLargeException if there are more: there is no verdict then
   */
  Validated validate(Recording recording, @Nullable Model design, int largest);

  /**
   * Runs the code that {@code model} configures on threads that nobody leads.
   *
   * @param small keeps the model's own sizes
   * @throws InputException if its adapter cannot
   * @throws InterruptedException if the thread is interrupted; then all tasks are told to end
   */
  default Recorder.Recorded record(Model model, FreeRunner.Limits limits, boolean small)
      throws InterruptedException {
    return new Recorder(model, adapter(model.module())).record(limits, small);
  }

  /** Writes the same question as a module for TLC; returns the module's file. */
  Path traceModule(Recording recording, @Nullable Model design, Path folder) throws IOException;

  /**
   * The state graph of a model as Graphviz reads it; see {@link Picture}.
   *
   * @param by the variables that tell nodes apart; all if there is none
   * @throws IllegalArgumentException if there is no such variable, or there are too many nodes
   */
  default String picture(Model model, List<String> by) throws InterruptedException {
    try (Exploration explored = Exploration.of(model, TlcOptions.oneWorker())) {
      return Picture.of(explored.graph(), model.name(), by);
    }
  }

  /**
   * Behaviours of a model; see {@link Walks}.
   *
   * @param most how many to draw
   */
  default List<Trace> walks(Model model, int most, long seed) throws InterruptedException {
    try (Exploration explored = Exploration.of(model, TlcOptions.oneWorker())) {
      Trace.Meta meta = TraceMetas.of(model, "", "Drawn with seed " + seed + ".");
      return Walks.of(explored.graph(), most, seed).stream()
          .map(steps -> new Trace(meta, steps.get(0).state().vars(), steps, OptionalInt.empty()))
          .toList();
    }
  }

  /**
   * Writes the catalogue, its traces and results as one page of HTML that needs nothing else.
   *
   * @param traces the folder of the kept traces
   * @param documents files of what commands have printed with {@code --json}
   * @throws IOException if the file cannot be written
   */
  default void report(Path traces, List<Path> documents, Path file) throws IOException {
    HtmlReport.write(Reporting.page(this, traces, documents), file);
  }

  /** Measures, beside plain TLC, what the project promises. */
  List<Ratio> bench(Bench.Setup setup, Set<Bench.Part> parts) throws Exception;
}
