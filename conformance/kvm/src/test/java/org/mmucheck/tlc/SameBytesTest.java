package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.itf.TraceFiles;

/**
 * An export gives the committed bytes, whatever the workers: one model of each module, a lasso
 * among them. The main job holds all of them against the committed ones.
 */
class SameBytesTest {
  private static final Path SPEC = Path.of("..", "..", "spec");
  private static final Path TRACES = Path.of("..", "..", "traces");
  private static final List<String> MODELS =
      List.of(
          "RootLifetime_b_NoPageUAF",
          "NotifierFault_V2_NoStaleInsert",
          "GuestMap_map-never-put_DeviceTeardownEnds"); // liveness

  @TempDir Path one;
  @TempDir Path two;

  @Test
  void shouldExportTheCommittedBytesWithOneAndTwoWorkers() throws InterruptedException {
    List<Model> models = MODELS.stream().map(name -> Catalog.load(SPEC).find(name).get(0)).toList();
    export(models, one, 1);
    for (Model model : models) { // each run with two workers, which is more than two runs at a time
      CheckOptions options = new CheckOptions(2, two, (running, progress) -> {}, null);
      assertThat(new ModelCheck(model, options, 2).run().differences()).isEmpty();
    }
    for (Model model : models) {
      Path committed = model.traceFile(TRACES);
      assertThat(model.traceFile(one)).hasSameBinaryContentAs(committed);
      assertThat(model.traceFile(two)).hasSameBinaryContentAs(committed);
    }
    assertThat(TraceFiles.list(one)).hasSameSizeAs(MODELS);
    assertThat(TraceFiles.list(two)).hasSameSizeAs(MODELS);
  }

  private static void export(List<Model> models, Path folder, int workers)
      throws InterruptedException {
    CheckOptions options = new CheckOptions(workers, folder, (model, progress) -> {}, null);
    assertThat(Checker.check(models, options)).allMatch(CheckResult::asExpected);
  }
}
