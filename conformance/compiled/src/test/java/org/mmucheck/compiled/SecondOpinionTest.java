package org.mmucheck.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.compiled.SecondOpinion.Agreement;
import org.mmucheck.compiled.SecondOpinion.Opinion;
import org.mmucheck.compiled.generated.GeneratedModule;
import org.mmucheck.tlc.Captured;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.tlc.Checker;
import org.mmucheck.tlc.TlcOptions;
import org.mmucheck.tlc.TlcResult;
import org.mmucheck.tlc.TlcSession;
import org.mmucheck.tlc.TlcSessions;

/** The compiled engine beside a check. */
class SecondOpinionTest {
  @TempDir private Path folder;

  @Test
  void shouldHaveAnOpinionOfEachModelThatTlcChecks() throws InterruptedException {
    List<Model> models =
        Catalog.load(Path.of("../../spec")).models().stream()
            .filter(model -> model.module().equals("SlotsRwsem"))
            .filter(model -> model.tier().equals("quick"))
            .toList();
    SecondOpinion second = new SecondOpinion();
    List<CheckResult> results = Checker.check(models, CheckOptions.quiet().witnessedBy(second));
    assertThat(results).allMatch(CheckResult::asExpected);
    for (Model model : models) {
      Opinion opinion = Objects.requireNonNull(second.of(model), model.name());
      boolean isTemporal = model.expected().result() == Result.LIVENESS_FAILURE;
      assertThat(opinion.agreement())
          .as(model.name() + " " + opinion.why())
          .isEqualTo(isTemporal ? Agreement.LEFT_TO_TLC : Agreement.EQUAL);
    }
    assertThat(second.size()).isEqualTo(models.size());
  }

  @Test
  void shouldSeeAnotherCount() throws InterruptedException {
    Model model = EqualityTest.model("RootLifetime_a2");
    Opinion opinion = opinion(model, right -> with(right, right.distinctStates() + 1, 0));
    assertThat(opinion.agreement()).isEqualTo(Agreement.DIFFERENT);
    assertThat(opinion.why()).singleElement().asString().startsWith("distinct states: TLC ");
  }

  @Test
  void shouldSeeALongerBehaviour() throws InterruptedException {
    Model model = EqualityTest.model("SlotsRwsem_rwsem_Deadlock");
    Opinion opinion = opinion(model, right -> with(right, 0, right.errorTraceLength() + 1));
    assertThat(opinion.why()).singleElement().asString().startsWith("the length of the behaviour");
  }

  @Test
  void shouldSeeWhereAPredicateBreaksLater() throws InterruptedException {
    Model model = EqualityTest.model("RootLifetime_b_NoPageUAF");
    Integer steps = Objects.requireNonNull(model.expected().steps());
    assertThat(broken(model, steps + 1).agreement()).isEqualTo(Agreement.EQUAL);
    assertThat(broken(model, steps + 2).why())
        .singleElement()
        .asString()
        .startsWith("the length of the behaviour: TLC " + (steps + 2));
  }

  @Test
  void shouldRefuseByNameWhatItDoesNotKnow() throws InterruptedException {
    Model whole = GeneratedModule.of(7, false).in(folder, "Whole");
    Model bounded = whole.with("Bounded", whole.config() + "CONSTRAINT Inv\n").build();
    Opinion opinion = opinion(bounded, right -> right);
    assertThat(opinion.agreement()).isEqualTo(Agreement.REFUSED);
    assertThat(opinion.why()).singleElement().asString().contains("CONSTRAINT Inv");
  }

  /** Changes what TLC says. */
  private interface Change {
    TlcResult of(TlcResult right);
  }

  private static Opinion opinion(Model model, Change change) throws InterruptedException {
    SecondOpinion second = new SecondOpinion();
    try (TlcSession session = TlcSessions.open(model)) {
      TlcResult right = session.check(TlcOptions.oneWorker());
      second.saw(List.of(model), session, change.of(right), null, 1);
    }
    return Objects.requireNonNull(second.of(model));
  }

  private static Opinion broken(Model model, int length) throws InterruptedException {
    SecondOpinion second = new SecondOpinion();
    try (TlcSession session = TlcSessions.openUnchecked(model)) {
      Captured captured = session.capture(TlcOptions.oneWorker());
      TlcResult broken =
          new TlcResult(
              Result.SAFETY_FAILURE,
              model.expected().property(),
              captured.result().distinctStates(),
              captured.result().generatedStates(),
              captured.result().depth(),
              0,
              12,
              length,
              null);
      second.sawBroken(model, String.valueOf(model.expected().property()), session, broken);
    }
    return Objects.requireNonNull(second.of(model));
  }

  private static TlcResult with(TlcResult right, long distinct, int length) {
    @Nullable String property = right.property();
    return new TlcResult(
        right.result(),
        property,
        distinct,
        right.generatedStates(),
        right.depth(),
        right.seconds(),
        right.exitCode(),
        length,
        null);
  }
}
