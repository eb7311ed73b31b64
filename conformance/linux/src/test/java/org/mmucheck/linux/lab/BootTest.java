package org.mmucheck.linux.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.linux.remote.GdbStub;
import org.mmucheck.linux.remote.RemoteException;
import org.mmucheck.linux.remote.ScriptedStub;

class BootTest {
  private static final String SET_MARK = "Z0,6f000000,1";
  private static final String ALL = "vCont;c";
  private static final String ASKED = "T02thread:p01.01;";
  private static final Duration PATIENCE = Duration.ofMillis(100); // two slices
  private static final long BOX = 0x4000;
  private static final long AWAY = 0x1234;

  @TempDir private Path facts;
  private final List<String> dumped = new ArrayList<>();

  @Test
  void shouldGiveUpOnABootThatNeverEnds() {
    ScriptedStub script = begun().on(ALL);
    assertThatThrownBy(() -> boot(script, 2, Duration.ofMinutes(4)))
        .isInstanceOf(RemoteException.class)
        .hasMessage("0 of 2 tasks are ready after 240 s");
    assertThat(script.unexpected()).isEmpty();
  }

  @Test
  void shouldGiveUpOnTaskThatNeverArrives() {
    ScriptedStub script = begun();
    arrives(script, 0, Mailbox.Kind.VCPU, "v0");
    for (int slice = 0; slice < 2; slice++) {
      script.on(ALL).on(ScriptedStub.INTERRUPT, ASKED);
    }
    script.on(ALL);
    assertThatThrownBy(() -> boot(script, 2, PATIENCE))
        .isInstanceOf(RemoteException.class)
        .hasMessage("1 of 2 tasks are ready after 0 s");
    assertThat(script.isDone()).isTrue();
  }

  @Test
  void shouldGiveUpOnTaskThatDoesNotComeBack() {
    ScriptedStub script = begun();
    arrives(script, 0, Mailbox.Kind.VCPU, "v0");
    script.on("g", registers(AWAY));
    for (int round = 0; round < 2; round++) {
      script
          .on("vCont;c:p1.1")
          .on(ScriptedStub.INTERRUPT, ASKED)
          .on("Hgp1.1", "OK")
          .on("g", registers(AWAY));
    }
    assertThatThrownBy(() -> boot(script, 1, PATIENCE))
        .isInstanceOf(RemoteException.class)
        .hasMessage("CPU 0 does not come back to its task");
    assertThat(script.unexpected()).isEmpty();
  }

  @Test
  void shouldPassOnWhyAMachinesProgramGivesUp() {
    String why = "KVM_CREATE_VM: No such device";
    ScriptedStub script = begun();
    arrives(script, 0, Mailbox.Kind.FAILURE, "");
    script.on("m5000,%x".formatted(why.length()), hex(why.getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(() -> boot(script, 1, PATIENCE))
        .isInstanceOf(RemoteException.class)
        .hasMessage(why);
  }

  @Test
  void shouldFetchFactsAndEndWhereAllTasksStandAtTheirMarks() throws Exception {
    ScriptedStub script = begun();
    arrives(script, 0, Mailbox.Kind.FACT, "btf");
    script.on("vCont;s:p1.1", "T05thread:p01.01;");
    arrives(script, 0, Mailbox.Kind.READY, "main");
    arrives(script, 1, Mailbox.Kind.VCPU, "v0");
    script.on("Hgp1.1", "OK").on("g", registers(Mailbox.MARK));
    script.on("Hgp1.2", "OK").on("g", registers(Mailbox.MARK));
    boot(script, 2, PATIENCE);
    assertThat(script.unexpected()).isEmpty();
    assertThat(script.isDone()).isTrue();
    assertThat(dumped).containsExactly("0 5000 29 btf");
    assertThat(Files.readString(facts.resolve(Image.DATA))).isEqualTo("20480");
  }

  private static ScriptedStub begun() {
    return ScriptedStub.greeted().on(SET_MARK, "OK");
  }

  /** The machine stops where a CPU comes to its mark, with a box for whoever looks there. */
  private static void arrives(ScriptedStub script, int cpu, Mailbox.Kind kind, String name) {
    String thread = "p1." + (cpu + 1);
    script
        .on(ALL, "T05thread:p01.0" + (cpu + 1) + ";swbreak:;")
        .on("Hg" + thread, "OK")
        .on("g", registers(Mailbox.MARK))
        .on("m4000,58", box(kind, name));
  }

  private void boot(ScriptedStub script, int tasks, Duration patience) {
    Boot.Dump dump =
        (cpu, address, length, file) ->
            dumped.add("%d %x %d %s".formatted(cpu, address, length, file.getFileName()));
    new Boot(new GdbStub(script), dump, tasks, facts).run(patience);
  }

  private static String registers(long rip) {
    ByteBuffer all = ByteBuffer.allocate(17 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    all.putLong(5 * Long.BYTES, BOX).putLong(16 * Long.BYTES, rip); // rdi and rip
    return hex(all.array());
  }

  private static String box(Mailbox.Kind kind, String name) {
    ByteBuffer all = ByteBuffer.allocate(0x58).order(ByteOrder.LITTLE_ENDIAN);
    all.putLong(0, kind.ordinal()).putLong(40, 0x5000).putLong(48, 29);
    byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
    all.put(56, ascii, 0, ascii.length);
    return hex(all.array());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
