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

/** A check that is given up, and gone on with. */
class SavingOptionsTest {
  @TempDir private Path home;
  private CliFixture cli;
  private String module = "";
  private String saved = "";

  @BeforeEach
  void makeProject() throws IOException {
    cli = new CliFixture(home);
    Path file = home.resolve("Wide.tla");
    Files.writeString(
        file,
        """
        ---- MODULE Wide ----
        EXTENDS Naturals
        VARIABLES x, y
        Init == x \\in 1..20000 /\\ y = 0
        Next == y' = (y + 1) % 40 /\\ x' = x
        Small == y < 40
        ====
        """);
    Files.writeString(home.resolve("Wide.cfg"), "INIT Init\nNEXT Next\nINVARIANT Small\n");
    module = file.toString();
    saved = home.resolve("saved").toString();
  }

  @Test
  void shouldGoOnToTheVerdict() {
    assertThat(cli.run("check", module, "--checkpoint", saved, "--max-states", "1")).isEqualTo(24);
    assertThat(cli.err()).contains("not finished").doesNotContain("goes on");

    assertThat(cli.run("check", module, "--checkpoint", saved)).isEqualTo(3);
    assertThat(cli.err()).contains("holds a saved run; --resume goes on with it");

    assertThat(cli.run("check", module, "--checkpoint", saved, "--resume")).isZero();
    assertThat(cli.err()).containsPattern("goes on with [\\d,]+ states, [\\d,]+ left, in .*saved");
    assertThat(cli.out()).containsPattern("Wide +success +800,000");
  }

  @Test
  void shouldBeginWhereNothingIsSaved() {
    assertThat(cli.run("check", module, "--checkpoint", saved, "--resume")).isZero();
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void shouldNameTheFolderThatItCannotWriteTo() throws IOException {
    Files.writeString(home.resolve("saved"), "a file");
    assertThat(cli.run("check", module, "--checkpoint", saved)).isEqualTo(3);
    assertThat(cli.err()).contains(saved + ": cannot be written to");
  }

  @ParameterizedTest
  @CsvSource({
    "check --resume, --resume needs --checkpoint DIR",
    "check --checkpoint d, '--checkpoint saves the run of one model, not of 2'",
    "check TdpRoot_good --checkpoint d --checkpoint-every often, is no time",
  })
  void shouldRefuseWhatCannotBeSaved(String command, String why) {
    assertThat(cli.run(command.split(" "))).isEqualTo(2);
    assertThat(cli.err()).hasLineCount(1).contains(why);
  }

  @Test
  void shouldRefuseToSaveAnotherTlc() throws IOException {
    Path jar = Files.writeString(home.resolve("other.jar"), "");
    assertThat(cli.run("check", module, "--checkpoint", saved, "--tla2tools", jar.toString()))
        .isEqualTo(2);
    assertThat(cli.err()).contains("not --tla2tools");
  }

  @ParameterizedTest
  @CsvSource({
    "conform --time-limit 1ms V6,24,not begun: no time was left",
    "conform --max-states 100 V6,24,nothing wrong found so far",
    "conform --resume V6,2,--resume needs --checkpoint DIR",
    "conform --checkpoint saved V6 V7,2,saves the run of one model",
    "conform --engine compiled --time-limit 1s V6,2,'--time-limit or --max-states is TLC''s'"
  })
  void shouldLimitConformance(String args, int code, String says) {
    String inHome = args.replace("saved", saved);
    assertThat(cli.run(("--spec ../../spec " + inHome).split(" "))).isEqualTo(code);
    assertThat(cli.err()).contains(says);
  }
}
