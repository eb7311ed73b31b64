package org.mmucheck.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.mmucheck.tlc.Coverage.Part;

class ModuleTextTest {
  private static final String LIST =
      """
      A == /\\ x = 1 /\\ \\/ y = 1
                       \\/ y = 2
           /\\ z = 3
      """;

  private final ModuleText text = new ModuleText(LIST);

  @Test
  void shouldKeepTheColumnsBehindAShorterText() {
    assertThat(text.with(part(1, 9, 1, 13), "x")).startsWith("A == /\\ x     /\\ \\/ y = 1\n");
  }

  @Test
  void shouldSeeThatALongerTextMovesBullets() {
    assertThat(text.wouldMoveBullets(part(1, 9, 1, 13), "x = 1000")).isTrue();
    assertThat(text.wouldMoveBullets(part(1, 9, 1, 13), "TRUE")).isFalse();
    assertThat(text.wouldMoveBullets(part(3, 9, 3, 13), "z = 1000")).isFalse();
  }

  @Test
  void shouldKeepTheLinesOfALongText() {
    String changed = text.with(part(1, 18, 2, 25), "TRUE");
    assertThat(changed.lines()).hasSize(3).element(0).isEqualTo("A == /\\ x = 1 /\\ TRUE");
    assertThat(changed.lines()).element(1).asString().isBlank();
  }

  @Test
  void shouldFindOnlyWithinThePlace() {
    assertThat(text.find(part(1, 9, 1, 13), Pattern.compile("="))).contains(part(1, 11, 1, 11));
    assertThat(text.find(part(1, 9, 1, 10), Pattern.compile("="))).isEmpty();
    assertThat(text.at(part(1, 18, 2, 25))).isEqualTo("\\/ y = 1 \\/ y = 2");
  }

  private static Part part(int line, int column, int endLine, int endColumn) {
    return new Part("A", line, column, endLine, endColumn);
  }
}
