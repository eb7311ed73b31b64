package org.mmucheck.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of temporary files without a lock, whose process is gone.
 *
 * <p>It may be one that is just being made, or of a process in another container whose lock a
 * cleaner of temporary files has deleted, so it is told by its age; and somebody else's, so only
 * one in which nothing is named otherwise than {@link ProcessFolder} names it is ours.
 */
final class Unlocked {
  /** That at which systemd clears /tmp: what is as old would be gone there as well. */
  static final Duration AGE = Duration.ofDays(10);

  private static final Pattern NAME = Pattern.compile("mmucheck-\\d+-\\d+");
  private static final Pattern INSIDE = Pattern.compile("(run|first)-\\d+");

  private Unlocked() {}

  /** Whether it is ours, and nothing in it has changed for long. */
  static boolean isLeft(Path folder, Instant now) {
    if (!NAME.matcher(folder.getFileName().toString()).matches()) {
      return false;
    }
    Instant latest = now.minus(AGE);
    try (Stream<Path> inside = Files.list(folder);
        Stream<Path> all = Files.walk(folder)) {
      List<Path> top = inside.toList();
      return top.stream().allMatch(Unlocked::isNamedByUs)
          && all.allMatch(file -> changed(file).isBefore(latest));
    } catch (IOException | UncheckedIOException e) {
      return false; // unreadable, or somebody is at work in it
    }
  }

  private static boolean isNamedByUs(Path file) {
    return INSIDE.matcher(file.getFileName().toString()).matches()
        && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static Instant changed(Path file) {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
