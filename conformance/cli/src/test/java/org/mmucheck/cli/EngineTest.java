package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.compiled.BothEngines;
import org.mmucheck.compiled.CompiledEngine;

/** The compiled engine on the command line. */
class EngineTest {
  private static final String SPEC = Path.of("..", "..", "spec").toString();

  @TempDir private Path home;
  private CliFixture cli;

  @BeforeEach
  void makeProject() throws IOException {
    cli = new CliFixture(home);
  }

  @Test
  void shouldFindBothEnginesEqual() {
    assertThat(cli.run("--spec", SPEC, "check", "RootLifetime_a2", "--engine", "both")).isZero();
    assertThat(cli.out()).contains("1888").contains("1 of 1 models equal in both engines");
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void shouldFindWhatTheManifestExpects() {
    assertThat(
            cli.run(
                "--spec",
                SPEC,
                "--json",
                "check",
                "SlotsRwsem_rwsem_Deadlock",
                "--engine",
                "compiled"))
        .isZero();
    assertThat(cli.out()).contains("\"found\" : \"deadlock\"").contains("\"fine\" : 1");
  }

  @Test
  void shouldNameWhatItDoesNotSupport() throws IOException {
    write("Next == on' = ~on /\\ ENABLED (on' = on)", "INIT Init\nNEXT Next\n");
    assertThat(check("compiled")).isEqualTo(75);
    assertThat(cli.err())
        .contains("Lamp.tla:4:22: the compiled engine does not support the operator ENABLED");
    assertThat(cli.out()).contains("refused");
  }

  @Test
  void shouldTellWhatCannotBeEvaluated() throws IOException {
    write("Next == on' = [x \\in {} |-> x][on]", "INIT Init\nNEXT Next\n");
    assertThat(check("compiled")).isEqualTo(ExitCode.UNEXPECTED);
    assertThat(cli.err()).contains("Next: FALSE is not in the domain of <<>>");
    assertThat(check("both")).as("TLC cannot either").isZero();
  }

  @Test
  void shouldLeaveTemporalPropertiesToTlc() throws IOException {
    write(
        "Next == on' = ~on\nSpec == Init /\\ [][Next]_on\nLit == <>on",
        "SPECIFICATION Spec\nPROPERTY Lit\n");
    assertThat(check("compiled")).isZero();
    assertThat(cli.out()).contains("LEFT TO TLC").contains("Lit");
  }

  @Test
  void shouldRefuseWhatOnlyTlcCan() {
    assertThat(cli.run("check", "--engine", "both", "--max-states", "5")).isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("--max-states is TLC's");
  }

  @Test
  void shouldExploreByTheEngineThatTheUserNames() {
    assertThat(cli.run("conform", CliFixture.GOOD)).isZero();
    assertThat(cli.workbench.exploring).isNull();
    assertThat(cli.run("conform", CliFixture.GOOD, "--engine", "compiled")).isZero();
    assertThat(cli.workbench.exploring).isInstanceOf(CompiledEngine.class);
    cli.run("ablate", CliFixture.GOOD, "--engine", "both");
    assertThat(cli.workbench.exploring).isInstanceOf(BothEngines.class);
  }

  private void write(String rest, String config) throws IOException {
    Files.writeString(
        home.resolve("Lamp.tla"),
        "---- MODULE Lamp ----\nVARIABLE on\nInit == on = FALSE\n" + rest + "\n====\n");
    Files.writeString(home.resolve("Lamp.cfg"), config + "CHECK_DEADLOCK FALSE\n");
  }

  private int check(String engine) {
    return cli.run("check", home.resolve("Lamp.tla").toString(), "--engine", engine);
  }
}
