package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A check by several processes, or of some behaviours only, from the command line. */
class DistributionOptionsTest {
  @TempDir private Path home;
  private CliFixture cli;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void makeProject() throws IOException {
    cli = new CliFixture(home);
  }

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  @ParameterizedTest
  @CsvSource({
    "check --distributed, '--distributed explores one model, not 2; name it'",
    "check TdpRoot_good --listen 127.0.0.1, --listen and --token-file are for a run",
    "check TdpRoot_good --token-file t, --listen and --token-file are for a run",
    "check TdpRoot_good --distributed --coverage, --coverage is not for a run",
    "check TdpRoot_good --distributed --checkpoint d, --checkpoint is not for a run",
    "check TdpRoot_good --distributed --listen 0.0.0.0:4711, names one address",
    "check TdpRoot_good --distributed --listen 127.0.0.1:65535, takes the next port",
    "check TdpRoot_good --distributed --listen 127.0.0.1:x, is no address",
    "check TdpRoot_good --distributed --listen 127.0.0.1:65536, there is no port 65536",
    "check TdpRoot_good --distributed --workers 0, --workers must be at least 1",
    "check TdpRoot_good --distributed --engine compiled, --distributed is TLC's",
    "check TdpRoot_good --distributed --simulate 9, --distributed does not go with --simulate",
    "check --simulate 9, '--simulate draws from one model, not 2; name it'",
    "check TdpRoot_good --simulate 0, must be at least 1",
    "check TdpRoot_good --seed 3, --depth and --seed are for",
    "check TdpRoot_good --simulate 9 --coverage, --coverage does not go with --simulate",
    "worker 127.0.0.1 --token-file t, needs a port",
    "worker 127.0.0.1:4711, --token-file",
  })
  void shouldRefuseWhatIsNoRun(String command, String why) {
    assertThat(cli.run(command.split(" "))).isEqualTo(2);
    assertThat(cli.err()).hasLineCount(1).contains(why);
  }

  @Test
  void shouldSayWhatIsNoToken() throws IOException {
    Path file = Files.writeString(home.resolve("token"), "secret");
    assertThat(cli.run("worker", "127.0.0.1:4711", "--token-file", file.toString())).isEqualTo(3);
    assertThat(cli.err()).contains(file + ": is no token file that check --distributed has");
    Path none = home.resolve("none");
    assertThat(cli.run("worker", "[::1]:4711", "--token-file", none.toString())).isEqualTo(3);
    assertThat(cli.err()).contains("there is none");
  }

  /** Both are killed in no way that they could notice; neither leaves a process. */
  @Test
  @Tag("slow")
  void shouldEndAllWorkersWhenTheRunIsKilled() throws Exception {
    Path module = home.resolve("Up.tla");
    Files.writeString(
        module,
        """
        ---- MODULE Up ----
        EXTENDS Naturals
        VARIABLE n
        Init == n = 0
        Next == n' = n + 1
        Small == n \\in Nat
        ====
        """);
    Files.writeString(home.resolve("Up.cfg"), "INIT Init\nNEXT Next\nINVARIANT Small\n");
    String token = home.resolve("token").toString();
    Process run =
        start("check", module.toString(), "--distributed", "--workers", "1", "--token-file", token);
    BufferedReader said = run.errorReader();
    String[] words = await(said, "mmucheck worker ").split("mmucheck worker ")[1].split(" ");
    Process worker = start("worker", words[0], "--token-file", token, "--workers", "1");
    await(said, "a worker at 127.0.0.1 joins");
    List<ProcessHandle> all = new ArrayList<>(run.descendants().toList());
    all.addAll(worker.descendants().toList());
    assertThat(all).hasSizeGreaterThanOrEqualTo(2);
    run.destroyForcibly();

    assertThat(worker.waitFor()).isEqualTo(ExitCode.UNFINISHED);
    for (ProcessHandle each : all) {
      each.onExit().join(); // or this test never ends
    }
    assertThat(worker.descendants()).isEmpty();
  }

  private Process start(String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dmmucheck.home=../..",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    started.add(process);
    return process;
  }

  private static String await(BufferedReader said, String part) throws IOException {
    @Nullable String line = said.readLine();
    while (line != null && !line.contains(part)) {
      line = said.readLine();
    }
    assertThat(line).as("it says %s", part).isNotNull();
    return line;
  }
}
