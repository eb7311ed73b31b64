package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmucheck.itf.TraceFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The main job after a run that found everything as it should be. */
class UnchangedTest {
  @TempDir Path folder;
  private Path keeps;
  private CliFixture cli;

  @BeforeEach
  void judgeAll() throws IOException {
    cli = new CliFixture(folder.resolve("project"));
    cli.commitTrace();
    keeps = folder.resolve("keeps");
    cli.keeps = keeps;
    assertThat(cli.run()).isZero();
    assertThat(cli.out()).doesNotContain("UNCHANGED", "earlier");
  }

  @Test
  void shouldSayTheSameWithoutJudgingAgain() throws IOException {
    assertThat(isJudgedAgain()).isFalse();
    assertThat(cli.out())
        .containsPattern(
            "PROTOCOL +MODELS +AS EXPECTED +REPLAY +CONFORM +FUZZ +UNCHANGED SINCE\n"
                + "TdpRoot +2 +all 2 +all 1 +all 2 +all 1 +\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\dZ\n")
        .contains(
            "2 of 2 models as expected, 1 of 1 traces conform, 1 of 1 designs fuzzed pass",
            "16 states, 112 (state, action) pairs: 32 enabled and taken, 80 disabled",
            "2 of 2 models are unchanged",
            "--fresh does all again");

    assertThat(cli.run("--all")).isZero();
    String before = cli.out();
    assertThat(cli.run("--all", "--fresh")).isZero();
    assertThat(before).startsWith(cli.out());
  }

  @Test
  void shouldGiveTheSameDocument() {
    assertThat(cli.run("--json")).isZero();
    JsonNode kept = new JsonMapper().readTree(cli.out());
    assertThat(kept.get("unchanged").get(0).get("protocol").asString()).isEqualTo("TdpRoot");
    assertThat(cli.run("--json", "--fresh")).isZero();
    JsonNode judged = new JsonMapper().readTree(cli.out());
    assertThat(judged.get("unchanged")).isEmpty();
    for (String part : new String[] {"check", "replay", "conform", "fuzz", "passed"}) {
      assertThat(kept.get(part)).as(part).isEqualTo(judged.get(part));
    }
  }

  @Test
  void shouldJudgeAllOnDemand() {
    cli.workbench.workers = 0;
    assertThat(cli.run("--fresh")).isZero();
    assertThat(cli.workbench.workers).isPositive();
  }

  /** Something that a verdict depends on. */
  enum Input {
    MODULE {
      @Override
      void change(CliFixture cli) throws IOException {
        Files.writeString(cli.home.resolve("spec/TdpRoot.tla"), "\\* a comment");
      }
    },
    FILE_ADDED {
      @Override
      void change(CliFixture cli) throws IOException {
        Files.writeString(cli.home.resolve("spec/TdpRoot.cfg"), "");
      }
    },
    MANIFEST {
      @Override
      void change(CliFixture cli) throws IOException {
        Path manifest = cli.home.resolve("spec/models.json");
        Files.writeString(manifest, Files.readString(manifest) + " ");
      }
    },
    TRACE {
      @Override
      void change(CliFixture cli) throws IOException {
        Path trace = trace(cli);
        Files.writeString(trace, Files.readString(trace) + " ");
      }
    },
    TRACE_REMOVED {
      @Override
      void change(CliFixture cli) throws IOException {
        Files.delete(trace(cli));
      }
    },
    LIBRARY {
      @Override
      void change(CliFixture cli) throws IOException {
        Path library = Files.createDirectories(cli.home.resolve("library"));
        Files.writeString(library.resolve("Graphs.tla"), "");
        System.setProperty("TLA-Library", library.toString());
      }
    };

    abstract void change(CliFixture cli) throws IOException;

    static Path trace(CliFixture cli) {
      return cli.home.resolve("traces").resolve(CliFixture.BUG + TraceFiles.ENDING);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldJudgeAgainWhatHasChanged(Input input) throws IOException {
    try {
      input.change(cli);
      assertThat(isJudgedAgain()).as(cli.err()).isTrue();
    } finally {
      System.clearProperty("TLA-Library");
    }
  }

  @Test
  void shouldNotKeepWhatIsNotAsItShouldBe() throws IOException {
    Files.delete(Input.trace(cli));
    assertThat(cli.run()).isEqualTo(21);
    assertThat(cli.run()).isEqualTo(21);
    assertThat(cli.out()).doesNotContain("earlier");
  }

  @Test
  void shouldNotKeepWhatChangesWhileItIsJudged() throws IOException {
    Path module = cli.home.resolve("spec/TdpRoot.tla");
    Files.writeString(module, "\\* before");
    cli.workbench.whileChecking = () -> write(module, "\\* after");
    assertThat(cli.run()).isZero();
    cli.workbench.whileChecking = () -> {};
    assertThat(isJudgedAgain()).isTrue();

    Files.writeString(module, "\\* before");
    assertThat(isJudgedAgain()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotTrustAFileThatIsNotWhole(Damage damage) throws IOException {
    Path file = keptFile();
    String whole = Files.readString(file);
    Files.writeString(file, damage.of(whole));
    assertThat(isJudgedAgain()).isTrue();
    assertThat(isJudgedAgain()).as("kept anew").isFalse();
  }

  /** What may happen to a kept file. */
  enum Damage {
    CUT,
    EMPTIED,
    OTHER_NUMBER,
    OTHER_KEY;

    String of(String whole) {
      return switch (this) {
        case CUT -> whole.substring(0, whole.length() / 2);
        case EMPTIED -> "";
        case OTHER_NUMBER -> whole.replace("\"states\":16", "\"states\":17");
        case OTHER_KEY -> "f" + whole;
      };
    }
  }

  @Test
  void shouldRunWhereNothingCanBeKept() throws IOException {
    cli.keeps = Files.createFile(folder.resolve("no folder"));
    assertThat(isJudgedAgain()).isTrue();
    assertThat(cli.err()).isEmpty();
  }

  private boolean isJudgedAgain() {
    cli.workbench.workers = 0;
    cli.run();
    return cli.workbench.workers > 0;
  }

  private Path keptFile() throws IOException {
    try (Stream<Path> files = Files.walk(keeps)) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
