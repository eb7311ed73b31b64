package org.mmucheck.linux.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpotTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "entry kvm_tdp_mmu_map",
        "return kvm_mmu_finish_page_fault.isra.0",
        "call _raw_read_lock in kvm_tdp_page_fault",
        "call _raw_read_lock in kvm_tdp_page_fault #2",
        "after _raw_read_lock in kvm_tdp_page_fault",
        "after tdp_mmu_next_root in kvm_tdp_mmu_zap_all #2 not 0",
        "write kvm.mmu_invalidate_seq",
        "write kvm_vcpu.kvm->memslots[0] in f",
        "read kvm.mn_active_invalidate_count in __kvm_gpc_refresh"
      })
  void shouldPrintAsItIsRead(String text) {
    assertThat(Spot.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "entry",
        "entry two words",
        "call f",
        "call f in g #0",
        "call f in g not 0",
        "write kvm",
        "write kvm.[2",
        "read kvm.mn_active_invalidate_count",
        "read kvm.[2 in f",
        "exit f"
      })
  void shouldRefuseWhatIsNone(String text) {
    assertThatThrownBy(() -> Spot.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'");
  }
}
