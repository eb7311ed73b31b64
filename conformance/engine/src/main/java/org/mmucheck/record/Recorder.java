package org.mmucheck.record;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.log.Recording;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.FreeSubject;
import org.mmucheck.subject.GuardedBinding;
import org.mmucheck.subject.StepListener;
import org.mmucheck.tlc.Specs;

/** Records runs of the design of one model, at sizes that TLC could not enumerate. */
public final class Recorder {
  private final Model model;
  private final Adapter adapter;

  /**
   * @param adapter of the model's module
   */
  public Recorder(Model model, Adapter adapter) {
    this.model = model;
    this.adapter = adapter;
  }

  /**
   * A run and what a log of it begins with.
   *
   * @param header names the actions that every log of it shows, and the sizes
   */
  public record Recorded(Recording.Header header, FreeRun run) {}

  /**
   * Runs the code.
   *
   * @param small keeps the model's own sizes
   * @throws InputException if the adapter cannot run its code on threads that nobody leads
   * @throws InterruptedException if the thread is interrupted; then all tasks are told to end
   */
  public Recorded record(FreeRunner.Limits limits, boolean small) throws InterruptedException {
    String config = config(small);
    try (Spec spec = spec(config)) {
      List<ActionInstance> actions = spec.actions();
      Set<String> observes = new TreeSet<>(ActionInstance.names(actions));
      observes.removeAll(adapter.unrecorded());
      Recording.Header header =
          new Recording.Header(
              model.module(),
              model.row(),
              config,
              observes,
              "mmucheck record " + model.row() + " --seed " + limits.seed());
      FreeRun run =
          FreeRunner.run(
              actions,
              listener -> start(spec, listener),
              thrown -> GuardedBinding.fault(adapter, thrown),
              limits);
      return new Recorded(header, run);
    }
  }

  /**
   * Steps a second of such a run.
   *
   * @param records see {@link FreeRunner#stepsPerSecond}
   */
  public double stepsPerSecond(FreeRunner.Limits limits, boolean records)
      throws InterruptedException {
    try (Spec spec = spec(config(false))) {
      return FreeRunner.stepsPerSecond(
          spec.actions(),
          listener -> start(spec, listener),
          thrown -> GuardedBinding.fault(adapter, thrown),
          limits,
          records);
    }
  }

  private String config(boolean small) {
    return small ? model.config() : LargeModel.config(model, adapter);
  }

  private Spec spec(String config) {
    return Specs.open(model.with(model.name(), config).build());
  }

  private FreeSubject start(Spec spec, StepListener listener) {
    Set<String> names = ActionInstance.names(spec.actions());
    FreeSubject free = adapter.startFree(spec.vars(), spec.constants(), names, listener);
    if (free == null) {
      throw new InputException(
          "module " + model.module(), "", "its code runs only where it is led");
    }
    return free;
  }
}
