package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.linux.lab.Lab;
import org.mmucheck.linux.subject.LinuxAdapters;
import picocli.CommandLine.Option;

/** Which kernel, for the commands below {@code linux}. */
final class LinuxOptions {
  /** How fingerprints are made: those that were made in another way cannot be compared. */
  private static final String FINGERPRINTS = "2";

  @Option(
      names = "--kernel",
      paramLabel = "KERNEL",
      required = true,
      description = "debian:VERSION, for example debian:7.3.4; or a bootable image of your own.")
  String kernel;

  @Option(
      names = "--modules",
      paramLabel = "DIR",
      description = "The modules of your own kernel, unless KVM is built in.")
  @Nullable Path modules;

  @Option(
      names = "--lab",
      paramLabel = "DIR",
      description = "Where kernels and booted machines are kept (default: ~/.cache/mmucheck).")
  @Nullable Path lab;

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
    Lab at = new Lab(linux.resolve("vmm.c"), folder(), line::show);
    LinuxAdapters adapters =
        new LinuxAdapters(
            session.workbench()::adapter, at, at.kernel(kernel, modules), linux.resolve("points"));
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
        folder().resolve("conform").resolve(of), check, model.name() + " on " + kernel, line);
  }

  private Path folder() {
    if (lab != null) {
      return lab;
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    return cache == null || cache.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "mmucheck")
        : Path.of(cache, "mmucheck");
  }

  /** As the user would give them again. */
  List<String> again() {
    List<String> again = new ArrayList<>(List.of("--kernel", kernel));
    if (modules != null) {
      again.addAll(List.of("--modules", modules.toString()));
    }
    mistakes.forEach(
        (function, value) -> again.addAll(List.of("--mistake", function + "=" + value)));
    if (lab != null) {
      again.addAll(List.of("--lab", lab.toString()));
    }
    return again;
  }
}
