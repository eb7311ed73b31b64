package org.mmucheck.model.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmucheck.model.Design;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.GuestPages;

/** Checks of the VM that no counterexample of the catalogue ends with: each can report. */
class VmMonitorsTest {
  private final Splats splats = new Splats();
  private final Task task = Task.free("v0");
  private final Kvm kvm =
      new Kvm(
          Design.without(Rule.KEEP_REACHABLE, Rule.ZAP_IN_WORKER),
          2,
          new GuestPages(2, splats),
          splats);
  private final Vcpu vcpu = kvm.vcpu(task);
  private final TdpRoot root = kvm.newRootPage("r0");

  @Test
  void shouldReportARootThatStillMapsWhatWasToBeUnmapped() {
    kvm.populate(root, List.of(1), List.of(vcpu));
    kvm.checkUnmapped(new GfnRange(0, 1));
    assertThat(splats.reports()).as("of a frame that is not mapped").isEmpty();
    kvm.checkUnmapped(kvm.allGfns());
    assertThat(splats.reports()).containsExactly("stale mapping: page");
  }

  @Test
  void shouldNotReportWhatAFreedRootMapped() {
    kvm.populate(root, List.of(1), List.of(vcpu));
    root.setLife(TdpRoot.Life.FREED);
    kvm.checkUnmapped(kvm.allGfns());
    assertThat(splats.reports()).isEmpty();
  }

  @Test
  void shouldReportAPutThatNobodyHadAReferenceFor() {
    kvm.populate(root, List.of(), List.of(vcpu));
    kvm.checkReferences();
    assertThat(splats.reports()).isEmpty();
    root.put(Task.free("thief"));
    kvm.checkReferences();
    assertThat(splats.reports()).containsExactly("put without a reference: root");
  }

  @Test
  void shouldReportThatTheTdpMmuPutMoreThanItHad() {
    kvm.populate(root, List.of(), List.of(vcpu));
    root.takeOver(Task.free("z0"));
    kvm.checkReferences();
    assertThat(splats.reports()).isEmpty();
    root.takeOver(Task.free("z1"));
    kvm.checkReferences();
    assertThat(splats.reports()).containsExactly("put without a reference: root");
  }

  @Test
  void shouldReportTheFinalPutOfAValidRoot() {
    kvm.populate(root, List.of(), List.of(vcpu));
    put();
    assertThat(splats.reports()).as("with the TDP MMU's reference left").isEmpty();
    put();
    assertThat(splats.reports()).containsExactly("final put of a valid root");
  }

  @Test
  void shouldNotReportTheFinalPutOfAnInvalidRoot() {
    kvm.populate(root, List.of(), List.of(vcpu));
    put();
    root.setInvalid();
    root.takeOver(task);
    put();
    assertThat(splats.reports()).isEmpty();
    assertThat(root.life()).isEqualTo(TdpRoot.Life.FREEING);
  }

  private void put() {
    kvm.mmuLock.readLock(task);
    kvm.tdpMmu.putRoot(vcpu.walk(), root, true);
    kvm.mmuLock.unlock(task);
  }
}
