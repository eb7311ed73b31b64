package org.mmucheck.linux.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabPartsTest {
  @TempDir Path folder;

  @Test
  void shouldWriteAnArchiveWhoseEntriesAreAligned() {
    byte[] bytes = new Initramfs().add("vmm", new byte[] {1, 2, 3}).toBytes();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (String name : List.of("dev\0", "dev/console\0", "modules\0", "vmm\0", "TRAILER!!!\0")) {
      int at = text.indexOf(name);
      assertThat(text.substring(at - 110, at - 104)).as(name).isEqualTo("070701");
      assertThat((at - 110) % 4).as(name).isZero();
    }
    int vmm = text.indexOf("vmm\0");
    assertThat(text.substring(vmm - 110 + 54, vmm - 110 + 62)).as("size").isEqualTo("00000003");
    assertThat(text.substring(vmm - 110 + 14, vmm - 110 + 22)).as("mode").isEqualTo("000081ed");
    assertThat(bytes.length % 4).isZero();
  }

  @Test
  void shouldLoadAModuleAfterThoseThatItDependsOn() throws IOException {
    module("kvm-amd.ko", "kvm,ccp");
    module("kvm.ko", "irqbypass");
    module("irqbypass.ko", "");
    module("ccp.ko", "");
    List<byte[]> images = KvmModules.of(new KernelFiles("own", folder, folder));
    assertThat(images.stream().map(image -> KvmModules.dependencies(image)))
        .containsExactly(List.of(), List.of("irqbypass"), List.of(), List.of("kvm", "ccp"));
  }

  @Test
  void shouldLoadNothingWhereKvmIsBuiltIn() {
    assertThat(KvmModules.of(new KernelFiles("own", folder, folder))).isEmpty();
  }

  @Test
  void shouldNameTheModuleThatIsMissing() throws IOException {
    module("kvm-amd.ko", "kvm");
    assertThatThrownBy(() -> KvmModules.of(new KernelFiles("own", folder, folder)))
        .isInstanceOf(LabException.class)
        .hasMessageStartingWith("no module kvm in ");
  }

  @Test
  void shouldNotGuessHowAModuleIsCompressed() throws IOException {
    Files.writeString(folder.resolve("kvm-amd.ko.zst"), "x");
    assertThatThrownBy(() -> KvmModules.of(new KernelFiles("own", folder, folder)))
        .isInstanceOf(LabException.class)
        .hasMessageEndingWith("is neither .ko nor .ko.xz; decompress the modules first");
  }

  private void module(String name, String depends) throws IOException {
    Files.writeString(folder.resolve(name), "\u007fELF\0depends=" + depends + "\0rest");
  }

  @Test
  void shouldRefuseAQemuThatIsTooOld() {
    assertThat(Qemu.checked("QEMU emulator version 7.2.22 (Debian 1:7.2)")).isEqualTo("7.2.22");
    assertThat(Qemu.checked("QEMU emulator version 10.0.2")).isEqualTo("10.0.2");
    assertThatThrownBy(() -> Qemu.checked("QEMU emulator version 6.2.0"))
        .isInstanceOf(LabException.class)
        .hasMessage("QEMU 6.2 is older than 7.2, the oldest that the lab has been tried with");
  }

  @Test
  void shouldKeepWhatAnEmulatorSaysThatEndsOfItself() throws Exception {
    Path machine = Files.createDirectory(folder.resolve("machine"));
    Process guard = guard(machine, "echo no kernel >&2; exit 3");
    guard.waitFor(); // from here on nobody can write to it any more
    assertThat(said(guard)).contains("no kernel");
    assertThat(machine).exists();
  }

  @Test
  void shouldLeaveNothingWhenWhoeverSteersIsGone() throws Exception {
    Path machine = Files.createDirectory(folder.resolve("machine"));
    Process guard = guard(machine, "exec sleep 600");
    guard.getOutputStream().close();
    said(guard);
    assertThat(machine).doesNotExist();
  }

  /** With one behind it that ends when the last does that it has started. */
  private static Process guard(Path machine, String emulator) throws IOException {
    String guarded = "sh -c \"$@\" 2>&1 | cat";
    return new ProcessBuilder(
            List.of(
                "sh",
                "-c",
                guarded,
                "sh",
                Qemu.GUARD,
                "sh",
                machine.toString(),
                "sh",
                "-c",
                emulator))
        .start();
  }

  /** What it and all that it has started say; Java reads no more once a process has ended. */
  private static String said(Process guard) throws IOException {
    return new String(guard.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void shouldReadTheKernelsVersionInAPackages() {
    assertThat(DebianKernels.upstream("7.3.4-1~bpo13+1")).isEqualTo("7.3.4");
    assertThat(DebianKernels.upstream("6.12.117-1")).isEqualTo("6.12.117");
  }

  @Test
  void shouldLeaveNoHalfFolderBehind() {
    Path target = folder.resolve("target");
    assertThatThrownBy(
            () ->
                Folders.fill(
                    target,
                    part -> {
                      throw new LabException("half way");
                    }))
        .hasMessage("half way");
    assertThat(folder).isEmptyDirectory();
    Folders.fill(target, part -> {});
    Folders.fill(
        target,
        part -> {
          throw new LabException("there already");
        });
    assertThat(target).isDirectory();
  }

  @Test
  void shouldNameTheProgramThatIsMissingAndItsPackage() {
    assertThatThrownBy(() -> Programs.find("no-such-program"))
        .isInstanceOf(MissingProgramException.class)
        .hasMessage(
            "no-such-program is not on this machine; install it:"
                + " apt-get install --no-install-recommends no-such-program");
  }

  @Test
  void shouldTellWhyAProgramHasFailed() {
    assertThatThrownBy(() -> Programs.run(List.of("sh", "-c", "echo no; exit 3"), folder))
        .isInstanceOf(LabException.class)
        .hasMessage("sh -c echo no; exit 3 ended with 3: no");
  }

  @Test
  void shouldGiveTheSameNameOnlyToTheSame() {
    assertThat(new Digest().add("a").add("b").name())
        .isEqualTo(new Digest().add("a").add("b").name());
    assertThat(new Digest().add("a").add("b").name()).isNotEqualTo(new Digest().add("ab").name());
  }
}
