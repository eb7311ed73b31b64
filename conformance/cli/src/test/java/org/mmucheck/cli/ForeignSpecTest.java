package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.catalog.TlaLibrary;
import org.mmucheck.tlc.TlcJar;

/** A module's file and a configuration's, with no manifest and no Java. */
class ForeignSpecTest {
  private static final Path DIR = Path.of("../engine/src/test/resources/foreign");

  @TempDir private Path home;
  private CliFixture cli;

  @BeforeEach
  void makeProject() throws IOException {
    cli = new CliFixture(home);
  }

  @AfterEach
  void forgetLibrary() {
    System.clearProperty(TlaLibrary.NAME);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Tickets|TicketsServed|12|NobodyServed is broken after 2 steps|2 Serve(c1)  at[c1] waits"
            + " -> served",
        "Deposits|Deposits|12|NothingLost is broken after 4 steps|NothingLost: What was paid in is"
            + " in the account.",
        "Mailbox|MailboxOrder|12|InOrder is broken after 3 steps|Initially box = <<>>, sent = [ann"
            + " |-> 0, bob |-> 0], read = {}",
        "Mailbox|MailboxBounded|12|Bounded is broken after 2 steps|1 Send(ann)",
        "Ring|RingSymmetric|12|AllWant is broken after 3 steps|Want(n3)  wants +n3",
        "Ring|RingServed|13|RingServed: 6 steps that break Served|Steps 5 to 6 repeat for ever.",
        "Forks|Forks|11|Forks: deadlock after 3 steps|After that no task can go on.",
      })
  void shouldPrintVerdictAndExplainedCounterexample(
      String module, String config, int exitCode, String title, String line) {
    assertThat(run("check", module, config)).isEqualTo(exitCode);
    String checked = cli.out();
    assertThat(checked).startsWith("MODEL").contains(title).contains(line);
    assertThat(cli.err()).isEmpty();

    assertThat(run("explain", module, config)).isZero();
    assertThat(checked).as("the same table").contains(cli.out());
  }

  @Test
  void shouldSayThatRightSpecHasNothingToExplain() {
    assertThat(run("check", "Tickets", "TicketsRight")).isZero();
    assertThat(cli.out()).contains("success");

    assertThat(run("explain", "Tickets", "TicketsRight")).isEqualTo(21);
    assertThat(cli.err())
        .contains("TicketsRight: TLC finds no error, so there is nothing to explain");
  }

  @Test
  void shouldTakeConfigurationOfModulesNameIfNoneIsGiven() {
    assertThat(cli.run("check", DIR.resolve("Forks.tla").toString())).isEqualTo(11);
  }

  @Test
  void shouldSayWhereSpecIsWrong() {
    assertThat(run("check", "Wrong", "Wrong")).isEqualTo(150);
    assertThat(cli.err()).contains("Wrong.tla: line 4, col 14").contains("Unknown operator: `y'");
  }

  @Test
  void shouldRefuseMissingFiles() {
    assertThat(cli.run("check", "No.tla", "No.cfg")).isEqualTo(3);
    assertThat(cli.err()).contains("No.tla: no such file");

    assertThat(cli.run("check", DIR.resolve("Forks.tla").toString(), "No.cfg")).isEqualTo(3);
    assertThat(cli.err()).contains("No.cfg: no such file");

    assertThat(cli.run("check", DIR.resolve("Forks.tla").toString(), "a.cfg", "b.cfg"))
        .isEqualTo(2);
  }

  @Test
  void shouldWriteGraphWhereChoiceIsWithinAction() {
    Path file = home.resolve("deposits.graph");

    assertThat(run("graph", "Deposits", "Deposits", "--out", file.toString())).isZero();
    assertThat(cli.out()).startsWith("Deposits: 28 states, 44 transitions");
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void shouldSwitchOffWhatConfigurationSaysIsTrue() {
    String traces = home.resolve("broken").toString();

    assertThat(run("ablate", "Door", "Door", "--traces", traces)).isZero();
    assertThat(cli.out()).containsPattern("Door +KnockFirst +OneInside +2 ");
    assertThat(cli.out()).containsPattern("Door +Polite +nothing");
    assertThat(cli.err()).isEmpty();
    assertThat(home.resolve("broken/Door_without-KnockFirst.itf.json")).exists();
  }

  @Test
  void shouldRefuseToAblateWhereNothingIsTrue() {
    assertThat(run("ablate", "Forks", "Forks")).isEqualTo(3);
    assertThat(cli.err()).contains("Forks.cfg: says TRUE of no constant");
  }

  @Test
  void shouldSayWhatModelNeverTakes() {
    assertThat(run("check", "Mailbox", "MailboxBounded", "--coverage")).isEqualTo(12);
    assertThat(cli.out()).contains("MailboxBounded: 2 actions");
  }

  @Test
  void shouldWriteNoTraceUnlessAsked() throws IOException {
    Path copy = copy("Forks.tla", "Forks.cfg");

    assertThat(cli.run("check", copy.resolve("Forks.tla").toString())).isEqualTo(11);
    assertThat(names(copy)).containsExactly("Forks.cfg", "Forks.tla");
    assertThat(names(home.resolve("traces"))).isEmpty();

    String folder = home.resolve("mine").toString();
    cli.run("check", copy.resolve("Forks.tla").toString(), "--traces", folder);
    assertThat(names(home.resolve("mine"))).containsExactly("Forks.itf.json");
  }

  @Test
  void shouldShowCounterexampleOfUsersOwnTlc() {
    String jar = TlcJar.path().toString();

    assertThat(run("check", "Ring", "RingServed", "--tla2tools", jar)).isEqualTo(13);
    assertThat(cli.out())
        .contains("verdicts and counterexamples are those of " + jar)
        .contains("steps that break Served")
        .contains("repeat for ever.");

    assertThat(run("check", "Tickets", "TicketsServed", "--tla2tools", jar)).isEqualTo(12);
    assertThat(cli.out()).contains("line <<>> -> <<c1>>").contains("holder +c1");
  }

  @Test
  void shouldFindModulesOnLibraryPath() {
    assertThat(run("check", "Shelf", "Shelf")).as("without it").isEqualTo(150);

    String library = DIR.resolve("library").toString();
    assertThat(run("check", "Shelf", "Shelf", "--library", library)).isEqualTo(12);
    assertThat(
            run(
                "check",
                "Shelf",
                "Shelf",
                "--library",
                library,
                "--tla2tools",
                TlcJar.path().toString()))
        .isEqualTo(12);

    assertThat(run("check", "Shelf", "Shelf", "--library", "no-such-folder")).isEqualTo(3);
    assertThat(cli.err()).contains("no-such-folder: is no folder");
  }

  private int run(String command, String module, String config, String... options) {
    return cli.run(
        Stream.concat(
                Stream.of(
                    command,
                    DIR.resolve(module + ".tla").toString(),
                    DIR.resolve(config + ".cfg").toString()),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private Path copy(String... files) throws IOException {
    Path copy = Files.createDirectories(home.resolve("copy"));
    for (String file : files) {
      Files.copy(DIR.resolve(file), copy.resolve(file));
    }
    return copy;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
