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

/** What is wrong with an input is no fault of the program's own. */
class UsersMistakeTest {
  @TempDir private Path home;
  private CliFixture cli;

  @BeforeEach
  void makeProject() throws IOException {
    cli = new CliFixture(home);
  }

  private String module(String extended, String definition, String init, String next)
      throws IOException {
    Path module = home.resolve("Mistaken.tla");
    Files.writeString(
        module,
        """
        ---- MODULE Mistaken ----
        EXTENDS Naturals%s
        VARIABLE n
        %s
        Init == %s
        Step == %s
        Next == Step
        Inv == n < 3
        ====
        """
            .formatted(extended, definition, init, next));
    Files.writeString(home.resolve("Mistaken.cfg"), "INIT Init\nNEXT Next\nINVARIANT Inv\n");
    return module.toString();
  }

  @Test
  void shouldTellOfARecursionWithoutEnd() throws IOException {
    String module = module("", "RECURSIVE F(_) F(x) == 1 + F(x + 1)", "n = 0", "n' = F(n) % 3");
    assertThat(cli.run("check", module)).isEqualTo(75);
    assertThat(cli.err()).contains("Mistaken.tla").contains("a recursion does not come to an end");
  }

  @Test
  void shouldNameTheOptionForAModuleThatIsNotThere() throws IOException {
    assertThat(cli.run("check", module(", Nowhere", "", "n = 0", "n' = n"))).isEqualTo(150);
    assertThat(cli.err()).contains("module Nowhere").contains("--library DIR");
  }

  @Test
  void shouldTellOfActionWithSeveralOutcomes() throws IOException {
    String module = module("", "", "n = 0", "n' \\in 1..2");
    assertThat(cli.run("graph", module, "--out", home.resolve("g.dot").toString())).isEqualTo(75);
    assertThat(cli.err()).contains("Mistaken.tla:6: Step leads to 2 states, which differ in n");
  }

  @Test
  void shouldTellOfNoInitialState() throws IOException {
    String module = module("", "", "n = 0 /\\ n = 1", "n' = n");
    assertThat(cli.run("graph", module, "--out", home.resolve("g").toString())).isEqualTo(75);
    assertThat(cli.err()).contains("no initial state");
  }

  @ParameterizedTest
  @CsvSource({
    "check Nope.tla, 3",
    "chek, 2",
    "check --bogus, 2",
    "check nobody, 2",
    "replay no, 3"
  })
  void shouldPrintADocumentAlsoOfAFailure(String command, int exitCode) {
    assertThat(cli.run((command + " --json").split(" "))).isEqualTo(exitCode);
    assertThat(cli.out()).startsWith("{").contains("\"error\"", "\"exitCode\" : " + exitCode);
  }

  @Test
  void shouldRefuseANameThatNobodyHasTypedAtOnce() {
    assertThat(cli.run("check", "x".repeat(500_000))).isEqualTo(2);
    assertThat(cli.err()).hasSizeLessThan(10_000);
  }
}
