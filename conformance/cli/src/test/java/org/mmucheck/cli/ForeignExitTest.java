package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The end of a program as a process of its own. */
class ForeignExitTest {
  @Test
  void shouldNameWhoEndsTheProgram() throws Exception {
    Process process = start(Ended.class, "by a library");

    assertThat(said(process))
        .startsWith("mmucheck: a fault of our own: the program was ended by a library at ")
        .contains(Ended.class.getName() + ".lambda$main$");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  @Test
  void shouldTellOfCodeOnVirtualThread() throws Exception {
    Process process = start(EndedVirtually.class, "");

    assertThat(said(process))
        .isEqualTo(
            "mmucheck: a fault of our own: the program was ended by code on a virtual thread,"
                + " as code under test is\n");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  @Test
  void shouldSayNothingOfSignal() throws Exception {
    Process process = start(Waiting.class, "");
    process.getInputStream().read();
    process.toHandle().destroy();

    assertThat(said(process)).isEmpty();
  }

  @Test
  void shouldSayNothingOfOurOwnEnd() throws Exception {
    Process process = start(Main.class, "--version");

    assertThat(said(process)).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  private static Process start(Class<?> program, String argument) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            program.getName(),
            argument)
        .start();
  }

  private static String said(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** A program of which code on a virtual thread has enough, whose stack nobody sees. */
  static final class EndedVirtually {
    private EndedVirtually() {}

    public static void main(String[] args) throws InterruptedException {
      PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
      ForeignExit.watch(new Console(err, err, false, "mmucheck", Path.of("")));
      Thread.ofVirtual().start(() -> System.exit(1)).join();
    }
  }

  /** A program that goes on until somebody has enough of it. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] args) throws InterruptedException {
      PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
      ForeignExit.watch(new Console(err, err, false, "mmucheck", Path.of("")));
      System.out.println("waits");
      System.out.flush();
      Thread.sleep(60_000);
    }
  }

  /** A program of which another thread than its own has enough. */
  static final class Ended {
    private Ended() {}

    public static void main(String[] args) throws InterruptedException {
      PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
      ForeignExit.watch(new Console(err, err, false, "mmucheck", Path.of("")));
      Thread library = new Thread(() -> System.exit(1), args[0].substring("by ".length()));
      library.start();
      library.join();
    }
  }
}
