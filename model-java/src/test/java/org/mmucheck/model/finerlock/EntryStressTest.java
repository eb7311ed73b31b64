package org.mmucheck.model.finerlock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmucheck.model.Design;
import org.mmucheck.model.JitterProbe;
import org.mmucheck.model.Race;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Task;

/** Faults on one entry beside invalidations, under free-running threads. */
class EntryStressTest {
  private static final int ROUNDS = 1_000;
  private static final int ROUNDS_TO_FIND = 100_000;
  private static final int TIMES = 2;

  enum Contest {
    OWN_LOCK(true, TestLock.OWN),
    MMU_LOCK(true, TestLock.MMU),
    MMU_LOCK_ANY_ORDER(true, TestLock.MMU, Rule.COUNT_READ_FIRST),
    TESTED_UNLOCKED(false, TestLock.OWN, Rule.TEST_UNDER_LOCK),
    SEQ_READ_FIRST(false, TestLock.OWN, Rule.COUNT_READ_FIRST),
    COUNT_LOWERED_FIRST(false, TestLock.OWN, Rule.SEQ_BEFORE_COUNT);

    final boolean right;
    final TestLock lock;
    final Design design;

    Contest(boolean right, TestLock lock, Rule... missing) {
      this.right = right;
      this.lock = lock;
      this.design = Design.without(missing);
    }
  }

  /** A round of each right design. */
  static Map<String, Race.Round> rightDesigns() {
    return Race.rounds(
        Contest.values(),
        contest -> contest.right,
        contest -> (race, round) -> round(race, contest));
  }

  @ParameterizedTest
  @EnumSource
  void shouldMapPageThatIsGoneInWrongDesignsAndInNoOthers(Contest contest)
      throws InterruptedException {
    int rounds = contest.right ? ROUNDS : ROUNDS_TO_FIND;
    Set<String> found = Race.reports(rounds, (race, round) -> round(race, contest));
    assertThat(found.isEmpty()).as("reports of %s: %s", contest, found).isEqualTo(contest.right);
  }

  private static Set<String> round(Race race, Contest contest) throws InterruptedException {
    LockedEntry entry = new LockedEntry(contest.design, contest.lock);
    race.run(
        List.of(
            () -> fault(entry, "v0"),
            () -> fault(entry, "v1"),
            () -> entry.invalidate(task("n0"), new EntryInvalidation()),
            () -> entry.invalidate(task("n1"), new EntryInvalidation())));
    assertThat(entry.inProgress()).isZero();
    assertThat(entry.hpte()).as("the host's page after two changes").isZero();
    boolean stale = entry.entry() != LockedEntry.NONE && entry.entry() != entry.hpte();
    return stale ? Set.of("stale mapping: page") : Set.of();
  }

  private static void fault(LockedEntry entry, String vcpu) {
    for (int i = 0; i < TIMES; i++) {
      entry.handle(task(vcpu), new EntryFault());
    }
  }

  private static Task task(String name) {
    return new Task(name, new JitterProbe());
  }
}
