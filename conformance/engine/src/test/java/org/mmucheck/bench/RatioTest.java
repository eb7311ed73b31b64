package org.mmucheck.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTest {
  @Test
  void shouldTakeTheMedianOfTheRoundsRatiosNotTheRatioOfMedians() {
    Ratio ratio = new Ratio("a to b", "s", List.of(1.0, 20.0, 6.0), List.of(2.0, 10.0, 2.0));

    assertThat(ratio.ourMedian()).isEqualTo(6.0);
    assertThat(ratio.referenceMedian()).isEqualTo(2.0);
    assertThat(ratio.ratio()).isEqualTo(2.0);
    assertThat(ratio.lowest()).isEqualTo(0.5);
    assertThat(ratio.highest()).isEqualTo(3.0);
  }

  @Test
  void shouldTakeTheMiddleOfAnEvenNumberOfRounds() {
    assertThat(new Ratio("", "s", List.of(1.0, 3.0), List.of(1.0, 1.0)).ratio()).isEqualTo(2.0);
  }

  @Test
  void shouldMeasureInTurnAndForgetTheWarmUp() throws Exception {
    List<String> order = new ArrayList<>();
    Ratio ratio =
        Ratio.measure(
            "a to b",
            "s",
            1,
            2,
            () -> {
              order.add("ours");
              return order.size();
            },
            () -> {
              order.add("reference");
              return order.size();
            });

    assertThat(order)
        .containsExactly("reference", "ours", "reference", "ours", "reference", "ours");
    assertThat(ratio.reference()).containsExactly(3.0, 5.0);
    assertThat(ratio.ours()).containsExactly(4.0, 6.0);
  }

  @Test
  void shouldRefuseSidesOfDifferentLength() {
    assertThatThrownBy(() -> new Ratio("", "s", List.of(1.0), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
