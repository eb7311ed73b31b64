package org.mmucheck.compiled.explore;

/**
 * A set of 64-bit hashes: 8 bytes a place, between a third and two thirds of the places taken.
 *
 * <p>Concurrency: any thread may add. A shard is read and changed under its own lock only.
 */
final class HashSet64 {
  private static final int SHARD_BITS = 6;
  private static final int FIRST_SIZE = 1 << 6;
  private static final long INSTEAD_OF_ZERO = 0x9E3779B97F4A7C15L;

  private final Shard[] shards = new Shard[1 << SHARD_BITS];

  private static final class Shard {
    private long[] places = new long[FIRST_SIZE];
    private int size;

    private synchronized boolean add(long hash) {
      if (!put(places, hash)) {
        return false;
      }
      if (++size * 3L > places.length * 2L) {
        long[] larger = new long[places.length * 2];
        for (long each : places) {
          if (each != 0) {
            put(larger, each);
          }
        }
        places = larger;
      }
      return true;
    }

    private static boolean put(long[] places, long hash) {
      int place = (int) hash & (places.length - 1);
      while (places[place] != 0) {
        if (places[place] == hash) {
          return false;
        }
        place = (place + 1) & (places.length - 1);
      }
      places[place] = hash;
      return true;
    }

    private synchronized long bytes() {
      return (long) places.length * Long.BYTES;
    }
  }

  HashSet64() {
    for (int i = 0; i < shards.length; i++) {
      shards[i] = new Shard();
    }
  }

  /** Whether the hash was not there before. */
  boolean add(long hash) {
    long key = hash == 0 ? INSTEAD_OF_ZERO : hash;
    return shards[(int) (key >>> (Long.SIZE - SHARD_BITS))].add(key);
  }

  /** What its arrays take. */
  long bytes() {
    long sum = 0;
    for (Shard shard : shards) {
      sum += shard.bytes();
    }
    return sum;
  }
}
