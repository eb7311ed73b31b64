package org.mmucheck.tlc;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.file.AtomicFile;
import org.mmucheck.file.Sha256;
import org.mmucheck.input.FolderLock;
import org.mmucheck.input.InputException;

/**
 * A run of TLC in a folder, which another can go on with. TLC's own checkpoint is of several files
 * that are replaced one by one; here each is a folder of its own, and the file {@code current}
 * names the one that counts. A process that is killed at any moment leaves the last whole one.
 *
 * <p>TLC goes on with any checkpoint, whatever spec it is told to check; a saved run names its
 * modules, configuration and TLC, and is gone on with by the same ones only.
 */
public final class SavedRun implements AutoCloseable {
  private static final String CURRENT = "current";
  private static final String PREFIX = "saved-";
  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final String identity;
  private final FolderLock lock;
  private @Nullable Point last;

  /**
   * What is known of the moment at which a run was saved.
   *
   * @param workers TLC's worker threads, of which each has a file of its own
   * @param generated states computed, repeated ones included
   * @param distinct different states
   * @param left states whose successors are not yet computed
   * @param depth states on the longest path so far
   */
  public record Point(int workers, long generated, long distinct, long left, int depth) {}

  /**
   * Part of a checkpoint of TLC.
   *
   * @param length how much of it belongs to the checkpoint; -1 if it is whole, and never changes
   */
  public record Piece(Path file, long length) {}

  private SavedRun(Path folder, String identity, FolderLock lock) {
    this.folder = folder;
    this.identity = identity;
    this.lock = lock;
  }

  /**
   * @throws InputException if the folder holds a run that the user did not ask to go on with,
   *     another model's, or one that still runs; or if it cannot be used
   */
  static SavedRun open(Saving saving, Model model) {
    Path folder = saving.folder();
    FolderLock lock = FolderLock.of(folder);
    SavedRun run = new SavedRun(folder, identity(model), lock);
    try {
      Properties current = current(folder);
      String found = current.getProperty("identity", "");
      if (!current.isEmpty() && !found.equals(run.identity)) {
        throw wrong(
            folder,
            "holds a saved run of "
                + current.getProperty("model")
                + " as it was then: the modules, the configuration or TLC have changed; take"
                + " another folder, or delete it");
      }
      if (!current.isEmpty() && !saving.resume()) {
        throw wrong(folder, "holds a saved run; --resume goes on with it, or delete it");
      }
      run.last = current.isEmpty() ? null : point(current);
      run.sweep(current.getProperty("folder", ""));
      return run;
    } catch (IOException | NumberFormatException e) {
      run.close();
      throw wrong(folder, "cannot be read: " + e.getMessage());
    } catch (RuntimeException e) {
      run.close();
      throw e;
    }
  }

  /** Where the run that is saved in a folder stands; empty if none is, or none that can be read. */
  public static Optional<Point> at(Path folder) {
    try {
      Properties current = current(folder);
      return current.isEmpty() ? Optional.empty() : Optional.of(point(current));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // who goes on with it will be told
    }
  }

  private static InputException wrong(Path folder, String why) {
    return new InputException(folder.toString(), "", why);
  }

  private static Properties current(Path folder) throws IOException {
    Properties current = new Properties();
    try (InputStream in = Files.newInputStream(folder.resolve(CURRENT))) {
      current.load(in);
    } catch (NoSuchFileException e) {
      return current;
    } catch (IllegalArgumentException e) {
      throw new IOException(CURRENT + " is damaged", e);
    }
    if (current.isEmpty()) {
      throw new IOException(CURRENT + " is empty");
    }
    return current;
  }

  private static Point point(Properties current) {
    return new Point(
        Integer.parseInt(current.getProperty("workers")),
        Long.parseLong(current.getProperty("generated")),
        Long.parseLong(current.getProperty("distinct")),
        Long.parseLong(current.getProperty("left")),
        Integer.parseInt(current.getProperty("depth")));
  }

  private static String identity(Model model) {
    String all =
        model.name()
            + "\n"
            + ReadModules.of(model.source()).sha256()
            + "\n"
            + model.config()
            + "\n"
            + TlcJar.sha256();
    return Sha256.of(all);
  }

  /** Where the run stood that this one goes on with; empty if it begins. */
  public Optional<Point> last() {
    return Optional.ofNullable(last);
  }

  /** Copies TLC's files of the saved run into a folder, from which TLC can go on. */
  void restore(Path metaDir) {
    try {
      String name = current(folder).getProperty("folder", "");
      Files.createDirectories(metaDir);
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve(name))) {
        for (Path file : files) {
          Files.copy(file, metaDir.resolve(file.getFileName()));
        }
      }
    } catch (IOException e) {
      throw wrong(folder, "the saved run cannot be read: " + e.getMessage());
    }
  }

  /**
   * Saves a checkpoint, in place of the one before.
   *
   * @throws IOException if it cannot be written; the one before is whole
   */
  public void save(List<Piece> pieces, Point point, String model) throws IOException {
    Path into = Files.createTempDirectory(folder, PREFIX);
    for (Piece piece : pieces) {
      copy(piece, into.resolve(piece.file().getFileName()));
    }
    Properties current = new Properties();
    current.setProperty("model", model);
    current.setProperty("identity", identity);
    current.setProperty("folder", into.getFileName().toString());
    current.setProperty("workers", Integer.toString(point.workers()));
    current.setProperty("generated", Long.toString(point.generated()));
    current.setProperty("distinct", Long.toString(point.distinct()));
    current.setProperty("left", Long.toString(point.left()));
    current.setProperty("depth", Integer.toString(point.depth()));
    AtomicFile.write(
        folder.resolve(CURRENT),
        out -> current.store(out, "a run of mmucheck; --resume goes on with it"));
    sweep(into.getFileName().toString());
  }

  /** A file that never changes need not be copied where a second name will do. */
  private static void copy(Piece piece, Path to) throws IOException {
    if (piece.length() < 0) {
      try {
        Files.createLink(to, piece.file());
      } catch (IOException | UnsupportedOperationException e) {
        Files.copy(piece.file(), to);
      }
      return;
    }
    try (InputStream in = Files.newInputStream(piece.file());
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), BUFFER)) {
      byte[] buffer = new byte[BUFFER];
      for (long left = piece.length(); left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(BUFFER, left));
        if (read < 0) {
          throw new IOException(piece.file() + " is shorter than TLC says");
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
  }

  /** The run has a verdict, so there is nothing to go on with. */
  void ended() {
    try {
      Files.deleteIfExists(folder.resolve(CURRENT));
      sweep("");
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be deleted: " + e.getMessage(), e);
    }
  }

  /** Deletes what is saved, but for one folder: older ones, and what was not finished. */
  private void sweep(String kept) throws IOException {
    try (DirectoryStream<Path> saved = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path each : saved) {
        if (!each.getFileName().toString().equals(kept)) {
          delete(each);
        }
      }
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
