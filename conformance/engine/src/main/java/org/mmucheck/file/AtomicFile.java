package org.mmucheck.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces files in one step: the bytes go to a hidden temporary file in the same folder, to the
 * disk, and then take the file's name.
 *
 * <p>A process that is killed in between leaves its temporary file behind. The name carries the
 * process id, so that the next write in that folder can tell a leftover from the file of a process
 * that is still writing.
 */
public final class AtomicFile {
  private static final Pattern TEMPORARY =
      Pattern.compile("\\..*\\.(\\d{1,18})-\\d+\\.mmucheck-tmp");
  private static final AtomicLong COUNTER = new AtomicLong();

  private AtomicFile() {}

  /** What a file shall hold. */
  @FunctionalInterface
  public interface Content {
    /**
     * @param out buffered by the caller where that helps; not closed here
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Replaces {@code file} by one with these bytes; where it is a link, the file that it leads to. A
   * device or a pipe stays, and is given the bytes.
   *
   * @throws IOException if its folder cannot be made or written to; the file is as it was
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, out -> out.write(bytes));
  }

  /** As {@link #write(Path, byte[])}, for content that need not be in memory at once. */
  public static void write(Path file, Content content) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("is a folder");
    }
    if (!Files.exists(file)) {
      replace(file.toAbsolutePath(), content);
    } else if (Files.isRegularFile(file)) {
      replace(file.toRealPath(), content); // what /dev/stdout leads to, and not the link
    } else {
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
        content.writeTo(out);
      }
    }
  }

  private static void replace(Path target, Content content) throws IOException {
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException("is a folder");
    }
    Files.createDirectories(folder);
    deleteLeftovers(folder);
    Path temporary = temporary(target, ProcessHandle.current().pid());
    try {
      try (FileChannel out =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(Channels.newOutputStream(out));
        out.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    forceFolder(folder);
  }

  /** The name under which process {@code pid} writes {@code target}; another one at each call. */
  public static Path temporary(Path target, long pid) {
    return target.resolveSibling(
        "." + target.getFileName() + "." + pid + "-" + COUNTER.incrementAndGet() + ".mmucheck-tmp");
  }

  private static void deleteLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> hidden = Files.newDirectoryStream(folder, ".*.mmucheck-tmp")) {
      for (Path file : hidden) {
        Matcher name = TEMPORARY.matcher(file.getFileName().toString());
        if (name.matches() && !isAlive(Long.parseLong(name.group(1)))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /** Makes the new name survive a power cut, where the system can do that for folders. */
  private static void forceFolder(Path folder) {
    try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
      opened.force(true);
    } catch (IOException e) {
      // Some systems cannot open a folder. The file itself is whole either way.
    }
  }
}
