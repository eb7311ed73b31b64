package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mmucheck.mutants.Kill;
import org.mmucheck.mutants.KindRow;
import org.mmucheck.mutants.Layer;
import org.mmucheck.mutants.code.CodeMutant;
import org.mmucheck.mutants.code.CodeReasons;
import org.mmucheck.mutants.code.CodeTried;

class CodeRowsTest {
  @Test
  void shouldTellWhatHasNoVerdictFromWhatNobodyNotices() {
    List<CodeTried> tried =
        List.of(tried("a", null), tried("b", Layer.UNIT), tried("c", Layer.NO_VERDICT));
    KindRow row = CodeRows.of(tried, CodeReasons.in(Path.of("../../spec"))).getFirst();
    assertThat(row.killed()).isEqualTo(1);
    assertThat(row.left()).extracting(KindRow.Left::change).containsExactly("p.C.a:1: changed");
    assertThat(row.unjudged())
        .extracting(KindRow.Left::change)
        .containsExactly("p.C.c:1: changed: T: out of memory");
    assertThat(row.isAsWanted()).isFalse();
  }

  private static CodeTried tried(String method, Layer layer) {
    CodeMutant mutant = new CodeMutant("p.C", method, 1, "MATH", 0, "changed", 1);
    Optional<Kill> kill =
        Optional.ofNullable(layer).map(each -> new Kill(each, "T", "T: out of memory"));
    return new CodeTried(mutant, kill, 1);
  }
}
