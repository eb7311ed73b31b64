package org.mmucheck.tlc.bridge;

import java.rmi.RemoteException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import tlc2.tool.TLCTrace;
import tlc2.tool.fp.FPSet;
import tlc2.tool.fp.FPSetConfiguration;

/**
 * TLC's set of visited states, in memory, that also numbers them: 12 bytes a slot, at most two
 * slots of three in use. It never forgets the number that it gave or found last for a thread, since
 * TLC says right afterwards which transition led there.
 *
 * <p>Concurrency: fingerprints are spread over segments with a lock each, held for one look-up.
 */
final class Numbering extends FPSet {
  private static final long serialVersionUID = 1L;

  private static final int SEGMENT_BITS = 8;

  private final transient Segment[] segments = new Segment[1 << SEGMENT_BITS];
  private final transient AtomicInteger size = new AtomicInteger();
  private final transient Tracks tracks;

  Numbering(Tracks tracks) throws RemoteException {
    super(new FPSetConfiguration());
    this.tracks = tracks;
    for (int i = 0; i < segments.length; i++) {
      segments[i] = new Segment();
    }
  }

  @Override
  public FPSet init(int workers, String folder, String file) {
    return this;
  }

  /** The number of states. */
  int count() {
    return size.get();
  }

  @Override
  public long size() {
    return size.get();
  }

  @Override
  public boolean put(long fingerprint) {
    long packed = segment(fingerprint).put(fingerprint, size);
    Tracks.Track track = tracks.mine();
    track.found = (int) packed;
    track.asked++;
    return packed >= 0;
  }

  @Override
  public boolean contains(long fingerprint) {
    return segment(fingerprint).get(fingerprint) >= 0;
  }

  /** The number of a state that TLC has visited. */
  int number(long fingerprint) {
    int number = segment(fingerprint).get(fingerprint);
    if (number < 0) {
      throw new IllegalStateException("TLC goes on from a state that it has not visited");
    }
    return number;
  }

  private Segment segment(long fingerprint) {
    return segments[(int) (fingerprint >>> (Long.SIZE - SEGMENT_BITS))];
  }

  /** Part of the set; an empty slot has number 0, any other its state's number plus 1. */
  private static final class Segment {
    private long[] fingerprints = new long[64];
    private int[] numbers = new int[64];
    private int used;

    /** The number; if it is new, with the sign bit of the {@code long}. */
    synchronized long put(long fingerprint, AtomicInteger next) {
      int slot = slot(fingerprint);
      if (numbers[slot] != 0) {
        return (long) numbers[slot] - 1;
      }
      if (used * 3 >= numbers.length * 2) {
        grow();
        slot = slot(fingerprint);
      }
      int number = next.getAndIncrement();
      fingerprints[slot] = fingerprint;
      numbers[slot] = number + 1;
      used++;
      return number | Long.MIN_VALUE;
    }

    synchronized int get(long fingerprint) {
      return numbers[slot(fingerprint)] - 1;
    }

    private int slot(long fingerprint) {
      int mask = numbers.length - 1;
      int slot = (int) (fingerprint ^ (fingerprint >>> 32)) & mask;
      while (numbers[slot] != 0 && fingerprints[slot] != fingerprint) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }

    private void grow() {
      long[] oldFingerprints = fingerprints;
      int[] oldNumbers = numbers;
      fingerprints = new long[oldNumbers.length * 2];
      numbers = new int[oldNumbers.length * 2];
      for (int i = 0; i < oldNumbers.length; i++) {
        if (oldNumbers[i] != 0) {
          int slot = slot(oldFingerprints[i]);
          fingerprints[slot] = oldFingerprints[i];
          numbers[slot] = oldNumbers[i];
        }
      }
    }

    synchronized void copyTo(long[] all) {
      for (int i = 0; i < numbers.length; i++) {
        if (numbers[i] != 0) {
          all[numbers[i] - 1] = fingerprints[i];
        }
      }
    }
  }

  /** The smallest distance between two fingerprints, from which TLC tells how likely a clash is. */
  @Override
  public long checkFPs() {
    long[] all = new long[count()];
    for (Segment segment : segments) {
      segment.copyTo(all);
    }
    Arrays.sort(all);
    long smallest = Long.MAX_VALUE;
    for (int i = 1; i < all.length; i++) {
      long distance = all[i] - all[i - 1];
      if (distance > 0) { // else it is too large for a long
        smallest = Math.min(smallest, distance);
      }
    }
    return smallest;
  }

  @Override
  public void exit(boolean cleanup) {}

  @Override
  public void beginChkpt() {
    throw noCheckpoints();
  }

  @Override
  public void commitChkpt() {
    throw noCheckpoints();
  }

  @Override
  public void recover(TLCTrace trace) {
    throw noCheckpoints();
  }

  @Override
  public void recoverFP(long fingerprint) {
    throw noCheckpoints();
  }

  @Override
  public void beginChkpt(String name) {
    throw noCheckpoints();
  }

  @Override
  public void commitChkpt(String name) {
    throw noCheckpoints();
  }

  @Override
  public void recover(String name) {
    throw noCheckpoints();
  }

  private static UnsupportedOperationException noCheckpoints() {
    return new UnsupportedOperationException("a recorded run takes no checkpoints");
  }
}
