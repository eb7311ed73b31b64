package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@DisabledIfSystemProperty(named = "golden", matches = "refresh")
class GoldenTest {
  @Test
  void shouldRefuseWhatIsNotInTheFile() {
    assertThatThrownBy(() -> Golden.requireSame("samples/README.md", "# Other traces\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("samples/README.md");
    assertThatThrownBy(() -> Golden.requireSame("golden/nowhere.txt", ""))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("-Dgolden=refresh");
  }
}
