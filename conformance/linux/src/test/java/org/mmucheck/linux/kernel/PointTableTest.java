package org.mmucheck.linux.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.input.InputException;

class PointTableTest {
  private static final String TABLE =
      """
      {"protocol": "P", "kernels": ["7.3", "6.1"],
       "without": {"6.1": ["UnderRead"]},
       "points": [
         {"task": "Vcpu", "step": "A", "at": {"7.3": ["entry f"], "*": ["entry g"]}},
         {"task": "Vcpu", "step": "B", "at": {"7.3": ["return f", "write kvm.x"]}}],
       "merged": [{"task": "Vcpu", "steps": ["A", "B"], "in": ["6.1"], "why": "inlined"}],
       "absent": [{"task": "Vcpu", "step": "C", "in": ["*"], "why": "none"}],
       "unsettled":
         [{"task": "Vcpu", "before": "B", "variables": ["hull"], "in": ["7.3"], "why": "old"}]}
      """;

  @TempDir private Path folder;

  @Test
  void shouldTellKernelsApart() throws IOException {
    PointTable table = PointTable.read(write(TABLE));
    assertThat(table.protocol()).isEqualTo("P");

    KernelPoints new7 = table.of("7.3.4");
    assertThat(new7.before("Vcpu", "A").orElseThrow().spots()).containsExactly(new Spot.Entry("f"));
    assertThat(new7.before("Vcpu", "B").orElseThrow().spots()).hasSize(2);
    assertThat(new7.merges()).isEmpty();
    assertThat(new7.without()).isEmpty();
    assertThat(new7.unsettled()).hasSize(1);

    KernelPoints old = table.of("6.1.0-56-cloud-amd64");
    assertThat(old.before("Vcpu", "A").orElseThrow().spots()).containsExactly(new Spot.Entry("g"));
    assertThat(old.before("Vcpu", "B")).isEmpty();
    assertThat(old.merges()).hasSize(1);
    assertThat(old.without()).containsExactly("UnderRead");
    assertThat(old.absences()).hasSize(1);
    assertThat(old.unsettled()).isEmpty();
  }

  @Test
  void shouldRefuseKernelThatItDoesNotKnow() throws IOException {
    PointTable table = PointTable.read(write(TABLE));
    assertThatThrownBy(() -> table.of("6.12.117"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("kernels: no points for 6.12.117; only for 7.3, 6.1");
    assertThatThrownBy(() -> table.of("7.30")).hasMessageContaining("no points for 7.30");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "entry f | exit f | points[0].at: 'exit f' is no spot",
        "\"7.3\": [\"entry f\"] | \"7.4\": [\"entry f\"] | points[0].at: '7.4' is none of",
        "\"step\": \"B\", | | points[1]: has no step",
        "\"return f\", \"write kvm.x\" | | points[1].at: must be a list of texts",
        "\"steps\": [\"A\", \"B\"] | \"steps\": [\"A\"] | merged[0].steps: one step",
        "\"why\": \"none\" | \"why\": \"\" | absent[0].why: must be a text",
        "\"before\": \"B\" | \"befor\": \"B\" | unsettled[0]: has no before",
        "\"merged\" | \"merge\" | unknown field merge",
        "{\"6.1\": [\"UnderRead\"]} | [] | without: must be an object",
        "\"7.3\", \"6.1\" | \"7.3\", \"7.3\" | kernels: the same twice",
        "[\"return f\" | [\"write kvm.x\" | points[1].at: the same twice"
      })
  void shouldSayWhatIsWrongAndWhere(String right, String wrong, String message) throws IOException {
    Path file = write(TABLE.replace(right, wrong == null ? "" : wrong));
    assertThatThrownBy(() -> PointTable.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void shouldRefuseFileThatIsNoTable() throws IOException {
    Path file = write("{\"protocol\": ");
    assertThatThrownBy(() -> PointTable.read(file)).hasMessageContaining("not valid JSON");
    assertThatThrownBy(() -> PointTable.read(folder.resolve("none.json")))
        .hasMessageContaining("cannot be read");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("P.json"), text);
  }
}
