package org.mmucheck.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;
import org.mmucheck.compiled.build.SpecBuilder;
import org.mmucheck.compiled.generated.GeneratedModule;
import org.mmucheck.compiled.plain.Judge;
import org.mmucheck.compiled.plain.UndecidedException;
import org.mmucheck.compiled.value.EvaluationException;
import org.mmucheck.graph.CapturedGraph;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.Captured;
import org.mmucheck.tlc.TlcOptions;
import org.mmucheck.tlc.TlcSession;
import org.mmucheck.tlc.TlcSessions;
import org.mmucheck.tlc.syntax.SpecTree;
import org.mmucheck.value.Value;

/** The third way to evaluate, on graphs that both engines agree on and on those that differ. */
class JudgeTest {
  private static final int STATES = 30;
  private static final int MODULES = 40;

  @TempDir private Path folder;

  /** Each step of the first states is one, and a step to any other of them is none. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "RootLifetime_a2",
        "GuestMap_map-gpc",
        "NotifierFault_precheck_OneFrame",
        "SlotsRwsem_rwsem-unfair",
        "FinerLock_right",
        "SpteBits_ad_Refines"
      })
  void shouldAllowWhatTlcTakesAndNothingElse(String name) throws InterruptedException {
    try (TlcSession session = TlcSessions.open(EqualityTest.model(name))) {
      CapturedGraph graph = graph(session);
      Judge judge = new Judge(session.tree());
      int few = Math.min(STATES, graph.size());
      for (int state = 0; state < few; state++) {
        assertThat(judge.isInitial(graph.state(state))).isEqualTo(state < graph.initialStates());
        for (int other = 0; other < few; other++) {
          assertThat(judge.isStep(graph.state(state), graph.state(other)))
              .as("%s from %s to %s", name, state, other)
              .isEqualTo(targets(graph, state).contains(other));
        }
      }
    }
  }

  private static CapturedGraph graph(TlcSession session) throws InterruptedException {
    Captured captured = session.captureAsItIs(TlcOptions.oneWorker());
    return Objects.requireNonNull(captured.graph());
  }

  private static Set<Integer> targets(CapturedGraph graph, int state) {
    Set<Integer> targets = new HashSet<>();
    for (int t = graph.firstTransition(state); t < graph.firstTransition(state + 1); t++) {
      targets.add(graph.target(t));
    }
    return targets;
  }

  @Test
  void shouldSayWhetherInvariantsHold() throws InterruptedException {
    try (TlcSession session = TlcSessions.open(EqualityTest.model("RootLifetime_a2"))) {
      CapturedGraph graph = graph(session);
      Judge judge = new Judge(session.tree());
      for (int state = 0; state < STATES; state++) {
        assertThat(judge.holds("TypeOK", graph.state(state))).isTrue();
      }
      State wrong = graph.state(0).with("splat", Value.set(Value.of("nonsense")));
      assertThat(judge.holds("TypeOK", wrong)).isFalse();
    }
  }

  /** A compiler that is wrong is told that it is, and TLC never. */
  @Test
  void shouldFindTheCompilerWrongThatIs() throws InterruptedException {
    int ruled = 0;
    int undecided = 0;
    for (long seed = 0; seed < MODULES; seed++) {
      Model model = GeneratedModule.of(seed, false).in(folder, "Judged");
      try (TlcSession session = TlcSessions.open(model)) {
        Captured tlc = session.captureAsItIs(TlcOptions.oneWorker());
        CapturedGraph graph = tlc.graph();
        if (graph == null) {
          continue;
        }
        assertThat(dispute(session, graph, CompiledModel.of(session.tree()))).isEmpty();
        for (Mistake mistake : Mistake.values()) {
          CompiledModel wrong = CompiledModel.of(mistake.in(SpecBuilder.build(session.tree())));
          Dispute dispute;
          try {
            dispute = dispute(session, graph, wrong).orElse(null);
          } catch (EvaluationException e) {
            continue; // a wrong compiler may come to where it cannot go on
          }
          if (dispute != null && dispute.isTlcWrong().isPresent()) {
            assertThat(dispute.isTlcWrong()).as(model + ": " + dispute.told()).contains(false);
            ruled++;
          } else if (dispute != null) {
            undecided++;
          }
        }
      }
    }
    assertThat(ruled).isGreaterThan(10).isGreaterThan(undecided);
  }

  private static Optional<Dispute> dispute(
      TlcSession session, CapturedGraph graph, CompiledModel compiled) {
    return Dispute.of(session.tree(), session.spec(), graph, compiled);
  }

  /** The other way round: what TLC is said to have explored is another module's. */
  @Test
  void shouldFindTlcWrongWhereItIs() throws IOException, InterruptedException {
    Model right = module("Right", "n < 3 /\\ n' = n + 1");
    Model wrong = module("Wrong", "n < 3 /\\ n' = n + 2");
    try (TlcSession session = TlcSessions.open(right);
        TlcSession other = TlcSessions.open(wrong)) {
      CompiledModel compiled = CompiledModel.of(session.tree());
      CapturedGraph graph = graph(other);
      Dispute dispute = Dispute.of(session.tree(), other.spec(), graph, compiled).orElseThrow();
      assertThat(dispute.isTlcWrong()).contains(true);
      assertThat(dispute.told()).contains("TLC is wrong", "n = 0");
      List<String> told =
          Comparison.judged(List.of("they differ"), session.tree(), other::spec, graph, compiled);
      assertThat(told).hasSize(2).last().asString().contains("TLC is wrong");
    }
  }

  @Test
  void shouldSayWhoIsRightAboutABrokenInvariant() throws IOException, InterruptedException {
    Model model = module("Bounded", "n < 3 /\\ n' = n + 1\nSmall == n < 2");
    try (TlcSession session = TlcSessions.open(model)) {
      SpecTree tree = session.tree();
      assertThat(new Evidence(counting(0, 1, 2), "Small", true).told(tree))
          .endsWith("the behaviour that TLC shows breaks Small: the compiled engine is wrong");
      assertThat(new Evidence(counting(0, 1, 2), "Small", false).told(tree))
          .endsWith("the compiled engine shows breaks Small: TLC is wrong");
      assertThat(new Evidence(counting(0, 1), "Small", true).told(tree))
          .endsWith("Small holds in its last state: TLC is wrong");
      assertThat(new Evidence(counting(0, 2), "Small", false).told(tree))
          .endsWith("Next does not allow its step 1: the compiled engine is wrong");
      assertThat(new Evidence(counting(1, 2), "Small", true).told(tree))
          .endsWith("Init does not allow its first state: TLC is wrong");
    }
  }

  private static List<State> counting(int... numbers) {
    return Arrays.stream(numbers)
        .mapToObj(each -> new State(List.of("n"), Value.of(each)))
        .toList();
  }

  @Test
  void shouldNotGuess() throws IOException, InterruptedException {
    Model model = module("Chosen", "n < 3 /\\ n' = Len(CHOOSE s \\in {<<n>>, <<n, n>>} : TRUE)");
    try (TlcSession session = TlcSessions.open(model)) {
      Judge judge = new Judge(session.tree());
      State state = graph(session).state(0);
      assertThatThrownBy(() -> judge.isStep(state, state))
          .isInstanceOf(UndecidedException.class)
          .hasMessageContaining("Chosen.tla:")
          .hasMessageContaining("CHOOSE among 2 values");
    }
  }

  private Model module(String name, String next) throws IOException {
    Files.writeString(
        folder.resolve(name + ".tla"),
        """
        ---- MODULE %s ----
        EXTENDS Integers, Sequences
        VARIABLE n
        Init == n = 0
        Next == %s
        Spec == Init /\\ [][Next]_n
        ====
        """
            .formatted(name, next));
    String config = "SPECIFICATION Spec\nCHECK_DEADLOCK FALSE\n";
    return Model.of(name, new Source(folder, name, config)).build();
  }
}
