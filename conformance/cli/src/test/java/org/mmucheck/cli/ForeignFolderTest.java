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
    Files.copy(DIR.resolve("Tickets.tla"), folder.resolve("Tickets.tla"));
    expectServed("\"breaks\": {\"NobodyServed\": {\"name\": \"served\"}}");
  }

  @Test
  void shouldGiveVerdictsOfModelsThatNobodyCanStepThrough() {
    assertThat(cli.run("check", "--spec", folder.toString())).isZero();
    assertThat(cli.out())
        .containsPattern("Tickets_served +NobodyServed fails +NobodyServed fails")
        .containsPattern("Tickets_right +success +success");
  }

  @Test
  void shouldWriteTracesBesideTheSpecsThatMadeThem() throws IOException {
    Path committed = Files.writeString(home.resolve("traces/Tickets_served.itf.json"), "committed");

    assertThat(cli.run("check", "--spec", folder.toString())).isZero();

    assertThat(committed).hasContent("committed");
    assertThat(names(home.resolve("traces"))).containsExactly("Tickets_served.itf.json");
    assertThat(names(folder.resolve("traces"))).containsExactly("Tickets_served.itf.json");
    assertThat(
            cli.run("explain", folder + "/traces/Tickets_served.itf.json", "--spec", "" + folder))
        .isZero();
    assertThat(cli.out()).startsWith("Tickets_served: NobodyServed is broken after 2 steps");
  }

  @Test
  void shouldWriteProjectsOwnTracesAlsoWhereItsFolderIsNamed() {
    cli.run("check", "--spec", home.resolve("spec").toString());

    assertThat(home.resolve("traces").resolve(CliFixture.BUG + ".itf.json")).exists();
    assertThat(home.resolve("spec/traces")).doesNotExist();
  }

  @Test
  void shouldExitWithTlcsCodeForUnexpectedVerdictWithoutJava() throws IOException {
    expectServed("\"holds\": [\"NobodyServed\"]");

    assertThat(cli.run("check", "Tickets_served", "--spec", folder.toString())).isEqualTo(12);
    assertThat(cli.err())
        .contains("Tickets_served should succeed, but TLC found a safety failure of NobodyServed")
        .contains("2 Serve(c1)  at[c1] waits -> served");
  }

  @Test
  void shouldSayThatManifestNamesNoDesignToAblate() {
    assertThat(cli.run("ablate", "--spec", folder.toString())).isEqualTo(3);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err()).contains("theirs: names no right design");
  }

  private void expectServed(String what) throws IOException {
    Files.writeString(
        folder.resolve("models.json"),
        """
        {"temporal": ["EachIsServed"], "models": [
          {"id": "right", "says": "One at a time, in order.", "with": {"Clients": ["c1", "c2"]},
           "specification": "FairSpec", "holds": ["OneAtATime", "EachIsServed"], "states": 9},
          {"id": "served", "says": "Somebody is served.", "like": "right", %s}
        ]}
        """
            .formatted(what));
  }

  private static String[] names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toArray(String[]::new);
    }
  }
}
