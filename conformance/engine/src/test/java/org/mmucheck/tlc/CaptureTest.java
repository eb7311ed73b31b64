package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.graph.CapturedGraph;
import org.mmucheck.graph.NondeterministicActionException;
import org.mmucheck.graph.StateGraph;
import org.mmucheck.graph.TransitionGraph;

class CaptureTest {
  private static TlcSession unchecked(String module, String config) {
    return TlcSessions.openUnchecked(TestSpecs.model(module, config));
  }

  private static TlcOptions workers(int count) {
    return TlcOptions.oneWorker().withWorkers(count);
  }

  @ParameterizedTest
  @CsvSource({
    "TdpRoot, TdpRoot, 1",
    "TdpRoot, TdpRoot_b, 2",
    "Shapes, Shapes, 1",
    "Shapes, Shapes, 3",
    "Counter, CounterDeadlock, 2"
  })
  void shouldRecordTheGraphThatTheSpecHas(String module, String config, int workers)
      throws Exception {
    try (TlcSession session = unchecked(module, config)) {
      Captured captured = session.capture(workers(workers));
      CapturedGraph graph = captured.graph();
      StateGraph explored = StateGraph.of(session.spec());

      assertThat(captured.result().result()).isEqualTo(Result.SUCCESS);
      assertThat(graph.size()).isEqualTo(explored.size());
      assertThat((long) graph.size()).isEqualTo(captured.result().distinctStates());
      assertThat(graph.initialStates()).isEqualTo(explored.initialStates());
      assertThat(graph.actions()).isEqualTo(explored.actions());
      assertThat(labelled(graph)).isEqualTo(labelled(explored));
    }
  }

  /** Every transition in words, and every state. */
  private static Set<String> labelled(TransitionGraph graph) {
    Set<String> all = new HashSet<>();
    for (int state = 0; state < graph.size(); state++) {
      assertThat(graph.state(state).contentHash()).isEqualTo(graph.contentHash(state));
      all.add((state < graph.initialStates() ? "initial " : "") + graph.state(state));
      for (int t = graph.firstTransition(state); t < graph.firstTransition(state + 1); t++) {
        all.add(
            graph.state(state)
                + " "
                + graph.actions().get(graph.label(t))
                + " "
                + graph.state(graph.target(t)));
      }
    }
    return all;
  }

  @Test
  void shouldGiveTheSameNumbersAndDigestWhateverTheWorkers() throws Exception {
    Set<String> digests = new HashSet<>();
    for (int workers = 1; workers <= 4; workers++) {
      try (TlcSession session = unchecked("Shapes", "Shapes")) {
        digests.add(session.capture(workers(workers)).graph().digest());
      }
    }
    assertThat(digests).hasSize(1);
  }

  @Test
  void shouldHaveAnotherDigestForAnotherDesign() throws Exception {
    Set<String> digests = new HashSet<>();
    for (String config : new String[] {"TdpRoot", "TdpRoot_b"}) {
      try (TlcSession session = unchecked("TdpRoot", config)) {
        digests.add(session.capture(workers(1)).graph().digest());
      }
    }
    assertThat(digests).hasSize(2).allMatch(digest -> digest.matches("[0-9a-f]{64}"));
  }

  @Test
  void shouldHaveNoGraphWhereTlcStopsAtAnError() throws Exception {
    Model model = TestSpecs.model("TdpRoot", "TdpRoot_b");
    try (TlcSession session = TlcSessions.open(model)) {
      Captured captured = session.capture(workers(1));

      assertThat(captured.result().result()).isEqualTo(Result.SAFETY_FAILURE);
      assertThat(captured.graph()).isNull();
    }
  }

  @Test
  void shouldRecordWhileTlcChecksTemporalProperties() throws Exception {
    try (TlcSession session = TlcSessions.open(TestSpecs.model("TdpRoot", "TdpRoot"))) {
      Captured captured = session.capture(workers(2));

      assertThat(captured.result().result()).isEqualTo(Result.SUCCESS);
      assertThat(captured.graph().size()).isEqualTo(16);
      assertThat(captured.graph().transitions()).isEqualTo(32);
    }
  }

  @Test
  void shouldNameAnActionThatIsNotDeterministic() throws Exception {
    try (TlcSession session = unchecked("Wild", "WildChoice")) {
      assertThatThrownBy(() -> session.capture(workers(2)))
          .isInstanceOf(NondeterministicActionException.class)
          .hasMessage(
              "Wild.tla:9: Pick(t0) leads to 3 states, which differ in held;"
                  + " make the choice a parameter of the action");
    }
  }

  @Test
  void shouldDropWhatTlcWouldStopAtFromAConfiguration() {
    String config =
        """
        \\* INVARIANT in a comment
        SPECIFICATION Spec
        INVARIANTS TypeOK (* PROPERTY *)
                   ZapSeesLiveRoot
        CONSTANTS Vcpu = {v0, v1}  PROPERTY Ends
        CONSTANT Limit = 3
        CHECK_DEADLOCK TRUE
        INVARIANT Last
        """;
    assertThat(UncheckedConfig.of(config).strip().split("\\s+"))
        .containsExactly(
            ("SPECIFICATION Spec CONSTANTS Vcpu = {v0, v1} CONSTANT Limit = 3"
                    + " CHECK_DEADLOCK FALSE")
                .split(" "));
  }
}
