package org.mmucheck.tlc.bridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mmucheck.tlc.TlcException;
import tlc2.output.EC;

/**
 * Tells whose disk is full. TLC says of it what the system says, in the system's language, or
 * something else that comes of it, and never where.
 */
final class FullDisk {
  private static final long LITTLE = 1 << 20; // less than TLC writes at a time

  private FullDisk() {}

  /** The bytes that are left where a folder is; any number if that is not known. */
  static long usable(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  /**
   * A failure with its reason, if that is one.
   *
   * @param folder where TLC writes
   * @param usable bytes that are left there
   */
  static TlcException asReason(TlcException failure, Path folder, long usable) {
    return usable >= LITTLE
        ? failure
        : new TlcException(
            EC.ExitStatus.ERROR_SYSTEM,
            failure.getMessage()
                + "; there is no room left in "
                + folder
                + ", where TLC keeps what it has found; TMPDIR=DIR puts that elsewhere",
            failure);
  }
}
