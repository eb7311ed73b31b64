package org.mmucheck.kvm;

import static org.mmucheck.kvm.HostView.integer;
import static org.mmucheck.kvm.HostView.ofFrames;
import static org.mmucheck.kvm.Projection.NONE;
import static org.mmucheck.kvm.Projection.byName;
import static org.mmucheck.kvm.Projection.nameOrNone;
import static org.mmucheck.kvm.Projection.names;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.host.PteChange;
import org.mmucheck.model.mmu.GfnRange;
import org.mmucheck.model.mmu.Kvm;
import org.mmucheck.model.mmu.MemslotUpdate;
import org.mmucheck.model.mmu.Memslots;
import org.mmucheck.model.mmu.PageFault;
import org.mmucheck.model.mmu.PageFaultHandler;
import org.mmucheck.model.mmu.RangeInvalidation;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.mmu.TdpRoot;
import org.mmucheck.model.mmu.Vcpu;
import org.mmucheck.model.sync.Srcu;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.ScheduledSubject;
import org.mmucheck.value.Value;

/** A VM with the tasks of one {@code MemslotUpdate} model, each on an actor. */
final class MemslotUpdateSubject extends ScheduledSubject {
  /** A task with its budget, and what it is about. */
  private static final class Worker {
    private final Task task;
    private final boolean isEndless;
    private int left;
    private volatile @Nullable PageFault fault;
    private volatile @Nullable PteChange change;
    private volatile @Nullable MemslotUpdate update;

    Worker(Task task, int budget, boolean isEndless) {
      this.task = task;
      this.left = budget;
      this.isEndless = isEndless;
    }

    String name() {
      return task.name();
    }

    void spend() {
      if (!isEndless) {
        left--;
      }
    }
  }

  private final List<String> vars;
  private final Projection projection = new Projection();
  private final Splats splats = new Splats();
  private final int gfns;
  private final HostMm mm;
  private final HostView host;
  private final Kvm kvm;
  private final TdpRoot root;
  private final PageFaultHandler handler;
  private final Map<Actor, Worker> vcpus = new LinkedHashMap<>();
  private final Map<Actor, Worker> notifiers = new LinkedHashMap<>();
  private final Map<Actor, Worker> updaters = new LinkedHashMap<>();
  private final Map<Actor, Worker> all = new LinkedHashMap<>();
  private final Map<Worker, Vcpu> cpus = new LinkedHashMap<>();

  MemslotUpdateSubject(List<String> vars, Constants constants) {
    super(MemslotUpdateAdapter.ACTIONS);
    this.vars = vars;
    this.gfns = constants.integers("Gfn").size();
    this.mm = new HostMm(gfns, constants.integer("Pages"), PageKind.ANON, splats);
    this.host = new HostView(mm);
    this.kvm = new Kvm(constants.design(), gfns, mm, splats);
    this.handler = new PageFaultHandler(kvm, mm);
    Memslots slots = new Memslots(1);
    for (int gfn = 0; gfn < gfns; gfn++) {
      if (!constants.integers("SlotsAtFirst").contains(gfn)) {
        slots = slots.with(gfn, Memslots.State.NONE);
      }
    }
    kvm.setMemslots(slots);
    if (constants.integer("SeqWrap") > 0) {
      kvm.counts().wrapSeqAt(constants.integer("SeqWrap"), 0);
    }
    mm.register(kvm);
    spawn(constants.texts("Vcpu"), constants.integer("Faults"), false, vcpus);
    boolean endless = constants.flag("Endless");
    spawn(constants.texts("Notifier"), constants.integer("Invalidations"), endless, notifiers);
    spawn(constants.texts("Updater"), constants.integer("Updates"), false, updaters);
    vcpus.values().forEach(worker -> cpus.put(worker, kvm.vcpu(worker.task)));
    this.root = kvm.newRootPage("root");
    kvm.populate(root, List.of(), List.copyOf(cpus.values()));
    project();
  }

  private void spawn(List<String> names, int budget, boolean endless, Map<Actor, Worker> group) {
    for (String name : names) {
      Actor actor = spawn(name);
      Task task = new Task(name, new ControlledProbe(actor, MemslotUpdateAdapter.POINTS));
      Worker worker = new Worker(task, budget, endless);
      group.put(actor, worker);
      all.put(actor, worker);
    }
  }

  @Override
  protected boolean environment(ActionInstance action) {
    return mm.free(host.page(action, 0));
  }

  @Override
  protected @Nullable Runnable command(Actor actor, ActionInstance action) {
    Worker worker = Objects.requireNonNull(all.get(actor));
    if (worker.left == 0) {
      return null;
    }
    int gfn = integer(action, 1);
    Runnable command =
        switch (action.action()) {
          case "HandleFault" -> vcpus.containsKey(actor) ? handleFault(worker, gfn) : null;
          case "InvalidateRangeStart" ->
              notifiers.containsKey(actor) ? invalidate(worker, gfn, action) : null;
          case "AddSlot" ->
              updaters.containsKey(actor) ? update(worker, gfn, Memslots.State.NONE) : null;
          default -> updaters.containsKey(actor) ? update(worker, gfn, Memslots.State.VALID) : null;
        };
    if (command != null) {
      worker.spend();
    }
    return command;
  }

  private @Nullable Runnable handleFault(Worker worker, int gfn) {
    if (SpteTable.isPresent(root.sptes().getAcquire(gfn))) {
      return null;
    }
    PageFault fault = new PageFault(gfn);
    worker.fault = fault;
    return () -> {
      handler.handle(Objects.requireNonNull(cpus.get(worker)), fault);
      worker.fault = null;
    };
  }

  private @Nullable Runnable invalidate(Worker worker, int gfn, ActionInstance action) {
    PteChange change = mm.prepareChange(worker.task, gfn, gfn, host.pageOrNull(action, 2));
    if (change == null) {
      return null;
    }
    worker.change = change;
    return () -> {
      mm.change(change);
      worker.change = null;
    };
  }

  /** Adds the slot at {@code gfn} or deletes it, as it is there or not. */
  private @Nullable Runnable update(Worker worker, int gfn, Memslots.State expected) {
    if (kvm.memslots().at(gfn) != expected) {
      return null;
    }
    MemslotUpdate update = kvm.memslotUpdate(worker.task, gfn);
    worker.update = update;
    return () -> {
      update.run();
      worker.update = null;
    };
  }

  @Override
  protected boolean isDone(Actor actor) {
    return Objects.requireNonNull(all.get(actor)).left == 0;
  }

  @Override
  protected List<Object> objects() {
    List<Object> objects = new ArrayList<>(List.of(kvm, mm, splats, root, handler));
    objects.addAll(mm.pages());
    objects.addAll(all.values());
    objects.addAll(cpus.values());
    return objects;
  }

  @Override
  public State state() {
    return projection.state(vars);
  }

  private void project() {
    projection.add("pc", () -> byName(all.keySet(), Actor::name, this::pc));
    projection.add("fault", () -> byName(vcpus.values(), Worker::name, w -> fault(w.fault)));
    projection.add("inv", () -> byName(notifiers.values(), Worker::name, w -> inv(w.change)));
    projection.add("update", () -> byName(updaters.values(), Worker::name, w -> text(w.update)));
    projection.add("writer", () -> nameOrNone(kvm.mmuLock().writer(), Task::name));
    projection.add("readers", () -> names(kvm.mmuLock().readers(), Task::name));
    projection.add("slots", () -> ofFrames(gfns, gfn -> text(kvm.memslots().at(gfn))));
    projection.add("grace", () -> names(waitedFor(updaters.values()), Task::name));
    projection.add("seq", () -> Value.of(kvm.counts().seqAcquire()));
    projection.add("inProgress", () -> Value.of(kvm.counts().inProgressAcquire()));
    projection.add("hull", this::hull);
    projection.add("active", () -> Value.of(kvm.counts().activeAcquire()));
    projection.add("spte", () -> ofFrames(gfns, gfn -> spte(root.sptes().getAcquire(gfn))));
    host.project(projection);
    projection.add("left", () -> byName(all.values(), Worker::name, w -> Value.of(w.left)));
    projection.add("splat", () -> Value.set(splats.reports().stream().map(Value::of).toList()));
  }

  private static Value fault(@Nullable PageFault fault) {
    return Value.rec(
        Map.of(
            "gfn",
            fault == null ? NONE : Value.of(fault.gfn()),
            "mmu_seq",
            Value.of(fault == null ? 0 : fault.mmuSeq()),
            "pfn",
            fault == null ? NONE : HostView.nameOrNone(fault.page()),
            "retry",
            Value.of(fault != null && fault.mustRetry())));
  }

  private static Value inv(@Nullable PteChange change) {
    if (change == null) {
      return Value.rec(
          Map.of("op", Value.of("none"), "gfn", NONE, "page", NONE, "counted", Value.of(false)));
    }
    RangeInvalidation invalidation = (RangeInvalidation) change.invalidations().get(0);
    return Value.rec(
        Map.of(
            "op", Value.of(invalidation.ending() ? "end" : "start"),
            "gfn", Value.of(change.first()),
            "page", HostView.nameOrNone(change.page()),
            "counted", Value.of(invalidation.counted())));
  }

  private static Value text(@Nullable MemslotUpdate update) {
    return Value.rec(
        Map.of(
            "op", update == null ? Value.of("none") : text(update.phase()),
            "gfn", update == null ? NONE : Value.of(update.slot())));
  }

  private static Value text(Enum<?> state) {
    return Value.of(state.name().toLowerCase(Locale.ROOT));
  }

  private static Set<Task> waitedFor(Collection<Worker> updaters) {
    for (Worker updater : updaters) {
      MemslotUpdate update = updater.update;
      Srcu.GracePeriod grace = update == null ? null : update.grace();
      if (grace != null) {
        return grace.waitsFor();
      }
    }
    return Set.of();
  }

  private Value hull() {
    GfnRange frames = kvm.hull().frames();
    return Value.rec(
        Map.of(
            "start", frames == null ? NONE : Value.of(frames.start()),
            "end", frames == null ? NONE : Value.of(frames.end())));
  }

  private static Value spte(long spte) {
    return SpteTable.isPresent(spte) ? HostView.name(SpteTable.pfn(spte)) : NONE;
  }
}
