package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.ConfigText;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Row;
import org.mmucheck.workbench.Workbench;

/** How often free runs of a wrong design give it away. */
class RatesTest {
  private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

  /** It lowers the count before it raises seq, always, and the right design never does. */
  @Test
  void shouldFindEachRunOfOtherOrderToBeNoBehaviourOfTheRightDesign() {
    Run run = run("record", "FinerLock_V6a", "--runs", "2", "--steps", "200", "--seed", "1");
    assertThat(run.err).isEmpty();
    assertThat(run.exitCode).isEqualTo(ExitCode.OK);
    assertThat(run.out)
        .containsPattern("FinerLock_V6a +\\S+ +FinerLock_right +2 +2 +\\d +2 +0 +LowerCount");
  }

  @Test
  void shouldSayThatARightDesignIsNoWrongOne() {
    Run run = run("record", "FinerLock_right", "--runs", "2");
    assertThat(run.exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(run.err).contains("names no wrong design");
  }

  @Test
  void shouldRecordOneModelWithoutRuns() {
    Run run = run("record", "FinerLock_right", "FinerLock_V6a");
    assertThat(run.exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(run.err).contains("one MODEL, not 2");
  }

  @Test
  void shouldChooseRightDesignOfMostRulesInCommon() {
    Catalog catalog = Catalog.load(HOME.resolve("spec"));
    NearestRight nearest = new NearestRight(catalog);
    List<Row> wrong =
        catalog.rows().stream()
            .filter(row -> !catalog.isRight(row) && NearestRight.behaves(row))
            .toList();
    assertThat(wrong).hasSizeGreaterThan(100);
    for (Row row : wrong) {
      Model own = row.models().getFirst();
      nearest
          .of(row)
          .ifPresent(
              right -> {
                assertThat(catalog.isOfRightDesign(right)).as(row.name()).isTrue();
                assertThat(right.module()).isEqualTo(own.module());
                assertThat(ConfigText.of(right).truths()).isNotEqualTo(ConfigText.of(own).truths());
              });
    }
    Row mistake = catalog.findRows("RootLifetime_e-w1").getFirst();
    assertThat(nearest.of(mistake)).map(Model::row).contains("RootLifetime_e");
  }

  private record Run(int exitCode, String out, String err) {}

  private static Run run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new PrintWriter(out, true), new PrintWriter(err, true), false, "./mmucheck", HOME);
    int exitCode = new Cli(console, Workbench::open).run(args);
    return new Run(exitCode, out.toString(), err.toString());
  }
}
