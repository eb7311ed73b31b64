package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmucheck.workbench.ExplainFormat;
import org.mmucheck.workbench.Workbench;

/** Every format of {@code explain}, of the project's own traces. */
class GoldenFormsTest {
  private static final Path PROJECT = Path.of("..", "..");
  private static final String RACE = "RootLifetime_b_NoPageUAF";

  @TempDir Path home;

  /** Not the page, which has the lines of the spec's text. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "html")
  void shouldTellTheMailsRace(ExplainFormat format) throws IOException {
    Golden.requireSame(
        "golden/race." + ending(format), printed("explain", RACE, "--format", format.name()));
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellTheLongWayWithoutWhatIsNotNeeded(ExplainFormat format) throws IOException {
    Golden.requireSame(
        "golden/long-way." + ending(format),
        printed("explain", longWay(), "--spec", Doors.folder(home), "--format", format.name()));
  }

  @Test
  void shouldTellTheMailsRaceAsJson() throws IOException {
    Golden.requireSame("golden/race.json", printed("explain", RACE, "--json"));
  }

  @ParameterizedTest
  @CsvSource({"text", "md", "html"})
  void shouldPutTheRightDesignBesideTrace(ExplainFormat format) throws IOException {
    Golden.requireSame(
        "golden/long-way-beside-right." + ending(format),
        printed(
            "explain",
            longWay(),
            "Door_open",
            "--spec",
            Doors.folder(home),
            "--format",
            format.name()));
  }

  @Test
  void shouldPutTwoTracesSideBySide() throws IOException {
    Golden.requireSame(
        "golden/two-races.txt",
        printed("explain", "NotifierFault_V1_NoStaleInsert", "NotifierFault_V3_NoStaleInsert"));
  }

  private String longWay() throws IOException {
    return Files.writeString(home.resolve("long-way.itf.json"), Doors.LONG_WAY).toString();
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
