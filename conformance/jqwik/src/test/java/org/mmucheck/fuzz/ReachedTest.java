package org.mmucheck.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mmucheck.catalog.Model;
import org.mmucheck.fuzz.CounterAdapter.Flaw;
import org.mmucheck.trace.Trace;

class ReachedTest {
  private static final int LOAD_A = 0;
  private static final int LOAD_B = 1;
  private static final int SEEDS = 200;

  private final CounterSpec spec = new CounterSpec(false);
  private final Oracle oracle =
      new Oracle(
          FuzzTarget.of(
              CounterSpec.model(Model.Result.SUCCESS, null),
              spec,
              new CounterAdapter(Flaw.NONE),
              new Trace.Meta("Counter", "Counter", "", "", "", "")),
          1000);
  private final Reached reached = new Reached();
  private Oracle.Node start;

  @BeforeEach
  void setUp() {
    start = oracle.initial(spec.initialStates().getFirst());
    reached.add(start);
  }

  @Test
  void shouldLeadToStatesWithFewVisitsOrNearTheStart() {
    reached.add(start);
    reached.add(start);
    reached.step(start, LOAD_A);
    reached.step(start, LOAD_A);
    Oracle.Node rare = reached.step(start, LOAD_B);

    assertThat(ways()).as("near").anyMatch(List::isEmpty);
    assertThat(ways()).as("rare").anyMatch(way -> end(way) == rare);
    assertThat(ways()).as("neither").noneMatch(way -> way.equals(List.of(move(LOAD_A))));
  }

  @Test
  void shouldCountEachStateAndEachStepOnce() {
    assertThat(reached.states()).isEqualTo(1);
    reached.step(start, LOAD_A);
    reached.step(start, LOAD_A);
    reached.step(start, LOAD_B);
    assertThat(reached.states()).isEqualTo(3);
    assertThat(reached.pairs()).isEqualTo(2);
    assertThat(reached.isWhole()).isTrue();
    reached.clear();
    assertThat(reached.isWhole()).as("then nobody knows how many there were").isFalse();
  }

  @Test
  void shouldPreferStatesWithStepsThatNobodyTook() {
    Oracle.Node node = start;
    for (int i = 0; i < start.enabled(); i++) {
      node = reached.step(start, start.enabled(i));
    }
    assertThat(start.fresh()).isZero();
    assertThat(node.fresh()).isPositive();
    assertThat(ways())
        .filteredOn(List::isEmpty)
        .as("back to the start")
        .hasSizeLessThan(SEEDS / 20);
  }

  @Test
  void shouldHaveNoWayBeforeTheFirstSchedule() {
    reached.clear();
    assertThat(reached.wayToRare(1)).isEmpty();
  }

  private List<List<Move>> ways() {
    return IntStream.range(0, SEEDS).mapToObj(seed -> reached.wayToRare(seed)).toList();
  }

  private Oracle.Node end(List<Move> way) {
    Oracle.Node node = start;
    for (Move move : way) {
      node = node.next(move.action());
    }
    return node;
  }

  private static Move move(int action) {
    return new Move(action, true);
  }
}
