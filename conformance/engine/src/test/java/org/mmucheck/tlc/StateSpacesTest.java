package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;

class StateSpacesTest {
  private static final Model RIGHT = TestSpecs.model("TdpRoot", "TdpRoot");
  private static final Model REACH =
      TestSpecs.expecting(
          "TdpRoot", "TdpRoot_Reach", Result.SAFETY_FAILURE, "ReachHeldWhileInvalid", null, null);
  private static final Model BUG =
      TestSpecs.expecting(
          "TdpRoot", "TdpRoot_b", Result.SAFETY_FAILURE, "ZapSeesLiveRoot", null, null);

  @Test
  void shouldPutModelsTogetherThatDifferInTheirPropertiesOnly() {
    assertThat(StateSpaces.of(List.of(REACH, BUG, RIGHT)))
        .containsExactly(List.of(REACH, RIGHT), List.of(BUG));
  }

  @Test
  void shouldLetTheModelStandForItsGroupThatIsExploredToTheEnd() {
    Model safe = TestSpecs.model("TdpRoot", "TdpRoot_Reach"); // checks no liveness, as RIGHT does
    assertThat(StateSpaces.representative(List.of(REACH, RIGHT, safe))).isEqualTo(safe);
    assertThat(StateSpaces.representative(List.of(BUG))).isEqualTo(BUG);
  }

  @Test
  void shouldExploreAGroupOnceForTheInvariantsOfAll() throws InterruptedException {
    try (Exploration explored = Exploration.of(List.of(REACH, RIGHT), TlcOptions.oneWorker())) {
      assertThat(explored.graph().size()).isEqualTo(16);
      assertThat(explored.invariants()).contains("ReachHeldWhileInvalid", "ZapSeesLiveRoot");
    }
  }
}
