package org.mmucheck.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mmucheck.catalog.Model;
import org.mmucheck.mutants.KindRow;
import org.mmucheck.mutants.trace.TraceTrials;
import org.mmucheck.workbench.Workbench;

@Tag("slow")
class TraceTrialsTest {
  @Test
  void shouldChangeCounterexamplesOfAModule() throws InterruptedException {
    Workbench workbench = Workbench.open(Path.of("../../spec"));
    List<Model> models =
        workbench.catalog().models().stream()
            .filter(model -> model.module().equals("FinerLock"))
            .toList();

    List<KindRow> rows =
        TraceTrials.tryAll(workbench, models, Path.of("../../traces"), 4, 1, model -> {});

    assertThat(rows)
        .extracting(KindRow::kind)
        .containsExactly(KindRow.Kind.TRACE, KindRow.Kind.TRACE_COSMETIC);
    assertThat(rows).allSatisfy(row -> assertThat(row.total()).isPositive());
    assertThat(rows).allSatisfy(row -> assertThat(row.isAsWanted()).isTrue());
    assertThat(rows.getFirst().killed()).isEqualTo(rows.getFirst().total());
    assertThat(rows.getLast().killed()).isZero();
  }
}
