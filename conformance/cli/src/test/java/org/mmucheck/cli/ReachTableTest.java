package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReachTableTest {
  @Test
  void shouldSayAllOnlyOfAll() {
    assertThat(ReachTable.share(32_799, 32_814)).isEqualTo("99.9 %");
    assertThat(ReachTable.share(32_814, 32_814)).isEqualTo("100.0 %");
    assertThat(ReachTable.share(0, 5)).isEqualTo("0.0 %");
    assertThat(ReachTable.share(2, 3)).isEqualTo("66.6 %");
  }
}
