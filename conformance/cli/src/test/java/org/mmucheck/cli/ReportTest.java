package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.workbench.Workbench;

class ReportTest {
  private static final Path PROJECT = Path.of("..", "..");

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldWriteTheSameSmallPageOfEveryTrace() throws Exception {
    String page = report();
    assertThat(page.length()).isLessThan(5_000_000);
    assertThat(report()).as("again").isEqualTo(page);
    try (Stream<Path> traces = Files.walk(PROJECT.resolve("traces"))) {
      traces
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".itf.json"))
          .forEach(
              name ->
                  assertThat(page).contains("id=\"trace=" + name.replace(".itf.json", "") + "\""));
    }
  }

  @Test
  void shouldAskForNothingElse() throws Exception {
    String page = report();
    assertThat(page)
        .doesNotContain("http://", "https://", "<img", "<link", " src=", "@import", "url(")
        .contains("default-src 'none'");
    Matcher script = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(page);
    assertThat(script.find()).isTrue();
    byte[] hash =
        java.security.MessageDigest.getInstance("SHA-256")
            .digest(script.group(1).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(page).contains("script-src 'sha256-" + Base64.getEncoder().encodeToString(hash));
  }

  @Test
  void shouldDrawLocksAndNameGuards() throws Exception {
    assertThat(report())
        .contains(
            "<tr id=\"trace=RootLifetime_b_NoPageUAF&amp;step=3\">",
            "<td class=\"w\"><b>W</b> write_lock(mmu_lock)",
            "<a href=\"#action=RootLifetime.ZapSpte\">ZapSpte(v0)</a>",
            "id=\"action=RootLifetime.ZapSpte\"><b>RootLifetime.tla:")
        .contains("SeqBeforeCount<td>range_end() raises seq before it lowers the count<td>");
  }

  @Test
  void shouldTakeInWhatCommandsPrint() throws Exception {
    Path conform = folder.resolve("conform.json");
    Files.writeString(
        conform,
        """
        {"models": [{"name": "A_<b>", "states": 16, "actual": {"depth": 6}, "none": null}],
         "conforms": true}
        """);
    assertThat(report("--with", conform.toString()))
        .contains("<h3>conform.json</h3>", "<p>conforms: true</p>")
        .contains("<th scope=\"col\">actual.depth", "<td>A_&lt;b&gt;<td>16<td>6\n")
        .doesNotContain("<th scope=\"col\">none");
  }

  @Test
  void shouldRefuseWhatIsNoDocument() throws Exception {
    Path wrong = Files.writeString(folder.resolve("wrong.json"), "[1, 2]");
    assertThat(run("--with", wrong.toString())).isEqualTo(3);
    assertThat(err.toString()).contains("wrong.json: is no document that --json prints");
    Files.writeString(wrong, "{\"a\": ");
    assertThat(run("--with", wrong.toString())).isEqualTo(3);
    assertThat(err.toString()).contains("wrong.json: not JSON");
    assertThat(folder.resolve("report.html")).doesNotExist();
  }

  private String report(String... options) throws Exception {
    assertThat(run(options)).as(err.toString()).isZero();
    return Files.readString(folder.resolve("report.html"));
  }

  private int run(String... options) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Console console =
        new Console(new PrintWriter(out), new PrintWriter(err), false, "./mmucheck", PROJECT);
    String[] all =
        Stream.concat(
                Stream.of("report", "--out", folder.resolve("report.html").toString()),
                Stream.of(options))
            .toArray(String[]::new);
    return new Cli(console, Workbench::open).run(all);
  }
}
