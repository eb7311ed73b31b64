package org.mmucheck.model.nx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmucheck.model.Rule.CHECK_COUNT;
import static org.mmucheck.model.Rule.CHECK_ROOT_IN_FAULT;
import static org.mmucheck.model.Rule.CMPXCHG_ENTRY;
import static org.mmucheck.model.Rule.DISALLOW_BEFORE_LINK;
import static org.mmucheck.model.Rule.FLUSH_AFTER_ZAP;
import static org.mmucheck.model.Rule.FLUSH_BEFORE_RCU_DROP;
import static org.mmucheck.model.Rule.FLUSH_UNDER_LOCK;
import static org.mmucheck.model.Rule.FREEZE_CHILDREN;
import static org.mmucheck.model.Rule.FREE_BY_RCU;
import static org.mmucheck.model.Rule.PAGES_LOCK;
import static org.mmucheck.model.Rule.POINTS_AT_TABLE;
import static org.mmucheck.model.Rule.RECOVER_IN_RCU;
import static org.mmucheck.model.Rule.RECOVER_UNDER_READ;
import static org.mmucheck.model.Rule.TRACK_IF_DISALLOWED;
import static org.mmucheck.model.Rule.UNTRACK_AT_TAKE;
import static org.mmucheck.model.Rule.UNTRACK_AT_UNLINK;

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
import org.mmucheck.model.host.GuestPages;
import org.mmucheck.model.tables.TablePage;

/**
 * The worker under free-running threads and hardware: the code's own checks find the wrong designs,
 * and nothing in a right one.
 */
class NxStressTest {
  private static final int ROUNDS = 600;
  private static final int ROUNDS_TO_FIND = 60_000;
  private static final int REGIONS = 2;
  private static final int PAGES = REGIONS + 4;

  /** Who takes the same tables away. */
  private enum Other {
    HUGE_FAULTS,
    GIANT_FAULT,
    FAST_ZAP
  }

  /** The right designs. */
  enum Right {
    NX_HUGE(Other.HUGE_FAULTS),
    NX_GIANT(Other.GIANT_FAULT),
    NX_FAST_ZAP(Other.FAST_ZAP),
    NX_WRITE(Other.HUGE_FAULTS, RECOVER_UNDER_READ, POINTS_AT_TABLE, UNTRACK_AT_TAKE),
    NX_WRITE_GIANT(Other.GIANT_FAULT, RECOVER_UNDER_READ, POINTS_AT_TABLE, UNTRACK_AT_TAKE);

    final Contest contest;

    Right(Other other, Rule... broken) {
      contest = new Contest(Design.without(broken), other);
    }
  }

  /** The wrong designs, by catalogue id. */
  enum Wrong {
    NX_PLAIN(Other.HUGE_FAULTS, CMPXCHG_ENTRY),
    NX_NO_RCU(Other.HUGE_FAULTS, RECOVER_IN_RCU),
    NX_NO_LOCK(Other.GIANT_FAULT, PAGES_LOCK),
    NX_LATE_MARK(Other.HUGE_FAULTS, DISALLOW_BEFORE_LINK),
    NX_TRACK(Other.GIANT_FAULT, TRACK_IF_DISALLOWED),
    NX_LISTED(Other.GIANT_FAULT, UNTRACK_AT_TAKE),
    NX_UNLINK(Other.GIANT_FAULT, UNTRACK_AT_UNLINK),
    NX_NO_FLUSH(Other.HUGE_FAULTS, FLUSH_AFTER_ZAP),
    NX_FLUSH_LATE(Other.HUGE_FAULTS, FLUSH_BEFORE_RCU_DROP),
    NX_FLUSH_UNLOCKED(Other.HUGE_FAULTS, FLUSH_UNDER_LOCK),
    NX_CLEARED(Other.HUGE_FAULTS, FREEZE_CHILDREN),
    NX_FREE(Other.HUGE_FAULTS, FREE_BY_RCU),
    F2_MISSING(Other.FAST_ZAP, CHECK_ROOT_IN_FAULT),
    V1(Other.HUGE_FAULTS, CHECK_COUNT);

    final Contest contest;

    Wrong(Other other, Rule... broken) {
      contest = new Contest(Design.without(broken), other);
    }
  }

  private record Contest(Design design, Other other) {}

  /** A round of each right design. */
  static Map<String, Race.Round> rightDesigns() {
    return Race.rounds(Right.values(), right -> (race, round) -> round(race, right.contest));
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

  private static Set<String> reports(Contest contest, int rounds) throws InterruptedException {
    return Race.reports(rounds, (race, round) -> round(race, contest));
  }

  private static Set<String> round(Race race, Contest contest) throws InterruptedException {
    Splats splats = new Splats();
    GuestPages host = new GuestPages(REGIONS, splats);
    NxTree tree = new NxTree(contest.design(), REGIONS, PAGES, Set.of(), host, splats);
    tree.populate(List.of(0));
    List<Runnable> operations = new ArrayList<>();
    for (int vcpu = 0; vcpu < 2; vcpu++) {
      NxFault fault = tree.fault(task("v" + vcpu));
      List<NxPage> fresh = tree.pages().subList(REGIONS + 2 * vcpu, REGIONS + 2 * vcpu + 2);
      operations.add(
          () -> {
            fault.handle(1, fresh.get(0));
            if (fresh.get(1).page().life() == TablePage.Life.UNUSED) {
              fault.handle(0, fresh.get(1));
            }
          });
    }
    NxRecovery recovery = tree.recovery(task("w0"));
    operations.add(
        () -> {
          recovery.recover(2);
          recovery.recover(1);
        });
    operations.add(other(tree, contest.other(), splats));
    NxInvalidation invalidation = tree.invalidation(task("n0"), List.of(0));
    NxGuest cpu = tree.guest();
    operations.add(
        () -> {
          invalidation.start();
          if (tree.isMapped(0)) {
            splats.report("stale mapping: page");
          }
          if (cpu.translates(0)) {
            splats.report("stale translation: page");
          }
          host.free(0);
        });
    walk(cpu);
    Thread guest = Thread.ofPlatform().start(() -> untilInterrupted(() -> walk(cpu)));
    Thread reclaimer =
        Thread.ofPlatform().start(() -> untilInterrupted(tree.rcu()::runReadyCallbacks));
    race.run(operations);
    reclaimer.interrupt();
    reclaimer.join();
    guest.interrupt();
    guest.join();
    tree.checkTables();
    return splats.reports();
  }

  private static Runnable other(NxTree tree, Other other, Splats splats) {
    NxHugeFault huge = tree.hugeFault(task("p0"));
    NxFastZap zap = tree.fastZap(task("z0"));
    return switch (other) {
      case HUGE_FAULTS ->
          () -> {
            huge.map(0);
            huge.map(1);
            huge.map(0);
          };
      case GIANT_FAULT -> huge::mapGiant;
      case FAST_ZAP ->
          () -> {
            zap.zap();
            if (tree.isMapped(0) || tree.isMapped(1)) {
              splats.report("mapped in a zapped root");
            }
          };
    };
  }

  private static void walk(NxGuest cpu) {
    for (int region = 0; region < REGIONS; region++) {
      cpu.walkRoot(region);
      cpu.walkTable((region + 1) % REGIONS);
    }
  }

  /** Runs {@code body} again and again, and once more after the interrupt. */
  private static void untilInterrupted(Runnable body) {
    while (!Thread.currentThread().isInterrupted()) {
      body.run();
      Thread.yield();
    }
    body.run();
  }

  private static Task task(String name) {
    return new Task(name, new JitterProbe());
  }
}
