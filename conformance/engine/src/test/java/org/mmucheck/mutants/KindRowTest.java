package org.mmucheck.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmucheck.mutants.KindRow.Kind;

class KindRowTest {
  @Test
  void shouldNotTakeACountForAKill() {
    KindRow row = row(Kind.SPEC, Map.of(Layer.CHECK, 2, Layer.COUNT, 1), List.of());

    assertThat(row.killed()).isEqualTo(2);
  }

  @Test
  void shouldNotTakeALayerWithoutAVerdictForAKill() {
    KindRow row =
        new KindRow(
            Kind.SPEC,
            "Foo",
            2,
            Map.of(Layer.CHECK, 1, Layer.NO_VERDICT, 1),
            List.of(),
            List.of(new KindRow.Left("a guard dropped: check ran out of memory", "")),
            List.of());

    assertThat(row.killed()).isEqualTo(1);
    assertThat(row.isAsWanted()).isFalse();
    assertThat(KindRow.sum(Kind.SPEC, List.of(row, row)).unjudged()).hasSize(2);
  }

  @Test
  void shouldWantNobodyToNoticeWhatMeansNothing() {
    assertThat(row(Kind.COSMETIC, Map.of(), List.of()).isAsWanted()).isTrue();
    assertThat(row(Kind.COSMETIC, Map.of(Layer.CHECK, 1), List.of("a comment")).isAsWanted())
        .isFalse();
  }

  @Test
  void shouldAddUp() {
    KindRow sum =
        KindRow.sum(
            Kind.SPEC,
            List.of(
                row(Kind.SPEC, Map.of(Layer.CHECK, 2), List.of()),
                row(Kind.SPEC, Map.of(Layer.CHECK, 1, Layer.REPLAY, 1), List.of())));

    assertThat(sum.total()).isEqualTo(6);
    assertThat(sum.killers()).isEqualTo(Map.of(Layer.CHECK, 3, Layer.REPLAY, 1));
  }

  private static KindRow row(Kind kind, Map<Layer, Integer> killers, List<String> noticed) {
    return new KindRow(kind, "Foo", 3, killers, List.of(), List.of(), noticed);
  }
}
