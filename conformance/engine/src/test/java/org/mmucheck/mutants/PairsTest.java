package org.mmucheck.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mmucheck.ablation.Ablated;
import org.mmucheck.catalog.Design;
import org.mmucheck.tlc.TestSpecs;

class PairsTest {
  private static final Design DESIGN =
      new Design(TestSpecs.model("Counter", "CounterGood"), List.of(), List.of(), List.of());

  @Test
  void shouldCountWhatBreaksAProperty() {
    KindRow row = row(ablated("NotifierContract", null));

    assertThat(row.killers()).isEqualTo(Map.of(Layer.CHECK, 1));
    assertThat(row.killed()).isEqualTo(1);
    assertThat(row.isAsWanted()).isTrue();
  }

  @Test
  void shouldAcceptReasonWhereNothingBreaks() {
    KindRow row = row(ablated(null, "Nobody looks at it."));

    assertThat(row.killed()).isZero();
    assertThat(row.left()).extracting(KindRow.Left::why).containsExactly("Nobody looks at it.");
    assertThat(row.isAsWanted()).isTrue();
  }

  @Test
  void shouldWantReasonWhereNothingBreaks() {
    KindRow row = row(ablated(null, null));

    assertThat(row.unexplained())
        .extracting(KindRow.Left::change)
        .containsExactly("CounterGood without Rule");
    assertThat(row.isAsWanted()).isFalse();
  }

  @Test
  void shouldNotBelieveReasonThatIsWrong() {
    KindRow row = row(ablated(null, "Nobody looks at it.", "breaks Below"));

    assertThat(row.isAsWanted()).isFalse();
  }

  private static KindRow row(Ablated ablated) {
    return Pairs.rows(List.of(ablated)).getFirst();
  }

  private static Ablated ablated(
      @Nullable String breaks, @Nullable String why, String... problems) {
    return new Ablated(DESIGN, "Rule", null, breaks, null, null, why, List.of(problems));
  }
}
