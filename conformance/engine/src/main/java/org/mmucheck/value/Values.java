package org.mmucheck.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The order, the printing and the normal form of {@link Value}s. */
final class Values {
  private Values() {}

  /** A map that nobody else has, so a value may keep it as it is. */
  static final class OwnMap<K> extends TreeMap<K, Value> {
    private static final long serialVersionUID = 1L;

    /** 0 until it is asked for: a value keeps the map as it is from its beginning on. */
    private transient int hash;

    OwnMap(Map<? extends K, ? extends Value> entries) {
      super(entries);
    }

    @Override
    public int hashCode() {
      int known = hash;
      if (known == 0) {
        known = super.hashCode();
        hash = known;
      }
      return known;
    }

    @Override // goes with hashCode()
    public boolean equals(Object other) {
      return super.equals(other);
    }
  }

  /** A set that nobody else has, so a value may keep it as it is. */
  static final class OwnSet extends TreeSet<Value> {
    private static final long serialVersionUID = 1L;

    OwnSet(Collection<? extends Value> elements) {
      super(elements);
    }
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

  static Value function(Map<? extends Value, ? extends Value> entries) {
    List<Value> sequence = new ArrayList<>(entries.size());
    for (int i = 1; i <= entries.size(); i++) {
      Value at = entries.get(new Value.Int(i));
      if (at == null) {
        return new Value.Fcn(new OwnMap<>(entries));
      }
      sequence.add(at);
    }
    return new Value.Seq(sequence);
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
