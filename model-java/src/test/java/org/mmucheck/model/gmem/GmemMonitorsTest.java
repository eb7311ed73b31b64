package org.mmucheck.model.gmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.mmucheck.model.Design;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.StepProbe;
import org.mmucheck.model.Task;

/** What the code of guest_memfd does, and reports, where no small model comes to. */
class GmemMonitorsTest {
  private final Splats splats = new Splats();

  @Test
  void shouldUnbindAMemslotThatCouldNotBeMade() {
    GmemVm vm = vm(Design.without(Rule.BIND_WHEN_READY));
    GmemFile file = vm.inode().files().getFirst();
    GmemOp create = new GmemOp(GmemOp.Kind.CREATE, file, new GmemSlot("s0"));
    new GmemMemslots(vm).create(at(Step.PREPARE_FAILS, () -> {}), create);
    assertThat(create.hasFailed()).isTrue();
    assertThat(file.binding()).isNull();
    assertThat(splats.reports()).isEmpty();
  }

  @Test
  void shouldReportAVmThatIsFreedWhileItsMemslotIsDeleted() {
    GmemVm vm = vm(Design.without(Rule.FILE_PINS_VM));
    GmemFile file = vm.inode().files().getFirst();
    vm.populate(file, new GmemSlot("s0"));
    GmemOp delete = new GmemOp(GmemOp.Kind.DELETE, file, null);
    new GmemMemslots(vm).delete(at(Step.FREE_SLOT, vm::put), delete);
    assertThat(splats.reports()).containsExactly("use-after-free: vm");
  }

  @Test
  void shouldReportAVmThatIsFreedWhileAFileIsReleased() {
    GmemVm vm = vm(Design.without(Rule.FILE_PINS_VM));
    GmemFile file = vm.inode().files().getFirst();
    GmemOp release = new GmemOp(GmemOp.Kind.RELEASE, file, null);
    new GmemRelease(vm).release(at(Step.REMOVE_GMEM_FILE, vm::put), release);
    assertThat(splats.reports()).containsExactly("use-after-free: vm");
  }

  @Test
  void shouldMapNothingOnceTheVmIsDestroyed() {
    GmemVm vm = vm(Design.without(Rule.FILE_PINS_VM));
    GmemFile file = vm.inode().files().getFirst();
    vm.populate(file, new GmemSlot("s0"));
    new GmemFaults(vm).handle(Task.free("v0"), new GmemOp(GmemOp.Kind.FAULT, file, null));
    assertThat(vm.spte(0)).isNotEqualTo(GmemInode.NONE);
    GmemSlot slot = Objects.requireNonNull(vm.memslot(0));
    vm.put();
    assertThat(vm.spte(0)).isEqualTo(GmemInode.NONE);
    assertThat(slot.life()).isEqualTo(GmemSlot.Life.FREED);
    assertThat(file.binding()).isNull();
  }

  private GmemVm vm(Design design) {
    return new GmemVm(design, new GmemInode(design, 1, 2), splats);
  }

  private static Task at(Step step, Runnable happens) {
    return new Task("t0", new StepProbe(step, happens));
  }
}
