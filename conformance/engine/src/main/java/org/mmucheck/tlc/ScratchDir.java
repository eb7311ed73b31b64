package org.mmucheck.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A folder for temporary files that goes away when closed, and when the program is interrupted. */
public final class ScratchDir implements AutoCloseable {
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> OPEN.forEach(ScratchDir::delete), "delete scratch"));
  }

  private final Path path;

  public ScratchDir() {
    try {
      path = Files.createTempDirectory("mmucheck-");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder: " + e.getMessage(), e);
    }
    OPEN.add(path);
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    delete(path);
    OPEN.remove(path);
  }

  private static void delete(Path root) {
    // TLC may still be writing here when the program is interrupted, so a file may come or go
    // between the listing and the deletion; a second round takes what came.
    for (int round = 0; round < 3 && Files.exists(root); round++) {
      try (Stream<Path> files = Files.walk(root)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException | UncheckedIOException e) {
        continue;
      }
    }
  }
}
