package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.subject.LeftThread;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcResult;

/** What each kind of surprise does to the exit code and the message. */
class VerdictTest {
  @TempDir Path home;
  private CliFixture cli;

  @BeforeEach
  void setUp() throws IOException {
    cli = new CliFixture(home);
  }

  @Test
  void shouldEndWithTlcsCodeAndShowTheInterleavingWhenGoodDesignBreaks() {
    Model model = cli.model(CliFixture.GOOD);
    cli.workbench.checks.put(
        CliFixture.GOOD,
        new CheckResult(
            model,
            new TlcResult(
                Model.Result.SAFETY_FAILURE, "RefcountHasOwners", 9, 9, 3, 0.1, 12, 2, null),
            null,
            List.of("TdpRoot_good should pass, but RefcountHasOwners broke"),
            FakeWorkbench.trace(model),
            null));
    assertThat(cli.run("check")).isEqualTo(12);
    assertThat(cli.out()).contains("RefcountHasOwners fails (NOT as expected)");
    assertThat(cli.err())
        .startsWith("mmucheck: TdpRoot_good should pass, but RefcountHasOwners broke\n")
        .contains("kvm_tdp_mmu_get_root()")
        .endsWith("  again     ./mmucheck check TdpRoot_good\n");
  }

  @Test
  void shouldEndWith21WhenPinnedCountChanges() {
    changedCount();
    assertThat(cli.run("check")).isEqualTo(21);
    assertThat(cli.err()).contains("mmucheck: TdpRoot_good has 17 states, not 16\n");
  }

  @Test
  void shouldEndWithTlcsCodeWhenThereIsNoVerdict() {
    noVerdict();
    assertThat(cli.run("check")).isEqualTo(151);
    assertThat(cli.err())
        .contains("TLC could not check TdpRoot_good: TdpRoot_good.cfg: no constant Vcpu")
        .doesNotContain("\tat ");
    assertThat(cli.run("check", "--json")).isEqualTo(151);
    assertThat(cli.out()).contains("\"actual\" : null", "\"asExpected\" : false");
  }

  @Test
  void shouldUseEveryProcessorUnlessToldOtherwise() {
    cli.run("check");
    assertThat(cli.workbench.workers).isEqualTo(Runtime.getRuntime().availableProcessors());
    cli.run("check", "--workers", "7");
    assertThat(cli.workbench.workers).isEqualTo(7);
  }

  @Test
  void shouldRepeatTheOptionsInTheCommandToRunAgain() {
    changedCount();
    cli.run("check", "--workers", "2", "--traces", home + "/it's here");
    assertThat(cli.err())
        .endsWith(
            "  again     ./mmucheck check TdpRoot_good --workers 2 --traces '"
                + home
                + "/it'\\''s here'\n");
  }

  @Test
  void shouldRepeatWhereTheUsersCodeIs() {
    changedCount();
    cli.run("check", "--classpath", home.toString());
    assertThat(cli.err())
        .contains("  again     ./mmucheck check TdpRoot_good --classpath " + home + "\n");
  }

  @Test
  void shouldEndWith21WhenNoModelTakesAnAction() throws IOException {
    Path latch = Files.createDirectories(home.resolve("latch"));
    Files.writeString(
        latch.resolve("Latch.tla"),
        """
        ---- MODULE Latch ----
        EXTENDS Integers
        CONSTANT May
        VARIABLE x
        Init == x = 0
        Up(n) == x < 2 /\\ x' = x + n
        Down(n) == May /\\ x = 2 /\\ x' = x - n
        Never(n) == x < 0 /\\ x' = n
        Next == \\E n \\in {1} : Up(n) \\/ Down(n) \\/ Never(n)
        Spec == Init /\\ [][Next]_x
        Few == x <= 2
        ====
        """);
    Files.writeString(
        latch.resolve("models.json"),
        """
        {"checkDeadlock": false, "models": [
          {"name": "small", "with": {"May": false}, "holds": ["Few"], "states": 3, "depth": 3},
          {"name": "down", "with": {"May": true}, "holds": ["Few"], "states": 3, "depth": 3}
        ]}
        """);
    assertThat(cli.run("check", "--spec", latch.toString(), "--coverage", "Latch_small"))
        .isEqualTo(21);
    assertThat(cli.out())
        .contains("Latch_small: 3 actions; it leaves out 2 actions and parts of actions, 1 of them")
        .containsPattern("Down +Latch_down")
        .containsPattern("Never +NO MODEL");
  }

  @Test
  void shouldEndWith20WhenTraceDiverges() {
    cli.commitTrace();
    cli.workbench.replays.put(CliFixture.BUG, new ReplayReport(1, FakeWorkbench.divergence()));
    assertThat(cli.run("replay")).isEqualTo(20);
    assertThat(cli.out()).contains("DIVERGES");
    assertThat(cli.err())
        .startsWith("mmucheck: code and spec disagree after step 1 of 1, GetRoot(v0)\n")
        .contains("again     ./mmucheck replay " + home)
        .endsWith(".itf.json --stop-after 1\n");
  }

  @Test
  void shouldReplayOnAnotherModelsCodeAsFarAsAsked() {
    Path trace = cli.commitTrace();
    assertThat(cli.run("replay", trace.toString(), "--as", CliFixture.GOOD, "--stop-after", "1"))
        .isZero();
    assertThat(cli.workbench.stops)
        .containsExactly(Map.entry(CliFixture.GOOD + " within " + CliFixture.BUG, 1));
  }

  @Test
  void shouldEndWith3ForFolderWithoutTraces() {
    assertThat(cli.run("replay")).isEqualTo(3);
    assertThat(cli.err())
        .hasLineCount(1)
        .contains("no *.itf.json in this folder", "; again: ./mmucheck replay");
  }

  @Test
  void shouldEndWith3ForMissingFileAndMissingJar() {
    assertThat(cli.run("replay", "nowhere.itf.json")).isEqualTo(3);
    assertThat(cli.run("explain", "nowhere.itf.json")).isEqualTo(3);
    assertThat(cli.run("check", "--tla2tools", "nowhere.jar")).isEqualTo(3);
    assertThat(cli.run("models", "--spec", "nowhere")).isEqualTo(3);
  }

  @Test
  void shouldEndWith3ForTraceOfUnknownModel() throws IOException {
    Path trace = cli.commitTrace();
    Files.writeString(trace, Files.readString(trace).replace(CliFixture.BUG, "TdpRoot_bad"));
    assertThat(cli.run("replay")).isEqualTo(3);
    assertThat(cli.err()).contains("#meta.model: no model 'TdpRoot_bad'; did you mean TdpRoot_b?");
  }

  @Test
  void shouldEndWith23WhenRightDesignBreaksInFuzzing() {
    fuzzed(CliFixture.GOOD, "RefcountHasOwners");
    assertThat(fuzz()).isEqualTo(23);
    assertThat(cli.err())
        .startsWith("mmucheck: TdpRoot_good: RefcountHasOwners breaks\n")
        .contains("  schedule  GetRoot(v0)\n", "  seed      7\n")
        .endsWith("  again     ./mmucheck fuzz TdpRoot_good --tries 100 --seed 7\n");
  }

  @Test
  void shouldEndWith21WhenFuzzingMissesTheMistake() {
    fuzzed(CliFixture.BUG, null);
    assertThat(fuzz()).isEqualTo(21);
    assertThat(cli.err()).startsWith("mmucheck: TdpRoot_b_ZapSeesLiveRoot: nothing breaks\n");
  }

  @Test
  void shouldShowWhatFuzzingFoundInWrongDesignThatTheUserNamed() {
    assertThat(fuzz("b")).isZero();
    assertThat(cli.err())
        .startsWith("TdpRoot_b_ZapSeesLiveRoot: ZapSeesLiveRoot breaks, as expected\n")
        .contains("schedule", "seed", "again");
  }

  @Test
  void shouldPassMainJobOverAProjectInOrder() {
    cli.commitTrace();
    assertThat(cli.run()).isZero();
    assertThat(cli.err()).isEmpty();
    assertThat(cli.out())
        .isEqualTo(
            """
            PROTOCOL  MODELS  AS EXPECTED  REPLAY  CONFORM  FUZZ
            TdpRoot        2  all 2        all 1   all 2    all 1

            2 of 2 models as expected, 1 of 1 traces conform, 1 of 1 designs fuzzed pass
            2 of 2 models conform: 16 states, 112 (state, action) pairs: 32 enabled and taken, 80 disabled and refused, 0 hidden
            """);
  }

  @Test
  void shouldPrintALineForEachModelOnDemand() {
    cli.commitTrace();
    assertThat(cli.run("--all")).isZero();
    assertThat(cli.out())
        .contains("TdpRoot_b_ZapSeesLiveRoot  ZapSeesLiveRoot fails  ZapSeesLiveRoot fails");
  }

  @Test
  void shouldFailMainJobWhenRightDesignBreaksInFuzzing() {
    cli.commitTrace();
    fuzzed(CliFixture.GOOD, "RefcountHasOwners");
    assertThat(cli.run()).isEqualTo(23);
    assertThat(cli.err()).endsWith("again     ./mmucheck fuzz TdpRoot_good --tries 20 --seed 1\n");
  }

  @Test
  void shouldFuzzOnlyRightDesignsInMainJob() {
    cli.commitTrace();
    fuzzed(CliFixture.BUG, null); // would fail: few schedules may miss the mistake that TLC found
    assertThat(cli.run()).isZero();
  }

  @Test
  void shouldFailMainJobWhenTheCodeHidesState() {
    cli.commitTrace();
    cli.workbench.hides = CliFixture.BUG;
    assertThat(cli.run()).isEqualTo(20);
    assertThat(cli.out())
        .containsPattern("TdpRoot +2 +all 2 +all 1 +1 OF 2 +all 1\n")
        .containsPattern("TdpRoot_b_ZapSeesLiveRoot .* HIDDEN")
        .doesNotContain("TdpRoot_good ")
        .contains("1 of 2 models conform");
    assertThat(cli.err()).endsWith("  again     ./mmucheck conform TdpRoot_b_ZapSeesLiveRoot\n");
  }

  @Test
  void shouldFailMainJobWhenGraphHasChanged() throws IOException {
    cli.commitTrace();
    cli.pinGraph("f".repeat(64));
    assertThat(cli.run()).isEqualTo(21);
    assertThat(cli.err()).contains("should have the state graph");
  }

  @Test
  void shouldNotReplayAgainWhatConformedWhileTlcFoundIt() throws IOException {
    Path trace = cli.commitTrace();
    cli.workbench.replaysWhileChecking.put(cli.model(CliFixture.BUG), new ReplayReport(1, null));
    cli.workbench.broken.add("replay " + CliFixture.BUG); // would be told, were it asked
    assertThat(cli.run()).isZero();
    assertThat(cli.out()).contains("1 of 1 traces conform");

    Files.writeString(trace, Files.readString(trace) + "\n"); // is not what TLC finds
    assertThat(cli.run()).isNotZero();
    assertThat(cli.err()).contains("replay of " + CliFixture.BUG);
  }

  @Test
  void shouldReplayTheFileOfWhatDivergedWhileTlcFoundIt() {
    cli.commitTrace();
    ReplayReport diverges = new ReplayReport(1, FakeWorkbench.divergence());
    cli.workbench.replaysWhileChecking.put(cli.model(CliFixture.BUG), diverges);
    cli.workbench.replays.put(CliFixture.BUG, diverges);
    assertThat(cli.run()).isEqualTo(20);
    assertThat(cli.err()).contains("again     ./mmucheck replay ");
  }

  @Test
  void shouldFailMainJobWhenTraceDiverges() {
    cli.commitTrace();
    cli.workbench.replays.put(CliFixture.BUG, new ReplayReport(1, FakeWorkbench.divergence()));
    assertThat(cli.run()).isEqualTo(20);
  }

  @Test
  void shouldJudgeAllOtherModelsWhenTlcReachesNoVerdictOnOne() {
    cli.commitTrace();
    noVerdict();
    assertThat(cli.run()).isEqualTo(151);
    assertThat(cli.out())
        .contains("no verdict (NOT as expected)")
        .containsPattern("TdpRoot +2 +1 OF 2 +all 1 +all 1 +all 1\n")
        .contains("1 of 2 models as expected, 1 of 1 traces conform")
        .contains("1 of 1 models conform");
    assertThat(cli.err()).endsWith("  again     ./mmucheck check TdpRoot_good\n");
  }

  @Test
  void shouldTellOnceOfModelThatNoPartCanRead() {
    cli.commitTrace();
    noVerdict();
    cli.workbench.broken.add("fuzz " + CliFixture.GOOD);
    assertThat(cli.run()).isEqualTo(151);
    assertThat(cli.out()).contains("0 of 0 designs fuzzed pass");
    assertThat(cli.err()).doesNotContain("fuzz of");
  }

  @ParameterizedTest
  @CsvSource({
    "conform, TdpRoot_good, conform TdpRoot_good",
    "fuzz, TdpRoot_good, fuzz TdpRoot_good",
    "replay, TdpRoot_b_ZapSeesLiveRoot, replay"
  })
  void shouldPrintEveryOtherRowWhenPartBreaksDownOnOneModel(
      String part, String model, String again) {
    cli.commitTrace();
    cli.workbench.broken.add(part + " " + model);
    assertThat(cli.run()).isEqualTo(70);
    assertThat(cli.out())
        .contains("2 of 2 models as expected")
        .containsPattern(model + " .*NO VERDICT");
    assertThat(cli.err())
        .startsWith("mmucheck: " + part + " of " + model + ": a fault of our own:")
        .contains("again: ./mmucheck " + again)
        .endsWith(" --debug\n")
        .doesNotContain("\tat ");
    assertThat(cli.run("--json")).isEqualTo(70);
    assertThat(cli.out())
        .contains("\"part\" : \"" + part + "\"", "\"reason\" : \"broken\"", "\"passed\" : false");
  }

  @ParameterizedTest
  @CsvSource({
    "conform, TdpRoot_good, TdpRoot_b_ZapSeesLiveRoot: 16 states, conforms",
    "fuzz, TdpRoot_good, TdpRoot_b_ZapSeesLiveRoot, passed"
  })
  void shouldGoOnToTheOtherModelsWhenCommandBreaksDownOnOne(
      String command, String model, String other, String verdict) throws IOException {
    cli.workbench.broken.add(command + " " + model);
    assertThat(cli.run(command)).isEqualTo(70);
    assertThat(cli.out()).contains(other).doesNotContain(model);
    assertThat(cli.err())
        .contains("mmucheck: " + command + " of " + model + ": a fault of our own:")
        .contains("again: ./mmucheck " + command + " " + model + " --debug\n")
        .doesNotContain("\tat ");
    assertThat(cli.run(command, "--json")).isEqualTo(70);
    assertThat(cli.out())
        .contains(
            "\"part\" : \"" + command + "\"", "\"" + verdict + "\" : false", other.split(":")[0]);

    assertThat(cli.run(command, model)).as("alone").isEqualTo(70);
    assertThat(cli.err()).startsWith("mmucheck: a fault of our own:");
  }

  @Test
  void shouldTellOfThreadsThatTheCodeLeavesBehind() {
    Path trace = cli.commitTrace();
    LeftThread bulb =
        new LeftThread("bulb", "u0", "has not ended; it is in Lamp.glow", List.of("Lamp.glow(9)"));
    cli.workbench.replays.put(CliFixture.BUG, new ReplayReport(1, null, List.of(), List.of(bulb)));
    assertThat(cli.run("replay", trace.toString())).as("no fault by itself").isZero();
    assertThat(cli.err())
        .startsWith(
            "mmucheck: "
                + CliFixture.BUG
                + ": the code leaves a thread behind: bulb, started by u0, has not ended")
        .contains("at        Lamp.glow(9)");
    assertThat(cli.run("replay", trace.toString(), "--json")).isZero();
    assertThat(cli.out()).contains("\"leftThreads\"", "\"task\" : \"u0\"", "\"Lamp.glow(9)\"");
  }

  @Test
  void shouldGoOnToTheOtherTracesWhenReplayBreaksDownOnOne() throws IOException {
    Path good = home.resolve("traces").resolve(CliFixture.GOOD + TraceFiles.ENDING);
    TraceFiles.write(FakeWorkbench.trace(cli.model(CliFixture.GOOD)), good);
    Path bug = cli.commitTrace();
    cli.workbench.broken.add("replay " + CliFixture.GOOD);
    assertThat(cli.run("replay")).isEqualTo(70);
    assertThat(cli.out()).contains(CliFixture.BUG, "conforms").doesNotContain(CliFixture.GOOD);
    assertThat(cli.err())
        .startsWith("mmucheck: replay of " + CliFixture.GOOD + ": a fault of our own:")
        .contains("again: ./mmucheck replay ", CliFixture.GOOD + TraceFiles.ENDING);

    cli.workbench.replays.put(CliFixture.BUG, new ReplayReport(1, FakeWorkbench.divergence()));
    assertThat(cli.run("replay", bug.toString(), good.toString()))
        .as("what the code does comes first")
        .isEqualTo(20);
  }

  @Test
  void shouldFailMainJobWhenCommittedTraceIsMissing() {
    assertThat(cli.run()).isEqualTo(21);
    assertThat(cli.err())
        .contains("is missing, but TLC finds a counterexample")
        .endsWith("  again     ./mmucheck check TdpRoot_b_ZapSeesLiveRoot\n");
  }

  @Test
  void shouldFailMainJobWhenCommittedTraceHasOtherBytes() throws IOException {
    Path trace = cli.commitTrace();
    Files.writeString(trace, Files.readString(trace) + "\n");
    assertThat(cli.run()).isEqualTo(21);
    assertThat(cli.err()).contains("is not the counterexample that TLC finds now");
    assertThat(Files.readString(trace)).as("left as it is").endsWith("\n\n");
  }

  private int fuzz(String... models) {
    String[] args = new String[models.length + 5];
    args[0] = "fuzz";
    System.arraycopy(models, 0, args, 1, models.length);
    String[] options = {"--seed", "7", "--traces", home + "/found"};
    System.arraycopy(options, 0, args, models.length + 1, 4);
    return cli.run(args);
  }

  private void noVerdict() {
    cli.workbench.checks.put(
        CliFixture.GOOD,
        new CheckResult(
            cli.model(CliFixture.GOOD),
            null,
            new TlcException(151, "TdpRoot_good.cfg: no constant Vcpu"),
            List.of(),
            null,
            null));
  }

  private void changedCount() {
    Model model = cli.model(CliFixture.GOOD);
    cli.workbench.checks.put(
        CliFixture.GOOD,
        new CheckResult(
            model,
            new TlcResult(Model.Result.SUCCESS, null, 17, 50, 6, 0.1, 0, 0, null),
            null,
            List.of("TdpRoot_good has 17 states, not 16"),
            null,
            null));
  }

  private void fuzzed(String model, String broken) {
    cli.workbench.fuzzes.put(model, FakeWorkbench.fuzzed(cli.model(model), broken, 3, 7));
  }

  @Test
  void shouldEndWithUnexpectedWhenGraphHasChanged() throws IOException {
    cli.pinGraph("f".repeat(64));
    assertThat(cli.run("conform", CliFixture.GOOD)).isEqualTo(21);
    assertThat(cli.err())
        .contains(
            "mmucheck: TdpRoot_good should have the state graph " + "f".repeat(64),
            "but has " + FakeWorkbench.DIGEST);
    assertThat(cli.run("graph", CliFixture.GOOD, "--out", "g")).isEqualTo(21);
    assertThat(cli.err()).contains("should have the state graph");
  }

  @Test
  void shouldAcceptTheGraphThatIsPinned() throws IOException {
    cli.pinGraph(FakeWorkbench.DIGEST);
    assertThat(cli.run("conform", CliFixture.GOOD)).isZero();
    assertThat(cli.err()).isEmpty();
  }
}
