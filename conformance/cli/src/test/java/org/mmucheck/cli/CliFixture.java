package org.mmucheck.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.workbench.Workbench;

/** A project of two models in a folder, and the command line over it with captured streams. */
final class CliFixture {
  static final String GOOD = "TdpRoot_good";
  static final String BUG = "TdpRoot_b_ZapSeesLiveRoot";

  final Path home;
  final FakeWorkbench workbench;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  CliFixture(Path home) throws IOException {
    this.home = home;
    this.workbench = new FakeWorkbench(home.resolve("spec"));
    Path spec = Files.createDirectories(home.resolve("spec"));
    Files.createDirectories(home.resolve("traces"));
    for (String file : List.of("TdpRoot.tla", GOOD + ".cfg", BUG + ".cfg")) {
      Files.writeString(spec.resolve(file), "");
    }
    Files.writeString(
        spec.resolve("models.json"),
        """
        {"models": [
          {"name": "TdpRoot_good", "id": null, "module": "TdpRoot", "config": "TdpRoot_good.cfg",
           "tier": "quick",
           "expected": {"result": "success", "property": null, "distinctStates": 16, "depth": 6},
           "kernel": null, "summary": "Every property holds."},
          {"name": "TdpRoot_b_ZapSeesLiveRoot", "id": "b", "module": "TdpRoot",
           "config": "TdpRoot_b_ZapSeesLiveRoot.cfg", "tier": "quick",
           "expected": {"result": "safety failure", "property": "ZapSeesLiveRoot",
                        "distinctStates": null, "depth": null},
           "kernel": {"commit": "22b94c4b63eb", "subject": "KVM: x86/mmu: Zap", "year": 2023},
           "summary": "The put comes before the zap."}
        ],
        "designs": [
          {"model": "TdpRoot_good", "also": [], "environment": [], "orderings": []}
        ]}
        """);
  }

  /** Has the manifest say that the right model's graph has this digest. */
  void pinGraph(String digest) throws IOException {
    Path manifest = home.resolve("spec").resolve("models.json");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replace("\"depth\": 6}", "\"depth\": 6, \"graphDigest\": \"" + digest + "\"}"));
  }

  /** Has the manifest say that the right model is the step of an induction. */
  void makeInductive() throws IOException {
    Path manifest = home.resolve("spec").resolve("models.json");
    Files.writeString(
        manifest,
        Files.readString(manifest).replaceFirst("\"tier\"", "\"induction\": \"step\", \"tier\""));
  }

  Model model(String name) {
    return Catalog.load(home.resolve("spec")).find(name).get(0);
  }

  /** Writes the trace that {@link FakeWorkbench} finds into the project's folder. */
  Path commitTrace() {
    Path file = home.resolve("traces").resolve(BUG + TraceFiles.ENDING);
    TraceFiles.write(FakeWorkbench.trace(model(BUG)), file);
    return file;
  }

  int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Console console =
        new Console(
            new PrintWriter(out, true), new PrintWriter(err, true), false, "./mmucheck", home);
    return new Cli(
            console,
            specDir -> specDir.equals(home.resolve("spec")) ? workbench : Workbench.open(specDir))
        .run(args);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
