package org.mmucheck.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmucheck.file.AtomicFile;
import org.mmucheck.linux.lab.Lab;
import org.mmucheck.linux.lab.Traced;
import org.mmucheck.linux.probe.KernelTypes;
import org.mmucheck.linux.probe.ProbeDefinitions;
import org.mmucheck.linux.probe.ProbeScript;
import org.mmucheck.linux.probe.ProbeTable;
import org.mmucheck.linux.trace.KernelEvent;
import org.mmucheck.linux.trace.Machines;
import org.mmucheck.linux.trace.TraceText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "record",
    description = {
      "Boot a kernel, run a workload under its own tracer, and write a log for validate.",
      "Nothing is steered. The first time for a kernel it boots twice, to learn its BTF."
    },
    footer = "%nFor example: linux record --kernel debian:7.3.4 --workload cow --out cow.ndjson")
final class LinuxRecordCommand implements Callable<Integer> {
  private static final double LONGEST = 60;

  private final Session session;

  @Spec CommandSpec command;

  @Mixin LabOptions linux;

  @Mixin RecordedEvents log;

  @Option(
      names = "--workload",
      paramLabel = "W",
      required = true,
      description = "${COMPLETION-CANDIDATES}.",
      completionCandidates = Workload.Names.class,
      converter = Workload.ByName.class)
  Workload workload;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "For how long faults and two-vcpus go on; the others have an end of their own (default:"
              + " ${DEFAULT-VALUE}).")
  double seconds;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Write the tracer's own text as well, as import reads it.")
  @Nullable Path trace;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  LinuxRecordCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (!(seconds > 0 && seconds <= LONGEST)) {
      throw new ParameterException(
          command.commandLine(), "--seconds must be above 0 and at most 60, not " + seconds);
    }
    Traced traced;
    ProbeTable table;
    try (ProgressLine line = new ProgressLine(session.console)) {
      KernelTypes types = LinuxProbesCommand.booted(session, linux, line);
      table = ProbeTable.of(LinuxProbesCommand.tables(session), types.release());
      String probes =
          ProbeScript.plain(new ProbeDefinitions(table, types.layouts(), types.isModule()));
      Lab lab = linux.at(session, line);
      traced = lab.record(linux.files(lab), probes, workload.word, seconds);
    }
    String name = linux.kernel + " " + workload.word;
    byte[] text =
        ProbeScript.saved(traced.release(), traced.trace(), traced.profile(), table)
            .getBytes(StandardCharsets.ISO_8859_1);
    if (trace != null) {
      write(text, trace);
    }
    TraceText.Read read = TraceText.read(name, table.events(), new ByteArrayInputStream(text));
    List<KernelEvent> events = Machines.one(name, read.events(), null);
    session.console.err().println(log.write(session.console, name, traced.release(), events));
    return ExitCode.OK;
  }

  private static void write(byte[] text, Path file) {
    try {
      AtomicFile.write(file, out -> out.write(text));
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(file + ": cannot be written: " + e.getMessage(), e));
    }
  }
}
