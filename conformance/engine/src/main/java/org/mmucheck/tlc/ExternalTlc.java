package org.mmucheck.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.input.InputException;

/**
 * The user's own TLC, of any version, as a process of its own. It runs over a copy of the spec
 * folder, because newer versions write files beside the spec. Its parser reads the spec, and the
 * counterexample is its own.
 */
final class ExternalTlc {
  private static final String MAIN = "tlc2/TLC.class";
  private static final String ONLY_AT_THE_END = "100000"; // minutes
  private static final double NANOS = 1e9;
  private static final long LOOK_MILLIS = 500;

  private final Path jar;

  /**
   * @throws InputException if the file is no jar with TLC in it
   */
  ExternalTlc(Path jar) {
    this.jar = jar.toAbsolutePath();
    try (ZipFile zip = new ZipFile(this.jar.toFile())) {
      if (zip.getEntry(MAIN) == null) {
        throw new InputException(jar.toString(), "", "there is no TLC in this jar");
      }
    } catch (IOException e) {
      throw new InputException(jar.toString(), "", "is no readable jar: " + e.getMessage());
    }
  }

  /**
   * Checks a model.
   *
   * @return the verdict; the property is null where this version does not name it and the
   *     configuration lists several temporal ones
   * @throws TlcException if TLC reaches no verdict
   * @throws InterruptedException if the calling thread is interrupted; the process has ended then
   */
  TlcResult check(Model model, TlcOptions options) throws InterruptedException {
    try (ScratchDir scratch = new ScratchDir()) {
      Path copy = scratch.path().resolve("spec");
      SpecCopy.write(model, copy);
      ToolOutput output = new ToolOutput(options.progress());
      long start = System.nanoTime();
      List<String> program = program(model, options, scratch.path().resolve("states"));
      int exitCode = run(options(), program, copy, output, options.limits());
      double seconds = (System.nanoTime() - start) / NANOS;
      Result result = result(exitCode, model, output);
      return new TlcResult(
          result,
          output.property().orElseGet(() -> soleProperty(result, model.config())),
          output.distinctStates(),
          output.generatedStates(),
          output.depth(),
          seconds,
          exitCode,
          output.errorTraceLength(),
          output.errorTrace().orElse(null));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + jar + ": " + e.getMessage(), e);
    }
  }

  /**
   * Runs a model to count how often each part of the module is evaluated. A model that must fail
   * goes on behind the failure.
   *
   * @throws TlcException if TLC does not come to its end
   * @throws InterruptedException if the calling thread is interrupted; the process has ended then
   */
  Coverage coverage(Model model) throws InterruptedException {
    try (ScratchDir scratch = new ScratchDir()) {
      Path copy = scratch.path().resolve("spec");
      SpecCopy.write(model, copy);
      Files.writeString(copy.resolve(model.configName()), UncheckedConfig.of(model.config()));
      ToolOutput output = new ToolOutput(progress -> {});
      Path states = scratch.path().resolve("states");
      List<String> program =
          program(model, TlcOptions.oneWorker(), states, "-coverage", ONLY_AT_THE_END);
      List<String> options = options("-XX:TieredStopAtLevel=1"); // many short runs
      result(run(options, program, copy, output, Limits.NONE), model, output);
      return Coverage.of(output.coverage(), Definitions.in(model.source()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + jar + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable String soleProperty(Result result, String config) {
    List<String> properties = UncheckedConfig.properties(config);
    return result == Result.LIVENESS_FAILURE && properties.size() == 1
        ? properties.getFirst()
        : null;
  }

  private Result result(int exitCode, Model model, ToolOutput output) {
    return switch (exitCode) {
      case 0 -> Result.SUCCESS;
      case 11 -> Result.DEADLOCK;
      case 12 -> Result.SAFETY_FAILURE;
      case 13 -> Result.LIVENESS_FAILURE;
      default ->
          throw new TlcException(
              exitCode, model.name() + " with " + jar.getFileName() + ": " + output.error());
    };
  }

  /** One where liveness may be checked: with more TLC may miss what breaks it (tlaplus#971). */
  private static int workers(Model model, TlcOptions options) {
    return TlcSessions.mayCheckLiveness(model) ? 1 : options.workers();
  }

  private static List<String> options(String... more) {
    List<String> options = new ArrayList<>(List.of("-XX:+UseParallelGC"));
    options.addAll(List.of(more));
    return options;
  }

  private List<String> program(Model model, TlcOptions options, Path metaDir, String... more) {
    List<String> program = new ArrayList<>(List.of("tlc2.TLC", "-tool"));
    program.addAll(List.of(more));
    program.addAll(
        List.of(
            "-config",
            model.configName(),
            "-metadir",
            metaDir.toString(),
            "-checkpoint",
            "0",
            "-fp",
            "0", // the same behaviour each time, where liveness breaks
            "-lncheck",
            "final",
            "-workers",
            Integer.toString(workers(model, options)),
            model.module()));
    return program;
  }

  private int run(
      List<String> options, List<String> program, Path folder, ToolOutput output, Limits limits)
      throws IOException, InterruptedException {
    try (ChildProcess process =
        ChildProcess.start(options, jar, program, folder, output::line)) { // none outlives it
      while (!process.hasEnded(LOOK_MILLIS)) {
        if (limits.isReached(output.progress())) {
          throw UnfinishedException.at(output.progress());
        }
      }
      return process.exitCode();
    }
  }
}
