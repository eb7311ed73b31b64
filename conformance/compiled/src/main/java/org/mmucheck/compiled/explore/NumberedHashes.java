package org.mmucheck.compiled.explore;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A set of 64-bit hashes that numbers them as they come, from 0: 12 bytes a place, between a third
 * and two thirds of the places taken.
 *
 * <p>Concurrency: any thread may ask. A shard is read and changed under its own lock only.
 */
final class NumberedHashes {
  private static final int SHARD_BITS = 6;
  private static final int FIRST_SIZE = 1 << 6;

  private final Shard[] shards = new Shard[1 << SHARD_BITS];
  private final AtomicInteger size = new AtomicInteger();

  /** An empty place has number 0, any other its hash's number plus 1. */
  private static final class Shard {
    private long[] hashes = new long[FIRST_SIZE];
    private int[] numbers = new int[FIRST_SIZE];
    private int used;

    private synchronized int find(long hash) {
      return numbers[place(hashes, numbers, hash)] - 1;
    }

    /** The number, or the complement of the one that it has just got. */
    private synchronized int add(long hash, AtomicInteger next) {
      int place = place(hashes, numbers, hash);
      if (numbers[place] != 0) {
        return numbers[place] - 1;
      }
      int number = next.getAndIncrement();
      hashes[place] = hash;
      numbers[place] = number + 1;
      if (++used * 3L > hashes.length * 2L) {
        grow();
      }
      return ~number;
    }

    private void grow() {
      long[] moreHashes = new long[hashes.length * 2];
      int[] moreNumbers = new int[hashes.length * 2];
      for (int i = 0; i < hashes.length; i++) {
        if (numbers[i] != 0) {
          int place = place(moreHashes, moreNumbers, hashes[i]);
          moreHashes[place] = hashes[i];
          moreNumbers[place] = numbers[i];
        }
      }
      hashes = moreHashes;
      numbers = moreNumbers;
    }

    private static int place(long[] hashes, int[] numbers, long hash) {
      int place = (int) hash & (hashes.length - 1);
      while (numbers[place] != 0 && hashes[place] != hash) {
        place = (place + 1) & (hashes.length - 1);
      }
      return place;
    }

    private synchronized long bytes() {
      return (long) hashes.length * (Long.BYTES + Integer.BYTES);
    }
  }

  NumberedHashes() {
    for (int i = 0; i < shards.length; i++) {
      shards[i] = new Shard();
    }
  }

  /**
   * The number of a hash that is there; the complement of its number if it was not there before.
   */
  int add(long hash) {
    return shard(hash).add(hash, size);
  }

  /** The number of a hash that is there. */
  int number(long hash) {
    return shard(hash).find(hash);
  }

  int size() {
    return size.get();
  }

  /** What its arrays take. */
  long bytes() {
    long sum = 0;
    for (Shard shard : shards) {
      sum += shard.bytes();
    }
    return sum;
  }

  private Shard shard(long hash) {
    return shards[(int) (hash >>> (Long.SIZE - SHARD_BITS))];
  }
}
