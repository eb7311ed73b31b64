package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.tlc.SavedRun;

/** A saved {@code check} that is killed, twice, and comes to its end. */
@Tag("slow")
class KilledSavedCheckTest {
  private static final int STATES = 800_000;

  @TempDir private Path folder;
  private @Nullable Process process;

  @BeforeEach
  void writeModule() throws IOException {
    Files.writeString(
        folder.resolve("Wide.tla"),
        """
        ---- MODULE Wide ----
        EXTENDS Naturals
        VARIABLES x, y
        Init == x \\in 1..20000 /\\ y = 0
        Next == y' = (y + 1) % 40 /\\ x' = x
        Small == y < 40
        ====
        """);
    Files.writeString(folder.resolve("Wide.cfg"), "INIT Init\nNEXT Next\nINVARIANT Small\n");
  }

  @AfterEach
  void end() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private Path saved() {
    return folder.resolve("saved");
  }

  private List<String> check() {
    return List.of(
        "check",
        folder.resolve("Wide.tla").toString(),
        "--checkpoint",
        saved().toString(),
        "--checkpoint-every",
        "50ms", // far less than the whole run takes anywhere
        "--resume",
        "--json");
  }

  @Test
  void shouldComeToAllStatesAfterEachKill() throws Exception {
    Files.createDirectories(saved());
    killWhenSaved();
    long first = SavedRun.at(saved()).orElseThrow().distinct();
    killWhenSaved();
    assertThat(SavedRun.at(saved()).orElseThrow().distinct()).isGreaterThanOrEqualTo(first);

    CliFixture cli = new CliFixture(folder);
    assertThat(cli.run(check().toArray(String[]::new))).isZero();
    assertThat(cli.err()).contains("goes on with");
    assertThat(cli.out())
        .contains("\"distinctStates\" : " + STATES, "\"depth\" : 40")
        .contains("\"generatedStates\" : " + (STATES + 20_000));
  }

  /** While it may be copying the next one. */
  private void killWhenSaved() throws IOException, InterruptedException {
    try (WatchService watch = saved().getFileSystem().newWatchService()) {
      saved().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      Process started =
          new ProcessBuilder(command())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process = started;
      started.onExit().thenRun(() -> closeQuietly(watch)); // or it is awaited forever
      awaitSaved(watch);
      started.destroyForcibly();
      assertThat(started.waitFor()).as("killed while it ran").isEqualTo(128 + 9);
    }
  }

  private List<String> command() {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dmmucheck.home=../..",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(check());
    return command;
  }

  private static void awaitSaved(WatchService watch) throws InterruptedException {
    boolean isSaved = false;
    while (!isSaved) {
      WatchKey key;
      try {
        key = watch.take();
      } catch (ClosedWatchServiceException e) {
        throw new AssertionError("it ended before it was saved", e);
      }
      isSaved =
          key.pollEvents().stream()
              .anyMatch(event -> String.valueOf(event.context()).equals("current"));
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
}
