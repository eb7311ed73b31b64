package org.mmucheck.kvm;

import static org.mmucheck.kvm.HostView.integer;
import static org.mmucheck.kvm.HostView.ofFrames;
import static org.mmucheck.kvm.Projection.NONE;
import static org.mmucheck.kvm.Projection.byName;
import static org.mmucheck.kvm.Projection.nameOrNone;
import static org.mmucheck.kvm.Projection.names;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.HugeHostPage;
import org.mmucheck.model.host.MmuNotifier;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.mmu.GfnRange;
import org.mmucheck.model.mmu.HugeFaultHandler;
import org.mmucheck.model.mmu.Kvm;
import org.mmucheck.model.mmu.PageFault;
import org.mmucheck.model.mmu.RangeInvalidation;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.mmu.TdpRoot;
import org.mmucheck.model.mmu.Vcpu;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.ScheduledSubject;
import org.mmucheck.value.Value;

/** A VM with the two tasks of one {@code HugeFault} model, each on an actor. */
final class HugeFaultSubject extends ScheduledSubject {
  private static final int GFNS = 2;

  private static final class Worker {
    private final Task task;
    private int left;
    private volatile @Nullable PageFault fault;
    private volatile HugeHostPage.@Nullable Change change;

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
  private final Splats splats = new Splats();
  private final HostMm mm = new HostMm(GFNS, GFNS, PageKind.ANON, splats);
  private final HugeHostPage host;
  private final Kvm kvm;
  private final TdpRoot root;
  private final HugeFaultHandler handler;
  private final Map<Actor, Worker> vcpus = new LinkedHashMap<>();
  private final Map<Actor, Worker> notifiers = new LinkedHashMap<>();
  private final Map<Actor, Worker> all = new LinkedHashMap<>();
  private final List<Vcpu> cpus;

  HugeFaultSubject(List<String> vars, Constants constants) {
    super(HugeFaultAdapter.ACTIONS);
    this.vars = vars;
    this.host = new HugeHostPage(mm, constants.design().has(Rule.SPLIT_INVALIDATES));
    this.kvm = new Kvm(constants.design(), GFNS, mm, splats);
    this.handler = new HugeFaultHandler(kvm, host);
    mm.register(kvm);
    spawn(constants.texts("Vcpu"), constants.integer("Faults"), vcpus);
    spawn(constants.texts("Notifier"), constants.integer("Invalidations"), notifiers);
    this.cpus = vcpus.values().stream().map(worker -> kvm.vcpu(worker.task)).toList();
    this.root = kvm.newRootPage("root");
    kvm.populate(root, List.of(), cpus);
    project();
  }

  private void spawn(List<String> names, int budget, Map<Actor, Worker> group) {
    for (String name : names) {
      Actor actor = spawn(name);
      Task task = new Task(name, new ControlledProbe(actor, HugeFaultAdapter.POINTS));
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
    int gfn = integer(action, 1);
    boolean isFault = action.action().equals("HandleFault");
    if (worker.left == 0
        || vcpus.containsKey(actor) != isFault
        || (isFault && SpteTable.isPresent(root.sptes().getAcquire(gfn)))) {
      return null;
    }
    worker.left--;
    return isFault ? handleFault(worker, gfn) : invalidate(worker, gfn);
  }

  private Runnable handleFault(Worker worker, int gfn) {
    PageFault fault = new PageFault(gfn);
    worker.fault = fault;
    return () -> {
      handler.attempt(cpus.get(0), fault);
      worker.fault = null;
    };
  }

  private Runnable invalidate(Worker worker, int gfn) {
    HugeHostPage.Change change = host.prepareUnmap(worker.task, gfn);
    worker.change = change;
    return () -> {
      host.change(change);
      worker.change = null;
    };
  }

  @Override
  protected boolean isDone(Actor actor) {
    return Objects.requireNonNull(all.get(actor)).left == 0;
  }

  @Override
  protected List<Object> objects() {
    List<Object> objects = new ArrayList<>(List.of(kvm, mm, host, splats, root, handler));
    objects.addAll(mm.pages());
    objects.addAll(all.values());
    objects.addAll(cpus);
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
    projection.add("writer", () -> nameOrNone(kvm.mmuLock().writer(), Task::name));
    projection.add("readers", () -> names(kvm.mmuLock().readers(), Task::name));
    projection.add("seq", () -> Value.of(kvm.counts().seqAcquire()));
    projection.add("inProgress", () -> Value.of(kvm.counts().inProgressAcquire()));
    projection.add("hull", this::hull);
    projection.add("spte", () -> ofFrames(GFNS, gfn -> spte(root.sptes().getAcquire(gfn))));
    projection.add("leaf", () -> level(root.sptes().isHuge()));
    projection.add("hpte", () -> ofFrames(GFNS, gfn -> HostView.nameOrNone(mm.pte(gfn))));
    projection.add("hostLevel", () -> level(host.isHuge()));
    projection.add("left", () -> byName(all.values(), Worker::name, w -> Value.of(w.left)));
  }

  private static Value fault(@Nullable PageFault fault) {
    Boolean huge = fault == null ? null : fault.huge();
    return Value.rec(
        Map.of(
            "gfn", fault == null ? NONE : Value.of(fault.gfn()),
            "mmu_seq", Value.of(fault == null ? 0 : fault.mmuSeq()),
            "pfn", fault == null ? NONE : HostView.nameOrNone(fault.page()),
            "level", huge == null ? NONE : level(huge),
            "retry", Value.of(fault != null && fault.mustRetry())));
  }

  private static Value level(boolean huge) {
    return Value.of(huge ? "huge" : "small");
  }

  private static Value inv(HugeHostPage.@Nullable Change change) {
    if (change == null) {
      return Value.rec(Map.of("op", Value.of("none"), "gfn", NONE, "at", Value.of(0)));
    }
    List<MmuNotifier.Invalidation> nested = change.nested();
    boolean splits = nested != null && !nested.isEmpty();
    RangeInvalidation invalidation =
        (RangeInvalidation)
            (splits ? Objects.requireNonNull(nested) : change.change().invalidations()).get(0);
    String op = invalidation.ending() ? "end" : "start";
    return Value.rec(
        Map.of(
            "op", Value.of(splits ? "split-" + op : op),
            "gfn", Value.of(change.change().first()),
            "at", Value.of(invalidation.walk().gfn())));
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
