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
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.host.PteChange;
import org.mmucheck.model.mmu.GfnRange;
import org.mmucheck.model.mmu.Kvm;
import org.mmucheck.model.mmu.PageFault;
import org.mmucheck.model.mmu.PageFaultHandler;
import org.mmucheck.model.mmu.RangeInvalidation;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.mmu.TdpRoot;
import org.mmucheck.model.mmu.Vcpu;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.ScheduledSubject;
import org.mmucheck.value.Value;

/** A VM with the tasks of one {@code ZapGfnRange} model, each on an actor. */
final class ZapGfnRangeSubject extends ScheduledSubject {
  private static final class Worker {
    private final Task task;
    private int left;
    private volatile @Nullable PageFault fault;
    private volatile @Nullable PteChange change;
    private volatile @Nullable RangeInvalidation zap;

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
  private final int gfns;
  private final boolean mayYield;
  private final HostMm mm; // the VM follows no notifier of it: the changes are KVM's own
  private final Kvm kvm;
  private final TdpRoot root;
  private final PageFaultHandler handler;
  private final Map<Actor, Worker> vcpus = new LinkedHashMap<>();
  private final Map<Actor, Worker> zappers = new LinkedHashMap<>();
  private final Map<Actor, Worker> all = new LinkedHashMap<>();
  private final Map<Worker, Vcpu> cpus = new LinkedHashMap<>();

  ZapGfnRangeSubject(List<String> vars, Constants constants) {
    super(ZapGfnRangeAdapter.ACTIONS);
    this.vars = vars;
    this.gfns = constants.integers("Gfn").size();
    this.mayYield = constants.flag("MayYield");
    this.mm = new HostMm(gfns, gfns + 1, PageKind.ANON, splats);
    this.kvm = new Kvm(constants.design(), gfns, mm, splats);
    this.handler = new PageFaultHandler(kvm, mm);
    spawn(constants.texts("Vcpu"), constants.integer("Faults"), vcpus);
    spawn(constants.texts("Zapper"), constants.integer("Zaps"), zappers);
    vcpus.values().forEach(worker -> cpus.put(worker, kvm.vcpu(worker.task)));
    this.root = kvm.newRootPage("root");
    kvm.populate(root, List.of(), List.copyOf(cpus.values()));
    project();
  }

  private void spawn(List<String> names, int budget, Map<Actor, Worker> group) {
    for (String name : names) {
      Actor actor = spawn(name);
      Task task = new Task(name, new ControlledProbe(actor, ZapGfnRangeAdapter.POINTS));
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
    if (worker.left == 0 || vcpus.containsKey(actor) != isFault) {
      return null;
    }
    Runnable command = isFault ? handleFault(worker, integer(action, 1)) : zap(worker);
    if (command != null) {
      worker.left--;
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

  private @Nullable Runnable zap(Worker worker) {
    PteChange change = mm.prepareChange(worker.task, 0, gfns - 1, mm.page(gfns));
    if (change == null) {
      return null;
    }
    RangeInvalidation zap = kvm.invalidation(worker.task, kvm.allGfns());
    worker.change = change;
    worker.zap = zap;
    return () -> {
      mm.change(change);
      zap.zapGfnRange(mayYield);
      worker.change = null;
      worker.zap = null;
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
    projection.add("zap", () -> byName(zappers.values(), Worker::name, w -> zap(w.zap)));
    projection.add("writer", () -> nameOrNone(kvm.mmuLock().writer(), Task::name));
    projection.add("readers", () -> names(kvm.mmuLock().readers(), Task::name));
    projection.add("seq", () -> Value.of(kvm.counts().seqAcquire()));
    projection.add("inProgress", () -> Value.of(kvm.counts().inProgressAcquire()));
    projection.add("hull", this::hull);
    projection.add("spte", () -> ofFrames(gfns, gfn -> spte(root.sptes().getAcquire(gfn))));
    projection.add("hpte", () -> ofFrames(gfns, gfn -> HostView.nameOrNone(mm.pte(gfn))));
    projection.add("left", () -> byName(all.values(), Worker::name, w -> Value.of(w.left)));
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

  private static Value zap(@Nullable RangeInvalidation zap) {
    return Value.rec(
        Map.of(
            "gfn", Value.of(zap == null ? 0 : zap.walk().gfn()),
            "yielded", Value.of(zap == null ? 0 : zap.walk().yielded())));
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
