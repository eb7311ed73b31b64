package org.mmucheck.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;
import org.mmucheck.compiled.build.Program;
import org.mmucheck.compiled.build.SpecBuilder;
import org.mmucheck.compiled.generated.GeneratedModule;
import org.mmucheck.graph.GraphBuilder;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.tlc.Captured;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.tlc.Checker;
import org.mmucheck.tlc.Exploration;
import org.mmucheck.tlc.GraphEngine;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcOptions;
import org.mmucheck.tlc.TlcSession;
import org.mmucheck.tlc.TlcSessions;
import org.mmucheck.tlc.TlcSpec;

/** The compiled engine where TLC would explore. */
class CompiledEngineTest {
  private static final CompiledEngine ENGINE = new CompiledEngine();
  private static final int STATES = 20_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RootLifetime_a2",
        "RootLifetime_b_NoPageUAF",
        "GuestMap_map-gpc",
        "NotifierFault_precheck_OneFrame",
        "SlotsRwsem_rwsem_Deadlock",
        "FinerLock_right",
        "SpteBits_ad_Refines"
      })
  void shouldRecordTheGraphThatTlcRecords(String name) throws InterruptedException {
    Model model = EqualityTest.model(name);
    try (Exploration tlc = Exploration.of(model, TlcOptions.oneWorker());
        Exploration compiled = Exploration.of(List.of(model), ENGINE, 2)) {
      assertThat(compiled.graph().digest()).isEqualTo(tlc.graph().digest());
      assertThat(compiled.result().generatedStates()).isEqualTo(tlc.result().generatedStates());
      assertThat(compiled.invariants()).isEqualTo(tlc.invariants());
      int last = compiled.graph().size() - 1;
      assertThat(compiled.graph().state(last)).isEqualTo(tlc.graph().state(last));
    }
  }

  @Test
  void shouldSeeActionsThatAreNamedForEachOther() throws InterruptedException {
    Model model = EqualityTest.model("NotifierFault_precheck_OneFrame");
    try (TlcSession session = TlcSessions.openUnchecked(model)) {
      Program right = SpecBuilder.build(session.tree());
      List<Program.Instance> named = new ArrayList<>(right.actions());
      Program.Instance first = named.getFirst();
      Program.Instance last = named.getLast();
      named.set(0, new Program.Instance(last.name(), last.args(), first.act()));
      named.set(named.size() - 1, new Program.Instance(first.name(), first.args(), last.act()));
      assertThat(digest(session, with(right, named))).isNotEqualTo(digest(session, right));
    }
  }

  private static String digest(TlcSession session, Program program) throws InterruptedException {
    return GraphBuilder.build(
            session.spec(),
            CompiledModel.of(program).explore(1, session.spec().actions()).recorded())
        .digest();
  }

  private static Program with(Program program, List<Program.Instance> actions) {
    return new Program(
        program.operations(),
        program.variables(),
        program.initial(),
        actions,
        program.invariants(),
        program.initially(),
        program.steps(),
        program.temporal(),
        program.checksDeadlock());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RootLifetime_b_NotifierContract",
        "RootLifetime_b_NoPageUAF",
        "RootLifetime_b_Contract",
        "SlotsRwsem_rwsem_Deadlock",
        "NotifierFault_V3_NoStaleInsert"
      })
  void shouldFindTheKeptCounterexample(String name) throws InterruptedException {
    Model model = EqualityTest.model(name);
    CheckResult result =
        Checker.check(List.of(model), CheckOptions.quiet().exploredBy(ENGINE)).getFirst();
    assertThat(result.failure()).isNull();
    assertThat(result.differences()).isEmpty();
    Path kept = model.traceFile(Path.of("../../traces"));
    assertThat(Objects.requireNonNull(result.counterexample()).steps())
        .isEqualTo(TraceFiles.read(kept).steps());
  }

  @Test
  void shouldTellThatTheEnginesDiffer() throws InterruptedException {
    Model model = EqualityTest.model("NotifierFault_precheck_OneFrame");
    Model other = EqualityTest.model("FinerLock_right");
    GraphEngine wrong =
        new GraphEngine() {
          @Override
          public Captured capture(TlcSession session, int workers) throws InterruptedException {
            try (TlcSession another = TlcSessions.openUnchecked(other)) {
              return ENGINE.capture(another, workers);
            }
          }

          @Override
          public TlcSpec spec(TlcSession session) {
            throw new UnsupportedOperationException();
          }
        };
    try (Exploration both = Exploration.of(List.of(model), new BothEngines(), 2)) {
      assertThat(both.graph().size()).isEqualTo(model.expected().distinctStates().intValue());
    }
    assertThatThrownBy(() -> Exploration.of(List.of(model), new BothEngines(wrong), 1))
        .isInstanceOf(TlcException.class)
        .hasMessageContaining("the two engines differ: the graph's digest");
  }

  @Test
  void shouldRefuseByNameWhatItDoesNotKnow() throws InterruptedException {
    Model model = GeneratedModule.of(7, false).in(folder, "Whole");
    Model bounded = model.with("Bounded", model.config() + "CONSTRAINT Inv\n").build();
    assertThatThrownBy(() -> Exploration.of(List.of(bounded), ENGINE, 1))
        .isInstanceOf(TlcException.class)
        .hasMessageContaining("CONSTRAINT");
  }

  /**
   * What is only known once a state is explored, too, by whichever worker. Of 20,000 states one
   * needs the string's length; a worker that ended there with no word would leave states out.
   */
  @Test
  void shouldRefuseWhatAnyWorkerMeets() throws InterruptedException, IOException {
    for (int at = 1_000; at < STATES; at += 3_000) {
      assertThat(Comparison.of(lengths(at), 2).refusal())
          .as("at %d", at)
          .contains("the string \"abc\" as a sequence of characters");
    }
    Comparison never = Comparison.of(lengths(STATES), 2);
    assertThat(never.refusal()).isNull();
    assertThat(never.differences()).isEmpty();
    assertThat(never.compiled().distinct()).isEqualTo(STATES + 1);
    Model model = lengths(0);
    assertThatThrownBy(() -> Exploration.of(List.of(model), ENGINE, 2))
        .isInstanceOf(TlcException.class)
        .hasMessageContaining("as a sequence of characters");
  }

  private Model lengths(int at) throws IOException {
    Path module =
        Files.writeString(
            folder.resolve("Lengths.tla"),
            """
            ---- MODULE Lengths ----
            EXTENDS Integers, Sequences
            VARIABLES x, text
            Init == x \\in 0 .. %d /\\ text = "abc"
            Gather ==
              /\\ x >= 0
              /\\ x' = IF x = %d THEN Len(text) - 4 ELSE -1
              /\\ UNCHANGED text
            Next == Gather
            ====
            """
                .formatted(STATES - 1, at));
    Path config =
        Files.writeString(
            folder.resolve("Lengths.cfg"), "INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n");
    return Model.of("Lengths", Source.read(module, config)).build();
  }
}
