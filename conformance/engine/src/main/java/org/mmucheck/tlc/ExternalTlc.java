package org.mmucheck.tlc;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "end child processes"));
  }

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
      List<String> command = command(model, options, scratch.path().resolve("states"));
      int exitCode = run(command, copy, output, options.limits());
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
      List<String> command =
          new ArrayList<>(command(model, TlcOptions.oneWorker(), scratch.path().resolve("states")));
      command.addAll(command.indexOf("-tool"), List.of("-coverage", ONLY_AT_THE_END));
      command.add(1, "-XX:TieredStopAtLevel=1"); // many short runs
      result(run(command, copy, output, Limits.NONE), model, output);
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

  private List<String> command(Model model, TlcOptions options, Path metaDir) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseParallelGC",
        "-cp",
        jar + File.pathSeparator + own(),
        TiedChild.class.getName(),
        "tlc2.TLC",
        "-tool",
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
        model.module());
  }

  /** Where this program's classes are. */
  private static Path own() {
    try {
      return Path.of(TiedChild.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int run(List<String> command, Path folder, ToolOutput output, Limits limits)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    RUNNING.add(process);
    try {
      Thread reader = new Thread(() -> read(process, output), "TLC output");
      reader.setDaemon(true);
      reader.start();
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (limits.isReached(output.progress())) {
          throw UnfinishedException.at(output.progress());
        }
      }
      int exitCode = process.exitValue();
      reader.join();
      return exitCode;
    } finally {
      process.destroyForcibly().onExit().join(); // no child process outlives an interruption
      RUNNING.remove(process);
    }
  }

  private static void read(Process process, ToolOutput output) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.line(line);
      }
    } catch (IOException e) {
      output.line("output lost: " + e.getMessage()); // the process was ended
    }
  }
}
