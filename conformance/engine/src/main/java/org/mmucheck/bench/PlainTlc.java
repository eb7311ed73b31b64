package org.mmucheck.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.SpecCopy;
import org.mmucheck.tlc.TlcJar;

/** TLC as somebody starts it by hand, over a copy of the model's modules. */
final class PlainTlc {
  /** TLC's codes for success and for the violations that models must show. */
  private static final Set<Integer> VERDICTS = Set.of(0, 11, 12, 13);

  private final Path scratch;
  private final int workers;

  PlainTlc(Path scratch, int workers) {
    this.scratch = scratch;
    this.workers = workers;
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
    Path specs = scratch.resolve("spec-" + model.module());
    SpecCopy.write(model, specs);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseParallelGC",
                // TLC unpacks the standard modules there, under names that all its runs share.
                "-Djava.io.tmpdir=" + specs,
                "-cp",
                TlcJar.path().toString(),
                "tlc2.TLC",
                "-config",
                model.configName(),
                "-metadir",
                scratch.resolve("states").toString(),
                "-workers",
                Integer.toString(workers)));
    command.addAll(more);
    command.add(model.module());
    return Child.run(command, specs, VERDICTS).seconds();
  }
}
