package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mmucheck.tlc.Memory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LastWordsTest {
  private static final int LONGEST = 8_000;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream(2 * LONGEST);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(2 * LONGEST);

  @AfterEach
  void forget() {
    LastWords.at("");
  }

  private String said() {
    return err.toString(StandardCharsets.US_ASCII);
  }

  @Test
  void shouldNameCommandAndWhatItWasAt() {
    LastWords words = new LastWords("./mmucheck check 'a b'", err, null);
    LastWords.at("A_b  12 states");
    words.say();
    assertThat(said())
        .isEqualTo(
            "mmucheck: ./mmucheck check 'a b' ran out of memory at \"A_b  12 states\""
                + Memory.advice()
                + "\n");
    assertThat(LastWords.place()).isEqualTo(" at \"A_b  12 states\"");
  }

  @Test
  void shouldPrintDocumentWhereOneIsWanted() {
    LastWords words = new LastWords("./mmucheck check 'a\\\"b' --json", err, out);
    words.say();
    JsonNode error = JsonMapper.shared().readTree(out.toByteArray()).path("error");
    assertThat(error.path("exitCode").intValue()).isEqualTo(Memory.EXHAUSTED);
    assertThat("mmucheck: " + error.path("message").stringValue() + "\n").isEqualTo(said());
  }

  @Test
  void shouldNotLetTheTerminalDoAnything() {
    LastWords words = new LastWords("./mmucheck check \u001b[31m", err, null);
    LastWords.at("\u001b]0;\u0007\u202e");
    words.say();
    assertThat(said())
        .startsWith("mmucheck: ./mmucheck check \\u001b[31m ran out")
        .contains("at \"?]0;??\"");
  }

  @Test
  void shouldEndCommandsThatAreTooLong() {
    new LastWords("./mmucheck check " + "x".repeat(500_000), err, null).say();
    assertThat(said())
        .startsWith("mmucheck: the command ran out of memory")
        .endsWith("gives it more\n");
    err.reset();
    LastWords.at("x".repeat(500_000));
    new LastWords("./mmucheck", err, out).say();
    assertThat(err.size()).isEqualTo(LONGEST);
  }

  /** Or there would be nothing to say it with. */
  @Test
  void shouldMakeNothingNew() {
    LastWords words = new LastWords("./mmucheck check a", err, out);
    LastWords.at("A_b  12 states");
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    new LastWords("./mmucheck", err, out).say(); // classes are loaded once
    threads.getCurrentThreadAllocatedBytes();
    long before = threads.getCurrentThreadAllocatedBytes();
    words.say();
    long after = threads.getCurrentThreadAllocatedBytes();
    assertThat(after - before).isZero();
    assertThat(said()).isNotEmpty();
  }
}
