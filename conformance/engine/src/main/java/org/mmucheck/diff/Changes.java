package org.mmucheck.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mmucheck.value.Value;

/**
 * Finds the elements in which two values differ: descends into functions, records and sequences of
 * one length; sets, other values, and values of two kinds are elements.
 */
public final class Changes {
  private final List<Change> found = new ArrayList<>();

  private Changes() {}

  /**
   * The differences in the order of the values' elements; empty if and only if they are equal.
   *
   * @param name what the values are called
   */
  public static List<Change> between(String name, Value before, Value after) {
    Changes changes = new Changes();
    changes.compare(name, before, after);
    return changes.found;
  }

  private void compare(String path, @Nullable Value before, @Nullable Value after) {
    if (before == null ? after == null : before.equals(after)) {
      return;
    }
    if (before instanceof Value.Fcn a && after instanceof Value.Fcn b) {
      entries(a.entries(), b.entries(), key -> path + "[" + argument(key) + "]");
    } else if (before instanceof Value.Rec a && after instanceof Value.Rec b) {
      entries(a.fields(), b.fields(), field -> path + "." + field);
    } else if (before instanceof Value.Seq a
        && after instanceof Value.Seq b
        && a.elements().size() == b.elements().size()) {
      for (int i = 0; i < a.elements().size(); i++) {
        compare(path + "[" + (i + 1) + "]", a.elements().get(i), b.elements().get(i));
      }
    } else {
      found.add(new Change(path, before, after));
    }
  }

  private <K extends Comparable<? super K>> void entries(
      SortedMap<K, Value> a, SortedMap<K, Value> b, Function<K, String> path) {
    TreeSet<K> keys = new TreeSet<>(a.keySet());
    keys.addAll(b.keySet());
    for (K key : keys) {
      compare(path.apply(key), a.get(key), b.get(key));
    }
  }

  /** A function's argument; several are a tuple, whose brackets TLA+ leaves out. */
  private static String argument(Value key) {
    return key instanceof Value.Seq tuple && !tuple.elements().isEmpty()
        ? tuple.elements().stream().map(Value::toString).collect(Collectors.joining(", "))
        : key.toString();
  }
}
