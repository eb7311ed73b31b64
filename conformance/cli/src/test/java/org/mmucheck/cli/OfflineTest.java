package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program where there is no network, not even that of the host with itself. */
@Tag("slow")
class OfflineTest {
  private static final List<String> OFFLINE =
      List.of("unshare", "--user", "--map-root-user", "--net");

  @TempDir private Path folder;

  @BeforeEach
  void requireNamespaces() throws Exception {
    assumeTrue(in(List.of("true")) == 0, "no network namespace to be had here");
  }

  private int in(List<String> command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(OFFLINE);
    all.addAll(command);
    try {
      return new ProcessBuilder(all)
          .redirectOutput(folder.resolve("out").toFile())
          .redirectError(folder.resolve("err").toFile())
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1; // there is no such program
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check b V7a --engine both",
        "replay ../../traces/RootLifetime/b",
        "conform NotifierFault_precheck_OneFrame",
        "explain RootLifetime_b_NoPageUAF --format html",
        "find CVE-2021-47094"
      })
  void shouldNeedNoNetwork(String args) throws Exception {
    int exitCode = in(KilledRun.command(List.of(args.split(" "))));
    assertThat(exitCode).as("%s", Files.readString(folder.resolve("err"))).isZero();
  }

  /** What does need it fails, so that there was none. */
  @Test
  void shouldHaveNone() throws Exception {
    assertThat(in(KilledRun.command(List.of("check", "e", "--distributed", "--workers", "1"))))
        .isNotZero();
  }
}
