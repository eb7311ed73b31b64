package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.conform.Checkpoint;

class KeptCheckpointTest {
  private static final long SECOND = 1_000_000_000;

  @TempDir Path folder;
  private final StringWriter err = new StringWriter();
  private final AtomicLong clock = new AtomicLong();

  private KeptCheckpoint checkpoint(String check) {
    Console console =
        new Console(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            true,
            "./mmucheck",
            Path.of("."));
    return new KeptCheckpoint(
        folder.resolve("kept"), check, "model", new ProgressLine(console), clock::get);
  }

  private static Checkpoint.Done done(int walks, int transitions) {
    return new Checkpoint.Done(walks, transitions, 40, 5, 6, new long[] {0, -1, 7});
  }

  @Test
  void shouldGoOnWithWhatWasDone() {
    checkpoint("kernel 7.3.4").reached(done(3, 20), 100);
    Checkpoint.Done last = checkpoint("kernel 7.3.4").last().orElseThrow();
    assertThat(last.walks()).isEqualTo(3);
    assertThat(last.transitions()).isEqualTo(20);
    assertThat(last.steps()).isEqualTo(40);
    assertThat(last.refusedByControl()).isEqualTo(5);
    assertThat(last.refusedAttempted()).isEqualTo(6);
    assertThat(last.fingerprints()).containsExactly(0, -1, 7);
  }

  @Test
  void shouldNotGoOnWithAnotherCheck() {
    checkpoint("kernel 7.3.4").reached(done(3, 20), 100);
    assertThat(checkpoint("kernel 6.12").last()).isEmpty();
  }

  @Test
  void shouldBeginAnewWhereFileBreaksOff() throws Exception {
    checkpoint("kernel 7.3.4").reached(done(3, 20), 100);
    byte[] all = Files.readAllBytes(folder.resolve("kept"));
    Files.write(folder.resolve("kept"), Arrays.copyOf(all, all.length - 3));
    assertThat(checkpoint("kernel 7.3.4").last()).isEmpty();
  }

  @Test
  void shouldLeaveNothingOnceThereIsVerdict() {
    checkpoint("kernel 7.3.4").reached(done(3, 20), 100);
    checkpoint("kernel 7.3.4").ended();
    assertThat(folder).isEmptyDirectory();
    assertThat(checkpoint("kernel 7.3.4").last()).isEmpty();
  }

  @Test
  void shouldTellTimeLeftByPaceOfThisRun() {
    checkpoint("kernel 7.3.4").reached(done(3, 20), 100);
    KeptCheckpoint second = checkpoint("kernel 7.3.4");
    assertThat(second.hasGoneOn()).isFalse();
    second.last();
    assertThat(second.hasGoneOn()).isTrue();
    clock.set(10 * SECOND);
    second.reached(done(4, 30), 100);
    assertThat(err.toString()).endsWith("conform 30/100, 1:10 left  model");
  }
}
