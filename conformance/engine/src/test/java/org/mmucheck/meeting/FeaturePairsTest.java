package org.mmucheck.meeting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;

/** A door that is left, or locked and then left; a window that only its own model has. */
class FeaturePairsTest {
  private static final String MODULE =
      """
      ---- MODULE Door ----
      CONSTANTS Person, Window, Kept
      VARIABLES door, window
      Init == door = "open" /\\ window = "shut"
      Lock == door = "open" /\\ door' = "locked" /\\ UNCHANGED window
      Leave(p) == door # "left" /\\ door' = "left" /\\ UNCHANGED window
      Stay == door = "open" /\\ door' = "stayed" /\\ UNCHANGED window
      Air == Window /\\ door = "open" /\\ window' = "wide" /\\ UNCHANGED door
      Next == Lock \\/ (\\E p \\in Person : Leave(p)) \\/ Stay \\/ Air
      Spec == Init /\\ [][Next]_<<door, window>>
      Known == door \\in {"open", "locked", "left", "stayed"} /\\ Kept
      ====
      """;
  private static final String ROWS =
      """
      "models": [
        {"id": "small", "checkDeadlock": false, "holds": ["Known"],
         "with": {"Person": ["ann"], "ann": "ann", "Window": false, "Kept": true},
         "ablation": {"environment": ["Window"]}},
        {"id": "two", "like": "small", "with": {"Person": ["ann", "bob"], "bob": "bob"},
         "checkDeadlock": false, "holds": ["Known"]},
        {"id": "aired", "like": "small", "with": {"Window": true},
         "checkDeadlock": false, "holds": ["Known"]},
        {"id": "wrong", "like": "two", "with": {"Window": true, "Kept": false},
         "checkDeadlock": false, "breaks": ["Known"]}
      ]}\
      """;
  private static final String FEATURES =
      """
      {"features": {
        "locked": {"says": "Somebody locks.", "takes": ["Lock"]},
        "left": {"says": "Somebody leaves.", "takes": ["Leave"]},
        "stayed": {"says": "Nobody leaves.", "takes": ["Stay"]},
        "two": {"says": "There are two.", "with": {"Person": 2}},
        "aired": {"says": "The window is wide open.", "takes": ["Air"]}
      },
      """;

  @TempDir Path folder;

  @Test
  void shouldFindWhatOneBehaviourOfRightDesignTakes() throws Exception {
    List<FeaturePair> pairs = pairs(FEATURES + ROWS);

    assertThat(pair(pairs, "locked", "left").meetIn().stream().map(Model::name))
        .as("one after the other")
        .containsExactly("Door_small", "Door_two", "Door_aired");
    assertThat(pair(pairs, "left", "two").meetIn()).hasSize(1);
    assertThat(pair(pairs, "left", "aired").problem()).isNull();
  }

  @Test
  void shouldTellOfPairThatNeverMeets() throws Exception {
    List<FeaturePair> pairs = pairs(FEATURES + ROWS);

    assertThat(problem(pairs, "locked", "stayed"))
        .as("two ways out of one state")
        .isEqualTo(
            "Door: 'locked' and 'stayed' meet in no right design, and the manifest does not say"
                + " why not");
    assertThat(problem(pairs, "two", "aired"))
        .as("the model that has both is no right design")
        .contains("meet in no right design");
  }

  @Test
  void shouldTakeReasonForPairThatNeverMeets() throws Exception {
    String apart = "\"apart\": [{\"of\": \"stayed\", \"from\": [\"locked\"], \"why\": \"Ways.\"}],";
    FeaturePair pair = pair(pairs(FEATURES + apart + ROWS), "locked", "stayed");

    assertThat(pair.problem()).isNull();
    assertThat(pair.why()).isEqualTo("Ways.");
  }

  @Test
  void shouldTellOfReasonThatNoLongerHolds() throws Exception {
    String apart = "\"apart\": [{\"of\": \"left\", \"from\": [\"locked\"], \"why\": \"Ways.\"}],";

    assertThat(problem(pairs(FEATURES + apart + ROWS), "locked", "left"))
        .isEqualTo("Door: 'locked' and 'left' are said to be apart, but meet in Door_small");
  }

  @Test
  void shouldRefuseActionThatModuleLacks() {
    assertThatThrownBy(() -> pairs(FEATURES.replace("[\"Lock\"]", "[\"Bolt\"]") + ROWS))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("features.locked")
        .hasMessageContaining("no model of a right design has the action Bolt");
  }

  @Test
  void shouldRefuseFeatureThatNobodyDeclared() {
    String apart = "\"apart\": [{\"of\": \"stayed\", \"from\": [\"looked\"], \"why\": \"Ways.\"}],";

    assertThatThrownBy(() -> pairs(FEATURES + apart + ROWS))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no feature 'looked'; did you mean locked?");
  }

  private List<FeaturePair> pairs(String manifest) throws Exception {
    return FeaturePairs.of(catalog(manifest), Set.of("Door"), 1, model -> {});
  }

  private Catalog catalog(String manifest) throws IOException {
    Files.writeString(folder.resolve("Door.tla"), MODULE);
    Files.writeString(folder.resolve(Catalog.MANIFEST), manifest);
    return Catalog.load(folder);
  }

  private static FeaturePair pair(List<FeaturePair> pairs, String one, String other) {
    return pairs.stream()
        .filter(pair -> pair.one().name().equals(one) && pair.other().name().equals(other))
        .findFirst()
        .orElseThrow();
  }

  private static @Nullable String problem(List<FeaturePair> pairs, String one, String other) {
    return pair(pairs, one, other).problem();
  }
}
