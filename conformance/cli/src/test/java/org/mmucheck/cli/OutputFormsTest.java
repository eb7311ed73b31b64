package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.tlc.CheckResult;
import org.w3c.dom.Element;
import picocli.CommandLine;

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
            this TLC is right on all 3 canaries
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
  void shouldSayWhichFileCannotBeWritten() throws Exception {
    Path file = Files.createDirectories(home.resolve("ci"));

    assertThat(cli.run("check", "--junit", file.toString())).isEqualTo(ExitCode.INPUT);
    assertThat(cli.err()).contains(file + ": cannot be written: is a folder");
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

  @Test
  void shouldGiveAnExampleInTheHelpOfEveryCommand() {
    List<String> commands = commands("", cli.commandLine());
    assertThat(commands).contains("check", "man", "linux replay").hasSizeGreaterThan(20);
    for (String command : commands) {
      assertThat(cli.run((command + " --help").split(" "))).as(command).isZero();
      String name = command.substring(command.lastIndexOf(' ') + 1);
      assertThat(cli.out().lines().dropWhile(line -> !line.startsWith("For example: ")).toList())
          .as(command)
          .anyMatch(line -> line.contains(" " + name));
    }
  }

  private static List<String> commands(String prefix, CommandLine line) {
    List<String> commands = new ArrayList<>();
    line.getSubcommands()
        .forEach(
            (name, sub) -> {
              commands.add(prefix + name);
              commands.addAll(commands(prefix + name + " ", sub));
            });
    return commands;
  }

  @Test
  void shouldKeepTheManualPageCurrent() throws IOException {
    assertThat(cli.run("man")).isZero();
    Golden.requireSame(Path.of("../../docs/mmucheck.1"), cli.out());
    for (String command : commands("", cli.commandLine())) {
      assertThat(cli.out()).contains("\"mmucheck " + command + " ");
    }
    String launcher = Files.readString(Path.of("../../mmucheck"));
    Matcher variable = Pattern.compile("MMUCHECK_\\w+").matcher(launcher);
    while (variable.find()) {
      assertThat(cli.out()).contains(variable.group());
    }
  }
}
