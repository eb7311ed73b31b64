package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.tlc.CheckResult;
import org.w3c.dom.Element;

/** What other programs and pages take from the command line. */
class OutputFormsTest {
  @TempDir Path home;
  private CliFixture cli;

  @BeforeEach
  void makeProject() throws IOException {
    cli = new CliFixture(home);
  }

  @Test
  void shouldPrintTablesAsMarkdown() {
    assertThat(cli.run("check", "--markdown")).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            | MODEL | EXPECTED | FOUND | STATES | STEPS |
            | --- | --- | --- | ---: | ---: |
            | TdpRoot_good | success | success | 16 |  |
            | TdpRoot_b_ZapSeesLiveRoot | ZapSeesLiveRoot fails | ZapSeesLiveRoot fails | 3 | 1 |
            """);
  }

  @Test
  void shouldEscapeWhatSeparatesCells() {
    Table table = new Table("A");
    table.row("a | b");
    java.io.StringWriter out = new java.io.StringWriter();
    table.printMarkdown(new java.io.PrintWriter(out));
    assertThat(out.toString()).contains("| a \\| b |");
  }

  @Test
  void shouldWriteResultsForCi() throws Exception {
    CheckResult right = FakeWorkbench.asExpected(cli.model(CliFixture.GOOD));
    cli.workbench.checks.put(
        CliFixture.GOOD,
        new CheckResult(
            right.model(),
            right.actual(),
            null,
            List.of("it has <17> states\n& more"),
            null,
            null));
    Path file = home.resolve("ci/check.xml");
    cli.run("check", "--junit", file.toString());

    Element suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file.toFile())
            .getDocumentElement();
    assertThat(suite.getAttribute("tests")).isEqualTo("2");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    Element failed = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(failed.getAttribute("message")).isEqualTo("it has <17> states\n& more");
    assertThat(((Element) failed.getParentNode()).getAttribute("classname"))
        .isEqualTo("check.TdpRoot");

    assertThat(cli.run("conform", "--junit", file.toString())).isZero();
    assertThat(Files.readString(file)).contains("<testsuite name=\"mmucheck conform\" tests=\"2\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void shouldCompleteEveryCommand(String shell) {
    assertThat(cli.run("completion", shell)).isZero();
    assertThat(cli.out()).contains("conform", "ablate", "coverage");
  }

  @Test
  void shouldRefuseUnknownShell() {
    assertThat(cli.run("completion", "tcsh")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ablate", "check", "conform", "explain", "find", "models", "report", "why"})
  void shouldGiveAnExampleInTheHelp(String command) {
    assertThat(cli.run(command, "--help")).isZero();
    assertThat(cli.out()).contains("For example: ");
  }
}
