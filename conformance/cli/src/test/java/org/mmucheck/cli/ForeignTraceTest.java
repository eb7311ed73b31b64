package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.workbench.Workbench;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replays one committed trace as other tools would have written it, and cut short. The whole
 * program, over the project's own specs.
 */
class ForeignTraceTest {
  private static final Path PROJECT = Path.of("..", "..");
  private static final String MODEL = "FinerLock_V6b_NoStaleInsert";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;
  private String committed;
  private String out = "";
  private String err = "";

  @BeforeEach
  void readTrace() throws IOException {
    committed =
        Files.readString(PROJECT.resolve("traces/FinerLock/V6b").resolve(MODEL + ".itf.json"));
  }

  @Test
  void shouldReplayTraceThatNamesNeitherModelNorActions() throws IOException {
    assertThat(replay(this::anonymous, "--as", MODEL)).isZero();
    assertThat(out).contains("16  conforms");
  }

  @Test
  void shouldReplayTraceWithQuintsLabels() throws IOException {
    assertThat(
            replay(
                trace -> {
                  trace.withArray("/vars").add("mbt::actionTaken").add("mbt::nondetPicks");
                  for (JsonNode node : trace.withArray("/states")) {
                    ObjectNode state = (ObjectNode) node;
                    state.put("mbt::actionTaken", state.at("/#meta/action").asString("init"));
                    ObjectNode picks = state.putObject("mbt::nondetPicks");
                    state
                        .at("/#meta/args")
                        .properties()
                        .forEach(
                            arg -> {
                              ObjectNode option = picks.putObject(arg.getKey());
                              option.put("tag", "Some").set("value", arg.getValue());
                            });
                  }
                  anonymous(trace);
                },
                "--as",
                MODEL))
        .isZero();
    assertThat(out).contains("16  conforms");
  }

  @Test
  void shouldSayThatTheLastStateOfACutTraceSatisfiesTheProperty() throws IOException {
    Consumer<ObjectNode> cut =
        trace -> {
          ArrayNode states = trace.withArray("/states");
          while (states.size() > 4) {
            states.remove(states.size() - 1);
          }
        };
    assertThat(replay(cut)).isEqualTo(21);
    assertThat(out).contains("3  REFUTED");
    assertThat(err).contains("cut.itf.json: the last state satisfies NoStaleInsert");
    assertThat(replay(cut, "--json")).isEqualTo(21);
    assertThat(out).contains("\"verdict\" : \"refuted\"", "\"the last state satisfies NoStaleIns");
  }

  @Test
  void shouldNameStepOfForeignTraceThatNoActionTakes() throws IOException {
    assertThat(
            replay(
                trace -> {
                  anonymous(trace);
                  ((ObjectNode) trace.at("/states/7")).put("mmuLock", "v0");
                },
                "--as",
                MODEL))
        .isEqualTo(3);
    assertThat(err)
        .contains("states[7]: no action of " + MODEL + " leads here from the state before");
  }

  private void anonymous(ObjectNode trace) {
    trace.putObject("#meta").put("description", "Created by another tool");
    trace.withArray("/states").forEach(state -> ((ObjectNode) state).remove("#meta"));
  }

  private int replay(Consumer<ObjectNode> change, String... options) throws IOException {
    ObjectNode trace = (ObjectNode) JSON.readTree(committed);
    change.accept(trace);
    Path file = folder.resolve("cut.itf.json");
    Files.writeString(file, JSON.writeValueAsString(trace));
    String[] args = new String[options.length + 2];
    args[0] = "replay";
    args[1] = file.toString();
    System.arraycopy(options, 0, args, 2, options.length);
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
