package org.mmucheck.cli.readers;

import java.io.IOException;
import java.util.Locale;

/**
 * What Jazzer calls with each of its inputs: {@code tools/fuzz-readers.sh}. The property {@code
 * mmucheck.reader} names the reader.
 */
public final class FuzzedReader {
  private static final Readers READER =
      Readers.valueOf(System.getProperty("mmucheck.reader", "").toUpperCase(Locale.ROOT));

  private FuzzedReader() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    READER.outcome(bytes);
  }
}
