package org.mmucheck.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.workbench.Workbench;
import picocli.CommandLine;

/** A project of two models in a folder, and the command line over it with captured streams. */
final class CliFixture {
  static final String GOOD = "TdpRoot_good";
  static final String BUG = "TdpRoot_b_ZapSeesLiveRoot";

  final Path home;
  final FakeWorkbench workbench;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Where the next call keeps what it found; nowhere if it is null. */
  @Nullable Path keeps;

  /** What the next call finds on standard input. */
  String in = "";

  CliFixture(Path home) throws IOException {
    this.home = home;
    this.workbench = new FakeWorkbench(home.resolve("spec"));
    Path spec = Files.createDirectories(home.resolve("spec"));
    Files.createDirectories(home.resolve("traces"));
    Files.writeString(spec.resolve("TdpRoot.tla"), "");
    Files.writeString(
        spec.resolve("models.json"),
        """
        {"models": [
          {"name": "good", "says": "Every property holds.", "holds": ["ZapSeesLiveRoot"],
           "states": 16, "depth": 6, "ablation": {"orderings": {}}},
          {"id": "b", "word": "put-first", "says": "The put comes before the zap.", "like": "good",
           "kernel": {"commit": "22b94c4b63eb", "subject": "KVM: x86/mmu: Zap", "year": 2023},
           "breaks": ["ZapSeesLiveRoot"]}
        ]}
        """);
  }

  /** Has the manifest say that the right model's graph has this digest. */
  void pinGraph(String digest) throws IOException {
    Path manifest = home.resolve("spec").resolve("models.json");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replace("\"depth\": 6,", "\"depth\": 6, \"digest\": \"" + digest + "\","));
  }

  /** Has the manifest say that the right model is the step of an induction. */
  void makeInductive() throws IOException {
    Path manifest = home.resolve("spec").resolve("models.json");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replaceFirst("\"states\"", "\"induction\": \"step\", \"states\""));
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

  /** All commands, none of which is run. */
  CommandLine commandLine() {
    return cli().commandLine();
  }

  int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return cli().run(args);
  }

  private Cli cli() {
    Console console =
        new Console(
            new PrintWriter(out, true), new PrintWriter(err, true), false, "./mmucheck", home);
    return new Cli(
        console,
        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
        keeps,
        specDir -> specDir.equals(home.resolve("spec")) ? workbench : Workbench.open(specDir));
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
