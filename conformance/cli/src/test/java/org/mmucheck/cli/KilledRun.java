package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run of the command line in a process of its own, which is killed. */
final class KilledRun implements AutoCloseable {
  private @Nullable Process process;

  /** Kills it once it has put a file there, and while it may be writing the next. */
  void killWhenThere(Path folder, String file, List<String> args)
      throws IOException, InterruptedException {
    try (WatchService watch = folder.getFileSystem().newWatchService()) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      Process started =
          new ProcessBuilder(command(args))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process = started;
      started.onExit().thenRun(() -> closeQuietly(watch)); // or it is awaited forever
      await(watch, file);
      started.destroyForcibly();
      assertThat(started.waitFor()).as("killed while it ran").isEqualTo(128 + 9);
    }
  }

  /** What one has said that came to its end. */
  record Said(int exitCode, String out, String err) {}

  /** Runs one to its end, in such a process as those that are killed. */
  static Said whole(Path folder, List<String> args) throws IOException, InterruptedException {
    return whole(folder, List.of(), args);
  }

  /**
   * As {@link #whole(Path, List)}.
   *
   * @param java further arguments of Java's
   */
  static Said whole(Path folder, List<String> java, List<String> args)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command(java, args))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Said(process.waitFor(), Files.readString(out), Files.readString(err));
  }

  /** The program as a process of its own. */
  static List<String> command(List<String> args) {
    return command(List.of(), args);
  }

  private static List<String> command(List<String> java, List<String> args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dmmucheck.home=../..",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(1, java);
    command.addAll(args);
    return command;
  }

  private static void await(WatchService watch, String file) throws InterruptedException {
    boolean isThere = false;
    while (!isThere) {
      WatchKey key;
      try {
        key = watch.take();
      } catch (ClosedWatchServiceException e) {
        throw new AssertionError("it ended before there was a file " + file, e);
      }
      isThere =
          key.pollEvents().stream().anyMatch(event -> String.valueOf(event.context()).equals(file));
      key.reset();
    }
  }

  private static void closeQuietly(WatchService watch) {
    try {
      watch.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
