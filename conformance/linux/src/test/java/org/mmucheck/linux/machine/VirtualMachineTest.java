package org.mmucheck.linux.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.linux.kernel.Layouts;
import org.mmucheck.linux.kernel.Place;
import org.mmucheck.linux.kernel.Symbols;

/**
 * A VM of three real kernels at four moments: its two memslots were just made, at frames 0 and
 * 0x100; a vCPU was about to map frame 0x100; a notifier was about to zap it; the notifier's end
 * began.
 */
class VirtualMachineTest {
  private static final long CODE = 1;
  private static final long DATA = 0x100;

  private static VirtualMachine vm(String kernel, String moment) {
    KernelStructs structs = Recorded.load("debian-" + kernel + ".txt").at(moment);
    List<VirtualMachine> all = VirtualMachine.all(structs);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7.3.4", "6.12.117", "6.1.192"})
  void shouldShowVmThatHasDoneNothing(String kernel) {
    VirtualMachine vm = vm(kernel, "made");
    assertThat(vm.seq()).isZero();
    assertThat(vm.inProgress()).isZero();
    assertThat(vm.active()).isZero();
    assertThat(vm.hull()).isEmpty();
    assertThat(vm.mmuLock()).matches(MmuLock::admitsWriter);
    assertThat(vm.roots()).isEmpty();
    assertThat(vm.caches()).isEmpty();
    assertThat(vm.users()).isEqualTo(2);
    assertThat(vm.memslots(0))
        .extracting(Memslot::firstGfn, Memslot::pages, Memslot::isInvalid)
        .containsExactly(tuple(0L, 16L, false), tuple(DATA, 16L, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7.3.4", "6.12.117", "6.1.192"})
  void shouldShowFaultThatHoldsPageAndLock(String kernel) {
    VirtualMachine vm = vm(kernel, "mapping");
    assertThat(vm.mmuLock()).isEqualTo(new MmuLock(0x200));
    Root root = onlyRoot(vm);
    assertThat(root.count()).as("the TDP MMU's own, and the vCPU's").isEqualTo(2);
    assertThat(root.isInvalid()).isFalse();
    assertThat(root.isScheduled()).isFalse();
    assertThat(root.level()).isEqualTo(4);
    assertThat(root.addressSpace()).isZero();
    assertThat(root.mapped(CODE)).isEqualTo(backing(vm, CODE));
    assertThat(root.mapped(DATA)).isEmpty();
    assertThat(root.entry(DATA).kind()).isEqualTo(Spte.Kind.NONE);
    assertThat(vm.host().references(backing(vm, DATA).orElseThrow()))
        .as("the VMM's mapping, and GUP")
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7.3.4", "6.12.117", "6.1.192"})
  void shouldShowRootThatVcpuHasLoaded(String kernel) {
    VirtualMachine before = vm(kernel, "made");
    assertThat(before.vcpus()).hasSize(1);
    assertThat(before.loaded(before.vcpus().getFirst())).isEmpty();
    assertThat(before.isSlotsLocked()).isFalse();

    VirtualMachine vm = vm(kernel, "mapping");
    assertThat(vm.vcpus()).isEqualTo(before.vcpus());
    assertThat(vm.loaded(vm.vcpus().getFirst())).hasValue(onlyRoot(vm).pfn());
  }

  @ParameterizedTest
  @ValueSource(strings = {"7.3.4", "6.12.117", "6.1.192"})
  void shouldShowOpenInvalidation(String kernel) {
    VirtualMachine vm = vm(kernel, "zapping");
    assertThat(vm.inProgress()).isEqualTo(1);
    assertThat(vm.active()).isEqualTo(1);
    assertThat(vm.hull()).contains(new Hull(DATA, DATA + 1));
    assertThat(vm.mmuLock().isWriteLocked()).isTrue();
    assertThat(onlyRoot(vm).mapped(DATA)).isPresent().isEqualTo(backing(vm, DATA));
    assertThat(vm.host().references(backing(vm, DATA).orElseThrow())).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7.3.4", "6.12.117", "6.1.192"})
  void shouldShowPageThatIsGone(String kernel) {
    VirtualMachine vm = vm(kernel, "ending");
    assertThat(vm.seq()).isZero();
    assertThat(vm.inProgress()).isEqualTo(1);
    assertThat(vm.mmuLock()).matches(MmuLock::admitsWriter);
    assertThat(onlyRoot(vm).mapped(DATA)).isEmpty();
    assertThat(backing(vm, DATA)).isEmpty();
    assertThat(backing(vm, DATA + 1)).isPresent();
  }

  @Test
  void shouldTellWhatKernelCountsForCaches() {
    assertThat(vm("7.3.4", "ending").gpcSeq()).isEqualTo(OptionalLong.of(5));
    assertThat(vm("6.12.117", "ending").gpcSeq()).isEmpty();
  }

  @Test
  void shouldRefuseListThatDoesNotEnd() {
    KernelStructs structs =
        new KernelStructs(
            Symbols.read("none", "ffffffff81000000 T _text"),
            new Layouts() {
              @Override
              public Place place(String path) {
                return new Place(path, List.of(), 64, 64, false, "");
              }

              @Override
              public List<String> parameters(String function) {
                return List.of();
              }
            },
            (address, length) -> new byte[] {0x20, 0, 0, 0, 0, 0, 0, 0});
    assertThat(structs.containing("kvm.vm_list", 0x28)).isEqualTo(0x20);
    assertThatThrownBy(() -> structs.list(0x10, "kvm.vm_list"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the list at 0x10 of structs with kvm.vm_list does not end");
  }

  @Test
  void shouldTellFramesBetweenAddresses() {
    Memslot slot = new Memslot(1, 0x100, 4, 0x10_000, false);
    assertThat(slot.frames(0x11_000, 0x12_000)).isEqualTo(new Hull(0x101, 0x102));
    assertThat(slot.frames(0, 0x11_001)).isEqualTo(new Hull(0x100, 0x102));
    assertThat(slot.frames(0x13_fff, 0x99_000)).isEqualTo(new Hull(0x103, 0x104));
    assertThat(Map.of(0xffL, false, 0x100L, true, 0x103L, true, 0x104L, false))
        .allSatisfy((gfn, has) -> assertThat(slot.has(gfn)).isEqualTo(has));
    assertThat(slot.address(0x102)).isEqualTo(0x12_000);
  }

  private static Root onlyRoot(VirtualMachine vm) {
    assertThat(vm.roots()).hasSize(1);
    return vm.roots().getFirst();
  }

  private static Optional<Long> backing(VirtualMachine vm, long gfn) {
    return vm.memslots(0).stream()
        .filter(slot -> slot.has(gfn))
        .findFirst()
        .flatMap(slot -> vm.backing(slot.address(gfn)));
  }
}
