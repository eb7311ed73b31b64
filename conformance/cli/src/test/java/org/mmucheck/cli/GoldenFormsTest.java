package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmucheck.workbench.ExplainFormat;
import org.mmucheck.workbench.Workbench;

/** Every format of {@code explain}, of the project's own traces. */
class GoldenFormsTest {
  private static final Path PROJECT = Path.of("..", "..");
  private static final String RACE = "RootLifetime_b_NoPageUAF";

  @ParameterizedTest
  @EnumSource(ExplainFormat.class)
  void shouldTellTheMailsRace(ExplainFormat format) throws IOException {
    Golden.requireSame(
        "golden/race." + ending(format), printed("explain", RACE, "--format", format.name()));
  }

  @Test
  void shouldTellTheMailsRaceAsJson() throws IOException {
    Golden.requireSame("golden/race.json", printed("explain", RACE, "--json"));
  }

  @ParameterizedTest
  @CsvSource({"text", "md", "html"})
  void shouldPutTheRightDesignBesideTheRace(ExplainFormat format) throws IOException {
    Golden.requireSame(
        "golden/race-beside-right." + ending(format),
        printed("explain", RACE, "RootLifetime_a2_write", "--format", format.name()));
  }

  @Test
  void shouldPutTwoTracesSideBySide() throws IOException {
    Golden.requireSame(
        "golden/two-races.txt",
        printed("explain", "NotifierFault_V1_NoStaleInsert", "NotifierFault_V3_NoStaleInsert"));
  }

  private static String ending(ExplainFormat format) {
    return format == ExplainFormat.text ? "txt" : format.name();
  }

  private static String printed(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(new PrintWriter(out), new PrintWriter(err), false, "./mmucheck", PROJECT);
    assertThat(new Cli(console, Workbench::open).run(args)).as(err.toString()).isZero();
    return out.toString();
  }
}
