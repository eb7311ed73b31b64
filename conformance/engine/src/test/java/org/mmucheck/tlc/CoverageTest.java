package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.ablation.LatchSpec;
import org.mmucheck.catalog.Catalog;

class CoverageTest {
  @TempDir Path folder;

  @Test
  void shouldTellWhatOtherModelsTakeFromWhatNoneTakes() throws Exception {
    Catalog catalog = LatchSpec.in(folder, "");
    Coverage small = Coverage.measure(catalog.find("Latch_small").getFirst());
    Coverage down = Coverage.measure(catalog.find("Latch_down").getFirst());

    assertThat(small.taken()).containsExactly("Up");
    assertThat(small.untaken()).containsExactly("Down", "Never");
    assertThat(small.skipped()).isEmpty();
    assertThat(small.isComplete()).isFalse();
    assertThat(down.taken()).containsExactlyInAnyOrder("Up", "Down");
    assertThat(down.skipped()).containsExactly(new Coverage.Part("Latch", 8, 42, 8, 51));

    Coverage left = small.minus(down);
    assertThat(left.untaken()).containsExactly("Never");
    assertThat(left.isComplete()).isFalse();
    assertThat(down.minus(small).skipped()).as("small does not evaluate it either").hasSize(1);
  }

  @Test
  void shouldKnowThatTlcLeavesOutInnerPartsOfEqualCount() {
    Coverage coverage =
        Coverage.of(
            List.of(
                "<Up line 1, col 1 to line 1, col 2 of module Latch>: 1:2",
                "  line 3, col 1 to line 4, col 9 of module Latch: 2",
                "  line 5, col 1 to line 6, col 9 of module Latch: 2",
                "  |line 5, col 4 to line 5, col 9 of module Latch: 1",
                "<Down line 2, col 1 to line 2, col 4 of module Latch>: 1:1",
                "  line 3, col 4 to line 3, col 9 of module Latch: 0",
                "  line 6, col 4 to line 6, col 9 of module Latch: 0"),
            new Definitions("Latch", Collections.nCopies(6, " ".repeat(9))));

    assertThat(coverage.skipped())
        .as("line 3 is evaluated by Up as a part of lines 3 and 4, line 6 by nobody")
        .containsExactly(new Coverage.Part("Latch", 6, 4, 6, 9));
  }

  @Test
  void shouldKnowThatTlcLeavesOutWhatPartOfEqualCountCalls() {
    Definitions definitions =
        new Definitions(
            "Latch",
            List.of(
                "Set(v) == /\\ x' = v",
                "Both(v) == Set(v) /\\ y' = v",
                "Never(v) == y' = v",
                "Up == IF x > 0 THEN Both(0) \\* Never",
                "                ELSE z.Never = \"Never\""));

    Coverage coverage =
        Coverage.of(
            List.of(
                "<Up line 4, col 1 to line 4, col 2 of module Latch>: 1:2",
                "  line 4, col 7 to line 5, col 38 of module Latch: 2",
                "  line 1, col 14 to line 1, col 19 of module Latch: 0",
                "  line 2, col 22 to line 2, col 27 of module Latch: 0",
                "  line 3, col 13 to line 3, col 18 of module Latch: 0"),
            definitions);

    assertThat(coverage.skipped())
        .as("Set by way of Both; Never stands in a comment, a field and a text")
        .containsExactly(new Coverage.Part("Latch", 3, 13, 3, 18));
  }
}
