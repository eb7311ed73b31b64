package org.mmucheck.kvm;

import static org.mmucheck.kvm.Projection.nameOrNone;
import static org.mmucheck.kvm.Projection.names;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.rwsem.GuardedMemslots;
import org.mmucheck.model.rwsem.NestedInvalidation;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

/** {@code SlotsRwsem.tla}: a semaphore that keeps memslots in place from start to end. */
public final class SlotsRwsemBinding extends KvmBinding {
  /** Found by the service loader. */
  public SlotsRwsemBinding() {
    super("SlotsRwsem");
    says(Step.CHANGE_PTE, "changes the host PTEs");
    hides("pc", "phase", "left");
    locksForRead();
  }

  @Override
  KvmSubject start(Setup setup) {
    return new Slots(setup);
  }

  /** A notifier reads while invalidations of it are open. */
  @Override
  public Lock lock(String task, State state) {
    Value open = ((Value.Fcn) state.value("open")).entries().get(Value.of(task));
    boolean reads = open != null && !open.equals(Value.of(0));
    return reads ? Lock.READ : super.lock(task, state);
  }

  private static final class Slots extends KvmSubject {
    private final GuardedMemslots memslots;

    Slots(Setup setup) {
      super(setup);
      Splats splats = new Splats();
      this.memslots = new GuardedMemslots(constants.design(), constants.integer("Depth"), splats);
      List<Worker<NestedInvalidation>> notifiers =
          crewOrEndless("Notifier", "Invalidations", Worker::new);
      List<Worker<Void>> updaters = crew("Updater", "Updates", Worker::new);
      watch(memslots, splats);
      when(
          Environment.TERMINATING,
          action -> workers().stream().allMatch(worker -> worker.isIdle()));
      when(Start.INVALIDATE_RANGE_START, notifiers, (notifier, action) -> invalidate(notifier));
      when(
          Start.SET_MEMSLOT,
          updaters,
          (updater, action) -> updater.begin(() -> memslots.update(updater.task())));
      VmView.project(projection, splats);
      project(notifiers);
    }

    private Runnable invalidate(Worker<NestedInvalidation> notifier) {
      return notifier.begin(
          new NestedInvalidation(), nested -> memslots.invalidate(notifier.task(), nested));
    }

    private void project(List<Worker<NestedInvalidation>> notifiers) {
      projection.add("phase", () -> ofWorkers(notifiers, n -> phase(n.inHand())));
      projection.add(
          "open", () -> ofWorkers(notifiers, n -> Value.of(memslots.semaphore().holds(n.task()))));
      projection.add("seen", () -> ofWorkers(notifiers, n -> seen(n.inHand())));
      projection.add("mapOwner", () -> nameOrNone(memslots.map().owner(), Task::name));
      projection.add("queued", () -> names(memslots.semaphore().queued(), Task::name));
      projection.add("writer", () -> nameOrNone(memslots.semaphore().writer(), Task::name));
      projection.add("generation", () -> Value.of(memslots.generation()));
    }

    private static Value phase(@Nullable NestedInvalidation nested) {
      return Value.of(nested != null && nested.isEnding() ? "end" : "start");
    }

    private static Value seen(@Nullable NestedInvalidation nested) {
      return Value.of(nested == null ? 0 : nested.seen());
    }
  }
}
