package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of specs with a manifest, and no Java. */
class ForeignFolderTest {
  private static final Path DIR = Path.of("../engine/src/test/resources/foreign");

  @TempDir private Path home;
  private CliFixture cli;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    cli = new CliFixture(home);
    folder = Files.createDirectories(home.resolve("theirs"));
    for (String file : new String[] {"Tickets.tla", "TicketsServed.cfg", "TicketsRight.cfg"}) {
      Files.copy(DIR.resolve(file), folder.resolve(file));
    }
    expect("safety failure", "NobodyServed");
  }

  @Test
  void shouldGiveVerdictsOfModelsThatNobodyCanStepThrough() {
    assertThat(cli.run("check", "--spec", folder.toString())).isZero();
    assertThat(cli.out())
        .containsPattern("TicketsServed +NobodyServed fails +NobodyServed fails")
        .containsPattern("TicketsRight +success +success");
  }

  @Test
  void shouldWriteTracesBesideTheSpecsThatMadeThem() throws IOException {
    Path committed = Files.writeString(home.resolve("traces/TicketsServed.itf.json"), "committed");

    assertThat(cli.run("check", "--spec", folder.toString())).isZero();

    assertThat(committed).hasContent("committed");
    assertThat(names(home.resolve("traces"))).containsExactly("TicketsServed.itf.json");
    assertThat(names(folder.resolve("traces"))).containsExactly("TicketsServed.itf.json");
    assertThat(cli.run("explain", folder + "/traces/TicketsServed.itf.json", "--spec", "" + folder))
        .isZero();
    assertThat(cli.out()).startsWith("TicketsServed: NobodyServed is broken after 2 steps");
  }

  @Test
  void shouldWriteProjectsOwnTracesAlsoWhereItsFolderIsNamed() {
    cli.run("check", "--spec", home.resolve("spec").toString());

    assertThat(home.resolve("traces").resolve(CliFixture.BUG + ".itf.json")).exists();
    assertThat(home.resolve("spec/traces")).doesNotExist();
  }

  @Test
  void shouldExitWithTlcsCodeForUnexpectedVerdictWithoutJava() throws IOException {
    expect("success", null);

    assertThat(cli.run("check", "TicketsServed", "--spec", folder.toString())).isEqualTo(12);
    assertThat(cli.err())
        .contains("TicketsServed should succeed, but TLC found a safety failure of NobodyServed")
        .contains("2 Serve(c1)  at[c1] waits -> served");
  }

  @Test
  void shouldSayThatManifestNamesNoDesignToAblate() {
    assertThat(cli.run("ablate", "--spec", folder.toString())).isEqualTo(3);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err()).contains("models.json: designs: names no right design");
  }

  private void expect(String result, String property) throws IOException {
    String quoted = property == null ? "null" : '"' + property + '"';
    Files.writeString(
        folder.resolve("models.json"),
        """
        {"models": [
          {"name": "TicketsServed", "id": null, "module": "Tickets", "config": "TicketsServed.cfg",
           "tier": "quick", "kernel": null, "summary": "Somebody is served.",
           "expected": {"result": "%s", "property": %s, "distinctStates": null, "depth": null}},
          {"name": "TicketsRight", "id": null, "module": "Tickets", "config": "TicketsRight.cfg",
           "tier": "quick", "kernel": null, "summary": "One at a time, in order.",
           "expected": {"result": "success", "property": null, "distinctStates": 9,
                        "depth": null}}
        ]}
        """
            .formatted(result, quoted));
  }

  private static String[] names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toArray(String[]::new);
    }
  }
}
