package org.mmucheck.value;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The order, the printing and the normal form of {@link Value}s. */
final class Values {
  static final Value TRUE = new Value.Bool(true);
  static final Value FALSE = new Value.Bool(false);

  /** States are made of these. */
  private static final Value[] SMALL =
      IntStream.range(0, 64).mapToObj(Value.Int::new).toArray(Value[]::new);

  private Values() {}

  static Value integer(long value) {
    return value >= 0 && value < SMALL.length ? SMALL[(int) value] : new Value.Int(value);
  }

  static int compare(Value a, Value b) {
    if (a == b) {
      return 0;
    }
    int byKind = Integer.compare(kind(a), kind(b));
    if (byKind != 0) {
      return byKind;
    }
    return switch (a) {
      case Value.Bool x -> Boolean.compare(x.value(), ((Value.Bool) b).value());
      case Value.Int x -> Long.compare(x.value(), ((Value.Int) b).value());
      case Value.Text x -> x.value().compareTo(((Value.Text) b).value());
      case Value.Seq x -> elements(x.elements(), ((Value.Seq) b).elements());
      case Value.SetOf x -> elements(x.elements(), ((Value.SetOf) b).elements());
      case Value.Rec x -> entries(x.fields(), ((Value.Rec) b).fields());
      case Value.Fcn x -> entries(x.entries(), ((Value.Fcn) b).entries());
    };
  }

  static Value function(SortedEntries<Value> entries) {
    int size = entries.size();
    if (size > 0 && !(isInt(entries.key(0), 1) && isInt(entries.key(size - 1), size))) {
      return new Value.Fcn(entries);
    }
    // Keys differ and are in order, so what is between two integers is integers.
    return new Value.Seq(List.copyOf(entries.values()));
  }

  private static boolean isInt(Value value, long wanted) {
    return value instanceof Value.Int(long number) && number == wanted;
  }

  static String joined(String open, String close, Collection<?> parts) {
    return joined(open, close, ", ", parts);
  }

  static String joined(String open, String close, String between, Collection<?> parts) {
    return parts.stream().map(Object::toString).collect(Collectors.joining(between, open, close));
  }

  private static int kind(Value value) {
    return switch (value) {
      case Value.Bool x -> 0;
      case Value.Int x -> 1;
      case Value.Text x -> 2;
      case Value.Seq x -> 3;
      case Value.SetOf x -> 4;
      case Value.Rec x -> 5;
      case Value.Fcn x -> 6;
    };
  }

  private static int elements(Collection<Value> a, Collection<Value> b) {
    int bySize = Integer.compare(a.size(), b.size());
    if (bySize != 0) {
      return bySize;
    }
    Iterator<Value> other = b.iterator();
    for (Value x : a) {
      int byElement = compare(x, other.next());
      if (byElement != 0) {
        return byElement;
      }
    }
    return 0;
  }

  private static <K extends Comparable<? super K>> int entries(
      SortedMap<K, Value> a, SortedMap<K, Value> b) {
    int bySize = Integer.compare(a.size(), b.size());
    if (bySize != 0) {
      return bySize;
    }
    Iterator<Map.Entry<K, Value>> other = b.entrySet().iterator();
    for (Map.Entry<K, Value> x : a.entrySet()) {
      Map.Entry<K, Value> y = other.next();
      int byKey = x.getKey().compareTo(y.getKey());
      if (byKey != 0) {
        return byKey;
      }
      int byValue = compare(x.getValue(), y.getValue());
      if (byValue != 0) {
        return byValue;
      }
    }
    return 0;
  }
}
