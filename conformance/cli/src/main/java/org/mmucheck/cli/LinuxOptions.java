package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmucheck.catalog.Model;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.linux.lab.Lab;
import org.mmucheck.linux.subject.LinuxAdapters;
import picocli.CommandLine.Option;

/** Which kernel is steered. */
final class LinuxOptions extends LabOptions {
  /** How fingerprints are made: those that were made in another way cannot be compared. */
  private static final String FINGERPRINTS = "2";

  @Option(
      names = "--mistake",
      paramLabel = "FUNCTION=VALUE",
      description = {
        "Make the kernel wrong on purpose: the function returns the value and does nothing else.",
        "For example is_page_fault_stale=0."
      })
  Map<String, Long> mistakes = Map.of();

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  LinuxOptions() {}

  /** The kernel as the code under test. */
  LinuxAdapters adapters(Session session, ProgressLine line) {
    Path linux = session.console.home().resolve("linux");
    Lab at = at(session, line);
    LinuxAdapters adapters =
        new LinuxAdapters(session.workbench()::adapter, at, files(at), linux.resolve("points"));
    mistakes.forEach(adapters::mistake);
    return adapters;
  }

  /**
   * Where the check of a model goes on if it is interrupted.
   *
   * @param graph the digest of the model's graph
   */
  KeptCheckpoint checkpoint(Session session, Model model, String graph, ProgressLine line) {
    Path points = session.console.home().resolve("linux").resolve("points");
    String check =
        String.join(
            "\n",
            new Version().getVersion()[0],
            FINGERPRINTS,
            kernel,
            String.valueOf(modules),
            new TreeMap<>(mistakes).toString(),
            model.name(),
            graph,
            TraceFiles.text(points.resolve(model.module() + ".json")));
    String of = model.name() + "-" + Integer.toHexString((kernel + mistakes).hashCode());
    return new KeptCheckpoint(
        folder().resolve("conform").resolve(of),
        check,
        model.name() + " on " + kernel,
        line,
        KeptCheckpoint.Pace.EACH_WALK);
  }

  @Override
  List<String> again() {
    List<String> again = super.again();
    mistakes.forEach(
        (function, value) -> again.addAll(List.of("--mistake", function + "=" + value)));
    return again;
  }
}
