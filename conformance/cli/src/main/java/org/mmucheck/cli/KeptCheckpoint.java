package org.mmucheck.cli;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.mmucheck.conform.Checkpoint;
import org.mmucheck.file.AtomicFile;
import org.mmucheck.tlc.Limits;
import org.mmucheck.tlc.UnfinishedException;

/**
 * A checkpoint in a file, which is there as long as there is no verdict; and a progress line. The
 * file is of one check: it begins with all that decides how that goes, and one that says otherwise
 * is not gone on from.
 *
 * <p>Concurrency: {@link Checkpoint} has one walker at a time tell it.
 */
final class KeptCheckpoint implements Checkpoint {
  private static final double NANOS = 1e9;

  /** The form of the file. */
  private static final String FORM = "walks 2\n";

  private final Path file;
  private final String check;
  private final String name;
  private final ProgressLine line;
  private final Pace pace;
  private final LongSupplier clock;
  private final long start;
  private long written; // when the file was
  private int before; // transitions that an interrupted run had taken

  /**
   * How often the file is written, and until when.
   *
   * @param every the least time from one writing to the next
   * @param limits where the check ends without a verdict, after a last writing
   */
  record Pace(Duration every, Limits limits) {
    /** After each walk, and no end. */
    static final Pace EACH_WALK = new Pace(Duration.ZERO, Limits.NONE);
  }

  /**
   * @param check what decides how the check goes: code, graph, and what is compared how
   * @param name what the progress line calls it
   */
  KeptCheckpoint(Path file, String check, String name, ProgressLine line, Pace pace) {
    this(file, check, name, line, pace, System::nanoTime);
  }

  /**
   * @param clock in nanoseconds
   */
  KeptCheckpoint(
      Path file, String check, String name, ProgressLine line, Pace pace, LongSupplier clock) {
    this.file = file;
    this.check = FORM + check;
    this.name = name;
    this.line = line;
    this.pace = pace;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.written = start;
  }

  @Override
  public Optional<Done> last() {
    Optional<Done> last = read();
    before = last.map(Done::transitions).orElse(0);
    return last;
  }

  /** Whether the check has gone on with what an interrupted run had done. */
  boolean hasGoneOn() {
    return before > 0;
  }

  private Optional<Done> read() {
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      if (!in.readUTF().equals(check)) {
        return Optional.empty();
      }
      long[] walks = longs(in);
      int transitions = in.readInt();
      long steps = in.readLong();
      long byControl = in.readLong();
      long attempted = in.readLong();
      return Optional.of(
          new Done(BitSet.valueOf(walks), transitions, steps, byControl, attempted, longs(in)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // somebody else's file: the check begins anew
    }
  }

  private static long[] longs(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available() / Long.BYTES) {
      throw new EOFException();
    }
    long[] longs = new long[count];
    for (int i = 0; i < count; i++) {
      longs[i] = in.readLong();
    }
    return longs;
  }

  /**
   * @throws UnfinishedException at a limit
   */
  @Override
  public void reached(int taken, int transitions, Supplier<Done> done) {
    boolean isOver = pace.limits().isOver() && taken < transitions;
    long now = clock.getAsLong();
    if (isOver || now - written >= pace.every().toNanos()) {
      write(done.get());
      written = clock.getAsLong();
    }
    line.show(told(taken, transitions));
    if (isOver) {
      throw UnfinishedException.walked(taken, transitions);
    }
  }

  @Override
  public boolean isOver() {
    return pace.limits().isOver();
  }

  private void write(Done done) {
    try {
      AtomicFile.write(
          file,
          out -> {
            DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out));
            data.writeUTF(check);
            write(data, done.walks().toLongArray());
            data.writeInt(done.transitions());
            data.writeLong(done.steps());
            data.writeLong(done.refusedByControl());
            data.writeLong(done.refusedAttempted());
            write(data, done.fingerprints());
            data.flush();
          });
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(file + ": cannot be written: " + e.getMessage(), e));
    }
  }

  private static void write(DataOutputStream data, long[] longs) throws IOException {
    data.writeInt(longs.length);
    for (long each : longs) {
      data.writeLong(each);
    }
  }

  private String told(int taken, int transitions) {
    double seconds = (clock.getAsLong() - start) / NANOS;
    String left = "";
    if (taken > before) {
      long more = Math.round(seconds / (taken - before) * (transitions - taken));
      left = String.format(Locale.ROOT, ", %d:%02d left", more / 60, more % 60);
    }
    return String.format(Locale.ROOT, "conform %d/%d%s  %s", taken, transitions, left, name);
  }

  @Override
  public void ended() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(file + ": cannot be deleted: " + e.getMessage(), e));
    }
  }
}
