package org.mmucheck.kvm;

import static org.mmucheck.kvm.Projection.byName;
import static org.mmucheck.kvm.Projection.nameOrNone;
import static org.mmucheck.kvm.Projection.names;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.GuestPages;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.mmu.FastZap;
import org.mmucheck.model.mmu.GfnRange;
import org.mmucheck.model.mmu.Kvm;
import org.mmucheck.model.mmu.PageFault;
import org.mmucheck.model.mmu.PageFaultHandler;
import org.mmucheck.model.mmu.RangeInvalidation;
import org.mmucheck.model.mmu.RootWalker;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.mmu.TdpRoot;
import org.mmucheck.model.mmu.TdpWalk;
import org.mmucheck.model.mmu.Vcpu;
import org.mmucheck.model.mmu.ZapWorker;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.ScheduledSubject;
import org.mmucheck.value.Value;

/** A VM with the tasks of one {@code RootLifetime} model, each on an actor. */
final class RootLifetimeSubject extends ScheduledSubject {
  /** A task of the model that runs its operation once. */
  private record Once(String action, Runnable operation) {}

  private final List<String> vars;
  private final Projection projection = new Projection();
  private final GuestPages host;
  private final PageFaultHandler handler; // its host answers GUP only; the module has no host PTEs
  private final Kvm kvm;
  private final int gfns;
  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private final Map<String, Actor> actors = new LinkedHashMap<>();
  private final Map<Actor, TdpWalk> walks = new LinkedHashMap<>();
  private final Map<String, TdpRoot> roots = new LinkedHashMap<>();
  private final Map<Actor, Vcpu> vcpus = new LinkedHashMap<>();
  private final Map<Actor, Integer> loads = new HashMap<>();
  private final Map<Actor, Integer> faults = new HashMap<>();
  private final Set<Actor> entersGuest = new HashSet<>();
  private final Map<Actor, Once> once = new HashMap<>();
  private final Map<Actor, Boolean> done = new HashMap<>();
  private final Map<String, FastZap> zappers = new LinkedHashMap<>();
  private final List<Actor> workers = new ArrayList<>();

  RootLifetimeSubject(List<String> vars, Constants constants) {
    super(RootLifetimeAdapter.ACTIONS);
    this.vars = vars;
    this.gfns = constants.integers("Gfn").size();
    Splats splats = new Splats();
    this.host = new GuestPages(gfns, splats);
    this.kvm = new Kvm(constants.design(), gfns, host, splats);
    this.handler = new PageFaultHandler(kvm, new HostMm(gfns, gfns, PageKind.ANON, splats));
    for (String name : constants.texts("Root")) {
      roots.put(name, kvm.newRootPage(name));
    }
    for (String name : constants.texts("Vcpu")) {
      Vcpu vcpu = kvm.vcpu(newTask(name));
      Actor actor = actors.get(name);
      vcpus.put(actor, vcpu);
      walks.put(actor, vcpu.walk());
      loads.put(actor, constants.integer("Loads"));
      faults.put(actor, constants.integer("Faults"));
      if (constants.texts("GuestEntry").contains(name)) {
        entersGuest.add(actor);
      }
    }
    for (String name : constants.texts("RootsAtStart")) {
      kvm.populate(
          rootNamed(name), constants.integers("MappedAtStart"), List.copyOf(vcpus.values()));
    }
    List<Integer> range = constants.integers("NotifierRange");
    for (String name : constants.texts("Notifier")) {
      GfnRange gfnRange = new GfnRange(range.get(0), range.get(range.size() - 1) + 1);
      RangeInvalidation invalidation = kvm.invalidation(newTask(name), gfnRange);
      addOnce(name, invalidation.walk(), new Once("InvalidateRangeStart", invalidation::start));
    }
    for (String name : constants.texts("Zapper")) {
      FastZap zap = kvm.fastZap(newTask(name));
      zappers.put(name, zap);
      addOnce(name, zap.walk(), new Once("ZapAllFast", zap::zapAllFast));
    }
    for (String name : constants.texts("Walker")) {
      RootWalker walker = kvm.walker(newTask(name));
      addOnce(name, walker.walk(), new Once("WalkRoots", walker::walkRoots));
    }
    for (String name : constants.texts("Worker")) {
      ZapWorker worker = kvm.zapWorker(newTask(name));
      Actor actor = actorNamed(name);
      walks.put(actor, worker.walk());
      workers.add(actor);
      actor.start(worker::run);
    }
    project();
  }

  private Task newTask(String name) {
    Actor actor = spawn(name);
    Task task = new Task(name, new ControlledProbe(actor, RootLifetimeAdapter.POINTS));
    tasks.put(name, task);
    actors.put(name, actor);
    return task;
  }

  private void addOnce(String name, TdpWalk walk, Once operation) {
    Actor actor = actorNamed(name);
    walks.put(actor, walk);
    once.put(actor, operation);
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
        TdpRoot root = rootNamed(argument(action, 0).toString());
        yield root.free() != null && root.free().run();
      }
      case "FreePage" -> host.free(gfn(action, 0));
      case "ReusePage" -> host.reuse(gfn(action, 0));
      case "EnterGuest" -> enterGuest(actor(action));
      case "ExitGuest" -> {
        Vcpu vcpu = vcpus.get(actor(action));
        yield vcpu != null && vcpu.exitGuest();
      }
      default -> // Terminating
          actors.values().stream().allMatch(actor -> actor.isIdle() || workers.contains(actor))
              && workers.stream().allMatch(worker -> pc(worker).equals(Value.of("ProcessWork")))
              && kvm.zapWorkqueue().queued().isEmpty();
    };
  }

  @Override
  protected @Nullable Runnable command(Actor actor, ActionInstance action) {
    Once operation = once.get(actor);
    if (operation != null && operation.action().equals(action.action())) {
      return done.putIfAbsent(actor, true) == null ? operation.operation() : null;
    }
    Vcpu vcpu = vcpus.get(actor);
    if (vcpu == null || vcpu.isInGuest()) {
      return null;
    }
    return switch (action.action()) {
      case "FreeRoots" -> vcpu.root() == null ? null : vcpu::freeRoots;
      case "LoadRoot" -> loadRoot(actor, vcpu, action);
      case "HandleFault" -> handleFault(actor, vcpu, gfn(action, 1));
      default -> null;
    };
  }

  private boolean enterGuest(Actor actor) {
    Vcpu vcpu = vcpus.get(actor);
    return vcpu != null && actor.isIdle() && entersGuest.contains(actor) && vcpu.enterGuest();
  }

  private @Nullable Runnable handleFault(Actor actor, Vcpu vcpu, int gfn) {
    int left = faults.getOrDefault(actor, 0);
    if (vcpu.root() == null || left == 0) {
      return null;
    }
    faults.put(actor, left - 1);
    return () -> vcpu.handleFault(handler, new PageFault(gfn));
  }

  private @Nullable Runnable loadRoot(Actor actor, Vcpu vcpu, ActionInstance action) {
    TdpRoot fresh = rootNamed(argument(action, 1).toString());
    int left = loads.getOrDefault(actor, 0);
    boolean taken = vcpus.values().stream().anyMatch(other -> other.topped() == fresh);
    if (vcpu.root() != null || left == 0 || fresh.life() != TdpRoot.Life.UNBORN || taken) {
      return null;
    }
    loads.put(actor, left - 1);
    return () -> vcpu.loadRoot(fresh);
  }

  @Override
  protected boolean isDone(Actor actor) {
    return done.containsKey(actor);
  }

  private static Value argument(ActionInstance action, int index) {
    return List.copyOf(action.args().values()).get(index);
  }

  private static int gfn(ActionInstance action, int index) {
    return (int) ((Value.Int) argument(action, index)).value();
  }

  @Override
  protected List<Object> objects() {
    List<Object> objects = new ArrayList<>(List.of(kvm, handler, loads, faults, done));
    objects.addAll(roots.values());
    objects.addAll(walks.values());
    objects.addAll(vcpus.values());
    objects.addAll(zappers.values());
    actors.values().stream().filter(once::containsKey).map(once::get).forEach(objects::add);
    return objects;
  }

  @Override
  public State state() {
    return projection.state(vars);
  }

  private void project() {
    projection.add("pc", () -> byName(actors.values(), Actor::name, this::pc));
    projection.add(
        "iter", () -> byName(walks.entrySet(), e -> e.getKey().name(), e -> iter(e.getValue())));
    projection.add("writer", () -> nameOrNone(kvm.mmuLock().writer(), Task::name));
    projection.add("readers", () -> names(kvm.mmuLock().readers(), Task::name));
    projection.add("slotsLock", () -> nameOrNone(kvm.slotsLock().holder(), Task::name));
    projection.add(
        "loaded",
        () ->
            byName(
                vcpus.entrySet(),
                e -> e.getKey().name(),
                e -> nameOrNone(e.getValue().root(), TdpRoot::name)));
    projection.add("loads", () -> budget(loads));
    projection.add("faults", () -> budget(faults));
    projection.add(
        "topped",
        () ->
            byName(
                vcpus.entrySet(),
                e -> e.getKey().name(),
                e -> nameOrNone(e.getValue().topped(), TdpRoot::name)));
    projection.add("reload", () -> vcpusThat(Vcpu::mustReload));
    projection.add("guest", () -> vcpusThat(Vcpu::isInGuest));
    projection.add("mmuRef", () -> ofRoots(r -> Value.of(r.mmuReferences())));
    projection.add("scheduled", () -> rootsThat(TdpRoot::isScheduled));
    projection.add("hadOwner", () -> rootsThat(TdpRoot::hadOwner));
    projection.add("inProgress", () -> Value.of(kvm.counts().inProgressAcquire()));
    projection.add("life", () -> ofRoots(r -> Value.of(r.life().name().toLowerCase(Locale.ROOT))));
    projection.add("count", () -> ofRoots(r -> Value.of(r.refcount())));
    projection.add("invalid", () -> ofRoots(r -> Value.of(r.isInvalid())));
    projection.add("head", () -> nameOrNone(kvm.firstRoot(), TdpRoot::name));
    projection.add("nxt", () -> ofRoots(r -> nameOrNone(r.next(), TdpRoot::name)));
    projection.add("spte", () -> ofRoots(r -> ofGfns(g -> spte(r.sptes().getAcquire(g)))));
    projection.add(
        "owns",
        () -> byName(tasks.values(), Task::name, task -> ofRoots(r -> Value.of(r.owned(task)))));
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
    projection.add("page", () -> ofGfns(g -> page(host.life(g))));
    projection.add(
        "returned",
        () ->
            Value.set(
                IntStream.range(0, gfns)
                    .filter(g -> host.life(g) != GuestPages.Life.MAPPED)
                    .mapToObj(Value::of)
                    .toList()));
    projection.add(
        "splat", () -> Value.set(kvm.splats().reports().stream().map(Value::of).toList()));
  }

  private Value budget(Map<Actor, Integer> left) {
    return byName(vcpus.keySet(), Actor::name, actor -> Value.of(left.getOrDefault(actor, 0)));
  }

  private Value vcpusThat(Predicate<Vcpu> wanted) {
    return names(
        vcpus.keySet().stream()
            .filter(actor -> wanted.test(Objects.requireNonNull(vcpus.get(actor))))
            .toList(),
        Actor::name);
  }

  private Value rootsThat(Predicate<TdpRoot> wanted) {
    return names(roots.values().stream().filter(wanted).toList(), TdpRoot::name);
  }

  private Value ofRoots(Function<TdpRoot, Value> value) {
    return byName(roots.values(), TdpRoot::name, value);
  }

  private Value ofZappers(Function<FastZap, Value> value) {
    return byName(zappers.entrySet(), Map.Entry::getKey, e -> value.apply(e.getValue()));
  }

  private Value ofGfns(Function<Integer, Value> value) {
    Map<Value, Value> entries = new HashMap<>();
    for (int gfn = 0; gfn < gfns; gfn++) {
      entries.put(Value.of(gfn), value.apply(gfn));
    }
    return Value.fcn(entries);
  }

  private static Value iter(TdpWalk walk) {
    return Value.rec(
        Map.of(
            "op", Value.of(walk.op().name().toLowerCase(Locale.ROOT)),
            "root", nameOrNone(walk.root(), TdpRoot::name),
            "next", nameOrNone(walk.next(), TdpRoot::name),
            "put", nameOrNone(walk.put(), TdpRoot::name),
            "saw", Value.of(walk.saw()),
            "gfn", Value.of(walk.gfn()),
            "yielded", Value.of(walk.yielded())));
  }

  private static Value spte(long spte) {
    if (SpteTable.isPresent(spte)) {
      return Value.of("present");
    }
    return Value.of(spte == SpteTable.FROZEN ? "frozen" : "none");
  }

  private static Value page(GuestPages.Life life) {
    return Value.of(
        switch (life) {
          case MAPPED, RELEASED -> "mapped";
          case FREE -> "free";
          case REUSED -> "reused";
        });
  }
}
