package org.mmucheck.model.mmu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmucheck.model.Rule.AGE_UNDER_RCU;
import static org.mmucheck.model.Rule.ALLOC_UNDER_READ;
import static org.mmucheck.model.Rule.ATOMIC_AGING;
import static org.mmucheck.model.Rule.GIFT_EACH_ZAPPER;
import static org.mmucheck.model.Rule.KEEP_REACHABLE;
import static org.mmucheck.model.Rule.LAST_PUT_FREES;
import static org.mmucheck.model.Rule.NO_YIELD_AT_ZERO;
import static org.mmucheck.model.Rule.OWN_REFERENCE;
import static org.mmucheck.model.Rule.PUT_AFTER_ZAP;
import static org.mmucheck.model.Rule.PUT_UNDER_READ;
import static org.mmucheck.model.Rule.SLOTS_LOCK;
import static org.mmucheck.model.Rule.STAY_AT_YIELDED;
import static org.mmucheck.model.Rule.WALK_ALL_ROOTS;
import static org.mmucheck.model.Rule.ZAP_IN_WORKER;
import static org.mmucheck.model.Rule.ZAP_OWN_GIFTS;
import static org.mmucheck.model.Rule.ZAP_WALK_TAKES_REFS;

import java.util.ArrayList;
import java.util.EnumSet;
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
import org.mmucheck.model.host.GuestPages;

/**
 * The roots' code under free-running threads: the code's own checks find every wrong design, and
 * find nothing in a right one.
 */
class RootStressTest {
  private static final int ROUNDS = 600;
  private static final int ROUNDS_TO_FIND = 60_000;

  /** What the designs do not have, by kernel version. */
  private static final Set<Rule> V5_13 =
      Set.of(KEEP_REACHABLE, ZAP_IN_WORKER, OWN_REFERENCE, ALLOC_UNDER_READ, ZAP_OWN_GIFTS);

  private static final Set<Rule> SYNCHRONOUS =
      Set.of(ZAP_IN_WORKER, OWN_REFERENCE, ALLOC_UNDER_READ);
  private static final Set<Rule> V5_18 = Set.of(OWN_REFERENCE, ALLOC_UNDER_READ);
  private static final Set<Rule> V6_9 = Set.of(KEEP_REACHABLE, ZAP_IN_WORKER);

  /** Which roots the vCPU has: one that maps pages at the start, others that it loads. */
  private enum Loads {
    FIRST,
    AGAIN,
    FIRST_AND_AGAIN
  }

  /** The right designs, by catalogue id. */
  enum Right {
    A2(V5_13, 1, Loads.FIRST_AND_AGAIN, PUT_UNDER_READ),
    C2(V5_13, 2, Loads.FIRST, SLOTS_LOCK),
    C4(V5_13, 2, Loads.FIRST_AND_AGAIN),
    D1(SYNCHRONOUS, 2, Loads.FIRST_AND_AGAIN),
    D2(V5_18, 2, Loads.FIRST_AND_AGAIN),
    E(V6_9, 2, Loads.FIRST_AND_AGAIN);

    final Contest contest;

    Right(Set<Rule> absent, int zappers, Loads loads, Rule... broken) {
      contest = Contest.of(absent, zappers, loads, broken);
    }
  }

  /** The wrong designs that races of this size meet often, by catalogue id. */
  enum Wrong {
    B(V5_13, 0, Loads.FIRST_AND_AGAIN, NO_YIELD_AT_ZERO),
    C1(V5_13, 2, Loads.FIRST, GIFT_EACH_ZAPPER, SLOTS_LOCK),
    C3(V5_13, 2, Loads.AGAIN, SLOTS_LOCK),
    C5(SYNCHRONOUS, 1, Loads.AGAIN, ZAP_OWN_GIFTS),
    A_3(V5_13, 1, Loads.FIRST, WALK_ALL_ROOTS),
    D_W3(SYNCHRONOUS, 0, Loads.FIRST, LAST_PUT_FREES),
    D_W8(Set.of(OWN_REFERENCE, ALLOC_UNDER_READ, KEEP_REACHABLE), 0, Loads.FIRST, NO_YIELD_AT_ZERO),
    E_W1(V6_9, 1, Loads.FIRST, PUT_AFTER_ZAP, ZAP_WALK_TAKES_REFS),
    E_W4(V6_9, 1, Loads.FIRST, WALK_ALL_ROOTS),
    E_W7(V6_9, 2, Loads.FIRST, SLOTS_LOCK),
    AGE_NO_RCU(V6_9, 1, Loads.FIRST, AGE_UNDER_RCU),
    AGE_PLAIN_WRITE(V6_9, 1, Loads.FIRST, ATOMIC_AGING),
    T_4(V6_9, 1, Loads.FIRST, STAY_AT_YIELDED);

    final Contest contest;

    Wrong(Set<Rule> absent, int zappers, Loads loads, Rule... broken) {
      contest = Contest.of(absent, zappers, loads, broken);
    }
  }

  private record Contest(Design design, int zappers, boolean loadedAtStart, boolean loadsAgain) {
    static Contest of(Set<Rule> absent, int zappers, Loads loads, Rule... broken) {
      Set<Rule> without = EnumSet.copyOf(absent);
      without.addAll(Set.of(broken));
      return new Contest(
          Design.without(without), zappers, loads != Loads.AGAIN, loads != Loads.FIRST);
    }
  }

  /** A round of each right design. */
  static Map<String, Race.Round> rightDesigns() {
    return Race.rounds(Right.values(), right -> (race, round) -> round(race, right.contest));
  }

  /** A round of each wrong design. */
  static Map<String, Race.Round> wrongDesigns() {
    return Race.rounds(Wrong.values(), wrong -> (race, round) -> round(race, wrong.contest));
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindNothingInRightDesigns(Right design) throws InterruptedException {
    assertThat(reports(design.contest, ROUNDS)).as("reports of %s", design).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindWrongDesigns(Wrong design) throws InterruptedException {
    assertThat(reports(design.contest, ROUNDS_TO_FIND)).as("reports of %s", design).isNotEmpty();
  }

  /** What the code's own checks report, up to the first round in which they report anything. */
  private static Set<String> reports(Contest contest, int rounds) throws InterruptedException {
    return Race.reports(rounds, (race, round) -> round(race, contest));
  }

  private static Set<String> round(Race race, Contest contest) throws InterruptedException {
    Splats splats = new Splats();
    GuestPages host = new GuestPages(2, splats);
    Kvm kvm = new Kvm(contest.design(), 2, host, splats);
    TdpRoot first = kvm.newRootPage("r0");
    TdpRoot second = kvm.newRootPage("r1");
    Vcpu vcpu = kvm.vcpu(task("v0"));
    if (contest.loadedAtStart()) {
      kvm.populate(first, List.of(0, 1), List.of(vcpu));
    }
    List<Runnable> operations = new ArrayList<>();
    operations.add(
        () -> {
          if (!contest.loadedAtStart()) {
            vcpu.loadRoot(first);
          }
          vcpu.freeRoots();
          if (contest.loadsAgain()) {
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
    if (contest.design().has(OWN_REFERENCE)) {
      operations.add(kvm.aging(task("a0"))::ageRange);
    }
    for (int zapper = 0; zapper < contest.zappers(); zapper++) {
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
