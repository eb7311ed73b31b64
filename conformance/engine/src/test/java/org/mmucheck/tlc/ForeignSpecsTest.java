package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.catalog.ModelBuilder;
import org.mmucheck.catalog.Source;
import org.mmucheck.graph.NondeterministicActionException;
import org.mmucheck.trace.Trace;

/**
 * Specs as other people write them: verdict, counterexample, and labels as far as they are known.
 */
class ForeignSpecsTest {
  private static final Path DIR = Path.of("src/test/resources/foreign");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Tickets|TicketsServed|NobodyServed|Arrive(c1) Serve(c1)",
        "Mailbox|MailboxOrder|InOrder|Send(ann) Send(ann) Read",
        "Mailbox|MailboxBounded|Bounded|Send(ann) Send(ann)",
        "Ring|RingSymmetric|AllWant|Want(n1) Want(n2) Want(n3)",
        "Deposits|Deposits|NothingLost|look(t1) look(t2) store(t1) store(t2)",
      })
  void shouldTellShortestWayToBrokenInvariant(
      String module, String config, String property, String actions) throws InterruptedException {
    CheckResult result = check(module, config, Result.SAFETY_FAILURE, property);

    assertThat(result.failure()).isNull();
    assertThat(result.differences()).isEmpty();
    assertThat(labels(result.counterexample())).isEqualTo(actions);
  }

  @Test
  void shouldTellDeadlockOfParametersThatDependOnTheState() throws InterruptedException {
    CheckResult result = check("Forks", "Forks", Result.DEADLOCK, null);

    assertThat(result.exitCode()).isZero();
    assertThat(labels(result.counterexample())).isEqualTo("Take(1, 1) Take(2, 2) Take(3, 3)");
  }

  @Test
  void shouldCloseLassoWithItsAction() throws InterruptedException {
    CheckResult result = check("Ring", "RingServed", Result.LIVENESS_FAILURE, "Served");

    assertThat(result.exitCode()).isZero();
    Trace trace = result.counterexample();
    assertThat(trace.loop()).isPresent();
    assertThat(trace.steps().getLast().state())
        .isEqualTo(trace.steps().get(trace.loop().getAsInt() - 1).state());
    assertThat(trace.steps().getLast().action()).isNotNull();
  }

  @Test
  void shouldFindNothingInRightSpecThatNobodyCanStepThrough() throws InterruptedException {
    CheckResult result = check("Tickets", "TicketsRight", Result.SUCCESS, null);

    assertThat(result.differences()).isEmpty();
    assertThat(result.failure()).isNull();
    assertThat(result.actual().distinctStates()).isPositive();
  }

  @Test
  void shouldTakeGraphAsItIsWhereOneLabelLeadsToSeveralStates() throws InterruptedException {
    try (TlcSession session = TlcSessions.openUnchecked(model("Deposits", "Deposits"))) {
      Captured captured = session.captureAsItIs(TlcOptions.oneWorker());

      assertThat(captured.graph().size()).isEqualTo((int) captured.result().distinctStates());
    }
    try (TlcSession session = TlcSessions.openUnchecked(model("Deposits", "Deposits"))) {
      assertThatThrownBy(() -> session.capture(TlcOptions.oneWorker()))
          .isInstanceOf(NondeterministicActionException.class);
    }
  }

  @Test
  void shouldTakeGraphAsItIsWhereLabelsStandForSeveralActions() throws InterruptedException {
    try (TlcSession session = TlcSessions.openUnchecked(model("Tickets", "TicketsServed"))) {
      assertThat(session.captureAsItIs(TlcOptions.oneWorker()).graph().size()).isGreaterThan(5);
    }
  }

  @Test
  void shouldTellWhatModelsOfOneStateSpaceBreakThoughAnActionIsNotDeterministic()
      throws InterruptedException {
    Model broken =
        builder("Deposits", "Deposits").expected(Result.SAFETY_FAILURE, "NothingLost").build();
    Model holds = broken.with("Types", broken.config().replace("NothingLost", "TypeOK")).build();

    List<CheckResult> results =
        Checker.check(
            List.of(broken, holds), new CheckOptions(1, null, (any, progress) -> {}, null));

    assertThat(results).extracting(CheckResult::exitCode).containsExactly(0, 0);
    assertThat(labels(results.getFirst().counterexample()))
        .isEqualTo("look(t1) look(t2) store(t1) store(t2)");
  }

  private static CheckResult check(String module, String config, Result result, String property)
      throws InterruptedException {
    Model model = builder(module, config).expected(result, property).build();
    CheckOptions options = new CheckOptions(1, null, (any, progress) -> {}, null);
    return Checker.check(List.of(model), options).get(0);
  }

  private static Model model(String module, String config) {
    return builder(module, config).build();
  }

  private static ModelBuilder builder(String module, String config) {
    Path configFile = DIR.resolve(config + ".cfg");
    return Model.of(config, Source.read(DIR.resolve(module + ".tla"), configFile));
  }

  private static String labels(Trace trace) {
    return trace.steps().stream()
        .skip(1)
        .map(step -> String.valueOf(step.action()))
        .collect(Collectors.joining(" "));
  }
}
