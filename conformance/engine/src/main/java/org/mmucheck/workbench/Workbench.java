package org.mmucheck.workbench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mmucheck.ablation.Ablated;
import org.mmucheck.bench.Bench;
import org.mmucheck.bench.Ratio;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Design;
import org.mmucheck.catalog.Model;
import org.mmucheck.fuzz.FuzzReport;
import org.mmucheck.input.InputException;
import org.mmucheck.log.Recording;
import org.mmucheck.reading.AnyTrace;
import org.mmucheck.record.FreeRunner;
import org.mmucheck.record.Recorder;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.subject.Adapter;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.trace.Trace;

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
   * As {@link #check}, and {@link #conform} for the models with behaviours that must succeed: TLC
   * explores them to the end, and so they are explored once for both. If TLC reaches no verdict on
   * a model, nothing is conformed.
   *
   * @throws InterruptedException if the thread is interrupted; no process and no file is left then
   */
  Checked checkAndConform(List<Model> models, CheckOptions options) throws Exception;

  /**
   * What became of models.
   *
   * @param conformed one for each model with behaviours that must succeed, or none at all
   */
  record Checked(List<CheckResult> checks, List<Conformed> conformed) {}

  /**
   * Writes the state graph of {@code model} to {@code file}.
   *
   * @param workers TLC's
   */
  ExportedGraph graph(Model model, int workers, Path file) throws Exception;

  /**
   * Switches off each ordering of {@code designs} alone.
   *
   * @param progress told which model TLC is at
   */
  List<Ablated> ablate(List<Design> designs, Consumer<Model> progress) throws InterruptedException;

  /**
   * The trace in the words of its module, one column a task. It says that a property is broken only
   * where the states show it.
   */
  String explain(Trace trace, ExplainFormat format);

  /** The counterexample that TLC has just found, told as {@link #explain(Trace, ExplainFormat)}. */
  String explain(Model model, Trace counterexample, ExplainFormat format);

  /**
   * TLC's verdict on a model of which nothing is expected, with TLC's own counterexample.
   *
   * @throws InterruptedException if the thread is interrupted; no process and no file is left then
   */
  CheckResult verdict(Model model, CheckOptions options) throws InterruptedException;

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

  /** Measures, beside plain TLC, what the project promises. */
  List<Ratio> bench(Bench.Setup setup, Set<Bench.Part> parts) throws Exception;
}
