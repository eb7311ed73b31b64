package org.mmucheck.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Files that a user names, which may be pipes and devices: none of them is waited for without end.
 */
public final class InputFile {
  private static final long PATIENCE_SECONDS = 5;

  private InputFile() {}

  /**
   * Opens a file, or a pipe that somebody writes to.
   *
   * @throws InputException if it is a pipe to which nobody begins to write within five seconds
   */
  public static InputStream open(Path file) throws IOException {
    return isOther(file) ? opened(file) : Files.newInputStream(file);
  }

  /**
   * Refuses what is there and is neither a file nor a folder; for what belongs to a spec, and is
   * read more than once.
   */
  public static void requireNoPipe(Path file) {
    if (isOther(file)) {
      throw new InputException(file.toString(), "", "is a pipe or a device; expected a file");
    }
  }

  private static boolean isOther(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
  }

  /** The system gives a pipe's reader nothing back, not even an error, until there is a writer. */
  private static InputStream opened(Path file) throws IOException {
    FutureTask<InputStream> opening = new FutureTask<>(() -> Files.newInputStream(file));
    Thread.ofPlatform().daemon().name("open " + file.getFileName()).start(opening);
    try {
      return opening.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new InputException(file.toString(), "", "is a pipe that nobody writes to");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
