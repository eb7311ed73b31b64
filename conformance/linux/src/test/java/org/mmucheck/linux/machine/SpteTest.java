package org.mmucheck.linux.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that Debian's kernels were seen to write; those of MMIO entries are made up. */
class SpteTest {
  @ParameterizedTest
  @CsvSource({
    "1, 3ccce67, LEAF",
    "2, 6cede27, TABLE",
    "2, 20000ee7, LEAF",
    "1, 0, NONE",
    "1, 8000000000000000, NONE",
    "1, 5a0, FROZEN",
    "1, 80000000000005a0, FROZEN",
    "1, 80000000000001a0, FROZEN",
    "1, 8000000fee0007, MMIO"
  })
  void shouldTellKindByValue(int level, String value, Spte.Kind kind) {
    assertThat(new Spte(0, level, Long.parseUnsignedLong(value, 16)).kind()).isEqualTo(kind);
  }

  @Test
  void shouldCountOnInsideHugePage() {
    assertThat(new Spte(0, 1, 0x3ccce67).pfn(0x100)).isEqualTo(0x3ccc);
    assertThat(new Spte(0, 2, 0x20000ee7).pfn(0x203)).isEqualTo(0x20003);
  }
}
