package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.conform.ConformReport;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.trace.Trace;

/**
 * One model after its conformance check, as a command shows it.
 *
 * @param meta what a trace of the model says of itself
 * @param graphSeconds how long TLC took to evaluate the state graph
 * @param trace where the shortest way to the divergence was written; null if there is none
 */
record ConformedModel(
    Model model, ConformReport report, Trace.Meta meta, double graphSeconds, @Nullable Path trace) {

  /** With the way to what does not conform written to {@code folder}. */
  ConformedModel written(Path folder) {
    List<Trace.Step> way = way();
    if (way.isEmpty()) {
      return this;
    }
    Path file = folder.resolve(model.name() + ".conform" + TraceFiles.ENDING);
    TraceFiles.write(new Trace(meta, way.get(0).state().vars(), way, OptionalInt.empty()), file);
    return new ConformedModel(model, report, meta, graphSeconds, file);
  }

  private List<Trace.Step> way() {
    if (report.divergence() != null) {
      return report.divergence().path();
    }
    return report.hidden() == null ? List.of() : report.hidden().second();
  }
}
