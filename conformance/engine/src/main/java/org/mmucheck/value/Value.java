package org.mmucheck.value;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * A TLA+ value: immutable, with structural equality and a total order, printed as TLA+.
 *
 * <p>Strings and model values are one kind, because ITF writes both as JSON strings; a module that
 * uses one text for both is rejected where values enter. A function on {@code 1..n} is a sequence,
 * a function on a non-empty set of strings that TLC calls a record is a record: each TLA+ value has
 * one representation.
 *
 * <p>Order: by kind (booleans, integers, texts, sequences, sets, records, functions), then by
 * content; sequences, sets, records and functions by size first, then element by element.
 */
public sealed interface Value extends Comparable<Value>
    permits Value.Bool, Value.Int, Value.Text, Value.Seq, Value.SetOf, Value.Rec, Value.Fcn {

  /** A Boolean. */
  record Bool(boolean value) implements Value {
    @Override
    public String toString() {
      return value ? "TRUE" : "FALSE";
    }
  }

  /** An integer; TLC's are 32 bits wide, other tools' may be wider. */
  record Int(long value) implements Value {
    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** A string or a model value. */
  record Text(String value) implements Value {
    /** In one line: what breaks it is written as in TLA+. */
    @Override
    public String toString() {
      return value.indexOf('\n') < 0 && value.indexOf('\r') < 0
          ? value
          : value.replace("\n", "\\n").replace("\r", "\\r");
    }
  }

  /** A sequence or tuple. */
  record Seq(List<Value> elements) implements Value {
    public Seq {
      elements = List.copyOf(elements);
    }

    @Override
    public String toString() {
      return Values.joined("<<", ">>", elements);
    }
  }

  /** A finite set. */
  record SetOf(SortedSet<Value> elements) implements Value {
    public SetOf {
      elements = elements instanceof SortedElements ? elements : SortedElements.copyOf(elements);
    }

    @Override
    public String toString() {
      return Values.joined("{", "}", elements);
    }
  }

  /** A record. */
  record Rec(SortedMap<String, Value> fields) implements Value {
    public Rec {
      fields = fields instanceof SortedEntries ? fields : SortedEntries.copyOf(fields);
    }

    @Override
    public String toString() {
      return Values.joined(
          "[",
          "]",
          fields.entrySet().stream().map(e -> e.getKey() + " |-> " + e.getValue()).toList());
    }
  }

  /** A function that is neither a sequence nor a record. */
  record Fcn(SortedMap<Value, Value> entries) implements Value {
    public Fcn {
      entries = entries instanceof SortedEntries ? entries : SortedEntries.copyOf(entries);
    }

    @Override
    public String toString() {
      return Values.joined(
          "(",
          ")",
          " @@ ",
          entries.entrySet().stream().map(e -> e.getKey() + " :> " + e.getValue()).toList());
    }
  }

  @Override
  default int compareTo(Value other) {
    return Values.compare(this, other);
  }

  static Value of(boolean value) {
    return value ? Values.TRUE : Values.FALSE;
  }

  static Value of(long value) {
    return Values.integer(value);
  }

  static Value of(String value) {
    return new Text(value);
  }

  static Value seq(Value... elements) {
    return new Seq(Arrays.asList(elements));
  }

  static Value set(Collection<? extends Value> elements) {
    return new SetOf(SortedElements.copyOf(elements));
  }

  static Value set(Value... elements) {
    return set(Arrays.asList(elements));
  }

  static Value rec(Map<String, ? extends Value> fields) {
    return new Rec(SortedEntries.copyOf(fields));
  }

  /**
   * As {@link #rec(Map)}, of names and what belongs to them, in any order.
   *
   * @throws IllegalArgumentException if a name is there twice, or they are not equally many
   */
  static Value rec(List<String> names, List<? extends Value> values) {
    return new Rec(
        SortedEntries.owning(names.toArray(new String[0]), values.toArray(new Value[0])));
  }

  /** The function with these entries; a sequence if its domain is {@code 1..n}, {@code n >= 0}. */
  static Value fcn(Map<? extends Value, ? extends Value> entries) {
    return Values.function(SortedEntries.copyOf(entries));
  }

  /**
   * As {@link #fcn(Map)}, of keys and what belongs to them, in any order.
   *
   * @throws IllegalArgumentException if a key is there twice, or they are not equally many
   */
  static Value fcn(List<? extends Value> keys, List<? extends Value> values) {
    return Values.function(
        SortedEntries.owning(keys.toArray(new Value[0]), values.toArray(new Value[0])));
  }
}
