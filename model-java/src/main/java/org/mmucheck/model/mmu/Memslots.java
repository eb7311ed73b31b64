package org.mmucheck.model.mmu;

import java.util.ArrayList;
import java.util.List;

/** Where the guest's memory is cut into memslots of one size. Immutable. */
public final class Memslots {
  /** No guest memory at all. */
  public static final Memslots NONE = new Memslots(0);

  private final int framesPerSlot;

  /**
   * @param framesPerSlot a slot ends after each so many frames; 0 if there is no slot
   */
  public Memslots(int framesPerSlot) {
    this.framesPerSlot = framesPerSlot;
  }

  /** The part of {@code range} in each memslot that it overlaps, in order. */
  List<GfnRange> overlapping(GfnRange range) {
    if (framesPerSlot == 0) {
      return List.of();
    }
    List<GfnRange> parts = new ArrayList<>();
    for (int start = range.start(); start < range.end(); ) {
      int end = Math.min(range.end(), (start / framesPerSlot + 1) * framesPerSlot);
      parts.add(new GfnRange(start, end));
      start = end;
    }
    return parts;
  }
}
