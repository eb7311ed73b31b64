package org.mmucheck.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A command as a process of its own, from its start to its end. */
final class Child {
  private static final double NANOS = 1e9;
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "end benchmarks"));
  }

  /**
   * @param output what it printed on standard output
   */
  record Run(double seconds, int exitCode, String output) {}

  private Child() {}

  /**
   * Runs a command; what it prints on standard error goes nowhere.
   *
   * @throws InterruptedException if the calling thread is interrupted; the process has ended then
   */
  static Run run(List<String> command, Path folder) throws IOException, InterruptedException {
    long from = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    RUNNING.add(process);
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      return new Run((System.nanoTime() - from) / NANOS, exitCode, output);
    } finally {
      process.destroyForcibly().onExit().join();
      RUNNING.remove(process);
    }
  }

  /**
   * As {@link #run}.
   *
   * @param expected the exit codes of a run that did what it should
   * @throws IllegalStateException if it ended with another
   */
  static Run run(List<String> command, Path folder, Set<Integer> expected)
      throws IOException, InterruptedException {
    Run run = run(command, folder);
    if (!expected.contains(run.exitCode)) {
      throw new IllegalStateException(
          String.join(" ", command) + " ended with exit code " + run.exitCode);
    }
    return run;
  }
}
