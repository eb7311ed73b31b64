package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmucheck.linux.lab.Lab;
import org.mmucheck.linux.lab.Shape;
import org.mmucheck.linux.probe.KernelTypes;
import org.mmucheck.linux.probe.ProbeDefinitions;
import org.mmucheck.linux.probe.ProbeScript;
import org.mmucheck.linux.probe.ProbeTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "probes",
    description = {
      "Print a script that has a running kernel's tracer tell what faults and invalidations do.",
      "To run as root on the machine that has it, before a virtual machine is started: set, save"
          + " and remove. `linux import` reads what save prints. The offsets are those of the"
          + " kernel's own BTF: with --btf that of a machine, else of a kernel that boots in the"
          + " lab."
    },
    footer = {
      "%nFor example: linux probes --kernel $(uname -r) --btf /sys/kernel/btf > probes.sh",
      "         or: linux probes --kernel debian:7.3.4"
    })
final class LinuxProbesCommand implements Callable<Integer> {
  private final Session session;

  @Mixin LabOptions linux;

  @Option(
      names = "--btf",
      paramLabel = "DIR",
      description = {
        "The BTF of the kernel: /sys/kernel/btf of its machine, or a copy, with KVM loaded.",
        "--kernel is then what uname -r says there."
      })
  @Nullable Path btf;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  LinuxProbesCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    KernelTypes types = btf == null ? booted() : KernelTypes.of(btf, linux.kernel);
    ProbeTable table = ProbeTable.of(tables(session), types.release());
    session
        .console
        .out()
        .print(
            ProbeScript.of(
                types.release(), new ProbeDefinitions(table, types.layouts(), types.isModule())));
    session.console.out().flush();
    return ExitCode.OK;
  }

  private KernelTypes booted() {
    try (ProgressLine line = new ProgressLine(session.console)) {
      return booted(session, linux, line);
    }
  }

  /** What a kernel says of itself after it has booted, once, in the lab. */
  static KernelTypes booted(Session session, LabOptions linux, ProgressLine line) {
    Lab lab = linux.at(session, line);
    return KernelTypes.of(lab.image(linux.files(lab), new Shape(1, 1, 1, 1)));
  }

  /** The folder of the tables of probes. */
  static Path tables(Session session) {
    return session.console.home().resolve("linux").resolve("probes");
  }
}
