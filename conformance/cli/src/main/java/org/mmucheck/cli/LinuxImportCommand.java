package org.mmucheck.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import org.mmucheck.linux.probe.ProbeTable;
import org.mmucheck.linux.trace.KernelEvent;
import org.mmucheck.linux.trace.Machines;
import org.mmucheck.linux.trace.TraceText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    description = {
      "Read what a kernel's tracer told, and write it as a log for validate.",
      "With the probes that `linux probes` sets, and no others. What is not whole is refused: lost,"
          + " missed or overwritten events, lines that are cut off, unknown events, a clock that"
          + " runs backwards."
    },
    footer = "%nFor example: linux import trace.txt --out run.ndjson")
final class LinuxImportCommand implements Callable<Integer> {
  private final Session session;

  @Spec CommandSpec command;

  @Mixin RecordedEvents log;

  @Parameters(
      paramLabel = "FILE",
      description = "The text of trace or trace_pipe, plain or compressed by gzip; - reads it.")
  String file;

  @Option(
      names = "--kernel",
      paramLabel = "RELEASE",
      description = "Which kernel it was: 7.3.4, say (default: as the file itself says).")
  @Nullable String kernel;

  @Option(
      names = "--vm",
      paramLabel = "ADDRESS",
      description = "Whose events: the machine with its struct kvm there, if there are several.")
  @Nullable String vm;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  LinuxImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Long machine = vm == null ? null : address(vm);
    String name = file.equals(LogInput.STANDARD_INPUT) ? "standard input" : file;
    // Which events there can be depends on the release only by their number: all tables' are known.
    ProbeTable table = kernel == null ? null : ProbeTable.of(tables(), kernel);
    TraceText.Read read;
    try (InputStream in = LogInput.open(file)) {
      read =
          TraceText.read(name, table == null ? ProbeTable.allEvents(tables()) : table.events(), in);
    } catch (NoSuchFileException e) {
      throw new InputException(file, "", "no such file");
    } catch (IOException e) {
      throw new InputException(file, "", "cannot be read: " + e.getMessage());
    }
    String release = kernel == null ? read.release() : kernel;
    if (release.isEmpty()) {
      throw new InputException(
          name, "", "does not say which kernel it is of; say so with --kernel 7.3.4");
    }
    List<KernelEvent> events = Machines.one(name, read.events(), machine);
    session.console.err().println(log.write(session.console, name, release, events));
    return ExitCode.OK;
  }

  private Path tables() {
    return LinuxProbesCommand.tables(session);
  }

  private long address(String text) {
    try {
      return Long.parseUnsignedLong(text.replaceFirst("^0x", ""), 16);
    } catch (NumberFormatException e) {
      throw new ParameterException(
          command.commandLine(), "--vm must be an address in hex, not " + text);
    }
  }
}
