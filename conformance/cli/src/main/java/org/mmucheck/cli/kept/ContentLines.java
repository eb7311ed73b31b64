package org.mmucheck.cli.kept;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.mmucheck.file.Sha256;

/** A text with a line for each thing that something depends on: files by the digest of each. */
final class ContentLines {
  private final StringBuilder lines = new StringBuilder();

  void add(String what, String value) {
    lines.append(what).append(' ').append(value).append('\n');
  }

  /** A file's content, or that it is not there. */
  void add(String name, Path file) {
    try {
      add(name, Files.exists(file) ? Sha256.of(Files.readAllBytes(file)) : "is not there");
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** All files of a folder and of those in it. */
  void addAll(String name, Path folder) {
    for (Path file : files(folder)) {
      add(name + '/' + folder.relativize(file), file);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** The digest of all. */
  String digest() {
    return Sha256.of(lines.toString());
  }
}
