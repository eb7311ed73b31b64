package org.mmucheck.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mmucheck.catalog.Model;
import org.mmucheck.fuzz.CounterAdapter.Flaw;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

class OracleTest {
  private final CounterSpec spec = new CounterSpec(true, "CountsStores");
  private final FuzzTarget target =
      FuzzTarget.of(
          CounterSpec.model(Model.Result.SUCCESS, null),
          spec,
          new CounterAdapter(Flaw.NONE),
          new Trace.Meta("Counter", "Counter", "", "", "", ""));

  @Test
  void shouldKnowWhatIsEnabledAndWhereItLeads() {
    State start = spec.initialStates().getFirst();
    Oracle oracle = new Oracle(target, 10);
    Oracle.Node node = oracle.initial(start);

    assertThat(node.enabled()).isEqualTo(3);
    assertThat(node.disabled()).isEqualTo(3);
    assertThat(oracle.actions().get(node.enabled(2))).hasToString("Load(c)");
    assertThat(oracle.actions().get(node.disabled(0))).hasToString("Store(a)");
    assertThat(node.broken()).isNull();
    assertThat(node.next(2).state())
        .isEqualTo(spec.next(start, oracle.actions().get(2)).getFirst());
    assertThat(node.next(2)).as("remembered").isSameAs(node.next(2));
    assertThat(oracle.initial(start.with("count", Value.of(1)))).as("not initial").isNull();
  }

  @Test
  void shouldGiveTheSameAnswersAfterForgetting() {
    List<Outcome> remembering = outcomes(new Oracle(target, 1000));
    int known = spec.evaluations;
    List<Outcome> forgetting = outcomes(new Oracle(target, 1));

    assertThat(forgetting).isEqualTo(remembering);
    assertThat(spec.evaluations - known).as("it did forget").isGreaterThan(2 * known);
  }

  private List<Outcome> outcomes(Oracle oracle) {
    ScheduleRunner runner = new ScheduleRunner(target, oracle);
    Random random = new Random(1);
    return IntStream.range(0, 50)
        .mapToObj(i -> runner.run(i, random.ints(20, -10, 100).boxed().toList()))
        .toList();
  }
}
