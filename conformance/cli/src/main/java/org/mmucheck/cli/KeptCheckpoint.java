package org.mmucheck.cli;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.mmucheck.conform.Checkpoint;
import org.mmucheck.file.AtomicFile;

/**
 * A checkpoint in a file, which is there as long as there is no verdict; and a progress line. The
 * file is of one check: it begins with all that decides how that goes, and one that says otherwise
 * is not gone on from.
 */
final class KeptCheckpoint implements Checkpoint {
  private static final double NANOS = 1e9;

  private final Path file;
  private final String check;
  private final String name;
  private final ProgressLine line;
  private final LongSupplier clock;
  private final long start;
  private int before; // transitions that an interrupted run had taken

  /**
   * @param check what decides how the check goes: code, graph, and what is compared how
   * @param name what the progress line calls it
   */
  KeptCheckpoint(Path file, String check, String name, ProgressLine line) {
    this(file, check, name, line, System::nanoTime);
  }

  /**
   * @param clock in nanoseconds
   */
  KeptCheckpoint(Path file, String check, String name, ProgressLine line, LongSupplier clock) {
    this.file = file;
    this.check = check;
    this.name = name;
    this.line = line;
    this.clock = clock;
    this.start = clock.getAsLong();
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
      int walks = in.readInt();
      int transitions = in.readInt();
      long steps = in.readLong();
      long byControl = in.readLong();
      long attempted = in.readLong();
      long[] fingerprints = new long[in.readInt()];
      for (int state = 0; state < fingerprints.length; state++) {
        fingerprints[state] = in.readLong();
      }
      return Optional.of(new Done(walks, transitions, steps, byControl, attempted, fingerprints));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | NegativeArraySizeException e) {
      return Optional.empty(); // somebody else's file: the check begins anew
    }
  }

  @Override
  public void reached(Done done, int transitions) {
    try {
      AtomicFile.write(
          file,
          out -> {
            DataOutputStream data = new DataOutputStream(out);
            data.writeUTF(check);
            data.writeInt(done.walks());
            data.writeInt(done.transitions());
            data.writeLong(done.steps());
            data.writeLong(done.refusedByControl());
            data.writeLong(done.refusedAttempted());
            data.writeInt(done.fingerprints().length);
            for (long fingerprint : done.fingerprints()) {
              data.writeLong(fingerprint);
            }
            data.flush();
          });
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(file + ": cannot be written: " + e.getMessage(), e));
    }
    line.show(told(done, transitions));
  }

  private String told(Done done, int transitions) {
    double seconds = (clock.getAsLong() - start) / NANOS;
    int taken = done.transitions() - before;
    String left = "";
    if (taken > 0) {
      long more = Math.round(seconds / taken * (transitions - done.transitions()));
      left = String.format(Locale.ROOT, ", %d:%02d left", more / 60, more % 60);
    }
    return String.format(
        Locale.ROOT, "conform %d/%d%s  %s", done.transitions(), transitions, left, name);
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
