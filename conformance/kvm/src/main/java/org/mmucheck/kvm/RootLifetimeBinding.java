package org.mmucheck.kvm;

import static org.mmucheck.kvm.Arguments.integer;
import static org.mmucheck.kvm.Projection.frames;
import static org.mmucheck.kvm.Projection.ofFrames;

import java.util.List;
import java.util.Map;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.host.GuestPages;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.mmu.FastZap;
import org.mmucheck.model.mmu.GfnRange;
import org.mmucheck.model.mmu.Kvm;
import org.mmucheck.model.mmu.PageFault;
import org.mmucheck.model.mmu.PageFaultHandler;
import org.mmucheck.model.mmu.RangeInvalidation;
import org.mmucheck.model.mmu.RootAging;
import org.mmucheck.model.mmu.RootWalker;
import org.mmucheck.model.mmu.TdpWalk;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/** {@code RootLifetime.tla}: roots, their putters, zappers, walkers, agers, and a notifier. */
public final class RootLifetimeBinding extends KvmBinding {
  /** Found by the service loader. */
  public RootLifetimeBinding() {
    super("RootLifetime");
    calls('a', "ager");
    says(Start.HANDLE_FAULT, "direct_page_fault() {");
    says(Step.MAP_PAGE, "tdp_mmu_map_handle_target_level()");
    says(Step.ZAP_SPTE, "tdp_mmu_iter_set_spte() zaps");
    says(Step.UNLOCK_MMU, "unlock(mmu_lock) }");
    says(Environment.FREE_PAGE, "unmaps and frees the page");
    hides(
        "pc",
        "iter",
        "writer",
        "readers",
        "slotsLock",
        "loaded",
        "loads",
        "head",
        "nxt",
        "owns",
        "gifts",
        "seen",
        "rcu",
        "grace",
        "faults",
        "topped",
        "mmuRef",
        "hadOwner",
        "inProgress");
  }

  @Override
  KvmSubject start(Setup setup) {
    Splats splats = new Splats();
    return new Vm(setup, splats, new GuestPages(setup.constants().integers("Gfn").size(), splats));
  }

  private static final class Vm extends RootsSubject {
    private final int gfns;
    private final GuestPages host;
    private final List<Cpu> cpus;

    Vm(Setup setup, Splats splats, GuestPages host) {
      super(
          setup,
          new Kvm(
              setup.constants().design(), setup.constants().integers("Gfn").size(), host, splats));
      this.gfns = constants.integers("Gfn").size();
      this.host = host;
      this.cpus = crew("Vcpu", 1, this::cpu);
      populate();
      List<Operator> notifiers = crew("Notifier", 1, this::notifier);
      List<Zapper> zappers = crew("Zapper", 1, this::zapper);
      List<Operator> walkers = crew("Walker", 1, this::walker);
      List<Operator> agers = crew("Ager", 1, this::ager);
      terminate(kworkers());

      // Its host answers GUP only: the module has no host PTEs.
      HostMm mm = new HostMm(gfns, gfns, PageKind.ANON, splats);
      PageFaultHandler handler = new PageFaultHandler(kvm, mm);
      watch(handler);
      loadAndFault(
          cpus,
          cpu -> !cpu.vcpu().isInGuest(),
          // The module has no faults: this one lives on the vCPU's stack.
          (cpu, gfn) -> () -> cpu.vcpu().handleFault(handler, new PageFault(gfn)));
      when(Start.FREE_ROOTS, cpus, (cpu, action) -> mayFree(cpu) ? cpu.vcpu()::freeRoots : null);
      when(Start.INVALIDATE_RANGE_START, notifiers, (notifier, action) -> notifier.begin());
      when(Start.ZAP_ALL_FAST, zappers, (zapper, action) -> zapper.begin());
      when(Start.WALK_ROOTS, walkers, (walker, action) -> walker.begin());
      when(Start.AGE_RANGE, agers, (ager, action) -> ager.begin());
      when(Environment.FREE_PAGE, action -> host.free(integer(action, 0)));
      when(Environment.REUSE_PAGE, action -> host.reuse(integer(action, 0)));
      when(Environment.ENTER_GUEST, this::enterGuest);
      when(Environment.EXIT_GUEST, this::exitGuest);
      projectCpus(cpus);
      projectZappers(zappers);
      project();
    }

    private Cpu cpu(Worker.Seat seat) {
      return new Cpu(
          seat, kvm.vcpu(seat.task()), constants.integer("Loads"), constants.integer("Faults"));
    }

    private void populate() {
      for (String name : constants.texts("RootsAtStart")) {
        kvm.populate(
            root(name), constants.integers("MappedAtStart"), cpus.stream().map(Cpu::vcpu).toList());
      }
    }

    private Operator notifier(Worker.Seat seat) {
      List<Integer> range = constants.integers("NotifierRange");
      RangeInvalidation invalidation =
          kvm.invalidation(
              seat.task(), new GfnRange(range.get(0), range.get(range.size() - 1) + 1));
      return new Operator(seat, invalidation.walk(), invalidation::start);
    }

    private Zapper zapper(Worker.Seat seat) {
      FastZap zap = kvm.fastZap(seat.task());
      return new Zapper(seat, zap, zap::zapAllFast);
    }

    private Operator walker(Worker.Seat seat) {
      RootWalker walker = kvm.walker(seat.task());
      return new Operator(seat, walker.walk(), walker::walkRoots);
    }

    private Operator ager(Worker.Seat seat) {
      RootAging aging = kvm.aging(seat.task());
      return new Operator(seat, aging.walk(), aging::ageRange);
    }

    private static boolean mayFree(Cpu cpu) {
      return !cpu.vcpu().isInGuest() && cpu.vcpu().root() != null;
    }

    private boolean enterGuest(ActionInstance action) {
      Cpu cpu = acting(cpus, action);
      return cpu != null
          && cpu.isIdle()
          && constants.texts("GuestEntry").contains(cpu.name())
          && cpu.vcpu().enterGuest();
    }

    private boolean exitGuest(ActionInstance action) {
      Cpu cpu = acting(cpus, action);
      return cpu != null && cpu.vcpu().exitGuest();
    }

    private void project() {
      projection.add("iter", () -> ofWorkers(workers(), w -> iter(((Walking<?>) w).walk())));
      projectSptes(gfns, VmView::presence);
      projection.add("page", () -> ofFrames(gfns, gfn -> page(host.life(gfn))));
      projection.add(
          "returned", () -> frames(gfns, gfn -> host.life(gfn) != GuestPages.Life.MAPPED));
    }

    private static Value iter(TdpWalk walk) {
      return Value.rec(
          Map.of(
              "op", Projection.text(walk.op()),
              "root", rootOrNone(walk.root()),
              "next", rootOrNone(walk.next()),
              "put", rootOrNone(walk.put()),
              "saw", Value.of(walk.saw()),
              "gfn", Value.of(walk.gfn()),
              "yielded", Value.of(walk.yielded())));
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
}
