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
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.host.PteChange;
import org.mmucheck.model.mmu.FastZap;
import org.mmucheck.model.mmu.GfnRange;
import org.mmucheck.model.mmu.GuestCpu;
import org.mmucheck.model.mmu.Kvm;
import org.mmucheck.model.mmu.Memslots;
import org.mmucheck.model.mmu.PageFault;
import org.mmucheck.model.mmu.PageFaultHandler;
import org.mmucheck.model.mmu.RangeInvalidation;
import org.mmucheck.model.mmu.ReleaseZap;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.mmu.TdpRoot;
import org.mmucheck.model.mmu.TdpWalk;
import org.mmucheck.model.mmu.Tlb;
import org.mmucheck.model.mmu.Vcpu;
import org.mmucheck.model.mmu.ZapWorker;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.ScheduledSubject;
import org.mmucheck.value.Value;

/** A VM and its host with the tasks of one {@code KvmMmu} model, each on an actor. */
final class KvmMmuSubject extends ScheduledSubject {
  /** A vCPU, its budgets, the fault that it handles and the hardware that runs its guest. */
  private static final class Cpu {
    private final Vcpu vcpu;
    private final boolean puts;
    private final @Nullable GuestCpu guest;
    private int loads;
    private int faults;
    private volatile @Nullable PageFault fault;

    Cpu(Vcpu vcpu, boolean puts, @Nullable GuestCpu guest, int loads, int faults) {
      this.vcpu = vcpu;
      this.puts = puts;
      this.guest = guest;
      this.loads = loads;
      this.faults = faults;
    }
  }

  /** A task of the model that runs its operation once. */
  private static final class Once {
    private final String action;
    private final Runnable operation;
    private boolean begun;

    Once(String action, Runnable operation) {
      this.action = action;
      this.operation = operation;
    }
  }

  private final List<String> vars;
  private final Projection projection = new Projection();
  private final Splats splats = new Splats();
  private final int gfns;
  private final GfnRange range;
  private final HostMm mm;
  private final HostView host;
  private final Kvm kvm;
  private final PageFaultHandler handler;
  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private final Map<String, Actor> actors = new LinkedHashMap<>();
  private final Map<String, TdpRoot> roots = new LinkedHashMap<>();
  private final Map<Actor, Cpu> cpus = new LinkedHashMap<>();
  private final Map<Actor, Invalidator> invalidators = new LinkedHashMap<>();
  private final Map<Actor, TdpWalk> walks = new LinkedHashMap<>(); // of all but the invalidators
  private final Map<Actor, Once> once = new LinkedHashMap<>();
  private final Map<String, FastZap> zappers = new LinkedHashMap<>();
  private final List<Actor> workers = new ArrayList<>();
  private final List<Actor> releasers = new ArrayList<>();

  KvmMmuSubject(List<String> vars, Constants constants) {
    super(KvmMmuAdapter.ACTIONS);
    this.vars = vars;
    this.gfns = constants.integers("Gfn").size();
    List<Integer> invalidated = constants.integers("NotifierRange");
    this.range = new GfnRange(invalidated.get(0), invalidated.get(invalidated.size() - 1) + 1);
    this.mm = new HostMm(gfns, constants.integer("Pages"), PageKind.ANON, splats);
    this.host = new HostView(mm);
    this.kvm = new Kvm(constants.design(), gfns, mm, splats);
    this.handler = new PageFaultHandler(kvm, mm);
    kvm.setMemslots(new Memslots(gfns));
    mm.register(kvm);
    constants.texts("Root").forEach(name -> roots.put(name, kvm.newRootPage(name)));
    addVcpus(constants);
    addInvalidators(constants);
    addZappers(constants);
    addReleasers(constants);
    addWorkers(constants);
    project();
  }

  private void addVcpus(Constants constants) {
    List<Vcpu> holders = new ArrayList<>();
    List<Vcpu> others = new ArrayList<>();
    for (String name : constants.texts("Vcpu")) {
      Vcpu vcpu = kvm.vcpu(newTask(name));
      GuestCpu guest = constants.texts("Guest").contains(name) ? kvm.guestCpu(vcpu, mm) : null;
      boolean puts = constants.texts("Puts").contains(name);
      int loads = constants.integer("Loads");
      Cpu cpu = new Cpu(vcpu, puts, guest, loads, constants.integer("Faults"));
      cpus.put(actorNamed(name), cpu);
      walks.put(actorNamed(name), vcpu.walk());
      (constants.texts("OtherVcpu").contains(name) ? others : holders).add(vcpu);
    }
    List<Integer> mapped = constants.integers("MappedAtStart");
    constants.texts("RootsAtStart").forEach(n -> kvm.populate(rootNamed(n), mapped, holders));
    List<Integer> otherMapped = constants.integers("OtherMapped");
    constants.texts("OtherAtStart").forEach(n -> kvm.populate(rootNamed(n), otherMapped, others));
  }

  private void addInvalidators(Constants constants) {
    for (String name : constants.texts("Notifier")) {
      Task task = newTask(name);
      invalidators.put(
          actorNamed(name), new Invalidator(mm, task, constants.integer("Invalidations")));
    }
  }

  private void addZappers(Constants constants) {
    for (String name : constants.texts("Zapper")) {
      Task task = newTask(name);
      FastZap zap = kvm.fastZap(task);
      zappers.put(name, zap);
      walks.put(actorNamed(name), zap.walk());
      once.put(
          actorNamed(name),
          constants.texts("DeletesSlot").contains(name)
              ? new Once("DeleteSlot", kvm.memslotDeletion(task, 0, zap)::run)
              : new Once("ZapAllFast", zap::zapAllFast));
    }
  }

  private void addReleasers(Constants constants) {
    for (String name : constants.texts("Releaser")) {
      PteChange exit = mm.prepareExit(newTask(name));
      walks.put(actorNamed(name), ((ReleaseZap) exit.invalidations().get(0)).walk());
      once.put(actorNamed(name), new Once("ReleaseMm", () -> mm.change(exit)));
      releasers.add(actorNamed(name));
    }
  }

  private void addWorkers(Constants constants) {
    for (String name : constants.texts("Worker")) {
      ZapWorker worker = kvm.zapWorker(newTask(name));
      walks.put(actorNamed(name), worker.walk());
      workers.add(actorNamed(name));
      actorNamed(name).start(worker::run);
    }
  }

  private Task newTask(String name) {
    Actor actor = spawn(name);
    Task task = new Task(name, new ControlledProbe(actor, KvmMmuAdapter.POINTS));
    tasks.put(name, task);
    actors.put(name, actor);
    return task;
  }

  private Actor actorNamed(String name) {
    return Objects.requireNonNull(actors.get(name), name);
  }

  private TdpRoot rootNamed(String name) {
    TdpRoot root = roots.get(name);
    if (root == null) {
      throw new IllegalArgumentException("no root " + name);
    }
    return root;
  }

  @Override
  protected boolean environment(ActionInstance action) {
    return switch (action.action()) {
      case "RcuFree" -> {
        TdpRoot root = rootNamed(HostView.argument(action, 0).toString());
        yield root.free() != null && root.free().run();
      }
      case "FreePage" -> mm.free(host.page(action, 0));
      case "GuestAccess" -> guestAccess(actor(action), integer(action, 1));
      default -> // Terminating
          actors.values().stream().allMatch(actor -> actor.isIdle() || workers.contains(actor))
              && workers.stream().allMatch(worker -> pc(worker).equals(Value.of("ProcessWork")))
              && kvm.zapWorkqueue().queued().isEmpty();
    };
  }

  /** The vCPU enters the guest, which accesses the frame, and leaves it again. */
  private boolean guestAccess(Actor actor, int gfn) {
    Cpu cpu = cpus.get(actor);
    if (cpu == null || cpu.guest == null || !actor.isIdle() || isExiting()) {
      return false;
    }
    return cpu.guest.translates(gfn) && cpu.guest.enterAndAccess(gfn);
  }

  /** Whether the process that owns the memory ends; its vCPUs run no more. */
  private boolean isExiting() {
    return releasers.stream().anyMatch(actor -> onceOf(actor).begun);
  }

  private Once onceOf(Actor actor) {
    return Objects.requireNonNull(once.get(actor));
  }

  @Override
  protected @Nullable Runnable command(Actor actor, ActionInstance action) {
    return switch (action.action()) {
      case "FreeRoots" -> freeRoots(cpus.get(actor));
      case "LoadRoot" -> loadRoot(cpus.get(actor), action);
      case "HandleFault" -> handleFault(cpus.get(actor), integer(action, 1));
      case "InvalidateRangeStart" -> invalidate(invalidators.get(actor), action);
      case "ReleaseMm" -> isQuiet() ? begin(actor, action) : null;
      default -> isExiting() ? null : begin(actor, action); // ZapAllFast, DeleteSlot
    };
  }

  private @Nullable Runnable begin(Actor actor, ActionInstance action) {
    Once operation = once.get(actor);
    if (operation == null || operation.begun || !operation.action.equals(action.action())) {
      return null;
    }
    operation.begun = true;
    return operation.operation;
  }

  /** Whether nobody acts for the process that is about to end; kworkers do not. */
  private boolean isQuiet() {
    return kvm.counts().activeAcquire() == 0
        && cpus.values().stream().allMatch(cpu -> !isInKvmRun(cpu.vcpu.walk().op()))
        && zappers.keySet().stream().allMatch(name -> actorNamed(name).isIdle());
  }

  private static boolean isInKvmRun(TdpWalk.Op op) {
    return op == TdpWalk.Op.LOAD || op == TdpWalk.Op.FAULT;
  }

  private static @Nullable Runnable freeRoots(@Nullable Cpu cpu) {
    return cpu == null || !cpu.puts || cpu.vcpu.root() == null ? null : cpu.vcpu::freeRoots;
  }

  private @Nullable Runnable loadRoot(@Nullable Cpu cpu, ActionInstance action) {
    TdpRoot fresh = rootNamed(HostView.argument(action, 1).toString());
    boolean taken = cpus.values().stream().anyMatch(other -> other.vcpu.topped() == fresh);
    if (cpu == null
        || isExiting()
        || cpu.vcpu.root() != null
        || cpu.loads == 0
        || fresh.life() != TdpRoot.Life.UNBORN
        || taken) {
      return null;
    }
    cpu.loads--;
    return () -> cpu.vcpu.loadRoot(fresh);
  }

  private @Nullable Runnable handleFault(@Nullable Cpu cpu, int gfn) {
    if (cpu == null || isExiting() || cpu.vcpu.root() == null || cpu.faults == 0) {
      return null;
    }
    cpu.faults--;
    PageFault fault = new PageFault(gfn);
    cpu.fault = fault;
    return () -> {
      cpu.vcpu.handleFault(handler, fault);
      cpu.fault = null;
    };
  }

  private @Nullable Runnable invalidate(@Nullable Invalidator invalidator, ActionInstance action) {
    return invalidator == null || isExiting()
        ? null
        : invalidator.change(range.start(), range.end() - 1, host.pageOrNull(action, 1));
  }

  @Override
  protected boolean isDone(Actor actor) {
    Invalidator invalidator = invalidators.get(actor);
    if (invalidator != null) {
      return invalidator.left() == 0;
    }
    Once operation = once.get(actor);
    return operation != null && operation.begun;
  }

  @Override
  protected List<Object> objects() {
    List<Object> objects = new ArrayList<>(List.of(kvm, mm, splats, handler));
    objects.addAll(mm.pages());
    objects.addAll(roots.values());
    objects.addAll(walks.values());
    objects.addAll(cpus.values());
    objects.addAll(invalidators.values());
    objects.addAll(zappers.values());
    objects.addAll(once.values());
    return objects;
  }

  @Override
  public State state() {
    return projection.state(vars);
  }

  private void project() {
    projection.add("pc", () -> byName(actors.values(), Actor::name, this::pc));
    projection.add("iter", () -> byName(actors.values(), Actor::name, actor -> iter(walk(actor))));
    projection.add("fault", () -> ofCpus(cpu -> fault(cpu.fault)));
    projection.add(
        "inv", () -> byName(invalidators.values(), Invalidator::name, KvmMmuSubject::inv));
    projection.add("writer", () -> nameOrNone(kvm.mmuLock().writer(), Task::name));
    projection.add("readers", () -> names(kvm.mmuLock().readers(), Task::name));
    projection.add("loaded", () -> ofCpus(cpu -> nameOrNone(cpu.vcpu.root(), TdpRoot::name)));
    projection.add("topped", () -> ofCpus(cpu -> nameOrNone(cpu.vcpu.topped(), TdpRoot::name)));
    projection.add(
        "reload",
        () ->
            names(
                cpus.entrySet().stream().filter(e -> e.getValue().vcpu.mustReload()).toList(),
                e -> e.getKey().name()));
    projection.add("loads", () -> ofCpus(cpu -> Value.of(cpu.loads)));
    projection.add("faults", () -> ofCpus(cpu -> Value.of(cpu.faults)));
    projection.add(
        "invalidationsLeft",
        () -> byName(invalidators.values(), Invalidator::name, i -> Value.of(i.left())));
    projectRoots();
    projection.add("slot", () -> Value.of(kvm.memslots().at(0).name().toLowerCase(Locale.ROOT)));
    projection.add("seq", () -> Value.of(kvm.counts().seqAcquire()));
    projection.add("inProgress", () -> Value.of(kvm.counts().inProgressAcquire()));
    projection.add("hull", this::hull);
    projection.add("active", () -> Value.of(kvm.counts().activeAcquire()));
    projection.add(
        "tlb",
        () ->
            byName(
                cpus.entrySet().stream().filter(e -> e.getValue().guest != null).toList(),
                e -> e.getKey().name(),
                e -> tlb(Objects.requireNonNull(e.getValue().guest).tlb())));
    host.project(projection);
    projection.add("splat", () -> Value.set(splats.reports().stream().map(Value::of).toList()));
  }

  private void projectRoots() {
    projection.add("life", () -> ofRoots(r -> Value.of(r.life().name().toLowerCase(Locale.ROOT))));
    projection.add("count", () -> ofRoots(r -> Value.of(r.refcount())));
    projection.add("invalid", () -> ofRoots(r -> Value.of(r.isInvalid())));
    projection.add("head", () -> nameOrNone(kvm.firstRoot(), TdpRoot::name));
    projection.add("nxt", () -> ofRoots(r -> nameOrNone(r.next(), TdpRoot::name)));
    projection.add(
        "spte", () -> ofRoots(r -> ofFrames(gfns, gfn -> spte(r.sptes().getAcquire(gfn)))));
    projection.add(
        "owns",
        () -> byName(tasks.values(), Task::name, task -> ofRoots(r -> Value.of(r.owned(task)))));
    projection.add("mmuRef", () -> ofRoots(r -> Value.of(r.mmuReferences())));
    projection.add("scheduled", () -> rootsThat(TdpRoot::isScheduled));
    projection.add("hadOwner", () -> rootsThat(TdpRoot::hadOwner));
    projection.add(
        "queue",
        () ->
            new Value.Seq(
                kvm.zapWorkqueue().queued().stream().map(r -> Value.of(r.name())).toList()));
    projection.add("gifts", () -> ofZappers(zap -> names(zap.gifts(), TdpRoot::name)));
    projection.add("seen", () -> ofZappers(zap -> names(zap.seen(), TdpRoot::name)));
    projection.add("rcu", () -> names(kvm.rcu().readers(), Task::name));
    projection.add(
        "grace",
        () ->
            ofRoots(r -> r.free() == null ? Value.set() : names(r.free().waitsFor(), Task::name)));
  }

  private Value ofCpus(Function<Cpu, Value> value) {
    return byName(cpus.entrySet(), e -> e.getKey().name(), e -> value.apply(e.getValue()));
  }

  private Value ofRoots(Function<TdpRoot, Value> value) {
    return byName(roots.values(), TdpRoot::name, value);
  }

  private Value rootsThat(Predicate<TdpRoot> wanted) {
    return names(roots.values().stream().filter(wanted).toList(), TdpRoot::name);
  }

  private Value ofZappers(Function<FastZap, Value> value) {
    return byName(zappers.entrySet(), Map.Entry::getKey, e -> value.apply(e.getValue()));
  }

  /** The walk of a task; null for an invalidator between two changes. */
  private @Nullable TdpWalk walk(Actor actor) {
    Invalidator invalidator = invalidators.get(actor);
    if (invalidator == null) {
      return walks.get(actor);
    }
    RangeInvalidation invalidation = invalidator.invalidation();
    return invalidation == null ? null : invalidation.walk();
  }

  private static Value iter(@Nullable TdpWalk walk) {
    TdpWalk.Op op = walk == null ? TdpWalk.Op.NONE : walk.op();
    return Value.rec(
        Map.of(
            "op", Value.of(op.name().toLowerCase(Locale.ROOT)),
            "root", walk == null ? NONE : nameOrNone(walk.root(), TdpRoot::name),
            "next", walk == null ? NONE : nameOrNone(walk.next(), TdpRoot::name),
            "put", walk == null ? NONE : nameOrNone(walk.put(), TdpRoot::name),
            "gfn", Value.of(walk == null ? 0 : walk.gfn()),
            "yielded", Value.of(walk == null ? 0 : walk.yielded()),
            "old", walk == null ? NONE : spte(walk.oldSpte()),
            "flush", Value.of(walk != null && walk.flushPending()),
            "owed", Value.of(walk != null && walk.flushOwed())));
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

  private static Value inv(Invalidator invalidator) {
    Map<String, Value> fields = invalidator.fields();
    return Value.rec(
        Map.of(
            "op", Objects.requireNonNull(fields.get("op")),
            "page", Objects.requireNonNull(fields.get("page"))));
  }

  private Value hull() {
    GfnRange frames = kvm.hull().frames();
    return Value.rec(
        Map.of(
            "start", frames == null ? NONE : Value.of(frames.start()),
            "end", frames == null ? NONE : Value.of(frames.end())));
  }

  private static Value spte(long spte) {
    if (SpteTable.isPresent(spte)) {
      return HostView.name(SpteTable.pfn(spte));
    }
    return spte == SpteTable.FROZEN ? Value.of("frozen") : NONE;
  }

  private Value tlb(Tlb tlb) {
    return ofFrames(
        gfns,
        gfn -> {
          int pfn = tlb.pfn(gfn);
          return pfn == Tlb.NONE ? NONE : HostView.name(pfn);
        });
  }
}
