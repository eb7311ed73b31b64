package org.mmucheck.model.mmu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmucheck.model.Rule.ALLOC_UNDER_READ;
import static org.mmucheck.model.Rule.CHECK_ROOT_IN_FAULT;
import static org.mmucheck.model.Rule.COUNT_BEFORE_ZAP;
import static org.mmucheck.model.Rule.FILTER_BY_RANGE;
import static org.mmucheck.model.Rule.FLUSH_AT_LOAD;
import static org.mmucheck.model.Rule.OWN_REFERENCE;
import static org.mmucheck.model.Rule.WAIT_FOR_FAULTS;
import static org.mmucheck.model.Rule.WRITEBACK_LAST;
import static org.mmucheck.model.Rule.ZAP_BEFORE_SWAP;
import static org.mmucheck.model.Rule.ZAP_IN_WORKER;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmucheck.model.Design;
import org.mmucheck.model.JitterProbe;
import org.mmucheck.model.Race;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.Owner;
import org.mmucheck.model.host.Page;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.host.PteChange;

/**
 * The whole under free-running threads: guests that fault and change roots, a host that moves their
 * pages, the deletion of their memslot, a kworker and RCU. The code's own checks find nothing in
 * the right designs, and find the mistakes at the places where the two protocols meet.
 */
class KvmStressTest {
  private static final int ROUNDS = 400;
  private static final int ROUNDS_TO_FIND = 40_000;
  private static final int FRAMES = 2;
  private static final int CHANGES = 3;
  private static final int VISITS = 8;
  private static final int VCPUS = 2;

  enum Right {
    E(ZAP_IN_WORKER),
    E_NO_WAIT(ZAP_IN_WORKER, WAIT_FOR_FAULTS),
    D2(OWN_REFERENCE, ALLOC_UNDER_READ),
    D1(OWN_REFERENCE, ALLOC_UNDER_READ, ZAP_IN_WORKER, WRITEBACK_LAST);

    final Design design;

    Right(Rule... missing) {
      design = Design.without(missing);
    }
  }

  enum Wrong {
    V8(ZAP_IN_WORKER, COUNT_BEFORE_ZAP, FILTER_BY_RANGE),
    SWAP_FIRST(ZAP_IN_WORKER, ZAP_BEFORE_SWAP),
    F2_MISSING(ZAP_IN_WORKER, CHECK_ROOT_IN_FAULT, WAIT_FOR_FAULTS),
    NO_FLUSH_AT_LOAD(ZAP_IN_WORKER, FLUSH_AT_LOAD);

    final Design design;

    Wrong(Rule... missing) {
      design = Design.without(missing);
    }
  }

  /** A round of each right design. */
  static Map<String, Race.Round> rightDesigns() {
    return Race.rounds(Right.values(), right -> (race, round) -> round(race, right.design));
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindNothingInRightDesigns(Right right) throws InterruptedException {
    assertThat(reports(right.design, ROUNDS)).as("reports of %s", right).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindMistakesWhereTheProtocolsMeet(Wrong wrong) throws InterruptedException {
    assertThat(reports(wrong.design, ROUNDS_TO_FIND)).as("reports of %s", wrong).isNotEmpty();
  }

  private static Set<String> reports(Design design, int rounds) throws InterruptedException {
    return Race.reports(rounds, (race, round) -> round(race, design));
  }

  private static Set<String> round(Race race, Design design) throws InterruptedException {
    Splats splats = new Splats();
    HostMm mm = new HostMm(FRAMES, FRAMES + CHANGES, PageKind.ANON, splats);
    Kvm kvm = new Kvm(design, FRAMES, mm, splats);
    kvm.setMemslots(new Memslots(FRAMES));
    mm.register(kvm);
    List<GuestCpu> cpus = new ArrayList<>();
    for (int i = 0; i < VCPUS; i++) {
      cpus.add(kvm.guestCpu(kvm.vcpu(task("v" + i)), mm));
    }
    kvm.populate(kvm.newRootPage("r0"), List.of(0, 1), cpus.stream().map(GuestCpu::vcpu).toList());
    List<Runnable> operations = new ArrayList<>();
    for (GuestCpu cpu : cpus) {
      List<TdpRoot> fresh = new ArrayList<>();
      for (int i = 0; i < VISITS; i++) {
        fresh.add(kvm.newRootPage(cpu.vcpu().walk().task() + ".r" + i));
      }
      operations.add(() -> runGuest(new PageFaultHandler(kvm, mm), cpu, fresh));
    }
    operations.add(() -> invalidate(mm));
    Task deleter = task("z0");
    operations.add(kvm.memslotDeletion(deleter, 0, kvm.fastZap(deleter))::run);
    operations.add(() -> reclaim(mm));
    Thread worker = Thread.ofPlatform().start(kvm.zapWorker(task("w0"))::run);
    Thread reclaimer = Thread.ofPlatform().start(() -> reclaim(kvm));
    race.run(operations);
    kvm.zapWorkqueue().destroy();
    worker.join();
    reclaimer.interrupt();
    reclaimer.join();
    reclaim(mm);
    kvm.checkReferences();
    kvm.checkUnmapped(kvm.allGfns()); // the memslot is gone, and with it every mapping
    return splats.reports();
  }

  /** Accesses each frame in turn and faults where nothing is mapped; changes roots now and then. */
  private static void runGuest(PageFaultHandler handler, GuestCpu cpu, List<TdpRoot> fresh) {
    Vcpu vcpu = cpu.vcpu();
    for (int i = 0; i < VISITS; i++) {
      TdpRoot root = vcpu.root();
      if (root == null) {
        vcpu.loadRoot(fresh.get(i));
      } else if (root.isInvalid() || i == VISITS / 2) {
        vcpu.freeRoots();
        vcpu.loadRoot(fresh.get(i));
      }
      int gfn = i % FRAMES;
      if (!cpu.enterAndAccess(gfn)) {
        vcpu.handleFault(handler, new PageFault(gfn));
      }
    }
  }

  private static void invalidate(HostMm mm) {
    for (int page = FRAMES; page < FRAMES + CHANGES; page++) {
      PteChange change = mm.prepareChange(task("n0"), 0, FRAMES - 1, mm.page(page));
      if (change != null) {
        mm.change(change);
      }
    }
  }

  private static void reclaim(HostMm mm) {
    for (int i = 0; i < VISITS * FRAMES; i++) {
      for (Page page : mm.pages()) {
        if (page.owner() == Owner.GUEST) {
          mm.free(page);
        }
      }
      Thread.yield();
    }
  }

  private static void reclaim(Kvm kvm) {
    while (!Thread.currentThread().isInterrupted()) {
      kvm.rcu().runReadyCallbacks();
      Thread.yield();
    }
    kvm.rcu().runReadyCallbacks();
  }

  private static Task task(String name) {
    return new Task(name, new JitterProbe());
  }
}
