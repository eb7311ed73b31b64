package org.mmucheck.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;

/**
 * The reasons why changes of a spec are no faults: the published schema says of their form what the
 * reader says, and each is for a change that the spec still has. Whether nothing notices that one,
 * {@code mmucheck mutants} tells.
 */
class ReasonsFileTest {
  private static final Path SPEC = Path.of("../../spec");
  private static final Schema SCHEMA = schema();

  @TempDir Path folder;

  static List<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.list(SPEC)) {
      return folders.filter(each -> Files.exists(each.resolve(Reasons.FILE))).sorted().toList();
    }
  }

  @Test
  void shouldHaveReasonsToLookAt() throws IOException {
    assertThat(folders()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void shouldAllowTheProjectsReasons(Path protocol) throws IOException {
    String text = Files.readString(protocol.resolve(Reasons.FILE));
    assertThat(SCHEMA.validate(text, InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void shouldGiveReasonsForChangesThatTheSpecHas(Path protocol) throws IOException {
    List<Mutant> mutants = mutants(protocol);
    assertThat(Reasons.in(protocol).all())
        .allSatisfy(reason -> assertThat(mutants).as(reason.line()).anyMatch(reason::isFor));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void shouldGiveOneReasonForAChange(Path protocol) throws IOException {
    List<Reasons.Reason> reasons = Reasons.in(protocol).all();
    for (Mutant mutant : mutants(protocol)) {
      assertThat(reasons.stream().filter(reason -> reason.isFor(mutant)))
          .as(mutant.line())
          .hasSizeLessThan(2);
    }
  }

  @Test
  void shouldAllowSmallFile() throws IOException {
    String small = "{\"survive\": [{\"in\": \"Next\", \"nth\": 2, \"why\": \"It says so.\"}]}";
    assertThat(SCHEMA.validate(small, InputFormat.JSON)).isEmpty();
    assertThat(read(small).all()).hasSize(1);
  }

  @Test
  void shouldKnowEveryKindOfChange() throws IOException {
    for (Change change : Change.values()) {
      String reasons =
          "{\"survive\": [{\"in\": \"Next\", \"change\": \"%s\", \"why\": \"x\"}]}"
              .formatted(change.word());
      if (change != Change.COSMETIC) {
        assertThat(SCHEMA.validate(reasons, InputFormat.JSON)).as(change.word()).isEmpty();
        assertThat(read(reasons).all()).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{'survive': {}}",
        "{'survive': [], 'killed': []}",
        "{'survive': [3]}",
        "{'survive': [{'why': 'x'}]}",
        "{'survive': [{'in': 'Next'}]}",
        "{'survive': [{'in': 'Next', 'why': ' '}]}",
        "{'survive': [{'in': '', 'why': 'x'}]}",
        "{'survive': [{'in': 3, 'why': 'x'}]}",
        "{'survive': [{'in': 'Next', 'wy': 'x', 'why': 'x'}]}",
        "{'survive': [{'in': 'Next', 'change': 'cosmetic', 'why': 'x'}]}",
        "{'survive': [{'in': 'Next', 'change': 'guard', 'why': 'x'}]}",
        "{'survive': [{'in': 'Next', 'was': 3, 'why': 'x'}]}",
        "{'survive': [{'in': 'Next', 'becomes': null, 'why': 'x'}]}",
        "{'survive': [{'in': 'Next', 'nth': 0, 'why': 'x'}]}",
        "{'survive': [{'in': 'Next', 'nth': '1', 'why': 'x'}]}"
      })
  void shouldRefuseWhatTheReaderRefuses(String quoted) {
    String reasons = quoted.replace('\'', '"');
    assertThat(SCHEMA.validate(reasons, InputFormat.JSON)).as("the schema").isNotEmpty();
    assertThatThrownBy(() -> read(reasons)).isInstanceOf(InputException.class);
  }

  private Reasons read(String reasons) throws IOException {
    Files.writeString(folder.resolve(Reasons.FILE), reasons);
    return Reasons.in(folder);
  }

  /** Of the folder's modules, its own or those that another folder's models use. */
  private static List<Mutant> mutants(Path protocol) throws IOException {
    List<Mutant> mutants = new ArrayList<>();
    for (List<Model> models : models(protocol)) {
      Mutants.of(models).stream()
          .filter(mutant -> isIn(protocol, mutant.module()))
          .forEach(mutants::add);
    }
    return mutants;
  }

  private static Collection<List<Model>> models(Path protocol) throws IOException {
    try (Stream<Path> folders = Files.list(SPEC)) {
      Path manifested =
          folders
              .filter(each -> Files.exists(each.resolve(Catalog.MANIFEST)))
              .filter(each -> Files.exists(each.resolve(protocol.getFileName() + ".tla")))
              .sorted()
              .findFirst()
              .orElseThrow();
      return Catalog.load(manifested).models().stream()
          .filter(model -> model.induction() == null)
          .collect(Collectors.groupingBy(Model::module))
          .values();
    }
  }

  private static boolean isIn(Path protocol, String module) {
    Path file = protocol.resolve(module + ".tla");
    return Files.exists(file) && !Files.isSymbolicLink(file);
  }

  private static Schema schema() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Files.readString(SPEC.resolve("mutants.schema.json")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
