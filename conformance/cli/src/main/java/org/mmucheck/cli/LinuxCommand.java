package org.mmucheck.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "linux",
    description = {
      "Hold Linux itself to a spec.",
      "",
      "A kernel boots under QEMU's emulation, and a debugger decides which of its tasks goes on to"
          + " its next step; or it runs on by itself, and its own tracer tells what it did. Needs"
          + " qemu-system-x86, qemu-utils, gcc and libc6-dev; linux/README.md says more.",
      "",
      "probes and import need neither: they are for a kernel that runs elsewhere."
    },
    footer = "%nFor example: linux replay traces/NotifierFault/V6 --kernel debian:7.3.4")
final class LinuxCommand implements Callable<Integer> {
  @Spec CommandSpec command;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  LinuxCommand() {}

  @Override
  public Integer call() {
    throw new ParameterException(
        command.commandLine(), "replay, conform, record, probes or import?");
  }
}
