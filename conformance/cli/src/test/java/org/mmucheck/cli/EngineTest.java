package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;
import org.mmucheck.compiled.BothEngines;
import org.mmucheck.compiled.CompiledEngine;
import org.mmucheck.tlc.TlcOptions;
import org.mmucheck.tlc.TlcResult;
import org.mmucheck.tlc.TlcSession;
import org.mmucheck.tlc.TlcSessions;
import org.mmucheck.tlc.Witness;

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
    assertThat(check("compiled")).isEqualTo(EngineVerdict.CANNOT_EVALUATE);
    assertThat(cli.err()).contains("Next: FALSE is not in the domain of <<>>");
    assertThat(check("both")).as("TLC cannot either").isEqualTo(EngineVerdict.CANNOT_EVALUATE);
  }

  @Test
  void shouldNameTheVariableThatGetsNoValue() throws IOException {
    write("Next == ~on /\\ on = FALSE", "INIT Init\nNEXT Next\n");
    assertThat(check("compiled")).isEqualTo(EngineVerdict.CANNOT_EVALUATE);
    assertThat(cli.err()).contains("a successor is not complete: it has no value for on");
  }

  @ParameterizedTest
  @ValueSource(strings = {"compiled", "both"})
  void shouldEndWithTlcsCodeWhereAnAssumptionIsFalse(String engine) throws IOException {
    write("ASSUME 1 = 2\nNext == on' = ~on", "INIT Init\nNEXT Next\n");
    assertThat(check(engine)).isEqualTo(10);
    assertThat(cli.out()).contains("no verdict");
    assertThat(cli.err()).contains("Lamp.tla:4:8: the assumption is FALSE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"compiled", "both"})
  void shouldRefuseStringBesideModelValueOfThatName(String engine) throws IOException {
    write(
        "CONSTANT a\nNext == on' = IF on = a THEN \"a\" ELSE a",
        "INIT Init\nNEXT Next\nCONSTANT a = a\n");
    assertThat(check(engine)).isEqualTo(EngineVerdict.CANNOT_EVALUATE);
    assertThat(cli.out()).contains("refused");
    assertThat(cli.err())
        .contains("does not support the string \"a\" beside a model value of that name");
  }

  @Test
  void shouldSendTheConstantsOfFileToItsConfiguration() throws IOException {
    write("Next == on' = ~on", "INIT Init\nNEXT Next\n");
    assertThat(cli.run("check", home.resolve("Lamp.tla").toString(), "--set", "N=2"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("Lamp.tla are those of its configuration: change them there");
  }

  @Test
  void shouldLeaveTemporalPropertiesToTlc() throws IOException {
    write(
        "Next == on' = ~on\nSpec == Init /\\ [][Next]_on\nLit == <>on",
        "SPECIFICATION Spec\nPROPERTY Lit\n");
    assertThat(check("compiled")).isZero();
    assertThat(cli.out()).contains("LEFT TO TLC").contains("Lit");
  }

  /** Nothing is expected of a file: what is found in it decides. */
  @ParameterizedTest
  @CsvSource({
    "'Next == on'' = ~on\nDark == ~on', 'INIT Init\nNEXT Next\nINVARIANT Dark\n', 12, safety",
    "'Next == on'' = ~on\nSpec == Init /\\ [][Next]_on\nStay == [][on'' = on]_on',"
        + " 'SPECIFICATION Spec\nPROPERTY Stay\n', 13, liveness",
    "'Next == on'' = ~on\nSpec == Init /\\ [][Next]_on\nLight == on = TRUE',"
        + " 'SPECIFICATION Spec\nPROPERTY Light\n', 13, liveness",
    "'Next == ~on /\\ on'' = TRUE', 'INIT Init\nNEXT Next\nCHECK_DEADLOCK TRUE\n', 11, deadlock"
  })
  void shouldEndWithTlcsCodeWhereFileIsWrong(String rest, String config, int code, String found)
      throws IOException {
    write(rest.replace("\\n", "\n"), config.replace("\\n", "\n"));
    if (found.equals("deadlock")) {
      Files.writeString(home.resolve("Lamp.cfg"), "INIT Init\nNEXT Next\n");
    }
    assertThat(cli.run("check", home.resolve("Lamp.tla").toString())).isEqualTo(code);
    assertThat(check("compiled")).isEqualTo(code);
    assertThat(cli.out()).contains(found, "fails").doesNotContain("as expected");
    assertThat(cli.err()).contains("without --engine TLC shows the steps to it");
    assertThat(check("both")).isEqualTo(code);
    assertThat(cli.out()).contains(found, "equal");
  }

  @Test
  void shouldTellWhatOnlyTlcFinds() throws IOException {
    write(
        "Next == on' = on\nSpec == Init /\\ [][Next]_on /\\ WF_on(Next)\nLit == <>on",
        "SPECIFICATION Spec\nPROPERTY Lit\n");
    assertThat(check("both")).isEqualTo(13);
    assertThat(cli.out()).contains("liveness failure of Lit", "LEFT TO TLC");
  }

  @Test
  void shouldEndWithTlcsCodeWhereFileDoesNotParse() throws IOException {
    write("Next == on' = (~on", "INIT Init\nNEXT Next\n");
    for (String engine : List.of("compiled", "both")) {
      assertThat(check(engine)).isEqualTo(150);
      assertThat(cli.out()).contains("no verdict").doesNotContain("DIFFERS");
    }
  }

  @Test
  void shouldSayWhereBothEnginesFindAnotherVerdictThanTheManifest() throws IOException {
    Path spec = Files.createDirectories(home.resolve("own"));
    Files.writeString(
        spec.resolve("Lamp.tla"),
        "---- MODULE Lamp ----\nVARIABLE on\nInit == on = FALSE\nNext == on' = ~on\n"
            + "Spec == Init /\\ [][Next]_on\nDark == ~on\n====\n");
    Files.writeString(
        spec.resolve("models.json"),
        "{\"models\": [{\"id\": \"right\", \"says\": \"It stays dark.\", \"holds\": [\"Dark\"]}]}");
    int code = cli.run("--spec", spec.toString(), "check", "--engine", "both");
    assertThat(cli.err()).contains("but both engines find safety failure of Dark");
    assertThat(code).isEqualTo(ExitCode.UNEXPECTED);
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

  @Test
  void shouldTellInTheMainJobThatTheEnginesAreEqual() throws IOException {
    cli.commitTrace();
    write("Next == on' = ~on", "INIT Init\nNEXT Next\n");
    cli.workbench.looksAgain = (witness, models) -> tell(witness, models, 0);
    assertThat(cli.run()).isZero();
    assertThat(cli.out())
        .contains("\n2 of 2 models equal in both engines, 0 left to TLC, 0 refused\n");
  }

  @Test
  void shouldFailTheMainJobWhereTheEnginesDiffer() throws IOException {
    cli.commitTrace();
    write("Next == on' = ~on", "INIT Init\nNEXT Next\n");
    cli.workbench.looksAgain = (witness, models) -> tell(witness, models, 1);
    assertThat(cli.run()).isEqualTo(ExitCode.UNEXPECTED);
    assertThat(cli.out()).contains("\n0 of 2 models equal in both engines");
    assertThat(cli.err())
        .contains("TdpRoot_good: the compiled engine: distinct states: TLC 3, compiled 2\n");
    assertThat(cli.run("--json")).isEqualTo(ExitCode.UNEXPECTED);
    assertThat(cli.out()).contains("\"compiled\" : {", "\"equal\" : 0", "TLC 3, compiled 2");
  }

  @Test
  void shouldFailTheMainJobWhereTheCompiledEngineWasNotAsked() throws IOException {
    cli.commitTrace();
    write("Next == on' = ~on", "INIT Init\nNEXT Next\n");
    cli.workbench.looksAgain = (witness, models) -> tell(witness, models.subList(0, 1), 0);
    assertThat(cli.run()).isEqualTo(ExitCode.UNEXPECTED);
    assertThat(cli.err())
        .contains("TdpRoot_b_ZapSeesLiveRoot: the compiled engine was not asked\n");
  }

  /** Has TLC check the lamp, and tells of some more states than it has. */
  private void tell(Witness witness, List<Model> models, int more) {
    String config = "INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n";
    Model lamp = Model.of("Lamp", new Source(home, "Lamp", config)).build();
    try (TlcSession session = TlcSessions.open(lamp)) {
      TlcResult right = session.check(TlcOptions.oneWorker());
      TlcResult told =
          new TlcResult(
              right.result(),
              right.property(),
              right.distinctStates() + more,
              right.generatedStates(),
              right.depth(),
              right.seconds(),
              right.exitCode(),
              0,
              null);
      witness.saw(models, session, told, null, 1);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
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
