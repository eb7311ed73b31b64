package org.mmucheck.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.TlcJar;

/** TLC as somebody starts it by hand, over a copy of the spec folder. */
final class PlainTlc {
  /** TLC's codes for success and for the violations that models must show. */
  private static final Set<Integer> VERDICTS = Set.of(0, 11, 12, 13);

  private final Path specs;
  private final Path scratch;
  private final int workers;

  PlainTlc(Path specDir, Path scratch, int workers) throws IOException {
    this.specs = Files.createDirectories(scratch.resolve("spec"));
    this.scratch = scratch;
    this.workers = workers;
    try (Stream<Path> files = Files.list(specDir)) {
      for (Path file : files.filter(PlainTlc::isSpec).toList()) {
        Files.copy(file, specs.resolve(file.getFileName()));
      }
    }
  }

  /** How long TLC takes for a model, in seconds. */
  double check(Model model) throws IOException, InterruptedException {
    return run(model, List.of());
  }

  /** How long TLC takes to check a model and to write its graph, in seconds. */
  double dump(Model model, Path file) throws IOException, InterruptedException {
    return run(model, List.of("-dump", "dot,actionlabels", file.toString()));
  }

  private double run(Model model, List<String> more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseParallelGC",
                "-cp",
                TlcJar.path().toString(),
                "tlc2.TLC",
                "-config",
                model.config(),
                "-metadir",
                scratch.resolve("states").toString(),
                "-workers",
                Integer.toString(workers)));
    command.addAll(more);
    command.add(model.module());
    return Child.run(command, specs, VERDICTS).seconds();
  }

  private static boolean isSpec(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".tla") || name.endsWith(".cfg");
  }
}
