package org.mmucheck.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigTextTest {
  private static final String TEXT =
      """
      \\* Rule = FALSE
      SPECIFICATION FairSpec
      CONSTANTS
        Size = 2  Rule = TRUE
        May = FALSE
        v0 = v0
      INVARIANTS TypeOK
                 Safe
      PROPERTY Ends
      CHECK_DEADLOCK FALSE
      """;

  private final ConfigText config = new ConfigText(TEXT);

  @Test
  void shouldReadTruthsAndProperties() {
    assertThat(config.truths()).containsExactly(Map.entry("Rule", true), Map.entry("May", false));
    assertThat(config.invariants()).containsExactly("TypeOK", "Safe");
    assertThat(config.properties()).containsExactly("Ends");
  }

  @Test
  void shouldSwitchOnlyWhatItIsTold() {
    ConfigText switched = config.withTruths(Map.of("Rule", false, "Other", true));
    assertThat(switched.truths())
        .containsExactly(Map.entry("Rule", false), Map.entry("May", false));
    assertThat(switched.text()).contains("SPECIFICATION FairSpec", "v0 = v0", "Size = 2");
  }

  @Test
  void shouldTakeRulesOfAnotherAndNothingElse() {
    ConfigText own = new ConfigText(TEXT.replace("v0 = v0", "v0 = v0  Way = \"long\""));
    ConfigText other =
        new ConfigText("CONSTANTS Size = 3 Rule = FALSE Way = \"$1\" v0 = \"v0\" More = TRUE");
    ConfigText merged = own.withRulesOf(other);
    assertThat(merged.truths()).containsExactly(Map.entry("Rule", false), Map.entry("May", false));
    assertThat(merged.text())
        .contains("Way = \"$1\"", "v0 = v0", "Size = 2", "CHECK_DEADLOCK FALSE")
        .doesNotContain("More");
    assertThat(own.withRulesOf(config).text()).contains("Way = \"long\"");
  }

  @Test
  void shouldCheckOtherPropertiesInTheirKind() {
    ConfigText other = config.checking(List.of("Ends", "Other"));
    assertThat(other.properties()).containsExactly("Ends");
    assertThat(other.invariants()).containsExactly("Other");
    assertThat(other.text()).doesNotContain("Safe").contains("v0 = v0", "CHECK_DEADLOCK FALSE");
  }

  @Test
  void shouldTellSizesApartButNotRules() {
    Set<String> rules = Set.of("Rule");
    assertThat(config.withTruths(Map.of("Rule", false)).checking(List.of()).size(rules))
        .isEqualTo(config.size(rules));
    assertThat(config.withTruths(Map.of("May", true)).size(rules)).isNotEqualTo(config.size(rules));
    assertThat(new ConfigText(TEXT.replace("= 2", "= 3")).size(rules))
        .isNotEqualTo(config.size(rules));
  }
}
