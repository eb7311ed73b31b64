package org.mmucheck.linux.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The machine's QEMU, and how the lab runs it.
 *
 * <p>One host thread runs all CPUs in turn ({@code thread=single}). With a thread for each of them
 * QEMU 7.2 and 10.0 sometimes broke the emulated machine in workloads with two vCPUs: a panic, a
 * vCPU that left its code, an endless nested fault.
 */
final class Qemu {
  private static final String PROGRAM = "qemu-system-x86_64";
  private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.(\\d+)\\S*");
  private static final int OLDEST_MAJOR = 7;
  private static final int OLDEST_MINOR = 2;

  /**
   * Enough for the kernel, the first root file system and the VMM; a snapshot saves what is used.
   */
  private static final String MEGABYTES = "384";

  /** On a loaded machine an emulated timer may be late enough for the kernel to find none. */
  private static final String KERNEL_ARGUMENTS =
      "console=ttyS0 quiet nokaslr panic=-1 mitigations=off nosoftlockup nowatchdog no_timer_check"
          + " rcupdate.rcu_cpu_stall_suppress=1 transparent_hugepage=never kvm.nx_huge_pages=off"
          + " rdinit=/vmm --";

  /**
   * Runs QEMU until there is a line on standard input, or until nobody can write there any more:
   * then the machine's folder goes, too. QEMU dies with the shell, however that ends: the kernel
   * kills it. If QEMU ends of itself, its folder stays, with what it has said.
   */
  static final String GUARD =
      """
      exec 3<&0
      folder=$1
      shift
      setpriv --pdeathsig KILL -- "$@" </dev/null 3<&- &
      qemu=$!
      (read -r _ <&3 || { trap '' TERM; gone=yes; }
       kill -KILL $qemu 2>/dev/null
       [ -z "${gone:-}" ] || rm -rf "$folder") &
      guard=$!
      wait $qemu
      kill $guard 2>/dev/null
      """;

  private final Path program;
  private final String version;

  private Qemu(Path program, String version) {
    this.program = program;
    this.version = version;
  }

  /**
   * The machine's QEMU.
   *
   * @throws MissingProgramException if it has none
   * @throws LabException if it is too old
   */
  static Qemu find() {
    Path program = Programs.find(PROGRAM);
    Programs.find("setpriv");
    return new Qemu(program, checked(Programs.run(List.of(PROGRAM, "--version"), Path.of("/"))));
  }

  /** The version, if it is fit. */
  static String checked(String told) {
    Matcher matcher = VERSION.matcher(told);
    if (!matcher.find()) {
      throw new LabException("QEMU does not tell its version");
    }
    int major = Integer.parseInt(matcher.group(1));
    int minor = Integer.parseInt(matcher.group(2));
    if (major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR)) {
      throw new LabException(
          "QEMU %d.%d is older than %d.%d, the oldest that the lab has been tried with"
              .formatted(major, minor, OLDEST_MAJOR, OLDEST_MINOR));
    }
    return matcher.group().substring("version ".length());
  }

  String version() {
    return version;
  }

  /** What decides what a machine is, for names of images. */
  static String fixed() {
    return MEGABYTES + KERNEL_ARGUMENTS;
  }

  /**
   * The command that runs a machine of the VMM until its standard input is closed.
   *
   * @param snapshot to begin with; empty to boot
   */
  List<String> command(
      Path kernel, Path initramfs, Path disk, Path folder, Shape shape, String snapshot) {
    return command(kernel, initramfs, disk, folder, shape.cpus(), shape.arguments(), snapshot);
  }

  /**
   * The command that runs a machine until its standard input is closed.
   *
   * @param arguments of the program
   * @param snapshot to begin with; empty to boot
   */
  List<String> command(
      Path kernel,
      Path initramfs,
      Path disk,
      Path folder,
      int cpus,
      String arguments,
      String snapshot) {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", GUARD, "sh", folder.toString(), program.toString()));
    command.addAll(List.of("-accel", "tcg,thread=single", "-machine", "q35"));
    command.addAll(List.of("-cpu", "EPYC,+svm,+npt", "-smp", Integer.toString(cpus)));
    command.addAll(List.of("-m", MEGABYTES, "-nodefaults", "-no-user-config"));
    command.addAll(List.of("-display", "none", "-no-reboot", "-S"));
    command.addAll(List.of("-kernel", kernel.toString(), "-initrd", initramfs.toString()));
    command.addAll(List.of("-append", KERNEL_ARGUMENTS + " " + arguments));
    command.addAll(List.of("-serial", "file:" + folder.resolve("console")));
    command.addAll(List.of("-drive", "if=none,id=disk,format=qcow2,file=" + disk));
    command.addAll(List.of("-chardev", "socket,id=monitor,path=" + folder.resolve("monitor")));
    command.addAll(List.of("-mon", "chardev=monitor,mode=control"));
    command.addAll(List.of("-chardev", "socket,id=gdb,path=" + folder.resolve("gdb")));
    command.addAll(List.of("-gdb", "chardev:gdb"));
    if (!snapshot.isEmpty()) {
      command.addAll(List.of("-loadvm", snapshot));
    }
    return command;
  }
}
