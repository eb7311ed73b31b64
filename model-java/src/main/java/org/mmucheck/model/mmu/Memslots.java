package org.mmucheck.model.mmu;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mmucheck.model.Fixed;

/**
 * Where the guest's memory is cut into memslots of one size, and which of them are there: {@code
 * struct kvm_memslots}. Immutable: an update makes a copy and puts it in place of the old one.
 */
public final class Memslots {
  /** What there is in a slot's place. */
  public enum State {
    /** No slot: the guest has no memory there. */
    NONE,
    /** A slot. */
    VALID,
    /** KVM_MEMSLOT_INVALID: on its way out. Nothing is mapped into it, notifiers still find it. */
    INVALID
  }

  /** No guest memory at all. */
  public static final Memslots NONE = new Memslots(0);

  private final int framesPerSlot;

  @Fixed(Fixed.Since.MADE)
  private final SortedMap<Integer, State> changed;

  // by the slot's number; others are VALID

  /**
   * @param framesPerSlot a slot ends after each so many frames; 0 if there is no slot
   */
  public Memslots(int framesPerSlot) {
    this(framesPerSlot, Collections.emptySortedMap());
  }

  private Memslots(int framesPerSlot, SortedMap<Integer, State> changed) {
    this.framesPerSlot = framesPerSlot;
    this.changed = changed;
  }

  /** A copy with slot number {@code slot} in that state. */
  public Memslots with(int slot, State state) {
    SortedMap<Integer, State> copy = new TreeMap<>(changed);
    if (state == State.VALID) {
      copy.remove(slot);
    } else {
      copy.put(slot, state);
    }
    return new Memslots(framesPerSlot, Collections.unmodifiableSortedMap(copy));
  }

  /** What there is at {@code frame}. */
  public State at(int frame) {
    return framesPerSlot == 0 ? State.NONE : state(frame / framesPerSlot);
  }

  private State state(int slot) {
    return changed.getOrDefault(slot, State.VALID);
  }

  /** The frames of slot number {@code slot}, be it there or not. */
  GfnRange frames(int slot) {
    return new GfnRange(slot * framesPerSlot, (slot + 1) * framesPerSlot);
  }

  /** The part of {@code range} in each memslot that it overlaps, in order. */
  List<GfnRange> overlapping(GfnRange range) {
    if (framesPerSlot == 0) {
      return List.of();
    }
    List<GfnRange> parts = new ArrayList<>();
    for (int start = range.start(); start < range.end(); ) {
      int slot = start / framesPerSlot;
      int end = Math.min(range.end(), (slot + 1) * framesPerSlot);
      if (state(slot) != State.NONE) {
        parts.add(new GfnRange(start, end));
      }
      start = end;
    }
    return List.copyOf(parts);
  }
}
