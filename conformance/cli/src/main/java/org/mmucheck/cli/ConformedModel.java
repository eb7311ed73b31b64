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
 * @param graphDigest SHA-256 of the state graph, in hex
 * @param meta what a trace of the model says of itself
 * @param tlcSeconds how long it took to get the graph: to parse, to explore, to put it together
 * @param trace where the shortest way to the divergence was written; null if there is none
 */
record ConformedModel(
    Model model,
    ConformReport report,
    String graphDigest,
    Trace.Meta meta,
    double tlcSeconds,
    @Nullable Path trace) {

  /** What the manifest says of the state graph and is not so any more; null if there is nothing. */
  @Nullable String graphProblem() {
    return PinnedGraph.problem(model, report.states(), graphDigest);
  }

  /** The exit code that this model alone would give. */
  int exitCode() {
    if (!report.conforms()) {
      return ExitCode.DIVERGENCE;
    }
    return graphProblem() == null ? ExitCode.OK : ExitCode.UNEXPECTED;
  }

  /** With the way to what does not conform written to {@code folder}. */
  ConformedModel written(Path folder) {
    List<Trace.Step> way = way();
    if (way.isEmpty()) {
      return this;
    }
    Path file = folder.resolve(model.name() + ".conform" + TraceFiles.ENDING);
    TraceFiles.write(new Trace(meta, way.get(0).state().vars(), way, OptionalInt.empty()), file);
    return new ConformedModel(model, report, graphDigest, meta, tlcSeconds, file);
  }

  private List<Trace.Step> way() {
    if (report.divergence() != null) {
      return report.divergence().path();
    }
    return report.hidden() == null ? List.of() : report.hidden().second();
  }
}
