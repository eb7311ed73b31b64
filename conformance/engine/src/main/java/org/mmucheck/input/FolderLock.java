package org.mmucheck.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** That a folder which the user names for one run is used by no other run at the same time. */
public final class FolderLock implements AutoCloseable {
  private static final String NAME = "lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder, which is made if it is not there.
   *
   * @throws InputException if another run has it, or it cannot be written to
   */
  public static FolderLock of(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isMine(channel)) {
        channel.close();
        throw wrong(folder, "another run is being saved there");
      }
      return new FolderLock(channel);
    } catch (FileSystemException e) {
      throw wrong(folder, "cannot be written to: " + e.getClass().getSimpleName());
    } catch (IOException e) {
      throw wrong(folder, "cannot be written to: " + e.getMessage());
    }
  }

  private static InputException wrong(Path folder, String why) {
    return new InputException(folder.toString(), "", why);
  }

  private static boolean isMine(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock(); // until the channel is closed
      return held != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
