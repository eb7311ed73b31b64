package org.mmucheck.mutants;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * An order in which any beginning of a list is spread over all of it: what has been tried when the
 * time is over says something about what has not.
 */
public final class Spread {
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private Spread() {}

  /** The same elements, each a golden section of the list behind the last, round and round. */
  public static <T> List<T> of(List<T> list) {
    List<T> spread = new ArrayList<>();
    BitSet taken = new BitSet();
    double at = 0;
    while (spread.size() < list.size()) {
      int next = taken.nextClearBit((int) (at * list.size()));
      next = next < list.size() ? next : taken.nextClearBit(0);
      taken.set(next);
      spread.add(list.get(next));
      at = (at + GOLDEN) % 1;
    }
    return spread;
  }
}
