package org.mmucheck.tlc.bridge;

/**
 * Leaves the folder of a run alone. TLC's calls that delete it lead here: the session deletes its
 * folder when no thread of the run is left.
 */
public final class Folders {
  private Folders() {}

  /**
   * In place of {@code util.FileUtil.deleteDir}.
   *
   * @return that nothing went wrong
   */
  public static boolean deleteDir(String folder, boolean recursive) {
    return true;
  }
}
