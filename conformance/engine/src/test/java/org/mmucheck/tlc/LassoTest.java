package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

/** Which infinite behaviours are fair and break a temporal property. */
class LassoTest {
  @Test
  void shouldBreakByStutteringWhereNothingIsFair() {
    assertThat(breaks("CounterStutters", 0, 0)).isTrue();
    assertThat(breaks("CounterStutters", 1, 0, 1)).isTrue();
    assertThat(breaks("CounterStutters", 2, 0, 1, 2)).as("the limit is reached").isFalse();
  }

  @Test
  void shouldNotBreakByStutteringThatIsNotFair() {
    assertThat(breaks("CounterGood", 0, 0)).as("Up is enabled for ever").isFalse();
    assertThat(breaks("CounterCycles", 3, 0, 1, 2, 3)).as("Back is enabled for ever").isFalse();
  }

  @Test
  void shouldBreakByCycle() {
    assertThat(breaks("CounterCycles", 2, 0, 1, 2, 3, 1)).isTrue();
    assertThat(breaks("CounterCycles", 1, 0, 1, 2, 3)).as("without the copy").isTrue();
    assertThat(breaks("CounterGood", 2, 0, 1, 2, 3, 1)).as("the limit is reached").isFalse();
  }

  @Test
  void shouldSeekNothingWithoutTemporalProperty() {
    assertThat(breaks("CounterForward", 0, 0)).isFalse();
  }

  @Test
  void shouldAskOnlyTheNamedPropertyOfSeveral() {
    assertThat(breaks("CounterTwoProperties", "SettlesAtLimit", 2, 0, 1, 2, 3, 1)).isTrue();
    assertThat(breaks("CounterTwoProperties", "ReachesLimit", 2, 0, 1, 2, 3, 1)).isFalse();
    assertThat(breaks("CounterTwoProperties", "ReachesLimit", 0, 0)).as("not fair").isFalse();
  }

  private static boolean breaks(String config, int loop, int... counts) {
    try (TlcSpec spec = Specs.open(TestSpecs.model("Counter", config))) {
      String property = spec.properties().getFirst();
      return breaks(config, property, loop, counts);
    }
  }

  private static boolean breaks(String config, String property, int loop, int... counts) {
    try (TlcSpec spec = Specs.open(TestSpecs.model("Counter", config))) {
      List<State> states =
          IntStream.of(counts).mapToObj(count -> new State(spec.vars(), Value.of(count))).toList();
      return spec.breaksForEver(property, states, loop);
    }
  }
}
