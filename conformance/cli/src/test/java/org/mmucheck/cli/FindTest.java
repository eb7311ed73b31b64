package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Hit;
import org.mmucheck.catalog.SearchIndex;
import org.mmucheck.workbench.Workbench;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an engineer knows of a race leads to its model, over the project's own specs. */
class FindTest {
  private static final Path PROJECT = Path.of("..", "..");
  private static final Path SPEC = PROJECT.resolve("spec");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "3a0f64de479c,                      RootLifetime_t-4",
    "3a0f64,                            RootLifetime_t-4",
    "3a0f64de479c25c1d1f1,              RootLifetime_t-4",
    "CVE-2021-47094,                    RootLifetime_t-4",
    "cve-2024-26976,                    VmLifetime_d-w6",
    "kvm_mmu_invalidate_begin,          NotifierFault_",
    "kvm_mmu_invalidate_start,          NotifierFault_",
    "mmu_notifier_seq,                  NotifierFault_",
    "REMOVED_SPTE,                      TablePages_",
    "kvm_tdp_mmu_put_root,              RootLifetime_",
    "kvm_tdp_mmu_put_root(),            RootLifetime_",
    "is_page_fault_stale,               RootLifetime_e",
    "NoStaleInsert,                     FinerLock_",
    "SnapshotBeforeGup,                 NotifierFault_V4",
    "FreezeSpte,                        RootLifetime_",
    "a57750909580,                      NxRecovery_nx",
    "kvm_tdp_mmu_zap_sp,                NxRecovery_nx",
    "NX huge page recovery,             NxRecovery_nx",
    "77ac7079e66d,                      MirrorRoots_mr",
    "tdx_sept_remove_private_spte,      MirrorRoots_mr",
    "SEAMCALL is busy,                  MirrorRoots_mr-one-call",
    "yield-at-zero,                     KvmMmu_meet1_b",
    "KVM: Use gfn instead of hva for mmu_notifier_retry, NotifierFault_V7b",
    "walk goes on after the SPTE,       RootLifetime_t-4"
  })
  void shouldLeadToTheModelFirst(String words, String model) {
    assertThat(run("find", words)).as(err.toString()).isZero();
    assertThat(out.toString()).startsWith(model).contains("show        ./mmucheck ");
  }

  @Test
  void shouldFindEveryFixByHashAndByWordsOfItsSubject() throws Exception {
    SearchIndex index = SearchIndex.of(Catalog.load(SPEC), SPEC);
    JsonNode fixes = JsonMapper.shared().readTree(SPEC.resolve("names.json").toFile()).get("fixes");
    assertThat(fixes.size()).isGreaterThanOrEqualTo(33);
    for (JsonNode fix : fixes) {
      List<String> ways = new ArrayList<>(List.of(fix.get("subject").asString()));
      for (String list : List.of("commits", "cves")) {
        if (fix.has(list)) {
          fix.get(list).forEach(each -> ways.add(each.asString()));
        }
      }
      for (String way : ways) {
        Hit first = index.find(way).getFirst();
        if (fix.has("rows")) {
          assertThat(first.model().row()).as(way).isEqualTo(fix.at("/rows/0").asString());
        } else {
          assertThat(first.model()).as(way).isNull();
          assertThat(first.summary()).as(way).isEqualTo(fix.get("why").asString());
        }
      }
    }
  }

  @Test
  void shouldSayWhyFixIsNotModelled() {
    assertThat(run("find", "6777885605e1")).isZero();
    assertThat(out.toString()).startsWith("not modelled\n            No module has");
  }

  @Test
  void shouldSayUnderWhichNameItIsKnownNow() {
    assertThat(run("find", "kvm_mmu_invalidate_begin")).isZero();
    assertThat(out.toString())
        .contains("kvm_mmu_invalidate_begin is kvm_mmu_invalidate_start by v7.3; RaiseCount:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3a0f64de479c",
        "kvm_tdp_mmu_put_root",
        "NotifierFault",
        "KVM: Use gfn instead of hva for mmu_notifier_retry"
      })
  void shouldListModelsByWhatFindFindsThemBy(String words) {
    assertThat(run("models", words)).isZero();
    assertThat(out.toString())
        .containsAnyOf("NotifierFault_V6", "RootLifetime_", "NotifierFault_V7");
  }

  @Test
  void shouldTellHitsAsJson() {
    assertThat(run("find", "CVE-2021-47094", "--json")).isZero();
    JsonNode hit = JsonMapper.shared().readTree(out.toString()).at("/hits/0");
    assertThat(hit.propertyNames())
        .containsExactly(
            "model", "id", "word", "commit", "subject", "since", "until", "because", "summary");
    assertThat(hit.get("model").asString()).isEqualTo("RootLifetime_t-4_FastZapComplete");
    assertThat(hit.get("commit").asString()).isEqualTo("3a0f64de479c");
  }

  @Test
  void shouldSayThatNothingIsFound() {
    assertThat(run("find", "frobnicate")).isEqualTo(2);
    assertThat(err.toString()).isEqualTo("mmucheck: no model 'frobnicate'\n");
    assertThat(run("find", "yield-at-zeor")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean yield-at-zero?");
  }

  @Test
  void shouldSayWhereNamesAreWrong(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("A.tla"), "");
    Files.writeString(
        folder.resolve("models.json"), "{\"models\": [{\"name\": \"x\", \"holds\": [\"P\"]}]}");
    Files.writeString(
        folder.resolve("names.json"),
        "{\"fixes\": [{\"subject\": \"S\", \"year\": 2020, \"rows\": [\"A_y\"]}], \"names\": []}");
    assertThat(run("find", "x", "--spec", folder.toString())).isEqualTo(3);
    assertThat(err.toString()).contains("names.json: fixes[0].rows: no row 'A_y'");
    Files.writeString(
        folder.resolve("names.json"),
        "{\"fixes\": [{\"subject\": \"S\", \"year\": 2020}], \"names\": []}");
    assertThat(run("find", "x", "--spec", folder.toString())).isEqualTo(3);
    assertThat(err.toString()).contains("or 'why' says why none does");
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Console console =
        new Console(new PrintWriter(out), new PrintWriter(err), false, "./mmucheck", PROJECT);
    return new Cli(console, Workbench::open).run(arguments);
  }
}
