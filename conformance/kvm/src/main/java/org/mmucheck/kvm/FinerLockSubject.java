package org.mmucheck.kvm;

import static org.mmucheck.kvm.Projection.NONE;
import static org.mmucheck.kvm.Projection.byName;
import static org.mmucheck.kvm.Projection.nameOrNone;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Task;
import org.mmucheck.model.finerlock.EntryFault;
import org.mmucheck.model.finerlock.EntryInvalidation;
import org.mmucheck.model.finerlock.LockedEntry;
import org.mmucheck.model.finerlock.TestLock;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.ScheduledSubject;
import org.mmucheck.value.Value;

/** An entry with the tasks of one {@code FinerLock} model, each on an actor. */
final class FinerLockSubject extends ScheduledSubject {
  private static final class Worker {
    private final Task task;
    private int left;
    private volatile @Nullable EntryFault fault;
    private volatile @Nullable EntryInvalidation invalidation;

    Worker(Task task, int budget) {
      this.task = task;
      this.left = budget;
    }

    String name() {
      return task.name();
    }
  }

  private final List<String> vars;
  private final Projection projection = new Projection();
  private final LockedEntry entry;
  private final Map<Actor, Worker> vcpus = new LinkedHashMap<>();
  private final Map<Actor, Worker> notifiers = new LinkedHashMap<>();
  private final Map<Actor, Worker> all = new LinkedHashMap<>();

  FinerLockSubject(List<String> vars, Constants constants) {
    super(FinerLockAdapter.ACTIONS);
    this.vars = vars;
    String lock = constants.text("EntryLock").toUpperCase(Locale.ROOT);
    this.entry = new LockedEntry(constants.design(), TestLock.valueOf(lock));
    spawn(constants.texts("Vcpu"), constants.integer("Faults"), vcpus);
    spawn(constants.texts("Notifier"), constants.integer("Invalidations"), notifiers);
    project();
  }

  private void spawn(List<String> names, int budget, Map<Actor, Worker> group) {
    for (String name : names) {
      Actor actor = spawn(name);
      Task task = new Task(name, new ControlledProbe(actor, FinerLockAdapter.POINTS));
      Worker worker = new Worker(task, budget);
      group.put(actor, worker);
      all.put(actor, worker);
    }
  }

  @Override
  protected boolean environment(ActionInstance action) {
    throw new IllegalArgumentException("the environment takes no steps here");
  }

  @Override
  protected @Nullable Runnable command(Actor actor, ActionInstance action) {
    Worker worker = Objects.requireNonNull(all.get(actor));
    boolean isFault = action.action().equals("HandleFault");
    if (worker.left == 0
        || vcpus.containsKey(actor) != isFault
        || (isFault && entry.entry() != LockedEntry.NONE)) {
      return null;
    }
    worker.left--;
    return isFault ? handleFault(worker) : invalidate(worker);
  }

  private Runnable handleFault(Worker worker) {
    EntryFault fault = new EntryFault();
    worker.fault = fault;
    return () -> {
      entry.handle(worker.task, fault);
      worker.fault = null;
    };
  }

  private Runnable invalidate(Worker worker) {
    EntryInvalidation invalidation = new EntryInvalidation();
    worker.invalidation = invalidation;
    return () -> {
      entry.invalidate(worker.task, invalidation);
      worker.invalidation = null;
    };
  }

  @Override
  protected boolean isDone(Actor actor) {
    return Objects.requireNonNull(all.get(actor)).left == 0;
  }

  @Override
  public State state() {
    return projection.state(vars);
  }

  private void project() {
    projection.add("pc", () -> byName(all.keySet(), Actor::name, this::pc));
    projection.add("fault", () -> byName(vcpus.values(), Worker::name, w -> fault(w.fault)));
    projection.add("op", () -> byName(notifiers.values(), Worker::name, w -> op(w.invalidation)));
    projection.add("entryLock", () -> nameOrNone(entry.entryLock().owner(), Task::name));
    projection.add("mmuLock", () -> nameOrNone(entry.mmuLock().owner(), Task::name));
    projection.add("seq", () -> Value.of(entry.seq()));
    projection.add("inProgress", () -> Value.of(entry.inProgress()));
    projection.add("entry", () -> page(entry.entry()));
    projection.add("hpte", () -> page(entry.hpte()));
    projection.add("left", () -> byName(all.values(), Worker::name, w -> Value.of(w.left)));
  }

  private static Value fault(@Nullable EntryFault fault) {
    List<Value> reads = new ArrayList<>();
    if (fault != null && fault.isCountRead()) {
      reads.add(Value.of("count"));
    }
    if (fault != null && fault.isSeqRead()) {
      reads.add(Value.of("seq"));
    }
    return Value.rec(
        Map.of(
            "mmu_seq", Value.of(fault == null ? 0 : fault.mmuSeq()),
            "pfn", fault == null ? NONE : page(fault.pfn()),
            "reads", Value.set(reads),
            "stale", Value.of(fault != null && fault.isStale())));
  }

  private static Value op(@Nullable EntryInvalidation invalidation) {
    return Value.of(
        invalidation == null ? "none" : invalidation.phase().name().toLowerCase(Locale.ROOT));
  }

  private static Value page(int pfn) {
    return pfn == LockedEntry.NONE ? NONE : HostView.name(pfn);
  }
}
