package org.mmucheck.tlc;

import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.graph.CapturedGraph;

/**
 * How to check models.
 *
 * @param workers threads in all: so many small models run at a time, each with one worker; a large
 *     model runs alone with all of them
 * @param traces the folder for counterexamples; null writes none
 * @param progress told how far a model's run has come; may be called by several threads
 * @param tla2tools the user's own TLC jar, which runs as a process of its own; null for the one
 *     built in
 * @param limits where runs end without a verdict
 * @param saving where a run is saved, of the one model; null if it is not
 * @param graphs what else the state graphs are good for; null if they need not be recorded
 * @param engine explores models without temporal properties in TLC's place; null if TLC explores
 *     all
 * @param witness looks again at what TLC finds; null if nobody does
 * @param distribution where the one model is explored by workers in several processes; null if it
 *     is explored in this one
 * @param simulating what to draw from the one model in place of exploring it; null if it is
 *     explored
 * @param enough says of a result that no other is needed: models that are not begun then have none;
 *     null if all are asked
 */
public record CheckOptions(
    int workers,
    @Nullable Path traces,
    BiConsumer<Model, TlcProgress> progress,
    @Nullable Path tla2tools,
    Limits limits,
    @Nullable Saving saving,
    @Nullable GraphUser graphs,
    @Nullable GraphEngine engine,
    @Nullable Witness witness,
    @Nullable Distribution distribution,
    @Nullable Simulating simulating,
    @Nullable Predicate<CheckResult> enough) {
  public CheckOptions {
    if (workers < 1) {
      throw new IllegalArgumentException("workers: " + workers);
    }
  }

  public CheckOptions(
      int workers,
      @Nullable Path traces,
      BiConsumer<Model, TlcProgress> progress,
      @Nullable Path tla2tools) {
    this(
        workers,
        traces,
        progress,
        tla2tools,
        Limits.NONE,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** As many threads as processors, no traces, nobody watching. */
  public static CheckOptions quiet() {
    return new CheckOptions(
        Runtime.getRuntime().availableProcessors(), null, (model, progress) -> {}, null);
  }

  /** The same, with a use for the state graphs. */
  public CheckOptions withGraphs(GraphUser user) {
    return with(draft -> draft.graphs = user);
  }

  /** The same within limits. */
  public CheckOptions within(Limits others) {
    return with(draft -> draft.limits = others);
  }

  /** The same with the run of the one model saved. */
  public CheckOptions saved(Saving where) {
    return with(draft -> draft.saving = where);
  }

  /** The same, explored by another engine; by TLC if it is null. */
  public CheckOptions exploredBy(@Nullable GraphEngine other) {
    return with(draft -> draft.engine = other);
  }

  /** The same, with somebody who looks again. */
  public CheckOptions witnessedBy(Witness other) {
    return with(draft -> draft.witness = other);
  }

  /** The same, explored by workers in several processes. */
  public CheckOptions distributed(Distribution where) {
    return with(draft -> draft.distribution = where);
  }

  /** The same, with behaviours drawn in place of exploring. */
  public CheckOptions simulated(Simulating how) {
    return with(draft -> draft.simulating = how);
  }

  /** The same, ended by a result of which this says that no other is needed. */
  public CheckOptions until(Predicate<CheckResult> result) {
    return with(draft -> draft.enough = result);
  }

  /** The same with all of it in this process, by one worker. */
  CheckOptions alone() {
    return new CheckOptions(
        1, traces, progress, tla2tools, limits, saving, graphs, engine, witness, null, null,
        enough);
  }

  /** The same but for what is changed in a draft of it. */
  private CheckOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new CheckOptions(
        workers,
        traces,
        progress,
        tla2tools,
        draft.limits,
        draft.saving,
        draft.graphs,
        draft.engine,
        draft.witness,
        draft.distribution,
        draft.simulating,
        draft.enough);
  }

  /** What may be asked for after the beginning, while it is being asked for. */
  private static final class Draft {
    private Limits limits;
    private @Nullable Saving saving;
    private @Nullable GraphUser graphs;
    private @Nullable GraphEngine engine;
    private @Nullable Witness witness;
    private @Nullable Distribution distribution;
    private @Nullable Simulating simulating;
    private @Nullable Predicate<CheckResult> enough;

    Draft(CheckOptions options) {
      limits = options.limits;
      saving = options.saving;
      graphs = options.graphs;
      engine = options.engine;
      witness = options.witness;
      distribution = options.distribution;
      simulating = options.simulating;
      enough = options.enough;
    }
  }

  /** Somebody who needs the state graphs of models that TLC explores to the end. */
  public interface GraphUser {
    /** Whether the model's graph is to be recorded. */
    boolean wants(Model model);

    /**
     * Uses the graph, by the thread that has checked the model; the session that evaluates it
     * closes then.
     *
     * @param workers threads to use
     * @throws InterruptedException if the calling thread is interrupted
     */
    void use(Model model, TlcSpec spec, TlcResult result, CapturedGraph graph, int workers)
        throws InterruptedException;
  }
}
