package org.mmucheck.model.mmu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmucheck.model.Rule.GIFT_EACH_ZAPPER;
import static org.mmucheck.model.Rule.KEEP_REACHABLE;
import static org.mmucheck.model.Rule.NO_YIELD_AT_ZERO;
import static org.mmucheck.model.Rule.PUT_UNDER_READ;
import static org.mmucheck.model.Rule.SLOTS_LOCK;
import static org.mmucheck.model.Rule.ZAP_IN_WORKER;
import static org.mmucheck.model.Rule.ZAP_OWN_GIFTS;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmucheck.model.Design;
import org.mmucheck.model.JitterProbe;
import org.mmucheck.model.Race;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.GuestPages;

/**
 * The roots' code under free-running threads: the code's own checks find every wrong design, and
 * find nothing in a right one.
 */
class RootStressTest {
  private static final int ROUNDS = 600;
  private static final int ROUNDS_TO_FIND = 60_000;

  /** The designs of the catalogue, with what races in them. */
  enum Contest {
    A2(true, 1, Loads.FIRST_AND_AGAIN, NO_YIELD_AT_ZERO, SLOTS_LOCK, GIFT_EACH_ZAPPER),
    B(false, 0, Loads.FIRST_AND_AGAIN, SLOTS_LOCK, GIFT_EACH_ZAPPER),
    C1(false, 2, Loads.FIRST, NO_YIELD_AT_ZERO, PUT_UNDER_READ),
    C2(true, 2, Loads.FIRST, NO_YIELD_AT_ZERO, GIFT_EACH_ZAPPER, PUT_UNDER_READ),
    C3(false, 2, Loads.AGAIN, NO_YIELD_AT_ZERO, GIFT_EACH_ZAPPER, PUT_UNDER_READ),
    C4(true, 2, Loads.FIRST_AND_AGAIN, NO_YIELD_AT_ZERO, SLOTS_LOCK, GIFT_EACH_ZAPPER),
    C5(false, 1, Loads.AGAIN, SLOTS_LOCK, GIFT_EACH_ZAPPER, PUT_UNDER_READ, KEEP_REACHABLE),
    D1(
        true,
        2,
        Loads.FIRST_AND_AGAIN,
        SLOTS_LOCK,
        GIFT_EACH_ZAPPER,
        PUT_UNDER_READ,
        KEEP_REACHABLE,
        ZAP_OWN_GIFTS),
    D2(true, 2, Loads.FIRST_AND_AGAIN, SLOTS_LOCK, PUT_UNDER_READ, KEEP_REACHABLE, ZAP_IN_WORKER);

    /** Which roots the vCPU has: one that maps pages at the start, others that it loads. */
    private enum Loads {
      FIRST,
      AGAIN,
      FIRST_AND_AGAIN
    }

    final boolean right;
    final int zappers;
    final boolean loadedAtStart;
    final boolean loadsAgain;
    final Design design;

    Contest(boolean right, int zappers, Loads loads, Rule... rules) {
      this.right = right;
      this.zappers = zappers;
      this.loadedAtStart = loads != Loads.AGAIN;
      this.loadsAgain = loads != Loads.FIRST;
      this.design = Design.keeping(rules);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindWrongDesignsAndNoOthers(Contest contest) throws InterruptedException {
    Set<String> found = new TreeSet<>();
    int rounds = contest.right ? ROUNDS : ROUNDS_TO_FIND;
    try (Race race = new Race()) {
      for (int round = 0; round < rounds && found.isEmpty(); round++) {
        found.addAll(round(race, contest));
      }
    }
    if (contest.right) {
      assertThat(found).as("reports of %s", contest).isEmpty();
    } else {
      assertThat(found).as("reports of %s", contest).isNotEmpty();
    }
  }

  private static Set<String> round(Race race, Contest contest) throws InterruptedException {
    Splats splats = new Splats();
    GuestPages host = new GuestPages(2, splats);
    Kvm kvm = new Kvm(contest.design, 2, host, splats);
    TdpRoot first = kvm.newRootPage("r0");
    TdpRoot second = kvm.newRootPage("r1");
    Vcpu vcpu = kvm.vcpu(task("v0"));
    if (contest.loadedAtStart) {
      kvm.populate(first, List.of(0, 1), List.of(vcpu));
    }
    List<Runnable> operations = new ArrayList<>();
    operations.add(
        () -> {
          if (!contest.loadedAtStart) {
            vcpu.loadRoot(first);
          }
          vcpu.freeRoots();
          if (contest.loadsAgain) {
            vcpu.loadRoot(second);
            vcpu.freeRoots();
          }
        });
    RangeInvalidation invalidation = kvm.invalidation(task("n0"), kvm.allGfns());
    operations.add(
        () -> {
          invalidation.start();
          kvm.checkUnmapped(kvm.allGfns());
          host.free(0);
          host.free(1);
        });
    RootWalker walker = kvm.walker(task("h0"));
    operations.add(walker::walkRoots);
    for (int zapper = 0; zapper < contest.zappers; zapper++) {
      operations.add(kvm.fastZap(task("z" + zapper))::zapAllFast);
    }
    Thread worker = Thread.ofPlatform().start(kvm.zapWorker(task("w0"))::run);
    Thread reclaimer = Thread.ofPlatform().start(() -> reclaim(kvm));
    race.run(operations);
    kvm.zapWorkqueue().destroy();
    worker.join();
    reclaimer.interrupt();
    reclaimer.join();
    kvm.checkReferences();
    return kvm.splats().reports();
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
