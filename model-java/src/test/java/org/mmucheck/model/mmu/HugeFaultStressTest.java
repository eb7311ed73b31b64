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

/** Huge leafs under free-running threads: a wrong filter leaves one behind, a right one never. */
class HugeFaultStressTest {
  enum Contest {
    SPLIT(true, Rule.FILTER_COVERED),
    SPLIT_WITH_PAGE(true, Rule.FILTER_COVERED, Rule.LEVEL_UNDER_LOCK),
    COVERED(true, Rule.SPLIT_INVALIDATES),
    UNFILTERED(true, Rule.SPLIT_INVALIDATES, Rule.FILTER_COVERED, Rule.FILTER_BY_RANGE),
    NO_SPLIT(false, Rule.SPLIT_INVALIDATES, Rule.FILTER_COVERED),
    OLD_LEVEL(false, Rule.LEVEL_NOT_OLDER, Rule.FILTER_COVERED),
    COVERED_OLD_LEVEL(false, Rule.LEVEL_NOT_OLDER);

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
        contest -> HugeRace.round(contest.design, List.of(), scene -> List.of()));
  }

  @ParameterizedTest
  @EnumSource
  void shouldLeaveStaleLeafInWrongDesignsAndInNoOthers(Contest contest)
      throws InterruptedException {
    Set<String> found =
        HugeRace.reports(contest.design, contest.right, List.of(), scene -> List.of());
    assertThat(found.isEmpty()).as("reports of %s: %s", contest, found).isEqualTo(contest.right);
  }
}
