package org.mmucheck.linux.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmucheck.input.InputException;
import org.mmucheck.linux.memory.KernelMemory;

class BtfTest {
  private final SmallBtf vmlinux = SmallBtf.vmlinux();
  private final int u64 = vmlinux.integer("u64", 8, false);
  private final int s32 = vmlinux.integer("int", 4, true);
  private final int u32 = vmlinux.integer("unsigned int", 4, false);

  @Test
  void shouldFindFieldInsideStructsUnionsAndArrays() {
    int counter = vmlinux.typedef("atomic_t", vmlinux.struct("", 4, "counter", s32, 0));
    int lock = vmlinux.union("", 8, "cnts", counter, 0, "wlocked", u32, 0);
    int inner = vmlinux.struct("qrwlock", 8, "", lock, 0, "wait", u32, 32);
    vmlinux.struct("kvm", 64, "locks", vmlinux.array(inner, 3), 64, "seq", u64, 320);
    Btf btf = Btf.vmlinux("small", vmlinux.bytes());

    Place place = btf.place("kvm.locks[2].cnts.counter");
    assertThat(place.offset()).isEqualTo(8 + 2 * 8);
    assertThat(place.bits()).isEqualTo(32);
    assertThat(place.signed()).isTrue();
    assertThat(btf.place("kvm.seq").offset()).isEqualTo(40);
    assertThat(btf.size("kvm")).isEqualTo(64);
    assertThat(btf.size("atomic_t")).isEqualTo(4);
  }

  @Test
  void shouldReadBitField() {
    int role =
        vmlinux.withBitFields(
            "", 4, "level", u32, SmallBtf.bits(0, 4), "invalid", u32, SmallBtf.bits(12, 1));
    int word = vmlinux.union("kvm_mmu_page_role", 4, "word", u32, 0, "", role, 0);
    vmlinux.struct("kvm_mmu_page", 16, "role", word, 64);
    Btf btf = Btf.vmlinux("small", vmlinux.bytes());
    KernelMemory memory = memory(Map.of(0x1008L, 0x5a, 0x1009L, 0x10));

    assertThat(btf.place("kvm_mmu_page.role.level").read(memory, 0x1000)).isEqualTo(0xa);
    assertThat(btf.place("kvm_mmu_page.role.invalid").read(memory, 0x1000)).isEqualTo(1);
    assertThat(btf.place("kvm_mmu_page.role.word").read(memory, 0x1000)).isEqualTo(0x105a);
  }

  @Test
  void shouldFollowPointers() {
    int mm = vmlinux.struct("mm_struct", 32, "pgd", u64, 128);
    vmlinux.struct("kvm", 32, "mm", vmlinux.constant(vmlinux.pointer(mm)), 64);
    Btf btf = Btf.vmlinux("small", vmlinux.bytes());
    KernelMemory memory = memory(Map.of(0x1009L, 0x20, 0x2010L, 0x7));

    Place place = btf.place("kvm.mm->pgd");
    assertThat(place.address(memory, 0x1000)).isEqualTo(0x2010);
    assertThat(place.read(memory, 0x1000)).isEqualTo(7);
    assertThatThrownBy(place::offset).hasMessage("kvm.mm->pgd leads through a pointer");
    assertThatThrownBy(() -> btf.place("mm_struct.pgd->x")).hasMessageContaining("no pointer");
  }

  @Test
  void shouldReadSignedNumber() {
    vmlinux.struct("page", 8, "count", s32, 32);
    Btf btf = Btf.vmlinux("small", vmlinux.bytes());
    KernelMemory memory = memory(Map.of(4L, 0xfe, 5L, 0xff, 6L, 0xff, 7L, 0xff));
    assertThat(btf.place("page.count").read(memory, 0)).isEqualTo(-2);
    assertThatThrownBy(() -> Btf.vmlinux("small", bigStruct()).place("big").read(memory, 0))
        .hasMessageContaining("big is no number");
  }

  @Test
  void shouldCountTypesOfModuleOnFromTheBase() {
    int gfn = vmlinux.typedef("gfn_t", u64);
    SmallBtf module = SmallBtf.on(vmlinux);
    module.struct("kvm", 24, "start", gfn, 64, "end", gfn, 128);
    Btf btf = Btf.vmlinux("vmlinux", vmlinux.bytes()).module("kvm", module.bytes());

    assertThat(btf.place("kvm.end").offset()).isEqualTo(16);
    assertThat(btf.place("kvm.end").bits()).isEqualTo(64);
    assertThat(btf.place("kvm.end").type()).isEqualTo("gfn_t");
    assertThat(btf.size("gfn_t")).isEqualTo(8);
  }

  @Test
  void shouldTellWhatParametersPointTo() {
    int kvm = vmlinux.struct("kvm", 8, "seq", u64, 0);
    int range = vmlinux.declared("range");
    int pointers = vmlinux.constant(vmlinux.pointer(vmlinux.constant(kvm)));
    vmlinux.function("end", pointers, vmlinux.pointer(range), u64, vmlinux.pointer(u64));
    vmlinux.function("twice", u64);
    vmlinux.function("twice", pointers);
    Btf btf = Btf.vmlinux("small", vmlinux.bytes());

    assertThat(btf.parameters("end")).containsExactly("kvm", "range", "", "");
    assertThat(btf.parameters("twice")).as("which of the two?").isEmpty();
    assertThat(btf.parameters("end.isra.0")).isEmpty();
  }

  @Test
  void shouldRefusePathThatLeadsToDifferentPlaces() {
    vmlinux.struct("slot", 16, "here", u64, 0, "there", u64, 64);
    vmlinux.struct("slot", 24, "here", u64, 0, "there", u64, 128);
    Btf btf = Btf.vmlinux("small", vmlinux.bytes());

    assertThat(btf.place("slot.here").offset()).isZero();
    assertThatThrownBy(() -> btf.place("slot.there"))
        .isInstanceOf(NoSuchFieldInKernelException.class)
        .hasMessage("slot.there: the kernel has 2 different types slot");
  }

  @Test
  void shouldSayWhichPartOfPathIsMissing() {
    vmlinux.struct("kvm", 16, "seq", u64, 0, "two", vmlinux.array(u64, 2), 0);
    Btf btf = Btf.vmlinux("small", vmlinux.bytes());

    assertThatThrownBy(() -> btf.place("kvn.seq"))
        .hasMessage("kvn.seq: the kernel has no type kvn");
    assertThatThrownBy(() -> btf.place("kvm.sec")).hasMessage("kvm.sec: kvm has no field sec");
    assertThatThrownBy(() -> btf.place("kvm.two[2]"))
        .hasMessage("kvm.two[2]: the array has 2 elements");
    assertThatThrownBy(() -> btf.place("kvm..seq"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at character 4");
  }

  @Test
  void shouldSayWhereBtfIsMalformed() {
    vmlinux.struct("kvm", 16, "seq", u64, 0);
    byte[] whole = vmlinux.bytes();
    byte[] cut = Arrays.copyOf(whole, whole.length - 3);
    assertThatThrownBy(() -> Btf.vmlinux("cut", cut))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cut: byte 16: a section ends at byte");
    assertThatThrownBy(() -> Btf.vmlinux("text", new byte[30]))
        .hasMessage("text: byte 0: no BTF: it does not begin with its magic number");
    SmallBtf odd = SmallBtf.vmlinux();
    odd.unknownKind();
    assertThatThrownBy(() -> Btf.vmlinux("odd", odd.bytes()))
        .hasMessage("odd: byte 24: a type of unknown kind 30");
    SmallBtf circle = SmallBtf.vmlinux();
    circle.typedef("t", 1);
    assertThatThrownBy(() -> Btf.vmlinux("circle", circle.bytes()).place("t.x"))
        .hasMessageContaining("a name for itself");
  }

  private byte[] bigStruct() {
    SmallBtf small = SmallBtf.vmlinux();
    small.struct("big", 16, "x", small.integer("u64", 8, false), 0);
    return small.bytes();
  }

  private static KernelMemory memory(Map<Long, Integer> bytes) {
    Map<Long, Integer> known = new HashMap<>(bytes);
    return (address, length) -> {
      byte[] read = new byte[length];
      for (int i = 0; i < length; i++) {
        read[i] = (byte) (int) known.getOrDefault(address + i, 0);
      }
      return read;
    };
  }
}
