package org.mmucheck.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmucheck.input.InputException;

/** Nothing that a right design checks can be left out of its row and stay unnoticed. */
class RightDesignsTest {
  private static final String MANIFEST =
      """
      {"temporal": ["Live", "Refines", "Step"],
       "properties": {"Root": {"Spec": ["TypeOK", "Safe", "Refines"], "FairSpec": ["Live"]}},
       "without": {"Step": "Part of Refines."},
       "checkDeadlock": "A run ends.",
       "models": [
         {"id": "a", "with": {"Order": true}, "holds": ["TypeOK", "Safe"],
          "succeeds": {"Refines": {"holds": ["Refines"]}}, "reaches": ["ReachEnd"]},
         {"id": "a", "name": "a_small", "like": "a", "with": {"Size": 1},
          "holds": ["TypeOK", "Safe"], "without": {"Refines": "a checks it."}},
         {"id": "b", "like": "a", "with": {"Order": false}, "holds": ["TypeOK"],
          "breaks": ["Safe", "Step"]},
         {"id": "c", "like": "a", "specification": "FairSpec", "holds": ["Live"]}]}
      """;

  @TempDir Path folder;

  @BeforeEach
  void createModule() throws IOException {
    Files.writeString(folder.resolve("Root.tla"), "");
  }

  @Test
  void shouldPinWhatEachModelChecks() throws IOException {
    Catalog catalog = load(MANIFEST);

    Pins pins = catalog.find("Root_a").getFirst().pins();
    assertThat(pins.checks())
        .isEqualTo(new Checks("Spec", List.of("TypeOK", "Safe"), List.of(), false));
    assertThat(pins.named())
        .containsExactlyInAnyOrder(
            "Spec", "FairSpec", "TypeOK", "Safe", "Refines", "ReachEnd", "Step", "Live");
    assertThat(catalog.find("Root_c").getFirst().pins().checks().specification())
        .isEqualTo("FairSpec");
    assertThat(catalog.find("Root_b_Step").getFirst().pins().checks().properties())
        .containsExactly("Step");
  }

  static List<Arguments> faults() {
    return List.of(
        arguments(
            "'holds': ['TypeOK', 'Safe'], 'succeeds'",
            "'holds': ['TypeOK'], 'succeeds'",
            "models[0]: a right design that does not check Safe"),
        arguments(
            "'succeeds': {'Refines': {'holds': ['Refines']}},",
            "",
            "models[0]: a right design that does not check Refines"),
        arguments(
            ", 'without': {'Refines': 'a checks it.'}",
            "",
            "models[1]: a right design that does not check Refines, as 'properties.Root.Spec' has"),
        arguments(
            "'Refines': 'a checks it.'",
            "'Refines': ''",
            "models[1].without.Refines: must be a sentence that says why"),
        arguments(
            "'Refines': 'a checks it.'",
            "'Refines': 'a checks it.', 'Safe': 'x'",
            "models[1].without.Safe: is checked all the same"),
        arguments(
            "'Refines': 'a checks it.'",
            "'Refines': 'a checks it.', 'Sound': 'x'",
            "models[1].without.Sound: is not in 'properties.Root.Spec'"),
        arguments(
            "'TypeOK', 'Safe', 'Refines'], 'Fair",
            "'TypeOK', 'Refines'], 'Fair",
            "models[0]: Safe is in no list under 'properties.Root'"),
        arguments("'without': {'Step': 'Part of Refines.'},", "", "models[2]: Step is in no list"),
        arguments(", 'FairSpec': ['Live']", "", "models[3]: Live is in no list"),
        arguments(
            "'specification': 'FairSpec', ",
            "",
            "models[0]: checks Live, which 'properties.Root.Spec' does not have"),
        arguments(
            "'A run ends.'",
            "false",
            "checkDeadlock: say why a deadlock is allowed, in place of false"),
        arguments(
            "'id': 'c',", "'id': 'c', 'checkDeadlock': false,", "models[3].checkDeadlock: say why"),
        arguments(
            "'breaks': ['Safe', 'Step']",
            "'breaks': ['Safe'], 'without': {'Safe': 'x'}",
            "models[2].without: only a right design leaves something out"),
        arguments(
            "'Root': {'Spec'", "'Toor': {'Spec'", "properties.Toor: no row is of this module"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void shouldRefuse(String text, String wrong, String message) {
    String right = MANIFEST.replaceAll("\\s+", " ");
    String what = text.replace('\'', '"');
    assertThat(right).contains(what);
    String changed = right.replace(what, wrong.replace('\'', '"'));

    assertThatThrownBy(() -> load(changed))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void shouldRefuseReasonWhereThereIsNoList() {
    assertThatThrownBy(
            () ->
                load(
                    "{\"models\": [{\"id\": \"a\", \"holds\": [\"P\"], \"without\": {\"Q\":"
                        + " \"r\"}}]}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("models[0].without: there is no list to leave something out of");
  }

  private Catalog load(String manifest) throws IOException {
    Files.writeString(folder.resolve(Catalog.MANIFEST), manifest);
    return Catalog.load(folder);
  }
}
