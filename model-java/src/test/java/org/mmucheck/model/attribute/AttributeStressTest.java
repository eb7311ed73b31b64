package org.mmucheck.model.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmucheck.model.JitterProbe;
import org.mmucheck.model.Race;
import org.mmucheck.model.Task;

/** Faults on a frame beside changes of its attribute, under free-running threads. */
class AttributeStressTest {
  private static final int ROUNDS = 1_000;
  private static final int ROUNDS_TO_FIND = 100_000;
  private static final int TIMES = 2;

  enum Contest {
    ONE_SNAPSHOT(true, AttributePolicy.ONE_SNAPSHOT),
    CHECKED_BELOW(true, policy(true, false, true, true)),
    SNAPSHOT_AGAIN(false, policy(true, false, false, true)),
    NO_INVALIDATION(false, policy(true, true, false, false));

    final boolean right;
    final AttributePolicy policy;

    Contest(boolean right, AttributePolicy policy) {
      this.right = right;
      this.policy = policy;
    }

    private static AttributePolicy policy(
        boolean first, boolean one, boolean checkBelow, boolean beginEnd) {
      return new AttributePolicy(
          first, one, false, checkBelow, true, false, beginEnd, true, true, true);
    }
  }

  /** A round of each right design. */
  static Map<String, Race.Round> rightDesigns() {
    return Race.rounds(
        Contest.values(),
        contest -> contest.right,
        contest -> (race, round) -> round(race, contest.policy));
  }

  @ParameterizedTest
  @EnumSource
  void shouldMapThePageOfTheOtherKindInWrongDesignsAndInNoOthers(Contest contest)
      throws InterruptedException {
    int rounds = contest.right ? ROUNDS : ROUNDS_TO_FIND;
    Set<String> found = Race.reports(rounds, (race, round) -> round(race, contest.policy));
    assertThat(found.isEmpty()).as("reports of %s: %s", contest, found).isEqualTo(contest.right);
  }

  private static Set<String> round(Race race, AttributePolicy policy) throws InterruptedException {
    AttributedFrame frame = new AttributedFrame(policy);
    race.run(
        List.of(
            () -> fault(frame, "v0"),
            () -> fault(frame, "v1"),
            () -> frame.change(task("u0"), new AttributeChange()),
            () -> frame.change(task("u1"), new AttributeChange())));
    assertThat(frame.isQuiet()).isTrue();
    assertThat(frame.inProgress()).isZero();
    boolean wrong =
        frame.spte() != AttributeFault.NONE
            && frame.spte() != AttributedFrame.pageOf(frame.attribute());
    return wrong ? Set.of("page of the other kind is mapped") : Set.of();
  }

  private static void fault(AttributedFrame frame, String vcpu) {
    for (int i = 0; i < TIMES; i++) {
      frame.handle(task(vcpu), new AttributeFault(null));
    }
  }

  private static Task task(String name) {
    return new Task(name, new JitterProbe());
  }
}
