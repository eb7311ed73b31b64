package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.workbench.Workbench;

/** A named pipe where a file is expected: its reader waits until somebody writes. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipeTest {
  private static final Path TRACE =
      Path.of("../../traces/RootLifetime/b/RootLifetime_b_NoPageUAF.itf.json");

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void onlyWherePipesHaveNames() {
    assumeTrue(new File("/usr/bin/mkfifo").canExecute());
  }

  @ParameterizedTest
  @ValueSource(strings = {"replay", "explain", "validate", "why"})
  void shouldNotWaitForATraceThatNobodyWrites(String command) throws Exception {
    Path pipe = pipe("pipe.itf.json");
    assertThat(run(command, pipe.toString())).isEqualTo(3);
    assertThat(err.toString())
        .startsWith("mmucheck: " + pipe + ": is a pipe that nobody writes to");
  }

  @Test
  void shouldReadATraceThatSomebodyWrites() throws Exception {
    Path pipe = pipe("pipe.itf.json");
    byte[] trace = Files.readAllBytes(TRACE);
    Thread writer = Thread.ofPlatform().daemon().start(() -> write(pipe, trace));
    assertThat(run("explain", pipe.toString())).as(err.toString()).isZero();
    assertThat(out.toString()).contains("kvm_tdp_mmu_put_root");
    writer.join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"A.tla", "A.cfg", "Read.tla"})
  void shouldNotWaitForAFileOfASpec(String piped) throws Exception {
    write(
        folder.resolve("A.tla"),
        """
        ---- MODULE A ----
        EXTENDS Naturals, Read
        VARIABLE x
        Init == x = 0
        Next == x' = 1 - x
        ====
        """
            .getBytes(StandardCharsets.UTF_8));
    write(
        folder.resolve("Read.tla"),
        "---- MODULE Read ----\n====\n".getBytes(StandardCharsets.UTF_8));
    write(folder.resolve("A.cfg"), "INIT Init\nNEXT Next\n".getBytes(StandardCharsets.UTF_8));
    Files.delete(folder.resolve(piped));
    Path pipe = pipe(piped);
    assertThat(run("check", folder.resolve("A.tla").toString())).isEqualTo(3);
    assertThat(err.toString())
        .startsWith("mmucheck: " + pipe + ": is a pipe or a device; expected a file");
  }

  @Test
  void shouldNotWaitForAManifest() throws Exception {
    Path pipe = pipe("models.json");
    assertThat(run("models", "--spec", folder.toString())).isEqualTo(3);
    assertThat(err.toString())
        .startsWith("mmucheck: " + pipe + ": is a pipe or a device; expected a file");
  }

  private int run(String... args) {
    Console console =
        new Console(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            false,
            "./mmucheck",
            Path.of("../..").toAbsolutePath().normalize());
    return new Cli(console, Workbench::open).run(args);
  }

  private Path pipe(String name) throws Exception {
    Path pipe = folder.resolve(name);
    assertThat(new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
