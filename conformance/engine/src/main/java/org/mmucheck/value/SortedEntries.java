package org.mmucheck.value;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A map that cannot change, in the natural order of its keys: two arrays side by side. The
 * functions and records of a state have few entries, are made by the million, and are mostly gone
 * through from end to end.
 */
final class SortedEntries<K extends Comparable<? super K>> extends AbstractMap<K, Value>
    implements SortedMap<K, Value> {
  /** So many keys are sorted and looked for one by one. */
  private static final int FEW = 16;

  private final K[] keys;
  private final Value[] values;

  /** 0 until it is asked for. Threads that race for it compute the same. */
  private int hash;

  /** Of arrays that nobody else has, the keys in their order. */
  private SortedEntries(K[] keys, Value[] values) {
    this.keys = keys;
    this.values = values;
  }

  /** A copy of a map. */
  static <K extends Comparable<? super K>> SortedEntries<K> copyOf(
      Map<? extends K, ? extends Value> entries) {
    int size = entries.size();
    @SuppressWarnings("unchecked") // nobody sees the array
    K[] keys = (K[]) new Comparable<?>[size];
    Value[] values = new Value[size];
    int at = 0;
    for (Map.Entry<? extends K, ? extends Value> entry : entries.entrySet()) {
      keys[at] = entry.getKey();
      values[at++] = entry.getValue();
    }
    return entries instanceof SortedMap<?, ?> sorted && sorted.comparator() == null
        ? new SortedEntries<>(keys, values)
        : owning(keys, values);
  }

  /**
   * Of arrays that nobody else has, in any order: they are put in order.
   *
   * @throws IllegalArgumentException if a key is there twice, or they are not equally many
   */
  static <K extends Comparable<? super K>> SortedEntries<K> owning(K[] keys, Value[] values) {
    if (keys.length != values.length) {
      throw new IllegalArgumentException(keys.length + " keys, " + values.length + " values");
    }
    if (keys.length > FEW) {
      return copyOf(sorted(keys, values));
    }
    for (int i = 1; i < keys.length; i++) {
      K key = keys[i];
      Value value = values[i];
      int at = i;
      int order = -1;
      while (at > 0 && (order = key.compareTo(keys[at - 1])) < 0) {
        keys[at] = keys[at - 1];
        values[at] = values[at - 1];
        at--;
      }
      if (order == 0) {
        throw new IllegalArgumentException(key + " has two values");
      }
      keys[at] = key;
      values[at] = value;
    }
    return new SortedEntries<>(keys, values);
  }

  private static <K extends Comparable<? super K>> SortedMap<K, Value> sorted(
      K[] keys, Value[] values) {
    SortedMap<K, Value> sorted = new TreeMap<>();
    for (int i = 0; i < keys.length; i++) {
      if (sorted.put(keys[i], values[i]) != null) {
        throw new IllegalArgumentException(keys[i] + " has two values");
      }
    }
    return sorted;
  }

  /** The key at a place, from 0 on. */
  K key(int place) {
    return keys[place];
  }

  @Override
  public int size() {
    return keys.length;
  }

  @Override
  public @Nullable Value get(@Nullable Object key) {
    int place = place(key);
    return place < 0 ? null : values[place];
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return place(key) >= 0;
  }

  private int place(@Nullable Object key) {
    if (keys.length > FEW) {
      return key == null ? -1 : Arrays.binarySearch(keys, key);
    }
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public Set<Map.Entry<K, Value>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return keys.length;
      }

      @Override
      public Iterator<Map.Entry<K, Value>> iterator() {
        return new Entries();
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<K, Value>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < keys.length;
    }

    @Override
    public Map.Entry<K, Value> next() {
      if (next == keys.length) {
        throw new NoSuchElementException();
      }
      Map.Entry<K, Value> entry = Map.entry(keys[next], values[next]);
      next++;
      return entry;
    }
  }

  @Override
  public @Nullable Comparator<? super K> comparator() {
    return null;
  }

  @Override
  public SortedMap<K, Value> subMap(K from, K to) {
    return part(from(from), from(to));
  }

  @Override
  public SortedMap<K, Value> headMap(K to) {
    return part(0, from(to));
  }

  @Override
  public SortedMap<K, Value> tailMap(K from) {
    return part(from(from), keys.length);
  }

  /** The place of the first key that is not less. */
  private int from(K key) {
    int place = 0;
    while (place < keys.length && keys[place].compareTo(key) < 0) {
      place++;
    }
    return place;
  }

  private SortedMap<K, Value> part(int from, int end) {
    return new SortedEntries<>(
        Arrays.copyOfRange(keys, from, end), Arrays.copyOfRange(values, from, end));
  }

  @Override
  public K firstKey() {
    return keys[requirePlace(0)];
  }

  @Override
  public K lastKey() {
    return keys[requirePlace(keys.length - 1)];
  }

  private int requirePlace(int place) {
    if (keys.length == 0) {
      throw new NoSuchElementException();
    }
    return place;
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      for (int i = 0; i < keys.length; i++) {
        known += keys[i].hashCode() ^ values[i].hashCode();
      }
      hash = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SortedEntries<?> that
        ? Arrays.equals(keys, that.keys) && Arrays.equals(values, that.values)
        : super.equals(other);
  }
}
