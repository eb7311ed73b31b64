package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.mmucheck.ablation.Ablated;
import org.mmucheck.bench.Bench;
import org.mmucheck.bench.Ratio;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Design;
import org.mmucheck.catalog.Model;
import org.mmucheck.fuzz.FuzzReport;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.subject.Adapter;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.trace.Trace;

/**
 * What the commands ask of the rest of the project, in the commands' own terms. The commands parse,
 * judge and print; everything that takes long is behind this.
 */
interface Engines {

  /**
   * Runs TLC on models and compares with what they expect.
   *
   * @throws InterruptedException if the thread is interrupted; no process and no file is left then
   */
  List<CheckResult> check(Path specDir, List<Model> models, CheckOptions options)
      throws InterruptedException;

  /**
   * Replays a trace on the code that {@code design} configures.
   *
   * @param file the trace's file, for messages
   * @param bounds the model whose tasks, sizes and budgets the trace has
   * @param design the model whose rules the code follows; of the same module
   * @param stopAfter the last step to take
   */
  ReplayReport replay(
      Path specDir, String file, Trace trace, Model bounds, Model design, int stopAfter);

  /**
   * Runs random schedules of the code that {@code model} configures, the spec as the oracle.
   *
   * @param tries schedules to run at most
   */
  FuzzReport fuzz(Path specDir, Model model, int tries, long seed);

  /**
   * Takes every transition of each model on the code, and has it refuse the rest.
   *
   * @param workers threads in all
   * @param started told of each model when it begins; may be called by several threads
   * @throws InterruptedException if the thread is interrupted; no file is left then
   */
  List<ConformedModel> conform(
      Path specDir, List<Model> models, int workers, Consumer<Model> started) throws Exception;

  /**
   * As {@link #check}, and {@link #conform} for the models with behaviours that must succeed: TLC
   * explores them to the end, and so they are explored once for both. If TLC reaches no verdict on
   * a model, nothing is conformed.
   *
   * @throws InterruptedException if the thread is interrupted; no process and no file is left then
   */
  Checked checkAndConform(Path specDir, List<Model> models, CheckOptions options) throws Exception;

  /**
   * What became of models.
   *
   * @param conformed one for each model with behaviours that must succeed, or none at all
   */
  record Checked(List<CheckResult> checks, List<ConformedModel> conformed) {}

  /** Writes the state graph of {@code model} to {@code file}. */
  ExportedGraph graph(Path specDir, Model model, int workers, Path file) throws Exception;

  /**
   * Switches off each ordering of {@code designs} alone.
   *
   * @param progress told which model TLC is at
   */
  List<Ablated> ablate(
      Path specDir, Catalog catalog, List<Design> designs, Consumer<Model> progress)
      throws InterruptedException;

  /** Measures what the project promises. */
  List<Ratio> bench(Bench.Setup setup, Set<Bench.Part> parts) throws Exception;

  /** The implementations, one for each module that has one. */
  List<Adapter> adapters();
}
