package org.mmucheck.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.mmucheck.file.ProcessFolder;

/**
 * A folder for temporary files that goes away when closed, and when the program is interrupted. It
 * is inside one of the process, which the next run sweeps up if this one is killed.
 */
public final class ScratchDir implements AutoCloseable {
  private final Path path;

  public ScratchDir() {
    try {
      path = ProcessFolder.open();
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(
              "no temporary folder in " + ProcessFolder.base() + ": " + e.getMessage(), e));
    }
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    ProcessFolder.close(path);
  }
}
