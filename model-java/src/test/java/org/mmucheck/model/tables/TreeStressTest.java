package org.mmucheck.model.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmucheck.model.Rule.CHECK_COUNT;
import static org.mmucheck.model.Rule.FLUSH_AFTER_ZAP;
import static org.mmucheck.model.Rule.FLUSH_BASE_GFN;
import static org.mmucheck.model.Rule.FLUSH_BEFORE_FREE;
import static org.mmucheck.model.Rule.FLUSH_BEFORE_RCU_DROP;
import static org.mmucheck.model.Rule.FREEZE_CHILDREN;
import static org.mmucheck.model.Rule.FREEZE_PARENT_FIRST;
import static org.mmucheck.model.Rule.FREEZE_UNTIL_OWNED;
import static org.mmucheck.model.Rule.FREE_BY_RCU;
import static org.mmucheck.model.Rule.REFUSE_FROZEN;
import static org.mmucheck.model.Rule.ZAP_UNDER_READ;

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

/**
 * The tree's code under free-running threads and hardware: the code's own checks find the wrong
 * designs, and nothing in a right one. The one whose zap does not end is not here.
 */
class TreeStressTest {
  private static final int ROUNDS = 600;
  private static final int ROUNDS_TO_FIND = 60_000;
  private static final int SLOTS = 2;
  private static final int PER_TABLE = 2;
  private static final int GFNS = SLOTS * PER_TABLE;
  private static final int TABLES = SLOTS + 4;

  /** Who takes tables out of the tree. */
  private enum Remover {
    ZAPPERS,
    HUGE_FAULTS
  }

  /** The right designs, by kernel version. */
  enum Right {
    V5_13(Remover.ZAPPERS),
    V5_13_HUGE(Remover.HUGE_FAULTS),
    V5_18(Remover.ZAPPERS, FLUSH_BEFORE_FREE),
    V5_18_HUGE(Remover.HUGE_FAULTS, FLUSH_BEFORE_FREE),
    V5_18_WRITE(Remover.ZAPPERS, FLUSH_BEFORE_FREE, ZAP_UNDER_READ),
    T_2_OWN_FLUSH(Remover.ZAPPERS, FLUSH_BEFORE_RCU_DROP, ZAP_UNDER_READ),
    T_3_ZAP(Remover.ZAPPERS, FLUSH_BASE_GFN);

    final Contest contest;

    Right(Remover remover, Rule... broken) {
      contest = new Contest(Design.without(broken), remover);
    }
  }

  /** The wrong designs, by catalogue id. */
  enum Wrong {
    T_2(Remover.ZAPPERS, FLUSH_BEFORE_FREE, ZAP_UNDER_READ, FLUSH_BEFORE_RCU_DROP),
    T_3(Remover.HUGE_FAULTS, FLUSH_BASE_GFN),
    T_5(Remover.ZAPPERS, FREEZE_CHILDREN),
    FROZEN_ACCEPTED(Remover.ZAPPERS, REFUSE_FROZEN),
    NO_RCU(Remover.ZAPPERS, FREE_BY_RCU),
    NO_FLUSH(Remover.ZAPPERS, FLUSH_BEFORE_FREE, FLUSH_AFTER_ZAP),
    NO_COUNT(Remover.ZAPPERS, CHECK_COUNT),
    NO_TICKET_ONCE(Remover.ZAPPERS, FREEZE_PARENT_FIRST, FREEZE_UNTIL_OWNED);

    final Contest contest;

    Wrong(Remover remover, Rule... broken) {
      contest = new Contest(Design.without(broken), remover);
    }
  }

  private record Contest(Design design, Remover remover) {}

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
    GuestPages host = new GuestPages(GFNS, splats);
    TdpTree tree = new TdpTree(contest.design(), SLOTS, PER_TABLE, TABLES, host, splats);
    tree.populate(List.of(0, 3));
    List<Runnable> operations = new ArrayList<>();
    for (int vcpu = 0; vcpu < 2; vcpu++) {
      TreeFault fault = tree.fault(task("v" + vcpu));
      List<TablePage> fresh = tree.tables().subList(SLOTS + 2 * vcpu, SLOTS + 2 * vcpu + 2);
      operations.add(
          () -> {
            fault.handle(1, fresh.get(0));
            if (fresh.get(1).life() == TablePage.Life.UNUSED) {
              fault.handle(3, fresh.get(1));
            }
          });
    }
    for (int remover = 0; remover < 2; remover++) {
      operations.add(remover(tree, contest.remover(), remover));
    }
    operations.add(() -> tree.leafZap(task("l0")).zap(0));
    TreeInvalidation invalidation = tree.invalidation(task("n0"), List.of(3));
    GuestWalker cpu = tree.guestWalker();
    operations.add(
        () -> {
          invalidation.start();
          if (tree.isMapped(3)) {
            splats.report("stale mapping: page");
          }
          if (cpu.translates(3)) {
            splats.report("stale translation: page");
          }
          host.free(3);
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

  private static Runnable remover(TdpTree tree, Remover remover, int number) {
    return remover == Remover.ZAPPERS
        ? tree.zap(task("z" + number))::zap
        : () -> tree.hugeFault(task("p" + number)).map(number);
  }

  private static void walk(GuestWalker cpu) {
    for (int gfn = 0; gfn < GFNS; gfn++) {
      cpu.walkRoot(gfn);
      cpu.walkTable((gfn + 1) % GFNS);
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
