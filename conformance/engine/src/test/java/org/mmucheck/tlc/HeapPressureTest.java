package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapPressureTest {
  @Test
  void shouldBeHighOnlyWhereLittleElseIsDoneAndLittleIsFree() {
    assertThat(HeapPressure.isTooHigh(0.95, 0.9)).isTrue();
    assertThat(HeapPressure.isTooHigh(0.95, 0.3)).isFalse();
    assertThat(HeapPressure.isTooHigh(0.2, 0.95)).isFalse();
  }

  @Test
  void shouldSayHowToGiveMore() {
    TlcException told = Memory.exhausted("Queue.tla: TLC", 1_234);
    assertThat(told.exitCode()).isEqualTo(153);
    assertThat(told)
        .hasMessageContaining("Queue.tla: TLC ran out of memory after 1,234 different states")
        .hasMessageContaining("MMUCHECK_JAVA_ARGS=-Xmx");
  }
}
