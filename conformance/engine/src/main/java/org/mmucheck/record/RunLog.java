package org.mmucheck.record;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.mmucheck.file.AtomicFile;
import org.mmucheck.log.LogWriter;
import org.mmucheck.log.RecordedStep;

/** The log of a run, as {@code docs/log-format.md} says. */
public final class RunLog {
  private RunLog() {}

  /**
   * Writes it to a file, which is there as a whole or not at all.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(Recorder.Recorded recorded, Path file) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          BufferedWriter text =
              new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          write(recorded, text);
          text.flush();
        });
  }

  /**
   * @throws IOException if the output cannot be written
   */
  public static void write(Recorder.Recorded recorded, Appendable out) throws IOException {
    LogWriter log = new LogWriter(out, recorded.header());
    for (RecordedStep step : recorded.run().steps()) {
      log.step(step);
    }
    for (RecordedStep step : recorded.run().open()) {
      log.unfinished(step);
    }
    log.finish();
  }
}
