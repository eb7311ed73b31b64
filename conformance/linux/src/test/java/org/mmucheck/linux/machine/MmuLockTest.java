package org.mmucheck.linux.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MmuLockTest {
  @Test
  void shouldTellHoldersByWord() {
    assertThat(new MmuLock(0)).matches(MmuLock::admitsReader).matches(MmuLock::admitsWriter);
    MmuLock write = new MmuLock(0xff);
    assertThat(write.isWriteLocked()).isTrue();
    assertThat(write.readers()).isZero();
    assertThat(write.admitsReader()).isFalse();
    MmuLock read = new MmuLock(0x600);
    assertThat(read.isWriteLocked()).isFalse();
    assertThat(read.readers()).isEqualTo(3);
    assertThat(read.admitsReader()).isTrue();
    assertThat(read.admitsWriter()).isFalse();
  }

  @Test
  void shouldKeepReadersOutWhileWriterWaits() {
    MmuLock waiting = new MmuLock(0x300);
    assertThat(waiting.hasWaitingWriter()).isTrue();
    assertThat(waiting.readers()).isEqualTo(1);
    assertThat(waiting.admitsReader()).isFalse();
  }
}
