package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.graph.NondeterministicActionException;

class ExplorationTest {
  private static final TlcOptions TWO_WORKERS = TlcOptions.oneWorker().withWorkers(2);

  private static Exploration explore(Model model) throws InterruptedException {
    return Exploration.of(model, TWO_WORKERS);
  }

  @Test
  void shouldExploreAModelThatMustFailToItsEnd() throws Exception {
    Model model =
        TestSpecs.expecting(
            "TdpRoot", "TdpRoot_b", Result.SAFETY_FAILURE, "ZapSeesLiveRoot", null, null);
    try (Exploration explored = explore(model)) {
      assertThat(explored.result().result()).isEqualTo(Result.SUCCESS);
      assertThat(explored.graph().size()).isEqualTo(16);
      assertThat(explored.invariants()).containsExactly("ZapSeesLiveRoot");
      assertThat(explored.spec().holds("ZapSeesLiveRoot", explored.graph().state(0))).isTrue();
    }
  }

  @Test
  void shouldExploreAModelThatFailsThoughItMustNot() throws Exception {
    try (Exploration explored = explore(TestSpecs.model("TdpRoot", "TdpRoot_b"))) {
      assertThat(explored.graph().size()).isEqualTo(16);
    }
  }

  @Test
  void shouldNotCheckLivenessToExplore() throws Exception {
    try (Exploration explored = explore(TestSpecs.model("TdpRoot", "TdpRoot"))) {
      assertThat(explored.graph().size()).isEqualTo(16);
      assertThat(explored.spec().temporalProperties()).isEmpty();
      assertThat(explored.invariants()).contains("TypeOK");
    }
  }

  @Test
  void shouldNameAnActionThatIsNotDeterministic() {
    assertThatThrownBy(() -> explore(TestSpecs.model("Wild", "WildChoice")))
        .isInstanceOf(NondeterministicActionException.class)
        .hasMessageStartingWith("Wild.tla:9: Pick(t0) leads to 3 states");
  }

  @Test
  void shouldRecordWhileItChecks() throws Exception {
    Model safe = TestSpecs.model("TdpRoot", "TdpRoot");
    try (Exploration explored = Exploration.checked(safe, TWO_WORKERS)) {
      assertThat(explored.graph().size()).isEqualTo(16);
    }
    Model bug = TestSpecs.model("TdpRoot", "TdpRoot_b");
    assertThatThrownBy(() -> Exploration.checked(bug, TWO_WORKERS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("did not explore to the end");
  }
}
