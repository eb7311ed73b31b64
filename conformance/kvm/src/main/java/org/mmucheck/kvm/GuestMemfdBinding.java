package org.mmucheck.kvm;

import static org.mmucheck.kvm.Arguments.integer;
import static org.mmucheck.kvm.Projection.NONE;
import static org.mmucheck.kvm.Projection.nameOrNone;
import static org.mmucheck.kvm.Projection.names;
import static org.mmucheck.kvm.Projection.ofFrames;
import static org.mmucheck.kvm.Projection.text;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.gmem.GmemFaults;
import org.mmucheck.model.gmem.GmemFile;
import org.mmucheck.model.gmem.GmemHoles;
import org.mmucheck.model.gmem.GmemInode;
import org.mmucheck.model.gmem.GmemMemslots;
import org.mmucheck.model.gmem.GmemOp;
import org.mmucheck.model.gmem.GmemRelease;
import org.mmucheck.model.gmem.GmemSlot;
import org.mmucheck.model.gmem.GmemVm;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/** {@code GuestMemfd.tla}: gmem files, the memslots bound to them, and the end of both. */
public final class GuestMemfdBinding extends KvmBinding {
  private static final Set<String> FAILURES = Set.of("PrepareFails", "StoreFails");

  /** Found by the service loader. */
  public GuestMemfdBinding() {
    super("GuestMemfd");
    calls('g', "puncher");
    calls('e', "memory error");
    hides("pc", "op", "left", "slotsLock", "invWriter", "invReaders", "writer", "readers", "srcu");
  }

  @Override
  KvmSubject start(Setup setup) {
    return new Vm(setup);
  }

  private static final class Vm extends KvmSubject {
    private final boolean mayFail;
    private final Splats splats = new Splats();
    private final GmemInode inode;
    private final GmemVm vm;
    private final Map<String, GmemSlot> slots = new LinkedHashMap<>();
    private final GmemMemslots memslots;
    private final GmemHoles holes;
    private final GmemRelease release;
    private final GmemFaults faults;
    private final List<Worker<GmemOp>> vcpus;
    private final List<Worker<GmemOp>> punchers;
    private final List<Worker<GmemOp>> poisoners;
    private final List<Worker<GmemOp>> updaters;
    private final List<Worker<GmemOp>> closers;

    Vm(Setup setup) {
      super(setup);
      this.mayFail = constants.flag("MayFail");
      this.inode =
          new GmemInode(
              constants.design(), constants.integers("File").size(), constants.integer("Pages"));
      this.vm = new GmemVm(constants.design(), inode, splats);
      constants.texts("Slot").forEach(name -> slots.put(name, new GmemSlot(name)));
      Iterator<GmemSlot> unborn = slots.values().iterator();
      constants.integers("BoundAtStart").forEach(f -> vm.populate(file(f), unborn.next()));
      this.memslots = new GmemMemslots(vm);
      this.holes = new GmemHoles(vm);
      this.release = new GmemRelease(vm);
      this.faults = new GmemFaults(vm);
      this.vcpus = crew("Vcpu", "Faults", Worker::new);
      this.punchers = crew("Puncher", "Punches", Worker::new);
      this.poisoners = crew("Poisoner", "Errors", Worker::new);
      this.updaters = crew("Updater", "Updates", Worker::new);
      this.closers = crew("Closer", 1, Worker::new);
      watch(inode, vm, splats, memslots, holes, release, faults);
      watch(slots.values().toArray());
      act();
      project();
    }

    private GmemFile file(int frame) {
      return inode.files().get(frame);
    }

    private GmemFile file(ActionInstance action) {
      return file(integer(action, 1));
    }

    private void act() {
      when(Start.HANDLE_FAULT, vcpus, (vcpu, action) -> fault(vcpu, file(action)));
      when(Start.PUNCH_HOLE, punchers, (puncher, action) -> punch(puncher, file(action)));
      when(Start.MEMORY_ERROR, poisoners, (poisoner, action) -> poison(poisoner));
      when(Start.CREATE_SLOT, updaters, this::create);
      when(Start.DELETE_GMEM_SLOT, updaters, (updater, action) -> delete(updater, file(action)));
      when(Start.CLOSE_GMEM, closers, (closer, action) -> close(closer, file(action)));
      when(Start.RELEASE_GMEM, closers, (closer, action) -> release(closer, file(action)));
      when(Start.CLOSE_VM, closers, (closer, action) -> closeVm(closer));
    }

    private @Nullable Runnable fault(Worker<GmemOp> vcpu, GmemFile file) {
      return vm.isOpen() && vm.spte(file.frame()) == GmemInode.NONE
          ? vcpu.begin(op(GmemOp.Kind.FAULT, file), op -> faults.handle(vcpu.task(), op))
          : null;
    }

    private @Nullable Runnable punch(Worker<GmemOp> puncher, GmemFile file) {
      return holes.open(file)
          ? puncher.begin(op(GmemOp.Kind.PUNCH, file), op -> holes.punch(puncher.task(), op))
          : null;
    }

    private @Nullable Runnable poison(Worker<GmemOp> poisoner) {
      return inode.cached() == GmemInode.NONE
          ? null
          : poisoner.begin(op(GmemOp.Kind.ERROR, null), op -> holes.poison(poisoner.task(), op));
    }

    private @Nullable Runnable create(Worker<GmemOp> updater, ActionInstance action) {
      GmemSlot slot = Objects.requireNonNull(slots.get(Arguments.at(action, 2).toString()));
      boolean isTaken =
          updaters.stream().anyMatch(o -> o.inHand() != null && slot.equals(o.inHand().slot()));
      if (!vm.isOpen() || slot.life() != GmemSlot.Life.UNBORN || isTaken) {
        return null;
      }
      return updater.begin(
          new GmemOp(GmemOp.Kind.CREATE, file(action), slot),
          op -> memslots.create(updater.task(), op));
    }

    private @Nullable Runnable delete(Worker<GmemOp> updater, GmemFile file) {
      return vm.isOpen()
          ? updater.begin(op(GmemOp.Kind.DELETE, file), op -> memslots.delete(updater.task(), op))
          : null;
    }

    private @Nullable Runnable close(Worker<GmemOp> closer, GmemFile file) {
      if (!file.hasDescriptor()) {
        return null;
      }
      file.closeDescriptor();
      return once(closer, op(GmemOp.Kind.CLOSE, file), op -> release.close(closer.task(), op));
    }

    private @Nullable Runnable release(Worker<GmemOp> closer, GmemFile file) {
      return release.begin(file)
          ? once(closer, op(GmemOp.Kind.RELEASE, file), op -> release.release(closer.task(), op))
          : null;
    }

    private @Nullable Runnable closeVm(Worker<GmemOp> closer) {
      boolean isUsed =
          vcpus.stream().anyMatch(w -> w.inHand() != null)
              || updaters.stream().anyMatch(w -> w.inHand() != null);
      if (!vm.isOpen() || isUsed) {
        return null;
      }
      vm.closeDescriptors();
      return once(closer, op(GmemOp.Kind.CLOSE, null), op -> release.closeVm(closer.task()));
    }

    private static GmemOp op(GmemOp.Kind kind, @Nullable GmemFile file) {
      return new GmemOp(kind, file, null);
    }

    /** What can be done once only takes nothing from a budget. */
    private static Runnable once(Worker<GmemOp> closer, GmemOp op, Consumer<GmemOp> operation) {
      closer.take(op);
      return () -> {
        operation.accept(op);
        closer.drop();
      };
    }

    /** Where the model says so, nothing fails for want of memory. */
    @Override
    protected boolean choose(Actor actor, ActionInstance action) {
      return (mayFail || !FAILURES.contains(action.action())) && super.choose(actor, action);
    }

    private void project() {
      int files = inode.files().size();
      VmView.project(projection, vm.mmuLock());
      VmView.project(projection, splats);
      projection.add("op", () -> ofWorkers(workers(), w -> op((GmemOp) w.inHand())));
      projection.add("slotsLock", () -> nameOrNone(vm.slotsLock().holder(), Task::name));
      projection.add("invWriter", () -> nameOrNone(inode.invalidateLock().writer(), Task::name));
      projection.add("invReaders", () -> names(inode.invalidateLock().readers(), Task::name));
      projection.add("memslots", () -> ofFrames(files, f -> slot(vm.memslot(f))));
      projection.add("life", () -> ofSlots(slot -> text(slot.life())));
      projection.add("gmemFile", () -> ofSlots(slot -> frame(slot.file())));
      projection.add("bindings", () -> ofFrames(files, f -> slot(file(f).binding())));
      projection.add("refs", () -> ofFrames(files, f -> Value.of(file(f).refs())));
      projection.add("fds", () -> Projection.frames(files, f -> file(f).hasDescriptor()));
      projection.add("file", () -> ofFrames(files, f -> text(file(f).life())));
      projection.add("srcu", () -> names(vm.srcu().readers(), Task::name));
      projection.add("grace", this::grace);
      projection.add("cache", () -> folio(inode.cached()));
      projection.add("seq", () -> Value.of(vm.seq()));
      projection.add("inProgress", () -> Value.of(vm.inProgress()));
      projection.add("spte", () -> ofFrames(files, f -> folio(vm.spte(f))));
      projection.add("users", () -> Value.of(vm.users()));
      projection.add("vm", () -> Value.of(vm.isFreed() ? "freed" : "alive"));
      projection.add("vmOpen", () -> Value.of(vm.isOpen()));
    }

    private Value ofSlots(Function<GmemSlot, Value> value) {
      return Projection.byName(slots.values(), GmemSlot::name, value);
    }

    private Value grace() {
      return updaters.stream()
          .map(Worker::inHand)
          .filter(op -> op != null && op.grace() != null)
          .findFirst()
          .map(op -> names(Objects.requireNonNull(op.grace()).waitsFor(), Task::name))
          .orElseGet(() -> Value.set(List.of()));
    }

    private static Value op(@Nullable GmemOp op) {
      Map<String, Value> fields = new HashMap<>();
      fields.put("op", op == null ? Value.of("none") : text(op.kind()));
      fields.put("file", op == null ? NONE : frame(op.file()));
      fields.put("slot", op == null ? NONE : slot(op.slot()));
      fields.put("at", op == null ? NONE : frame(op.at()));
      fields.put("ending", Value.of(op != null && op.isEnding()));
      fields.put(
          "counted",
          Value.set(op == null ? List.of() : op.counted().stream().map(Value::of).toList()));
      fields.put("mmu_seq", Value.of(op == null ? 0 : op.mmuSeq()));
      fields.put("pfn", op == null ? NONE : folio(op.folio()));
      fields.put("retry", Value.of(op != null && op.mustRetry()));
      fields.put("failed", Value.of(op != null && op.hasFailed()));
      return Value.rec(fields);
    }

    private static Value slot(@Nullable GmemSlot slot) {
      return nameOrNone(slot, GmemSlot::name);
    }

    private static Value frame(@Nullable GmemFile file) {
      return file == null ? NONE : Value.of(file.frame());
    }

    private static Value folio(int folio) {
      return folio == GmemInode.NONE ? NONE : Value.of(folio);
    }
  }
}
