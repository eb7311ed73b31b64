package org.mmucheck.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one folder of temporary files that this process has, in the folder that {@code TMPDIR} names,
 * or else in Java's own. It is there while anything in it is open.
 *
 * <p>Its name bears the process id, and a lock inside is held: a process that is killed leaves its
 * folder behind, and the next that needs one deletes those whose process is gone and whose lock is
 * free. The id alone would not do, since containers may share the folder and not the ids. A folder
 * without a lock is made by what goes on to write after the deletion at the end, such as TLC's
 * parser: it is deleted as an {@link Unlocked} one.
 */
public final class ProcessFolder {
  private static final String VARIABLE = "TMPDIR";
  private static final String LOCK = "lock";
  private static final int ROUNDS = 3;
  private static final Pattern NAME = Pattern.compile("mmucheck-(\\d{1,18})-.*");

  private static final Set<Path> OPEN = new HashSet<>();
  private static @Nullable Path own;
  private static @Nullable FileChannel lock;
  private static boolean swept;

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(ProcessFolder::deleteOwn, "delete temporary files"));
  }

  private ProcessFolder() {}

  /** The folder that temporary folders are made in. */
  public static Path base() {
    String named = System.getenv(VARIABLE);
    return named == null || named.isEmpty()
        ? Path.of(System.getProperty("java.io.tmpdir"))
        : Path.of(named);
  }

  /**
   * A new empty folder.
   *
   * @throws IOException if there can be none
   */
  public static synchronized Path open() throws IOException {
    Path folder = own;
    if (folder == null) {
      if (!swept) {
        swept = true;
        sweep(base());
      }
      folder = Files.createTempDirectory(base(), "mmucheck-" + ProcessHandle.current().pid() + "-");
      own = folder;
      FileChannel channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      channel.lock(); // until it is closed
      lock = channel;
      // A class that finds no memory when it is first used is lost for good, so what deletes is
      // used while there is some.
      delete(Files.createTempDirectory(folder, "first-"));
    }
    Path inside = Files.createTempDirectory(folder, "run-");
    OPEN.add(inside);
    return inside;
  }

  /** Deletes a folder that {@link #open} has made. */
  public static synchronized void close(Path folder) {
    delete(folder);
    OPEN.remove(folder);
    if (OPEN.isEmpty()) {
      deleteOwn();
    }
  }

  private static synchronized void deleteOwn() {
    Path folder = own;
    FileChannel held = lock;
    if (folder != null) {
      delete(folder);
      own = null;
    }
    if (held != null) {
      try {
        held.close();
      } catch (IOException e) {
        // the end of the process lets go of it
      }
      lock = null;
    }
  }

  /** Deletes what killed processes have left. */
  static void sweep(Path base) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, "mmucheck-*")) {
      for (Path folder : folders) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        boolean isGone =
            name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
        if (isGone
            && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && Files.isWritable(folder)
            && isLeft(folder)) {
          delete(folder);
        }
      }
    } catch (IOException e) {
      // what cannot be listed cannot be swept
    }
  }

  private static boolean isLeft(Path folder) {
    Path file = folder.resolve(LOCK);
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        ? isFree(file)
        : Unlocked.isLeft(folder, Instant.now());
  }

  private static boolean isFree(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false; // somebody else's
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock free = channel.tryLock()) {
      return free != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }

  /**
   * The lock goes last: what is still written to is left with it, for the next process to sweep.
   */
  private static void delete(Path root) {
    Path lockFile = root.resolve(LOCK);
    // TLC may still be writing here when the program is interrupted, so a file may come or go
    // between the listing and the deletion; a second round takes what came.
    int rounds = 0;
    do {
      rounds++;
      try (Stream<Path> files = Files.walk(root)) {
        files
            .filter(file -> !file.equals(lockFile))
            .sorted(Comparator.reverseOrder())
            .forEach(file -> file.toFile().delete());
      } catch (IOException | UncheckedIOException e) {
        continue;
      }
    } while (rounds < ROUNDS && !isEmpty(root));
    if (isEmpty(root)) {
      lockFile.toFile().delete();
      root.toFile().delete();
    }
  }

  /** Whether nothing but a lock is in a folder, or no such folder is there. */
  private static boolean isEmpty(Path root) {
    String[] names = root.toFile().list();
    return names == null || List.of(LOCK).containsAll(List.of(names));
  }
}
