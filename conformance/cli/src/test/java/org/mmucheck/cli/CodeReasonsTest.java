package org.mmucheck.cli;

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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.input.InputException;
import org.mmucheck.mutants.Kill;
import org.mmucheck.mutants.KindRow;
import org.mmucheck.mutants.Layer;
import org.mmucheck.mutants.code.CodeMutant;
import org.mmucheck.mutants.code.CodeMutants;
import org.mmucheck.mutants.code.CodeReasons;
import org.mmucheck.mutants.code.CodeTried;

/**
 * The reasons why changes of the code are no faults: the published schema says of their form what
 * the reader says, and each is for a change that the code still has.
 */
class CodeReasonsTest {
  private static final Path SPEC = Path.of("../../spec");
  private static final String PUT = "org.mmucheck.model.mmu.TdpRoot.put";

  @TempDir Path folder;

  @Test
  void shouldAllowTheProjectsReasons() throws IOException {
    String text = Files.readString(SPEC.resolve(CodeReasons.FILE));
    assertThat(schema().validate(text, InputFormat.JSON)).isEmpty();
    assertThat(CodeReasons.in(SPEC).all()).isNotEmpty();
  }

  @Test
  void shouldGiveReasonsForChangesThatTheCodeHas() {
    assertThat(CodeReasons.in(SPEC).stale(List.of())).isEmpty();
  }

  @Test
  void shouldGiveOneReasonForAChange() {
    List<CodeReasons.Reason> reasons = CodeReasons.in(SPEC).all();
    for (CodeReasons.Reason reason : reasons) {
      for (CodeMutant mutant : CodeMutants.of(reason.className())) {
        assertThat(reasons.stream().filter(each -> each.isFor(mutant)))
            .as(mutant.told())
            .hasSizeLessThan(2);
      }
    }
  }

  @Test
  void shouldRefuseAReasonForWhatIsNoticedOrIsNotThere() throws IOException {
    CodeReasons reasons =
        read(
            """
            {"survive": [
              {"in": "%s", "why": "Nobody counts."},
              {"in": "org.mmucheck.model.mmu.TdpRoot.sell", "why": "There is no market."},
              {"in": "org.mmucheck.model.mmu.NoSuchRoot.put", "why": "There is no such class."},
              {"in": "org.mmucheck.model.mmu.TdpRoot.tryGet", "nth": 99, "why": "Too many."}
            ]}
            """
                .formatted(PUT));
    List<CodeMutant> put = mutantsOfPut();
    CodeTried survivor = new CodeTried(put.get(0), Optional.empty(), 9);
    Kill kill = new Kill(Layer.UNIT, "TdpRootTest", "a root is freed twice");
    CodeTried killed = new CodeTried(put.get(1), Optional.of(kill), 1);
    assertThat(reasons.stale(List.of(survivor)))
        .extracting(CodeReasons.Reason::in)
        .doesNotContain(PUT)
        .hasSize(3);
    assertThat(reasons.stale(List.of(survivor, killed)))
        .extracting(CodeReasons.Reason::in)
        .contains(PUT);

    KindRow row = CodeRows.of(List.of(survivor, killed), reasons).getFirst();
    assertThat(row.killed()).isEqualTo(1);
    assertThat(row.unexplained()).as("the survivor has a reason").isEmpty();
    assertThat(CodeRows.of(List.of(survivor), read("{\"survive\": []}")).getFirst().unexplained())
        .hasSize(1);
  }

  @Test
  void shouldTellApartWhatReadsAlike() throws IOException {
    for (CodeMutant mutant : mutantsOfPut()) {
      CodeReasons one =
          read(
              """
              {"survive": [{"in": "%s", "change": "%s", "nth": %d, "why": "x"}]}
              """
                  .formatted(PUT, mutant.says(), mutant.nth()));
      assertThat(mutantsOfPut().stream().filter(each -> one.why(each).isPresent()))
          .as(mutant.told())
          .containsExactly(mutant);
    }
  }

  /** What the compiler wrote at first, and PIT writes again, is no change. */
  @Test
  void shouldMakeNoChangeThatChangesNothing() {
    assertThat(CodeMutants.of("org.mmucheck.model.gmem.GmemFile"))
        .filteredOn(mutant -> mutant.method().equals("tryGet") && mutant.says().contains("return"))
        .extracting(CodeMutant::says)
        .as("from true to false, and from false to true")
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  private static List<CodeMutant> mutantsOfPut() {
    return CodeMutants.of("org.mmucheck.model.mmu.TdpRoot").stream()
        .filter(mutant -> mutant.method().equals("put"))
        .toList();
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
        "{'survive': [{'in': 'a.B.c'}]}",
        "{'survive': [{'in': 'a.B.c', 'why': ' '}]}",
        "{'survive': [{'in': 'put', 'why': 'x'}]}",
        "{'survive': [{'in': '.put', 'why': 'x'}]}",
        "{'survive': [{'in': 'a.B.', 'why': 'x'}]}",
        "{'survive': [{'in': 'a.B.c', 'wy': 'x', 'why': 'x'}]}",
        "{'survive': [{'in': 'a.B.c', 'change': 3, 'why': 'x'}]}",
        "{'survive': [{'in': 'a.B.c', 'nth': 0, 'why': 'x'}]}",
        "{'survive': [{'in': 'a.B.c', 'nth': '1', 'why': 'x'}]}"
      })
  void shouldRefuseWhatTheReaderRefuses(String quoted) throws IOException {
    String reasons = quoted.replace('\'', '"');
    assertThat(schema().validate(reasons, InputFormat.JSON)).as("the schema").isNotEmpty();
    assertThatThrownBy(() -> read(reasons)).isInstanceOf(InputException.class);
  }

  private CodeReasons read(String reasons) throws IOException {
    Files.writeString(folder.resolve(CodeReasons.FILE), reasons);
    return CodeReasons.in(folder);
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(SPEC.resolve("code-mutants.schema.json")));
  }
}
