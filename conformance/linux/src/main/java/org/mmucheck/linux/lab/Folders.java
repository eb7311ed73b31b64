package org.mmucheck.linux.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Folders that are there whole or not at all. */
final class Folders {
  private Folders() {}

  /**
   * Fills a folder unless it is there. Who is killed meanwhile leaves a temporary one beside it,
   * which the next call for the same folder removes.
   *
   * @param fill is given the temporary folder
   */
  static void fill(Path folder, Consumer<Path> fill) {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path unfinished = folder.resolveSibling(folder.getFileName() + ".part");
    try {
      delete(unfinished);
      Files.createDirectories(unfinished);
      fill.accept(unfinished);
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new LabException("cannot write to " + folder + ": " + e.getMessage(), e);
    } finally {
      delete(unfinished);
    }
  }

  /** Deletes a folder with all that is in it, if it is there. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
