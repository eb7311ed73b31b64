package org.mmucheck.conform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hash over everything that can be reached from an implementation's objects: every field, of
 * every class, that is not static. Two isomorphic object graphs have one fingerprint: an object
 * counts by the order of its discovery, not by its address or its {@code hashCode}.
 *
 * <p>Sets and maps without an order of their own come last. Their elements that have been
 * discovered elsewhere count by their number; the others are sorted by a fingerprint of each alone.
 * Elements that are alike in that respect may be taken in any order, so then two equal states may
 * get two fingerprints; never the other way round.
 *
 * <p>It does not see locals on an actor's stack: what a step needs across points belongs into an
 * object. Fingerprints are good for one run of the JVM. Not thread safe.
 */
final class Fingerprint {
  private static final long SEED = 0x6A09E667F3BCC909L;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final long NULL = 0xD1B54A32D192ED03L;
  private static final long OBJECT = 0x8CB92BA72F3D8DD7L;

  private long hash;
  private Object[] objects = new Object[256]; // in the order of discovery
  private int size;
  private int[] slots = new int[1024]; // an object's number plus 1, or 0
  private final List<Object> deferred = new ArrayList<>();
  private @Nullable Fingerprint single; // for elements of a set that are found nowhere else

  // For people: what was mixed in, as "path = value"; null while only the hash is wanted.
  private @Nullable List<String> lines;
  private final List<String> paths = new ArrayList<>();
  private int current;

  /** The fingerprint of what is reachable from {@code roots}. */
  long of(List<?> roots) {
    reset();
    for (int i = 0; i < roots.size(); i++) {
      reference(i, roots.get(i));
    }
    visitAll();
    return finish(hash);
  }

  /** What {@link #of} mixes in, one line a field, in a canonical order. */
  List<String> describe(List<?> roots) {
    List<String> described = new ArrayList<>();
    lines = described;
    try {
      paths.clear();
      of(roots);
    } finally {
      lines = null;
    }
    return described;
  }

  private void reset() {
    hash = SEED;
    Arrays.fill(objects, 0, size, null);
    size = 0;
    Arrays.fill(slots, 0);
    deferred.clear();
    current = -1;
  }

  private void visitAll() {
    int visited = 0;
    int undeferred = 0;
    while (true) {
      while (visited < size) {
        Object object = objects[visited];
        current = visited++;
        Shape.of(object.getClass()).visit(object, this);
      }
      if (undeferred == deferred.size()) {
        return;
      }
      Object unordered = deferred.get(undeferred++);
      current = find(unordered);
      unordered(unordered);
    }
  }

  /** A primitive value. */
  void number(String name, long value) {
    mix(value);
    if (lines != null) {
      lines.add(path(name) + " = " + value);
    }
  }

  void number(int index, long value) {
    mix(value);
    if (lines != null) {
      lines.add(path("[" + index + "]") + " = " + value);
    }
  }

  void reference(int index, @Nullable Object object) {
    reference(lines == null ? "" : "[" + index + "]", object);
  }

  /** A value by its content, any other object by its number. */
  void reference(String name, @Nullable Object object) {
    if (object == null) {
      mix(NULL);
    } else {
      Shape shape = Shape.of(object.getClass());
      if (shape.isValue()) {
        mix(shape.valueHash(object));
      } else {
        int known = size;
        int number = number(object);
        mix(OBJECT + number);
        if (number == known) {
          mix(object.getClass().hashCode());
        }
      }
    }
    if (lines != null) {
      lines.add(path(name) + " = " + text(object));
      if (object != null && paths.size() < size) {
        paths.add(path(name));
      }
    }
  }

  void ordered(Collection<?> elements) {
    mix(elements.size());
    int index = 0;
    for (Object element : elements) {
      reference(index++, element);
    }
  }

  void ordered(Map<?, ?> map) {
    mix(map.size());
    int index = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      reference(index++, entry.getKey());
      reference(index++, entry.getValue());
    }
  }

  /** Takes a set or map without an order of its own when everything else has a number. */
  void defer(Object unordered) {
    deferred.add(unordered);
  }

  private void unordered(Object unordered) {
    boolean map = unordered instanceof Map;
    Collection<?> keys = map ? ((Map<?, ?>) unordered).keySet() : (Collection<?>) unordered;
    mix(keys.size());
    if (keys.isEmpty()) {
      return;
    }
    Object[] sorted = sorted(keys);
    for (int i = 0; i < sorted.length; i++) {
      String name = lines == null ? "" : "{" + text(sorted[i]) + "}";
      reference(name, sorted[i]);
      if (map) {
        reference(lines == null ? "" : name + " value", ((Map<?, ?>) unordered).get(sorted[i]));
      }
    }
  }

  private Object[] sorted(Collection<?> keys) {
    Object[] sorted = keys.toArray();
    long[] tokens = new long[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      Object key = sorted[i];
      long token = token(key);
      int at = i; // insertion sort: the sets are small
      while (at > 0 && tokens[at - 1] > token) {
        tokens[at] = tokens[at - 1];
        sorted[at] = sorted[at - 1];
        at--;
      }
      tokens[at] = token;
      sorted[at] = key;
    }
    return sorted;
  }

  private long token(@Nullable Object key) {
    if (key == null) {
      return NULL;
    }
    Shape shape = Shape.of(key.getClass());
    if (shape.isValue()) {
      return shape.valueHash(key);
    }
    int number = find(key);
    if (number >= 0) {
      return number;
    }
    if (single == null) {
      single = new Fingerprint();
    }
    return single.of(List.of(key)) | Long.MIN_VALUE; // never a number
  }

  private void mix(long value) {
    long mixed = (hash ^ value) * MULTIPLIER;
    hash = mixed ^ (mixed >>> 32);
  }

  private static long finish(long hash) {
    long mixed = (hash ^ (hash >>> 29)) * MULTIPLIER;
    long finished = mixed ^ (mixed >>> 32);
    return finished == 0 ? 1 : finished; // 0 is for "none yet"
  }

  private int find(Object object) {
    return slots[slot(object)] - 1;
  }

  private int number(Object object) {
    int slot = slot(object);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (size == objects.length) {
      grow();
      slot = slot(object);
    }
    objects[size] = object;
    slots[slot] = ++size;
    return size - 1;
  }

  private int slot(Object object) {
    int mask = slots.length - 1;
    int slot = ((System.identityHashCode(object) * 0x9E3779B9) >>> 7) & mask;
    while (slots[slot] != 0 && objects[slots[slot] - 1] != object) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    objects = Arrays.copyOf(objects, size * 2);
    slots = new int[slots.length * 2];
    for (int i = 0; i < size; i++) {
      slots[slot(objects[i])] = i + 1;
    }
  }

  private String path(String name) {
    String parent = current < 0 ? "" : paths.get(current);
    return parent.isEmpty() || name.startsWith("[") || name.startsWith("{")
        ? parent + name
        : parent + "." + name;
  }

  /** A value, or where an object was discovered, or its class if that is here. */
  private String text(@Nullable Object object) {
    if (object == null) {
      return "null";
    }
    if (Shape.of(object.getClass()).isValue()) {
      return object.toString();
    }
    int number = find(object);
    return number >= 0 && number < paths.size()
        ? paths.get(number)
        : object.getClass().getSimpleName();
  }
}
