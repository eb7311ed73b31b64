package org.mmucheck.value;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** A set of values that cannot change, in their order; see {@link SortedEntries}. */
final class SortedElements extends AbstractSet<Value> implements SortedSet<Value> {
  private static final SortedElements EMPTY = new SortedElements(new Value[0]);

  private final Value[] elements;

  /** 0 until it is asked for. Threads that race for it compute the same. */
  private int hash;

  private SortedElements(Value[] elements) {
    this.elements = elements;
  }

  /** A copy of a collection, each element once. */
  static SortedElements copyOf(Collection<? extends Value> elements) {
    if (elements.isEmpty()) {
      return EMPTY;
    }
    Value[] sorted = elements.toArray(new Value[0]);
    Arrays.sort(sorted);
    int size = 1;
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i].compareTo(sorted[size - 1]) != 0) {
        sorted[size++] = sorted[i];
      }
    }
    return new SortedElements(size == sorted.length ? sorted : Arrays.copyOf(sorted, size));
  }

  @Override
  public int size() {
    return elements.length;
  }

  @Override
  public boolean contains(@Nullable Object element) {
    return element instanceof Value value && Arrays.binarySearch(elements, value) >= 0;
  }

  @Override
  public Iterator<Value> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < elements.length;
      }

      @Override
      public Value next() {
        if (next == elements.length) {
          throw new NoSuchElementException();
        }
        return elements[next++];
      }
    };
  }

  @Override
  public @Nullable Comparator<? super Value> comparator() {
    return null;
  }

  @Override
  public SortedSet<Value> subSet(Value from, Value to) {
    return part(from(from), from(to));
  }

  @Override
  public SortedSet<Value> headSet(Value to) {
    return part(0, from(to));
  }

  @Override
  public SortedSet<Value> tailSet(Value from) {
    return part(from(from), elements.length);
  }

  /** The place of the first element that is not less. */
  private int from(Value element) {
    int place = Arrays.binarySearch(elements, element);
    return place < 0 ? ~place : place;
  }

  private SortedSet<Value> part(int from, int end) {
    return new SortedElements(Arrays.copyOfRange(elements, from, end));
  }

  @Override
  public Value first() {
    if (elements.length == 0) {
      throw new NoSuchElementException();
    }
    return elements[0];
  }

  @Override
  public Value last() {
    if (elements.length == 0) {
      throw new NoSuchElementException();
    }
    return elements[elements.length - 1];
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      for (Value element : elements) {
        known += element.hashCode();
      }
      hash = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SortedElements that
        ? Arrays.equals(elements, that.elements)
        : super.equals(other);
  }
}
