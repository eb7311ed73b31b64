package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.conform.Checkpoint;
import org.mmucheck.tlc.Limits;
import org.mmucheck.tlc.UnfinishedException;

class KeptCheckpointTest {
  private static final long SECOND = 1_000_000_000;

  @TempDir Path folder;
  private final StringWriter err = new StringWriter();
  private final AtomicLong clock = new AtomicLong();

  private KeptCheckpoint checkpoint(String check) {
    return checkpoint(check, KeptCheckpoint.Pace.EACH_WALK);
  }

  private KeptCheckpoint checkpoint(String check, KeptCheckpoint.Pace pace) {
    Console console =
        new Console(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            true,
            "./mmucheck",
            Path.of("."));
    return new KeptCheckpoint(
        folder.resolve("kept"), check, "model", new ProgressLine(console), pace, clock::get);
  }

  private static BitSet walks(int count) {
    BitSet walks = new BitSet();
    walks.set(0, count);
    return walks;
  }

  private static Checkpoint.Done done(int walks, int transitions) {
    return new Checkpoint.Done(walks(walks), transitions, 40, 5, 6, new long[] {0, -1, 7});
  }

  @Test
  void shouldGoOnWithWhatWasDone() {
    checkpoint("kernel 7.3.4").reached(20, 100, () -> done(3, 20));
    Checkpoint.Done last = checkpoint("kernel 7.3.4").last().orElseThrow();
    assertThat(last.walks()).isEqualTo(walks(3));
    assertThat(last.transitions()).isEqualTo(20);
    assertThat(last.steps()).isEqualTo(40);
    assertThat(last.refusedByControl()).isEqualTo(5);
    assertThat(last.refusedAttempted()).isEqualTo(6);
    assertThat(last.fingerprints()).containsExactly(0, -1, 7);
  }

  @Test
  void shouldNotGoOnWithAnotherCheck() {
    checkpoint("kernel 7.3.4").reached(20, 100, () -> done(3, 20));
    assertThat(checkpoint("kernel 6.12").last()).isEmpty();
  }

  @Test
  void shouldBeginAnewWhereFileBreaksOff() throws Exception {
    checkpoint("kernel 7.3.4").reached(20, 100, () -> done(3, 20));
    byte[] all = Files.readAllBytes(folder.resolve("kept"));
    Files.write(folder.resolve("kept"), Arrays.copyOf(all, all.length - 3));
    assertThat(checkpoint("kernel 7.3.4").last()).isEmpty();
  }

  @Test
  void shouldLeaveNothingOnceThereIsVerdict() {
    checkpoint("kernel 7.3.4").reached(20, 100, () -> done(3, 20));
    checkpoint("kernel 7.3.4").ended();
    assertThat(folder).isEmptyDirectory();
    assertThat(checkpoint("kernel 7.3.4").last()).isEmpty();
  }

  @Test
  void shouldTellTimeLeftByPaceOfThisRun() {
    checkpoint("kernel 7.3.4").reached(20, 100, () -> done(3, 20));
    KeptCheckpoint second = checkpoint("kernel 7.3.4");
    assertThat(second.hasGoneOn()).isFalse();
    second.last();
    assertThat(second.hasGoneOn()).isTrue();
    clock.set(10 * SECOND);
    second.reached(30, 100, () -> done(4, 30));
    assertThat(err.toString()).endsWith("conform 30/100, 1:10 left  model");
  }

  @Test
  void shouldWriteNowAndThen() {
    KeptCheckpoint.Pace pace = new KeptCheckpoint.Pace(Duration.ofSeconds(10), Limits.NONE);
    KeptCheckpoint checkpoint = checkpoint("kernel 7.3.4", pace);
    clock.set(9 * SECOND);
    checkpoint.reached(20, 100, () -> done(3, 20));
    assertThat(folder).isEmptyDirectory();
    clock.set(10 * SECOND);
    checkpoint.reached(30, 100, () -> done(4, 30));
    clock.set(19 * SECOND);
    checkpoint.reached(40, 100, () -> done(5, 40));
    assertThat(checkpoint("kernel 7.3.4").last().orElseThrow().transitions()).isEqualTo(30);
  }

  @Test
  void shouldWriteAndEndAtLimit() {
    Limits over = new Limits(System.nanoTime() - 1, Long.MAX_VALUE);
    KeptCheckpoint checkpoint =
        checkpoint("kernel 7.3.4", new KeptCheckpoint.Pace(Duration.ofDays(1), over));
    assertThatThrownBy(() -> checkpoint.reached(20, 100, () -> done(3, 20)))
        .isInstanceOf(UnfinishedException.class)
        .hasMessage("not finished: 20 of 100 transitions taken; nothing wrong found so far");
    assertThat(checkpoint("kernel 7.3.4").last().orElseThrow().transitions()).isEqualTo(20);
    checkpoint.reached(100, 100, () -> done(9, 100)); // that is all, and just in time
    assertThat(checkpoint.isOver()).isTrue();
    assertThat(checkpoint("kernel 7.3.4").isOver()).isFalse();
  }

  @Test
  void shouldBeginAnewWhereFileClaimsTooMuch() throws Exception {
    checkpoint("kernel 7.3.4").reached(20, 100, () -> done(3, 20));
    byte[] all = Files.readAllBytes(folder.resolve("kept"));
    int count = all.length - 3 * Long.BYTES - Integer.BYTES;
    all[count] = 0x7f;
    Files.write(folder.resolve("kept"), all);
    assertThat(checkpoint("kernel 7.3.4").last()).isEmpty();
  }
}
