package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static final String ERASE = "\r\u001b[K";
  private static final long SECOND = 1_000_000_000;

  private final StringWriter err = new StringWriter();
  private long now;

  @Test
  void shouldBeNoWiderThanTheTerminal() {
    try (ProgressLine line = line(true, 20, false)) {
      line.show("TLC: a model with a long name");
      assertThat(err.toString()).isEqualTo(ERASE + "TLC: a model with a");
    }
    assertThat(err.toString()).endsWith(ERASE);
  }

  @Test
  void shouldSayHowLongItTakes() {
    try (ProgressLine line = line(true, 80, false)) {
      line.show("conform", 0, 200, "A");
      assertThat(err.toString()).endsWith("conform 0/200  A");
      now = 10 * SECOND;
      line.show("conform", 20, 200, "B");
      assertThat(err.toString()).endsWith("conform 20/200, 2.0/s, 1:30 left  B");
    }
  }

  @Test
  void shouldTellTheLogNowAndThen() {
    try (ProgressLine line = line(false, 0, true)) {
      line.show("one");
      now = 30 * SECOND;
      line.show("two");
      now = 45 * SECOND;
      line.show("three");
      now = 60 * SECOND;
      line.show("four");
    }
    assertThat(err.toString()).isEqualToNormalizingNewlines("mmucheck: two\nmmucheck: four\n");
  }

  @Test
  void shouldBeSilentInAPipe() {
    try (ProgressLine line = line(false, 0, false)) {
      now = 100 * SECOND;
      line.show("one");
    }
    assertThat(err.toString()).isEmpty();
  }

  private ProgressLine line(boolean terminal, int columns, boolean ci) {
    PrintWriter out = new PrintWriter(new StringWriter());
    Console console =
        new Console(out, new PrintWriter(err), terminal, "./mmucheck", Path.of(""), 0, columns, ci);
    return new ProgressLine(console, () -> now);
  }
}
