package org.mmucheck.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.input.InputException;

/** The published schema says of a manifest's form what the reader says. */
class ManifestSchemaTest {
  private static final Path SPEC = Path.of("../../spec");
  private static final Schema SCHEMA = schema();

  @TempDir Path folder;

  static List<Path> manifests() throws IOException {
    try (Stream<Path> files = Files.walk(SPEC)) {
      return files.filter(file -> file.endsWith(Catalog.MANIFEST)).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void shouldAllowTheProjectsManifests(Path manifest) throws IOException {
    assertThat(SCHEMA.validate(Files.readString(manifest), InputFormat.JSON)).isEmpty();
  }

  @Test
  void shouldAllowSmallManifest() throws IOException {
    String small = "{\"models\": [{\"id\": \"right\", \"holds\": [\"NoLoss\"]}]}";
    assertThat(SCHEMA.validate(small, InputFormat.JSON)).isEmpty();
    assertThat(read(small).models()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{'model': []}",
        "{'models': {}}",
        "{'models': [], 'temporal': 'Live'}",
        "{'models': [], 'temporal': ['Live', 'Live']}",
        "{'models': [3]}",
        "{'models': [{'holds': []}]}",
        "{'models': [{'id': 'a'}]}",
        "{'models': [{'id': 'a', 'breaks': {}}]}",
        "{'models': [{'id': 'a', 'breaks': []}]}",
        "{'models': [{'id': null, 'holds': []}]}",
        "{'models': [{'id': 'a b', 'holds': []}]}",
        "{'models': [{'name': 'a', 'word': 'w', 'holds': []}]}",
        "{'models': [{'id': 'a', 'word': 'Two words', 'holds': []}]}",
        "{'models': [{'id': 'a', 'says': ' ', 'holds': []}]}",
        "{'models': [{'id': 'a', 'module': 'A/B', 'holds': []}]}",
        "{'models': [{'id': 'a', 'sais': 'x', 'holds': []}]}",
        "{'models': [{'id': 'a', 'holds': [''] }]}",
        "{'models': [{'id': 'a', 'holds': 'A'}]}",
        "{'models': [{'id': 'a', 'tier': 'slow', 'holds': []}]}",
        "{'models': [{'id': 'a', 'states': 0, 'holds': []}]}",
        "{'models': [{'id': 'a', 'depth': 3000000000, 'holds': []}]}",
        "{'models': [{'id': 'a', 'digest': 'A', 'holds': []}]}",
        "{'models': [{'id': 'a', 'induction': 'half', 'holds': []}]}",
        "{'models': [{'id': 'a', 'checkDeadlock': '', 'holds': ['P']}]}",
        "{'models': [{'id': 'a', 'checkDeadlock': 3, 'holds': ['P']}]}",
        "{'properties': [], 'models': [{'id': 'a', 'holds': ['P']}]}",
        "{'properties': {'Queue': ['P']}, 'models': [{'id': 'a', 'holds': ['P']}]}",
        "{'properties': {'Queue': {'Spec': 'P'}}, 'models': [{'id': 'a', 'holds': ['P']}]}",
        "{'without': ['P'], 'models': [{'id': 'a', 'holds': ['P']}]}",
        "{'without': {'P': ''}, 'models': [{'id': 'a', 'holds': ['P']}]}",
        "{'models': [{'id': 'a', 'without': {'P': true}, 'holds': ['P']}]}",
        "{'models': [{'id': 'a', 'specification': 'A B', 'holds': []}]}",
        "{'models': [{'id': 'a', 'kernel': {'year': 2000}, 'holds': []}]}",
        "{'models': [{'id': 'a', 'kernel': {'subject': 's', 'year': 0}, 'holds': []}]}",
        "{'models': [{'id': 'a', 'kernel': {'subject': 's'}, 'holds': []}]}",
        "{'models': [{'id': 'a', 'with': [], 'holds': []}]}",
        "{'models': [{'id': 'a', 'with': {'A B': 1}, 'holds': []}]}",
        "{'models': [{'id': 'a', 'with': {'A': 1.5}, 'holds': []}]}",
        "{'models': [{'id': 'a', 'with': {'A': 4294967296}, 'holds': []}]}",
        "{'models': [{'id': 'a', 'with': {'A': null}, 'holds': []}]}",
        "{'models': [{'id': 'a', 'with': {'A': 'b c'}, 'holds': []}]}",
        "{'models': [{'id': 'a', 'with': {'A': [{'operator': 'B'}]}, 'holds': []}]}",
        "{'models': [{'id': 'a', 'with': {'A': {'operator': 3}}, 'holds': []}]}",
        "{'models': [{'id': 'a', 'breaks': {'P': -1}}]}",
        "{'models': [{'id': 'a', 'breaks': {'P Q': 1}}]}",
        "{'models': [{'id': 'a', 'breaks': {'P': true}}]}",
        "{'models': [{'id': 'a', 'breaks': {'P': {'step': 1}}}]}",
        "{'models': [{'id': 'a', 'reaches': {'P': ''}}]}",
        "{'models': [{'id': 'a', 'succeeds': {'P': {}}}]}",
        "{'models': [{'id': 'a', 'succeeds': {'P': {'holds': []}}}]}",
        "{'models': [{'id': 'a', 'deadlocks': []}]}",
        "{'models': [{'id': 'a', 'holds': [], 'ablation': {'orderings': {'O': 3}}}]}",
        "{'models': [{'id': 'a', 'holds': [], 'ablation': {'orderings': {'O': {'steps': 3}}}}]}",
        "{'models': [{'id': 'a', 'holds': [], 'ablation': {'orderings': {'O': {'breaks': 'P'}}}}]}",
        "{'models': [{'id': 'a', 'holds': [], 'ablation':"
            + " {'orderings': {'O': {'ruledOut': 'r', 'breaks': 'P', 'steps': 1}}}}]}",
        "{'models': [{'id': 'a', 'holds': [], 'ablation': {'other': []}}]}",
        "{'features': [], 'models': [{'id': 'a', 'holds': ['I']}]}",
        "{'features': {'f': {'says': 'x'}}, 'models': [{'id': 'a', 'holds': ['I']}]}",
        "{'features': {'f': {'takes': ['A']}}, 'models': [{'id': 'a', 'holds': ['I']}]}",
        "{'features': {'f': {'says': 'x', 'with': {'C': []}}},"
            + " 'models': [{'id': 'a', 'holds': ['I']}]}",
        "{'features': {'f': {'says': 'x', 'takes': ['A'], 'other': 1}},"
            + " 'models': [{'id': 'a', 'holds': ['I']}]}",
        "{'apart': [], 'models': [{'id': 'a', 'holds': ['I']}]}",
        "{'releases': [], 'models': [{'id': 'a', 'holds': ['I']}]}",
        "{'releases': {'a': ' '}, 'models': [{'id': 'a', 'holds': ['I']}]}",
        "{'releases': {'a': {'since': 6.4}}, 'models': [{'id': 'a', 'holds': ['I']}]}",
        "{'releases': {'a': {'since': '6'}}, 'models': [{'id': 'a', 'holds': ['I']}]}",
        "{'releases': {'a': {'until': []}}, 'models': [{'id': 'a', 'holds': ['I']}]}",
        "{'releases': {'a': {'from': '6.4'}}, 'models': [{'id': 'a', 'holds': ['I']}]}",
        "{'features': {'f': {'says': 'x', 'takes': ['A']}}, 'apart': [{'of': 'f', 'from': []}],"
            + " 'models': [{'id': 'a', 'holds': ['I']}]}"
      })
  void shouldRefuseWhatTheReaderRefuses(String quoted) {
    String manifest = quoted.replace('\'', '"');
    assertThat(SCHEMA.validate(manifest, InputFormat.JSON)).as("the schema").isNotEmpty();
    assertThatThrownBy(() -> read(manifest)).isInstanceOf(InputException.class);
  }

  private Catalog read(String manifest) throws IOException {
    Files.writeString(folder.resolve("Queue.tla"), "");
    Files.writeString(folder.resolve(Catalog.MANIFEST), manifest);
    return Catalog.load(folder);
  }

  private static Schema schema() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Files.readString(SPEC.resolve("models.schema.json")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
