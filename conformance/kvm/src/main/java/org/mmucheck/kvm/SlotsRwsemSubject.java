package org.mmucheck.kvm;

import static org.mmucheck.kvm.Projection.byName;
import static org.mmucheck.kvm.Projection.nameOrNone;
import static org.mmucheck.kvm.Projection.names;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.rwsem.GuardedMemslots;
import org.mmucheck.model.rwsem.NestedInvalidation;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.ScheduledSubject;
import org.mmucheck.value.Value;

/** Guarded memslots with the tasks of one {@code SlotsRwsem} model, each on an actor. */
final class SlotsRwsemSubject extends ScheduledSubject {
  private static final class Worker {
    private final Task task;
    private final boolean isEndless;
    private int left;
    private volatile @Nullable NestedInvalidation nested;

    Worker(Task task, int budget, boolean isEndless) {
      this.task = task;
      this.left = budget;
      this.isEndless = isEndless;
    }

    String name() {
      return task.name();
    }
  }

  private final List<String> vars;
  private final Projection projection = new Projection();
  private final Splats splats = new Splats();
  private final GuardedMemslots memslots;
  private final Map<Actor, Worker> notifiers = new LinkedHashMap<>();
  private final Map<Actor, Worker> all = new LinkedHashMap<>();

  SlotsRwsemSubject(List<String> vars, Constants constants) {
    super(SlotsRwsemAdapter.ACTIONS);
    this.vars = vars;
    this.memslots = new GuardedMemslots(constants.design(), constants.integer("Depth"), splats);
    for (String name : constants.texts("Notifier")) {
      Actor actor = spawn(name);
      int budget = constants.integer("Invalidations");
      notifiers.put(actor, new Worker(task(actor), budget, constants.flag("Endless")));
    }
    all.putAll(notifiers);
    for (String name : constants.texts("Updater")) {
      Actor actor = spawn(name);
      all.put(actor, new Worker(task(actor), constants.integer("Updates"), false));
    }
    project();
  }

  private static Task task(Actor actor) {
    return new Task(actor.name(), new ControlledProbe(actor, SlotsRwsemAdapter.POINTS));
  }

  /** {@code Terminating}: every task rests. */
  @Override
  protected boolean environment(ActionInstance action) {
    return all.keySet().stream().allMatch(Actor::isIdle);
  }

  @Override
  protected @Nullable Runnable command(Actor actor, ActionInstance action) {
    Worker worker = Objects.requireNonNull(all.get(actor));
    boolean invalidates = action.action().equals("InvalidateRangeStart");
    if (worker.left == 0 || notifiers.containsKey(actor) != invalidates) {
      return null;
    }
    if (!worker.isEndless) {
      worker.left--;
    }
    if (!invalidates) {
      return () -> memslots.update(worker.task);
    }
    NestedInvalidation nested = new NestedInvalidation();
    worker.nested = nested;
    return () -> {
      memslots.invalidate(worker.task, nested);
      worker.nested = null;
    };
  }

  @Override
  protected boolean isDone(Actor actor) {
    return Objects.requireNonNull(all.get(actor)).left == 0;
  }

  @Override
  protected List<Object> objects() {
    List<Object> objects = new ArrayList<>(List.of(memslots, splats));
    objects.addAll(all.values());
    return objects;
  }

  @Override
  public State state() {
    return projection.state(vars);
  }

  private void project() {
    projection.add("pc", () -> byName(all.keySet(), Actor::name, this::pc));
    projection.add("phase", () -> byName(notifiers.values(), Worker::name, w -> phase(w.nested)));
    projection.add(
        "open",
        () ->
            byName(
                notifiers.values(),
                Worker::name,
                w -> Value.of(memslots.semaphore().holds(w.task))));
    projection.add("seen", () -> byName(notifiers.values(), Worker::name, w -> seen(w.nested)));
    projection.add("mapOwner", () -> nameOrNone(memslots.map().owner(), Task::name));
    projection.add("queued", () -> names(memslots.semaphore().queued(), Task::name));
    projection.add("writer", () -> nameOrNone(memslots.semaphore().writer(), Task::name));
    projection.add("generation", () -> Value.of(memslots.generation()));
    projection.add("left", () -> byName(all.values(), Worker::name, w -> Value.of(w.left)));
  }

  private static Value phase(@Nullable NestedInvalidation nested) {
    return Value.of(nested != null && nested.isEnding() ? "end" : "start");
  }

  private static Value seen(@Nullable NestedInvalidation nested) {
    return Value.of(nested == null ? 0 : nested.seen());
  }
}
