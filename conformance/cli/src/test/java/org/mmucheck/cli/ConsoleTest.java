package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final StringWriter err = new StringWriter();
  private final Console console =
      new Console(
          new PrintWriter(new StringWriter()),
          new PrintWriter(err),
          false,
          "./mmucheck",
          Path.of("."));

  @Test
  void shouldKeepWhatIsWrongAndTheWayOutOfLongMessage() {
    console.error("models.json: " + "n".repeat(500_000) + ": too long; again: ./mmucheck models");
    assertThat(err.toString())
        .startsWith("mmucheck: models.json: nnn")
        .contains("n ... (cut here) ... n")
        .endsWith("n: too long; again: ./mmucheck models" + System.lineSeparator())
        .hasSizeLessThan(8_100);
  }

  @Test
  void shouldLeaveOtherMessagesAsTheyAre() {
    String message = "n".repeat(8_000);
    console.error(message);
    assertThat(err.toString()).isEqualTo("mmucheck: " + message + System.lineSeparator());
  }
}
