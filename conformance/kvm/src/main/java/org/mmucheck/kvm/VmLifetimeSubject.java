package org.mmucheck.kvm;

import static org.mmucheck.kvm.Projection.byName;
import static org.mmucheck.kvm.Projection.nameOrNone;
import static org.mmucheck.kvm.Projection.names;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.GuestPages;
import org.mmucheck.model.mmu.Kvm;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.mmu.TdpRoot;
import org.mmucheck.model.mmu.TdpWalk;
import org.mmucheck.model.mmu.Vcpu;
import org.mmucheck.model.mmu.VmFile;
import org.mmucheck.model.mmu.ZapWorker;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.ScheduledSubject;
import org.mmucheck.value.Value;

/** A VM with the tasks of one {@code VmLifetime} model, each on an actor. */
final class VmLifetimeSubject extends ScheduledSubject {
  private static final int GFNS = 1;

  private final List<String> vars;
  private final Projection projection = new Projection();
  private final Kvm kvm;
  private final TdpRoot root;
  private final Map<Actor, Vcpu> vcpus = new LinkedHashMap<>();
  private final Map<Actor, VmFile> files = new LinkedHashMap<>();
  private final Set<Actor> closed = new HashSet<>();
  private final List<Actor> actors = new ArrayList<>();
  private final Map<Actor, List<TdpWalk>> walks = new LinkedHashMap<>();

  VmLifetimeSubject(List<String> vars, Constants constants) {
    super(VmLifetimeAdapter.ACTIONS);
    this.vars = vars;
    Splats splats = new Splats();
    this.kvm =
        new Kvm(
            constants.design().minus(Rule.OWN_REFERENCE, Rule.ALLOC_UNDER_READ), // of later kernels
            GFNS,
            new GuestPages(GFNS, splats),
            splats);
    this.root = kvm.newRootPage(constants.texts("Root").get(0));
    for (String name : constants.texts("Vcpu")) {
      Task task = newTask(name);
      Vcpu vcpu = kvm.vcpu(task);
      VmFile file = kvm.vcpuFile(task);
      vcpus.put(last(), vcpu);
      files.put(last(), file);
      walks.put(last(), List.of(vcpu.walk(), file.walk()));
    }
    for (String name : constants.texts("Closer")) {
      VmFile file = kvm.file(newTask(name));
      files.put(last(), file);
      walks.put(last(), List.of(file.walk()));
    }
    kvm.populate(root, List.of(0), List.copyOf(vcpus.values()));
    for (String name : constants.texts("Worker")) {
      ZapWorker worker = kvm.zapWorker(newTask(name));
      walks.put(last(), List.of(worker.walk()));
      last().start(worker::run);
    }
    project();
  }

  private Task newTask(String name) {
    Actor actor = spawn(name);
    actors.add(actor);
    return new Task(name, new ControlledProbe(actor, VmLifetimeAdapter.POINTS));
  }

  private Actor last() {
    return actors.get(actors.size() - 1);
  }

  @Override
  protected boolean environment(ActionInstance action) {
    if (!HostView.argument(action, 0).equals(Value.of(root.name()))) {
      throw new IllegalArgumentException(action + " names no root");
    }
    return root.free() != null && root.free().run();
  }

  @Override
  protected @Nullable Runnable command(Actor actor, ActionInstance action) {
    if (closed.contains(actor)) {
      return null;
    }
    if (action.action().equals("FreeRoots")) {
      Vcpu vcpu = vcpus.get(actor);
      return vcpu == null || vcpu.root() == null ? null : vcpu::freeRoots;
    }
    VmFile file = files.get(actor);
    if (file == null) {
      return null;
    }
    closed.add(actor);
    return file::close;
  }

  @Override
  protected boolean isDone(Actor actor) {
    return closed.contains(actor);
  }

  @Override
  protected List<Object> objects() {
    List<Object> objects = new ArrayList<>(List.of(kvm, root, closed));
    walks.values().forEach(objects::addAll);
    objects.addAll(vcpus.values());
    objects.addAll(files.values());
    return objects;
  }

  @Override
  public State state() {
    return projection.state(vars);
  }

  private void project() {
    projection.add("pc", () -> byName(actors, Actor::name, this::pc));
    projection.add("op", () -> byName(walks.entrySet(), e -> e.getKey().name(), e -> op(e)));
    projection.add("readers", () -> names(kvm.mmuLock().readers(), Task::name));
    projection.add(
        "loaded",
        () ->
            byName(
                vcpus.entrySet(),
                e -> e.getKey().name(),
                e -> nameOrNone(e.getValue().root(), TdpRoot::name)));
    projection.add("users", () -> Value.of(kvm.users().count()));
    projection.add("vm", () -> text(kvm.users().life()));
    projection.add("life", () -> ofRoot(r -> text(r.life())));
    projection.add("count", () -> ofRoot(r -> Value.of(r.refcount())));
    projection.add("invalid", () -> ofRoot(r -> Value.of(r.isInvalid())));
    projection.add("spte", () -> ofRoot(r -> spte(r.sptes().getAcquire(0))));
    projection.add(
        "queue",
        () ->
            new Value.Seq(
                kvm.zapWorkqueue().queued().stream().map(r -> Value.of(r.name())).toList()));
    projection.add(
        "vmHolders",
        () -> root.helperHoldsVm() ? names(List.of(root), TdpRoot::name) : Value.set());
    projection.add(
        "splat", () -> Value.set(kvm.splats().reports().stream().map(Value::of).toList()));
  }

  /** What the task is doing; at most one of its walks is busy. */
  private static Value op(Map.Entry<Actor, List<TdpWalk>> walks) {
    return walks.getValue().stream()
        .map(TdpWalk::op)
        .filter(op -> op != TdpWalk.Op.NONE)
        .findFirst()
        .map(VmLifetimeSubject::text)
        .orElse(text(TdpWalk.Op.NONE));
  }

  private Value ofRoot(Function<TdpRoot, Value> value) {
    return byName(List.of(root), TdpRoot::name, value);
  }

  private static Value text(Enum<?> constant) {
    return Value.of(constant.name().toLowerCase(Locale.ROOT));
  }

  private static Value spte(long spte) {
    if (SpteTable.isPresent(spte)) {
      return Value.of("present");
    }
    return Value.of(spte == SpteTable.FROZEN ? "frozen" : "none");
  }
}
