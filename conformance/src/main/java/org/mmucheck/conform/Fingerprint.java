package org.mmucheck.conform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.sched.Actor;

/**
 * A hash over everything that can be reached from an implementation's objects: every field, of
 * every class, that is not static. Two isomorphic histories of object graphs have one fingerprint:
 * an object counts by the order of its discovery, not by its address or its {@code hashCode}.
 *
 * <p>What final fields lead to is there for good: it is numbered once, and later only that is read
 * of it which can change. All else is discovered anew each time.
 *
 * <p>Sets and maps without an order of their own come last. Their elements that have been
 * discovered elsewhere count by their number; the others are sorted by a fingerprint of each alone.
 * Elements that are alike in that respect may be taken in any order, so then two equal states may
 * get two fingerprints; never the other way round.
 *
 * <p>It does not see locals on an actor's stack: what a step needs across points belongs into an
 * object. Fingerprints are good for one run of the JVM. One thread at a time.
 */
final class Fingerprint {
  private static final long SEED = 0x6A09E667F3BCC909L;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final long NULL = 0xD1B54A32D192ED03L;
  private static final long OBJECT = 0x8CB92BA72F3D8DD7L;
  private static final long ELEMENT = 0xC2B2AE3D27D4EB4FL;

  private final List<?> roots;
  private long hash = SEED;

  private Object[] objects = new Object[128]; // in the order of discovery
  private int size;
  private int[] slots = new int[512]; // an object's number plus 1, or 0
  private int[] newSlots = new int[16]; // of the objects that are not old
  private final List<Object> deferred = new ArrayList<>();

  // What was there at the beginning.
  private int oldSize;
  private final long oldHash;
  private final Object[] changing;
  private final Shape[] changingShapes;

  // For people: what is mixed in, as "path = value"; null while only the hash is wanted.
  private @Nullable List<String> lines;
  private final List<String> paths = new ArrayList<>();
  private int current = -1;

  /** For what is reachable from {@code roots}, all of which are there for good. */
  Fingerprint(List<?> roots) {
    this.roots = roots;
    for (int i = 0; i < roots.size(); i++) {
      reference(roots.get(i));
    }
    visitFrom(0, Shape::visitConstant);
    oldSize = size;
    oldHash = hash;
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += Shape.of(objects[i].getClass()).isConstant() ? 0 : 1;
    }
    changing = new Object[count];
    changingShapes = new Shape[count];
    for (int i = size - 1; i >= 0; i--) {
      Shape shape = Shape.of(objects[i].getClass());
      if (!shape.isConstant()) {
        changing[--count] = objects[i];
        changingShapes[count] = shape;
      }
    }
  }

  /** The fingerprint of what is reachable from {@code roots}. */
  static long of(List<?> roots) {
    return new Fingerprint(roots).now();
  }

  /** The fingerprint now. */
  long now() {
    for (int i = oldSize; i < size; i++) {
      objects[i] = roots; // forget; anything but null
      slots[newSlots[i - oldSize]] = 0;
    }
    size = oldSize;
    hash = oldHash;
    for (int i = 0; i < changing.length; i++) {
      changingShapes[i].visitChanging(changing[i], this);
    }
    visitFrom(oldSize, Shape::visit);
    return finish(hash);
  }

  /** What the fingerprint is made of now, one line a field, in a canonical order. */
  List<String> describe() {
    Fingerprint fresh = new Fingerprint(List.of());
    List<String> described = new ArrayList<>();
    fresh.lines = described;
    Map<String, Integer> names = new HashMap<>();
    for (Object root : roots) {
      String name = root instanceof Actor actor ? actor.name() : root.getClass().getSimpleName();
      int count = names.merge(name, 1, Integer::sum);
      fresh.reference(count == 1 ? name : name + "[" + count + "]", root);
    }
    fresh.visitFrom(0, Shape::visit);
    return described;
  }

  /** How much of an object to look at. */
  private interface Visitor {
    void visit(Shape shape, Object object, Fingerprint fingerprint);
  }

  /** Whether names are wanted. */
  boolean isDescribing() {
    return lines != null;
  }

  /** Visits the objects from this number on and all that they lead to, unordered sets last. */
  private void visitFrom(int number, Visitor visitor) {
    int visited = number;
    int undeferred = 0;
    while (true) {
      while (visited < size) {
        Object object = objects[visited];
        current = visited++;
        visitor.visit(Shape.of(object.getClass()), object, this);
      }
      if (undeferred == deferred.size()) {
        deferred.clear();
        return;
      }
      Object unordered = deferred.get(undeferred++);
      current = find(unordered);
      unordered(unordered);
    }
  }

  /** A primitive value of a field that has just been named, or that needs no name. */
  void number(long value) {
    mix(value);
  }

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

  void reference(String name, @Nullable Object object) {
    reference(object);
    if (lines != null) {
      lines.add(path(name) + " = " + text(object));
      if (object != null && paths.size() < size) {
        paths.add(path(name));
      }
    }
  }

  /** A value by its content, any other object by its number. */
  void reference(@Nullable Object object) {
    if (object == null) {
      mix(NULL);
    } else if (Values.isValue(object)) {
      mix(Values.hash(object));
    } else {
      int slot = slot(object);
      if (slots[slot] != 0) {
        mix(OBJECT + slots[slot]);
      } else {
        add(object);
        mix(OBJECT + size);
        mix(object.getClass().hashCode());
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
    if (unordered instanceof Map<?, ?> map) {
      mix(map.size());
      if (!map.isEmpty() && !sum(map)) {
        sorted(map.keySet(), map);
      }
    } else {
      Collection<?> elements = (Collection<?>) unordered;
      mix(elements.size());
      if (!elements.isEmpty() && !sum(elements)) {
        sorted(elements, null);
      }
    }
  }

  /** Mixes in a set whose elements are all known; false if they are not. */
  private boolean sum(Collection<?> elements) {
    if (lines != null) {
      return false;
    }
    long sum = 0;
    for (Object element : elements) {
      long token = token(element);
      if (token == 0) {
        return false;
      }
      sum += finish(token ^ ELEMENT);
    }
    mix(sum);
    return true;
  }

  private boolean sum(Map<?, ?> map) {
    if (lines != null) {
      return false;
    }
    long sum = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      long key = token(entry.getKey());
      long value = token(entry.getValue());
      if (key == 0 || value == 0) {
        return false;
      }
      sum += finish(finish(key ^ ELEMENT) + value);
    }
    mix(sum);
    return true;
  }

  private void sorted(Collection<?> keys, @Nullable Map<?, ?> map) {
    Object[] sorted = sorted(keys);
    for (Object key : sorted) {
      String name = lines == null ? "" : "{" + text(key) + "}";
      reference(name, key);
      if (map != null) {
        reference(lines == null ? "" : name + " value", map.get(key));
      }
    }
  }

  private Object[] sorted(Collection<?> keys) {
    Object[] sorted = keys.toArray();
    long[] tokens = new long[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      Object key = sorted[i];
      long token = token(key);
      if (token == 0) {
        token = of(List.of(key)); // found nowhere else
      }
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

  /** Stands for a value or a known object; 0 for any other. */
  private long token(@Nullable Object object) {
    if (object == null) {
      return NULL;
    }
    if (Values.isValue(object)) {
      return finish(Values.hash(object));
    }
    int number = find(object);
    return number < 0 ? 0 : OBJECT + number;
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

  private void add(Object object) {
    if (size == objects.length) {
      grow();
    }
    int slot = slot(object);
    if (oldSize > 0) {
      if (size - oldSize == newSlots.length) {
        newSlots = Arrays.copyOf(newSlots, newSlots.length * 2);
      }
      newSlots[size - oldSize] = slot;
    }
    objects[size] = object;
    slots[slot] = ++size;
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
    newSlots = new int[Math.max(16, size)];
    for (int i = 0; i < size; i++) {
      int slot = slot(objects[i]);
      slots[slot] = i + 1;
      if (oldSize > 0 && i >= oldSize) {
        newSlots[i - oldSize] = slot;
      }
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
    if (Values.isValue(object)) {
      return object.toString();
    }
    int number = find(object);
    return number >= 0 && number < paths.size()
        ? paths.get(number)
        : object.getClass().getSimpleName();
  }
}
