package org.mmucheck.compiled.value;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.mmucheck.value.ContentHash;

/** A finite set, its elements in TLC's order. */
public final class SetVal extends Val {
  private static final int SHORT = 8;
  private static final int NO_RANGE = Integer.MIN_VALUE;

  final Val[] elements;

  /** What the elements add to the hash. */
  final long sum;

  /** The first number where the elements are a range of numbers. */
  private final int low;

  /** The kind of the elements that are no model values; null where there are none. */
  private final @Nullable Kind elementKind;

  private final Val @Nullable [] slots; // open addressing by hash; null where the set is short
  private final int @Nullable [] places; // of the element in the same slot

  /**
   * @param elements sorted, each once; not changed any more
   */
  SetVal(Val[] elements, long sum) {
    super(ContentHash.set(elements.length, sum));
    this.elements = elements;
    this.sum = sum;
    this.low = low(elements);
    this.elementKind = kind(elements);
    if (elements.length <= SHORT || low != NO_RANGE) {
      slots = null;
      places = null;
      return;
    }
    int size = Integer.highestOneBit(elements.length) * 4;
    slots = new Val[size];
    places = new int[size];
    for (int i = 0; i < elements.length; i++) {
      int slot = (int) elements[i].hash & (size - 1);
      while (slots[slot] != null) {
        slot = (slot + 1) & (size - 1);
      }
      slots[slot] = elements[i];
      places[slot] = i;
    }
  }

  private static int low(Val[] elements) {
    if (elements.length == 0 || !(elements[0] instanceof IntVal first)) {
      return NO_RANGE;
    }
    for (int i = 1; i < elements.length; i++) {
      if (!(elements[i] instanceof IntVal next) || next.value != first.value + i) {
        return NO_RANGE;
      }
    }
    return first.value;
  }

  private static @Nullable Kind kind(Val[] elements) {
    for (Val element : elements) {
      if (element.kind() != Kind.MODEL_VALUE) {
        return element.kind();
      }
    }
    return null;
  }

  @Override
  public Kind kind() {
    return Kind.SET;
  }

  public int size() {
    return elements.length;
  }

  public Val element(int place) {
    return elements[place];
  }

  /** The place of an element in TLC's order; negative where it is none. */
  public int indexOf(Val value) {
    if (low != NO_RANGE) {
      if (!(value instanceof IntVal number)) {
        return -1;
      }
      long place = (long) number.value - low;
      return place >= 0 && place < elements.length ? (int) place : -1;
    }
    if (slots == null || places == null) {
      for (int i = 0; i < elements.length; i++) {
        if (elements[i] == value) {
          return i;
        }
      }
      return -1;
    }
    int slot = (int) value.hash & (slots.length - 1);
    while (slots[slot] != null) {
      if (slots[slot] == value) {
        return places[slot];
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return -1;
  }

  /**
   * Whether the value is an element.
   *
   * @throws EvaluationException if it cannot be compared with the elements
   */
  public boolean contains(Val value) {
    if (indexOf(value) >= 0) {
      return true;
    }
    if (elementKind != null && value.kind() != elementKind && value.kind() != Kind.MODEL_VALUE) {
      throw new EvaluationException(
          "cannot tell whether the " + value.kind() + " " + value + " is an element of " + this);
    }
    return false;
  }

  /** Whether the elements are 1, 2, and so on. */
  boolean isDomainOfSequence() {
    return elements.length == 0 || low == 1;
  }

  @Override
  public String toString() {
    StringJoiner joined = new StringJoiner(", ", "{", "}");
    for (Val element : elements) {
      joined.add(element.toString());
    }
    return joined.toString();
  }
}
