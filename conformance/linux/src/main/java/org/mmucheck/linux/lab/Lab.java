package org.mmucheck.linux.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mmucheck.file.ProcessFolder;
import org.mmucheck.linux.remote.RemoteException;
import org.mmucheck.linux.remote.Wire;

/** Boots kernels and keeps what has been booted. */
public final class Lab {
  private static final Duration BOOT = Duration.ofMinutes(4);

  /** One for the VMM, and one for each of its vCPUs. */
  private static final int TRACED_CPUS = 3;

  private final Path vmmSource;
  private final Path cache;
  private final Consumer<String> progress;

  /**
   * @param vmmSource {@code linux/vmm.c}, with {@code workload.c} beside it
   * @param cache a folder for kernels and images; what is in it can be made again
   * @param progress told what takes a while
   */
  public Lab(Path vmmSource, Path cache, Consumer<String> progress) {
    this.vmmSource = vmmSource;
    this.cache = cache;
    this.progress = progress;
  }

  /**
   * The kernel that {@code name} means: {@code debian:VERSION}, else a bootable image of the user's
   * own.
   *
   * @param modules the user's, if it is their own kernel; null if KVM is built in
   */
  public KernelFiles kernel(String name, @Nullable Path modules) {
    if (name.startsWith(DebianKernels.PREFIX)) {
      return new DebianKernels(cache.resolve("kernels"), progress).get(name);
    }
    Path image = Path.of(name);
    if (!Files.isRegularFile(image)) {
      throw new LabException(
          "no kernel " + name + "; give a bootable image, or debian:VERSION for Debian's own");
    }
    return new KernelFiles(name, image, modules == null ? image.toAbsolutePath() : modules);
  }

  /** A machine with that kernel, booted if it is not in the cache. */
  public Image image(KernelFiles kernel, Shape shape) {
    Qemu qemu = Qemu.find();
    Path scratch = temporary();
    try {
      byte[] initramfs = root(kernel, vmmSource, scratch).toBytes();
      byte[] image = Files.readAllBytes(kernel.vmlinuz());
      String name =
          new Digest()
              .add(image)
              .add(initramfs)
              .add(qemu.version())
              .add(Qemu.fixed())
              .add(shape.arguments())
              .name();
      Path folder = cache.resolve("images").resolve(name);
      Folders.fill(
          folder,
          part -> {
            try {
              Files.write(part.resolve(Image.KERNEL), image);
              Files.write(part.resolve(Image.INITRAMFS), initramfs);
            } catch (IOException e) {
              throw new LabException("cannot write to " + part + ": " + e.getMessage(), e);
            }
            boot(
                qemu,
                kernel,
                part.resolve(Image.INITRAMFS),
                new Begin(shape.cpus(), shape.arguments(), shape.cpus(), Image.SNAPSHOT),
                part,
                scratch);
          });
      return new Image(kernel, shape, folder);
    } catch (IOException e) {
      throw new LabException("cannot read " + kernel.vmlinuz() + ": " + e.getMessage(), e);
    } finally {
      ProcessFolder.close(scratch);
    }
  }

  /**
   * Boots a kernel, runs a workload under its own tracer, and fetches what that told.
   *
   * @param probes for the program of {@code linux/workload.c}
   * @param workload its name there
   * @param seconds for how long, where it has no end of its own
   */
  public Traced record(KernelFiles kernel, String probes, String workload, double seconds) {
    Qemu qemu = Qemu.find();
    Path scratch = temporary();
    try {
      Initramfs root = root(kernel, vmmSource.resolveSibling("workload.c"), scratch);
      root.add("probes", probes.getBytes(StandardCharsets.US_ASCII));
      Path initramfs = Files.write(scratch.resolve(Image.INITRAMFS), root.toBytes());
      boot(
          qemu,
          kernel,
          initramfs,
          new Begin(TRACED_CPUS, workload + " " + seconds, 1, ""),
          scratch,
          scratch);
      return new Traced(fact(scratch, "release"), fact(scratch, "profile"), fact(scratch, "trace"));
    } catch (IOException e) {
      throw new LabException("cannot keep a trace: " + e.getMessage(), e);
    } finally {
      ProcessFolder.close(scratch);
    }
  }

  private static String fact(Path folder, String name) throws IOException {
    return Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1);
  }

  private static Initramfs root(KernelFiles kernel, Path program, Path scratch) {
    Initramfs root = new Initramfs().add("vmm", VmmProgram.compile(program, scratch));
    List<byte[]> modules = KvmModules.of(kernel);
    for (int i = 0; i < modules.size(); i++) {
      root.add("modules/%d.ko".formatted(i), modules.get(i));
    }
    return root;
  }

  /**
   * A machine of its own that stands where {@code image} was saved.
   *
   * @param tap what goes between this program and the machine's gdb stub
   */
  public Running run(Image image, UnaryOperator<Wire> tap) {
    Path folder = temporary();
    try {
      Path disk = folder.resolve(Image.DISK);
      Files.copy(image.folder().resolve(Image.DISK), disk, StandardCopyOption.REPLACE_EXISTING);
      List<String> command =
          Qemu.find()
              .command(
                  image.folder().resolve(Image.KERNEL),
                  image.folder().resolve(Image.INITRAMFS),
                  disk,
                  folder,
                  image.shape(),
                  Image.SNAPSHOT);
      return new Running(image, folder, Emulator.start(command, folder, tap));
    } catch (IOException e) {
      ProcessFolder.close(folder);
      throw new LabException("cannot copy a machine's disk: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      ProcessFolder.close(folder);
      throw e;
    }
  }

  /**
   * How a machine begins.
   *
   * @param arguments of its program
   * @param tasks how many, of the first CPUs, are ready in the end
   * @param snapshot to save then; empty for none
   */
  private record Begin(int cpus, String arguments, int tasks, String snapshot) {}

  private void boot(
      Qemu qemu, KernelFiles kernel, Path initramfs, Begin begin, Path facts, Path scratch) {
    progress.accept("boot " + kernel.name());
    Path disk = facts.resolve(Image.DISK);
    Programs.run(List.of("qemu-img", "create", "-q", "-f", "qcow2", disk.toString(), "1G"), facts);
    List<String> command =
        qemu.command(
            kernel.vmlinuz(), initramfs, disk, scratch, begin.cpus(), begin.arguments(), "");
    try (Emulator emulator = Emulator.start(command, scratch, UnaryOperator.identity())) {
      try {
        new Boot(emulator.stub(), emulator.monitor()::dump, begin.tasks(), facts).run(BOOT);
        if (!begin.snapshot().isEmpty()) {
          emulator.monitor().save(begin.snapshot());
        }
        emulator.monitor().quit();
      } catch (RemoteException e) {
        throw new LabException(
            "%s does not boot: %s; its last words: %s"
                .formatted(kernel.name(), e.getMessage(), emulator.lastWords()),
            e);
      }
    }
  }

  private static Path temporary() {
    try {
      return ProcessFolder.open();
    } catch (IOException e) {
      throw new LabException("cannot make a temporary folder: " + e.getMessage(), e);
    }
  }
}
