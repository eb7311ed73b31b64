package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.mmucheck.catalog.Model;

/** Checks the conformance of models with a progress line, and writes the ways to divergences. */
final class ModelConforming {
  private final Session session;
  private final int workers;
  private final Path traces;

  /**
   * @param workers threads in all
   * @param traces the folder for the ways to divergences
   */
  ModelConforming(Session session, int workers, Path traces) {
    this.session = session;
    this.workers = workers;
    this.traces = traces;
  }

  List<ConformedModel> conform(List<Model> models) throws Exception {
    try (ProgressLine line = new ProgressLine(session.console)) {
      AtomicInteger started = new AtomicInteger();
      List<ConformedModel> written = new ArrayList<>();
      for (ConformedModel model :
          session.engines.conform(
              session.specDir(),
              models,
              workers,
              model ->
                  line.show(
                      "conform "
                          + started.incrementAndGet()
                          + "/"
                          + models.size()
                          + " "
                          + model.name()))) {
        written.add(model.written(traces));
      }
      return written;
    }
  }
}
