package org.mmucheck.linux.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.mmucheck.linux.memory.Registers;
import org.mmucheck.linux.memory.UnreadableMemoryException;

class GdbStubTest {
  private static final Duration SOON = Duration.ofMillis(1);

  @Test
  void shouldReadRegistersAsX86StoresThem() {
    StringBuilder registers = new StringBuilder();
    for (int i = 0; i < 17; i++) {
      registers.append("%02x00000000000080".formatted(i));
    }
    ScriptedStub script = ScriptedStub.greeted().on("Hgp1.2", "OK").on("g", registers + "46020000");
    Registers read = new GdbStub(script).registers(1);
    assertThat(read.rip()).isEqualTo(0x8000000000000010L);
    assertThat(read.argument(0)).as("rdi").isEqualTo(0x8000000000000005L);
    assertThat(read.argument(5)).as("r9").isEqualTo(0x8000000000000009L);
    assertThat(read.returned()).as("rax").isEqualTo(0x8000000000000000L);
    assertThat(script.unexpected()).isEmpty();
  }

  @Test
  void shouldSelectACpuOnlyWhenItIsAnother() {
    ScriptedStub script =
        ScriptedStub.greeted()
            .on("Hgp1.1", "OK")
            .on("mffff888000000000,2", "0102")
            .on("mffff888000000002,1", "03")
            .on("Hgp1.3", "OK")
            .on("m10,1", "04");
    GdbStub stub = new GdbStub(script);
    assertThat(stub.read(0, 0xffff888000000000L, 2)).containsExactly(1, 2);
    assertThat(stub.read(0, 0xffff888000000002L, 1)).containsExactly(3);
    assertThat(stub.read(2, 0x10, 1)).containsExactly(4);
    assertThat(script.isDone()).isTrue();
  }

  @Test
  void shouldReadMuchMemoryInParts() {
    ScriptedStub script =
        ScriptedStub.greeted()
            .on("Hgp1.1", "OK")
            .on("m1000,400", "aa".repeat(0x400))
            .on("m1400,1", "bb");
    byte[] read = new GdbStub(script).read(0, 0x1000, 0x401);
    assertThat(read).hasSize(0x401);
    assertThat(read[0x400]).isEqualTo((byte) 0xbb);
  }

  @Test
  void shouldSayWhichMemoryIsNotThere() {
    ScriptedStub script = ScriptedStub.greeted().on("Hgp1.1", "OK").on("m1000,8", "E14");
    assertThatThrownBy(() -> new GdbStub(script).read(0, 0x1000, 8))
        .isInstanceOf(UnreadableMemoryException.class)
        .hasMessage("cannot read 8 bytes at 0x1000 of the kernel's memory");
  }

  @Test
  void shouldLetOneCpuRunAndTellWhoHasStopped() {
    ScriptedStub script =
        ScriptedStub.greeted()
            .on("Z2,ffff888003a0c000,8", "OK")
            .on("vCont;c:p1.2", "T05thread:p01.02;watch:ffff888003a0c000;");
    GdbStub stub = new GdbStub(script);
    stub.setWatchpoint(0xffff888003a0c000L, 8);
    stub.resume(1);
    Stop stop = stub.await(SOON).orElseThrow();
    assertThat(stop.cpu()).isEqualTo(1);
    assertThat(stop.touched()).hasValue(0xffff888003a0c000L);
    assertThat(stop.isAsked()).isFalse();
  }

  @Test
  void shouldTellOfWhoReadsWhatIsWatched() {
    ScriptedStub script =
        ScriptedStub.greeted()
            .on("Z4,ffff888003a0c000,8", "OK")
            .on("vCont;c:p1.2", "T05thread:p01.02;awatch:ffff888003a0c000;")
            .on("z4,ffff888003a0c000,8", "OK");
    GdbStub stub = new GdbStub(script);
    stub.setAccessWatchpoint(0xffff888003a0c000L, 8);
    stub.resume(1);
    assertThat(stub.await(SOON).orElseThrow().touched()).hasValue(0xffff888003a0c000L);
    stub.removeAccessWatchpoint(0xffff888003a0c000L, 8);
  }

  @Test
  void shouldNotTakeSilenceForAStop() {
    ScriptedStub script =
        ScriptedStub.greeted().on("vCont;c:p1.1").on(ScriptedStub.INTERRUPT, "T02thread:p01.01;");
    GdbStub stub = new GdbStub(script);
    stub.resume(0);
    assertThat(stub.await(SOON)).isEmpty();
    assertThat(stub.interrupt().isAsked()).isTrue();
  }

  @Test
  void shouldSayThatTheMachineIsNotToBeStopped() {
    ScriptedStub script = ScriptedStub.greeted().on("vCont;c:p1.1").on(ScriptedStub.INTERRUPT);
    GdbStub stub = new GdbStub(script);
    stub.resume(0);
    assertThatThrownBy(stub::interrupt)
        .isInstanceOf(RemoteException.class)
        .hasMessage("the machine does not stand still when asked");
  }

  @Test
  void shouldRefuseAStubThatCannotRunOneCpuAlone() {
    ScriptedStub script =
        new ScriptedStub()
            .on("qSupported:multiprocess+;swbreak+;hwbreak+;vContSupported+", "")
            .on("vCont?", "");
    assertThatThrownBy(() -> new GdbStub(script))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("cannot continue one CPU alone");
  }

  @Test
  void shouldSayWhatTheStubRefuses() {
    ScriptedStub script = ScriptedStub.greeted().on("Z0,1000,1", "E22");
    assertThatThrownBy(() -> new GdbStub(script).setBreakpoint(0x1000))
        .isInstanceOf(RemoteException.class)
        .hasMessage("the stub answers 'E22' to Z0,1000,1");
  }

  @Test
  void shouldRefuseAWrongChecksum() {
    ScriptedStub script = ScriptedStub.greeted().on("?").raw("");
    GdbStub stub = new GdbStub(script);
    script.raw("$T05#00");
    assertThatThrownBy(stub::reason)
        .isInstanceOf(RemoteException.class)
        .hasMessage("a packet of the stub's has a wrong checksum");
  }

  @Test
  void shouldReadAnEscapedByte() {
    ScriptedStub script = new ScriptedStub();
    PacketWire packets = new PacketWire(script);
    script.raw("$a}\u0003b#" + ScriptedStub.sum("a}\u0003b"));
    assertThat(packets.receive(SOON)).hasValue("a#b");
  }

  @Test
  void shouldSayThatAPacketBreaksOff() {
    ScriptedStub script = new ScriptedStub().raw("$T0");
    assertThatThrownBy(() -> new PacketWire(script).receive(SOON))
        .isInstanceOf(RemoteException.class)
        .hasMessage("a packet of the stub's breaks off");
  }

  @Test
  void shouldRefuseWhatIsNoStopReply() {
    assertThatThrownBy(() -> Stop.of("OK"))
        .isInstanceOf(RemoteException.class)
        .hasMessage("no stop reply: OK");
    assertThatThrownBy(() -> Stop.of("Txx"))
        .isInstanceOf(RemoteException.class)
        .hasMessage("no stop reply: Txx");
  }
}
