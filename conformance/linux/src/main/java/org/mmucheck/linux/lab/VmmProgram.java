package org.mmucheck.linux.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Compiles the VMM, which is linked so that it needs nothing of the machine that it runs on. */
final class VmmProgram {
  private VmmProgram() {}

  /**
   * The program.
   *
   * @param source {@code linux/vmm.c}
   * @param folder for what the compiler writes
   */
  static byte[] compile(Path source, Path folder) {
    if (!Files.isRegularFile(source)) {
      throw new LabException("no " + source + "; the lab needs the project's folder linux");
    }
    Path program = folder.resolve("vmm");
    Programs.run(
        List.of(
            "gcc",
            "-O2",
            "-static",
            "-no-pie",
            "-pthread",
            "-Wl,--build-id=none",
            "-Wl,-Ttext-segment=0x70000000",
            "-Wl,--section-start=.mark=0x%x".formatted(Mailbox.MARK),
            "-o",
            program.toString(),
            source.toString()),
        folder);
    try {
      return Files.readAllBytes(program);
    } catch (IOException e) {
      throw new LabException("cannot read " + program + ": " + e.getMessage(), e);
    }
  }
}
