package org.mmucheck.linux.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mmucheck.input.InputException;
import org.mmucheck.linux.kernel.Btf;
import org.mmucheck.linux.kernel.Layouts;
import org.mmucheck.linux.lab.Image;

/**
 * Where a kernel's BTF comes from.
 *
 * @param release what {@code uname -r} says
 * @param isModule whether KVM is a module there, with BTF of its own
 */
public record KernelTypes(String release, Layouts layouts, boolean isModule) {
  private static final String VMLINUX = "vmlinux";
  private static final String KVM = "kvm";

  /** Of a kernel that the lab has booted. */
  public static KernelTypes of(Image image) {
    boolean isModule = image.hasBtf(KVM);
    return new KernelTypes(
        image.release(),
        layouts(image.release(), image.btf(VMLINUX), isModule ? image.btf(KVM) : new byte[0]),
        isModule);
  }

  /**
   * Of a kernel that runs somewhere.
   *
   * @param folder its {@code /sys/kernel/btf}, or a copy of it
   * @throws InputException if it has no file {@code vmlinux}, or one is no BTF
   */
  public static KernelTypes of(Path folder, String release) {
    Path kvm = folder.resolve(KVM);
    boolean isModule = Files.exists(kvm);
    return new KernelTypes(
        release,
        layouts(
            folder.toString(), read(folder.resolve(VMLINUX)), isModule ? read(kvm) : new byte[0]),
        isModule);
  }

  private static Layouts layouts(String of, byte[] vmlinux, byte[] kvm) {
    Btf base = Btf.vmlinux("the BTF of " + of, vmlinux);
    return kvm.length == 0 ? base : base.module("the BTF of kvm of " + of, kvm);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException(
          file.toString(),
          "",
          "cannot be read; expected the BTF of a kernel, as in /sys/kernel/btf with KVM loaded");
    }
  }
}
