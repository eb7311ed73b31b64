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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
  void shouldSayHowMuchItWroteIntoAPipe() throws Exception {
    Path pipe = pipe("graph");
    Path copy = folder.resolve("copy");
    Process reader =
        new ProcessBuilder("cat", pipe.toString()).redirectOutput(copy.toFile()).start();
    assertThat(run("graph", "SlotsRwsem_rwsem", "--out", pipe.toString())).isZero();
    assertThat(reader.waitFor()).isZero();
    assertThat(out.toString())
        .contains(String.format(Locale.ROOT, " %,d bytes,", Files.size(copy)));
  }

  /** In a process of its own, since that is what standard output belongs to. */
  @ParameterizedTest
  @ValueSource(strings = {"graph FinerLock_right --by seq --out", "graph SlotsRwsem_rwsem --out"})
  void shouldWriteNothingBehindWhatIsWrittenToStandardOutput(String command) throws Exception {
    Path file = folder.resolve("file");
    assertThat(run((command + " " + file).split(" "))).as(err.toString()).isZero();
    List<String> args =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
    args.addAll(List.of("-cp", System.getProperty("java.class.path"), "-Dmmucheck.home=../.."));
    args.addAll(List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", Main.class.getName()));
    args.addAll(List.of(command.split(" ")));
    args.add("/dev/stdout");
    Process process =
        new ProcessBuilder(args).redirectError(folder.resolve("err").toFile()).start();
    assertThat(process.getInputStream().readAllBytes()).isEqualTo(Files.readAllBytes(file));
    assertThat(process.waitFor()).isZero();
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
