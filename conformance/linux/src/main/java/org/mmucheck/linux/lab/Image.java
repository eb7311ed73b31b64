package org.mmucheck.linux.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A machine that has been booted and saved: all tasks of the VMM stand at their marks.
 *
 * @param kernel which kernel it runs
 * @param shape the VMM's
 * @param folder where its files are
 */
public record Image(KernelFiles kernel, Shape shape, Path folder) {
  /** The snapshot in its disk. */
  static final String SNAPSHOT = "ready";

  static final String KERNEL = "vmlinuz";
  static final String INITRAMFS = "initramfs";
  static final String DISK = "disk.qcow2";
  static final String DATA = "data";

  /** What {@code uname -r} says: {@code 7.3.4+deb13-cloud-amd64}. */
  public String release() {
    return new String(fact("release"), StandardCharsets.US_ASCII).strip();
  }

  /** The text of {@code /proc/kallsyms}. */
  public String kallsyms() {
    return new String(fact("kallsyms"), StandardCharsets.US_ASCII);
  }

  public Path kallsymsFile() {
    return folder.resolve("kallsyms");
  }

  /**
   * The BTF of the kernel or a module: {@code vmlinux}, {@code kvm}, {@code kvm_amd}.
   *
   * @throws LabException if the kernel has none
   */
  public byte[] btf(String of) {
    return fact("btf-" + of);
  }

  /** Whether the kernel has BTF of its own for a module. */
  public boolean hasBtf(String of) {
    return Files.exists(folder.resolve("btf-" + of));
  }

  /** Where the VMM has the memory that backs the first frame. */
  public long dataAddress() {
    return Long.parseLong(new String(fact(DATA), StandardCharsets.US_ASCII));
  }

  private byte[] fact(String name) {
    try {
      return Files.readAllBytes(folder.resolve(name));
    } catch (IOException e) {
      throw new LabException(
          "%s has not told its %s: %s".formatted(kernel.name(), name, e.getMessage()), e);
    }
  }
}
