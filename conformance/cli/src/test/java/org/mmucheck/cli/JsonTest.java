package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.ablation.Ablated;
import org.mmucheck.catalog.Design;
import org.mmucheck.catalog.Model;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.trace.Trace;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The documents of {@code --json} by heart: other programs read these names. */
class JsonTest {
  @TempDir Path home;
  private CliFixture cli;

  @BeforeEach
  void setUp() throws IOException {
    cli = new CliFixture(home);
  }

  @Test
  void shouldListModels() {
    assertThat(cli.run("models", "--json")).isZero();
    assertDocument(
        """
        {"models": [
          {"name": "TdpRoot_good", "id": null, "word": null, "module": "TdpRoot", "config": "TdpRoot_good.cfg",
           "tier": "quick",
           "expected": {"result": "success", "property": null, "distinctStates": 16, "depth": 6},
           "kernel": null, "right": true, "releases": null, "summary": "Every property holds."},
          {"name": "TdpRoot_b_ZapSeesLiveRoot", "id": "b", "word": "put-first", "module": "TdpRoot",
           "config": "TdpRoot_b_ZapSeesLiveRoot.cfg", "tier": "quick",
           "expected": {"result": "safety failure", "property": "ZapSeesLiveRoot",
                        "distinctStates": null, "depth": null},
           "kernel": {"commit": "22b94c4b63eb", "subject": "KVM: x86/mmu: Zap", "year": 2023},
           "right": false, "releases": null, "summary": "The put comes before the zap."}
        ]}
        """);
  }

  @Test
  void shouldPrintConfiguration() {
    assertThat(cli.run("cfg", "put-first", "--json")).isZero();
    assertDocument(
        """
        {"model": "TdpRoot_b_ZapSeesLiveRoot", "module": "TdpRoot",
         "text": "SPECIFICATION Spec\\nINVARIANTS\\n  ZapSeesLiveRoot\\nCHECK_DEADLOCK TRUE\\n"}
        """);
  }

  @Test
  void shouldReportChecks() {
    assertThat(cli.run("check", "--json")).isZero();
    assertDocument(
        """
        {"models": [
          {"name": "TdpRoot_good", "id": null,
           "expected": {"result": "success", "property": null, "distinctStates": 16, "depth": 6},
           "actual": {"result": "success", "property": null, "distinctStates": 16,
                      "generatedStates": 48, "depth": 6, "seconds": 0.125},
           "trace": null, "asExpected": true},
          {"name": "TdpRoot_b_ZapSeesLiveRoot", "id": "b",
           "expected": {"result": "safety failure", "property": "ZapSeesLiveRoot",
                        "distinctStates": null, "depth": null},
           "actual": {"result": "safety failure", "property": "ZapSeesLiveRoot",
                      "distinctStates": 3, "generatedStates": 4, "depth": 2, "seconds": 0.125},
           "trace": "%s/traces/TdpRoot_b_ZapSeesLiveRoot.itf.json", "asExpected": true}],
         "asExpected": true,
         "engine": {"name": "this TLC", "mistakes": [], "suspects": []}}
        """
            .formatted(home));
  }

  @Test
  void shouldReportReplays() {
    cli.commitTrace();
    assertThat(cli.run("replay", "--json")).isZero();
    assertDocument(
        """
        {"traces": [
          {"file": "%s/traces/TdpRoot_b_ZapSeesLiveRoot.itf.json",
           "model": "TdpRoot_b_ZapSeesLiveRoot", "steps": 1, "verdict": "conforms",
           "divergence": null}],
         "conforms": true}
        """
            .formatted(home));
  }

  @Test
  void shouldReportDivergence() {
    cli.commitTrace();
    cli.workbench.replays.put(CliFixture.BUG, new ReplayReport(1, FakeWorkbench.divergence()));
    assertThat(cli.run("replay", "--json")).isEqualTo(20);
    assertDocument(
        """
        {"traces": [
          {"file": "%s/traces/TdpRoot_b_ZapSeesLiveRoot.itf.json",
           "model": "TdpRoot_b_ZapSeesLiveRoot", "steps": 1, "verdict": "diverges",
           "divergence": {"step": 1, "action": "GetRoot(v0)", "variable": "refcount",
                          "spec": "2", "code": "1"}}],
         "conforms": false}
        """
            .formatted(home));
  }

  @Test
  void shouldReportConformance() {
    assertThat(cli.run("conform", "TdpRoot_good", "--json")).isZero();
    assertDocument(
        """
        {"models": [
          {"name": "TdpRoot_good", "states": 16, "transitions": 32, "executed": 32, "steps": 40,
           "verdict": "conforms", "divergence": null, "tlcSeconds": 0.25, "seconds": 0.5}],
         "conforms": true}
        """);
  }

  @Test
  void shouldReportGraph() {
    assertThat(cli.run("graph", "TdpRoot_good", "--out", home + "/g", "--json")).isZero();
    assertDocument(
        """
        {"model": "TdpRoot_good", "file": "%s/g", "states": 16, "transitions": 32,
         "initialStates": 1, "digest": "%s", "bytes": 512, "seconds": 0.5}
        """
            .formatted(home, FakeWorkbench.DIGEST));
  }

  @Test
  void shouldReportRatios() {
    assertThat(
            cli.run(
                "bench",
                "--json",
                "--large",
                "TdpRoot_good",
                "--small",
                "TdpRoot_good",
                "--dumped",
                "TdpRoot_good",
                "--recorded",
                "TdpRoot_good"))
        .isZero();
    assertDocument(
        """
        {"ratios": [
          {"name": "conform to plain TLC", "ours": 5.0, "reference": 2.0, "ratio": 2.0,
           "unit": "s", "rounds": 3, "lowest": 1.5, "highest": 3.0}]}
        """);
  }

  @Test
  void shouldReportFuzzing() {
    assertThat(
            cli.run("fuzz", "--json", "--seed", "7", "--tries", "9", "--traces", home + "/found"))
        .isZero();
    assertDocument(
        """
        {"properties": [
          {"name": "codeFollowsSpec", "model": "TdpRoot_good", "tries": 9, "steps": 100, "seed": 7,
           "verdict": "passed", "trace": null},
          {"name": "codeFollowsSpec", "model": "TdpRoot_b_ZapSeesLiveRoot", "tries": 1800, "steps": 100,
           "seed": 7, "verdict": "found",
           "trace": "%s/found/TdpRoot_b_ZapSeesLiveRoot.fuzz.itf.json"}],
         "passed": true}
        """
            .formatted(home));
  }

  @Test
  void shouldPrintWhatBreaksWithoutAnOrdering() {
    Model good = cli.model(CliFixture.GOOD);
    Design design = new Design(good, List.of(), List.of(), List.of());
    Trace trace = FakeWorkbench.trace(good);
    cli.workbench.ablated =
        List.of(
            new Ablated(
                design, "Guard", good, "Safe", trace, new ReplayReport(1, null), null, List.of()),
            new Ablated(
                design, "Spare", null, null, null, null, "Nobody asks.", List.of("Wrong.")));

    assertThat(cli.run("ablate", "--json", "--traces", home + "/found")).isEqualTo(21);
    assertThat(cli.err()).contains("TdpRoot_good, Spare: Wrong.", "again     ./mmucheck ablate");
    assertDocument(
        """
        {"designs": [{"model": "TdpRoot_good", "orderings": [
          {"constant": "Guard", "breaks": "Safe", "steps": 1,
           "trace": "%s/found/TdpRoot_good_without-Guard.itf.json", "at": "TdpRoot_good",
           "replay": "conforms", "why": null, "problems": []},
          {"constant": "Spare", "breaks": null, "steps": null, "trace": null, "at": null,
           "replay": null, "why": "Nobody asks.", "problems": ["Wrong."]}]}],
         "explained": false}
        """
            .formatted(home));
  }

  @Test
  void shouldReportExplanation() {
    Path trace = cli.commitTrace();
    assertThat(cli.run("explain", "--json", "--format", "md", trace.toString())).isZero();
    JsonNode document = document();
    assertThat(document.propertyNames()).containsExactly("file", "format", "text");
    assertThat(document.get("file").asString()).isEqualTo(trace.toString());
    assertThat(document.get("format").asString()).isEqualTo("md");
    assertThat(document.get("text").asString()).contains("kvm_tdp_mmu_get_root()").endsWith("\n");
    String text = document.get("text").asString();
    assertThat(cli.run("explain", "--format", "md", trace.toString())).isZero();
    assertThat(cli.out()).isEqualTo(text);
  }

  @Test
  void shouldPutDocumentsOfTheMainJobTogether() {
    cli.commitTrace();
    assertThat(cli.run("--json")).isZero();
    JsonNode document = document();
    assertThat(document.propertyNames())
        .containsExactly(
            "check", "replay", "conform", "fuzz", "compiled", "unjudged", "unchanged", "passed");
    assertThat(document.get("check").get("asExpected").asBoolean()).isTrue();
    assertThat(document.get("replay").get("conforms").asBoolean()).isTrue();
    assertThat(document.get("conform").get("conforms").asBoolean()).isTrue();
    assertThat(document.get("fuzz").get("passed").asBoolean()).isTrue();
    assertThat(document.get("passed").asBoolean()).isTrue();
  }

  private void assertDocument(String expected) {
    assertThat(document()).isEqualTo(new JsonMapper().readTree(expected));
    assertThat(cli.out()).as("order of names").containsSubsequence(names(expected));
  }

  private JsonNode document() {
    return new JsonMapper().readTree(cli.out()); // nothing else may be on standard output
  }

  private static String[] names(String json) {
    return java.util.regex.Pattern.compile("\"\\w+\"(?=:)")
        .matcher(json)
        .results()
        .map(java.util.regex.MatchResult::group)
        .toArray(String[]::new);
  }
}
