package org.mmucheck.workbench;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.conform.ConformReport;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.trace.Trace;

/**
 * One model after its conformance check.
 *
 * @param graphDigest SHA-256 of the state graph, in hex
 * @param meta what a trace of the model says of itself
 * @param tlcSeconds how long it took to get the graph: to parse, to explore, to put it together
 */
public record Conformed(
    Model model, ConformReport report, String graphDigest, Trace.Meta meta, double tlcSeconds) {

  /** What the manifest says of the state graph and is not so any more; null if there is nothing. */
  public @Nullable String graphProblem() {
    return PinnedGraph.problem(model, report.states(), graphDigest);
  }

  /**
   * Writes the shortest way to what does not conform to {@code folder}.
   *
   * @return the file; null if there is no such way
   */
  public @Nullable Path write(Path folder) {
    List<Trace.Step> way = way();
    if (way.isEmpty()) {
      return null;
    }
    Path file = folder.resolve(model.name() + ".conform" + TraceFiles.ENDING);
    TraceFiles.write(new Trace(meta, way.get(0).state().vars(), way, OptionalInt.empty()), file);
    return file;
  }

  private List<Trace.Step> way() {
    if (report.divergence() != null) {
      return report.divergence().path();
    }
    return report.hidden() == null ? List.of() : report.hidden().second();
  }
}
