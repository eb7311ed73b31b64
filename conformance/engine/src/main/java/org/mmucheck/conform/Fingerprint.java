package org.mmucheck.conform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;
import org.mmucheck.sched.Actor;
import org.mmucheck.subject.Subject;

/**
 * A hash over everything that can be reached from an implementation's objects: every field, of
 * every class, that is not static. Two isomorphic histories of object graphs have one fingerprint:
 * an object counts by the order of its discovery, not by its address or its {@code hashCode}. A
 * value counts by its content, and so does a record of nothing but values: whether two fields share
 * one is nothing that the code can tell.
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
 * object. One thread at a time.
 *
 * <p>Fingerprints are good for one run of the JVM, since classes of lambdas have no names. Portable
 * ones can be compared with those of another run: they tell two lambdas of one class apart only if
 * they have other interfaces or capture other types.
 */
final class Fingerprint {
  /** So many objects that cannot be old are looked for one by one. */
  private static final int FEW = 16;

  /** Room for classes, a power of two, and how far from its place one may be. */
  private static final int CLASSES = 256;

  private static final int PROBES = 8;

  /** Slots for each old object at least: what can be asked for at any time fills half of them. */
  private static final int ROOM = 2;

  private static final long SEED = 0x6A09E667F3BCC909L;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final long NULL = 0xD1B54A32D192ED03L;
  private static final long OBJECT = 0x8CB92BA72F3D8DD7L;
  private static final long PLACE = 0xBF58476D1CE4E5B9L;
  private static final long NOW = 0x5851F42D4C957F2DL; // where the places of what changes begin
  private static final long RECORDED = 0x2545F4914F6CDD1DL; // and those within a record
  private static final long ELEMENT = 0xC2B2AE3D27D4EB4FL;

  private static final Object UNSTABLE = new Object();
  private static final Object NULLED = new Object(); // for null, among what was seen

  /** What the first fingerprint of a kind learns for the others of its kind. */
  static final class Template {
    private final boolean isPortable;
    private final int[] numbers; // of the objects that constant references lead to, as they are met
    private final Class<?>[] classes; // by number
    private final int[] changing; // the numbers of what is looked at again, class by class
    private final int[] ends; // of each class in it
    private final Shape[] shapes; // of each class
    private final List<SharedSet> sets;
    private final @Nullable Known[] known; // by hash; a race loses no more than an entry

    private Template(Fingerprint of, int[] numbers) {
      isPortable = of.isPortable;
      this.numbers = numbers;
      known = of.known;
      sets = List.copyOf(of.sets);
      classes = new Class<?>[of.size];
      Map<Class<?>, List<Integer>> changes = new LinkedHashMap<>();
      for (int i = 0; i < of.size; i++) {
        classes[i] = of.objects[i].getClass();
        if (!Shape.of(classes[i]).isConstant()) {
          changes.computeIfAbsent(classes[i], type -> new ArrayList<>()).add(i);
        }
      }
      changing =
          changes.values().stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
      ends = new int[changes.size()];
      shapes = new Shape[changes.size()];
      int at = 0;
      int end = 0;
      for (Map.Entry<Class<?>, List<Integer>> ofClass : changes.entrySet()) {
        end += ofClass.getValue().size();
        ends[at] = end;
        shapes[at++] = Shape.of(ofClass.getKey());
      }
    }

    boolean isOld(Class<?> type) {
      for (Class<?> old : classes) {
        if (old == type) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * A set or map that cannot change and holds nothing but values, mostly the same for all lives.
   *
   * @param hash what it adds to a fingerprint, at its place among the unordered ones
   */
  private record SharedSet(Object set, int place, long hash) {}

  /** How the objects of a class count. */
  private enum Kind {
    CONSTANT, // a value, by its enum and ordinal
    VALUE,
    RECORD, // of nothing but values
    OBJECT
  }

  /**
   * What is asked of a class again and again.
   *
   * @param shape of a {@link Kind#RECORD} or {@link Kind#OBJECT}
   * @param hash tells classes apart; of constants, their enums
   * @param isOld whether objects of the class may be there for good
   */
  private record Known(
      Class<?> type,
      Kind kind,
      @Nullable Shape shape,
      boolean isSubject,
      long hash,
      boolean isOld) {
    static Known of(Object object, boolean isOld, boolean isPortable) {
      Class<?> type = object.getClass();
      long hash = isPortable ? Values.portableHash(type) : type.hashCode();
      if (object instanceof Enum<?> constant) {
        long ofEnum = Values.hash(constant.getDeclaringClass().getName()) << 32;
        return new Known(type, Kind.CONSTANT, null, false, ofEnum, isOld);
      }
      if (Values.isValue(object)) {
        return new Known(type, Kind.VALUE, null, false, hash, isOld);
      }
      Kind kind = Shape.isPlainRecord(object) ? Kind.RECORD : Kind.OBJECT;
      boolean isSubject = object instanceof Subject;
      return new Known(type, kind, Shape.of(type), isSubject, hash, isOld);
    }

    Shape itsShape() {
      return Objects.requireNonNull(shape);
    }
  }

  /** Two implementations differ in something final, though they were started alike. */
  private static final class MismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MismatchException() {
      super(null, null, false, false);
    }
  }

  private List<?> roots;
  private final boolean isPortable;
  private final @Nullable Template like;
  private final Template template;
  private final @Nullable Known[] known; // by hash
  private long hash = SEED; // a sum, so that what is added need not wait for what was added before
  private long place; // says which summand is whose

  private Object[] objects; // in the order of discovery
  private @Nullable Known[] types; // of them
  private int size;
  private int oldSize; // what is there for good
  private long oldHash;
  private final Object[] changing; // of that
  private final List<Object> deferred = new ArrayList<>();
  private final List<SharedSet> sets; // that have been met first

  // What has been asked for, by identity. An entry of an object that is not old is good for one
  // fingerprint, but spares the search among the old for ever. The first few that cannot be old are
  // looked for one by one: to have the JDK give an object a hash costs more.
  private Object[] keys;
  private int[] numbers;
  private int[] epochs;
  private int used;
  private int epoch;

  // What the references had, one after the other, when they were looked at last: most of them still
  // have it, and what adds the same as long as it is there need not be asked anything.
  private Object[] seen = new Object[128]; // UNSTABLE for what may add something else
  private long[] seenAt = new long[128]; // its place
  private long[] seenAdded = new long[128]; // what it added
  private @Nullable Known[] seenTypes = new Known[128];
  private int looked; // references by now

  // While the old objects are discovered: the numbers of those met, in their order.
  private int @Nullable [] met;
  private int metCount;
  private boolean isMetKnown; // from the template
  private Class<?>[] metClasses = {};

  // For people: what is mixed in, as "path = value"; null while only the hash is wanted.
  private @Nullable List<String> lines;
  private final List<String> paths = new ArrayList<>();
  private int current = -1;

  /** For what is reachable from {@code roots}, all of which are there for good. */
  Fingerprint(List<?> roots) {
    this(roots, null, false);
  }

  private Fingerprint(List<?> roots, @Nullable Template known, boolean isPortable) {
    this.roots = roots;
    this.isPortable = isPortable;
    like = known;
    sets = known == null ? new ArrayList<>() : known.sets;
    this.known = known == null ? new Known[CLASSES] : known.known;
    objects = new Object[known == null ? 128 : known.classes.length + 32];
    types = new Known[objects.length];
    int room = known == null ? 128 : Integer.highestOneBit(ROOM * known.classes.length | 8) * 2;
    keys = new Object[room];
    numbers = new int[room];
    epochs = new int[room];
    met = known == null ? new int[256] : known.numbers;
    isMetKnown = known != null;
    metClasses = known == null ? new Class<?>[0] : known.classes;
    discover();
    template =
        known == null
            ? new Template(this, Arrays.copyOf(Objects.requireNonNull(met), metCount))
            : known;
    met = null;
    changing = new Object[template.changing.length];
    keepChanging();
  }

  /** Discovers what is there for good. */
  private void discover() {
    for (Object root : roots) {
      reference(root);
    }
    visitFrom(0, true);
    while (keys.length < ROOM * size) {
      grow();
    }
    oldSize = size;
    oldHash = hash;
  }

  private void keepChanging() {
    for (int i = 0; i < changing.length; i++) {
      changing[i] = objects[template.changing[i]];
    }
  }

  /** The same for another life of the implementation that it is like. */
  private void begin(List<?> others) {
    roots = others;
    met = template.numbers;
    metCount = 0;
    size = 0;
    hash = SEED;
    place = 0;
    deferred.clear();
    Arrays.fill(keys, null);
    used = 0;
    discover();
    met = null;
    keepChanging();
  }

  /** For a description. */
  private Fingerprint(List<?> roots, List<String> lines) {
    this.roots = roots;
    this.isPortable = false;
    this.lines = lines;
    like = null;
    sets = List.of();
    known = new Known[CLASSES];
    objects = new Object[256];
    types = new Known[256];
    keys = new Object[256];
    numbers = new int[256];
    epochs = new int[256];
    oldSize = 0;
    oldHash = SEED;
    changing = new Object[0];
    template = new Template(this, new int[0]);
  }

  /** As {@link #Fingerprint}, in less time, for an implementation that was started like another. */
  static Fingerprint like(Template template, List<?> roots) {
    return like(template, roots, null);
  }

  /**
   * As {@link #like(Template, List)}.
   *
   * @param spent by a life that is over; it becomes the new one if it is of the same template
   */
  static Fingerprint like(Template template, List<?> roots, @Nullable Fingerprint spent) {
    try {
      if (spent == null || spent.like != template) {
        return new Fingerprint(roots, template, template.isPortable);
      }
      spent.begin(roots);
      return spent;
    } catch (MismatchException unlike) {
      return new Fingerprint(roots, null, template.isPortable);
    }
  }

  /** What the portable fingerprints of a kind have in common. */
  static Template portable(List<?> roots) {
    return new Fingerprint(roots, null, true).template();
  }

  /** The fingerprint of what is reachable from {@code roots}. */
  static long of(List<?> roots) {
    return new Fingerprint(roots).now();
  }

  Template template() {
    return template;
  }

  /** The fingerprint now. */
  long now() {
    epoch++;
    size = oldSize;
    hash = oldHash;
    place = NOW;
    looked = 0;
    if (used * 2 > keys.length) {
      Arrays.fill(keys, null); // most of it is long gone
      used = 0;
    }
    int from = 0;
    for (int i = 0; i < template.ends.length; i++) {
      int end = template.ends[i];
      template.shapes[i].visitChanging(changing, from, end, this);
      from = end;
    }
    visitFrom(oldSize, false);
    return finish(hash);
  }

  /** What the fingerprint is made of now, one line a field, in a canonical order. */
  List<String> describe() {
    List<String> described = new ArrayList<>();
    Fingerprint fresh = new Fingerprint(roots, described);
    Map<String, Integer> names = new HashMap<>();
    for (Object root : roots) {
      String name = root instanceof Actor actor ? actor.name() : root.getClass().getSimpleName();
      int count = names.merge(name, 1, Integer::sum);
      fresh.reference(count == 1 ? name : name + "[" + count + "]", root);
    }
    fresh.visitFrom(0, false);
    return described;
  }

  /** Whether names are wanted. */
  boolean isDescribing() {
    return lines != null;
  }

  /**
   * Visits the objects from this number on and all that they lead to, unordered sets last.
   *
   * @param constant whether to look only at what of them can never change
   */
  private void visitFrom(int number, boolean constant) {
    int visited = number;
    int undeferred = 0;
    while (true) {
      while (visited < size) {
        Object object = objects[visited];
        Known type = Objects.requireNonNull(types[visited]);
        current = visited++;
        if (type.isSubject && !isRoot(object)) {
          continue;
        }
        if (constant) {
          type.itsShape().visitConstant(object, this);
        } else {
          type.itsShape().visit(object, this);
        }
      }
      if (undeferred == deferred.size()) {
        deferred.clear();
        return;
      }
      place = (met == null ? NOW : 0) - ((long) undeferred + 1 << 32);
      Object unordered = deferred.get(undeferred);
      if (!isShared(unordered, undeferred)) {
        long before = hash;
        if (lines != null) {
          current = find(unordered);
        }
        unordered(unordered);
        if (met != null && like == null && holdsValues(unordered)) {
          sets.add(new SharedSet(unordered, undeferred, hash - before));
        }
      }
      undeferred++;
    }
  }

  private boolean holdsValues(Object unordered) {
    if (unordered instanceof Map<?, ?> map) {
      return holdsValues(map.keySet()) && holdsValues(map.values());
    }
    for (Object element : (Collection<?>) unordered) {
      if (element == null || !Values.isValue(element)) {
        return false;
      }
    }
    return true;
  }

  /** Takes a set or map for what it was in another life, if it is the same. */
  private boolean isShared(Object unordered, int at) {
    if (met == null || like == null) {
      return false;
    }
    for (int i = 0; i < sets.size(); i++) {
      SharedSet known = sets.get(i);
      if (known.set == unordered && known.place == at) {
        hash += known.hash;
        return true;
      }
    }
    return false;
  }

  private Known known(Object object) {
    Class<?> type = object.getClass();
    int home = type.hashCode();
    for (int i = 0; i < PROBES; i++) {
      Known seen = known[(home + i) & (known.length - 1)];
      if (seen == null) {
        return learn(object, home + i);
      }
      if (seen.type == type) {
        return seen;
      }
    }
    return learn(object, home);
  }

  private Known learn(Object object, int place) {
    Known learnt = Known.of(object, met != null || template.isOld(object.getClass()), isPortable);
    known[place & (known.length - 1)] = learnt;
    return learnt;
  }

  /** A subject counts only if it is its own implementation; commands lead to it all the same. */
  private boolean isRoot(Object object) {
    for (int i = 0; i < roots.size(); i++) {
      if (roots.get(i) == object) {
        return true;
      }
    }
    return false;
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
    if (met != null) {
      if (object == null) {
        addNull();
      } else {
        add(object, known(object));
      }
      return;
    }
    int at = looked++;
    if (at == seen.length) {
      seeMore();
    }
    Object same = object == null ? NULLED : object;
    if (seen[at] == same && seenAt[at] == place) {
      place += PLACE;
      hash += seenAdded[at];
      return;
    }
    long from = place;
    long before = hash;
    boolean stable = object == null ? addNull() : add(object, knownAt(at, object));
    seen[at] = stable ? same : UNSTABLE;
    seenAt[at] = from;
    seenAdded[at] = hash - before;
  }

  private void seeMore() {
    seen = Arrays.copyOf(seen, looked * 2);
    seenAt = Arrays.copyOf(seenAt, looked * 2);
    seenAdded = Arrays.copyOf(seenAdded, looked * 2);
    seenTypes = Arrays.copyOf(seenTypes, looked * 2);
  }

  /** As {@link #known}, for a reference that mostly leads to objects of one class. */
  private Known knownAt(int reference, Object object) {
    Known last = seenTypes[reference];
    if (last != null && last.type == object.getClass()) {
      return last;
    }
    Known known = known(object);
    seenTypes[reference] = known;
    return known;
  }

  private boolean addNull() {
    mix(NULL);
    return true;
  }

  /** Whether it adds the same, at this place, as long as it is there. */
  private boolean add(Object object, Known type) {
    switch (type.kind) {
      case CONSTANT -> mix(finish(type.hash ^ ((Enum<?>) object).ordinal()));
      case VALUE -> mix(finish(Values.hash(object)));
      case RECORD -> mix(ofRecord(object, type));
      case OBJECT -> {
        int next = size;
        int number = met == null ? number(object, type) : oldNumber(object, type);
        mix(number == next ? finish(type.hash) + number : OBJECT + number);
        return number < oldSize;
      }
    }
    return true;
  }

  /** A record's own hash: it holds nothing that could be another at another place. */
  private long ofRecord(Object object, Known type) {
    if (lines != null) {
      return type.hash;
    }
    long outside = hash;
    long outsidePlace = place;
    hash = type.hash;
    place = RECORDED;
    type.itsShape().visit(object, this);
    long inside = finish(hash);
    hash = outside;
    place = outsidePlace;
    return inside;
  }

  void ordered(Collection<?> elements) {
    int size = elements.size();
    mix(size);
    if (size == 0) {
      return; // and that without an iterator
    }
    if (elements instanceof List<?> list && list instanceof RandomAccess) {
      for (int i = 0; i < size; i++) {
        reference(i, list.get(i));
      }
      return;
    }
    int index = 0;
    for (Object element : elements) {
      reference(index++, element);
    }
  }

  void ordered(Map<?, ?> map) {
    int size = map.size();
    mix(size);
    if (size == 0) {
      return;
    }
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
        token = new Fingerprint(List.of(key), null, isPortable).now(); // found nowhere else
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
    Known type = known(object);
    if (type.kind == Kind.CONSTANT) {
      return finish(type.hash ^ ((Enum<?>) object).ordinal());
    }
    if (type.kind == Kind.VALUE) {
      return finish(Values.hash(object));
    }
    int number = find(object);
    return number < 0 ? 0 : OBJECT + number;
  }

  private void mix(long value) {
    place += PLACE;
    long mixed = (value ^ place) * MULTIPLIER;
    mixed = (mixed ^ (mixed >>> 32)) * ELEMENT;
    hash += mixed ^ (mixed >>> 29);
  }

  private static long finish(long hash) {
    long mixed = (hash ^ (hash >>> 29)) * MULTIPLIER;
    long finished = mixed ^ (mixed >>> 32);
    return finished == 0 ? 1 : finished; // 0 is for "none yet"
  }

  /** The number of an object that has been discovered; -1 for any other. */
  private int find(Object object) {
    if (!known(object).isOld) {
      int few = findFew(object);
      if (few >= 0 || size - oldSize <= FEW) {
        return few;
      }
    }
    int slot = slot(object);
    if (keys[slot] != null) {
      return isNumbered(slot) ? numbers[slot] : -1;
    }
    int old = findOld(object);
    if (old >= 0) {
      enter(slot, object, old);
    }
    return old;
  }

  /** The number of an object, which is discovered if it has none. */
  private int number(Object object, Known type) {
    if (!type.isOld) {
      int few = findFew(object);
      if (few >= 0) {
        return few;
      }
      if (size - oldSize < FEW) {
        return append(object, type);
      }
    }
    return numberBySlot(object, type);
  }

  private int numberBySlot(Object object, Known type) {
    int slot = slot(object);
    if (keys[slot] != null) {
      if (isNumbered(slot)) {
        return numbers[slot];
      }
      numbers[slot] = size;
      epochs[slot] = epoch;
      return append(object, type);
    }
    int old = findOld(object);
    enter(slot, object, old < 0 ? size : old);
    return old < 0 ? append(object, type) : old;
  }

  /** The number of an object among the first few that cannot be old; -1 for any other. */
  private int findFew(Object object) {
    int end = Math.min(size, oldSize + FEW);
    for (int i = oldSize; i < end; i++) {
      if (objects[i] == object) {
        return i;
      }
    }
    return -1;
  }

  /** While the old objects are discovered: the number of the next that is met. */
  private int oldNumber(Object object, Known type) {
    int[] all = Objects.requireNonNull(met);
    if (!isMetKnown) {
      int number = numberBySlot(object, type);
      if (metCount == all.length) {
        met = Arrays.copyOf(all, metCount * 2);
      }
      Objects.requireNonNull(met)[metCount++] = number;
      return number;
    }
    int number = metCount < all.length ? all[metCount++] : -1;
    if (number == size && metClasses[number] == type.type) {
      return append(object, type);
    }
    if (number < 0 || number >= size || objects[number] != object) {
      throw new MismatchException();
    }
    return number;
  }

  private int append(Object object, Known type) {
    if (size == objects.length) {
      objects = Arrays.copyOf(objects, size * 2);
      types = Arrays.copyOf(types, size * 2);
    }
    types[size] = type;
    objects[size] = object;
    return size++;
  }

  private boolean isNumbered(int slot) {
    return numbers[slot] < oldSize || epochs[slot] == epoch;
  }

  private int findOld(Object object) {
    int end = met == null ? oldSize : isMetKnown ? size : 0;
    for (int i = 0; i < end; i++) {
      if (objects[i] == object) {
        return i;
      }
    }
    return -1;
  }

  private int slot(Object object) {
    int mask = keys.length - 1;
    int slot = ((System.identityHashCode(object) * 0x9E3779B9) >>> 7) & mask;
    while (keys[slot] != null && keys[slot] != object) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void enter(int free, Object object, int number) {
    int slot = free;
    if (used * 4 > keys.length * 3) {
      grow();
      slot = slot(object);
    }
    keys[slot] = object;
    numbers[slot] = number;
    epochs[slot] = epoch;
    used++;
  }

  private void grow() {
    Object[] oldKeys = keys;
    int[] oldNumbers = numbers;
    int[] oldEpochs = epochs;
    keys = new Object[oldKeys.length * 2];
    numbers = new int[keys.length];
    epochs = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != null) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        numbers[slot] = oldNumbers[i];
        epochs[slot] = oldEpochs[i];
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
    if (Values.isValue(object) || Shape.isPlainRecord(object)) {
      return object.toString();
    }
    int number = find(object);
    return number >= 0 && number < paths.size()
        ? paths.get(number)
        : object.getClass().getSimpleName();
  }
}
