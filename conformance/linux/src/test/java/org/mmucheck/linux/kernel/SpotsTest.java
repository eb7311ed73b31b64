package org.mmucheck.linux.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpotsTest {
  private static final long BASE = 0xffffffffc0200000L;
  private static final long CALLER = BASE + 0x100;

  private final Symbols symbols =
      Symbols.read(
          "kallsyms",
          """
          ffffffffc0200000 t callee
          ffffffffc0200010 t other
          ffffffffc0200100 t caller
          ffffffffc0200140 t next
          """);

  private final ByteBuffer code =
      ByteBuffer.allocate(0x200).order(ByteOrder.LITTLE_ENDIAN).put(0x1ff, (byte) 0xcc);

  private final SmallBtf types = SmallBtf.vmlinux();

  private Spots spots() {
    types.struct("kvm", 16, "seq", types.integer("u64", 8, false), 64);
    return new Spots(
        symbols,
        Btf.vmlinux("small", types.bytes()),
        (address, length) -> {
          byte[] read = new byte[length];
          code.get((int) (address - BASE), read);
          return read;
        });
  }

  @Test
  void shouldFindCallsAndWhatFollowsThem() {
    branch(0xe8, CALLER + 0x08, BASE);
    branch(0xe8, CALLER + 0x10, BASE + 0x10); // of another function
    branch(0xe8, CALLER + 0x18, BASE + 1); // into the middle
    branch(0xe8, CALLER + 0x20, BASE);
    branch(0xe9, CALLER + 0x28, BASE); // the last act: a jump
    branch(0xe8, CALLER + 0x48, BASE); // already in the next function

    assertThat(addresses("call callee in caller"))
        .containsExactly(CALLER + 0x08, CALLER + 0x20, CALLER + 0x28);
    assertThat(addresses("call callee in caller #2")).containsExactly(CALLER + 0x20);
    assertThat(addresses("after callee in caller")).containsExactly(CALLER + 0x0d, CALLER + 0x25);
    assertThat(addresses("entry callee")).containsExactly(BASE);
    assertThat(addresses("return callee")).containsExactly(BASE);
    assertThat(spots().describe(Spot.parse("after callee in caller")))
        .isEqualTo("caller+0xd, caller+0x25");
  }

  @Test
  void shouldFindFieldThatIsWrittenOrRead() {
    assertThat(spots().find(Spot.parse("write kvm.seq")).field().orElseThrow().offset())
        .isEqualTo(8);
    assertThat(spots().describe(Spot.parse("write kvm.seq in caller")))
        .isEqualTo("at 0x8, 64 bits");
    assertThat(spots().describe(Spot.parse("read kvm.seq in caller"))).isEqualTo("at 0x8, 64 bits");
  }

  @Test
  void shouldNameAllThatKernelLacks() {
    branch(0xe8, CALLER + 0x08, BASE);
    List<Spot> all =
        List.of(
            Spot.parse("entry callee"),
            Spot.parse("entry gone"),
            Spot.parse("call other in caller"),
            Spot.parse("call callee in caller #2"),
            Spot.parse("write kvm.sec"),
            Spot.parse("write kvm.seq in gone"),
            Spot.parse("read kvm.seq in gone"));
    KernelPoints points =
        new KernelPoints(
            "P",
            "7.3",
            List.of(),
            List.of(new Point("Vcpu", "Go", all)),
            List.of(),
            List.of(),
            List.of());

    assertThat(spots().missing(points))
        .hasSize(6)
        .allSatisfy(line -> assertThat(line).startsWith("Vcpu before Go: "))
        .anySatisfy(line -> assertThat(line).contains("'call callee in caller #2': there are 1"))
        .anySatisfy(line -> assertThat(line).contains("kvm has no field sec"));
    assertThatThrownBy(() -> spots().find(Spot.parse("call other in caller")))
        .isInstanceOf(NoSuchCallException.class);
  }

  private List<Long> addresses(String spot) {
    return spots().find(Spot.parse(spot)).addresses();
  }

  private void branch(int opcode, long at, long to) {
    code.put((int) (at - BASE), (byte) opcode);
    code.putInt((int) (at - BASE) + 1, (int) (to - at - CallSites.LENGTH));
  }
}
