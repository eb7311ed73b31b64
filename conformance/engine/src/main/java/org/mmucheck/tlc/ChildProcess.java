package org.mmucheck.tlc;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A JVM that runs another program's main class and ends when this one does, however that ends. */
final class ChildProcess implements AutoCloseable {
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "end child processes"));
  }

  private final Process process;
  private final Thread reader;

  private ChildProcess(Process process, Thread reader) {
    this.process = process;
    this.reader = reader;
  }

  /**
   * Starts it.
   *
   * @param options of the JVM
   * @param jar on the class path, before this program's own classes
   * @param program the main class and its arguments
   * @param folder where it runs
   * @param output told each line that it prints, by a thread of its own
   */
  static ChildProcess start(
      List<String> options, Path jar, List<String> program, Path folder, Consumer<String> output)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(jar + File.pathSeparator + own());
    command.add(TiedChild.class.getName());
    command.addAll(program);
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    RUNNING.add(process);
    Thread reader = new Thread(() -> read(process, output), "output of a child process");
    reader.setDaemon(true);
    reader.start();
    return new ChildProcess(process, reader);
  }

  /** Where this program's classes are. */
  private static Path own() {
    try {
      return Path.of(TiedChild.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void read(Process process, Consumer<String> output) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.accept(line);
      }
    } catch (IOException e) {
      output.accept("output lost: " + e.getMessage()); // the process was ended
    }
  }

  /** Whether it has ended by then. */
  boolean hasEnded(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Of one that has ended and whose output has all been told. */
  int exitCode() throws InterruptedException {
    int exitCode = process.waitFor();
    reader.join();
    return exitCode;
  }

  /** Ends it; it has ended then, even if the calling thread is interrupted meanwhile. */
  @Override
  public void close() {
    process.destroyForcibly();
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    RUNNING.remove(process);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
