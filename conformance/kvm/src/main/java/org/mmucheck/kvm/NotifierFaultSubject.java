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
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.mmu.FaultExtras;
import org.mmucheck.model.mmu.GfnRange;
import org.mmucheck.model.mmu.GuestCpu;
import org.mmucheck.model.mmu.Kvm;
import org.mmucheck.model.mmu.Memslots;
import org.mmucheck.model.mmu.PageFault;
import org.mmucheck.model.mmu.PageFaultHandler;
import org.mmucheck.model.mmu.RangeInvalidation;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.mmu.TdpRoot;
import org.mmucheck.model.mmu.Tlb;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.ScheduledSubject;
import org.mmucheck.value.Value;

/** A VM with the tasks of one {@code NotifierFault} model, each on an actor. */
final class NotifierFaultSubject extends ScheduledSubject {
  /** A vCPU with its budget and the fault that it handles. */
  private static final class Faulter {
    private final GuestCpu cpu;
    private int left;
    private volatile @Nullable PageFault fault;

    Faulter(GuestCpu cpu, int budget) {
      this.cpu = cpu;
      this.left = budget;
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
  private final Map<Actor, Faulter> faulters = new LinkedHashMap<>();
  private final Map<Actor, Invalidator> invalidators = new LinkedHashMap<>();
  private final List<Actor> actors;

  NotifierFaultSubject(List<String> vars, Constants constants) {
    super(NotifierFaultAdapter.ACTIONS);
    this.vars = vars;
    this.gfns = constants.integers("Gfn").size();
    this.mm = new HostMm(gfns, constants.integer("Pages"), PageKind.ANON, splats);
    this.host = new HostView(mm);
    this.kvm = new Kvm(constants.design(), gfns, mm, splats);
    this.handler = new PageFaultHandler(kvm, mm, extras(constants));
    kvm.setMemslots(new Memslots(constants.integer("GfnsPerSlot")));
    mm.register(kvm);
    this.root = kvm.newRootPage("root");
    for (String name : constants.texts("Vcpu")) {
      Actor actor = spawn(name);
      GuestCpu cpu = kvm.guestCpu(kvm.vcpu(task(actor)), mm);
      faulters.put(actor, new Faulter(cpu, constants.integer("Faults")));
    }
    kvm.populate(root, List.of(), faulters.values().stream().map(f -> f.cpu.vcpu()).toList());
    for (String name : constants.texts("Notifier")) {
      Actor actor = spawn(name);
      int budget = constants.integer("Invalidations");
      invalidators.put(actor, new Invalidator(mm, task(actor), budget));
    }
    this.actors =
        Stream.concat(faulters.keySet().stream(), invalidators.keySet().stream()).toList();
    project();
  }

  private static FaultExtras extras(Constants constants) {
    String precheck = constants.text("Precheck").toUpperCase(Locale.ROOT);
    return new FaultExtras(constants.flag("Prefetch"), FaultExtras.Precheck.valueOf(precheck));
  }

  private static Task task(Actor actor) {
    return new Task(actor.name(), new ControlledProbe(actor, NotifierFaultAdapter.POINTS));
  }

  @Override
  protected boolean environment(ActionInstance action) {
    return switch (action.action()) {
      case "FreePage" -> mm.free(host.page(action, 0));
      case "ReusePage" -> mm.reuse(host.page(action, 0));
      default -> guestAccess(action);
    };
  }

  private boolean guestAccess(ActionInstance action) {
    Actor actor = actor(action);
    Faulter faulter = faulters.get(actor);
    return faulter != null && actor.isIdle() && faulter.cpu.access(integer(action, 1));
  }

  @Override
  protected @Nullable Runnable command(Actor actor, ActionInstance action) {
    if (action.action().equals("HandleFault")) {
      Faulter faulter = faulters.get(actor);
      return faulter == null ? null : handleFault(faulter, integer(action, 1));
    }
    Invalidator invalidator = invalidators.get(actor);
    return invalidator == null
        ? null
        : invalidator.change(integer(action, 1), integer(action, 2), host.pageOrNull(action, 3));
  }

  private @Nullable Runnable handleFault(Faulter faulter, int gfn) {
    if (faulter.left == 0 || faulter.cpu.translates(gfn)) {
      return null;
    }
    faulter.left--;
    PageFault fault = new PageFault(gfn);
    faulter.fault = fault;
    return () -> {
      handler.handle(faulter.cpu.vcpu(), fault);
      faulter.fault = null;
    };
  }

  @Override
  protected boolean isDone(Actor actor) {
    Faulter faulter = faulters.get(actor);
    if (faulter != null) {
      return faulter.left == 0;
    }
    Invalidator invalidator = invalidators.get(actor);
    return invalidator != null && invalidator.left() == 0;
  }

  @Override
  protected List<Object> objects() {
    List<Object> objects = new ArrayList<>(List.of(kvm, mm, splats, root, handler));
    objects.addAll(mm.pages());
    objects.addAll(faulters.values());
    objects.addAll(invalidators.values());
    return objects;
  }

  @Override
  public State state() {
    return projection.state(vars);
  }

  private void project() {
    projection.add("pc", () -> byName(actors, Actor::name, this::pc));
    projection.add("fault", () -> ofFaulters(f -> fault(f.fault)));
    projection.add(
        "inv", () -> byName(invalidators.values(), Invalidator::name, NotifierFaultSubject::inv));
    projection.add("writer", () -> nameOrNone(kvm.mmuLock().writer(), Task::name));
    projection.add("readers", () -> names(kvm.mmuLock().readers(), Task::name));
    projection.add("seq", () -> Value.of(kvm.counts().seqAcquire()));
    projection.add("inProgress", () -> Value.of(kvm.counts().inProgressAcquire()));
    projection.add("active", () -> Value.of(kvm.counts().activeAcquire()));
    projection.add("hull", this::hull);
    projection.add("spte", () -> ofFrames(gfns, gfn -> spte(root.sptes().getAcquire(gfn))));
    projection.add("tlb", () -> ofFaulters(f -> ofFrames(gfns, gfn -> tlb(f.cpu.tlb(), gfn))));
    host.project(projection);
    projection.add("faultsLeft", () -> ofFaulters(f -> Value.of(f.left)));
    projection.add(
        "invalidationsLeft",
        () -> byName(invalidators.values(), Invalidator::name, i -> Value.of(i.left())));
    projection.add("splat", () -> Value.set(splats.reports().stream().map(Value::of).toList()));
  }

  private Value ofFaulters(Function<Faulter, Value> value) {
    return byName(faulters.entrySet(), e -> e.getKey().name(), e -> value.apply(e.getValue()));
  }

  private static Value fault(@Nullable PageFault fault) {
    return Value.rec(
        Map.of(
            "gfn", fault == null ? NONE : Value.of(fault.gfn()),
            "mmu_seq", Value.of(fault == null ? 0 : fault.mmuSeq()),
            "pfn", fault == null ? NONE : HostView.nameOrNone(fault.page()),
            "retry", Value.of(fault != null && fault.mustRetry()),
            "next", fault == null ? NONE : HostView.nameOrNone(fault.prefetched()),
            "loaded", fault == null ? NONE : loaded(fault.loadedOpen())));
  }

  private static Value loaded(@Nullable Boolean open) {
    if (open == null) {
      return NONE;
    }
    return Value.of(open ? "open" : "quiet");
  }

  private Value hull() {
    GfnRange frames = kvm.hull().frames();
    return Value.rec(
        Map.of(
            "start", frames == null ? NONE : Value.of(frames.start()),
            "end", frames == null ? NONE : Value.of(frames.end())));
  }

  private static Value inv(Invalidator invalidator) {
    Map<String, Value> fields = invalidator.fields();
    RangeInvalidation invalidation = invalidator.invalidation();
    fields.put("gfn", Value.of(invalidation == null ? 0 : invalidation.walk().gfn()));
    fields.put("yielded", Value.of(invalidation == null ? 0 : invalidation.walk().yielded()));
    fields.put("added", Value.of(invalidation == null ? 0 : invalidation.added()));
    fields.put("flush", Value.of(invalidation != null && invalidation.walk().flushPending()));
    return Value.rec(fields);
  }

  private static Value spte(long spte) {
    return SpteTable.isPresent(spte) ? HostView.name(SpteTable.pfn(spte)) : NONE;
  }

  private static Value tlb(Tlb tlb, int gfn) {
    int pfn = tlb.pfn(gfn);
    return pfn == Tlb.NONE ? NONE : HostView.name(pfn);
  }
}
