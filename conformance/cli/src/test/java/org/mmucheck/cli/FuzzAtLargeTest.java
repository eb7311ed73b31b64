package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.record.LargeModel;
import org.mmucheck.workbench.Workbench;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fuzzing past TLC's sizes, and how much of a graph that TLC can count it reaches. */
class FuzzAtLargeTest {
  private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

  @TempDir Path folder;

  @Test
  void shouldFollowTheSpecAtLargeSizes() {
    Run run = run("fuzz", "FinerLock_right", "--large", "--tries", "2", "--seed", "1");
    assertThat(run.exitCode).as(run.err).isEqualTo(ExitCode.OK);
    assertThat(run.out).containsPattern("FinerLock_right\\S*_AtLarge +codeFollowsSpec +2 ");
  }

  @Test
  void shouldTakeTheSameStepsWhicheverEngineIsTheOracle() {
    String[] command = {"fuzz", "RootLifetime_b_NoPageUAF", "--tries", "50", "--seed", "1"};
    Run tlc = run(command);
    Run both = run(with(command, "--engine", "both"));
    assertThat(tlc.exitCode).as(tlc.err).isEqualTo(ExitCode.OK);
    assertThat(both).isEqualTo(tlc);
    assertThat(run(with(command, "--engine", "compiled"))).isEqualTo(tlc);
  }

  private static String[] with(String[] command, String... more) {
    return Stream.of(command, more).flatMap(Arrays::stream).toArray(String[]::new);
  }

  @Test
  void shouldKeepWhatBreaksAtLargeSizes() {
    Workbench bench = Workbench.open(HOME.resolve("spec"));
    Model wrong =
        Catalog.load(HOME.resolve("spec")).find("NotifierFault_V0_NotifierContract").getFirst();
    Model large = LargeModel.of(wrong, bench.adapter(wrong.module()));
    assertThat(large.expected().property()).isEqualTo("NotifierContract");
    assertThat(large.config()).contains("v7").contains("n3").isNotEqualTo(wrong.config());
  }

  @Test
  void shouldTellHowMuchOfTheGraphIsReached() {
    Run run =
        run(
            "fuzz",
            "FinerLock_right",
            "--reach",
            "--tries",
            "30",
            "--seed",
            "1",
            "--json",
            "--traces",
            folder.toString());
    assertThat(run.exitCode).as(run.err).isEqualTo(ExitCode.OK);
    JsonNode rows = JsonMapper.shared().readTree(run.out).get("reach");
    assertThat(rows).isNotEmpty();
    JsonNode last = rows.get(rows.size() - 1);
    assertThat(last.get("states").asLong()).isBetween(10L, last.get("allStates").asLong());
    assertThat(last.get("pairs").asLong()).isBetween(10L, last.get("allPairs").asLong());
    assertThat(rows.get(0).get("pairs").asLong()).isLessThan(last.get("pairs").asLong());
  }

  @Test
  void shouldWantModelsForLargeSizes() {
    Run run = run("fuzz", "--large");
    assertThat(run.exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(run.err).contains("--large takes a MODEL");
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
