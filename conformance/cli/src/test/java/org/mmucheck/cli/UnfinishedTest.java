package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcProgress;
import org.mmucheck.tlc.UnfinishedException;

/** A check that ends at a limit of the user's is no pass, and says how far it came. */
class UnfinishedTest {
  @TempDir private Path home;
  private CliFixture cli;

  @BeforeEach
  void makeProject() throws IOException {
    cli = new CliFixture(home);
  }

  private void fails(String name, TlcException failure) {
    Model model = cli.model(name);
    cli.workbench.checks.put(name, new CheckResult(model, null, failure, List.of(), null, null));
  }

  private void doesNotFinish(String name) {
    fails(name, UnfinishedException.at(new TlcProgress(9_000, 1_234, 56, 7)));
  }

  @Test
  void shouldTellHowFarItCame() {
    doesNotFinish(CliFixture.GOOD);
    assertThat(cli.run("check")).isEqualTo(24);
    assertThat(cli.out()).contains("TdpRoot_good", "success", "not finished", "1,234");
    assertThat(cli.err())
        .startsWith(
            "mmucheck: TdpRoot_good: not finished: 1,234 states, 56 left; nothing wrong found so"
                + " far\n  again     ./mmucheck check TdpRoot_good");
  }

  @Test
  void shouldTellMachinesToo() {
    doesNotFinish(CliFixture.GOOD);
    assertThat(cli.run("check", "--json")).isEqualTo(24);
    assertThat(cli.out().replaceAll("\\s+", ""))
        .contains(
            "\"actual\":null,\"unfinished\":{\"distinctStates\":1234,\"generatedStates\":9000,"
                + "\"statesLeft\":56}")
        .contains("\"asExpected\":false,\"engine\":");
  }

  @Test
  void shouldEndWithTheCodeOfAWrongVerdictBesideIt() {
    doesNotFinish(CliFixture.GOOD);
    fails(CliFixture.BUG, new TlcException(75, "TdpRoot.tla: broken"));
    assertThat(cli.run("check")).isEqualTo(75);
  }

  @Test
  void shouldEndAModuleFileAtItsLimit() throws IOException {
    Path module = home.resolve("Endless.tla");
    Files.writeString(
        module,
        """
        ---- MODULE Endless ----
        EXTENDS Naturals
        VARIABLE n
        Init == n = 0
        Next == n' = n + 1
        Counts == n \\in Nat
        ====
        """);
    Files.writeString(home.resolve("Endless.cfg"), "INIT Init\nNEXT Next\nINVARIANT Counts\n");
    assertThat(cli.run("check", module.toString(), "--max-states", "100")).isEqualTo(24);
    assertThat(cli.out()).containsPattern("Endless +not finished +[\\d,]+");
    assertThat(cli.err()).contains("left; nothing wrong found so far");
    assertThat(cli.run("check", module.toString(), "--time-limit", "1s", "--json")).isEqualTo(24);
    assertThat(cli.out()).contains("\"statesLeft\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--time-limit 0s",
        "--time-limit soon",
        "--time-limit 10",
        "--time-limit 1s1h",
        "--time-limit 9999999999s",
        "--max-states 0",
        "--max-states many"
      })
  void shouldRefuseWhatIsNoLimit(String options) {
    assertThat(cli.run(("check " + options).split(" "))).isEqualTo(2);
    assertThat(cli.err()).hasLineCount(1).contains(options.split(" ")[0]);
  }

  @ParameterizedTest
  @CsvSource({"90s, 90", "30m, 1800", "1h30m, 5400", "1h1s, 3601"})
  void shouldReadTimes(String text, long seconds) {
    assertThat(new LimitOptions.Time().convert(text)).isEqualTo(Duration.ofSeconds(seconds));
  }
}
