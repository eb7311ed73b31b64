package org.mmucheck.model.gmem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GmemSlotTest {
  /** A fault that found the memslot may look at its flags after the updater has gone on. */
  @ParameterizedTest
  @EnumSource(
      value = GmemSlot.Life.class,
      names = {"INVALID", "GONE", "FREED"})
  void shouldStayInvalidOnceItIs(GmemSlot.Life life) {
    assertThat(slot(life).isInvalid()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = GmemSlot.Life.class,
      names = {"UNBORN", "MADE", "READY", "VALID"})
  void shouldNotBeInvalidBefore(GmemSlot.Life life) {
    assertThat(slot(life).isInvalid()).isFalse();
  }

  private static GmemSlot slot(GmemSlot.Life life) {
    GmemSlot slot = new GmemSlot("s0");
    slot.setLife(life);
    return slot;
  }
}
