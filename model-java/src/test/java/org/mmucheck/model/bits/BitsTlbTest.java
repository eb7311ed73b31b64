package org.mmucheck.model.bits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mmucheck.model.Design;
import org.mmucheck.model.Splats;

class BitsTlbTest {
  private BitsVm vm;
  private BitsTlb tlb;

  @BeforeEach
  void makeVm() {
    vm = new BitsVm(Design.without(), new Splats(), 1, true);
    tlb = vm.tlbs().getFirst();
  }

  @Test
  void shouldNotTranslateWhatNothingMaps() {
    assertThat(tlb.read()).isFalse();
    assertThat(tlb.write()).isFalse();
    assertThat(tlb.pfn()).isEqualTo(BitsTlb.NONE);
  }

  @Test
  void shouldSayThatItCachesATranslationOnce() {
    vm.spte().map(vm.pages().hpte());
    assertThat(tlb.read()).isTrue();
    assertThat(tlb.pfn()).isEqualTo(vm.pages().hpte());
    assertThat(tlb.read()).as("cached").isFalse();
  }

  @Test
  void shouldWriteToWhatIsMapped() {
    vm.spte().map(vm.pages().hpte());
    assertThat(tlb.write()).isTrue();
    assertThat(tlb.isDirty()).isTrue();
  }
}
