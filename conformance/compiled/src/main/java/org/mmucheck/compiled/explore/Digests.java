package org.mmucheck.compiled.explore;

/** Sums over states and steps that do not depend on their order. */
public final class Digests {
  private Digests() {}

  /** What a state adds to the sum of all. */
  public static long state(long hash) {
    return mix(hash + 0x9E3779B97F4A7C15L);
  }

  /** What a step by an action adds to the sum of all, each of which is added once. */
  public static long step(long from, long action, long to) {
    return mix(mix(mix(from ^ 0xD1B54A32D192ED03L) + action) + to);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 32)) * 0xD6E8FEB86659FD93L;
    mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
    return mixed ^ (mixed >>> 32);
  }
}
