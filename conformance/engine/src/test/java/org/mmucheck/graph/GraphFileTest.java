package org.mmucheck.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.catalog.Source;
import org.mmucheck.tlc.Exploration;
import org.mmucheck.tlc.TlcOptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GraphFileTest {
  private static final Path SPECS = Path.of("src/test/resources/specs");

  @TempDir Path folder;

  private static Exploration explored() throws InterruptedException {
    Model model =
        Model.of(
                "TdpRoot_b",
                Source.read(SPECS.resolve("TdpRoot.tla"), SPECS.resolve("TdpRoot_b.cfg")))
            .expected(Result.SAFETY_FAILURE, "ZapSeesLiveRoot")
            .build();
    return Exploration.of(model, TlcOptions.oneWorker());
  }

  private static List<String> transitions(CapturedGraph graph) {
    List<String> lines = new ArrayList<>();
    for (int state = 0; state < graph.size(); state++) {
      for (int t = graph.firstTransition(state); t < graph.firstTransition(state + 1); t++) {
        lines.add(state + " " + graph.actions().get(graph.label(t)) + " " + graph.target(t));
      }
    }
    return lines;
  }

  @Test
  void shouldBeReadAsItIsDocumented() throws Exception {
    try (Exploration explored = explored()) {
      CapturedGraph graph = explored.graph();
      Path file = folder.resolve("graph");

      GraphFile.write(graph, "TdpRoot_b", graph.digest(), file);

      assertThat(read(file)).isEqualTo(transitions(graph));
    }
  }

  /** As the javadoc of the format says. */
  private static List<String> read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int feed = 0;
    while (bytes[feed] != '\n') {
      feed++;
    }
    JsonNode head =
        JsonMapper.builder().build().readTree(new String(bytes, 0, feed, StandardCharsets.UTF_8));
    assertThat(head.get("format").asString()).isEqualTo(GraphFile.FORMAT);
    assertThat(head.get("digest").asString()).hasSize(64);
    int states = head.get("states").asInt();
    int transitions = head.get("transitions").asInt();
    ByteBuffer numbers =
        ByteBuffer.wrap(bytes, feed + 1, bytes.length - feed - 1).order(ByteOrder.LITTLE_ENDIAN);
    int[] first = new int[states + 1];
    int[] target = new int[transitions];
    for (int i = 0; i <= states; i++) {
      first[i] = numbers.getInt();
    }
    for (int i = 0; i < transitions; i++) {
      target[i] = numbers.getInt();
    }
    List<String> lines = new ArrayList<>();
    for (int state = 0; state < states; state++) {
      for (int t = first[state]; t < first[state + 1]; t++) {
        String action = head.get("actions").get(numbers.getChar()).asString();
        lines.add(state + " " + action + " " + target[t]);
      }
    }
    assertThat(numbers.remaining()).as("a hash for each state").isEqualTo(8 * states);
    return lines;
  }

  @Test
  void shouldBeReadByTheScript() throws Exception {
    try (Exploration explored = explored()) {
      CapturedGraph graph = explored.graph();
      Path file = folder.resolve("graph");
      GraphFile.write(graph, "TdpRoot_b", graph.digest(), file);

      Process script =
          new ProcessBuilder("python3", "../../tools/read_graph.py", file.toString())
              .redirectErrorStream(true)
              .start();
      List<String> lines = script.inputReader().lines().toList();

      assertThat(lines).isEqualTo(transitions(graph));
      assertThat(script.waitFor()).isZero();
    }
  }

  @Test
  void shouldSayWhichFileCannotBeWritten() throws Exception {
    try (Exploration explored = explored()) {
      assertThatThrownBy(() -> GraphFile.write(explored.graph(), "TdpRoot_b", "", folder))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(folder + ": cannot be written: is a folder");
    }
  }
}
