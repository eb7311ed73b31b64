package org.mmucheck.kvm;

import static org.mmucheck.kvm.Arguments.integer;
import static org.mmucheck.kvm.Projection.NONE;
import static org.mmucheck.kvm.Projection.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.host.PteChange;
import org.mmucheck.model.mmu.FastZap;
import org.mmucheck.model.mmu.GuestCpu;
import org.mmucheck.model.mmu.Kvm;
import org.mmucheck.model.mmu.Memslots;
import org.mmucheck.model.mmu.PageFault;
import org.mmucheck.model.mmu.PageFaultHandler;
import org.mmucheck.model.mmu.RangeInvalidation;
import org.mmucheck.model.mmu.ReleaseZap;
import org.mmucheck.model.mmu.TdpWalk;
import org.mmucheck.model.mmu.Vcpu;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/** {@code KvmMmu.tla}: roots, faults, notifier, fast zap, memslot, TLBs and host in one. */
public final class KvmMmuBinding extends KvmBinding {
  /** Found by the service loader. */
  public KvmMmuBinding() {
    super("KvmMmu");
    says(Start.HANDLE_FAULT, "direct_page_fault() {");
    says(Step.ZAP_SPTE, "tdp_mmu_iter_set_spte() zaps");
    says(Step.UNLOCK_MMU, "unlock(mmu_lock) }");
    says(Step.CHANGE_PTE, "changes the host PTEs");
    says(Step.RAISE_SEQ, "kvm_mmu_invalidate_end()");
    hides(
        "pc",
        "iter",
        "inv",
        "writer",
        "readers",
        "loaded",
        "topped",
        "loads",
        "faults",
        "invalidationsLeft",
        "head",
        "nxt",
        "owns",
        "mmuRef",
        "hadOwner",
        "gifts",
        "seen",
        "rcu",
        "grace",
        "hull",
        "refs");
  }

  @Override
  KvmSubject start(Setup setup) {
    Constants constants = setup.constants();
    Splats splats = new Splats();
    int gfns = constants.integers("Gfn").size();
    HostMm mm = new HostMm(gfns, constants.integer("Pages"), PageKind.ANON, splats);
    return new Vm(setup, new Kvm(constants.design(), gfns, mm, splats), mm);
  }

  private static final class Vm extends RootsSubject {
    private final HostMm mm;
    private final HostView host;
    private final List<Cpu> cpus;
    private final Map<Cpu, GuestCpu> guests = new LinkedHashMap<>();
    private final List<Invalidator> notifiers;
    private final List<Zapper> zappers;
    private final List<Operator> releasers;

    Vm(Setup setup, Kvm kvm, HostMm mm) {
      super(setup, kvm);
      this.mm = mm;
      this.host = new HostView(mm);
      kvm.setMemslots(new Memslots(mm.frames()));
      mm.register(kvm);
      this.cpus = crew("Vcpu", 1, this::cpu);
      cpus.forEach(this::addGuest);
      populate();
      this.notifiers = crew("Notifier", "Invalidations", seat -> new Invalidator(seat, mm));
      this.zappers = crew("Zapper", 1, this::zapper);
      this.releasers = crew("Releaser", 1, this::releaser);
      terminate(kworkers());
      watch(mm);
      watch(mm.pages().toArray());
      watch(guests.values().toArray());
      act();
      project();
    }

    private Cpu cpu(Worker.Seat seat) {
      return new Cpu(
          seat, kvm.vcpu(seat.task()), constants.integer("Loads"), constants.integer("Faults"));
    }

    private void addGuest(Cpu cpu) {
      if (constants.texts("Guest").contains(cpu.name())) {
        guests.put(cpu, kvm.guestCpu(cpu.vcpu(), mm));
      }
    }

    private void populate() {
      List<String> other = constants.texts("OtherVcpu");
      populate(
          "RootsAtStart",
          "MappedAtStart",
          cpus.stream().filter(cpu -> !other.contains(cpu.name())).map(Cpu::vcpu).toList());
      populate(
          "OtherAtStart",
          "OtherMapped",
          cpus.stream().filter(cpu -> other.contains(cpu.name())).map(Cpu::vcpu).toList());
    }

    private void populate(String roots, String mapped, List<Vcpu> holders) {
      for (String name : constants.texts(roots)) {
        kvm.populate(root(name), constants.integers(mapped), holders);
      }
    }

    private Zapper zapper(Worker.Seat seat) {
      FastZap zap = kvm.fastZap(seat.task());
      return new Zapper(
          seat,
          zap,
          deletesSlot(seat.task().name())
              ? kvm.memslotDeletion(seat.task(), 0, zap)::run
              : zap::zapAllFast);
    }

    private boolean deletesSlot(String zapper) {
      return constants.texts("DeletesSlot").contains(zapper);
    }

    private Operator releaser(Worker.Seat seat) {
      PteChange exit = mm.prepareExit(seat.task());
      ReleaseZap zap = (ReleaseZap) exit.invalidations().get(0);
      return new Operator(seat, zap.walk(), () -> mm.change(exit));
    }

    private void act() {
      PageFaultHandler handler = new PageFaultHandler(kvm, mm);
      watch(handler);
      loadAndFault(
          cpus, cpu -> !isExiting(), (cpu, gfn) -> cpu.handle(handler, new PageFault(gfn)));
      when(Start.FREE_ROOTS, cpus, (cpu, action) -> mayFree(cpu) ? cpu.vcpu()::freeRoots : null);
      when(Start.INVALIDATE_RANGE_START, notifiers, this::invalidate);
      when(
          Start.ZAP_ALL_FAST,
          zappers.stream().filter(zapper -> !deletesSlot(zapper.name())).toList(),
          (zapper, action) -> isExiting() ? null : zapper.begin());
      when(
          Start.DELETE_SLOT,
          zappers.stream().filter(zapper -> deletesSlot(zapper.name())).toList(),
          (zapper, action) -> isExiting() ? null : zapper.begin());
      when(Start.RELEASE_MM, releasers, (releaser, action) -> isQuiet() ? releaser.begin() : null);
      when(Environment.FREE_PAGE, action -> mm.free(host.page(action, 0)));
      when(Environment.GUEST_ACCESS, this::guestAccess);
    }

    /** The vCPU enters the guest, which accesses the frame, and leaves it again. */
    private boolean guestAccess(ActionInstance action) {
      Cpu cpu = acting(cpus, action);
      GuestCpu guest = cpu == null ? null : guests.get(cpu);
      if (cpu == null || guest == null || !cpu.isIdle() || isExiting()) {
        return false;
      }
      int gfn = integer(action, 1);
      return guest.translates(gfn) && guest.enterAndAccess(gfn);
    }

    /** Whether the process that owns the memory ends; its vCPUs run no more. */
    private boolean isExiting() {
      return releasers.stream().anyMatch(Worker::isDone);
    }

    /** Whether nobody acts for the process that is about to end; kworkers do not. */
    private boolean isQuiet() {
      return kvm.counts().activeAcquire() == 0
          && cpus.stream().allMatch(cpu -> !isInKvmRun(cpu.walk().op()))
          && zappers.stream().allMatch(zapper -> zapper.isIdle());
    }

    private static boolean isInKvmRun(TdpWalk.Op op) {
      return op == TdpWalk.Op.LOAD || op == TdpWalk.Op.FAULT;
    }

    private boolean mayFree(Cpu cpu) {
      return constants.texts("Puts").contains(cpu.name()) && cpu.vcpu().root() != null;
    }

    private @Nullable Runnable invalidate(Invalidator notifier, ActionInstance action) {
      List<Integer> range = constants.integers("NotifierRange");
      return isExiting()
          ? null
          : notifier.change(range.get(0), range.get(range.size() - 1), host.pageOrNull(action, 1));
    }

    private void project() {
      projectCpus(cpus);
      projectZappers(zappers);
      projectSptes(mm.frames(), VmView::target);
      host.project(projection);
      projection.add("iter", () -> ofWorkers(workers(), worker -> iter(walk(worker))));
      projection.add("fault", () -> ofWorkers(cpus, cpu -> Value.rec(VmView.fields(cpu.inHand()))));
      projection.add("inv", () -> ofWorkers(notifiers, Vm::inv));
      projection.add("invalidationsLeft", () -> ofWorkers(notifiers, n -> Value.of(n.left())));
      projection.add("slot", () -> text(kvm.memslots().at(0)));
      projection.add(
          "tlb",
          () ->
              Projection.byName(
                  guests.entrySet(),
                  entry -> entry.getKey().name(),
                  entry -> VmView.tlb(entry.getValue().tlb(), mm.frames())));
    }

    /** The walk of a task; null for an invalidator between two changes. */
    private static @Nullable TdpWalk walk(Worker<?> worker) {
      if (worker instanceof Walking<?> walking) {
        return walking.walk();
      }
      RangeInvalidation invalidation = ((Invalidator) worker).invalidation();
      return invalidation == null ? null : invalidation.walk();
    }

    private static Value iter(@Nullable TdpWalk walk) {
      return Value.rec(
          Map.of(
              "op", text(walk == null ? TdpWalk.Op.NONE : walk.op()),
              "root", walk == null ? NONE : rootOrNone(walk.root()),
              "next", walk == null ? NONE : rootOrNone(walk.next()),
              "put", walk == null ? NONE : rootOrNone(walk.put()),
              "gfn", Value.of(walk == null ? 0 : walk.gfn()),
              "yielded", Value.of(walk == null ? 0 : walk.yielded()),
              "old", walk == null ? NONE : VmView.target(walk.oldSpte()),
              "flush", Value.of(walk != null && walk.flushPending()),
              "owed", Value.of(walk != null && walk.flushOwed())));
    }

    private static Value inv(Invalidator notifier) {
      return Value.rec(Map.of("op", notifier.op(), "page", notifier.page()));
    }
  }
}
