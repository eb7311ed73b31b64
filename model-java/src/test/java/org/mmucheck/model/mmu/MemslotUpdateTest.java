package org.mmucheck.model.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmucheck.model.Design;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.PageKind;

/** What an update of the memslots leaves behind where its model has nothing that would show it. */
class MemslotUpdateTest {
  private final Splats splats = new Splats();
  private final HostMm mm = new HostMm(1, 1, PageKind.ANON, splats);
  private final Kvm kvm = new Kvm(Design.without(), 1, mm, splats);

  /** {@code kvm_arch_flush_shadow_memslot()}: the model has no TLB. */
  @Test
  void shouldLeaveNothingOfADeletedSlotInATlb() {
    kvm.setMemslots(new Memslots(1));
    GuestCpu cpu = kvm.guestCpu(kvm.vcpu(Task.free("v0")), mm);
    TdpRoot root = kvm.newRootPage("r0");
    kvm.populate(root, List.of(0), List.of(cpu.vcpu()));
    assertThat(cpu.access(0)).as("the guest uses the page").isTrue();

    kvm.memslotUpdate(Task.free("u0"), 0).run();

    assertThat(root.sptes().maps()).as("SPTE").isFalse();
    assertThat(cpu.tlb().pfn(0)).as("translation").isEqualTo(Tlb.NONE);
  }
}
