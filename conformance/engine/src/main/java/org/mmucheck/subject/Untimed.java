package org.mmucheck.subject;

/** What a scheduler without a clock says to a wait with a time limit. */
final class Untimed {
  private Untimed() {}

  /**
   * @param call what the code under test calls
   * @param instead what it can call
   * @return never
   */
  static UnsupportedOperationException refuse(String call, String instead) {
    throw new UnsupportedOperationException(
        call + " has a time limit, and a scene has no clock: use " + instead);
  }
}
