package org.mmucheck.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.file.AtomicFile;
import org.mmucheck.linux.trace.KernelEvent;
import org.mmucheck.linux.trace.KernelLog;
import org.mmucheck.linux.trace.NotifierFaultLog;
import org.mmucheck.log.LogWriter;
import org.mmucheck.log.RecordedStep;
import org.mmucheck.log.Recording;
import picocli.CommandLine.Option;

/** How the events of a kernel's tracer are written. */
final class RecordedEvents {
  private static final String ZIPPED = ".gz";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The log to write, compressed if its name ends with .gz (default: standard output).")
  @Nullable Path out;

  @Option(
      names = "--events",
      description =
          "Write the tracer's events, as in linux/logs, for validate --kernel RELEASE; not the"
              + " steps of the spec that they show.")
  boolean events;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  RecordedEvents() {}

  /** How a log is written, once it is known that the events are whole. */
  private interface Writing {
    void to(Appendable out) throws IOException;
  }

  /**
   * @param release like {@code 7.3.4}
   * @return a line for people
   * @throws org.mmucheck.input.InputException if they are not those of whole faults and
   *     invalidations
   */
  String write(Console console, String file, String release, List<KernelEvent> all) {
    Recording recording = NotifierFaultLog.of(file, release, all);
    Writing writing = events ? to -> KernelLog.write(all, to) : to -> steps(recording, to);
    try {
      if (out == null) {
        writing.to(console.out());
        console.out().flush();
      } else {
        AtomicFile.write(out, stream -> compressed(stream, writing));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(out + ": cannot be written: " + e.getMessage(), e));
    }
    return "%s: %,d events, %,d steps of %s"
        .formatted(file, all.size(), recording.steps().size(), recording.header().module());
  }

  private void compressed(OutputStream stream, Writing writing) throws IOException {
    boolean isZipped = String.valueOf(out).endsWith(ZIPPED);
    GZIPOutputStream zipped = isZipped ? new GZIPOutputStream(stream) : null;
    BufferedWriter text =
        new BufferedWriter(
            new OutputStreamWriter(zipped == null ? stream : zipped, StandardCharsets.UTF_8));
    writing.to(text);
    text.flush();
    if (zipped != null) {
      zipped.finish();
    }
  }

  private static void steps(Recording recording, Appendable to) throws IOException {
    LogWriter log = new LogWriter(to, recording.header());
    for (RecordedStep step : recording.steps()) {
      log.step(step);
    }
    log.finish();
  }
}
