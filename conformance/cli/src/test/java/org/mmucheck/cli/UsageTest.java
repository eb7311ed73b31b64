package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @TempDir Path home;
  private CliFixture cli;

  @BeforeEach
  void setUp() throws IOException {
    cli = new CliFixture(home);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          chekc                    | no command 'chekc'; did you mean check?
          check --jsno             | no option '--jsno'; did you mean --json?
          --jsn                    | no option '--jsn'; did you mean --json?
          replay --az X            | no option '--az'; did you mean --as?
          check TdpRoot_goood      | no model 'TdpRoot_goood'; did you mean TdpRoot_good?
          models TdpRoot_bad       | no model 'TdpRoot_bad'; did you mean
          fuzz bb                  | no model 'bb'; did you mean b?
          replay --as TdpRot_good  | no model 'TdpRot_good'; did you mean TdpRoot_good?
          """)
  void shouldNameNearestRightName(String command, String message) {
    assertThat(cli.run(command.split(" "))).isEqualTo(2);
    assertThat(cli.err()).startsWith("mmucheck: " + message).hasLineCount(1);
    assertThat(cli.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check --workers 0",
        "check --workers two",
        "check --tier slow",
        "check --traces",
        "replay --stop-after -1",
        "fuzz --tries 0",
        "fuzz --seed x",
        "record",
        "record TdpRoot_good --seconds 0",
        "record TdpRoot_good --steps 0",
        "record TdpRoot_good --runs 0",
        "record TdpRoot_good --runs 1 --small",
        "record TdpRoot_good --seed x",
        "record TdpRoot_good --json",
        "explain",
        "explain a.itf.json b.itf.json c.itf.json",
        "explain a.itf.json b.itf.json --format svg",
        "explain - -",
        "explain - --markdown --format svg",
        "explain a.itf.json --format pdf",
        "conform --workers 0",
        "graph",
        "graph TdpRoot_good",
        "graph TdpRoot_good --out g --workers 0",
        "bench --rounds 0",
        "bench --sample 0",
        "bench --only speed"
      })
  void shouldRefuseWrongArgumentInOneLine(String command) {
    assertThat(cli.run(command.split(" "))).isEqualTo(2);
    assertThat(cli.err()).startsWith("mmucheck: ").hasLineCount(1);
    if (!command.contains("--json")) {
      assertThat(cli.out()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"conform", "fuzz"})
  void shouldRefuseToRunTheCodeOnAnInduction(String command) throws IOException {
    cli.makeInductive();
    assertThat(cli.run(command, CliFixture.GOOD)).isEqualTo(2);
    assertThat(cli.err())
        .startsWith("mmucheck: TdpRoot_good is part of an induction, which TLC alone checks");
    assertThat(cli.run("conform")).as("the others").isZero();
    assertThat(cli.out()).doesNotContain(CliFixture.GOOD);
  }

  @Test
  void shouldTellWhereToFindHelpForTheCommand() {
    cli.run("check", "--workers", "0");
    assertThat(cli.err())
        .isEqualToIgnoringNewLines(
            "mmucheck: --workers must be at least 1, not 0; see ./mmucheck check --help");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "models ",
        "check ",
        "replay ",
        "fuzz ",
        "explain ",
        "why ",
        "find ",
        "conform ",
        "graph ",
        "bench "
      })
  void shouldPrintHelpOfEveryCommand(String command) {
    assertThat(cli.run((command + "--help").split(" "))).isZero();
    assertThat(cli.out()).startsWith("Usage: mmucheck").contains("--json", "--spec");
  }

  @Test
  void shouldTakeCommonOptionsBeforeAndAfterTheCommand() {
    assertThat(cli.run("--json", "models")).isZero();
    String before = cli.out();
    assertThat(cli.run("models", "--json")).isZero();
    assertThat(cli.out()).isEqualTo(before).startsWith("{");
  }

  @Test
  void shouldEndWithFaultOfOurOwnWithoutStackTrace() {
    cli.workbench.failure = new IllegalStateException("it broke");
    assertThat(cli.run("check", "TdpRoot_good")).isEqualTo(70);
    assertThat(cli.err())
        .hasLineCount(1)
        .startsWith("mmucheck: a fault of our own: java.lang.IllegalStateException: it broke")
        .contains("; again: ./mmucheck check TdpRoot_good --debug");
  }

  @Test
  void shouldPrintStackTraceForDebug() {
    cli.workbench.failure = new StackOverflowError();
    assertThat(cli.run("check", "TdpRoot_good", "--debug")).isEqualTo(70);
    assertThat(cli.err())
        .contains("\tat org.mmucheck.cli.", "a fault of our own: java.lang.StackOverflowError");
  }

  @Test
  void shouldPrintConfigurationForPlainTlc() throws IOException {
    assertThat(cli.run("cfg", "b")).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            \\* TdpRoot_b_ZapSeesLiveRoot
            \\* The put comes before the zap.
            \\* Printed by `mmucheck cfg TdpRoot_b_ZapSeesLiveRoot`.
            SPECIFICATION Spec
            INVARIANTS
              ZapSeesLiveRoot
            CHECK_DEADLOCK TRUE
            """);
    Files.writeString(home.resolve("spec/TdpRoot.tla"), "Other == TRUE\n");
    assertThat(cli.run("cfg", "b", "Other")).isZero();
    assertThat(cli.out()).contains("INVARIANTS\n  Other\n").contains(" Other`.\n");
    assertThat(cli.run("cfg", "put-frist")).isEqualTo(2);
    assertThat(cli.err()).contains("did you mean put-first?");
  }
}
