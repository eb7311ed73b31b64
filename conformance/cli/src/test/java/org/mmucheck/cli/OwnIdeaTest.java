package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.workbench.Workbench;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The questions of somebody who has an idea about an ordering, over the project's own specs. */
class OwnIdeaTest {
  private static final Path PROJECT = Path.of("..", "..");

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldSayThatReorderingIsSafeAndWhy() {
    assertThat(ablate("NotifierFault", "SeqBeforeCount")).isZero();
    assertThat(out.toString())
        .contains("NotifierFault_V6  SeqBeforeCount  nothing")
        .contains("Both change under mmu_lock")
        .contains("SeqBeforeCount  range_end() raises seq before it lowers the count");
  }

  @Test
  void shouldShowHowReorderingBreaks() {
    assertThat(ablate("FinerLock", "SeqBeforeCount")).isZero();
    assertThat(out.toString())
        .containsPattern("FinerLock_right +SeqBeforeCount +NoStaleInsert +15 +conforms")
        .contains("NoStaleInsert\nis broken after 15 steps");
    assertThat(folder.resolve("FinerLock_right_without-SeqBeforeCount.itf.json")).exists();
  }

  @Test
  void shouldAblateEveryDesignThatReliesOnAnOrdering() {
    assertThat(ablate("OneSnapshot")).isZero();
    assertThat(out.toString()).contains("AttributeFault_one-snapshot").doesNotContain("FinerLock");
  }

  @Test
  void shouldTakeAnyModelOfADesign() {
    assertThat(ablate("AttributeFault_one-snapshot_KindFromAttribute", "OneSnapshot")).isZero();
    assertThat(out.toString()).contains("AttributeFault_one-snapshot  OneSnapshot");
  }

  /** Its rules are those of the right cache of before; what it is, its constant Cure says. */
  @Test
  void shouldTakeTheDesignThatTheNameStandsForBeforeOneWithTheSameRules() {
    assertThat(ablate("gpc-seq", "ValidLast")).isZero();
    assertThat(out.toString()).contains("GfnToPfnCache_G8_CureCount  ValidLast  GpcSound");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NotifierFault SeqBeforCount | NotifierFault_V6 has no ordering 'SeqBeforCount'; did you mean SeqBeforeCount?
          OneSnapshop                 | no model and no ordering 'OneSnapshop'; did you mean OneSnapshot?
          Xyzzy                       | no model and no ordering 'Xyzzy'
          V0                          | V0 is no right design; those of NotifierFault are NotifierFault_V6
          FinerLock OneSnapshot       | FinerLock_right has no ordering 'OneSnapshot'; it has TestUnderLock
          NotifierFault_V6 FilterByRange | FilterByRange is not TRUE in NotifierFault_V6
          """)
  void shouldRefuseToAblateWhatIsNotThere(String arguments, String message) {
    assertThat(ablate(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("mmucheck: " + message);
    if (message.endsWith("'")) {
      assertThat(err.toString()).doesNotContain("did you mean");
    }
  }

  @Test
  void shouldCheckIdeaThatBreaks() {
    assertThat(run("check", "FinerLock", "--set", "SeqBeforeCount=FALSE")).isEqualTo(12);
    assertThat(out.toString())
        .containsPattern("FinerLock_right_SeqBeforeCount-FALSE +NoStaleInsert fails")
        .contains("code      with the same constants it takes the same 15 steps")
        .contains("next      ./mmucheck conform FinerLock --set SeqBeforeCount=FALSE")
        .contains("NoStaleInsert is broken after 15\nsteps");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void shouldCheckIdeaThatHolds() {
    assertThat(run("check", "AttributeFault", "--set", "Faults=2", "--set", "EndMidway=true"))
        .isZero();
    assertThat(out.toString())
        .containsPattern("AttributeFault_one-snapshot_Faults-2_EndMidway-TRUE +success")
        .contains("checked   ");
  }

  @Test
  void shouldConformIdea() {
    assertThat(run("conform", "FinerLock", "--set", "SeqBeforeCount=FALSE")).isZero();
    assertThat(out.toString())
        .startsWith("FinerLock_right_SeqBeforeCount-FALSE: ")
        .contains(" 0 hidden");
  }

  @Test
  void shouldTellIdeaAsJson() {
    assertThat(run("check", "FinerLock", "--set", "SeqBeforeCount=FALSE", "--json")).isEqualTo(12);
    assertThat(
            JsonMapper.shared().readTree(out.toString()).at("/models/0/actual/property").asString())
        .isEqualTo("NoStaleInsert");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          check V6 --set SeqBeforCount=FALSE   | --set SeqBeforCount=FALSE: NotifierFault_V6 has no constant 'SeqBeforCount'; did you mean SeqBeforeCount?
          check V6 --set SeqBeforeCount        | --set SeqBeforeCount: is not of the form CONSTANT=VALUE
          check V6 --set SeqBeforeCount=maybe  | --set SeqBeforeCount=maybe: must be TRUE or FALSE
          check V6 --set Pages=two             | --set Pages=two: must be a whole number, as
          check V6 --set Vcpu=v0               | --set Vcpu=v0: must be a set, as {v0}
          check V6 --set Precheck=1.5          | --set Precheck=1.5: must be a string, as "none"
          check --set Pages=2                  | --set changes the constants of one model
          check V6 V11 --set Pages=2           | --set changes the constants of one model
          conform L7 --set Pages=2             | 'L7' names several sets of constants
          conform V6 --set Frogs=2             | --set Frogs=2: NotifierFault_V6 has no constant 'Frogs'; it has
          """)
  void shouldRefuseWrongSettingInOneLine(String arguments, String message) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("mmucheck: " + message).hasLineCount(1);
  }

  @Test
  void shouldShowOneModelWhole() {
    assertThat(run("models", "V4")).isZero();
    assertThat(out.toString())
        .startsWith("NotifierFault_V4  V4  snapshot-after-gup\n")
        .containsPattern("as NotifierFault_V\\w+, but\n +SnapshotBeforeGup = FALSE")
        .contains("[the snapshot of seq is older than the look at the host's PTE]")
        .contains("13ec9308a857 \"KVM: arm64: Retry fault if vma_lookup() results become invalid\"")
        .containsPattern("NotifierFault_V4_NoStaleInsert +NoStaleInsert fails +17 +quick")
        .contains("NoStaleInsert: ")
        .contains("leaves out  Roots (there is one, always valid)")
        .contains("traces/NotifierFault/V4/NotifierFault_V4_NoStaleInsert.itf.json")
        .contains("./mmucheck explain NotifierFault_V4_NoStaleInsert");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void shouldNotPrintConfigurationThatChecksWhatIsNotThere() {
    assertThat(run("cfg", "RootLifetime_b", "NoPageUAG")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("the module RootLifetime has no property 'NoPageUAG'; did you mean NoPageUAF?");
    assertThat(run("cfg", "RootLifetime_b", "Xyzzy")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("no property 'Xyzzy'; its models check ");
    assertThat(run("cfg", "RootLifetime_b", "NoLateWriteback")).isZero();
  }

  @Test
  void shouldFitTheTerminal() {
    assertThat(run(72, "models")).isZero();
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 72);
    assertThat(out.toString()).contains("NotifierFault_V4 ");
  }

  @Test
  void shouldExplainModelByWord() throws Exception {
    assertThat(run("explain", "RootLifetime_b_NoPageUAF")).isZero();
    String byName = out.toString();
    Path file = PROJECT.resolve("traces/RootLifetime/b/RootLifetime_b_NoPageUAF.itf.json");
    assertThat(Files.exists(file)).isTrue();
    assertThat(run("explain", file.toString())).isZero();
    assertThat(out.toString()).isEqualTo(byName);

    assertThat(run("explain", "snapshot-after-gup")).isZero();
    assertThat(out.toString()).contains("NotifierFault_V4_NoStaleInsert");
  }

  @Test
  void shouldSayWhyActionIsRefused() {
    assertThat(run("why", "RootLifetime_b_NoPageUAF", "--step", "8", "MapPage")).isZero();
    assertThat(out.toString())
        .startsWith(
            "RootLifetime_b_NoPageUAF, after step 8, WriteLock(n0)\nrefused     MapPage(v0)")
        .containsPattern("RootLifetime.tla:\\d+  pc\\[v\\] = \"MapPage\"\n")
        .contains("pc[v] is \"RetakeMmuLock\", v is v0");

    assertThat(run("why", "RootLifetime_b_NoPageUAF", "--step", "6", "ZapSpte(v0)")).isZero();
    assertThat(out.toString()).contains("enabled     ZapSpte(v0)").doesNotContain("refused");
  }

  @Test
  void shouldAskNothingOfTraceThatLacksAVariable() throws Exception {
    Path kept = PROJECT.resolve("traces/RootLifetime/b/RootLifetime_b_NoPageUAF.itf.json");
    Path file = folder.resolve("renamed.itf.json");
    Files.writeString(file, Files.readString(kept).replace("\"splat\"", "\"crash\""));

    assertThat(run("why", file.toString(), "MapPage")).isEqualTo(ExitCode.INPUT);
    assertThat(err.toString())
        .contains(
            "renamed.itf.json: vars: module RootLifetime has no variable 'crash'; those that"
                + " the trace lacks: splat");
  }

  @Test
  void shouldNotTellTraceOverOtherVariablesAsOneOfItsModel() throws Exception {
    Path kept = PROJECT.resolve("traces/RootLifetime/b/RootLifetime_b_NoPageUAF.itf.json");
    Path file = folder.resolve("without.itf.json");
    String without =
        Files.readString(kept).replace("\"writer\",", "").replaceAll("\"writer\": \"\\w*\",", "");
    Files.writeString(file, without);
    String why = "without.itf.json: vars: variable 'writer' of module RootLifetime is missing;";

    for (String[] command :
        new String[][] {
          {"explain"},
          {"explain", "--as", "RootLifetime_b"},
          {"explain", "RootLifetime_b_NoPageUAF"},
          {"replay"},
          {"why"}
        }) {
      String[] args = Arrays.copyOf(command, command.length + 1);
      args[command.length] = file.toString();
      assertThat(run(args)).as(String.join(" ", args)).isEqualTo(ExitCode.INPUT);
      assertThat(err.toString()).as(String.join(" ", args)).contains(why);
    }

    Files.writeString(file, without.replace("\"RootLifetime_b_NoPageUAF\"", "\"\""));
    assertThat(run("explain", file.toString())).as("as it stands").isZero();
    assertThat(out.toString()).contains("InvalidateRangeStart");
  }

  @Test
  void shouldTellRefusalsAsJson() {
    assertThat(run("why", "RootLifetime_b_NoPageUAF", "--step", "0", "--json")).isZero();
    JsonNode answer = JsonMapper.shared().readTree(out.toString());
    assertThat(answer.at("/step").asInt()).isZero();
    assertThat(answer.at("/actions/0/enabled").asBoolean()).isFalse();
    assertThat(answer.at("/actions/0/refusedBy/place").asString()).startsWith("RootLifetime.tla:");
  }

  @Test
  void shouldSayWhyForSpecWithoutManifest() {
    String forks =
        PROJECT.resolve("conformance/engine/src/test/resources/foreign/Forks").toString();
    assertThat(run("why", forks + ".tla", forks + ".cfg")).isZero();
    assertThat(out.toString()).doesNotContain("enabled").contains("refused     ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          why RootLifetime_b_NoPageUAF --step 99        | 2 | --step must be from 0 to 13, not 99
          why RootLifetime_b_NoPageUAF MapPag           | 2 | no action 'MapPag'; did you mean MapPage?
          why RootLifetime_b_NoPageUAF MapPage(v9)      | 2 | no action 'MapPage(v9)'; there is MapPage(v0)
          why RootLifetime_b_NoPageUAF MapPage ZapSpte  | 2 | one trace and one action
          why NotifierFault_V6                          | 2 | NotifierFault_V6 has no committed trace
          """)
  void shouldRefuseWrongQuestionInOneLine(String arguments, int exitCode, String message) {
    assertThat(run(arguments.split(" "))).isEqualTo(exitCode);
    assertThat(err.toString()).startsWith("mmucheck: " + message).hasLineCount(1);
  }

  private int ablate(String... arguments) {
    List<String> all = new ArrayList<>(List.of("ablate", "--traces", folder.toString()));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  private int run(String... arguments) {
    return run(0, arguments);
  }

  private int run(int columns, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Console console =
        new Console(
            new PrintWriter(out), new PrintWriter(err), false, "./mmucheck", PROJECT, columns);
    return new Cli(console, Workbench::open).run(arguments);
  }
}
