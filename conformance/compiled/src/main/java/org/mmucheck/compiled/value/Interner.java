package org.mmucheck.compiled.value;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.mmucheck.value.ContentHash;

/**
 * Makes values, each once.
 *
 * <p>Concurrency: any thread may ask. A table's slot goes from null to a value and stays so; it is
 * read without a lock, and who does not find its value there looks again under the shard's lock,
 * which is held wherever a slot or the table changes. Values are immutable with final fields, so
 * one that is found without the lock is whole.
 */
public final class Interner {
  private static final int SHARDS = 64;
  private static final int FIRST_SIZE = 64;
  private static final int LEAST = -64;
  private static final int MOST = 1024;
  private static final int FIRST_NEW_RANK = 1 << 30; // TLC numbers texts from 1
  private static final Val[] NONE = {};

  private final Shard[] shards = new Shard[SHARDS];
  private final IntVal[] numbers = new IntVal[MOST - LEAST];
  private final AtomicInteger nextRank = new AtomicInteger(FIRST_NEW_RANK);
  private final SetVal empty;
  private final FunVal emptyFunction;

  private static final class Shard {
    private volatile Val[] table = new Val[FIRST_SIZE];
    private int size;

    /** Under the lock: the value that is there already, or {@code fresh}, which is there now. */
    private Val add(Val fresh) {
      Val[] slots = table;
      int slot = slot(fresh.hash, slots);
      while (slots[slot] != null) {
        if (same(slots[slot], fresh)) {
          return slots[slot];
        }
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = fresh;
      if (++size * 2 > slots.length) {
        Val[] larger = new Val[slots.length * 2];
        for (Val value : slots) {
          if (value != null) {
            int free = slot(value.hash, larger);
            while (larger[free] != null) {
              free = (free + 1) & (larger.length - 1);
            }
            larger[free] = value;
          }
        }
        table = larger;
      }
      return fresh;
    }

    private static boolean same(Val a, Val b) {
      if (a.hash != b.hash || a.kind() != b.kind()) {
        return false;
      }
      return switch (a) {
        case BoolVal x -> true;
        case IntVal x -> x.value == ((IntVal) b).value;
        case TextVal x -> x.text.equals(((TextVal) b).text);
        case SetVal x -> sameArray(x.elements, ((SetVal) b).elements);
        case FunVal x ->
            x.domain == ((FunVal) b).domain && sameArray(x.values, ((FunVal) b).values);
      };
    }
  }

  public Interner() {
    for (int i = 0; i < SHARDS; i++) {
      shards[i] = new Shard();
    }
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = new IntVal(LEAST + i);
    }
    empty = (SetVal) intern(new SetVal(NONE, 0));
    emptyFunction = (FunVal) intern(new FunVal(empty, NONE, 0));
  }

  private static int slot(long hash, Val[] table) {
    return (int) (hash >>> 8) & (table.length - 1);
  }

  private static boolean sameArray(Val[] a, Val[] b) {
    if (a.length != b.length) {
      return false;
    }
    for (int i = 0; i < a.length; i++) {
      if (a[i] != b[i]) {
        return false;
      }
    }
    return true;
  }

  private Val intern(Val fresh) {
    Shard shard = shards[(int) (fresh.hash & (SHARDS - 1))];
    synchronized (shard) {
      return shard.add(fresh);
    }
  }

  public Val of(int number) {
    return number >= LEAST && number < MOST ? numbers[number - LEAST] : intern(new IntVal(number));
  }

  /**
   * The string or model value of that text; null if there is none yet.
   *
   * @throws IllegalStateException if there are both
   */
  public @Nullable Val text(String text) {
    long hash = ContentHash.of(text);
    Shard shard = shards[(int) (hash & (SHARDS - 1))];
    Val found = null;
    synchronized (shard) {
      Val[] slots = shard.table;
      for (int slot = slot(hash, slots);
          slots[slot] != null;
          slot = (slot + 1) & slots.length - 1) {
        if (slots[slot] instanceof TextVal known && known.text.equals(text)) {
          if (found != null) {
            throw new IllegalStateException(text + " is a string and a model value");
          }
          found = known;
        }
      }
    }
    return found;
  }

  /** A string; {@code rank} is TLC's order of texts. */
  public Val string(String text, int rank) {
    return intern(new TextVal(text, rank, false));
  }

  /** A string that is computed: behind all that are written, in the order of their making. */
  public Val newString(String text) {
    return string(text, nextRank.getAndIncrement());
  }

  /** A model value; {@code rank} is TLC's order of texts. */
  public Val modelValue(String name, int rank) {
    return intern(new TextVal(name, rank, true));
  }

  public SetVal emptySet() {
    return empty;
  }

  public FunVal emptyFunction() {
    return emptyFunction;
  }

  /**
   * The set of some values, in any order, each as often as one likes.
   *
   * @param values belongs to the callee
   */
  public SetVal set(Val... values) {
    Val[] sorted = values;
    boolean isSorted = true;
    for (int i = 1; i < sorted.length && isSorted; i++) {
      isSorted = Order.compare(sorted[i - 1], sorted[i]) < 0;
    }
    if (!isSorted) {
      Arrays.sort(sorted, Order::compare);
      int size = 1;
      for (int i = 1; i < sorted.length; i++) {
        if (sorted[i] != sorted[i - 1]) {
          sorted[size++] = sorted[i];
        }
      }
      sorted = size == sorted.length ? sorted : Arrays.copyOf(sorted, size);
    }
    long sum = 0;
    for (Val value : sorted) {
      sum += ContentHash.element(value.hash);
    }
    return sorted(sorted, sum);
  }

  /** The set of sorted values, each once, whose parts of the hash add up to {@code sum}. */
  SetVal sorted(Val[] elements, long sum) {
    if (elements.length == 0) {
      return empty;
    }
    long hash = ContentHash.set(elements.length, sum);
    Val[] table = shards[(int) (hash & (SHARDS - 1))].table;
    int slot = slot(hash, table);
    for (Val found = table[slot]; found != null; found = table[slot]) {
      if (found.hash == hash && found instanceof SetVal set && sameArray(set.elements, elements)) {
        return set;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return (SetVal) intern(new SetVal(elements, sum));
  }

  /**
   * The function with these values.
   *
   * @param values in the order of the domain; belongs to the callee
   */
  public FunVal function(SetVal domain, Val... values) {
    long sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += ContentHash.entry(domain.elements[i].hash, values[i].hash);
    }
    return function(domain, values, sum);
  }

  FunVal function(SetVal domain, Val[] values, long sum) {
    if (values.length == 0) {
      return emptyFunction;
    }
    long hash = ContentHash.function(values.length, sum);
    Val[] table = shards[(int) (hash & (SHARDS - 1))].table;
    int slot = slot(hash, table);
    for (Val found = table[slot]; found != null; found = table[slot]) {
      if (found.hash == hash
          && found instanceof FunVal function
          && function.domain == domain
          && sameArray(function.values, values)) {
        return function;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return (FunVal) intern(new FunVal(domain, values, sum));
  }

  /** The function that differs from {@code function} in one place. */
  FunVal with(FunVal function, int place, Val value) {
    Val old = function.values[place];
    if (old == value) {
      return function;
    }
    Val[] values = function.values.clone();
    values[place] = value;
    long key = function.domain.elements[place].hash;
    long sum = function.sum - ContentHash.entry(key, old.hash) + ContentHash.entry(key, value.hash);
    return function(function.domain, values, sum);
  }

  /** The sequence of some values; belongs to the callee. */
  public FunVal sequence(Val... values) {
    return function(range(1, values.length), values);
  }

  /** {@code low..high}. */
  public SetVal range(int low, int high) {
    if (high < low) {
      return empty;
    }
    if ((long) high - low > Operations.MOST_ELEMENTS) {
      throw new EvaluationException(low + ".." + high + " has too many elements");
    }
    Val[] elements = new Val[high - low + 1];
    long sum = 0;
    for (int i = 0; i < elements.length; i++) {
      elements[i] = of(low + i);
      sum += ContentHash.element(elements[i].hash);
    }
    return sorted(elements, sum);
  }
}
