package org.mmucheck.cli.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmucheck.cli.readers.Readers.Outcome;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** What fuzzing has found worth keeping, read again. */
class ReadersTest {
  private static List<Path> inputs(Readers reader) throws IOException {
    try (Stream<Path> files = Files.list(reader.corpus())) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadOrRefuse(Readers reader) throws IOException {
    for (Path input : inputs(reader)) {
      byte[] bytes = Files.readAllBytes(input);
      assertThatCode(() -> reader.outcome(bytes)).as("%s", input).doesNotThrowAnyException();
    }
  }

  /** A corpus of one kind would try the half of a reader. */
  @ParameterizedTest
  @EnumSource
  void shouldHaveInputsOfBothKinds(Readers reader) throws IOException {
    Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    for (Path input : inputs(reader)) {
      outcomes.add(reader.outcome(Files.readAllBytes(input)));
    }
    assertThat(outcomes).containsExactlyInAnyOrder(Outcome.values());
  }

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Of any kind, and none that a reader expects where it expects another. */
  private static final List<JsonNode> OTHERS =
      List.of(
          NullNode.instance,
          JSON.getNodeFactory().numberNode(new BigInteger("99999999999999999999")),
          JSON.getNodeFactory().numberNode(-0.5),
          JSON.getNodeFactory().stringNode("\u0000\\"),
          JSON.createArrayNode(),
          JSON.createArrayNode().add(JSON.createArrayNode()),
          JSON.createObjectNode(),
          JSON.createObjectNode().put("", true));

  @ParameterizedTest
  @EnumSource(
      names = {"TRACE", "ITF", "MANIFEST", "REASONS", "LOG", "KERNEL_LOG", "POINTS", "PROBES"})
  void shouldBearAnyValueAnywhere(Readers reader) throws IOException {
    int tried = 0;
    for (Path input : inputs(reader)) {
      List<String> lines =
          input.toString().endsWith(".ndjson")
              ? Files.readAllLines(input)
              : List.of(Files.readString(input));
      for (int line = 0; line < lines.size(); line++) {
        for (String changed : changed(lines.get(line))) {
          List<String> all = new ArrayList<>(lines);
          all.set(line, changed);
          byte[] bytes = String.join("\n", all).getBytes(StandardCharsets.UTF_8);
          assertThatCode(() -> reader.outcome(bytes))
              .as("%s with %s", input, changed)
              .doesNotThrowAnyException();
          tried++;
        }
      }
    }
    assertThat(tried).isPositive();
  }

  /** The document with one value after the other replaced; none for what is no document. */
  private static List<String> changed(String text) {
    JsonNode document;
    try {
      document = JSON.readTree(text);
    } catch (JacksonException e) {
      return List.of();
    }
    List<String> changed = new ArrayList<>();
    change(document, document, changed);
    return changed;
  }

  private static void change(JsonNode document, JsonNode at, List<String> changed) {
    if (at instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        JsonNode value = object.get(name);
        for (JsonNode other : OTHERS) {
          object.set(name, other);
          changed.add(document.toString());
        }
        object.set(name, value);
        change(document, value, changed);
      }
    } else if (at instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode value = array.get(i);
        for (JsonNode other : OTHERS) {
          array.set(i, other);
          changed.add(document.toString());
        }
        array.set(i, value);
        change(document, value, changed);
      }
    }
  }
}
