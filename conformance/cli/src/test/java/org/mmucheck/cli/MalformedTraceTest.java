package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.workbench.Workbench;

/**
 * Whatever a trace file holds, the program ends with 3 and one line that says where. The whole
 * program, over the project's own specs and a damaged copy of one trace.
 */
class MalformedTraceTest {
  private static final Path PROJECT = Path.of("..", "..");
  private static final String TRACE = "NotifierFault/V2/NotifierFault_V2_NotifierContract.itf.json";

  @TempDir Path folder;
  private String whole;
  private String out = "";
  private String err = "";

  @BeforeEach
  void readTrace() throws IOException {
    whole = Files.readString(PROJECT.resolve("traces").resolve(TRACE));
  }

  @Test
  void shouldRefuseTruncatedFileWhereverItEnds() throws IOException {
    for (int part = 1; part < 20; part++) {
      refused(
          whole.substring(0, whole.length() * part / 20), "line ", "column ", "not valid JSON: ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "writer": "None" | "writer": null        | line 21, column | (states[0].writer): null is no TLA+ value
          "writer": "None" | "writer": 1.5         | line 21, column | (states[0].writer): TLA+ has no such number
          "writer": "None" | "writers": "None"     | line 16, column | (states[0]): no value for the variable writer
          "writer": "None" | "pc": "None"          | line 21, column | Duplicate Object property
          "action": "      | "action": "No         | states[1].#meta.action | has no action
          {"v": "v0"       | {"v": "v7"            | states[ | has no action instance
          {"#bigint": "0"} | {"#bigint": "zero"}   | line 19, column | not an integer: zero
          {"#set": []}     | {"#set": {}}          | line 22, column | expected the list of the set's elements, not an object
          "vars": [        | "vars": ["extra",     | (states[0]) | no value for the variable extra
          """)
  void shouldSayWhereTheMistakeIs(String right, String wrong, String position, String reason)
      throws IOException {
    assertThat(whole).as("what is damaged here").contains(right);
    refused(whole.replace(right, wrong), position, reason);
  }

  @Test
  void shouldRefuseTraceWithoutOneOfTheModulesVariables() throws IOException {
    String without =
        whole.replace("\"writer\", ", "").replaceAll("(?m)^ *\"writer\": \"\\w+\",\\R", "");
    refused(without, "vars: variable 'writer' of module NotifierFault is missing");
  }

  @Test
  void shouldRefuseTraceWithForeignVariable() throws IOException {
    String more =
        whole
            .replace("\"vars\": [", "\"vars\": [\"extra\", ")
            .replace("\"writer\":", "\"extra\": 1, \"writer\":");
    refused(more, "vars: module NotifierFault has no variable 'extra'");
  }

  @Test
  void shouldRefuseTraceWithoutStates() throws IOException {
    refused(whole.substring(0, whole.indexOf("\"states\"")) + "\"states\": []}", "states is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not JSON at all", "[]", "7", "<xml/>", "\0\0\0", "{}"})
  void shouldRefuseWhatIsNoTrace(String text) throws IOException {
    refused(text, ".itf.json: ");
  }

  @Test
  void shouldRefuseBytesThatAreNoText() throws IOException {
    Path file = folder.resolve("bytes.itf.json");
    Files.write(file, new byte[] {'{', '\n', (byte) 0xff, (byte) 0xfe});
    refused(file, "line 2, column 1", "not UTF-8");
  }

  @Test
  void shouldRefuseNumberOfHundredMegabytes() throws IOException {
    Path file = folder.resolve("number.itf.json");
    byte[] digits = new byte[1 << 20];
    Arrays.fill(digits, (byte) '7');
    try (var to = Files.newOutputStream(file)) {
      to.write("{\"vars\": [\"x\"], \"states\": [{\"x\": ".getBytes(StandardCharsets.UTF_8));
      for (int megabyte = 0; megabyte < 100; megabyte++) {
        to.write(digits);
      }
      to.write("}]}".getBytes(StandardCharsets.UTF_8));
    }
    refused(file, "larger than 32 MB, the limit for a trace");
  }

  @Test
  void shouldRefuseLongNumberWithinTheLimitForFiles() throws IOException {
    refused(
        whole.replaceFirst("\"writer\": \"None\"", "\"writer\": " + "7".repeat(1_000_000)),
        "line 21, column",
        "too large: Number value length (1000000)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"#set\":["})
  void shouldRefuseDeepNesting(String opening) throws IOException {
    refused(
        whole.replaceFirst(
            "\"writer\": \"None\"",
            Matcher.quoteReplacement("\"writer\": " + opening.repeat(200_000))),
        "line 21, column",
        "too large: Document nesting depth (501)");
  }

  @Test
  void shouldRefuseMissingFileFolderAndFolderWithoutTraces() throws IOException {
    refused(folder.resolve("none.itf.json"), "no such file or folder");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(run("replay", empty.toString())).isEqualTo(3);
    assertOneLine("no *.itf.json in this folder");
    assertThat(run("explain", empty.toString())).isEqualTo(3);
    assertOneLine("is a folder; expected a JSON file");
  }

  /** Malformed input and a divergence are two things: this trace is well formed. */
  @Test
  void shouldEndWith20WhereTheRightDesignParts() {
    String trace =
        PROJECT
            .resolve("traces/RootLifetime/a-3/RootLifetime_a-3_NotifierContract.itf.json")
            .toString();
    assertThat(run("replay", trace, "--as", "RootLifetime_a2")).isEqualTo(20);
    assertThat(err)
        .startsWith(
            "mmucheck: code and spec disagree after step 9 of 11, FindRoot(n0); there"
                + " RootLifetime_a2 parts from RootLifetime_a-3_NotifierContract\n")
        .contains(" --as RootLifetime_a2 --stop-after 9\n");
    assertThat(run("replay", trace, "--as", "RootLifetime_a2", "--stop-after", "8")).isZero();
  }

  @Test
  void shouldRefuseModelOfAnotherModule() {
    String trace = PROJECT.resolve("traces").resolve(TRACE).toString();
    assertThat(run("replay", trace, "--as", "RootLifetime_a2")).isEqualTo(3);
    assertOneLine("#meta.module: the trace is of module NotifierFault");
  }

  private void refused(String text, String... parts) throws IOException {
    refused(Files.writeString(folder.resolve("bad.itf.json"), text), parts);
  }

  private void refused(Path file, String... parts) {
    assertThat(run("replay", file.toString())).isEqualTo(3);
    assertOneLine(parts);
    assertThat(err).startsWith("mmucheck: " + file + ": ");
  }

  private void assertOneLine(String... parts) {
    assertThat(err)
        .hasLineCount(1)
        .endsWith("\n")
        .contains(parts)
        .contains("; again: ./mmucheck ")
        .doesNotContain("\tat ", "a fault of our own")
        .hasSizeLessThan(1000);
    assertThat(out).isEmpty();
  }

  private int run(String... args) {
    StringWriter written = new StringWriter();
    StringWriter errors = new StringWriter();
    Console console =
        new Console(
            new PrintWriter(written, true),
            new PrintWriter(errors, true),
            false,
            "./mmucheck",
            PROJECT);
    int exitCode = new Cli(console, Workbench::open).run(args);
    out = written.toString();
    err = errors.toString();
    return exitCode;
  }
}
