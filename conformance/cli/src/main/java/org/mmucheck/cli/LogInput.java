package org.mmucheck.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.mmucheck.input.InputFile;

/** A recorded log that a user names. */
final class LogInput {
  /** The name of standard input. */
  static final String STANDARD_INPUT = "-";

  private LogInput() {}

  /** What is compressed is told by its first bytes, as its name may say nothing. */
  static InputStream open(String log) throws IOException {
    InputStream in =
        new BufferedInputStream(
            log.equals(STANDARD_INPUT) ? System.in : InputFile.open(Path.of(log)));
    in.mark(2);
    int magic = in.read() | in.read() << 8;
    in.reset();
    return magic == GZIPInputStream.GZIP_MAGIC
        ? new BufferedInputStream(new GZIPInputStream(in))
        : in;
  }
}
