package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.ablation.LatchSpec;
import org.mmucheck.catalog.Catalog;

class CoverageTest {
  @TempDir Path folder;

  @Test
  void shouldTellWhatOtherModelsTakeFromWhatNoneTakes() throws Exception {
    Catalog catalog = LatchSpec.in(folder, "");
    Coverage small = Coverage.measure(folder, catalog.find("Latch_small").getFirst());
    Coverage down = Coverage.measure(folder, catalog.find("Latch_down").getFirst());

    assertThat(small.taken()).containsExactly("Up");
    assertThat(small.untaken()).containsExactly("Down", "Never");
    assertThat(small.skipped()).isEmpty();
    assertThat(small.isComplete()).isFalse();
    assertThat(down.taken()).containsExactlyInAnyOrder("Up", "Down");
    assertThat(down.skipped()).containsExactly(new Coverage.Part("Latch", 7, 42, 7, 51));

    Coverage left = small.minus(down);
    assertThat(left.untaken()).containsExactly("Never");
    assertThat(left.isComplete()).isFalse();
    assertThat(down.minus(small).skipped()).as("small does not evaluate it either").hasSize(1);
  }
}
