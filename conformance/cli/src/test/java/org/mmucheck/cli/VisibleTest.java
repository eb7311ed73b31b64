package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs with characters that a terminal would obey. */
class VisibleTest {
  private static final String HOSTILE = "a\u001b[2Jb\rc\u202ed\u2028e\u0085f\u0007";

  @TempDir private Path home;
  private CliFixture cli;

  @BeforeEach
  void makeProject() throws IOException {
    cli = new CliFixture(home);
  }

  private void requireVisible() {
    String all = cli.out() + cli.err();
    assertThat(all.replace("\n", "").chars())
        .noneMatch(c -> Character.isISOControl(c) || c == 0x202e || c == 0x2028);
    assertThat(all)
        .containsIgnoringCase("\\u001b[2Jb")
        .contains("c\\u202ed\\u2028e\\u0085f\\u0007");
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "conform", "fuzz", "cfg", "record", "why", "explain"})
  void shouldNotObeyAnArgument(String command) {
    assertThat(cli.run(command, HOSTILE)).isNotZero();
    requireVisible();
  }

  @Test
  void shouldNotObeyAManifest() throws IOException {
    Path manifest = home.resolve("spec/models.json");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replace(
                "Every property holds.",
                HOSTILE
                    .replace("\u001b", "\\u001b")
                    .replace("\r", "\\r")
                    .replace("\u0007", "\\u0007")
                    .replace("\u0085", "\\u0085")));
    assertThat(cli.run("models", CliFixture.GOOD)).isZero();
    requireVisible();
    assertThat(cli.run("models", "--json")).isZero();
    requireVisible();
  }

  @Test
  void shouldKeepACellInItsRow() {
    assertThat(Visible.of("one\ntwo")).isEqualTo("one\\ntwo");
    assertThat(Visible.of("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"))
        .as("a word that needs the joiner")
        .contains("\u200c");
  }
}
