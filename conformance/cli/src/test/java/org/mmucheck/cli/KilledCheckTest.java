package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.itf.TraceFiles;

/** A {@code check} that is ended while it exports: the program as a process of its own. */
class KilledCheckTest {
  @TempDir Path traces;
  private Process process;

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  void shouldLeaveWholeTracesOrNoneWhenKilled() throws Exception {
    startAndAwaitFirstFile();
    process.destroyForcibly();
    assertThat(process.waitFor()).isEqualTo(128 + 9);
    assertEveryTraceWhole();
  }

  @Test
  void shouldLeaveNoProcessAndWholeTracesWhenInterrupted() throws Exception {
    startAndAwaitFirstFile();
    List<ProcessHandle> children = process.descendants().toList();
    int killed = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    assertThat(killed).isZero();
    assertThat(process.waitFor()).isEqualTo(130);
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertEveryTraceWhole();
  }

  /** Every wrong design of one module: enough to be under way when the first file appears. */
  private void startAndAwaitFirstFile() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    // A build in the background of a script ignores SIGINT, and so would this process.
    command.addAll(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dmmucheck.home=../.."));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("check", "--workers", "2", "--traces", traces.toString()));
    command.addAll(List.of("V0", "V1", "V2", "V3", "V4", "V5", "b", "d-w2", "e-w7"));
    try (WatchService watch = traces.getFileSystem().newWatchService()) {
      traces.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.onExit().thenRun(() -> closeQuietly(watch)); // or a run that fails is awaited forever
      WatchKey key = watch.take();
      assertThat(key.pollEvents()).isNotEmpty();
    }
    assertThat(process.isAlive()).as("still exporting").isTrue();
  }

  private static void closeQuietly(WatchService watch) {
    try {
      watch.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What is there under a trace's name is a whole trace. */
  private void assertEveryTraceWhole() throws IOException {
    for (Path file : TraceFiles.list(traces)) {
      assertThat(TraceFiles.read(file).steps()).isNotEmpty();
    }
    try (Stream<Path> all = Files.walk(traces)) {
      assertThat(all.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .as("a leftover is hidden and never under a trace's name")
          .allMatch(
              name ->
                  name.startsWith(".")
                      ? name.endsWith(".mmucheck-tmp")
                      : name.endsWith(".itf.json"));
    }
  }
}
