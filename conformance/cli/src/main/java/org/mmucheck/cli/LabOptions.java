package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.linux.lab.KernelFiles;
import org.mmucheck.linux.lab.Lab;
import picocli.CommandLine.Option;

/** Which kernel boots, and where machines are kept. */
class LabOptions {
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

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  LabOptions() {}

  Lab at(Session session, ProgressLine line) {
    return new Lab(session.console.home().resolve("linux").resolve("vmm.c"), folder(), line::show);
  }

  KernelFiles files(Lab lab) {
    return lab.kernel(kernel, modules);
  }

  final Path folder() {
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
    if (lab != null) {
      again.addAll(List.of("--lab", lab.toString()));
    }
    return again;
  }
}
