package org.mmucheck.cli.readers;

/**
 * Shows whether Jazzer sees what our classes do: each byte that is right is a new way through this
 * one, and there are too many inputs to come upon the right one blindly.
 */
public final class FuzzedCanary {
  private static final byte[] RIGHT = {'m', 'u', '<', '5', '~', 'Q'};

  private FuzzedCanary() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length >= RIGHT.length
        && bytes[0] == RIGHT[0]
        && bytes[1] == RIGHT[1]
        && bytes[2] == RIGHT[2]
        && bytes[3] == RIGHT[3]
        && bytes[4] == RIGHT[4]
        && bytes[5] == RIGHT[5]) {
      throw new IllegalStateException("seen");
    }
  }
}
