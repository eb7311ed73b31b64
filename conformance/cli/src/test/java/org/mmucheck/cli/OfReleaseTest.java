package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Release;
import org.mmucheck.catalog.Row;
import org.mmucheck.workbench.Workbench;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a release of Linux had, over the project's own specs. */
class OfReleaseTest {
  private static final Path PROJECT = Path.of("..", "..");
  private static final Catalog CATALOG = Catalog.load(PROJECT.resolve("spec"));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldTellOfEveryRow() {
    assertThat(CATALOG.rows()).allSatisfy(row -> assertThat(row.releases()).isNotNull());
  }

  @ParameterizedTest
  @CsvSource({
    // the row, a release that had it, a neighbour that had not
    "RootLifetime_b,                     never,   5.16",
    "RootLifetime_a-3,                   5.16.18, 5.16.19",
    "RootLifetime_t-4_a2,                5.15.11, 5.15.12",
    "RootLifetime_d2,                    6.3,     6.4",
    "RootLifetime_e,                     6.9,     6.8",
    "GfnToPfnCache_G8,                   7.3,     7.3.2",
    "GfnToPfnCache_G8_CureCount,         7.3.4,   7.2.13",
    "GfnToPfnCache_G6,                   6.1.176, 6.9",
    "GuestMemfd_gmem-unbind-unlocked,    7.2.13,  7.3",
    "NotifierFault_V6,                   5.11,    5.12",
    "NotifierFault_V7b_TwoNotifiersFixed, 6.8,    6.7",
    "MemslotUpdate_V7g-deleted,          never,   5.14"
  })
  void shouldKnowWhoHadIt(String name, String had, String hadNot) {
    Row row = CATALOG.findRows(name).getFirst();
    assertThat(CATALOG.rowsOf(Release.of(hadNot))).doesNotContain(row);
    if (!had.equals("never")) {
      assertThat(CATALOG.rowsOf(Release.of(had))).contains(row);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.1.176", "6.12", "7.3", "7.3.4"})
  void shouldHaveRightDesignOfEachProtocol(String release) {
    Set<String> modules = new TreeSet<>();
    CATALOG.rowsOf(Release.of(release)).stream()
        .filter(CATALOG::isRight)
        .forEach(row -> modules.add(row.models().getFirst().module()));
    assertThat(modules)
        .contains(
            "RootLifetime",
            "NotifierFault",
            "MemslotUpdate",
            "HugeFault",
            "RecordedFault",
            "GuestMap",
            "VmLifetime",
            "ZapGfnRange");
  }

  @Test
  void shouldPrintWhatIsRightAndWhatBreaks() {
    assertThat(run("models", "--kernel", "6.12")).as(err.toString()).isZero();
    String text = out.toString();
    String right = text.substring(0, text.indexOf("What breaks in it:"));
    String breaks = text.substring(right.length());
    assertThat(right).startsWith("Right in Linux 6.12:").contains("RootLifetime_e ", "_V7 ");
    assertThat(breaks).contains("GfnToPfnCache_G8 ", "hva-without-memslot", "7.4", "read");
    assertThat(text).doesNotContain("RootLifetime_b ", "writer-in");
  }

  /** The right design that lies beside the module is of an older release. */
  @Test
  void shouldTakeModuleForAllThatReleaseHadOfIt() {
    assertThat(run("models", "NotifierFault", "--kernel", "7.3")).as(err.toString()).isZero();
    assertThat(out.toString())
        .startsWith("Right in Linux 7.3:")
        .contains("NotifierFault_V7 ", "NotifierFault_precheck ")
        .doesNotContain("NotifierFault_V6 ", "FinerLock");
    assertThat(run("check", "FinerLock", "--kernel", "7.3")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("FinerLock_right_TwoFaults ");
  }

  @Test
  void shouldTellReleasesAsJson() {
    assertThat(run("models", "G8", "--kernel", "6.12", "--json")).isZero();
    JsonNode document = JsonMapper.shared().readTree(out.toString());
    assertThat(document.get("release").asString()).isEqualTo("6.12");
    JsonNode model = document.at("/models/0");
    assertThat(model.get("right").asBoolean()).isFalse();
    assertThat(model.get("releases").toString())
        .isEqualTo(
            "{\"since\":[\"6.9\"],\"until\":[\"7.4\",\"7.3.2\"],\"read\":[\"6.12.117\",\"7.2.13\"],"
                + "\"note\":null,\"never\":null,\"known\":\"read\"}");
  }

  @Test
  void shouldShowReleasesOfOneModel() {
    assertThat(run("models", "RootLifetime_b")).isZero();
    assertThat(out.toString()).contains("releases").contains("none: Posted in 2021");
    assertThat(run("find", "3a0f64de479c", "--json")).isZero();
    JsonNode hit = JsonMapper.shared().readTree(out.toString()).at("/hits/0");
    assertThat(hit.get("model").asString()).startsWith("RootLifetime_t-4");
    assertThat(run("find", "CVE-2022-49882")).isZero();
    assertThat(out.toString()).contains("since 5.17, until 6.1; inferred");
  }

  @Test
  void shouldCheckAndConformWhatReleaseHad() {
    assertThat(run("check", "V6c", "FinerLock_right", "--kernel", "7.3"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("FinerLock_right ").doesNotContain("V6c");
    assertThat(run("conform", "FinerLock", "--kernel", "7.3")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("FinerLock_right");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "models --kernel 6            | --kernel: '6' is no release of Linux; one is like 6.12",
        "check --kernel debian:7.3.4  | --kernel: 'debian:7.3.4' is no release of Linux",
        "conform --kernel 9.0         | --kernel: the manifests know Linux 4.5 to 7.3.4, not 9.0",
        "models --kernel 6.25         | --kernel: there is no Linux 6.25: after 6.19 came 7.0",
        "models b --kernel 6.12       | none of these models is of Linux 6.12; `./mmucheck models"
            + " --kernel 6.12` lists those that are",
        "check FinerLock --set TestUnderLock=FALSE --kernel 6.12 | --kernel chooses among the",
        "conform FinerLock --set TestUnderLock=FALSE --kernel 6.12 | --kernel chooses among the"
      })
  void shouldSayWhatIsWrongWithRelease(String line, String message) {
    assertThat(run(line.strip().split(" "))).isEqualTo(ExitCode.USAGE);
    assertThat(List.of(err.toString().split("\n"))).anyMatch(each -> each.contains(message));
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Console console =
        new Console(new PrintWriter(out), new PrintWriter(err), false, "./mmucheck", PROJECT);
    return new Cli(console, Workbench::open).run(arguments);
  }
}
