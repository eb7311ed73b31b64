package org.mmucheck.model.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmucheck.model.Design;
import org.mmucheck.model.Race;
import org.mmucheck.model.Rule;

/**
 * Recoveries under free-running threads: a wrong one maps a page that is gone, a right one none.
 */
class HugePageRecoveryStressTest {
  enum Contest {
    RIGHT(true, Rule.RECOVER_EVERY_LEAF),
    EVERY_LEAF(true, Rule.SPLIT_INVALIDATES),
    NO_SPLIT(false, Rule.RECOVER_EVERY_LEAF, Rule.SPLIT_INVALIDATES),
    UNLOCKED(false, Rule.RECOVER_EVERY_LEAF, Rule.RECOVER_LOCKED),
    OLD_LEVEL(false, Rule.RECOVER_EVERY_LEAF, Rule.RECOVER_LEVEL_UNDER_LOCK),
    NO_LEAF(false, Rule.RECOVER_EVERY_LEAF, Rule.RECOVER_FROM_LEAF);

    final boolean right;
    final Design design;

    Contest(boolean right, Rule... missing) {
      this.right = right;
      this.design = Design.without(missing);
    }
  }

  /** A round of each right design. */
  static Map<String, Race.Round> rightDesigns() {
    return Race.rounds(
        Contest.values(),
        contest -> contest.right,
        contest ->
            HugeRace.round(contest.design, List.of(0, 1), scene -> List.of(scene.recovery())));
  }

  @ParameterizedTest
  @EnumSource
  void shouldMapPageThatIsGoneInWrongDesignsAndInNoOthers(Contest contest)
      throws InterruptedException {
    Set<String> found =
        HugeRace.reports(
            contest.design, contest.right, List.of(0, 1), scene -> List.of(scene.recovery()));
    assertThat(found.isEmpty()).as("reports of %s: %s", contest, found).isEqualTo(contest.right);
  }
}
