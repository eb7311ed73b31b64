package org.mmucheck.model.bits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mmucheck.model.Design;

class LeafSpteTest {
  private final LeafSpte spte = new LeafSpte(Design.without());

  @Test
  void shouldClearTheAccessedBitAtomicallyWhereHardwareMayWrite() {
    spte.map(1);
    spte.clearDirty(spte.read());
    assertThat(spte.clearAccessedIfVolatile(spte.read())).isTrue();
    assertThat(LeafSpte.isAccessed(spte.read())).isFalse();
  }

  @Test
  void shouldLeaveTheAccessedBitWhereHardwareHasNoneToSet() {
    spte.map(1);
    assertThat(spte.clearAccessedIfVolatile(spte.read())).isFalse();
    assertThat(LeafSpte.isAccessed(spte.read())).isTrue();
  }
}
