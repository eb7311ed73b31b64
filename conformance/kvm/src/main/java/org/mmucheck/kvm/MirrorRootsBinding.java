package org.mmucheck.kvm;

import static org.mmucheck.kvm.Arguments.at;
import static org.mmucheck.kvm.Arguments.integer;
import static org.mmucheck.kvm.Projection.frames;
import static org.mmucheck.kvm.Projection.names;
import static org.mmucheck.kvm.Projection.ofFrames;
import static org.mmucheck.kvm.Projection.text;
import static org.mmucheck.kvm.VmView.presence;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.host.GuestPages;
import org.mmucheck.model.mirror.MirrorFastZap;
import org.mmucheck.model.mirror.MirrorFault;
import org.mmucheck.model.mirror.MirrorInvalidation;
import org.mmucheck.model.mirror.MirrorRoots;
import org.mmucheck.model.mirror.MirrorWalk;
import org.mmucheck.model.mirror.TdTeardown;
import org.mmucheck.model.mirror.TdVcpu;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/** {@code MirrorRoots.tla}: roots that mirror tables which the TDX module keeps. */
public final class MirrorRootsBinding extends KvmBinding {
  /** Found by the service loader. */
  public MirrorRootsBinding() {
    super("MirrorRoots");
    calls('g', "TD vCPU");
    calls('d', "last user");
    says(Start.HANDLE_FAULT, "direct_page_fault() {");
    says(Environment.ENTER_GUEST, "tdx_vcpu_run()");
    says(Step.ZAP_SPTE, "tdp_mmu_iter_set_spte() zaps");
    says(Step.MAP_PAGE, "cmpxchg(SPTE)");
    says(Step.UNLOCK_MMU, "unlock(mmu_lock) }");
    hides("pc", "iter", "left", "writer", "readers", "obsolete", "returned", "inProgress");
  }

  @Override
  KvmSubject start(Setup setup) {
    return new Td(setup);
  }

  /** A task with what it does to the roots: a fault, an invalidation, a zap, the end. */
  private static final class Walking<T> extends Worker<Void> {
    private final T operation;
    private final MirrorWalk walk;

    Walking(Seat seat, T operation, MirrorWalk walk) {
      super(seat);
      this.operation = operation;
      this.walk = walk;
    }
  }

  private static final class Td extends KvmSubject {
    private final GuestPages host;
    private final MirrorRoots td;
    private final int frames;
    private final List<Walking<MirrorFault>> vcpus;
    private final List<Walking<TdTeardown>> destroyers;
    private final Map<Value, TdVcpu> guests = new LinkedHashMap<>();

    Td(Setup setup) {
      super(setup);
      this.frames = constants.integer("Frames");
      Splats splats = new Splats();
      this.host = new GuestPages(frames, splats);
      Set<Integer> shared = Set.copyOf(constants.integers("Shared"));
      this.td = new MirrorRoots(constants.design(), frames, shared, host, splats);
      td.populate(constants.integers("MappedAtStart"));
      this.vcpus = crew("Vcpu", "Faults", this::vcpu);
      for (String guest : constants.texts("Guest")) {
        guests.put(Value.of(guest), td.vcpu());
      }
      watch(td, td.module(), splats);
      watch(guests.values().toArray());
      List<Walking<MirrorInvalidation>> notifiers = crew("Notifier", 1, this::notifier);
      List<Walking<MirrorFastZap>> zappers = crew("Zapper", 1, this::zapper);
      this.destroyers = crew("Destroyer", 1, this::destroyer);
      when(
          Start.HANDLE_FAULT,
          vcpus,
          (vcpu, action) -> {
            int gfn = integer(action, 1);
            return unlessEnded(vcpu, () -> vcpu.operation.handle(gfn));
          });
      when(
          Start.INVALIDATE_RANGE_START,
          notifiers,
          (notifier, action) -> unlessEnded(notifier, notifier.operation::start));
      when(
          Start.ZAP_ALL_FAST,
          zappers,
          (zapper, action) -> unlessEnded(zapper, zapper.operation::zap));
      when(Start.DESTROY_VM, destroyers, (destroyer, action) -> destroy(destroyer));
      when(Environment.FREE_PAGE, action -> host.free(integer(action, 0)));
      when(Environment.ENTER_GUEST, action -> !hasEnded() && guest(action).enter());
      when(Environment.EXIT_GUEST, ofGuest(TdVcpu::exit));
      when(Environment.ENTER_MODULE, ofGuest(TdVcpu::enterModule));
      when(Environment.LEAVE_MODULE, ofGuest(TdVcpu::leaveModule));
      when(Environment.WALK_EXTERNAL, action -> guest(action).walk(integer(action, 1)));
      VmView.project(projection, td.mmuLock());
      VmView.project(projection, splats);
      project();
    }

    private Walking<MirrorFault> vcpu(Worker.Seat seat) {
      MirrorFault fault = td.fault(seat.task());
      return new Walking<>(seat, fault, fault.walk());
    }

    private Walking<MirrorInvalidation> notifier(Worker.Seat seat) {
      MirrorInvalidation range = td.invalidation(seat.task(), constants.integers("NotifierRange"));
      return new Walking<>(seat, range, range.walk());
    }

    private Walking<MirrorFastZap> zapper(Worker.Seat seat) {
      MirrorFastZap zap = td.fastZap(seat.task());
      return new Walking<>(seat, zap, zap.walk());
    }

    private Walking<TdTeardown> destroyer(Worker.Seat seat) {
      TdTeardown teardown = td.teardown(seat.task());
      return new Walking<>(seat, teardown, teardown.walk());
    }

    private boolean hasEnded() {
      return destroyers.stream().anyMatch(destroyer -> destroyer.left() == 0);
    }

    private @Nullable Runnable unlessEnded(Walking<?> task, Runnable operation) {
      return hasEnded() ? null : task.begin(operation);
    }

    private @Nullable Runnable destroy(Walking<TdTeardown> destroyer) {
      boolean isUsed =
          workers().stream().anyMatch(other -> other != destroyer && !other.isIdle())
              || guests.values().stream().anyMatch(cpu -> cpu.place() != TdVcpu.Place.OUT);
      return isUsed ? null : destroyer.begin(destroyer.operation::run);
    }

    private Predicate<ActionInstance> ofGuest(Predicate<TdVcpu> taken) {
      return action -> taken.test(guest(action));
    }

    private TdVcpu guest(ActionInstance action) {
      TdVcpu guest = guests.get(at(action, 0));
      if (guest == null) {
        throw new IllegalArgumentException(action + " names no vCPU that runs the TD");
      }
      return guest;
    }

    private void project() {
      projection.add("iter", () -> ofWorkers(workers(), w -> iter(((Walking<?>) w).walk)));
      projection.add(
          "obsolete",
          () ->
              names(
                  vcpus.stream().filter(vcpu -> vcpu.operation.isObsolete()).toList(),
                  Worker::name));
      projection.add("direct", () -> leaves(td.direct()));
      projection.add("invalid", () -> leaves(td.invalid()));
      projection.add("parent", () -> presence(td.parent()));
      projection.add("leaf", () -> ofFrames(frames, gfn -> presence(td.leaf().getAcquire(gfn))));
      projection.add("dead", () -> Value.of(td.isDead()));
      projection.add("extParent", () -> Value.of(td.module().hasTable() ? "present" : "none"));
      projection.add("ext", () -> ofFrames(frames, gfn -> text(td.module().entry(gfn))));
      projection.add("table", () -> text(td.table()));
      projection.add("hkid", () -> Value.of(td.module().hasKey()));
      projection.add("guest", () -> ofGuests(cpu -> text(cpu.place())));
      projection.add("stale", this::stale);
      projection.add("tlb", () -> ofGuests(cpu -> frames(frames, cpu::translates)));
      projection.add("wait", () -> Value.of(td.isEntryForbidden()));
      projection.add("page", () -> ofFrames(frames, gfn -> hostPage(host.life(gfn))));
      projection.add(
          "returned", () -> frames(frames, gfn -> host.life(gfn) != GuestPages.Life.MAPPED));
      projection.add("inProgress", () -> Value.of(td.inProgress()));
    }

    private Value leaves(SpteTable root) {
      return frames(frames, gfn -> SpteTable.isPresent(root.getAcquire(gfn)));
    }

    private Value ofGuests(Function<TdVcpu, Value> value) {
      return Projection.byName(
          guests.entrySet(), e -> e.getKey().toString(), e -> value.apply(e.getValue()));
    }

    private Value stale() {
      return Value.set(
          guests.entrySet().stream()
              .filter(guest -> guest.getValue().isStale())
              .map(Map.Entry::getKey)
              .toList());
    }

    private static Value hostPage(GuestPages.Life life) {
      return Value.of(life == GuestPages.Life.FREE ? "free" : "mapped");
    }

    private static Value iter(MirrorWalk walk) {
      return Value.rec(
          Map.of(
              "op", text(walk.op()),
              "gfn", Value.of(walk.gfn()),
              "at", text(walk.at()),
              "failed", Value.of(walk.failed()),
              "again", Value.of(walk.again())));
    }
  }
}
