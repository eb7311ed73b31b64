package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard output on a full disk, or with nobody who reads it. */
class LostOutputTest {
  @TempDir private Path home;

  /** As {@code /dev/full}. */
  private static final class Full extends Writer {
    @Override
    public void write(char[] text, int from, int length) throws IOException {
      throw new IOException("No space left on device");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "models",
        "models --json",
        "check",
        "replay",
        "conform",
        "fuzz",
        "--help",
        "--all"
      })
  void shouldFailWhereResultsAreLost(String command) throws IOException {
    CliFixture cli = new CliFixture(home);
    cli.commitTrace();
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new PrintWriter(new Full()), new PrintWriter(err, true), false, "./mmucheck", home);
    int exitCode =
        new Cli(console, InputStream.nullInputStream(), null, folder -> cli.workbench)
            .run(command.split(" "));
    assertThat(exitCode).isEqualTo(74);
    assertThat(err.toString()).contains("standard output cannot be written");
  }
}
